"""The distinct cells of typed fields and what each of them is worth."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pyarrow as pa

from pipelines.engine import Engine
from pipelines.validation.raw_rows import RawRows
from pipelines.validation.sql import statement
from schemas.catalogue import Catalogue, read_rows
from schemas.model import Dataset, Field
from schemas.text import fold

# From the distinct cells to what each is worth: a statement per kind of field between.
_STEPS = ("cell", "code_cell", "near_code", "date_cell", "number_cell", "cell_value")


def resolve_distinct_cells(engine: Engine, catalogue: Catalogue, datasets: Sequence[RawRows]) -> None:
    """Make tables cell_value, candidate and date_cell for the typed fields of ``datasets``; their ``field`` is ``cell_key``."""
    fields = [(field, dialect) for rows in datasets for field in rows.resolved_fields for dialect in rows.dialects]
    resolve_cells(engine, catalogue, fields, _dictionaries(datasets))


def resolve_cells(engine: Engine, catalogue: Catalogue, fields: Sequence[tuple[Field, str]], cells: pa.Table) -> None:
    """The same for ``cells`` (field, raw) of typed fields, each with the dialect of its codes."""
    engine.bind_arrow(
        "field_in_sheet",
        pa.table(
            {
                "key": pa.array([cell_key(f, dialect) for f, dialect in fields], pa.string()),
                "dataset": pa.array([f.dataset for f, _ in fields], pa.string()),
                "name": pa.array([f.name for f, _ in fields], pa.string()),
                "type": pa.array([f.type for f, _ in fields], pa.string()),
                "code_list": pa.array([_list_key(catalogue, f, dialect) for f, dialect in fields], pa.string()),
                "allows_partial_date": pa.array([f.allows_partial_date for f, _ in fields], pa.bool_()),
                "is_past_event": pa.array([f.is_past_event for f, _ in fields], pa.bool_()),
                "minimum": pa.array([f.minimum for f, _ in fields], pa.float64()),
                "maximum": pa.array([f.maximum for f, _ in fields], pa.float64()),
                "unit": pa.array([f.unit for f, _ in fields], pa.string()),
                "has_thousands": pa.array([f.name in catalogue.rules["FLD044"].fields for f, _ in fields], pa.bool_()),
            }
        ),
    )
    _bind_code_keys(engine, catalogue)
    engine.bind_arrow("raw_cell", cells)
    for step in _STEPS:
        engine.execute(statement(step))


def _bind_code_keys(engine: Engine, catalogue: Catalogue) -> None:
    """Tables code_key, code_parent_of, code_label, placeholder and yes_no: what a cell may say."""
    rows = list(read_rows("placeholders.csv"))
    foreign = [code for codes in catalogue.dialects.values() for code in codes]
    blank = [(fold(r["text"]), r["applies_to"], r["source"]) for r in rows]
    blank += [(code.code, _list_key_of(code.list, code.dialect), "FLD022") for code in foreign if code.is_blank]
    names = ("folded", "applies_to", "rule_id")
    engine.bind_arrow("placeholder", pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in blank]))
    engine.bind_arrow(
        "dialect_code",
        pa.table(
            {
                "list": [_list_key_of(code.list, code.dialect) for code in foreign],
                "base_list": [code.list for code in foreign],
                "code": [code.code for code in foreign],
                "ministry_code": pa.array([code.ministry_code or None for code in foreign], pa.string()),
                "other_codes": [", ".join(code.other_codes) for code in foreign],
            }
        ),
    )
    words = list(read_rows("yes_no_words.csv"))
    engine.bind_arrow(
        "yes_no",
        pa.table({"folded": [fold(r["word"]) for r in words], "is_yes": [r["value"] == "yes" for r in words]}),
    )
    engine.execute("SET VARIABLE placeholders = $texts", {"texts": text_placeholders()})
    for step in ("place_spelling", "code_key"):
        engine.execute(statement(step))


@cache
def text_placeholders() -> list[str]:
    """What stands for nothing in a text cell, in small letters."""
    texts = [row["text"] for row in read_rows("placeholders.csv") if row["applies_to"] in ("any", "text")]
    return sorted({*texts, *map(fold, texts)})


def _dictionaries(datasets: Sequence[RawRows]) -> pa.Table:
    """The cells of typed fields (columns field, raw), each once for every chunk that has it."""
    schema = pa.schema([("field", pa.string()), ("raw", pa.string())])
    tables = [schema.empty_table()]
    for rows in datasets:
        for dialect, chunk in rows.chunks(rows.resolved_fields):
            for field in rows.resolved_fields:
                cells: pa.DictionaryArray[Any, Any] = chunk[field.name].combine_chunks()  # type: ignore[assignment]
                key = cell_key(field, dialect)
                tables.append(pa.table([pa.repeat(key, len(cells.dictionary)), cells.dictionary], schema=schema))
    return pa.concat_tables(tables)


def cell_key(field: Field, dialect: str) -> str:
    """How a field is named in the tables that hold the cells of all datasets; codes of another system are apart."""
    name = f"{field.dataset}.{field.name}"
    return f"{name}@{dialect}" if dialect and field.type == "code" else name


def _list_key(catalogue: Catalogue, field: Field, dialect: str) -> str:
    """The list in which the codes of a field stand: the ministry's, or that of another system."""
    lists = {code.list for code in catalogue.dialects.get(dialect, ())}
    return _list_key_of(field.code_list, dialect) if field.code_list in lists else field.code_list


def _list_key_of(code_list: str, dialect: str) -> str:
    return f"{code_list}@{dialect}"


def parent_fields(catalogue: Catalogue, dataset: Dataset, field: Field) -> list[Field]:
    """The fields of the same row whose code may be the parent of this field's code, or has the same parent (a grade its level).

    Where a row has no grade its class has one. The nearest first; none if only the school's levels decide.
    """
    if field.code_list in ("ward", "district"):
        levels = ("district", "province") if field.code_list == "ward" else ("province",)
        above = [field.name.replace(field.code_list, level) for level in levels]
        return [f for name in above for f in dataset.columns if f.name == name]
    parents = {code.parent_list for code in catalogue.code_lists[field.code_list] if code.parent_list}
    if parents == {"level"} and field.code_list != "grade":
        grades = [f for f in dataset.columns if f.code_list == "grade"]
        return (grades or [f for f in dataset.columns if f.name == "class_code"])[:1]
    return [f for f in dataset.columns if f.code_list in parents and f.code_list != "level"][:1]
