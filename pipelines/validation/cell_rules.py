"""Rules on the cells of a row (FLD, and FIL rules on cells), compiled from the catalogue.

Each function answers pairs of a rule id and the SELECT of the places where it fires. They read the typed rows (view ``this``) and
``finding`` as filled so far.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.validation.conditions import condition_sql, condition_words
from pipelines.validation.raw_rows import RawRows
from pipelines.validation.sql import statement
from pipelines.validation.typed_rows import SUPPLIED_FIELDS
from schemas.catalogue import Catalogue, read_rows
from schemas.model import LANGUAGES, Dataset, Field

Places = Iterator[tuple[str, str]]


def add_noted_cells(engine: Engine, dataset: Dataset) -> None:
    """What is wrong with single cells, and what was mended in them, as findings (from ``noted_cell``); and exempt rows."""
    engine.execute(statement("exempt_rows"))
    engine.execute(statement("cell_findings"), {"dataset": dataset.name})
    engine.execute(statement("repair_findings"), {"dataset": dataset.name})


def impossible_numbers(dataset: Dataset) -> Places:
    """Personal numbers that a zero in front does not make right; before what was mended is told."""
    if dataset.name in ("student", "staff"):
        yield "IDN001", statement("impossible_numbers")


def suspicious_cells(engine: Engine, catalogue: Catalogue, rows: RawRows, census_date: date) -> Places:
    """Rules on single typed cells. One scan keeps the rows that any of them may fire on and says which do."""
    checks = [*_future_dates(rows), *_missing_cells(catalogue, rows, census_date)]
    dates = sorted({quote_identifier(check.field) for check in checks if check.rule_id == "FLD005"})
    flags = [f"({check.fires}) AS fires_{n}" for n, check in enumerate(checks)]
    suspicions = " OR ".join(f"({check.fires})" for check in checks)
    engine.execute(
        f"CREATE OR REPLACE TEMP TABLE suspect AS SELECT {', '.join(['row_id', *dates, *flags])} FROM this WHERE {suspicions}"
    )
    fired = engine.rows(f"SELECT {', '.join(f'bool_or(fires_{n})' for n, _ in enumerate(checks))} FROM suspect")[0]
    for n, (check, has_fired) in enumerate(zip(checks, fired, strict=True)):
        if has_fired:
            answers = ", ".join(["row_id", f"{quote_text(check.field)} AS field", *check.answers])
            yield check.rule_id, f"SELECT {answers} FROM suspect WHERE fires_{n} AND {check.provided}"


@dataclass(frozen=True, slots=True)
class _Check:
    """A rule on one field: the predicate that fires it, what it answers, and what must hold besides (dearer to look up)."""

    rule_id: str
    field: str
    fires: str
    answers: tuple[str, ...]
    provided: str = "TRUE"


def _future_dates(rows: RawRows) -> Iterator[_Check]:
    """Past events dated after the day of submission (FLD005)."""
    for field in rows.resolved_fields:
        if field.type == "date" and field.is_past_event:
            column = quote_identifier(field.name)
            yield _Check(
                "FLD005",
                field.name,
                f"{column} > (SELECT min(received_on) FROM sheet)",
                (f"show_date({column}) AS value",),
                f"{column} > (SELECT s.received_on FROM sheet AS s WHERE s.sheet_id = place_sheet(suspect.row_id))",
            )


def _missing_cells(catalogue: Catalogue, rows: RawRows, census_date: date) -> Iterator[_Check]:
    """Required fields that are blank (FLD001), always or under their condition (FLD002)."""
    covered = {(row["dataset"], row["name"]) for row in read_rows("covered_conditions.csv")}
    for field in (field for field in rows.dataset.columns if field.validity.covers(census_date)):
        blank, nothing = _blank(field), ("NULL AS value",)
        if field.required == "yes" and field.name == "school_code":
            yield _Check("FLD001", field.name, blank, nothing, _unexplained(field))
        elif field.required == "yes" and field.name in rows.present and field.name not in SUPPLIED_FIELDS:
            yield _Check("FLD001", field.name, blank, nothing, f"{_unexplained(field)} AND {_sheet_has(field)}")
        elif field.required == "conditional" and (field.dataset, field.name) not in covered:
            words = [
                f"{quote_text(condition_words(catalogue, rows.dataset, field.condition, language))} AS condition_{language}"
                for language in LANGUAGES
            ]
            fires = f"{blank} AND ({condition_sql(rows.dataset, field.condition)})"
            yield _Check("FLD002", field.name, fires, (*nothing, *words), _unexplained(field))


def _blank(field: Field) -> str:
    column = quote_identifier(field.name)
    return f"{column} IS NULL" + (
        f" AND {quote_identifier(field.name + '_partial')} IS NULL" if field.allows_partial_date else ""
    )


def _unexplained(field: Field) -> str:
    """No other finding says why the field is blank: at the cell, or of a misplaced column (FIL013)."""
    name = quote_text(field.name)
    return (
        f"row_id NOT IN (SELECT row_id FROM finding WHERE field = {name}) "
        f"AND place_sheet(row_id) NOT IN (SELECT sheet_id FROM misplaced_column WHERE field = {name})"
    )


def _sheet_has(field: Field) -> str:
    """A column that the sheet lacks altogether is told once, by FIL010."""
    return (
        "place_sheet(row_id) IN (SELECT s.sheet_id FROM sheet AS s JOIN column_letter AS l "
        f"ON l.layout_id = s.layout_id AND l.field = {quote_text(field.name)})"
    )
