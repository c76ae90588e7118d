"""What the page shows of a table or a step: column schemas, row counts, findings. Never a value of a person."""

import re
from collections.abc import Mapping, Sequence

import dagster as dg

from assets.language import texts
from schemas.arrow import typed_fields
from schemas.catalogue import load_catalogue
from schemas.marts import Mart
from schemas.model import Dataset, Field, Rule

# Definition-level: the same for every run, so not written again with each of its events.
COLUMN_SCHEMA = "dagster/column_schema"
ROW_COUNT = "dagster/row_count"
PARTITION_ROW_COUNT = "dagster/partition_row_count"

_PLACE = re.compile(r"^[^:]*\{(?:row|sheet)\}[^:]*: ")
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def _constraints(field: Field) -> dg.TableColumnConstraints:
    other = [field.code_list] if field.code_list else []
    is_nullable = field.required != "yes" or field.allows_partial_date
    return dg.TableColumnConstraints(nullable=is_nullable, other=other)


def raw_columns(dataset: Dataset) -> dg.TableSchema:
    """Every field as text, as it stands in the sheet."""
    return dg.TableSchema(
        [dg.TableColumn(field.name, "string", description=field.label(texts.language)) for field in dataset.columns]
    )


def typed_columns(dataset: Dataset) -> dg.TableSchema:
    """Every field with its type; what is personal is tagged with its sensitivity."""
    return dg.TableSchema(
        [
            dg.TableColumn(
                column.name,
                field.type if column.name == field.name else str(column.type),
                description=field.label(texts.language),
                constraints=_constraints(field),
                tags={"sensitivity": field.sensitivity} if field.is_personal else None,
            )
            for field in dataset.columns
            for column in typed_fields(field)
        ]
    )


def mart_columns(mart: Mart) -> dg.TableSchema:
    return dg.TableSchema(
        [
            dg.TableColumn(
                column.name,
                column.type,
                description=column.description(texts.language),
                constraints=dg.TableColumnConstraints(nullable=column.is_nullable),
            )
            for column in mart.columns
        ]
    )


def counts(**numbers: int) -> dict[str, int]:
    """Named numbers under their labels."""
    return {texts(f"count.{name}"): number for name, number in numbers.items()}


def outcomes(numbers: Mapping[str, int]) -> dict[str, int]:
    """How many rows of persons ended in each outcome, under their labels."""
    return {texts(f"outcome.{outcome}"): number for outcome, number in numbers.items()}


def findings_table(groups: Sequence[Mapping[str, object]]) -> dg.TableMetadataValue:
    """Rules that fired, with the number of findings and senders (see ``findings_by_rule``)."""
    names = ("severity", "rule", "dataset", "findings", "senders", "message")
    severity, rule, dataset, findings, senders, message = (texts(f"table.{name}") for name in names)
    catalogue = load_catalogue()
    records = [
        dg.TableRecord(
            {
                severity: texts(f"severity.{group['severity']}"),
                rule: str(group["rule_id"]),
                dataset: _label(str(group["dataset"])),
                findings: int(str(group["findings"])),
                senders: int(str(group["senders"])),
                message: _in_general(catalogue.rules[str(group["rule_id"])]),
            }
        )
        for group in groups
    ]
    numbers = (findings, senders)
    columns = [
        dg.TableColumn(name, "int" if name in numbers else "string")
        for name in (severity, rule, dataset, findings, senders, message)
    ]
    return dg.MetadataValue.table(records, schema=dg.TableSchema(columns))


def _label(dataset: str) -> str:
    """The label of a dataset; findings on a file as a whole belong to none."""
    known = load_catalogue().datasets.get(dataset)
    return known.label(texts.language) if known else ""


def _in_general(rule: Rule) -> str:
    """The message of a rule without the place and the values of one finding."""
    message = rule.message_vi if texts.language == "vi" else rule.message_en
    return _PLACEHOLDER.sub("…", _PLACE.sub("", message))
