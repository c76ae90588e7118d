"""Finding the header of a table. Pure functions over rows, as text.

A header may span up to three rows (parents such as "Cha" over "Họ tên", "Năm sinh"); a row of technical keys and one
that numbers the columns may follow. Every way to read some rows as a header is scored, and the best is taken.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from pipelines.intake.class_names import class_in_title
from pipelines.intake.header_choice import Reading, Said, Score, choose_reading, read_as
from pipelines.intake.header_matching import (
    MINIMUM_CELLS,
    Match,
    header_paths,
    is_recognised,
    match_columns,
)
from pipelines.intake.header_owners import named
from pipelines.intake.headers import Column, DatasetHeaders, HeaderPath, Row, recognise
from pipelines.intake.rows_of_labels import (
    are_hints,
    is_key_row,
    labels_of_parts,
    numbers_columns,
    with_hints,
    with_parts,
)
from schemas.text import tidy_header

# The header is looked for in so many rows (FIL009).
HEAD_ROWS = 40
HEADER_LEVELS = 3
_REMEMBERED_HEADERS = 1000
_REMEMBERED_PATHS = 20_000


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """Rows are counted from 0: ``first`` to ``header`` are the header, ``data`` is the first row that may hold data."""

    dataset: str
    first: int
    header: int
    data: int
    columns: tuple[Column, ...]
    reading: Reading
    # The best other way to read the rows around.
    runner_up: Reading | None = None
    # Columns whose technical key names another field than their label (FIL013).
    contradictions: tuple[Column, ...] = ()

    @property
    def certainty(self) -> float:
        """From 0 to 1: the share of labelled columns that are recognised, less what the runner-up recognises as well."""
        score = self.reading.score
        known = score.fields / (score.fields - score.unknown)
        return known * score.fields / (score.fields + (self.runner_up.score.fields if self.runner_up else 0))

    @property
    def is_doubtful(self) -> bool:
        """Whether other rows would give as many, but other fields (FIL027)."""
        other = self.runner_up
        if not other or other.score.fields < self.reading.score.fields:
            return False
        # Some of the rows of a header are no other one.
        return other.first < self.reading.first or other.last > self.reading.last


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A header was found that fits several datasets equally well."""

    datasets: tuple[str, ...]


@dataclass(slots=True)
class LayoutFinder:
    """Finds layouts, and remembers the headers it has seen: schools share templates."""

    datasets: Mapping[str, DatasetHeaders]
    _seen: dict[tuple[Row, ...], list[tuple[Match, Score, Said]]] = field(default_factory=dict)
    # Of a header of one column, the fields that it may name in any dataset.
    _named: dict[HeaderPath, list[tuple[str, str]]] = field(default_factory=dict)

    def find(self, head: Sequence[Row], sheet_name: str) -> SheetLayout | Ambiguous | None:
        """The layout of the table that begins in the rows ``head``, all of one length; None where they have no header."""
        for start in range(min(len(head), HEAD_ROWS)):
            if readings := self._readings_at(head, start):
                return _choose(head, readings, sheet_name)
        return None

    def at(self, rows: Sequence[Row], row: int, sheet_name: str) -> SheetLayout | None:
        """The layout of a table whose header holds ``row``, if that may be."""
        readings = [
            reading
            for start in range(max(row - HEADER_LEVELS + 1, 0), row + 1)
            for reading in self._readings_at(rows, start)
            if reading.first <= row <= reading.last
        ]
        layout = _choose(rows, readings, sheet_name) if readings else None
        return layout if isinstance(layout, SheetLayout) else None

    def recognised(self, head: Sequence[Row]) -> int:
        """How many columns of a header are recognised among the first rows."""
        layout = self.find(head, "")
        return sum(bool(c.field) for c in layout.columns) if isinstance(layout, SheetLayout) else 0

    def _readings_at(self, head: Sequence[Row], start: int) -> list[Reading]:
        """The headers that begin in row ``start`` (or in the next, if only with it the rows are a header)."""
        levels = list(_possible_levels(head, start))
        below = start + levels[-1] if levels else len(head)
        if below < min(len(head), start + HEADER_LEVELS) and self._goes_on(head[below - 1], head[below]):
            levels.append(levels[-1] + 1)
        readings = [reading for n in levels for reading in self._readings(head, start, n)]
        if readings and readings[0].last > start:
            # Row ``start`` alone is no header: it may be a title above the header as well as a row of parents.
            below = start + 1
            for n in _possible_levels(head, below):
                if n < HEADER_LEVELS:
                    readings += self._readings(head, below, n)
        return readings

    def _goes_on(self, labels: Row, below: Row) -> bool:
        """Whether the row below only divides labels: "Họ tên" below "Cha"."""
        paths = [path for path, cell in zip(header_paths([labels, below]), below, strict=True) if cell]
        # A row of data fills most columns.
        if not paths or 2 * len(paths) > sum(map(bool, labels)) or any(len(path) == 1 for path in paths):
            return False
        divides = any(cell and not label for label, cell in zip(labels, below, strict=True))
        return all(self._is_label(path) or (divides and self._is_label(path[1:])) for path in paths)

    def _is_label(self, path: HeaderPath) -> bool:
        """Whether a header names a field, but for one that may be a value too: "Nữ"."""
        return any(named(its, path) and tidy_header(" ".join(path)) not in its.marked for its in self.datasets.values())

    def _readings(self, head: Sequence[Row], first: int, levels: int) -> list[Reading]:
        """How each dataset reads rows ``first`` … as a header; those that recognise enough of it."""
        window = tuple(head[first : first + levels])
        if window not in self._seen:
            if len(self._seen) >= _REMEMBERED_HEADERS:
                self._seen.clear()
            paths = header_paths(window)
            matches = (match_columns(dataset, paths) for dataset in self._may_match(paths))
            self._seen[window] = [read_as(window, match) for match in matches if match]
        return [Reading(first, first + levels - 1, *read) for read in self._seen[window]]

    def named(self, paths: Sequence[HeaderPath]) -> Mapping[str, Set[str]]:
        """Dataset → the fields that the columns of a header may name in it."""
        named: dict[str, set[str]] = defaultdict(set)
        for path in paths:
            if path not in self._named:
                if len(self._named) >= _REMEMBERED_PATHS:
                    self._named.clear()
                self._named[path] = list(self._names(path))
            for dataset, name in self._named[path]:
                named[dataset].add(name)
        return named

    def _may_match(self, paths: Sequence[HeaderPath]) -> list[DatasetHeaders]:
        """The datasets of which a header may name enough fields; most are out of the question after one look at each column."""
        named = self.named(paths)
        return [its for dataset, its in self.datasets.items() if is_recognised(its, named.get(dataset, set()))]

    def _names(self, path: HeaderPath) -> Iterator[tuple[str, str]]:
        """Dataset and field that a column's header names, whole or without its upper levels."""
        for level in range(len(path)):
            for dataset in self.datasets.values():
                if name := named(dataset, path[level:]):
                    yield dataset.name, name


def _possible_levels(head: Sequence[Row], first: int) -> Iterator[int]:
    """A quick look at how many rows may be a header that begins in row ``first``, by how many cells are filled.

    A single row needs enough of them; each further one labels more new columns than it repeats, unlike data.
    """
    if first >= len(head):
        return
    labelled = {i for i, cell in enumerate(head[first]) if cell}
    if len(labelled) >= MINIMUM_CELLS:
        yield 1
    # A row with a single cell is a title, not a row of parents; so are "Lớp:" and "6A".
    if len(labelled) < 2 or (len(labelled) <= MINIMUM_CELLS and class_in_title(filter(None, head[first]))):
        return
    for row in range(first + 1, min(first + HEADER_LEVELS, len(head))):
        cells = {i for i, cell in enumerate(head[row]) if cell}
        if not cells - labelled or len(cells & labelled) > len(cells - labelled):
            return
        labelled |= cells
        yield row - first + 1


def _choose(head: Sequence[Row], readings: Sequence[Reading], sheet_name: str) -> SheetLayout | Ambiguous:
    best = choose_reading(readings, sheet_name)
    if not isinstance(best, Reading):
        return Ambiguous(best)
    others = [r for r in readings if r.dataset != best.dataset or r.said != best.said]
    return _finish(head, best, max(others, key=lambda reading: reading.score, default=None))


def _finish(head: Sequence[Row], reading: Reading, runner_up: Reading | None) -> SheetLayout:
    """Step over technical keys, which decide where labels say otherwise, labels of parts, hints and column numbers."""
    match, data = reading.match, reading.last + 1
    columns, contradictions = match.columns, []
    if data < len(head) and is_key_row(match.dataset, head[data]):
        merged = []
        for column in columns:
            key = head[data][column.position]
            named = recognise(match.dataset, (key,)) if key else None
            if named and column.field and named != column.field:
                contradictions.append(column)
            merged.append(Column(column.position, named or column.field, column.header))
        columns = tuple(merged)
        data += 1
    if data < len(head) and (parts := labels_of_parts(match.dataset, head[data])):
        columns = with_parts(columns, parts)
        data += 1
    if data < len(head) and are_hints(head[data]):
        columns = with_hints(match.dataset, columns, head[data])
        data += 1
    data = _below_numbers(head, data, columns, match.dataset)
    return SheetLayout(
        dataset=reading.dataset,
        first=reading.first,
        header=data - 1,
        data=data,
        columns=columns,
        reading=reading,
        runner_up=runner_up,
        contradictions=tuple(contradictions),
    )


def _below_numbers(head: Sequence[Row], data: int, columns: Sequence[Column], dataset: DatasetHeaders) -> int:
    """The first row below the numbers of the columns; above these may stand a row of labels that none of the levels is."""
    required = [column.position for column in columns if column.field in dataset.required]
    for row in range(data, min(data + HEADER_LEVELS, len(head))):
        if numbers_columns(head[row], len(columns)):
            return row + 1
        if any(head[row][position] for position in required):
            break
    return data
