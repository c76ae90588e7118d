"""The contract of every mart as a pandera schema, derived from ``schemas/marts``."""

from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.contracts import Violation, codes_of, is_one_of, plain, side_by_side, violations_in, witnesses_of
from schemas.marts import ARROW_TYPES, Mart, MartColumn


@cache
def mart_contract(mart: Mart) -> pandera.DataFrameSchema:
    """Types, required values and codes of a mart (Arrow-backed pandas dtypes), its columns complete and in order.

    Keys are compared over whole tables, by SQL (``pipelines.publication.audit``).
    """
    columns = {
        column.name: pandera.Column(
            pd.ArrowDtype(ARROW_TYPES[column.type]),
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
    return [is_one_of(allowed)] if allowed else []


def mart_violations(mart: Mart, path: Path) -> list[Violation]:
    """Count the cells of a mart's file that break its contract; at most a row group is held at a time."""
    contract = mart_contract(mart)
    texts = [column.name for column in mart.columns if column.type == "string"]
    found: Counter[tuple[str, str]] = Counter()
    with pq.ParquetFile(path, read_dictionary=texts) as file:
        groups = range(file.num_row_groups)
        witnesses = [_witnesses(contract, file.read_row_group(group)) for group in groups]
        if witnesses and violations_in(contract, pa.concat_tables(witnesses)):
            for group in groups:
                found.update(violations_in(contract, plain(file.read_row_group(group))))
    return [Violation(column, check, count) for (column, check), count in found.items() if count]


def _witnesses(contract: pandera.DataFrameSchema, rows: pa.Table) -> pa.Table:
    """A short table that breaks the contract if and only if ``rows`` does."""
    columns = zip(rows.column_names, rows.columns, strict=True)
    return side_by_side({name: witnesses_of(contract, name, column) for name, column in columns})
