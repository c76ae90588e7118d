"""Slips that may happen in any list, and where: more words for tables of mistakes (see spoiling)."""

import unicodedata

from pipelines.generation.mistakes.planting import Row
from pipelines.generation.mistakes.spoiling import Spoil, Where, edits
from pipelines.generation.styles import Cell


def repeats(field: str, *same: str) -> Spoil:
    """The content of an earlier row that agrees in the fields ``same``, which then keeps it; nothing changes where there is none."""

    def spoil(row: Row) -> Cell:
        columns, cells = row.grid.table.columns, row.grid.cells[field]
        twins = [
            number
            for number in range(row.number)
            if number not in row.spoilt
            and cells[number] is not None
            and all(columns[name][number] == columns[name][row.number] for name in same)
        ]
        if not twins:
            return cells[row.number]
        row.spoilt.add(twins[-1])
        return cells[twins[-1]]

    return spoil


def unknown_code(field: str) -> Spoil:
    """A code of the right length that nobody has."""
    return edits(field, lambda code: f"{code[:-2]}XX")


def years_ahead(field: str, years: int) -> Spoil:
    """The date so many years after the census."""
    return lambda row: row.written(field, row.office.census_date.replace(year=row.office.census_date.year + years))


def impossible_day(field: str) -> Spoil:
    return lambda row: f"31/02/{row.day(field).year}"


def lost_millennium(field: str) -> Spoil:
    """A year before 1900, of four digits."""
    return lambda row: f"12/05/{_long_ago(row.day(field).year)}"


def _long_ago(year: int) -> int:
    return year - 1000 if year >= 2000 else year - 100


def short_year(field: str) -> Spoil:
    """Two digits of the year."""
    return lambda row: f"{row.day(field):%d/%m/%y}"


def month_first(field: str) -> Spoil:
    """As an American spreadsheet writes it."""
    return lambda row: f"{row.day(field):%m/%d/%Y}"


def is_after_the_12th(field: str) -> Where:
    """Whether month and day cannot be taken for each other in this row, but in another row of a school that writes text dates."""

    def where(row: Row) -> bool:
        if not row.style.writes_text_dates or row.value(field) is None or row.day(field).day <= 12:
            return False
        others = (day for day in row.grid.table.columns[field] if day is not None)
        return any(day.day <= 12 and day.day != day.month for day in others)  # type: ignore[union-attr]  # a date column

    return where


def with_unit(field: str, unit: str) -> Spoil:
    """A number with a word behind it."""
    return lambda row: f"{row.value(field)} {unit}"


def decomposed(field: str) -> Spoil:
    """The cell in decomposed Unicode, as some keyboards of telephones write it."""
    return lambda row: unicodedata.normalize("NFD", str(row.grid.cells[field][row.number]))


def with_space(field: str) -> Spoil:
    return lambda row: f"{row.grid.cells[field][row.number]} "


def lost_letter(field: str) -> Spoil:
    """The first letter that is not ASCII, lost in a conversion."""

    def spoil(row: Row) -> str:
        text = str(row.grid.cells[field][row.number])
        foreign = next((letter for letter in text if not letter.isascii()), text[0])
        return text.replace(foreign, "\N{REPLACEMENT CHARACTER}", 1)

    return spoil


def has_accents(field: str) -> Where:
    """Whether the cell is a text that Unicode can write in two ways."""

    def where(row: Row) -> bool:
        text = str(row.grid.cells[field][row.number]) if field in row.grid.cells else ""
        return unicodedata.normalize("NFD", text) != text

    return where


def as_decimal(field: str) -> Spoil:
    """A code as a number with a decimal part."""
    return lambda row: f"{row.text(field)}.0"


def without_zeros(field: str) -> Spoil:
    """A code as Excel stores it when the cell is not text."""
    return lambda row: int(row.text(field))


def writes_codes(field: str, *starts: str) -> Where:
    """Whether the school writes codes instead of labels, and this one begins so."""
    return lambda row: not row.style.writes_labels and row.text(field).startswith(starts or ("",))
