"""Corrections on the raw cells of a pass, before they are typed: which find their cell, and what it is to say."""

from collections.abc import Collection, Sequence

import pyarrow as pa

from pipelines.decisions.corrections import Correction
from pipelines.engine import Engine, quote_identifier
from pipelines.validation.raw_view import raw_name
from pipelines.validation.sql import statement

_TEXTS = (
    "sender_code", "dataset", "key_field", "key_value", "file", "sheet", "field", "old_value", "new_value", "reason", "person",
)  # fmt: skip
_CORRECTED = """
SELECT
    m.row_id,
    nullif(c.new_value, '') AS value
FROM correction_match AS m
JOIN correction AS c ON c.correction_id = m.correction_id
WHERE c.dataset = $dataset AND c.field = $field AND m.state = 'applied'
ORDER BY m.row_id
"""


def bind_corrections(engine: Engine, corrections: Sequence[Correction], kept_out: Collection[int]) -> None:
    """Make table correction, numbered as ``corrections`` are, and the empty table correction_match.

    ``kept_out``: the sheets of which no row enters, as far as it is known.
    """
    columns: dict[str, pa.Array[pa.Scalar[pa.DataType]]] = {
        "correction_id": pa.array(range(len(corrections)), pa.int64()),
        "excel_row": pa.array([c.excel_row for c in corrections], pa.int64()),
    }
    columns |= {name: pa.array([getattr(c, name) for c in corrections], pa.string()) for name in _TEXTS}
    engine.bind_arrow("correction", pa.table(columns))
    engine.bind_arrow("sheet_without_rows", pa.table({"sheet_id": pa.array(sorted(kept_out), pa.int64())}))
    engine.execute(
        "CREATE TABLE correction_match (correction_id BIGINT, row_id BIGINT, said VARCHAR, state VARCHAR NOT NULL)"
    )


def match_corrections(engine: Engine, dataset: str, present: frozenset[str]) -> dict[str, pa.Table]:
    """Fill correction_match from view ``raw_<dataset>``, whose columns are ``present``.

    Answers field → row_id and value (NULL: blank) of the cells to be read otherwise.
    """
    named = engine.rows(
        "SELECT DISTINCT unnest([field, key_field]) FROM correction WHERE dataset = $dataset ORDER BY ALL",
        {"dataset": dataset},
    )
    columns = [str(name) for (name,) in named if name in present]
    if not columns:
        return {}
    listed = ", ".join(map(quote_identifier, columns))
    match = statement("match_corrections").format(columns=listed, raw=raw_name(dataset))
    engine.execute(match, {"dataset": dataset})
    corrected = {name: engine.arrow(_CORRECTED, {"dataset": dataset, "field": name}) for name in columns}
    return {name: cells for name, cells in corrected.items() if cells.num_rows}
