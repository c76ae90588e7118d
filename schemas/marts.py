"""The marts, described once in ``marts/*.csv``: tables, columns, groups of codes and indicators.

From here come the order and types of the columns, the comments in DuckDB, the audit's expectations, the pages of
documentation and the columns that Dagster shows.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import pyarrow as pa

from schemas.arrow import typed_fields
from schemas.catalogue import Catalogue, load_catalogue
from schemas.model import Field, Language

MARTS = Path(__file__).parent / "marts"

MartSchema = Literal["marts", "restricted"]
ColumnType = Literal["string", "integer", "decimal", "boolean", "date"]

ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_TYPE_OF_ARROW = {type_: name for name, type_ in ARROW_TYPES.items()}


@dataclass(frozen=True, slots=True)
class MartColumn:
    """One column of a mart.

    ``values`` are the words it may hold where no code list says so; ``references`` is (table, column) of the dimension
    in which each value must be found.
    """

    name: str
    type: ColumnType
    is_nullable: bool
    code_list: str
    values: tuple[str, ...]
    references: tuple[str, str] | None
    label_vi: str
    label_en: str
    note_vi: str
    note_en: str

    def description(self, language: Language) -> str:
        """The label and, where there is one, the note."""
        label, note = (self.label_vi, self.note_vi) if language == "vi" else (self.label_en, self.note_en)
        return f"{label}. {note}" if note else label


@dataclass(frozen=True, slots=True)
class Mart:
    """One table of a release. Rows are unique by ``key``; files are written in the order of ``order``.

    ``personal_dataset`` is the dataset whose personal fields the table holds, "" where it holds none. ``dataset`` is the one
    without whose rows the table is empty, "" where there is no such.
    """

    schema: MartSchema
    name: str
    label_vi: str
    label_en: str
    row_vi: str
    row_en: str
    key: tuple[str, ...]
    order: tuple[str, ...]
    personal_dataset: str
    dataset: str
    columns: tuple[MartColumn, ...]

    @property
    def is_restricted(self) -> bool:
        return self.schema == "restricted"

    def column(self, name: str) -> MartColumn:
        return next(column for column in self.columns if column.name == name)

    def description(self, language: Language) -> str:
        return f"{self.label_vi}: {self.row_vi}." if language == "vi" else f"{self.label_en}: {self.row_en}."


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """A code that belongs to a named group, such as the statuses of a learner who counts as active."""

    group: str
    list: str
    code: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of ``agg_indicator``. Cells about fewer than ``minimum_persons`` persons are suppressed."""

    name: str
    label_vi: str
    label_en: str
    unit: str
    minimum_persons: int


def read_mart_rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of one file of ``marts/`` as dictionaries of text."""
    with (MARTS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _column(row: dict[str, str], catalogue: Catalogue) -> MartColumn:
    """A described column; labels and code list that are not given are those of its ministry field."""
    label_vi, label_en, code_list = row["label_vi"], row["label_en"], row["code_list"]
    if row["field"]:
        field = catalogue.field(*row["field"].split("."))
        is_label = row["column"].endswith("_label")
        label_vi = label_vi or (f"{field.label_vi} (tên)" if is_label else field.label_vi)
        label_en = label_en or (f"{field.label_en} (label)" if is_label else field.label_en)
        code_list = code_list or ("" if is_label else field.code_list)
    table, _, column = row["references"].partition(".")
    return MartColumn(
        name=row["column"],
        type=row["type"],  # type: ignore[arg-type]  # checked by tests/schemas
        is_nullable=row["nullable"] == "yes",
        code_list=code_list,
        values=tuple(row["values"].split()),
        references=(table, column) if table else None,
        label_vi=label_vi,
        label_en=label_en,
        note_vi=row["note_vi"],
        note_en=row["note_en"],
    )


def _personal_columns(fields: tuple[Field, ...]) -> Iterator[MartColumn]:
    """The columns of the personal fields of a dataset, as the staging files type them."""
    for field in fields:
        if field.is_personal:
            for typed in typed_fields(field):
                yield MartColumn(
                    name=typed.name,
                    type=_TYPE_OF_ARROW[typed.type],
                    is_nullable=True,
                    code_list=field.code_list if typed.name == field.name else "",
                    values=(),
                    references=None,
                    label_vi=field.label_vi,
                    label_en=field.label_en,
                    note_vi="",
                    note_en="",
                )


def arrow_schema(mart: Mart) -> pa.Schema:
    return pa.schema([(column.name, ARROW_TYPES[column.type]) for column in mart.columns])


def load_mart(name: str) -> Mart:
    return next(mart for mart in load_marts() if mart.name == name)


@cache
def load_marts() -> tuple[Mart, ...]:
    """Every table of a release, in the order in which they are built (a mart reads only those before it)."""
    catalogue = load_catalogue()
    columns: dict[str, list[MartColumn]] = {}
    for row in read_mart_rows("columns.csv"):
        columns.setdefault(row["table"], []).append(_column(row, catalogue))
    marts = []
    for row in read_mart_rows("tables.csv"):
        personal = row["personal_fields_of"]
        if personal:
            columns[row["table"]] += _personal_columns(catalogue.datasets[personal].columns)
        key = tuple(row["key_columns"].split())
        marts.append(
            Mart(
                schema=row["schema"],  # type: ignore[arg-type]
                name=row["table"],
                label_vi=row["label_vi"],
                label_en=row["label_en"],
                row_vi=row["row_vi"],
                row_en=row["row_en"],
                key=key,
                order=tuple(row["order_columns"].split()) or key,
                personal_dataset=personal,
                dataset=row["rows_of"] or "",
                columns=tuple(columns[row["table"]]),
            )
        )
    return tuple(marts)


@cache
def load_code_groups() -> tuple[CodeGroup, ...]:
    return tuple(CodeGroup(row["code_group"], row["list"], row["code"]) for row in read_mart_rows("code_groups.csv"))


@cache
def load_indicators() -> tuple[Indicator, ...]:
    return tuple(
        Indicator(row["indicator"], row["label_vi"], row["label_en"], row["unit"], int(row["minimum_persons"]))
        for row in read_mart_rows("indicators.csv")
    )


@dataclass(frozen=True, slots=True)
class Plausibility:
    """Between which figures a measure of a province and period is plausible (both bounds included, None: open).

    ``severity``: critical fails the audit, warning is shown in its page.
    """

    measure: str
    minimum: float | None
    maximum: float | None
    severity: Literal["critical", "warning"]
    label_vi: str
    label_en: str


@cache
def load_plausibility() -> tuple[Plausibility, ...]:
    return tuple(
        Plausibility(
            measure=row["measure"],
            minimum=float(row["minimum"]) if row["minimum"] else None,
            maximum=float(row["maximum"]) if row["maximum"] else None,
            severity=row["severity"],  # type: ignore[arg-type]  # checked by tests/marts
            label_vi=row["label_vi"],
            label_en=row["label_en"],
        )
        for row in read_mart_rows("plausibility.csv")
    )


@cache
def load_audit_texts() -> dict[str, dict[str, str]]:
    """Check → its texts (message_vi, message_en, fix_vi, fix_en) with their {placeholders}."""
    return {row.pop("check"): row for row in read_mart_rows("audit_texts.csv")}
