"""A sheet as it was read, before anybody knows what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.limits import SHEET_COLUMNS, SHEET_ROWS

# A column of cells.
Texts: TypeAlias = "pa.Array[pa.StringScalar]"


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


def without_empty_text(column: Texts) -> Texts:
    """A column in which empty texts (of formulas, of quoted fields) are null."""
    _, offsets, _ = column.buffers()
    if not offsets:
        return column
    ends = np.frombuffer(memoryview(offsets), dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    # Nulls have no length either: where there are not more cells without length than nulls, none is empty text.
    if np.count_nonzero(np.diff(ends) == 0) <= column.null_count:
        return column
    filled: Texts = pc.if_else(pc.equal(column, pa.scalar("")), pa.scalar(None, pa.string()), column)
    return filled


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
