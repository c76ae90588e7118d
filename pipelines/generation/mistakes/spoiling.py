"""Ways to spoil a cell, and conditions on rows: the words in which the kinds of mistakes are written."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from pipelines.generation.mistakes.planting import Row
from pipelines.generation.styles import Cell
from pipelines.periods import Point
from schemas.catalogue import load_catalogue

# First regular grade of a level.
FIRST_GRADES = {"02": "01", "03": "06", "04": "10"}

Spoil = Callable[[Row], Cell]
Where = Callable[[Row], bool]


def blank(row: Row) -> Cell:
    return None


def writes(text: Cell) -> Spoil:
    """The same wrong content everywhere."""
    return lambda row: text


def code(field: str, value: str) -> Spoil:
    """A valid code that is wrong here, as label or code."""
    return lambda row: row.written(field, value)


def yes(field: str) -> Spoil:
    """Yes, in the school's way."""
    return lambda row: row.written(field, True)


def edits(field: str, change: Callable[[str], Cell]) -> Spoil:
    """A change of the text that is true."""
    return lambda row: change(row.text(field))


def shifts(field: str, years: int, since: str = "") -> Spoil:
    """The date moved by some years, or so many years after another date of the row."""
    return lambda row: row.written(field, _years_later(row.day(since or field), years))


def _years_later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def copies(field: str) -> Spoil:
    """The content of an earlier row; nothing changes where there is none."""
    return lambda row: row.of_another(field) or row.grid.cells[field][row.number]


def filled(*fields: str) -> Where:
    return lambda row: all(row.value(field) is not None for field in fields)


def is_one_of(field: str, *values: object) -> Where:
    return lambda row: row.value(field) in values


def both(*conditions: Where) -> Where:
    return lambda row: all(condition(row) for condition in conditions)


def lacks(field: str) -> Where:
    return lambda row: row.value(field) is None


def is_minor(row: Row) -> bool:
    """Whether a learner is below 18."""
    return row.day("birth_date") > _years_later(row.office.census_date, -18)


def at_point(point: Point) -> Where:
    """Rows of one of the three collections of a year."""
    return lambda row: row.office.period.point is point


def at_level(level: str, *, is_there: bool = True) -> Where:
    """Rows of schools that have a level, or have it not."""
    return lambda row: (level in row.office.school.kind.levels) is is_there


def grade_of_no_level(row: Row) -> Cell:
    """The first grade of a level that the school does not have."""
    levels = row.office.school.kind.levels
    return row.written("grade_code", next(grade for level, grade in FIRST_GRADES.items() if level not in levels))


def _grade(row: Row) -> int:
    grade = row.text("grade_code")
    return int(grade) if grade <= "12" else 0


def in_grades(first: int, last: int) -> Where:
    return lambda row: first <= _grade(row) <= last


def neighbour_grade(row: Row) -> Cell:
    """The next grade of the same level, or the one before the last."""
    grade = _grade(row)
    return row.written("grade_code", f"{grade - 1 if grade in (5, 9, 12) else grade + 1:02d}")


def as_number(text: str) -> Cell:
    """A number as Excel stores it when the cell is not text: leading zeros are lost."""
    return int(text)


def loses_a_zero(row: Row) -> bool:
    """Whether a number that loses its leading zeros is known by its length; without two it might be another one."""
    return re.match("0[1-9]", row.text("personal_id")) is not None


def foreign_ward(row: Row) -> Cell:
    """A ward of another province (the first of the gazetteer that is not of this one)."""
    home = row.text("home_province_code")
    return next(place.ward for place in row.office.gazetteer.new if place.province != home)


def foreign_district(row: Row) -> Cell:
    """A district of another province."""
    home = row.text("home_province_code")
    return next(place.district for place in row.office.gazetteer.old if place.province != home)


def former_ward(row: Row) -> Cell:
    """A ward of before July 2025 that became part of the row's own ward alone."""
    return _former_wards()[row.text("home_ward_code")]


def has_former_ward(row: Row) -> bool:
    return row.text("home_ward_code") in _former_wards()


@cache
def _former_wards() -> Mapping[str, str]:
    """Wards in force, each with one that it alone succeeded and whose code no ward has today."""
    wards = [unit for unit in load_catalogue().admin_units if unit.level == "ward"]
    in_force = {unit.code for unit in wards if unit.valid_to is None}
    return {
        unit.successor_codes[0]: unit.code
        for unit in wards
        if len(unit.successor_codes) == 1 and unit.code not in in_force
    }


def with_digit(position: int, change: Callable[[int], int]) -> Callable[[str], Cell]:
    """A personal number with one digit changed (counted from 0)."""
    return lambda text: text[:position] + str(change(int(text[position])) % 10) + text[position + 1 :]


def raised(field: str, by: int) -> Spoil:
    """A count that is too high."""
    return lambda row: int(row.text(field)) + by


def lowered(field: str, by: int) -> Spoil:
    """A number that is too low."""
    return lambda row: int(row.text(field)) - by


def below(field: str, limit: float) -> Where:
    return lambda row: row.value(field) is not None and float(row.text(field)) < limit


def above(field: str, limit: float) -> Where:
    return lambda row: row.value(field) is not None and float(row.text(field)) > limit
