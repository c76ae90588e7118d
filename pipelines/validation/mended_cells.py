"""Corrections that a sender saw to itself, in another spelling: a date of Excel, a label instead of its code, a name in capitals."""

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.engine import Engine
from pipelines.periods import Period
from pipelines.validation.cells import cell_key, resolve_cells
from pipelines.validation.raw_rows import TEXT_TYPES
from pipelines.validation.reference import bind_reference
from pipelines.validation.sql import statement
from pipelines.validation.text_cells import bind_text_fields
from schemas.catalogue import Catalogue
from schemas.model import Field

_CELLS = (
    "SELECT DISTINCT field, unnest([said, new_value]) AS raw FROM mended_cell WHERE dataset = $dataset ORDER BY ALL"
)
_SAME_VALUE = """
SELECT c.correction_id
FROM mended_cell AS c
JOIN cell_value AS a ON a.field = $key AND a.raw = c.said
JOIN cell_value AS b ON b.field = $key AND b.raw = c.new_value
WHERE c.dataset = $dataset AND c.field = $field AND c.dialect = $dialect
  AND coalesce(a.value, a.partial) = coalesce(b.value, b.partial)
"""
_DONE = "UPDATE correction_match SET state = 'done' WHERE correction_id IN (SELECT unnest($mended))"


def note_mended_cells(engine: Engine, catalogue: Catalogue, period: Period) -> None:
    """Let those corrections be done whose cell is worth what the correction would have made of it."""
    engine.execute(statement("mended_cell"))
    places = engine.rows("SELECT DISTINCT dataset, field, dialect FROM mended_cell ORDER BY ALL")
    fields = [(catalogue.datasets[str(name)].field(str(field)), str(dialect)) for name, field, dialect in places]
    if fields:
        typed = [(field, dialect) for field, dialect in fields if field.type not in TEXT_TYPES]
        texts = {field.dataset for field, _ in fields if field.type in TEXT_TYPES}
        mended = [*_same_values(engine, catalogue, period, typed), *_same_texts(engine, catalogue, sorted(texts))]
        engine.execute(_DONE, {"mended": mended})


def _same_values(engine: Engine, catalogue: Catalogue, period: Period, fields: list[tuple[Field, str]]) -> list[object]:
    bind_reference(engine, catalogue, period)
    tables = []
    for field, dialect in fields:
        cells = engine.arrow(_CELLS, {"dataset": field.dataset}).filter(pc.field("field") == field.name)
        tables.append(cells.set_column(0, "field", pa.repeat(cell_key(field, dialect), cells.num_rows)))
    schema = pa.schema([("field", pa.string()), ("raw", pa.string())])
    resolve_cells(engine, catalogue, fields, pa.concat_tables([schema.empty_table(), *tables]))
    found = []
    for field, dialect in fields:
        place = {"dataset": field.dataset, "field": field.name, "dialect": dialect}
        found += engine.rows(_SAME_VALUE, place | {"key": cell_key(field, dialect)})
    return [number for (number,) in found]


def _same_texts(engine: Engine, catalogue: Catalogue, datasets: list[str]) -> list[object]:
    bind_text_fields(engine, catalogue)
    found = []
    for dataset in datasets:
        cells = engine.arrow(_CELLS, {"dataset": dataset})
        engine.bind_arrow("doubtful_text", cells.append_column("is_legacy", pa.repeat(False, cells.num_rows)))
        engine.execute(statement("judged_text"), {"dataset": dataset})
        found += engine.rows(statement("mended_text"), {"dataset": dataset})
    return [number for (number,) in found]
