"""The class dataset of one school."""

from collections.abc import Mapping

import numpy as np

from pipelines.generation.datasets.employees import staff_names
from pipelines.generation.people.workforce import PRESENT, TEACHER
from pipelines.generation.schools import School
from pipelines.generation.tables import Columns, Office, Table, Value, grade_code, staff_codes

_PRESCHOOL_NAMES = {-4: "Nhóm trẻ", -3: "Nhóm trẻ", -2: "Mầm", -1: "Chồi", 0: "Lá"}
_AGE_GROUPS = {-4: "02", -3: "03", -2: "04", -1: "05", 0: "06"}
# How schools number the classes of a grade: 6A1, 6A2 or 6A, 6B.
NUMBERED, LETTERED = "A1", "A"


def class_names(school: School, scheme: str) -> Mapping[tuple[int, int], str]:
    """(stage, section) -> name, distinct within the school."""
    return {
        (stage, section): (
            f"{_PRESCHOOL_NAMES[stage]} {section + 1}"
            if stage < 1
            else f"{stage}A{section + 1}"
            if scheme == NUMBERED
            else f"{stage}{'ABCDEGHIKLMNPQ'[section]}"
        )
        for stage, section in school.sections
    }


def class_table(office: Office) -> Table:
    """All class columns that any of our schools uses, one row for each class."""
    school, sections = office.school, office.school.sections
    count = len(sections)
    stages = [stage for stage, _ in sections]
    levels = [school.level_of(stage) for stage in stages]
    homeroom = homeroom_rows(office, levels)
    codes, names = staff_codes(office.staff), staff_names(office)
    boards = [stage < 1 or (school.is_urban and stage < 6) for stage in stages]
    has_english = [stage >= 3 and level != "05" for stage, level in zip(stages, levels, strict=True)]
    all_day = [stage < 6 for stage in stages]
    disabled = _with_disabled(office)
    columns: Columns = office.key_columns(count) | {
        "class_code": [office.class_code(*key) for key in sections],
        "class_name": [office.class_names[key] for key in sections],
        "grade_code": [grade_code(stage, level) for stage, level in zip(stages, levels, strict=True)],
        "campus_code": _campuses(office),
        "homeroom_staff_code": [codes[row] for row in homeroom],
        "homeroom_teacher_name": [names[row] for row in homeroom],
        "is_combined": [False] * count,
        "is_specialised": [False] * count,
        "is_boarding": boards,
        "boarding_type_code": _where(boards, "02"),
        "shift_code": ["4" if day else "1" if stage % 2 else "2" for day, stage in zip(all_day, stages, strict=True)],
        "sessions_per_week_code": ["06" if day else "02" for day in all_day],
        "weekly_periods_code": ["04" if 1 <= stage <= 5 else None for stage in stages],
        "first_foreign_language_code": _where(has_english, "01"),
        "first_language_periods_code": [
            "03" if e and s < 6 else "02" if e else None for e, s in zip(has_english, stages, strict=True)
        ],
        "first_language_programme_code": _where(has_english, "01"),
        "is_vnen": [False] * count,
        "mixed_age_code": ["0"] * count,
        "preschool_age_group_code": [_AGE_GROUPS.get(stage) for stage in stages],
        "is_new_preschool_programme": [True if stage < 1 else None for stage in stages],
        "has_disabled_children": [key in disabled for key in sections],
        "has_class_parent_committee": [True] * count,
        "has_maths_equipment": [True if 1 <= stage <= 5 else None for stage in stages],
        "is_continuing_education": [level == "05" for level in levels],
        "student_count": [office.class_sizes.get(key, 0) for key in sections],
    }
    return Table("class", columns)


def _where(flags: list[bool], code: str) -> list[Value]:
    return [code if flag else None for flag in flags]


def homeroom_rows(office: Office, levels: list[str]) -> list[int]:
    """A teacher of the same level for each class, each once: the posts of class teachers come first."""
    staff = office.staff
    free = {
        level: iter(np.flatnonzero(
            (staff["group"] == TEACHER) & np.isin(staff["status"], PRESENT) & (staff["level"] == int(level))
        ).tolist())
        for level in set(levels)
    }  # fmt: skip
    return [next(free[level]) for level in levels]


def _campuses(office: Office) -> list[Value]:
    """The last class of the lower grades meets at another site, as long as there are sites."""
    codes: list[Value] = [None] * len(office.school.sections)
    for campus in range(office.school.campuses):
        codes[campus] = office.campus_code(campus)
    return codes


def _with_disabled(office: Office) -> set[tuple[int, int]]:
    rows = office.roll[office.active & (office.roll["disability"] > 0)]
    return {(stage, section) for stage, section in rows[["stage", "section"]].tolist()}
