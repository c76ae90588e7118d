"""Finding the header of a sheet. Pure functions over the first rows, as text.

A header may span up to three rows (parents such as "Cha" over "Họ tên", "Năm sinh"); a row of technical keys and one
that numbers the columns may follow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.intake.headers import (
    MINIMUM_CELLS,
    Column,
    DatasetHeaders,
    Match,
    Row,
    header_paths,
    match_columns,
    recognise,
)
from schemas.text import fold

# The header is looked for in so many rows (FIL009).
HEAD_ROWS = 40
_NEARLY_ALL = 0.8
HEADER_LEVELS = 3
_REMEMBERED_HEADERS = 1000


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """Rows are counted from 0: ``header`` is the last header row, ``data`` the first row that may hold data."""

    dataset: str
    header: int
    data: int
    columns: tuple[Column, ...]
    # Columns whose technical key names another field than their label (FIL013).
    contradictions: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A header was found that fits several datasets equally well."""

    datasets: tuple[str, ...]


@dataclass(slots=True)
class LayoutFinder:
    """Finds layouts, and remembers the headers it has seen: schools share templates."""

    datasets: Mapping[str, DatasetHeaders]
    _seen: dict[tuple[Row, ...], list[Match]] = field(default_factory=dict)

    def find(self, head: Sequence[Row], sheet_name: str) -> SheetLayout | Ambiguous | None:
        """The layout of a sheet that begins with the rows ``head``, all of one length; None where it has no header."""
        for start in range(min(len(head), HEAD_ROWS)):
            found = self._best_at(head, start)
            if found:
                first, levels, matches = found
                match = _choose(matches, sheet_name)
                return _finish(head, first + levels, match) if isinstance(match, Match) else match
        return None

    def recognised(self, head: Sequence[Row]) -> int:
        """How many columns of a header are recognised among the first rows."""
        layout = self.find(head, "")
        return sum(bool(c.field) for c in layout.columns) if isinstance(layout, SheetLayout) else 0

    def _best_at(self, head: Sequence[Row], start: int) -> tuple[int, int, list[Match]] | None:
        """The best header that begins in row ``start`` (or in the next, if only with it the rows are a header)."""
        windows = [(start, levels) for levels in range(1, HEADER_LEVELS + 1) if _may_be_header(head, start, levels)]
        candidates = [(first, levels, self._matches(head, first, levels)) for first, levels in windows]
        candidates = [c for c in candidates if c[2]]
        if not candidates:
            return None
        if len(candidates) == 1 and candidates[0][1] == 1:
            return candidates[0]
        if candidates[0][1] > 1:
            # Row ``start`` alone is no header: it may be a title above the header as well as a row of parents.
            below = start + 1
            candidates += [(below, n, self._matches(head, below, n)) for n in (1, 2) if _may_be_header(head, below, n)]
        return max((c for c in candidates if c[2]), key=lambda c: (*_merit(head[c[0] : c[0] + c[1]], c[2]), -c[1]))

    def _matches(self, head: Sequence[Row], first: int, levels: int) -> list[Match]:
        """How each dataset reads rows ``first`` … as a header; those that recognise enough of it."""
        window = tuple(head[first : first + levels])
        if window not in self._seen:
            if len(self._seen) >= _REMEMBERED_HEADERS:
                self._seen.clear()
            paths = header_paths(window)
            self._seen[window] = [m for dataset in self.datasets.values() if (m := match_columns(dataset, paths))]
        return self._seen[window]


def _may_be_header(head: Sequence[Row], first: int, levels: int) -> bool:
    """A quick look: enough cells, and each further level labels more new columns than it repeats, unlike data."""
    if first + levels > len(head):
        return False
    top = head[first]
    # A row with a single cell is a title, not a row of parents.
    if sum(map(bool, top)) < (MINIMUM_CELLS if levels == 1 else 2):
        return False
    labelled = {i for i, cell in enumerate(top) if cell}
    for row in head[first + 1 : first + levels]:
        cells = {i for i, cell in enumerate(row) if cell}
        if not cells - labelled or len(cells & labelled) > len(cells - labelled):
            return False
        labelled |= cells
    return True


def _merit(window: Sequence[Row], matches: Sequence[Match]) -> tuple[int, int]:
    """How many fields a header gives, then how many of its cells would be headers by themselves."""
    cells = [cell for row in window for cell in row if cell]
    return max(
        (len(match.fields), sum(recognise(match.dataset, (cell,)) is not None for cell in cells)) for match in matches
    )


def _choose(matches: Sequence[Match], sheet_name: str) -> Match | Ambiguous:
    most = max(len(m.fields) for m in matches)
    best = [m for m in matches if len(m.fields) == most]
    if len(best) > 1:
        name = fold(sheet_name)
        best = [m for m in best if any(word in name for word in m.dataset.sheet_words)] or best
    return best[0] if len(best) == 1 else Ambiguous(tuple(m.dataset.name for m in best))


def _finish(head: Sequence[Row], data: int, match: Match) -> SheetLayout:
    """Step over the row of technical keys, which decide where labels say otherwise, and over column numbers."""
    columns, contradictions = match.columns, []
    if data < len(head) and _is_key_row(match.dataset, head[data]):
        merged = []
        for column in columns:
            key = head[data][column.position]
            named = recognise(match.dataset, (key,)) if key else None
            if named and column.field and named != column.field:
                contradictions.append(column)
            merged.append(Column(column.position, named or column.field, column.header))
        columns = tuple(merged)
        data += 1
    if data < len(head) and _numbers_columns(head[data]):
        data += 1
    return SheetLayout(match.dataset.name, data - 1, data, columns, tuple(contradictions))


def _is_key_row(dataset: DatasetHeaders, row: Row) -> bool:
    cells = [cell for cell in row if cell]
    # Three cells tell a row of data apart without looking at all of it.
    if len(cells) < MINIMUM_CELLS or not any(recognise(dataset, (cell,)) for cell in cells[:3]):
        return False
    recognised = [cell for cell in cells if recognise(dataset, (cell,))]
    return len(recognised) >= _NEARLY_ALL * len(cells)


def _numbers_columns(row: Row) -> bool:
    """A row such as ``A  B  (1)  (2)  (3)`` that fills all columns: letters, then numbers that count up from 1."""
    cells = [cell.strip(" ()[].") for cell in row if cell]
    numbers = [int(cell) for cell in cells if cell.isdecimal()]
    letters = [cell for cell in cells if len(cell) == 1 and cell.isalpha()]
    is_full = len(cells) > MINIMUM_CELLS and len(cells) >= _NEARLY_ALL * len(row)
    return is_full and len(numbers) + len(letters) == len(cells) and numbers == list(range(1, len(numbers) + 1))
