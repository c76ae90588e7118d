"""Columns that hold a field together: "Họ", "Tên đệm" and "Tên", "Ngày", "Tháng" and "Năm", or a date below "Nam" or "Nữ".

Their headers are data: ``schemas/ministry/split_columns.csv``, and those of columns of marks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.arrays import text
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.headers import LEVELS, Column, DatasetHeaders, MarkedHeader, Part, recognise
from pipelines.intake.layout import SheetLayout
from pipelines.intake.name_columns import FULL_NAME, given_names
from schemas.text import tidy_header

# One for each row. (Arrow's stubs say too little of its functions.)
Values: TypeAlias = Any

# Between the values of a row with several marks: in no list, so that it is told.
_BOTH = "; "
_NUMBERS = r"^\d+(/\d*){0,2}$"
_NOTHING = pa.nulls(1, pa.string())[0]


def join_split_columns(raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders) -> tuple[RawSheet, SheetLayout]:
    """The sheet with the whole field in the place of the first of its parts; the others are left out."""
    wholes = [*_split(headers, layout.columns), *_merged(raw, layout, headers)]
    for name, beside in _beside_names(raw, layout, headers, wholes):
        match given_names(raw, layout, headers, name, beside.position):
            case "certain":
                wholes.append((FULL_NAME, (name, beside)))
            case "doubtful":
                # Two columns of one field: nothing is read without the given names.
                others = (column for column in layout.columns if column is not beside)
                layout = replace(layout, columns=tuple(sorted((*others, beside._replace(field=FULL_NAME)))))
    for field, columns in wholes:
        parts = [raw.columns[column.position] for column in columns]
        whole = _date(parts) if field in headers.dates else _words(parts)
        raw, layout = _joined(raw, layout, columns, {columns[0].position: (field, whole)})
    for columns in _sorted_by_mark(headers, layout.columns):
        raw, layout = _joined(raw, layout, columns, _told_by_mark(raw, layout, headers, columns))
    return raw, layout


@lru_cache(maxsize=1000)
def _split(headers: DatasetHeaders, columns: tuple[Column, ...]) -> Sequence[tuple[str, Sequence[Column]]]:
    """Fields and the columns of their parts, which stand side by side, unless another column holds the field."""
    found: list[tuple[str, Sequence[Column]]] = []
    run: list[Column] = []
    for column in columns:
        part = _part(headers, column)
        if part and part.after == 0:
            run = [column]
        elif part and run and _goes_on(headers, run[-1], column):
            run.append(column)
            if part.number == part.parts:
                field = _whole(headers, run[0], part)
                if field and field not in {c.field for c in columns if c not in run}:
                    found.append((field, run))
                run = []
        else:
            run = []
    return found


def _part(headers: DatasetHeaders, column: Column) -> Part | None:
    return headers.parts.get(tidy_header(column.header.rpartition(LEVELS)[2]))


def _goes_on(headers: DatasetHeaders, left: Column, right: Column) -> bool:
    """Whether two columns hold parts of one field, one beside the other."""
    one, other = _part(headers, left), _part(headers, right)
    is_of_one = one and other and one.field == other.field and other.after <= one.number < other.number
    is_beside = right.position == left.position + 1 and _parent(left) == _parent(right)
    return bool(is_of_one and is_beside)


def _parent(column: Column) -> str:
    return column.header.rpartition(LEVELS)[0]


def _whole(headers: DatasetHeaders, first: Column, part: Part) -> str | None:
    """The field that the parts make: without a parent that which they name, below the name of a date this date."""
    above = first.header.split(LEVELS)[:-1]
    if not above:
        return part.field
    parent = next((name for i in range(len(above)) if (name := recognise(headers, tuple(above[i:])))), None)
    is_date = part.field in headers.dates and parent in headers.dates
    return parent if parent == part.field or is_date else None


def _merged(raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders) -> Iterator[tuple[str, Sequence[Column]]]:
    """A field under whose label, merged over as many columns as it has parts, the others have no label of their own."""
    if not raw.merges:
        return
    widths = {part.field: range(part.fewest, part.parts + 1) for part in headers.parts.values()}
    labelled = {column.position: column for column in layout.columns}
    for merge in raw.merges:
        column = labelled.get(merge.left) if layout.first <= merge.top <= layout.header else None
        if column and column.field and merge.right - merge.left + 1 in widths.get(column.field, ()):
            others = range(merge.left + 1, merge.right + 1)
            if labelled.keys().isdisjoint(others) and raw.is_filled[others, layout.data :].any():
                yield column.field, [column, *(Column(position, None, "") for position in others)]


def _beside_names(
    raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders, wholes: Sequence[tuple[str, Sequence[Column]]]
) -> Iterator[tuple[Column, Column]]:
    """The column of the names, and that right of it, if something stands there without a label or below "Tên"."""
    names = [column for column in layout.columns if column.field == FULL_NAME]
    if len(names) != 1 or FULL_NAME in {field for field, _ in wholes}:
        return
    position = names[0].position + 1
    beside = next((c for c in layout.columns if c.position == position), Column(position, None, ""))
    part = _part(headers, beside)
    is_last_part = part is not None and part.field == FULL_NAME and part.number == part.parts
    may_be_given = not beside.header or (is_last_part and _parent(beside) == _parent(names[0]))
    if may_be_given and position < len(raw.columns) and raw.is_filled[position, layout.data :].any():
        yield names[0], beside


@lru_cache(maxsize=1000)
def _sorted_by_mark(headers: DatasetHeaders, columns: tuple[Column, ...]) -> Sequence[Sequence[Column]]:
    """Columns "Nam" and "Nữ" below a label that names a field other than the sex, such as "Năm sinh"."""
    below: dict[str, list[Column]] = {}
    for column in columns:
        parent, _, label = column.header.rpartition(LEVELS)
        if parent and tidy_header(label) in headers.marked:
            below.setdefault(parent, []).append(column)
    return [
        its for its in below.values() if len(its) > 1 and its[0].field not in (None, _marked(headers, its[0]).field)
    ]


def _marked(headers: DatasetHeaders, column: Column) -> MarkedHeader:
    return headers.marked[tidy_header(column.header.rpartition(LEVELS)[2])]


def _told_by_mark(
    raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders, columns: Sequence[Column]
) -> dict[int, tuple[str, Values]]:
    """What stands in one of the columns, and the field that tells which of them it is, unless another column does."""
    first, second = columns[0], columns[1]
    assert first.field
    held = {first.position: (first.field, _words([raw.columns[column.position] for column in columns], _BOTH))}
    marked = [_marked(headers, column) for column in columns]
    if marked[0].field not in {c.field for c in layout.columns}:
        # Below a list stand the names of those who signed.
        told = [
            pc.if_else(pc.match_substring_regex(raw.columns[column.position], r"\d"), text(its.value), _NOTHING)
            for column, its in zip(columns, marked, strict=True)
        ]
        held[second.position] = (marked[0].field, _words(told, _BOTH))
    return held


def _words(parts: Sequence[Values], between: str = " ") -> Values:
    """The parts side by side; a row without any has none."""
    joined = pc.replace_substring(_side_by_side(parts, between), between * 2, between)
    return _or_nothing(pc.utf8_trim(joined, characters=between))


def _date(parts: Sequence[Values]) -> Values:
    """Day, month and year as "5/9/2014", as far as they are numbers: the year alone as "2014", a day without month as "5//2014"."""
    date = pc.utf8_ltrim(_side_by_side(parts, "/"), characters="/")
    are_numbers: Values = pc.match_substring_regex(date, _NUMBERS)
    return pc.if_else(are_numbers, date, pc.coalesce(*parts))


def _side_by_side(parts: Sequence[Values], between: str) -> Values:
    """Nothing counts as an empty text: Arrow leaves out rows in which all texts are null."""
    texts = [pc.utf8_trim_whitespace(part).fill_null("") for part in parts]
    return pc.binary_join_element_wise(*texts, text(between))


def _or_nothing(texts: Values) -> Values:
    return pc.if_else(pc.equal(texts, text("")), _NOTHING, texts)


def _joined(
    raw: RawSheet, layout: SheetLayout, columns: Sequence[Column], held: Mapping[int, tuple[str, Values]]
) -> tuple[RawSheet, SheetLayout]:
    """With ``held``, by position, in some of the columns; the others are emptied and left out."""
    cells = list(raw.columns)
    header = " | ".join(column.header for column in columns if column.header)
    kept = [column for column in layout.columns if column not in columns]
    for column in columns:
        field, cells[column.position] = held.get(column.position, (None, pa.nulls(raw.height, pa.string())))
        if field:
            kept.append(Column(column.position, field, header))
    return replace(raw, columns=cells), replace(layout, columns=tuple(sorted(kept)))
