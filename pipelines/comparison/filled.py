"""How many cells of each column every school filled: counted once a part, for a part never changes (PER012)."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Engine as Database

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.in_force import bind_in_force
from pipelines.staging import Partition, Staging, parts_in_force
from schemas.catalogue import load_catalogue
from schemas.model import Dataset

KIND = "filled"
_TYPES: dict[str, pa.DataType] = {
    "dataset": pa.string(),
    "school_code": pa.string(),
    "sender_code": pa.string(),
    "first_row": pa.int64(),
    "field": pa.string(),
    "rows": pa.int64(),
    "filled": pa.int64(),
}


def bind_filled(
    engine: Engine, name: str, database: Database, staging: Staging, partitions: Sequence[Partition]
) -> None:
    """Table ``name``: dataset, school_code, sender_code, first_row, field, rows and filled, of every dataset in some partitions."""
    engine.bind_arrow(name, pa.schema(_TYPES).empty_table())
    for dataset in load_catalogue().datasets.values():
        for partition in partitions:
            _count_parts(engine, database, staging, partition, dataset)
        if bind_in_force(engine, "counted", database, staging, KIND, list(partitions), dataset.name):
            engine.execute(
                f"INSERT INTO {quote_identifier(name)} BY NAME SELECT {quote_text(dataset.name)} AS dataset, "
                "* EXCLUDE (period, province_code) FROM counted"
            )


def _count_parts(engine: Engine, database: Database, staging: Staging, partition: Partition, dataset: Dataset) -> None:
    if not staging.folder("typed", partition, dataset.name).exists():
        return
    for part in parts_in_force(database, partition):
        typed = staging.part("typed", partition, part, dataset.name)
        counted = staging.part(KIND, partition, part, dataset.name)
        if typed.exists() and not counted.exists():
            engine.write_parquet(_count(dataset, typed), counted)


def _count(dataset: Dataset, typed: Path) -> str:
    present = set(pq.read_schema(typed).names)
    counts = ", ".join(
        f"count({quote_identifier(column)}) AS {quote_identifier(field.name)}"
        for field in dataset.columns
        # A date that is known in part stands in columns beside it.
        if (column := f"{field.name}_year" if field.allows_partial_date else field.name) in present
        and field.name != "school_code"
    )
    return (
        "SELECT * FROM (UNPIVOT (SELECT sender_code, school_code, min(row_id) AS first_row, count(*) AS rows, "
        f"{counts} FROM read_parquet({quote_text(str(typed))}) WHERE school_code IS NOT NULL GROUP BY sender_code, school_code) "
        "ON COLUMNS(* EXCLUDE (sender_code, school_code, first_row, rows)) INTO NAME field VALUE filled)"
    )
