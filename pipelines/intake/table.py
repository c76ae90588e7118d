"""From a sheet and its layout to rows of text: which rows are data, and what there is to say about its columns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from pipelines.intake.arrays import Flags, Texts, are_filled, are_true, integers, text
from pipelines.intake.findings import Finding
from pipelines.intake.footers import SIGNATURE, Footers
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.layout import INDEX_FIELD, LEVELS, Column, DatasetHeaders, SheetLayout
from schemas.text import tidy_header


@dataclass(frozen=True, slots=True)
class Rows:
    """The data rows of a sheet: their Excel rows (1-based) and one text column per field.

    ``ignored`` counts the rows below the header that are blank, totals, notes, signatures or the header again.
    """

    excel_rows: npt.NDArray[np.int64]
    fields: dict[str, Texts]
    ignored: int
    findings: list[Finding]


def extract_rows(raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders, footers: Footers) -> Rows:
    """Take the data rows out of a sheet, every one below the header, also below blank rows."""
    data = [column.slice(layout.data) for column in raw.columns]
    columns, repeated = _columns_of_fields(layout, data)
    is_data = _data_rows(data, columns, headers, footers)
    chosen_rows = np.flatnonzero(is_data)
    excel_rows = chosen_rows + layout.data + 1
    ignored = len(is_data) - len(excel_rows)
    findings = [
        replace(f, sheet=raw.name, dataset=layout.dataset, parameters={"sheet": raw.name, **f.parameters})
        for f in (
            *_column_findings(raw, layout, headers, data, columns, repeated),
            *_row_findings(raw, layout, columns, excel_rows),
        )
    ]
    chosen = {name: data[column.position] for name, column in columns.items()}
    if ignored:
        taken = integers(chosen_rows)
        chosen = {name: array.take(taken) for name, array in chosen.items()}
    return Rows(excel_rows, chosen, ignored, findings)


def _columns_of_fields(layout: SheetLayout, data: Sequence[Texts]) -> tuple[dict[str, Column], dict[str, list[Column]]]:
    """Field → its column (of several, the first with content), and the fields claimed by several with content."""
    claims: dict[str, list[Column]] = defaultdict(list)
    for column in layout.columns:
        if column.field:
            claims[column.field].append(column)
    filled = {name: [c for c in found if _has_content(data[c.position])] for name, found in claims.items()}
    chosen = {name: (filled[name] or found)[0] for name, found in claims.items()}
    return chosen, {name: found for name, found in filled.items() if len(found) > 1}


def _has_content(column: Texts) -> bool:
    return bool(column.null_count < len(column))


def _data_rows(
    data: Sequence[Texts], columns: Mapping[str, Column], headers: DatasetHeaders, footers: Footers
) -> Flags:
    """True for rows of data. Only rows that lack a required value are looked at one by one."""
    required = [columns[name] for name in headers.required if name in columns]
    filled = np.zeros(len(data[0]), dtype=np.int64)
    for column in required:
        filled += are_filled(data[column.position])
    is_data = ~_repeats_header(data[required[0].position], required[0])
    doubtful = np.flatnonzero(filled < len(required))
    if not len(doubtful):
        return is_data
    content = [c.position for name, c in columns.items() if name != INDEX_FIELD]
    below_signature = False
    rows = zip(*(column.take(integers(doubtful)).to_pylist() for column in data), strict=True)
    for index, row in zip(doubtful, rows, strict=True):
        texts = [(i, cell) for i, cell in enumerate(row) if cell and not cell.isspace()]
        if not any(i in content for i, _ in texts):
            is_data[index] = False
            continue
        kind = footers.kind(texts[0][1])
        below_signature |= kind == SIGNATURE
        # Below the signatures stand the names of those who signed.
        if kind or (below_signature and 2 * filled[index] < len(required)):
            is_data[index] = False
    return is_data


def _repeats_header(cells: Texts, column: Column) -> Flags:
    """Exports that are printed repeat their header on every page."""
    label = column.header.rpartition(LEVELS)[2]
    return are_true(pc.equal(cells, text(label)))


def _column_findings(
    raw: RawSheet,
    layout: SheetLayout,
    headers: DatasetHeaders,
    data: Sequence[Texts],
    columns: Mapping[str, Column],
    repeated: Mapping[str, Sequence[Column]],
) -> Iterator[Finding]:
    if missing := [label for name, label in headers.required.items() if name not in columns]:
        yield Finding("FIL010", {"list": ", ".join(missing)})
    unknown = [
        c
        for c in layout.columns
        if not c.field and _has_content(data[c.position]) and tidy_header(c.header) not in headers.index_headers
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
