"""Cells merged among the data: in one column the value holds for all its rows, across columns for the first (FIL016)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from pipelines.intake.findings import Finding
from pipelines.intake.formats.sheet import Merge, RawSheet
from pipelines.intake.headers import INDEX_FIELD, Column
from pipelines.intake.layout import SheetLayout
from pipelines.intake.row_kinds import RowKinds

# Ranges that a finding names.
_EXAMPLES = 3


def repeat_merged(
    raw: RawSheet, layout: SheetLayout, columns: Mapping[str, Column], kinds: RowKinds
) -> tuple[RawSheet, list[Finding]]:
    """The sheet with the values of merged cells in each of their rows of data, and what is to be told of them."""
    is_data = kinds.is_data
    merges = [
        merge
        for merge in raw.merges
        if merge.top >= layout.data and merge.top < raw.height and is_data[merge.top - layout.data]
    ]
    if not merges:
        return raw, []
    fields = {column.position for name, column in columns.items() if name != INDEX_FIELD}
    labelled = {column.position for column in layout.columns}
    told: list[Merge] = []
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for merge in merges:
        below = [r for r in range(merge.top + 1, min(merge.bottom + 1, raw.height)) if is_data[r - layout.data]]
        if below and merge.left in fields:
            rows[merge.left] += [(row, merge.top) for row in below]
            told.append(merge)
        elif not labelled.isdisjoint(range(merge.left + 1, merge.right + 1)) and merge.left in labelled:
            told.append(merge)
    cells = list(raw.columns)
    for position, places in rows.items():
        texts = cells[position].to_pylist()
        for row, top in places:
            texts[row] = texts[row] or texts[top]
        cells[position] = pa.array(texts, pa.string())
    if not told:
        return raw, []
    listed = ", ".join(_address(raw, merge) for merge in told[:_EXAMPLES]) + (" …" if len(told) > _EXAMPLES else "")
    return replace(raw, columns=cells), [
        Finding("FIL016", {"n": len(told), "list": listed}, excel_column=raw.letters[told[0].left])
    ]


def _address(raw: RawSheet, merge: Merge) -> str:
    return f"{raw.letters[merge.left]}{merge.top + 1}:{raw.letters[merge.right]}{merge.bottom + 1}"


def continued_rows(raw: RawSheet, start: int, anchors: Sequence[int]) -> dict[int, int]:
    """Row → the row it continues, both from 0 below row ``start``, by cells merged in the columns ``anchors``."""
    return {
        row - start: merge.top - start
        for merge in raw.merges
        if merge.left in anchors and merge.top >= start
        for row in range(merge.top + 1, min(merge.bottom + 1, raw.height))
    }
