"""Languages that a school's staff have certificates of, and courses they took (staff_language, staff_*_training)."""

from collections.abc import Iterator

import numpy as np

from pipelines.generation.chance import Days, Flags, Ints, Weighted
from pipelines.generation.datasets.careers import career_table
from pipelines.generation.datasets.honours import told
from pipelines.generation.people.workforce import EMPLOYEE, TEACHER
from pipelines.generation.tables import Columns, Office, Table, blank_unless, dates

_ENGLISH_SUBJECT, _ENGLISH = 7, "01"
# Levels of English (list foreign_language_level) by what somebody teaches.
_A2, _B1, _B2, _C1, _IELTS = "002", "003", "004", "005", "007"
_UPPER_SECONDARY = 4
_CERTIFIED_SHARE, _IELTS_SHARE = 0.35, 0.3
# Courses of list language_course: from level 3 to 4, and from 4 to 5; what they lead to (language_course_result).
_TO_LEVEL_4, _TO_LEVEL_5 = ("03", "04"), ("04", "05")
# Courses of list pedagogy_course by level taught; preschools have none of their own.
_PEDAGOGY = {1: "09", 2: "01", 3: "02", 4: "03", 5: "03"}
_NEW_PROGRAMME, _CLASSROOM_ENGLISH = "08", "07"
_PASSED, _FAILED = "01", "02"
_PROVIDERS = Weighted.of([(f"{n:02d}", 1) for n in (1, 2, 4, 5, 6, 7, 8, 10)])
_EXAMINERS = Weighted.of([(f"{n:02d}", 1) for n in (1, 3, 4, 5, 6, 7)])
_DURATIONS = Weighted.of([("01", 70), ("02", 25), ("03", 5)])
_PLACES = Weighted.of([("01", 95), ("02", 5)])
_MODES = Weighted.of([("01", 50), ("02", 20), ("03", 30)])
_SELF_TAUGHT, _ORGANISED = "01", "02"


def language_table(office: Office, students: Table) -> Table:
    """Teachers of English have the level that their schools ask for, some an IELTS too; others have a low level."""
    staff, chance = office.staff, office.chance
    person, english = staff["person"], staff["subject"] == _ENGLISH_SUBJECT
    certified = english | ((staff["group"] != EMPLOYEE) & chance.flag("language", _CERTIFIED_SHARE, person))
    ielts = english & chance.flag("ielts", _IELTS_SHARE, person)
    usual = np.where(
        english,
        np.where(staff["level"] >= _UPPER_SECONDARY, _C1, _B2),
        np.where(chance.flag("b1", 0.4, person), _B1, _A2),
    )
    member = np.concatenate([np.flatnonzero(certified), np.flatnonzero(ielts)])
    is_ielts = np.repeat([False, True], [certified.sum(), ielts.sum()])
    hired = staff["hire_date"][member]
    day = chance.days("language certificate", hired, hired + 4 * 365, staff["person"][member], is_ielts)
    kept = _in_order(office, member, day)
    member, is_ielts, day = member[kept], is_ielts[kept], day[kept]
    score = chance.integers("ielts score", 12, 17, staff["person"][member]) / 2
    columns: Columns = {
        "foreign_language_code": [_ENGLISH] * len(member),
        "foreign_language_level_code": np.where(is_ielts, _IELTS, usual[member]).tolist(),
        "score": blank_unless(is_ielts, score.tolist()),
        "issue_date": dates(day),
    }
    return career_table("staff_language", office, member, columns)


def language_training_table(office: Office, students: Table) -> Table:
    """Teachers of English on their way to the next level."""
    english = (office.staff["group"] == TEACHER) & (office.staff["subject"] == _ENGLISH_SUBJECT)
    upper = office.staff["level"] >= _UPPER_SECONDARY
    offers = [(_TO_LEVEL_4[0], english & ~upper), (_TO_LEVEL_5[0], english & upper)]
    member, course = _taken(office, "language", offers, 0.6)
    result = np.where(course == _TO_LEVEL_4[0], _TO_LEVEL_4[1], _TO_LEVEL_5[1])
    examiners = office.chance.pick("examiner", _EXAMINERS, office.staff["person"][member]).tolist()
    columns = {"exam_unit_code": examiners} | _course_columns(office, "language", member, course, result.tolist())
    return career_table("staff_language_training", office, member, columns)


def pedagogy_training_table(office: Office, students: Table) -> Table:
    """Every teacher was prepared for the programme of 2018; some took the courses of their level."""
    staff = office.staff
    teaches = staff["group"] == TEACHER
    offers = [(_NEW_PROGRAMME, teaches & (staff["level"] > 1))]
    offers += [
        (course, teaches & np.isin(staff["level"], [level for level, of in _PEDAGOGY.items() if of == course]))
        for course in sorted(set(_PEDAGOGY.values()))
    ]
    offers += [(_CLASSROOM_ENGLISH, teaches & (staff["subject"] == _ENGLISH_SUBJECT))]
    member, course = _taken(office, "pedagogy", offers, 0.5)
    fails = office.chance.flag("fails the course", 0.02, staff["person"][member], course.astype(np.int64))
    results = np.where(fails, _FAILED, _PASSED).tolist()
    columns = _course_columns(office, "pedagogy", member, course, results)
    return career_table("staff_pedagogy_training", office, member, columns)


def _taken(office: Office, purpose: str, offers: list[tuple[str, Flags]], share: float) -> tuple[Ints, Ints]:
    """Members and codes of the courses that they took before the census date, by member."""
    parts = list(_courses(office, purpose, offers, share))
    member = np.concatenate([members for members, _ in parts])
    course = np.concatenate([np.full(len(members), code, dtype="U2") for members, code in parts])
    order = np.argsort(member, kind="stable")
    return member[order], course[order]


def _courses(office: Office, purpose: str, offers: list[tuple[str, Flags]], share: float) -> Iterator[tuple[Ints, str]]:
    for code, may_go in offers:
        person, hired = office.staff["person"], office.staff["hire_date"]
        goes = np.flatnonzero(may_go & office.chance.flag(f"{purpose} course {code}", share, person))
        day = office.chance.days(f"day of {purpose} course {code}", "2018-07-01", "2026-07-01", person[goes])
        # Who was hired later went in the first year.
        day = np.where(day > hired[goes], day, hired[goes] + 300)
        yield goes[told(office, goes, day)], code


def _course_columns(office: Office, purpose: str, member: Ints, course: Ints, results: list[str]) -> Columns:
    chance, who = office.chance, (office.staff["person"][member], course.astype(np.int64))
    alone = chance.flag(f"{purpose} alone", 0.1, *who)
    return {
        "course_code": course.tolist(),
        "training_unit_code": chance.pick(f"{purpose} provider", _PROVIDERS, *who).tolist(),
        "organiser_code": np.where(alone, _SELF_TAUGHT, _ORGANISED).tolist(),
        "duration_code": chance.pick(f"{purpose} duration", _DURATIONS, *who).tolist(),
        "location_type_code": chance.pick(f"{purpose} place", _PLACES, *who).tolist(),
        "delivery_mode_code": chance.pick(f"{purpose} mode", _MODES, *who).tolist(),
        "result_code": results,
    }


def _in_order(office: Office, member: Ints, day: Days) -> Ints:
    """The places of what is told, by member and day."""
    kept = told(office, member, day)
    order: Ints = kept[np.lexsort((day[kept], member[kept]))]
    return order
