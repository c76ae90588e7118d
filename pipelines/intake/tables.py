"""The tables of a sheet: one below the other, or side by side. Most sheets hold one, and are not searched for long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from pipelines.intake.arrays import Flags
from pipelines.intake.class_names import class_in_title, class_of_group
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.header_choice import Reading
from pipelines.intake.header_matching import MINIMUM_CELLS
from pipelines.intake.headers import INDEX_FIELD, LEVELS, Column, DatasetHeaders, Row, recognise
from pipelines.intake.layout import HEAD_ROWS, HEADER_LEVELS, Ambiguous, LayoutFinder, SheetLayout
from pipelines.intake.status_titles import status_in_titles
from pipelines.intake.titles import CLASS_FIELDS, school_year_in_titles
from pipelines.intake.value_lists import is_list_of_values
from schemas.text import fold, tidy_header

# Around a row that looks like a header: its levels, and the rows of keys, parts and numbers below.
_BELOW = HEADER_LEVELS + 3
# A row of data has at least this share of the required fields.
_IS_DATA = 0.5
# So many fields, and so great a share of the cells, in a row are no code list and no guide.
_TELLING_FIELDS = 10
_TELLING_SHARE = 0.5
_NAME = "full_name"
# In these columns "Lớp 6A" and "Lớp mẫu giáo" are values of a row.
_NAMES_CLASS = CLASS_FIELDS | {"grade_code"}


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it, up to the end of ``raw`` (which starts with the rows above all the same)."""

    raw: RawSheet
    layout: SheetLayout
    # Texts above the header, from the end of the table before.
    titles: Sequence[str]
    # Rows, from 0, in which the header stands again.
    repeated: frozenset[int] = frozenset()


@dataclass(slots=True)
class TableFinder:
    """Finds tables; remembers by which words a header may be known."""

    finder: LayoutFinder
    _labels: frozenset[str] = field(init=False)
    # Folded names of sheets that say what they hold.
    _sheet_names: frozenset[str] = field(init=False)
    _of_people: Sequence[DatasetHeaders] = field(init=False)

    def __post_init__(self) -> None:
        aliases = {alias for dataset in self.finder.datasets.values() for alias in dataset.aliases}
        # As most are written, so that cells need not be changed to be compared.
        forms = (str, str.capitalize, str.upper, str.title)
        self._labels = frozenset(form(alias) for alias in aliases for form in forms)
        self._sheet_names = frozenset(word for its in self.finder.datasets.values() for word in its.sheet_words)
        self._of_people = [its for its in self.finder.datasets.values() if its.personal]

    def tables(self, raw: RawSheet) -> list[Table] | Ambiguous:
        """The tables of a sheet from top to bottom; none where it has no header, or lists values."""
        head = raw.head(HEAD_ROWS)
        first = self.finder.find(head, raw.name)
        if not isinstance(first, SheetLayout):
            return first or []
        tables = [Table(raw, first, _texts(head[: first.first]))]
        for row in self._rows_like_headers(raw, first):
            if row >= tables[-1].layout.data and row not in tables[-1].repeated:
                self._add_header(tables, raw, row)
        sides = [side for table in tables for side in self._sides(table)]
        return [t for t in sides if not is_list_of_values(t.raw, t.layout, self.finder.datasets[t.layout.dataset])]

    def seems_a_list(self, raw: RawSheet) -> bool:
        """Whether a sheet without a header seems to hold data all the same: it says so, or a row names many fields (FIL009)."""
        filled = raw.is_filled.sum(axis=0)
        if fold(raw.name) in self._sheet_names:
            return bool((filled >= MINIMUM_CELLS).any())
        wide = np.flatnonzero(filled[:HEAD_ROWS] >= _TELLING_FIELDS).tolist()
        return any(self._names_fields(raw.row(row)) for row in wide)

    def columns_of_people(self, raw: RawSheet) -> list[str]:
        """The known headers of a sheet that lists people all the same, by name and by what tells them apart (FIL036)."""
        filled = raw.is_filled[:, :HEAD_ROWS].sum(axis=0)
        rows = np.flatnonzero(filled >= MINIMUM_CELLS).tolist()
        found = (self._known_of_people(raw, row, headers) for row in rows for headers in self._of_people)
        return max(found, key=len, default=[])

    def _known_of_people(self, raw: RawSheet, row: int, headers: DatasetHeaders) -> list[str]:
        cells = [(position, cell) for position, cell in enumerate(raw.row(row)) if cell]
        known = {field: at for at in cells if (field := recognise(headers, (at[1],)))}
        is_header = len(known.keys() & headers.personal) > 1 and len(known) >= _TELLING_SHARE * len(cells)
        are_named = _NAME in known and bool(raw.is_filled[known[_NAME][0], row + 1 :].any())
        return [at[1] for field, at in known.items() if field != INDEX_FIELD] if is_header and are_named else []

    def _names_fields(self, row: Row) -> bool:
        paths = [(cell,) for cell in row if cell]
        named = max(map(len, self.finder.named(paths).values()), default=0)
        return named >= max(_TELLING_FIELDS, _TELLING_SHARE * len(paths))

    def _rows_like_headers(self, raw: RawSheet, layout: SheetLayout) -> Iterator[int]:
        """Rows below a header that may be one: with a label in a column that is always filled, or below a gap."""
        required = self._required(layout)
        below = raw.is_filled[:, layout.data :]
        suspects: set[int] = set()
        texts = raw.columns[required[0].position].slice(layout.data).to_pylist()
        own = required[0].header.rpartition(LEVELS)[2]
        if own in (said := set(texts)) or not self._labels.isdisjoint(said):
            suspects.update(i for i, cell in enumerate(texts) if cell == own or cell in self._labels)
        has_required: Flags = np.logical_or.reduce(below[[column.position for column in required]])
        if not has_required.all():
            is_gap, has_text = ~has_required, np.logical_or.reduce(below)
            is_below_gap = is_gap[:-1] & ~is_gap[1:]
            begins = ~has_text[:-1] & is_gap[1:] & has_text[1:]
            suspects.update((np.flatnonzero(is_below_gap | begins) + 1).tolist())
        for index in sorted(suspects):
            row = layout.data + index
            if np.count_nonzero(raw.is_filled[:, row]) > 1 and self._has_labels(raw.row(row)):
                yield row

    def _has_labels(self, row: Row) -> bool:
        """Whether two cells are labels of columns."""
        return sum(cell in self._labels or tidy_header(cell) in self._labels for cell in row if cell) > 1

    def _add_header(self, tables: list[Table], raw: RawSheet, row: int) -> None:
        """Let a table begin at ``row`` if a header stands there that is not the one above again."""
        above = tables[-1]
        start = max(above.layout.data, row - HEADER_LEVELS + 1)
        layout = self.finder.at(raw.rows(start, row + _BELOW), row - start, raw.name)
        if layout is None:
            return
        layout = _moved(layout, start)
        is_data = self._is_data(above, layout.first)
        top = _top_of_titles(above, is_data)
        titles = _texts(raw.rows(top, layout.first)[::-1])
        # A list of one class has that class in its title only; the next list may have the same header.
        name = class_in_title(titles)
        is_other_class = name is not None and name != class_in_title(above.titles)
        year = school_year_in_titles(titles)
        is_other_year = year is not None and year != school_year_in_titles(above.titles)
        if is_data.any():
            is_other = is_other_year or (is_other_class and self._belongs_to_class(layout))
            if is_other or not _is_same(above.layout, layout):
                tables[-1] = replace(above, raw=raw.up_to(top))
                if name is None and status_in_titles(self.finder.datasets[layout.dataset], titles):
                    # Those of the list above who have left.
                    titles += above.titles
                tables.append(Table(raw, layout, titles))
                return
        elif layout.reading.score > above.layout.reading.score:
            tables[-1] = Table(raw, layout, _texts(raw.head(layout.first)))
            return
        tables[-1] = replace(above, repeated=above.repeated.union(range(top, layout.data)))

    def _required(self, layout: SheetLayout) -> list[Column]:
        """The columns of required fields, in the order of these; there is at least one."""
        columns = {column.field: column for column in reversed(layout.columns)}
        return [columns[name] for name in self.finder.datasets[layout.dataset].required if name in columns]

    def _belongs_to_class(self, layout: SheetLayout) -> bool:
        return self.finder.datasets[layout.dataset].belongs_to_class

    def _is_data(self, table: Table, end: int) -> Flags:
        """Of each row between a header and row ``end`` whether it is one of data."""
        required = [column.position for column in self._required(table.layout)]
        filled = table.raw.is_filled[required, table.layout.data : end].sum(axis=0)
        is_data: Flags = filled >= max(2, _IS_DATA * len(required))
        return is_data

    def _sides(self, table: Table) -> list[Table]:
        """The table, or those that stand side by side in it: where the header begins anew, with its first column."""
        raw, layout = table.raw, table.layout
        first, *others = layout.columns
        borders = [column.position for column in others if column.header == first.header]
        if not borders:
            return [table]
        sides = []
        for left, right in pairwise((0, *borders, len(raw.columns))):
            side = raw.between(left, right)
            found = self.finder.find(side.rows(layout.first, layout.data + 1), raw.name)
            if not isinstance(found, SheetLayout) or found.first > layout.header - layout.first:
                return [table]
            titles = _texts(side.rows(max(layout.first - len(table.titles), 0), layout.first))
            sides.append(replace(table, raw=side, layout=_moved(found, layout.first), titles=[*titles, *table.titles]))
        return sides


def _moved(layout: SheetLayout, rows: int) -> SheetLayout:
    """The same layout, ``rows`` further down."""

    def moved(reading: Reading) -> Reading:
        return replace(reading, first=reading.first + rows, last=reading.last + rows)

    return replace(
        layout,
        first=layout.first + rows,
        header=layout.header + rows,
        data=layout.data + rows,
        reading=moved(layout.reading),
        runner_up=moved(layout.runner_up) if layout.runner_up else None,
    )


def _is_same(one: SheetLayout, other: SheetLayout) -> bool:
    places = [[(c.position, c.field) for c in layout.columns if c.field] for layout in (one, other)]
    return one.dataset == other.dataset and places[0] == places[1]


def _top_of_titles(above: Table, is_data: Flags) -> int:
    """The first of the rows above the next header that are blank or titles; of each below its own ``is_data`` tells."""
    start = above.layout.data
    of_class = {column.position for column in above.layout.columns if column.field in _NAMES_CLASS}
    for row in reversed(range(start, start + len(is_data))):
        cells = above.raw.row(row)
        if len(_texts([cells])) > 1:
            titles = _texts([tuple(cell for position, cell in enumerate(cells) if position not in of_class)])
            # Two texts may be a pupil of whom little is known; one below "Lớp:" is none.
            is_title = class_of_group(titles) or (not is_data[row - start] and class_in_title(titles))
            if not is_title:
                return row + 1
    return start


def _texts(rows: Sequence[Row]) -> list[str]:
    return [cell for row in rows for cell in row if cell and not cell.isspace()]
