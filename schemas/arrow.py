"""Arrow schemas of the staging files, derived from the catalogue."""

from typing import Any

import pyarrow as pa

from schemas.model import Dataset, Field, FieldType

_TYPES: dict[FieldType, pa.DataType] = {
    "string": pa.string(),
    "code": pa.string(),
    "phone": pa.string(),
    "email": pa.string(),
    "integer": pa.int64(),
    "year": pa.int64(),
    "decimal": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}

ROW_ID = pa.field("row_id", pa.int64(), nullable=False)
SENDER_CODE = pa.field("sender_code", pa.string(), nullable=False)


def raw_schema(dataset: Dataset) -> pa.Schema:
    """row_id and one text column per field: what a sheet says, letter by letter."""
    columns: list[pa.Field[Any]] = [pa.field(field.name, pa.string()) for field in dataset.columns]
    return pa.schema([ROW_ID, *columns])


def typed_fields(field: Field) -> list["pa.Field[Any]"]:
    """The typed columns of a field: one, or three for a date that may be known in part."""
    columns: list[pa.Field[Any]] = [pa.field(field.name, _TYPES[field.type])]
    if field.allows_partial_date:
        columns += [pa.field(f"{field.name}_partial", pa.string()), pa.field(f"{field.name}_year", pa.int64())]
    return columns


def typed_schema(dataset: Dataset) -> pa.Schema:
    """row_id, sender_code and every field typed (see docs/architecture.md, "Types of typed columns")."""
    keys: list[pa.Field[Any]] = [ROW_ID, SENDER_CODE]
    return pa.schema([*keys, *(column for field in dataset.columns for column in typed_fields(field))])
