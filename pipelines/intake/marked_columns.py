"""Columns that say by a mark what others say in words: an x under "Nam" or under "Nữ" is the sex.

Which headers stand for which value is data: ``schemas/ministry/marked_columns.csv``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.arrays import Texts, text
from pipelines.intake.filled_rows import Values, are_filled
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.header_matching import says_nothing
from pipelines.intake.headers import LEVELS, Column, DatasetHeaders, MarkedHeader
from pipelines.intake.layout import SheetLayout
from schemas.text import fold, tidy_header

Claim = tuple[Column, MarkedHeader]

# Between the values of a row with several marks: in no list, so that it is told.
_BOTH = "; "
_NOTHING = pa.nulls(1, pa.string())[0]


def join_marked_columns(raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders) -> tuple[RawSheet, SheetLayout]:
    """The sheet with a column of words in the place of the first column of marks for a field; the others are left out."""
    for field, claims in _marked(headers, layout.columns).items():
        is_row = are_filled(raw, layout, headers, field)
        if _hold_marks(raw, layout, claims, is_row, headers):
            words = _words(raw, claims, is_row, headers)
            if len(claims) == 1 and (otherwise := claims[0][1].otherwise):
                is_unmarked = pc.and_(pc.is_null(words), is_row)
                words = pc.if_else(is_unmarked, text(otherwise), words)
            raw, layout = _joined(raw, layout, field, [column for column, _ in claims], words)
    return raw, layout


@lru_cache(maxsize=1000)
def _marked(headers: DatasetHeaders, columns: tuple[Column, ...]) -> Mapping[str, Sequence[Claim]]:
    """Field → the columns that may hold marks for it, unless another column holds the field itself."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for column in columns:
        *above, label = column.header.split(LEVELS)
        marked = headers.marked.get(tidy_header(label))
        if marked and (column.field == marked.field or (not column.field and _are_of(headers, above, marked.field))):
            claims[marked.field].append((column, marked))
    taken = {c.field for c in columns} - {c.field for found in claims.values() for c, _ in found}
    return {field: found for field, found in claims.items() if field not in taken} if claims else {}


def _are_of(headers: DatasetHeaders, above: Sequence[str], field: str) -> bool:
    """Whether upper levels leave the label below them its meaning: "Nam" below "Đội viên" is no sex."""
    return all(says_nothing(headers, upper, (), field) for upper in above)


def _hold_marks(
    raw: RawSheet, layout: SheetLayout, claims: Sequence[Claim], is_row: Values, headers: DatasetHeaders
) -> bool:
    """Whether all cells of rows of data are marks or blank, and some are marks: totals stand below them."""
    has_marks = False
    for column, marked in claims:
        cells = raw.columns[column.position].slice(layout.data).filter(is_row.slice(layout.data))
        said = {fold(cell) for cell in pc.unique(cells).to_pylist() if cell and not cell.isspace()}
        marks = _marks(marked, headers)
        if not said <= {*marks, *headers.no_marks}:
            return False
        has_marks |= not marks.isdisjoint(said)
    return has_marks


@lru_cache(maxsize=100)
def _marks(marked: MarkedHeader, headers: DatasetHeaders) -> Set[str]:
    """What is a mark below a header: below "Nữ" also the word itself, and its first letter."""
    word = fold(marked.value)
    return frozenset({*headers.marks, word, word[0]})


def _words(raw: RawSheet, claims: Sequence[Claim], is_row: Values, headers: DatasetHeaders) -> Values:
    """The words that the marks stand for; other rows keep what stands there: nobody has said that it is none."""
    words: Values = pa.nulls(raw.height, pa.string())
    for column, marked in claims:
        cells = raw.columns[column.position]
        others = pc.if_else(is_row, _NOTHING, cells)
        said = pc.if_else(_is_marked(cells, _marks(marked, headers)), text(marked.value), others)
        # Joined only where both say something.
        words = pc.coalesce(pc.binary_join_element_wise(words, said, _BOTH), words, said)
    return words


def _is_marked(cells: Texts, marks: Set[str]) -> Values:
    is_marked: Values = pc.equal(cells, text(""))
    for cell in pc.unique(cells).to_pylist():
        if cell and fold(cell) in marks:
            is_marked = pc.or_(is_marked, pc.equal(cells, text(cell)))
    return is_marked.fill_null(False)


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
