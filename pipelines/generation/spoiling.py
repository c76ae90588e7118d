"""Ways to spoil a cell, and conditions on rows: the words in which the kinds of mistakes are written."""

import re
from collections.abc import Callable
from datetime import date

from pipelines.generation.mistakes import Row
from pipelines.generation.styles import Cell

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


def with_digit(position: int, change: Callable[[int], int]) -> Callable[[str], Cell]:
    """A personal number with one digit changed (counted from 0)."""
    return lambda text: text[:position] + str(change(int(text[position])) % 10) + text[position + 1 :]


def raised(field: str, by: int) -> Spoil:
    """A count that is too high."""
    return lambda row: int(row.text(field)) + by
