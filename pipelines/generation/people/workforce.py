"""The staff of the schools: posts, who holds them, and how holders change from collection to collection."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipelines.generation.chance import Chance, Floats, Weighted, new_year, year_of
from pipelines.generation.names import FEMALE, MALE
from pipelines.generation.people.population import Registrar
from pipelines.generation.places import Gazetteer
from pipelines.generation.schools import School
from pipelines.periods import Period, Point

EMPLOYMENT = np.dtype(
    [
        ("person", "i8"),
        ("school", "i4"),  # index of the school
        ("post", "i4"),  # number of the post within the school
        ("group", "i4"),  # staff_group: 1 manager, 2 employee, 3 teacher
        ("position", "i4"),  # code of the list position, 0 none
        ("subject", "i4"),  # code of the list teaching_subject, 0 none
        ("level", "i4"),  # code of the list level that the post serves
        ("birth_date", "M8[D]"),
        ("sex", "i4"),
        ("prefix", "i4"),
        ("serial", "i4"),
        ("ward", "i4"),  # home, index of the gazetteer
        ("hire_date", "M8[D]"),
        ("status", "i4"),  # code of the list staff_status
        ("status_day", "M8[D]"),
    ]
)
Employments: TypeAlias = NDArray[np.void]

MANAGER, EMPLOYEE, TEACHER = 1, 2, 3
WORKING, MOVED_AWAY, RETIRED, MOVED_IN = 1, 2, 5, 7
PRESENT = (1, 4, 7)
HEAD, DEPUTY, CENTRE_HEAD, CENTRE_DEPUTY = 1, 2, 5, 6
TEAM_LEADER, TEAM_DEPUTY = 3, 4
# Completed years at which people leave at the latest (below the ages of rule STA004 from 2021 on).
RETIREMENT = {MALE: 60, FEMALE: 55}
TEACHERS_PER_CLASS = {"01": 1.7, "02": 1.35, "03": 1.85, "04": 2.15, "05": 1.7}
# Share of lessons by subject in lower and upper secondary schools.
_SUBJECTS = {
    "03": Weighted.of([(22, 19), (20, 19), (7, 13), (23, 6), (17, 5), (21, 7),
                       (18, 7), (6, 6), (16, 5), (24, 5), (10, 5), (8, 8), (5, 3), (19, 3)]),
    "04": Weighted.of([(22, 18), (20, 16), (7, 13), (23, 10), (17, 9), (21, 7),
                       (18, 7), (6, 6), (16, 5), (24, 4), (10, 5), (8, 7), (25, 5)]),
}  # fmt: skip
_SUBJECTS["05"] = _SUBJECTS["04"]
_PRIMARY_SPECIALISTS = (7, 8, 5, 19, 10)
_CLASS_TEACHER, _NURSERY, _KINDERGARTEN = 9, 2, 1
# Positions of employees: accountant, clerk, nurse, librarian, equipment, treasurer, guard; cooks in preschools.
_OFFICE, _COOK = (15, 16, 11, 9, 10, 25, 17), 20


def _posts(chance: Chance, school: School) -> list[tuple[int, int, int, int]]:
    """(group, position, subject, level) of every post; teachers come level by level, class teachers first."""
    level = int(school.kind.levels[-1])
    is_centre = school.kind.level_group == "12"
    head, deputy = (CENTRE_HEAD, CENTRE_DEPUTY) if is_centre else (HEAD, DEPUTY)
    classes = len(school.sections)
    posts = [(MANAGER, head, 0, level)] + [(MANAGER, deputy, 0, level)] * (1 if classes < 18 else 2)
    for name in school.kind.levels:
        posts += _teachers(chance, school, name)
    office = _OFFICE[: min(len(_OFFICE), 2 + classes // 5)]
    posts += [(EMPLOYEE, position, 0, level) for position in office]
    if name == "01":
        posts += [(EMPLOYEE, _COOK, 0, level)] * max(1, classes // 4)
    return posts


def _teachers(chance: Chance, school: School, level: str) -> list[tuple[int, int, int, int]]:
    stages = [stage for stage, _ in school.sections if school.level_of(stage) == level]
    count = max(len(stages) + 1, round(len(stages) * TEACHERS_PER_CLASS[level]))
    if level == "01":
        nursery = sum(stage < -2 for stage in stages)
        subjects = [_NURSERY if i % len(stages) < nursery else _KINDERGARTEN for i in range(count)]
    elif level == "02":
        subjects = [_CLASS_TEACHER] * len(stages)
        subjects += [_PRIMARY_SPECIALISTS[i % len(_PRIMARY_SPECIALISTS)] for i in range(count - len(stages))]
    else:
        subjects = chance.pick(f"subjects {level}", _SUBJECTS[level], school.index, np.arange(count)).tolist()
    leads = max(1, count // 8)
    positions = [TEAM_LEADER] * leads + [TEAM_DEPUTY] * (leads if count > 12 else 0)
    positions += [0] * (count - len(positions))
    return [(TEACHER, position, subject, int(level)) for position, subject in zip(positions, subjects, strict=True)]


def first_staff(
    chance: Chance, gazetteer: Gazetteer, schools: Sequence[School], registrar: Registrar, period: Period
) -> Employments:
    """Every post of every school filled."""
    posts = [(school.index, number, *post) for school in schools for number, post in enumerate(_posts(chance, school))]
    table = np.array(posts, dtype=np.int64).reshape(-1, 6)
    staff = np.zeros(len(table), dtype=EMPLOYMENT)
    for column, name in enumerate(("school", "post", "group", "position", "subject", "level")):
        staff[name] = table[:, column]
    _appoint(
        chance,
        gazetteer,
        schools,
        registrar,
        staff,
        period.school_year,
        chance.uniform("age", staff["school"], staff["post"]),
    )
    return staff


def _appoint(
    chance: Chance,
    gazetteer: Gazetteer,
    schools: Sequence[School],
    registrar: Registrar,
    staff: Employments,
    school_year: int,
    seniority: Floats,
) -> None:
    """Gives the posts to new people; ``seniority`` 0 to 1 goes from the youngest to the oldest age."""
    person = registrar.persons(len(staff))
    staff["person"] = person
    women = np.select([staff["level"] == 1, staff["level"] == 2], [0.985, 0.78], 0.66)
    women[staff["position"] == _OFFICE[-1]] = 0.05
    staff["sex"] = np.where(chance.flag("woman", women, person), FEMALE, MALE)
    youngest = np.where(staff["group"] == MANAGER, 35, 23)
    age = youngest + seniority * (54 - youngest)
    year = school_year - age.astype(np.int64)
    staff["birth_date"] = chance.birthday("staff birthday", year, person)
    # Most come at 22 to 25 years, in the second half of summer.
    hired_at = 22 + np.floor(chance.uniform("hired at", person) ** 2 * 8).astype(np.int64)
    summer = new_year(year + np.minimum(age.astype(np.int64), hired_at))
    staff["hire_date"] = chance.days("hire day", summer + 195, summer + 240, person)
    staff["ward"] = np.array([school.ward for school in schools])[staff["school"]]
    old_province = np.array([int(place.province) for place in gazetteer.old])
    elsewhere = old_province[chance.integers("registered elsewhere", 0, len(old_province), person)]
    staff["prefix"] = np.where(chance.flag("born elsewhere", 0.25, person), elsewhere, old_province[staff["ward"]])
    staff["serial"] = registrar.serials(staff["prefix"].astype(np.int64), staff["sex"].astype(np.int64), year)
    staff["status"] = WORKING
    staff["status_day"] = np.maximum(staff["hire_date"], np.datetime64(f"{school_year - 12}-08-01"))


def next_staff(
    chance: Chance,
    gazetteer: Gazetteer,
    schools: Sequence[School],
    registrar: Registrar,
    staff: Employments,
    period: Period,
) -> Employments:
    """Some leave, and their posts go to others. Leavers stay on the list until the next school year."""
    starts_year = period.point is Point.BEGINNING
    staff = staff[np.isin(staff["status"], PRESENT)].copy() if starts_year else staff.copy()
    staff["status"][staff["status"] == MOVED_IN] = WORKING if starts_year else MOVED_IN
    present = np.isin(staff["status"], PRESENT)
    age = period.school_year + (not starts_year) - year_of(staff["birth_date"])
    retires = present & (age > np.where(staff["sex"] == FEMALE, RETIREMENT[FEMALE], RETIREMENT[MALE]) - 1)
    moves = present & ~retires & chance.flag(f"staff moves {period}", 0.03 if starts_year else 0.006, staff["person"])
    gone = retires | moves
    heirs = staff[gone].copy()
    last = np.datetime64(period.census_date) - chance.integers("last day", 40, 70, staff["person"])
    staff["status"][retires], staff["status"][moves] = RETIRED, MOVED_AWAY
    staff["status_day"][gone] = np.maximum(last, staff["hire_date"])[gone]
    _appoint(
        chance,
        gazetteer,
        schools,
        registrar,
        heirs,
        period.school_year,
        chance.uniform("age of heir", heirs["person"]) ** 2,
    )
    comes = np.datetime64(period.census_date) - chance.integers("first day", 20, 35, heirs["person"])
    heirs["status"], heirs["status_day"] = MOVED_IN, np.maximum(comes, heirs["hire_date"])
    return np.concatenate([staff, heirs])


def first_employee(staff: Employments) -> int:
    """The place in a school's staff of somebody who is employed there and teaches no class."""
    return int(np.argmax(staff["group"] == EMPLOYEE))
