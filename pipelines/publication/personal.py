"""Rows of the restricted tables that are staged rows under a key.

Their wide personal columns go from Parquet to Parquet as they are staged: through the engine, which undoes their
dictionaries, they cost twice the time.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.marts.build import mart_select
from pipelines.settings import Settings
from pipelines.staging import Staging, parts_in_force, validated_partitions
from schemas.marts import Mart, arrow_schema

_OF_PARTITION = """
SELECT * EXCLUDE (period, province_code)
FROM (
{select}
) AS chosen
WHERE period = $period AND province_code = $province_code
"""


def personal_rows(engine: Engine, settings: Settings, database: Database, mart: Mart) -> Iterator[pa.Table]:
    """The rows of a mart with ``personal_dataset``, as tables of at most a staged row group.

    Its statement chooses the rows (``row_id``) and says their key; every other column is that of the staged row, NULL
    where no sheet has it. Texts that repeat are dictionaries.
    """
    staging = Staging(settings.workspace.staging)
    select = _OF_PARTITION.format(select=mart_select(mart))
    for partition in validated_partitions(database):
        of_partition = {"period": partition.period, "province_code": partition.province_code}
        chosen = engine.arrow(select, of_partition).combine_chunks()
        for part, senders in parts_in_force(database, partition).items():
            path = staging.part("typed", partition, part, mart.personal_dataset)
            if path.exists():
                for keys, staged in _rows_of_part(mart, path, chosen, senders):
                    period = pa.repeat(partition.period, staged.num_rows).dictionary_encode()
                    yield _columns_of(mart, keys.append_column("period", period), staged)


def _rows_of_part(mart: Mart, path: Path, chosen: pa.Table, senders: list[str]) -> Iterator[tuple[pa.Table, pa.Table]]:
    """The chosen rows of a part and, row by row, what the statement says of them."""
    with pq.ParquetFile(path, read_dictionary=_dictionary_columns(path)) as file:
        present = [column.name for column in mart.columns if column.name in file.schema_arrow.names]
        places = file.read(["row_id", "sender_code"])
        found = pc.index_in(places.column("row_id"), value_set=chosen.column("row_id"))
        # A row of an earlier pass may be of this sheet, but of a part that is no longer in force.
        in_force = pc.is_in(places.column("sender_code"), value_set=pa.array(senders, pa.string()))
        found = pc.if_else(in_force, found, None)
        start = 0
        for group in range(file.num_row_groups):
            staged = file.read_row_group(group, columns=present)
            positions = found.slice(start, staged.num_rows)
            start += staged.num_rows
            yield chosen.take(positions.drop_null()), staged.filter(positions.is_valid())


def _columns_of(mart: Mart, keys: pa.Table, staged: pa.Table) -> pa.Table:
    columns: list[pa.Array[Any] | pa.ChunkedArray[Any]] = []
    for field in arrow_schema(mart):
        source = next((table for table in (keys, staged) if field.name in table.column_names), None)
        columns.append(pa.nulls(staged.num_rows, field.type) if source is None else source.column(field.name))
    return pa.Table.from_arrays(columns, [column.name for column in mart.columns])


def _dictionary_columns(path: Path) -> list[str]:
    """The text columns that the staged file itself keeps as dictionaries (told by its first row group)."""
    metadata = pq.read_metadata(path)
    if not metadata.num_row_groups:
        return []
    group = metadata.row_group(0)
    columns = (group.column(number) for number in range(metadata.num_columns))
    return [c.path_in_schema for c in columns if c.physical_type == "BYTE_ARRAY" and c.has_dictionary_page]
