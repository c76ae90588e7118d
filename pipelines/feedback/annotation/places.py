"""Cells by number: (row, column), both from 1; the names that sheets may have."""

import re
from collections.abc import Container

from pipelines.intake.formats.sheet import column_letter

Place = tuple[int, int]

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NAME_LENGTH = 31


def column_number(letters: str) -> int | None:
    """A → 1; None for what is no column."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            return None
        number = number * 26 + ord(letter) - ord("A") + 1
    return number if 1 <= number <= LAST_COLUMN else None


def parse_cell(name: str) -> Place | None:
    """C5 → (5, 3); None for what is no cell."""
    match = _CELL.fullmatch(name)
    column = column_number(match[1]) if match else None
    return (int(match[2]), column) if match and column and 1 <= int(match[2]) <= LAST_ROW else None


def parse_range(name: str) -> tuple[Place, Place] | None:
    """B2:C5 → its first and last cell; None for what is no range."""
    first, _, last = name.partition(":")
    corners = parse_cell(first), parse_cell(last or first)
    return (corners[0], corners[1]) if corners[0] and corners[1] else None


def cell_name(place: Place) -> str:
    return f"{column_letter(place[1] - 1)}{place[0]}"


def sheet_name(wanted: str, taken: Container[str]) -> str:
    """A name that Excel allows; ``taken`` are names in lower case, as Excel does not tell cases apart."""
    base = _shortened(_FORBIDDEN_IN_NAMES.sub(" ", wanted), _NAME_LENGTH) or "Sheet"
    name, count = base, 1
    while name.lower() in taken:
        count += 1
        suffix = f" ({count})"
        name = _shortened(base, _NAME_LENGTH - len(suffix)) + suffix
    return name


def _shortened(name: str, length: int) -> str:
    """At most so many units of UTF-16, in which Excel counts, and no apostrophe at either end."""
    return name.strip(" '").encode("utf-16-le", "ignore")[: 2 * length].decode("utf-16-le", "ignore").strip(" '")
