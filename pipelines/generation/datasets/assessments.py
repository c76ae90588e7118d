"""How a school's managers and teachers meet each criterion of their professional standard (staff_standard_assessment)."""

import numpy as np

from pipelines.generation.chance import Flags, Ints
from pipelines.generation.datasets.careers import career_table, occurrences
from pipelines.generation.datasets.employees import standard_ratings
from pipelines.generation.people.workforce import EMPLOYEE, MANAGER, PRESENT
from pipelines.generation.tables import Columns, Office, Table
from pipelines.periods import Point
from schemas.catalogue import load_catalogue

_PRESCHOOL = 1
_GOOD, _FAIR, _PASSED = 1, 2, 3  # professional_standard
# Shares of the criteria that must be good, or good or fair, for each overall rating (Circular 20/2018 art. 10 asks for
# two thirds).
_SHARES = {_GOOD: (0.8, 1.0), _FAIR: (0.3, 0.8), _PASSED: (0.0, 0.2)}


def assessment_table(office: Office, students: Table) -> Table:
    """One row for each criterion of who is judged; told at the end of a school year."""
    staff = office.staff
    judged = (staff["group"] != EMPLOYEE) & np.isin(staff["status"], PRESENT)
    if office.period.point is not Point.END:
        judged = np.zeros_like(judged)
    sets = [_standard(int(group), int(level)) for group, level in zip(staff["group"], staff["level"], strict=True)]
    criteria = {name: load_catalogue().code_lists[name] for name in set(sets)}
    counts = np.array([len(criteria[name]) for name in sets], dtype=np.int64)
    member, number = occurrences(np.where(judged, counts, 0))
    superior = _ratings(office, member, number, counts)
    person = staff["person"][member]
    modest: Flags = office.chance.flag(f"rates differently {office.period.school_year}", 0.05, person, number)
    own = np.where(modest, np.maximum(superior - 1, _GOOD), superior)
    codes = [criteria[sets[place]][n] for place, n in zip(member.tolist(), number.tolist(), strict=True)]
    columns: Columns = {
        "standard_set_code": [sets[place] for place in member.tolist()],
        "criterion_code": [code.code for code in codes],
        "assessment_content": [code.label_vi for code in codes],
        "self_rating_code": [f"{rating:02d}" for rating in own.tolist()],
        "superior_rating_code": [f"{rating:02d}" for rating in superior.tolist()],
    }
    return career_table("staff_standard_assessment", office, member, columns)


def _standard(group: int, level: int) -> str:
    """The list of criteria by which somebody is judged."""
    who = "manager" if group == MANAGER else "teacher"
    return f"criterion_{who}_{'preschool' if level == _PRESCHOOL else 'general'}"


def _ratings(office: Office, member: Ints, number: Ints, counts: Ints) -> Ints:
    """A rating for each criterion, in which the overall rating of the member holds."""
    draw = office.chance.uniform(f"criteria {office.period.school_year}", office.staff["person"][member], number)
    order = np.lexsort((draw, member))
    place = np.empty(len(member), dtype=np.int64)
    place[order] = number
    overall = np.array([int(code) for code in standard_ratings(office)], dtype=np.int64)[member]
    good, fair = (
        np.array([_SHARES[rating][n] for rating in overall.tolist()]) * counts[member] for n in range(2)
    )  # fmt: skip
    return np.select([place < good, place < fair], [_GOOD, _FAIR], _PASSED)
