"""Columns whose cells are those of another one: a birth date under "Giới tính", names under "Số điện thoại" (FIL013).

Only columns in which most cells are wrong are looked at, in the first rows of their sheets: an ordinary pass has none.
"""

from collections.abc import Sequence

import pyarrow as pa

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.validation.raw_rows import RawRows
from pipelines.validation.sql import statement
from schemas.model import Field

# Rows of a sheet that tell what its columns hold.
_SAMPLE_ROWS = 50
# Types whose cells tell themselves from others.
_TELLING_TYPES = frozenset({"date", "phone", "email", "code"})


def find_misplaced_columns(engine: Engine, rows: RawRows) -> bool:
    """Make table misplaced_column (sheet_id, field, other, is_swapped) and take back what is noted of its cells.

    Tables noted_cell, text_field and code_key and view raw must be there. Answers whether there are any.
    """
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE misplaced_column (sheet_id BIGINT, field VARCHAR, other VARCHAR, is_swapped BOOLEAN)"
    )
    engine.execute(statement("suspect_column"))
    if not engine.value("SELECT count(*) FROM suspect_column"):
        return False
    engine.execute(
        _drop_mostly_right([str(name) for (name,) in engine.rows("SELECT DISTINCT field FROM suspect_column")])
    )
    if not engine.value("SELECT count(*) FROM suspect_column"):
        return False
    engine.bind_arrow("content_kind", _content_kinds(engine, rows))
    columns = ", ".join(quote_identifier(field.name) for field in rows.fields)
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE sample_cell AS SELECT place_sheet(row_id) AS sheet_id, field, raw FROM ("
        "SELECT r.* FROM raw AS r JOIN sheet AS s ON s.sheet_id = place_sheet(r.row_id) "
        f"AND place_row(r.row_id) <= s.header_row + {_SAMPLE_ROWS} "
        f"WHERE s.sheet_id IN (SELECT sheet_id FROM suspect_column)) UNPIVOT (raw FOR field IN ({columns}))"
    )
    engine.execute(statement("misplaced_column"))
    return bool(engine.value("SELECT count(*) FROM misplaced_column"))


def _drop_mostly_right(fields: Sequence[str]) -> str:
    """Leave the suspects of which at least half of the filled cells are wrong."""
    counts = " UNION ALL ".join(
        f"SELECT place_sheet(row_id) AS sheet_id, {quote_text(name)} AS field, count({quote_identifier(name)}) AS cells "
        f"FROM raw WHERE place_sheet(row_id) IN (SELECT sheet_id FROM suspect_column WHERE field = {quote_text(name)}) GROUP BY 1"
        for name in fields
    )
    return (
        f"DELETE FROM suspect_column WHERE NOT EXISTS (SELECT * FROM ({counts}) AS filled "
        "WHERE filled.sheet_id = suspect_column.sheet_id AND filled.field = suspect_column.field "
        "AND suspect_column.wrong * 2 >= filled.cells)"
    )


def _content_kinds(engine: Engine, rows: RawRows) -> pa.Table:
    """By field: kind (date, code, digits, phone, email, name), code_list and number of digits."""
    texts = engine.rows(
        "SELECT field, kind, digits FROM text_field WHERE dataset = $dataset", {"dataset": rows.dataset.name}
    )
    kinds = {str(name): (str(kind), digits) for name, kind, digits in texts}
    told = [(field, *_kind(field, kinds)) for field in rows.fields]
    telling = [(field, kind, digits) for field, kind, digits in told if kind]
    return pa.table(
        {
            "field": pa.array([field.name for field, _, _ in telling], pa.string()),
            "kind": pa.array([kind for _, kind, _ in telling], pa.string()),
            "code_list": pa.array([field.code_list for field, _, _ in telling], pa.string()),
            "digits": pa.array([digits for _, _, digits in telling], pa.int64()),
        }
    )


def _kind(field: Field, texts: dict[str, tuple[str, object]]) -> tuple[str, object]:
    if field.type in _TELLING_TYPES:
        return field.type, 0
    kind, digits = texts.get(field.name, ("", 0))
    return (kind, digits or 0) if kind in ("digits", "name") else ("", 0)
