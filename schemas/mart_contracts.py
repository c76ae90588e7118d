"""The contract of every mart as a pandera schema, derived from ``schemas/marts``."""

from collections import Counter
from functools import cache

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.contracts import Violation, codes_of, violations_in
from schemas.marts import ColumnType, Mart, MartColumn

_ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


@cache
def mart_contract(mart: Mart) -> pandera.DataFrameSchema:
    """Types, required values and codes of a mart (Arrow-backed pandas dtypes), its columns complete and in order.

    Keys are compared over whole tables, by SQL (``pipelines.publication.audit``).
    """
    columns = {
        column.name: pandera.Column(
            pd.ArrowDtype(_ARROW_TYPES[column.type]),
            _checks(column),
            nullable=column.is_nullable,
            title=column.label_vi,
            description=column.description("vi"),
        )
        for column in mart.columns
    }
    return pandera.DataFrameSchema(columns, name=mart.name, title=mart.label_vi, strict=True, ordered=True)


def _checks(column: MartColumn) -> list[pandera.Check]:
    allowed = codes_of(column.code_list) if column.code_list else list(column.values)
    return [pandera.Check.isin(allowed, n_failure_cases=1)] if allowed else []


def mart_violations(mart: Mart, file: pq.ParquetFile) -> list[Violation]:
    """Count the cells of a mart's file that break its contract, a row group at a time."""
    contract = mart_contract(mart)
    found: Counter[tuple[str, str]] = Counter()
    for group in range(file.num_row_groups):
        found.update(violations_in(contract, file.read_row_group(group)))
    return [Violation(column, check, count) for (column, check), count in found.items() if count]
