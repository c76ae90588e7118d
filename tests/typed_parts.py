"""Typed parts as validation writes them, for tests that make them from rows given as dictionaries."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from schemas.arrow import ROW_ID, SENDER_CODE, typed_fields
from schemas.catalogue import load_catalogue


def schema_of_part(dataset: str, rows: Sequence[dict[str, Any]]) -> pa.Schema:
    """The columns of fields that are required or that some row says: no part has a column that no sheet has."""
    said = {name for row in rows for name in row}
    columns = [
        column
        for field in load_catalogue().datasets[dataset].columns
        for its in [typed_fields(field)]
        for column in its
        if field.required == "yes" or not said.isdisjoint(one.name for one in its)
    ]
    return pa.schema([ROW_ID, SENDER_CODE, *columns])
