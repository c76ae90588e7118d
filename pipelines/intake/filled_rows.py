"""Rows that are surely data, as long as nobody knows the others: titles, totals and signatures fill few columns."""

from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.headers import DatasetHeaders
from pipelines.intake.layout import SheetLayout

# One for each row. (Arrow's stubs say too little of its functions.)
Values: TypeAlias = Any


def are_filled(raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders, field: str) -> Values:
    """Of each row whether it has at least half of what a row must have besides ``field``."""
    required = [c.position for c in layout.columns if c.field in headers.required and c.field != field]
    filled: Values = pa.nulls(raw.height, pa.int64()).fill_null(0)
    for position in required:
        filled = pc.add(filled, pc.cast(pc.is_valid(raw.columns[position]), pa.int64()))
    return pc.greater_equal(filled, pa.scalar(max((len(required) + 1) // 2, 1)))
