"""From the end of one school year to the beginning of the next: who stays, and in which grade and class."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from pipelines.templates.previous import Row
from schemas.catalogue import load_catalogue

_CHANGES = Path(__file__).with_name("new_year.csv")
# "Khối 6" is the grade of 6A; a class that is not named after its grade keeps its name.
_NUMBER = re.compile(r"\d+")
_PRESCHOOL = "01"
# Years, counted from the year of birth (Law on Education 2019, article 28).
_AGE_OF_GRADE_1 = 6

Kind = Literal["only", "set", "clear", "clear_unnumbered", "next_grade", "next_class"]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a field in a new school year.

    ``only``: rows with another code leave; ``set``: every row gets the value; ``clear``: to be filled in anew, with
    ``clear_unnumbered`` where the grade had no number.
    """

    field: str
    kind: Kind
    values: tuple[str, ...]


def cleared_fields() -> list[tuple[str, str]]:
    """(dataset, field) of what a school year begins without."""
    return [
        (name, change.field) for name, changes in _changes().items() for change in changes if change.kind == "clear"
    ]


def carried_over(dataset: str, rows: Sequence[Row], level_group_code: str, school_year: int) -> list[Row]:
    """The rows of a school as a new school year finds them; ``level_group_code`` is the school's.

    Learners and classes go up one grade; those of the last grade that the school teaches leave. A grade that has no
    number (nursery, kindergarten) stays; its children go to grade 1, there or elsewhere, in the year when they turn six.
    """
    changes = _changes().get(dataset, ())
    next_grades = _next_grades(level_group_code)
    carried = (_carry(row, changes, next_grades, school_year) for row in rows)
    return [row for row in carried if row is not None]


def _carry(row: Row, changes: Sequence[Change], next_grades: Mapping[str, str | None], school_year: int) -> Row | None:
    new = dict(row)
    for change in changes:
        old = row.get(change.field)
        match change.kind:
            case "only":
                if old not in change.values:
                    return None
            case "set":
                new[change.field] = change.values[0]
            case "clear":
                new[change.field] = None
            case "clear_unnumbered":
                if not _grade_number(str(row.get("grade_code"))):
                    new[change.field] = None
            case "next_grade":
                if old is not None and not _is_too_young(row, school_year):
                    new[change.field] = next_grades.get(str(old), str(old))
                    if new[change.field] is None:
                        return None
            case "next_class":
                new[change.field] = _next_class(old, row.get("grade_code"), next_grades)
    return new


def _is_too_young(row: Row, school_year: int) -> bool:
    """Whether a child of preschool stays there; a class of it always does."""
    if row["grade_code"] not in _preschool_grades():
        return False
    born = str(row.get("birth_date") or row.get("birth_date_partial") or "")[:4]
    return not born or school_year - int(born) < _AGE_OF_GRADE_1


def _next_class(name: object, grade_code: object, next_grades: Mapping[str, str | None]) -> object:
    """6A → 7A."""
    old, new = _grade_number(str(grade_code)), _grade_number(next_grades.get(str(grade_code)) or "")
    if isinstance(name, str) and old and new and re.match(rf"{old}(?!\d)", name):
        return new + name[len(old) :]
    return name


def _next_grades(level_group_code: str) -> dict[str, str | None]:
    """Numbered grade → the next at this school, None after its last; preschool leads to grade 1.

    Grades of the same number are told apart by their level: continuing education counts its own.
    """
    catalogue = load_catalogue()
    groups = catalogue.code_lists["level_group"]
    taught = next((set(group.parent_codes) for group in groups if group.code == level_group_code), set())
    numbered = [grade for grade in catalogue.code_lists["grade"] if _grade_number(grade.code)]
    preschool = [grade for grade in catalogue.code_lists["grade"] if grade.code in _preschool_grades()]
    next_grades: dict[str, str | None] = {}
    for grade in (*preschool, *numbered):
        number = str(int(_grade_number(grade.code) or 0) + 1)
        above = [g for g in numbered if _grade_number(g.code) == number and taught & set(g.parent_codes)]
        above.sort(key=lambda g: g.parent_codes != grade.parent_codes)
        next_grades[grade.code] = above[0].code if above else None
    return next_grades


def final_grades() -> list[str]:
    """The codes of numbered grades that no other follows, at any level: who ends them has finished school."""
    numbers = {
        g.code: int(_grade_number(g.code)) for g in load_catalogue().code_lists["grade"] if _grade_number(g.code)
    }
    return [code for code, number in numbers.items() if number + 1 not in numbers.values()]


@cache
def _preschool_grades() -> frozenset[str]:
    grades = load_catalogue().code_lists["grade"]
    return frozenset(grade.code for grade in grades if grade.parent_codes == (_PRESCHOOL,))


@cache
def _grade_number(code: str) -> str:
    """06 → "6" (of "Khối 6"); empty where a grade has no number."""
    label = next((grade.label_vi for grade in load_catalogue().code_lists["grade"] if grade.code == code), "")
    match = _NUMBER.search(label)
    return match[0] if match else ""


@cache
def _changes() -> dict[str, tuple[Change, ...]]:
    changes: dict[str, list[Change]] = {}
    with _CHANGES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            change = Change(row["field"], cast(Kind, row["change"]), tuple(row["values"].split(";")))
            changes.setdefault(row["dataset"], []).append(change)
    return {dataset: tuple(found) for dataset, found in changes.items()}
