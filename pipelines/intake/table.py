"""From a sheet and its layout to rows of text: which rows are data, and what there is to say about its columns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.arrays import Flags, Texts, are_filled, are_true, integers, text
from pipelines.intake.findings import Finding
from pipelines.intake.footers import SIGNATURE, Footers
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.headers import INDEX_FIELD, LEVELS, Column, DatasetHeaders
from pipelines.intake.layout import SheetLayout
from schemas.text import tidy_header

# A slice of a sheet keeps all of it in memory: so many rows may be kept in vain, rather than copy the others.
_SPARE_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Rows:
    """The data rows of a sheet: their Excel rows (1-based) and one text column per field.

    ``ignored`` counts the rows below the header that are blank, totals, notes, signatures or the header again.
    """

    excel_rows: npt.NDArray[np.int64]
    fields: pa.RecordBatch
    ignored: int
    findings: list[Finding]


def extract_rows(raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders, footers: Footers) -> Rows:
    """Take the data rows out of a sheet, every one below the header, also below blank rows."""
    columns, repeated = _columns_of_fields(raw, layout)
    is_data = _data_rows(raw, layout, columns, headers, footers)
    rows = np.flatnonzero(is_data) + layout.data
    findings = [
        replace(f, sheet=raw.name, dataset=layout.dataset, parameters={"sheet": raw.name, **f.parameters})
        for f in (
            *_column_findings(raw, layout, headers, columns, repeated),
            *_row_findings(raw, layout, columns, rows + 1),
        )
    ]
    fields = pa.RecordBatch.from_arrays([raw.columns[c.position] for c in columns.values()], list(columns))
    return Rows(rows + 1, _choose(fields, rows), len(is_data) - len(rows), findings)


def _choose(batch: pa.RecordBatch, rows: npt.NDArray[np.int64]) -> pa.RecordBatch:
    """Some of the rows, in order; where they follow each other nothing is copied."""
    first = int(rows[0]) if len(rows) else 0
    if batch.num_rows - len(rows) <= _SPARE_ROWS and (not len(rows) or rows[-1] - first == len(rows) - 1):
        return batch.slice(first, len(rows))
    return batch.take(integers(rows))


def _columns_of_fields(raw: RawSheet, layout: SheetLayout) -> tuple[dict[str, Column], dict[str, list[Column]]]:
    """Field → its column (of several, the first with content), and the fields claimed by several with content."""
    claims: dict[str, list[Column]] = defaultdict(list)
    for column in layout.columns:
        if column.field:
            claims[column.field].append(column)
    chosen = {name: found[0] for name, found in claims.items()}
    repeated = {}
    for name, found in claims.items():
        if len(found) > 1 and (filled := [c for c in found if _has_content(raw, layout, c)]):
            chosen[name] = filled[0]
            if len(filled) > 1:
                repeated[name] = filled
    return chosen, repeated


def _has_content(raw: RawSheet, layout: SheetLayout, column: Column) -> bool:
    data = raw.columns[column.position].slice(layout.data)
    return bool(data.null_count < len(data))


def _data_rows(
    raw: RawSheet,
    layout: SheetLayout,
    columns: Mapping[str, Column],
    headers: DatasetHeaders,
    footers: Footers,
) -> Flags:
    """True for rows of data. Only rows that lack a required value are looked at one by one."""
    required = [columns[name] for name in headers.required if name in columns]
    cells = [raw.columns[column.position].slice(layout.data) for column in required]
    is_data = ~_repeats_header(cells[0], required[0])
    filled = np.zeros(len(is_data), dtype=np.int64)
    for column in cells:
        filled += are_filled(column)
    content = {column.position for name, column in columns.items() if name != INDEX_FIELD}
    below_signature = False
    for index in np.flatnonzero(filled < len(required)).tolist():
        texts = _texts(raw, layout.data + index)
        position, first = next(texts, (-1, ""))
        if position not in content and not any(i in content for i, _ in texts):
            is_data[index] = False
            continue
        kind = footers.kind(first)
        below_signature |= kind == SIGNATURE
        # Below the signatures stand the names of those who signed.
        if kind or (below_signature and 2 * filled[index] < len(required)):
            is_data[index] = False
    return is_data


def _texts(raw: RawSheet, row: int) -> Iterator[tuple[int, str]]:
    """Position and text of the cells of a row that are not blank, from left to right."""
    for position, column in enumerate(raw.columns):
        text = column[row].as_py()
        if text and not text.isspace():
            yield position, text


def _repeats_header(cells: Texts, column: Column) -> Flags:
    """Exports that are printed repeat their header on every page."""
    label = column.header.rpartition(LEVELS)[2]
    return are_true(pc.equal(cells, text(label)))


def _column_findings(
    raw: RawSheet,
    layout: SheetLayout,
    headers: DatasetHeaders,
    columns: Mapping[str, Column],
    repeated: Mapping[str, Sequence[Column]],
) -> Iterator[Finding]:
    if missing := [label for name, label in headers.required.items() if name not in columns]:
        yield Finding("FIL010", {"list": ", ".join(missing)})
    unknown = [
        c
        for c in layout.columns
        if not c.field and _has_content(raw, layout, c) and tidy_header(c.header) not in headers.index_headers
    ]
    if unknown:
        yield Finding("FIL011", {"list": _names(raw, unknown)}, excel_column=raw.letters[unknown[0].position])
    for name, claims in repeated.items():
        letter = raw.letters[claims[1].position]
        yield Finding("FIL012", {"list": _names(raw, claims)}, field=name, excel_column=letter)
    if shifted := layout.contradictions:
        yield Finding("FIL013", {"list": _names(raw, shifted)}, excel_column=raw.letters[shifted[0].position])


def _row_findings(
    raw: RawSheet, layout: SheetLayout, columns: Mapping[str, Column], excel_rows: npt.NDArray[np.int64]
) -> Iterator[Finding]:
    if not len(excel_rows):
        yield Finding("FIL014")
    if raw.field_counts:
        counts = np.asarray(raw.field_counts)
        for row in excel_rows[counts[excel_rows - 1] != counts[layout.header]].tolist():
            yield Finding("FIL013", {"list": f"{row}:{row}"}, excel_row=row)
    if raw.errors:
        fields = {column.position: name for name, column in columns.items()}
        kept = set(excel_rows.tolist())
        for cell in raw.errors:
            if cell.column in fields and cell.row + 1 in kept:
                row, letter = cell.row + 1, raw.letters[cell.column]
                yield Finding(
                    "FIL015",
                    {"row": row, "column": letter, "value": cell.shown},
                    excel_row=row,
                    excel_column=letter,
                    field=fields[cell.column],
                    value=cell.text,
                )


def _names(raw: RawSheet, columns: Sequence[Column]) -> str:
    """ "C (Họ tên), F (Lớp)"."""
    return ", ".join(f"{raw.letters[c.position]} ({' '.join(c.header.split())})" for c in columns)
