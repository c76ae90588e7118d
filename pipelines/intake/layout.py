"""Finding the header of a table. Pure functions over rows, as text.

A header may span up to three rows (parents such as "Cha" over "Họ tên", "Năm sinh"); a row of technical keys and one
that numbers the columns may follow. Every way to read some rows as a header is scored, and the best is taken.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields
from typing import TypeAlias

from pipelines.intake.class_names import class_in_title
from pipelines.intake.headers import (
    MINIMUM_CELLS,
    Column,
    DatasetHeaders,
    HeaderPath,
    Match,
    Row,
    header_paths,
    is_recognised,
    match_columns,
    recognise,
)
from pipelines.intake.rows_of_labels import is_key_row, labels_of_parts, numbers_columns, with_parts
from schemas.text import fold, tidy_header

# The header is looked for in so many rows (FIL009).
HEAD_ROWS = 40
HEADER_LEVELS = 3
_REMEMBERED_HEADERS = 1000
_REMEMBERED_PATHS = 20_000

# What a header says: positions and fields.
Said: TypeAlias = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """What speaks for reading some rows as the header of a dataset: compared part by part, in this order."""

    # Fields recognised in all.
    fields: int
    # Of the recognised fields, those that a sheet must have.
    required: int
    # Cells that name a field by themselves, without a parent.
    plain: int
    # The fewer rows, the better: minus their number.
    levels: int
    # Labelled columns, but for those that number the rows, in which no field is recognised: minus their number.
    unknown: int

    def to_json(self) -> dict[str, int]:
        return {part.name: getattr(self, part.name) for part in fields(self)}


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows ``first`` … ``last`` (from 0) as the header of a dataset."""

    first: int
    last: int
    match: Match
    score: Score
    said: Said

    @property
    def dataset(self) -> str:
        return self.match.dataset.name


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
        """Whether the row below only completes single labels: "Họ tên" below "Cha"."""
        pairs = [(label, cell) for label, cell in zip(labels, below, strict=True) if cell]
        # A row of data fills most columns.
        if not pairs or 2 * len(pairs) > sum(map(bool, labels)):
            return False
        return all(
            label and cell and any(recognise(dataset, (label, cell)) for dataset in self.datasets.values())
            for label, cell in pairs
        )

    def _readings(self, head: Sequence[Row], first: int, levels: int) -> list[Reading]:
        """How each dataset reads rows ``first`` … as a header; those that recognise enough of it."""
        window = tuple(head[first : first + levels])
        if window not in self._seen:
            if len(self._seen) >= _REMEMBERED_HEADERS:
                self._seen.clear()
            paths = header_paths(window)
            matches = (match_columns(dataset, paths) for dataset in self._may_match(paths))
            self._seen[window] = [_reading(window, match) for match in matches if match]
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
                if name := recognise(dataset, path[level:]):
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


def _reading(window: Sequence[Row], match: Match) -> tuple[Match, Score, Said]:
    said = [(column.position, column.field) for column in match.columns if column.field]
    cells = [cell for row in window for cell in row if cell]
    # In a header of one row every recognised column is one.
    plain = len(said) if len(window) == 1 else sum(recognise(match.dataset, (cell,)) is not None for cell in cells)
    score = Score(
        fields=len(match.fields),
        plain=plain,
        levels=-len(window),
        required=len(match.fields & match.dataset.required.keys()),
        unknown=-sum(
            column.field is None and tidy_header(column.header) not in match.dataset.index_headers
            for column in match.columns
        ),
    )
    return match, score, said


def _choose(head: Sequence[Row], readings: Sequence[Reading], sheet_name: str) -> SheetLayout | Ambiguous:
    """The best reading; of datasets that recognise as many fields in its rows the one that the sheet's name tells."""
    best = max(readings, key=lambda reading: reading.score)
    rivals = [r for r in readings if (r.first, r.last, r.score.fields) == (best.first, best.last, best.score.fields)]
    if len(rivals) > 1:
        name = fold(sheet_name)
        rivals = [r for r in rivals if any(word in name for word in r.match.dataset.sheet_words)] or rivals
        if len(rivals) > 1:
            return Ambiguous(tuple(r.dataset for r in rivals))
        best = rivals[0]
    others = [r for r in readings if r.dataset != best.dataset or r.said != best.said]
    return _finish(head, best, max(others, key=lambda reading: reading.score, default=None))


def _finish(head: Sequence[Row], reading: Reading, runner_up: Reading | None) -> SheetLayout:
    """Step over the row of technical keys, which decide where labels say otherwise, labels of parts and column numbers."""
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
