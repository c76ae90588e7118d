"""Values of columns that a sheet lacks, from what an earlier submission had accepted of the same school, class, person or thing.

Who sends a column with blank cells takes its values away; who sends none says nothing about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.intake.headers import INDEX_FIELD
from pipelines.staging import Partition, Staging, typed_columns
from pipelines.validation.cells import parent_fields
from pipelines.validation.conditions import named_fields
from pipelines.validation.sql import statement
from pipelines.validation.typed_rows import SUPPLIED_FIELDS
from schemas.arrow import typed_fields, typed_schema
from schemas.catalogue import Catalogue
from schemas.model import ADMIN_LEVELS, Dataset, Field

# What tells people of one list apart besides its key.
_OF_PEOPLE = (("personal_id",), ("full_name", "birth_date", "sex_code"))
# Two that differ are two people, whatever else agrees.
_NUMBERS = ("learner_id", "personal_id")


@dataclass(frozen=True, slots=True)
class Carried:
    """Where earlier rows lie: ``parts``; and sheet_id, sequence and fields of their sheets and of those that lack some of their fields."""

    parts: tuple[str, ...]
    fields: pa.Table


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
    engine.execute(f"CREATE OR REPLACE TEMP VIEW donor AS {' UNION ALL '.join(donors)}")
    engine.execute(
        f"CREATE OR REPLACE TEMP VIEW typed AS SELECT {typed_columns(dataset, own)} FROM read_parquet({quote_text(str(own))}) AS t"
    )
    engine.execute(statement("same_rows").format(pairs=" UNION ALL ".join(_pairs(dataset))))
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


def _pairs(dataset: Dataset) -> Iterator[str]:
    """The SELECT of the pairs of rows that each way to know a row again gives, the surest first."""
    names = {field.name for field in dataset.columns}
    numbers = [f"(t.{name} = d.{name}) IS NOT FALSE" for name in _NUMBERS if name in names]
    for level, way in enumerate(_ways(dataset)):
        filled = [f"{_meant(name, 't')} = {_meant(name, 'd')}" for name in way.filled]
        blank_too = [f"t.{name} IS NOT DISTINCT FROM d.{name}" for name in map(quote_identifier, way.blank_too)]
        yield statement("pairs").format(level=level, same=" AND ".join(["TRUE", *filled, *blank_too, *numbers]))


@dataclass(frozen=True, slots=True)
class _Way:
    """Fields that must be the same for two rows to be about the same: ``filled``, or also blank in both."""

    filled: tuple[str, ...]
    blank_too: tuple[str, ...] = ()


def _ways(dataset: Dataset) -> list[_Way]:
    """By the key of the dataset, as who a person is, by what of the key must be there."""
    parts = [part.split("|") for part in dataset.key_fields if part not in SUPPLIED_FIELDS]
    whole, needed = [], []
    for key in product(*parts):
        filled = tuple(
            name
            for name, part in zip(key, parts, strict=True)
            if len(part) > 1 or dataset.field(name).required == "yes"
        )
        blank_too = tuple(name for name in key if name not in filled)
        whole.append(_Way(filled, blank_too))
        if blank_too and filled:
            needed.append(_Way(filled))
    names = {field.name for field in dataset.columns}
    return [*whole, *(_Way(way) for way in _OF_PEOPLE if names.issuperset(way)), *needed]


def _meant(name: str, row: str) -> str:
    column = f"{row}.{quote_identifier(name)}"
    return f"fold({column})" if name == "full_name" else column


def _value(catalogue: Catalogue, dataset: Dataset, field: Field, column: str) -> str:
    """What stays of a column: the value of the latest earlier row whose sheet has it, while what it belongs to is the same."""
    lacks = (
        f"NOT list_contains(t.fields, {quote_text(field.name)}) AND list_contains(d.fields, {quote_text(field.name)})"
    )
    same = [
        f"(NOT list_contains(t.fields, {quote_text(name)}) OR t.{quoted} IS NOT DISTINCT FROM d.{quoted})"
        for name in _belongs_to(catalogue, dataset)[field.name]
        for quoted in [quote_identifier(name)]
    ]
    quoted = quote_identifier(column)
    return (
        f"arg_max({{'value': d.{quoted}}}, d.sequence) FILTER (WHERE {' AND '.join([lacks, *same])}).value AS {quoted}"
    )


@cache
def _belongs_to(catalogue: Catalogue, dataset: Dataset) -> dict[str, list[str]]:
    """Field → those without which its value would be of something else: a place above or below, a name that it is of, a condition."""
    pairs: set[tuple[str, str]] = set()
    names = {field.name for field in dataset.columns}
    for field in dataset.columns:
        others = set(named_fields(field.condition)) & names
        if field.code_list and field.code_list != ADMIN_LEVELS[0]:
            others |= {parent.name for parent in parent_fields(catalogue, dataset, field)}
        if field.code_list == "grade":
            others |= {"class_code", "class_name"} & names
        subject, _, said = field.name.partition("_")
        if said != "name" and f"{subject}_name" in names:
            others.add(f"{subject}_name")
        pairs |= {(field.name, other) for other in others} | {(other, field.name) for other in others}
    return {name: sorted(other for one, other in pairs if one == name and other != name) for name in names}
