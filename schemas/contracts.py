"""What a typed row that enters the sector database must satisfy, as pandera schemas derived from the catalogue.

The contract holds for rows that no error has rejected. It repeats, from the same catalogue, what the validating SQL
enforces, so that a mistake in the SQL cannot reach a release.
"""

import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self, TypeAlias

import numpy as np
import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa
from pandera.errors import SchemaError, SchemaErrors

from schemas.arrow import typed_fields, typed_schema
from schemas.catalogue import load_catalogue
from schemas.model import ADMIN_LEVELS, Dataset, Field

_BATCH_ROWS = 200_000
_FEW_WITNESSES = 1000

Column: TypeAlias = "pa.Array[Any] | pa.ChunkedArray[Any]"


@dataclass(frozen=True, slots=True)
class Violation:
    """How many rows break one check of one column. Values are left out: they are personal data."""

    column: str
    check: str
    count: int


@cache
def typed_contract(dataset: Dataset) -> pandera.DataFrameSchema:
    """The contract of a dataset's typed columns (Arrow-backed pandas dtypes; other columns are let through)."""
    columns: dict[str, pandera.Column] = {}
    for field in dataset.columns:
        # Of a date that may be known in part, the year is what must be there.
        needed = f"{field.name}_year" if field.allows_partial_date else field.name
        for column in typed_fields(field):
            columns[column.name] = pandera.Column(
                pd.ArrowDtype(column.type),
                _checks(field) if column.name == field.name else None,
                nullable=field.required != "yes" or column.name != needed,
                title=field.label_vi,
                description=field.note_en or None,
            )
    return pandera.DataFrameSchema(columns, name=dataset.name, title=dataset.label_vi, strict=False)


def keep_contract(dataset: Dataset, tables: Iterable[pa.Table]) -> bool:
    """Whether all rows of some typed tables keep the contract of their dataset; ``violations`` counts those that do not.

    Only witnesses are looked at: those of columns with few of them together, of other columns table by table. Texts may be dictionaries.
    """
    contract = typed_contract(dataset)
    expected = {field.name: field.type for field in typed_schema(dataset) if field.name in contract.columns}
    few: dict[str, Column] = {}
    for table in tables:
        types = {field.name: _plain_type(field.type) for field in table.schema}
        if not expected.items() <= types.items():
            return False
        of_column = {name: witnesses_of(contract, name, table.column(name)) for name in contract.columns}
        many = {name: cells for name, cells in of_column.items() if len(cells) > _FEW_WITNESSES}
        if many and violations_in(_of(contract, many), side_by_side(many)):
            return False
        for name in of_column.keys() - many.keys():
            few[name] = _together([few[name]] if name in few else [], of_column[name])
    few = {name: cells for name, cells in few.items() if len(cells)}
    return not (few and violations_in(_of(contract, few), side_by_side(few)))


def violations(dataset: Dataset, table: pa.Table) -> list[Violation]:
    """Count, column by column, the rows of a typed table that break the contract of its dataset.

    A column that the table lacks counts once a row. Texts may be dictionaries. At most one batch of rows is held in pandas.
    """
    contract = typed_contract(dataset)
    missing = [name for name in contract.columns if name not in table.column_names]
    found = Counter({(name, "column_in_dataframe"): table.num_rows for name in missing})
    empty = [name for name, column in contract.columns.items() if column.nullable and _is_empty(table, name)]
    contract = contract.remove_columns(list({*missing, *empty}))
    rows = table.select(list(contract.columns))
    for start in range(0, rows.num_rows, _BATCH_ROWS):
        found.update(violations_in(contract, plain(rows.slice(start, _BATCH_ROWS))))
    return [Violation(column, check, count) for (column, check), count in found.items() if count]


def _of(contract: pandera.DataFrameSchema, columns: Iterable[str]) -> pandera.DataFrameSchema:
    """The contract of some columns (pandera's own way to choose them copies all of them, which takes as long as a check)."""
    return pandera.DataFrameSchema({name: contract.columns[name] for name in columns}, strict=False)


def _together(known: Sequence[Column], cells: Column) -> Column:
    """Witnesses of a column in several tables, each once and plain."""
    chunks = [plain(pa.Table.from_arrays([column], [""])).column(0).combine_chunks() for column in (*known, cells)]
    return pa.concat_arrays(chunks).unique()


def witnesses_of(contract: pandera.DataFrameSchema, name: str, column: Column) -> Column:
    """Cells that break the contract if and only if some cell of the column does.

    A column breaks it by its name or type, by one null or by one value that is not allowed: of a column with checks
    every distinct value is kept, of any other one cell, a null if there is any.
    """
    if name in contract.columns and contract.columns[name].checks:
        return column.unique()
    return (column.filter(column.is_null()) if column.null_count else column).slice(0, 1)


def side_by_side(columns: Mapping[str, Column]) -> pa.Table:
    """A table of columns of any length: the shorter ones repeat their first cell."""
    positions = np.arange(max(len(column) for column in columns.values()))
    repeated = [column.take(np.where(positions < len(column), positions, 0)) for column in columns.values()]
    return plain(pa.Table.from_arrays(repeated, list(columns)))


def plain(rows: pa.Table) -> pa.Table:
    """The same rows without dictionaries."""
    types = (_plain_type(field.type) for field in rows.schema)
    return rows.cast(pa.schema(zip(rows.column_names, types, strict=True)))


def _plain_type(type_: pa.DataType) -> pa.DataType:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def _checks(field: Field) -> list[pandera.Check]:
    """One failing value is enough for pandera to keep: the counts come from the checks' answers."""
    checks = []
    if field.code_list:
        checks.append(is_one_of(codes_of(field.code_list)))
    if field.max_length is not None:
        checks.append(pandera.Check.str_length(max_value=field.max_length, n_failure_cases=1))
    if field.minimum is not None:
        checks.append(pandera.Check.ge(field.minimum, n_failure_cases=1))
    if field.maximum is not None:
        checks.append(pandera.Check.le(field.maximum, n_failure_cases=1))
    if field.pattern and not field.code_list and not {field.name, field.type} & _forms_under_query():
        checks.append(pandera.Check(_matches(field.pattern), name="pattern", n_failure_cases=1))
    return checks


def is_one_of(allowed: Sequence[str]) -> pandera.Check:
    """Like ``Check.isin``, whose values pandera copies one by one with every schema that has the column."""
    return pandera.Check(_IsOneOf(allowed), name="isin", n_failure_cases=1)


class _IsOneOf:
    """Whether each value is allowed; it never changes, so its copies are itself."""

    def __init__(self, allowed: Sequence[str]) -> None:
        self.allowed = allowed

    def __call__(self, values: "pd.Series[str]") -> "pd.Series[bool]":
        return values.isin(self.allowed)

    def __deepcopy__(self, _known: dict[int, object]) -> Self:
        return self


class _matches:
    """Whether the text of each value fits a pattern; numbers (years) are compared as they are written."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __call__(self, values: "pd.Series[str]") -> "pd.Series[bool]":
        return values.astype(pd.ArrowDtype(pa.string())).str.match(self.pattern)


@cache
def _forms_under_query() -> frozenset[str]:
    """Fields and types whose form a query judges, so that other forms are accepted (old phone and card numbers)."""
    queries = (r for r in load_catalogue().rules.values() if r.level == "cell" and r.severity == "query")
    return frozenset(field for rule in queries for field in rule.fields)


def codes_of(code_list: str) -> list[str]:
    catalogue = load_catalogue()
    if code_list in ADMIN_LEVELS:
        return sorted({unit.code for unit in catalogue.admin_units if unit.level == code_list})
    return [code.code for code in catalogue.code_lists[code_list]]


def _is_empty(table: pa.Table, name: str) -> bool:
    return name in table.column_names and table.column(name).null_count == table.num_rows


def violations_in(contract: pandera.DataFrameSchema, rows: pa.Table) -> Counter[tuple[str, str]]:
    try:
        with warnings.catch_warnings():
            # pandera joins the failure cases of columns of all types; they are not used.
            warnings.simplefilter("ignore", FutureWarning)
            contract.validate(rows.to_pandas(types_mapper=pd.ArrowDtype), lazy=True)
    except SchemaErrors as errors:
        counts: Counter[tuple[str, str]] = Counter()
        for error in errors.schema_errors:
            check = getattr(error.check, "name", None) or str(error.check)
            counts[str(error.column_name), check] += _failing_rows(error, rows.num_rows)
        return counts
    return Counter()


def _failing_rows(error: SchemaError, rows: int) -> int:
    if error.check_output is not None:
        return int((~error.check_output).sum())
    if isinstance(error.failure_cases, pd.DataFrame):
        return len(error.failure_cases)
    return rows  # the check itself could not run, for example on a column of another type
