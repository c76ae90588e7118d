"""From a table to its rows of text, and what there is to say about its columns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.intake.arrays import integers, text
from pipelines.intake.continued_rows import join_continued
from pipelines.intake.findings import Finding
from pipelines.intake.footers import Footers
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.headers import INDEX_FIELD, Column, DatasetHeaders
from pipelines.intake.hidden_rows import hidden_rows
from pipelines.intake.layout import SheetLayout
from pipelines.intake.merged_cells import repeat_merged
from pipelines.intake.row_kinds import row_kinds
from pipelines.intake.status_titles import STATUS, lists_by_status, status_in_titles, with_status
from pipelines.intake.tables import Table
from pipelines.intake.titles import CLASS_NAME, class_of_rows, lacks_class
from schemas.text import tidy_header

# A slice of a sheet keeps all of it in memory: so many rows may be kept in vain, rather than copy the others.
_SPARE_ROWS = 1000

# A table without rows; beside one with rows.
NO_ROWS, EMPTY_FORM = "FIL014", "FIL031"


@dataclass(frozen=True, slots=True)
class Rows:
    """The data rows of a table: their Excel rows (1-based) and one text column per field.

    ``others`` are the Excel rows below the header that are no data, by their kind; ``columns`` and ``letters`` those
    of the sheet as it was read in the end: of several columns of one field only the one that was read keeps it.
    """

    excel_rows: npt.NDArray[np.int64]
    fields: pa.RecordBatch
    others: Mapping[str, list[int]]
    columns: tuple[Column, ...]
    letters: Sequence[str]
    findings: list[Finding]

    @property
    def ignored(self) -> int:
        return sum(map(len, self.others.values()))


def extract_rows(table: Table, headers: DatasetHeaders, footers: Footers, said: Mapping[str, str]) -> Rows:
    """Take the data rows out of a table, every one below the header, also below blank rows.

    ``said`` are fields without a column of their own, and the text that they have in every row.
    """
    layout = table.layout
    columns, repeated = _columns_of_fields(table.raw, layout)
    kinds = row_kinds(table, columns, headers, footers)
    joined = join_continued(table, columns, kinds, headers)
    if joined.columns:
        columns |= {column.field: column for column in joined.columns if column.field}
        layout = replace(layout, columns=(*layout.columns, *joined.columns))
    raw, merged = repeat_merged(joined.raw, layout, columns, kinds)
    status = status_in_titles(headers, table.titles)
    said_of_all = {*said, STATUS} if status else set(said)
    rows = np.flatnonzero(kinds.is_data) + layout.data
    findings = [
        replace(f, sheet=raw.name, dataset=layout.dataset, parameters={"sheet": raw.name, **f.parameters})
        for f in (
            *_column_findings(raw, layout, headers, columns, repeated, said_of_all),
            *_unlabelled(raw, layout, rows),
            *_doubt(layout),
            *_row_findings(raw, layout, columns, rows + 1),
            *hidden_rows(raw, layout, columns, kinds),
            *joined.findings,
            *merged,
        )
    ]
    cells = {name: raw.columns[column.position] for name, column in columns.items()}
    cells |= {name: pa.repeat(text(value), raw.height) for name, value in said.items()}
    if kinds.groups and lacks_class(headers, columns):
        groups = {layout.data + row: name for row, name in kinds.groups.items()}
        cells[CLASS_NAME] = class_of_rows(raw.height, said.get(CLASS_NAME), groups)
    if status or kinds.statuses:
        own = cells.get(STATUS, pa.nulls(raw.height, pa.string()))
        lists = lists_by_status(status, kinds.statuses, kinds.groups, kinds.is_data)
        below = with_status(headers, own.slice(layout.data), lists)
        cells[STATUS] = pa.concat_arrays([own.slice(0, layout.data), below])
    fields = pa.RecordBatch.from_arrays([*cells.values()], [*cells])
    others: dict[str, list[int]] = defaultdict(list)
    for row, kind in kinds.others.items():
        others[kind].append(row + layout.data + 1)
    read = tuple(c if not c.field or columns[c.field] is c else c._replace(field=None) for c in layout.columns)
    return Rows(rows + 1, _choose(fields, rows), others, read, raw.letters, findings)


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
    return bool(raw.is_filled[column.position, layout.data :].any())


def _column_findings(
    raw: RawSheet,
    layout: SheetLayout,
    headers: DatasetHeaders,
    columns: Mapping[str, Column],
    repeated: Mapping[str, Sequence[Column]],
    said: Set[str],
) -> Iterator[Finding]:
    if missing := [label for name, label in headers.required.items() if name not in columns.keys() | said]:
        yield Finding("FIL010", {"list": ", ".join(missing)})
    unknown = [
        c
        for c in layout.columns
        if not c.field and _has_content(raw, layout, c) and tidy_header(c.header) not in headers.index_headers
    ]
    if unknown:
        yield Finding("FIL011", {"list": column_names(raw, unknown)}, excel_column=raw.letters[unknown[0].position])
    for c in layout.columns:
        if c.field and c.near:
            yield Finding(
                "FIL024", {"list": column_names(raw, [c])}, field=c.field, excel_column=raw.letters[c.position]
            )
    for name, claims in repeated.items():
        letter = raw.letters[claims[1].position]
        yield Finding("FIL012", {"list": column_names(raw, claims)}, field=name, excel_column=letter)
    if shifted := layout.contradictions:
        yield Finding("FIL013", {"list": column_names(raw, shifted)}, excel_column=raw.letters[shifted[0].position])


def _doubt(layout: SheetLayout) -> Iterator[Finding]:
    if layout.is_doubtful and layout.runner_up:
        other = f"{layout.runner_up.first + 1}–{layout.runner_up.last + 1}"
        yield Finding("FIL027", {"found": layout.header + 1, "list": other})


def _unlabelled(raw: RawSheet, layout: SheetLayout, rows: npt.NDArray[np.int64]) -> Iterator[Finding]:
    """Columns without a header that hold something beside the data."""
    if len(layout.reading.match.columns) == len(raw.columns):
        return
    labelled = {column.position for column in (*layout.reading.match.columns, *layout.columns)}
    filled = [
        Column(position, None, "")
        for position in range(len(raw.columns))
        if position not in labelled and raw.is_filled[position, rows].any()
    ]
    if filled:
        yield Finding("FIL011", {"list": column_names(raw, filled)}, excel_column=raw.letters[filled[0].position])


def _row_findings(
    raw: RawSheet, layout: SheetLayout, columns: Mapping[str, Column], excel_rows: npt.NDArray[np.int64]
) -> Iterator[Finding]:
    if not len(excel_rows):
        yield Finding(NO_ROWS)
    if raw.field_counts:
        counts = np.asarray(raw.field_counts)
        for row in excel_rows[counts[excel_rows - 1] != counts[layout.header]].tolist():
            yield Finding("FIL013", {"list": f"{row}:{row}"}, excel_row=row)
    if raw.errors:
        fields = {column.position: name for name, column in columns.items() if name != INDEX_FIELD}
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


def column_names(raw: RawSheet, columns: Sequence[Column]) -> str:
    """ "C (Họ tên), F (Lớp)"; with the field that an unknown header may mean: "D (Ngày sih → Ngày sinh?)"."""
    headers = (f" ({' '.join(c.header.split())}{_meant(c)})" if c.header else "" for c in columns)
    return ", ".join(f"{raw.letters[c.position]}{header}" for c, header in zip(columns, headers, strict=True))


def _meant(column: Column) -> str:
    return f" → {column.near.label}?" if column.near and not column.field else ""
