"""A sheet as it was read, before anybody knows what it holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import chain
from typing import overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.arrays import Cells, Flags, Texts, are_true, text, together
from pipelines.intake.headers import Row
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
class Merge:
    """A merged range, its four borders included; rows and columns count from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Converted:
    """A column as it was read, before its text was converted to Unicode (rule FIL022)."""

    encoding: str
    original: Texts


@dataclass(frozen=True)
class RawSheet:
    """All cells as text, letter by letter; an empty cell is null.

    Row n (from 0) of ``columns`` is row n + 1 of the sheet; ``letters`` are Excel's names of the columns.
    Text files have ``field_counts``: the number of fields of each row. ``converted`` has, by position, what was
    another encoding than Unicode. ``hidden_rows``, ``hidden_columns`` (positions) and ``merges`` count from 0.
    """

    name: str
    columns: Sequence[Texts]
    letters: Sequence[str]
    errors: Sequence[CellError] = ()
    field_counts: Sequence[int] = ()
    converted: Mapping[int, Converted] = field(default_factory=dict)
    is_hidden: bool = False
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    merges: Sequence[Merge] = ()

    @property
    def height(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @cached_property
    def cells(self) -> list[Cells]:
        """All cells, column after column, in one piece or one for each column."""
        return together(self.columns)

    @cached_property
    def is_filled(self) -> Flags:
        """Whether a cell holds anything, by column and row."""
        flags = [cells.is_filled for cells in self.cells] or [np.zeros(0, dtype=np.bool_)]
        return np.concatenate(flags).reshape(len(self.columns), self.height)

    def head(self, rows: int) -> "Rows":
        """The first rows."""
        return Rows(self, range(min(rows, self.height)))

    def rows(self, start: int, end: int) -> "Rows":
        """Rows ``start`` up to ``end``."""
        return Rows(self, range(start, min(end, self.height)))

    def row(self, index: int) -> Row:
        """The cells of a row."""
        return tuple(chain.from_iterable(cells.texts(index, self.height) for cells in self.cells))

    def up_to(self, end: int) -> "RawSheet":
        """The sheet without the rows from ``end`` on."""
        if end >= self.height:
            return self
        return replace(self, columns=[column.slice(0, end) for column in self.columns])

    def between(self, left: int, right: int) -> "RawSheet":
        """The columns ``left`` up to ``right`` by themselves; their positions count from ``left``."""

        def moved(positions: Iterable[int]) -> list[int]:
            return [position - left for position in positions if left <= position < right]

        return replace(
            self,
            columns=self.columns[left:right],
            letters=self.letters[left:right],
            errors=[replace(e, column=e.column - left) for e in self.errors if left <= e.column < right],
            converted={p - left: self.converted[p] for p in self.converted if left <= p < right},
            hidden_columns=moved(self.hidden_columns),
            merges=[
                replace(m, left=m.left - left, right=min(m.right, right - 1) - left)
                for m in self.merges
                if left <= m.left < right
            ],
        )

    def without_empty_texts(self) -> "RawSheet":
        """The sheet in which empty texts (of formulas, of quoted fields) are null."""
        if not any(cells.has_empty_text() for cells in self.cells):
            return self
        return replace(self, columns=[pc.if_else(pc.equal(c, _EMPTY), _NULL, c) for c in self.columns])


def without_blank_end(raw: RawSheet) -> RawSheet:
    """The sheet up to its last row and column with content. Raises RefusedFileError (FIL006) if it is too large all the same."""
    has_content = [are_true(pc.invert(pc.utf8_is_space(column))) for column in raw.columns]
    heights = [int(flags.nonzero()[0][-1]) + 1 if flags.any() else 0 for flags in has_content]
    rows, columns = max(heights), int(np.flatnonzero(heights)[-1]) + 1 if any(heights) else 0
    farthest = heights.index(rows) if rows > SHEET_ROWS else columns - 1
    check_extent(rows, columns, f"{raw.letters[farthest]}{heights[farthest]}")
    return raw.up_to(rows).between(0, columns)


class Rows(Sequence[Row]):
    """Rows of a sheet that follow each other; each is taken out of the columns when it is first asked for."""

    def __init__(self, raw: RawSheet, places: range) -> None:
        self._raw = raw
        self._places = places
        self._known: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return [self._row(place) for place in self._places[index]]
        return self._row(self._places[index])

    def _row(self, place: int) -> Row:
        if place not in self._known:
            self._known[place] = self._raw.row(place)
        return self._known[place]


def is_too_large(rows: int, columns: int) -> bool:
    return rows > SHEET_ROWS or columns > SHEET_COLUMNS


def check_extent(rows: int, columns: int, cell: str = "") -> None:
    """Refuse a sheet of more rows or columns than rule FIL006 allows; ``cell`` is the one that makes it so large."""
    if is_too_large(rows, columns):
        found = f"{rows} × {columns}" + (f": {cell}" if cell else "")
        raise RefusedFileError("FIL006", found=found, limit=f"{SHEET_ROWS} × {SHEET_COLUMNS}")


@cache
def column_letter(index: int) -> str:
    """Excel's name of a column; ``index`` counts from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
