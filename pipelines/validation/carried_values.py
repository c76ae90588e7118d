"""Values of columns that a sheet lacks, from what an earlier submission had accepted of the same school, class, person or thing.

Who sends a column with blank cells takes its values away; who sends none says nothing about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.intake.headers import INDEX_FIELD
from pipelines.staging import Partition, Staging, typed_columns
from pipelines.validation.same_rows import pairs
from pipelines.validation.sql import statement
from pipelines.validation.typed_rows import SUPPLIED_FIELDS
from pipelines.validation.value_groups import belongs_to
from schemas.arrow import typed_fields, typed_schema
from schemas.catalogue import Catalogue
from schemas.model import Dataset, Field


@dataclass(frozen=True, slots=True)
class Carried:
    """Where earlier rows lie: ``parts``; and sheet_id, sequence and fields of their sheets and of those that lack some of their fields.

    ``spoiled``: row_id of the rows of which no value stays, because one kept the row out.
    """

    parts: tuple[str, ...]
    fields: pa.Table
    spoiled: pa.Table


def carry_over(
    engine: Engine, catalogue: Catalogue, dataset: Dataset, carried: Carried, earlier: "EarlierRows", path: Path
) -> bool:
    """Write a typed part anew with the values that stay. Answers whether there may be some: then table ``carried`` has them by row_id."""
    donors = list(earlier.selects(dataset, carried.parts))
    if not donors:
        return False
    own = path.with_name(f".{path.name}.own")
    path.replace(own)
    engine.bind_arrow("sheet_fields", carried.fields)
    engine.bind_arrow("spoiled_row", carried.spoiled)
    engine.execute(f"CREATE OR REPLACE TEMP VIEW donor AS {' UNION ALL '.join(donors)}")
    engine.execute(
        f"CREATE OR REPLACE TEMP VIEW typed AS SELECT {typed_columns(dataset, own)} FROM read_parquet({quote_text(str(own))}) AS t"
    )
    engine.execute(statement("same_rows").format(pairs=" UNION ALL ".join(pairs(dataset))))
    columns = {column.name: field for field in _may_stay(dataset) for column in typed_fields(field)}
    values = [_value(catalogue, dataset, field, column) for column, field in columns.items()]
    engine.execute(statement("carried").format(values=",\n    ".join(values)))
    of_donors = set(pc.list_flatten(carried.fields["fields"]).unique().to_pylist())
    held = {*pq.read_schema(own).names, *(name for name, field in columns.items() if field.name in of_donors)}
    listed = [
        f"coalesce(t.{name}, c.{name}) AS {name}" if column.name in columns else f"t.{name}"
        for column in typed_schema(dataset)
        if column.name in held
        for name in [quote_identifier(column.name)]
    ]
    filled = (
        f"SELECT {', '.join(listed)} FROM typed AS t LEFT JOIN carried AS c ON c.row_id = t.row_id ORDER BY t.row_id"
    )
    engine.write_parquet(filled, path, "lz4")
    own.unlink()
    is_filled = " OR ".join(f"{quote_identifier(column)} IS NOT NULL" for column in columns)
    engine.execute(f"INSERT INTO carried_row SELECT row_id FROM carried WHERE {is_filled}")
    return True


def carried_columns(dataset: Dataset) -> str:
    """The SELECT of the columns of which values stayed (FIL032), a row a sheet."""
    counted = " UNION ALL ".join(
        f"SELECT place_sheet(row_id) AS sheet_id, {quote_text(field.name)} AS field, {number} AS number "
        f"FROM carried WHERE {_is_filled(field)}"
        for number, field in enumerate(_may_stay(dataset))
    )
    return statement("carried_columns").format(counted=counted, dataset=quote_text(dataset.name))


@dataclass(frozen=True, slots=True)
class EarlierRows:
    """The rows of earlier submissions that lie in parts which were validated for their sake."""

    staging: Staging
    partition: Partition

    def selects(self, dataset: Dataset, parts: tuple[str, ...]) -> Iterator[str]:
        """The SELECT of the rows of each part that no error rejected."""
        for part in parts:
            typed, outcomes = (
                self.staging.part(kind, self.partition, part, dataset.name) for kind in ("typed", "outcomes")
            )
            if typed.exists():
                yield (
                    f"SELECT {typed_columns(dataset, typed)} FROM read_parquet({quote_text(str(typed))}) AS t "
                    f"ANTI JOIN (SELECT row_id FROM read_parquet({quote_text(str(outcomes))}) WHERE outcome = 'rejected') AS o "
                    "ON o.row_id = t.row_id"
                )


def _may_stay(dataset: Dataset) -> list[Field]:
    return [field for field in dataset.columns if field.name not in {*SUPPLIED_FIELDS, INDEX_FIELD}]


def _is_filled(field: Field) -> str:
    return " OR ".join(f"{quote_identifier(column.name)} IS NOT NULL" for column in typed_fields(field))


def _value(catalogue: Catalogue, dataset: Dataset, field: Field, column: str) -> str:
    """What stays of a column: the value of the latest earlier row whose sheet has it, while what it belongs to is the same."""
    lacks = (
        f"NOT list_contains(t.fields, {quote_text(field.name)}) AND list_contains(d.fields, {quote_text(field.name)})"
    )
    same = [
        f"(NOT list_contains(t.fields, {quote_text(name)}) OR t.{quoted} IS NOT DISTINCT FROM d.{quoted})"
        for name in belongs_to(catalogue, dataset)[field.name]
        for quoted in [quote_identifier(name)]
    ]
    quoted = quote_identifier(column)
    return (
        f"arg_max({{'value': d.{quoted}}}, d.sequence) FILTER (WHERE {' AND '.join([lacks, *same])}).value AS {quoted}"
    )
