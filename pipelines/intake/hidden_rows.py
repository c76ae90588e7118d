"""Rows of data that whoever looks at the sheet may not see: hidden, or below what looks like its end (FIL017)."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from pipelines.intake.findings import Finding
from pipelines.intake.footers import SIGNATURE
from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.headers import INDEX_FIELD, Column
from pipelines.intake.layout import SheetLayout
from pipelines.intake.row_kinds import BLANK, RowKinds

# Ranges of rows that a finding names.
_RANGES = 5


def hidden_rows(
    raw: RawSheet, layout: SheetLayout, columns: Mapping[str, Column], kinds: RowKinds
) -> Iterator[Finding]:
    """Once for all rows, and once for each hidden column of a field; all of them are read."""
    rows = np.flatnonzero(kinds.is_data)
    if not len(rows):
        return
    ends = [row for row, kind in kinds.others.items() if kind in (BLANK, SIGNATURE) and row > rows[0]]
    is_hidden = rows > min(ends, default=len(kinds.is_data))
    if raw.hidden_rows:
        is_hidden |= np.isin(rows + layout.data, np.array(raw.hidden_rows))
    if is_hidden.any():
        excel_rows = (rows[is_hidden] + layout.data + 1).tolist()
        yield Finding("FIL017", {"n": len(excel_rows), "list": ranges(excel_rows)})
    if not raw.hidden_columns:
        return
    for name, column in columns.items():
        if column.position in raw.hidden_columns and name != INDEX_FIELD:
            filled, letter = raw.is_filled[column.position, rows + layout.data], raw.letters[column.position]
            if filled.any():
                yield Finding("FIL017", {"n": int(filled.sum()), "list": letter}, excel_column=letter, field=name)


def ranges(rows: Sequence[int]) -> str:
    """Rows in order as "21–35, 40"."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    listed = [str(first) if first == last else f"{first}–{last}" for first, last in found[:_RANGES]]
    return ", ".join(listed) + (" …" if len(found) > _RANGES else "")
