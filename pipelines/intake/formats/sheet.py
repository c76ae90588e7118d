"""A sheet as it was read, before anybody knows what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.arrays import Texts, text
from pipelines.intake.limits import SHEET_COLUMNS, SHEET_ROWS

_EMPTY = text("")
_NULL = pa.nulls(1, pa.string())[0]


class RefusedFileError(Exception):
    """The file cannot be read; ``rule_id`` and ``parameters`` make the finding. Caught where files are opened."""

    def __init__(self, rule_id: str, **parameters: str | int) -> None:
        super().__init__(rule_id)
        self.rule_id = rule_id
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value or a formula without a stored value; ``row`` and ``column`` (a position) count from 0.

    ``text`` stands in the cell, ``shown`` in messages: a formula may hold what is personal.
    """

    row: int
    column: int
    text: str
    shown: str


@dataclass(frozen=True, slots=True)
class RawSheet:
    """All cells as text, letter by letter; an empty cell is null.

    Row n (from 0) of ``columns`` is row n + 1 of the sheet; ``letters`` are Excel's names of the columns.
    Text files have ``field_counts``: the number of fields of each row.
    """

    name: str
    columns: Sequence[Texts]
    letters: Sequence[str]
    errors: Sequence[CellError] = ()
    field_counts: Sequence[int] = ()

    @property
    def height(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def head(self, rows: int) -> list[tuple[str | None, ...]]:
        """The first rows as tuples."""
        return list(zip(*(column.slice(0, rows).to_pylist() for column in self.columns), strict=True))


def without_empty_texts(columns: Sequence[Texts]) -> list[Texts]:
    """Columns in which empty texts (of formulas, of quoted fields) are null."""
    if not columns or pc.index(pa.chunked_array(columns), _EMPTY).as_py() < 0:
        return list(columns)
    return [pc.if_else(pc.equal(column, _EMPTY), _NULL, column) for column in columns]


def check_extent(rows: int, columns: int) -> None:
    """Refuse a sheet of more rows or columns than rule FIL006 allows."""
    for count, limit in ((rows, SHEET_ROWS), (columns, SHEET_COLUMNS)):
        if count > limit:
            raise RefusedFileError("FIL006", found=f"{rows} × {columns}", limit=f"{SHEET_ROWS} × {SHEET_COLUMNS}")


@cache
def column_letter(index: int) -> str:
    """Excel's name of a column; ``index`` counts from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
