"""Columns that say by a mark what others say in words: an x under "Nam" or under "Nữ" is the sex.

Which headers stand for which value is data: ``schemas/ministry/marked_columns.csv``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.arrays import Texts, text
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.headers import LEVELS, Column, DatasetHeaders, MarkedHeader
from pipelines.intake.layout import SheetLayout
from schemas.text import fold, tidy_header

Claim = tuple[Column, MarkedHeader]
# One for each row. (Arrow's stubs say too little of its functions.)
Values: TypeAlias = Any

# Between the values of a row with several marks: in no list, so that it is told.
_BOTH = "; "
_NOTHING = pa.nulls(1, pa.string())[0]


def join_marked_columns(raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders) -> tuple[RawSheet, SheetLayout]:
    """The sheet with a column of words in the place of the first column of marks for a field; the others are left out."""
    for field, claims in _marked(headers, layout.columns).items():
        if _hold_marks([raw.columns[column.position].slice(layout.data) for column, _ in claims], headers):
            words = _words(raw, claims, headers)
            if len(claims) == 1 and (otherwise := claims[0][1].otherwise):
                is_unmarked = pc.and_(pc.is_null(words), _is_filled(raw, layout, headers, field))
                words = pc.if_else(is_unmarked, text(otherwise), words)
            raw, layout = _joined(raw, layout, field, [column for column, _ in claims], words)
    return raw, layout


@lru_cache(maxsize=1000)
def _marked(headers: DatasetHeaders, columns: tuple[Column, ...]) -> Mapping[str, Sequence[Claim]]:
    """Field → the columns that may hold marks for it, unless another column holds the field itself."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for column in columns:
        marked = headers.marked.get(tidy_header(column.header.rpartition(LEVELS)[2]))
        if marked and column.field in (None, marked.field):
            claims[marked.field].append((column, marked))
    taken = {c.field for c in columns} - {c.field for found in claims.values() for c, _ in found}
    return {field: found for field, found in claims.items() if field not in taken} if claims else {}


def _hold_marks(columns: Sequence[Texts], headers: DatasetHeaders) -> bool:
    """Whether all cells are marks or blank, and some are marks."""
    said = {fold(cell) for cells in columns for cell in pc.unique(cells).to_pylist() if cell}
    return bool(said & set(headers.marks)) and said <= {*headers.marks, *headers.no_marks}


def _words(raw: RawSheet, claims: Sequence[Claim], headers: DatasetHeaders) -> Values:
    words: Values = pa.nulls(raw.height, pa.string())
    for column, marked in claims:
        said = pc.if_else(_is_marked(raw.columns[column.position], headers), text(marked.value), _NOTHING)
        # Joined only where both say something.
        words = pc.coalesce(pc.binary_join_element_wise(words, said, _BOTH), words, said)
    return words


def _is_marked(cells: Texts, headers: DatasetHeaders) -> Values:
    is_marked: Values = pc.equal(cells, text(""))
    for cell in pc.unique(cells).to_pylist():
        if cell and fold(cell) in headers.marks:
            is_marked = pc.or_(is_marked, pc.equal(cells, text(cell)))
    return is_marked.fill_null(False)


def _is_filled(raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders, field: str) -> Values:
    """Rows with at least half of what a row must have besides: titles, totals and signatures have not."""
    required = [c.position for c in layout.columns if c.field in headers.required and c.field != field]
    filled: Values = pa.nulls(raw.height, pa.int64()).fill_null(0)
    for position in required:
        filled = pc.add(filled, pc.cast(pc.is_valid(raw.columns[position]), pa.int64()))
    return pc.greater_equal(filled, pa.scalar(max((len(required) + 1) // 2, 1)))


def _joined(
    raw: RawSheet, layout: SheetLayout, field: str, columns: Sequence[Column], words: Values
) -> tuple[RawSheet, SheetLayout]:
    first, *others = columns
    cells = list(raw.columns)
    cells[first.position] = words
    header = " | ".join(column.header for column in columns)
    kept = tuple(
        c._replace(field=field, header=header, near=None) if c is first else c
        for c in layout.columns
        if c not in others
    )
    return replace(raw, columns=cells), replace(layout, columns=kept)
