"""The distinct cells of typed fields and what each of them is worth."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from pipelines.engine import Engine
from pipelines.validation.raw_rows import RawRows
from pipelines.validation.sql import statement
from schemas.catalogue import Catalogue, Dataset, Field, read_rows
from schemas.text import fold


def resolve_distinct_cells(engine: Engine, datasets: Sequence[RawRows]) -> None:
    """Make tables cell_value, candidate and date_cell for the typed fields of ``datasets``; their ``field`` is ``cell_key``."""
    fields = [field for rows in datasets for field in rows.resolved_fields]
    engine.bind_arrow(
        "field_in_sheet",
        pa.table(
            {
                "key": pa.array([cell_key(f) for f in fields], pa.string()),
                "dataset": pa.array([f.dataset for f in fields], pa.string()),
                "name": pa.array([f.name for f in fields], pa.string()),
                "type": pa.array([f.type for f in fields], pa.string()),
                "code_list": pa.array([f.code_list for f in fields], pa.string()),
                "allows_partial_date": pa.array([f.allows_partial_date for f in fields], pa.bool_()),
                "minimum": pa.array([f.minimum for f in fields], pa.float64()),
                "maximum": pa.array([f.maximum for f in fields], pa.float64()),
            }
        ),
    )
    _bind_code_keys(engine)
    engine.bind_arrow("raw_cell", _dictionaries(datasets))
    engine.execute("CREATE OR REPLACE TEMP TABLE raw_value AS SELECT DISTINCT field, raw FROM raw_cell")
    engine.execute(statement("cell_value"))


def _bind_code_keys(engine: Engine) -> None:
    """Tables code_key, code_parent_of, code_label and placeholder: what a cell may say."""
    rows = list(read_rows("placeholders.csv"))
    engine.bind_arrow(
        "placeholder",
        pa.table({"folded": [fold(r["text"]) for r in rows], "applies_to": [r["applies_to"] for r in rows]}),
    )
    texts = sorted({r["text"] for r in rows} | {fold(r["text"]) for r in rows})
    engine.execute("SET VARIABLE placeholders = $texts", {"texts": texts})
    engine.execute(statement("code_key"))


def _dictionaries(datasets: Sequence[RawRows]) -> pa.Table:
    """The cells of typed fields (columns field, raw), each once for every chunk that has it."""
    schema = pa.schema([("field", pa.string()), ("raw", pa.string())])
    tables = [schema.empty_table()]
    for rows in datasets:
        for chunk in rows.chunks(rows.resolved_fields):
            for field in rows.resolved_fields:
                cells: pa.DictionaryArray[Any, Any] = chunk[field.name].combine_chunks()  # type: ignore[assignment]
                tables.append(
                    pa.table([pa.repeat(cell_key(field), len(cells.dictionary)), cells.dictionary], schema=schema)
                )
    return pa.concat_tables(tables)


def cell_key(field: Field) -> str:
    """How a field is named in the tables that hold the cells of all datasets."""
    return f"{field.dataset}.{field.name}"


def parent_field(catalogue: Catalogue, dataset: Dataset, field: Field) -> Field | None:
    """The field of the same row whose code is the parent of this field's code; None if the school's levels are."""
    if field.code_list in ("ward", "district"):
        return next((f for f in dataset.columns if f.name == field.name.replace(field.code_list, "province")), None)
    parents = {code.parent_list for code in catalogue.code_lists[field.code_list]}
    return next((f for f in dataset.columns if f.code_list in parents and f.code_list != "level"), None)
