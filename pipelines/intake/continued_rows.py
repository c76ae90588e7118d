"""One record over two rows: the second has what found no room in the first, such as the mother or the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from pipelines.intake.findings import Finding
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.headers import INDEX_FIELD, Column, DatasetHeaders, recognise
from pipelines.intake.merged_cells import continued_rows
from pipelines.intake.row_kinds import CONTINUATION, HEADER, RowKinds
from pipelines.intake.tables import Table

# Without merged cells to prove it: so many pairs, and so great a share of the records.
_MINIMUM_PAIRS = 3
_NEARLY_ALL = 0.8
# A record has at least this share of the required fields.
_IS_RECORD = 0.5
# Cells that a finding names.
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Joined:
    """The sheet with each record in one row; ``columns`` are those that only second rows hold."""

    raw: RawSheet
    columns: list[Column]
    findings: list[Finding]


def join_continued(table: Table, columns: Mapping[str, Column], kinds: RowKinds, headers: DatasetHeaders) -> Joined:
    """Join the rows that go on with the record above, and take them out of the data."""
    continued = _continued(table, columns, kinds, headers)
    if not continued:
        return Joined(table.raw, [], [])
    raw, start = table.raw, table.layout.data
    kinds.set(sorted(continued), CONTINUATION)
    second = _second_header(table, columns, kinds, headers)
    cells = [column.to_pylist() for column in raw.columns]
    others: dict[int, list[str | None]] = {position: [None] * raw.height for position in second}
    clashes: list[str] = []
    for row, above in continued.items():
        for position, texts in enumerate(cells):
            text, target = texts[start + row], others.get(position, texts)
            if text is None:
                continue
            if target[start + above] is None:
                target[start + above] = text
            elif target[start + above] != text:
                clashes.append(f"{raw.letters[position]}{start + row + 1}")
    added = [Column(len(cells) + i, name, headers.labels[name]) for i, name in enumerate(second.values())]
    whole = replace(
        raw,
        columns=[pa.array(texts, pa.string()) for texts in (*cells, *others.values())],
        letters=[*raw.letters, *(raw.letters[position] for position in others)],
    )
    first = min(continued) + start + 1
    findings = [Finding("FIL028", {"n": len(continued), "found": first})]
    if clashes:
        listed = ", ".join(clashes[:_EXAMPLES]) + (" …" if len(clashes) > _EXAMPLES else "")
        findings.append(Finding("FIL029", {"n": len(clashes), "list": listed}))
    return Joined(whole, added, findings)


def _continued(table: Table, columns: Mapping[str, Column], kinds: RowKinds, headers: DatasetHeaders) -> dict[int, int]:
    """Row below the header → the record it goes on with: none of its required fields is filled again."""
    is_second = kinds.is_data & (kinds.filled == 0)
    if not is_second.any():
        return {}
    required = [columns[name] for name in headers.required if name in columns]
    is_record = kinds.is_data & (kinds.filled >= _IS_RECORD * len(required))
    anchors = [c.position for c in (columns.get(INDEX_FIELD), required[0]) if c]
    merged = continued_rows(table.raw, table.layout.data, anchors)
    by_merge = {row: above for row, above in merged.items() if is_second[row] and is_record[above]}
    if by_merge:
        return by_merge
    rows = np.flatnonzero(is_second[1:] & is_record[:-1]) + 1
    rows = rows[~np.append(is_second, False)[rows + 1]]
    if len(rows) < max(_MINIMUM_PAIRS, _NEARLY_ALL * is_record.sum()):
        return {}
    index = columns.get(INDEX_FIELD)
    numbers = table.raw.columns[index.position].slice(table.layout.data) if index else None
    return {row: row - 1 for row in rows.tolist() if numbers is None or not numbers[row].is_valid}


def _second_header(
    table: Table, columns: Mapping[str, Column], kinds: RowKinds, headers: DatasetHeaders
) -> dict[int, str]:
    """Position → the field that second rows hold there, where the header has a second row of labels too."""
    if not len(kinds.is_data) or not kinds.is_data[0] or kinds.filled[0]:
        return {}
    [row] = table.raw.rows(table.layout.data, table.layout.data + 1)
    named = {position: recognise(headers, (cell,)) for position, cell in enumerate(row) if cell}
    if None in named.values():
        return {}
    kinds.set([0], HEADER)
    return {position: name for position, name in named.items() if name and name not in columns}
