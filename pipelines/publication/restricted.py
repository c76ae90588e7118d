"""The restricted tables: encrypted at rest (Parquet modular encryption), so that no plain text touches the disk.

One key of 32 bytes (keys.py), used for footer and columns (AES-GCM with random nonces). pyarrow writes and reads them: DuckDB
1.5.5 needs an extension to write such files, and fails to decrypt them as soon as a query has a filter.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

# The stubs do not know the functions for direct keys.
from pyarrow.parquet.encryption import (  # type: ignore[attr-defined]
    create_decryption_properties,
    create_encryption_properties,
)
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.errors import ReleaseError
from pipelines.marts.build import mart_statement
from pipelines.publication.personal import personal_rows
from pipelines.settings import Settings
from schemas.marts import Mart, arrow_schema, load_marts

_ROW_GROUP = 50_000


def write_restricted(
    engine: Engine, settings: Settings, database: Database, folder: Path, key: bytes
) -> dict[str, int]:
    """Write ``<folder>/<table>.parquet`` for every restricted mart, table by table; answers table → rows."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    for mart in load_marts():
        if mart.is_restricted:
            tables: Iterator[pa.Table]
            if mart.personal_dataset:
                tables = personal_rows(engine, settings, database, mart)
            else:
                batches = engine.batches(mart_statement(mart), _ROW_GROUP)
                tables = (pa.Table.from_batches([batch]) for batch in batches)
            rows[mart.name] = _write_encrypted(folder / f"{mart.name}.parquet", mart, tables, key)
    return rows


def _write_encrypted(path: Path, mart: Mart, tables: Iterator[pa.Table], key: bytes) -> int:
    """Write a row group for each table; answers the number of rows."""
    first = next(tables, arrow_schema(mart).empty_table())
    repeated = [field.name for field in first.schema if pa.types.is_dictionary(field.type)]
    written = 0
    with (
        pq.ParquetWriter(
            path,
            first.schema,
            compression="lz4",
            # Names and numbers hardly repeat: half the time, little larger. The stubs do not know the list.
            use_dictionary=repeated,  # type: ignore[arg-type]
            store_schema=False,  # texts are read as texts, however they are kept
            encryption_properties=create_encryption_properties(key),
        ) as writer,
        ThreadPoolExecutor(1) as beside,
    ):
        # One is written while the next is read.
        written_before: Future[None] | None = None
        for table in chain([first], tables):
            if written_before:
                written_before.result()
            written_before = beside.submit(writer.write_table, table.cast(first.schema))
            written += table.num_rows
        if written_before:
            written_before.result()
    return written


def read_restricted(path: Path, key: bytes) -> ds.Dataset:
    """An encrypted table as a dataset that decrypts what a query reads; raises ReleaseError where the key does not open it."""
    options = ds.ParquetFragmentScanOptions(decryption_properties=create_decryption_properties(key))
    try:
        return ds.dataset(path, format=ds.ParquetFileFormat(default_fragment_scan_options=options))
    except OSError as error:
        raise ReleaseError("release.other_key", path=path) from error
