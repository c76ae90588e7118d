"""A small bench on which one rule runs over typed rows given as dictionaries."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.engine import Engine, quote_identifier, sql_type
from pipelines.periods import Period
from pipelines.validation.classes import count_classes, place_students
from pipelines.validation.messages import tell_findings
from pipelines.validation.presence import choose_lists, create_present_school, note_present_schools
from pipelines.validation.reference import bind_reference
from pipelines.validation.results import find_learners, prepare
from pipelines.validation.rules import add_findings, create_finding, load_statements
from pipelines.validation.sql import statement
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue

SCHOOL = "79760501"
Row = dict[str, Any]


# Tables that rules read besides the rows, by the datasets that they are made from.
_MADE_FROM = {
    place_students: {"class", "student"},
    count_classes: {"class", "student"},
    find_learners: {"student", "result"},
}


@cache
def _empty_engine(period: str) -> Engine:
    """Kept until the tests end: binding the reference data takes longer than most rules."""
    catalogue = load_catalogue()
    engine = Engine(Path(tempfile.gettempdir()), memory=500, threads=1)
    bind_reference(engine, catalogue, Period.parse(period))
    create_finding(engine, catalogue)
    engine.execute("CREATE TABLE rejected_row (row_id BIGINT)")
    engine.execute("CREATE TABLE exempt_row (row_id BIGINT)")
    create_present_school(engine)
    sheets, letters = [], []
    for sheet_id, dataset in enumerate(catalogue.datasets.values(), 1):
        _create(engine, dataset.name, typed_schema(dataset))
        engine.execute(
            f"CREATE TEMP VIEW accepted_{dataset.name} AS SELECT * FROM {dataset.name} ANTI JOIN rejected_row USING (row_id)"
        )
        sheets.append(
            {
                "sheet_id": sheet_id,
                "submission_id": "s1",
                "sender_code": SCHOOL,
                "file": f"{dataset.name}.xlsx",
                "sheet": dataset.sheet_vi,
                "dataset": dataset.name,
                "layout_id": dataset.name,
                "header_row": 1,
                "received_on": date(2025, 10, 5),
                "sequence": 1,
            }
        )
        letters += [
            {"layout_id": dataset.name, "field": field.name, "letter": f"C{i}"}
            for i, field in enumerate(dataset.columns)
        ]
    engine.bind_arrow("sheet", pa.Table.from_pylist(sheets))
    for name in ("standing_sheet", "other_row", "repeated_row", "unread_row"):
        engine.execute(statement(name))
    engine.bind_arrow("column_letter", pa.Table.from_pylist(letters))
    _create(engine, "register", _REGISTER)
    _create(engine, "learner_register", _PERSONS)
    _create(engine, "staff_register", _PERSONS)
    choose_lists(engine)
    for make in _MADE_FROM:
        make(engine)
    return engine


@contextmanager
def _engine_of(period: str) -> Iterator[Engine]:
    """An engine to which nobody handed in anything; what is handed in within the block is taken back at its end."""
    engine = _empty_engine(period)
    engine.execute("BEGIN")
    try:
        yield engine
    finally:
        engine.execute("ROLLBACK")


def findings_of(
    rule_id: str,
    period: str = "2025-2026-dau-nam",
    register: list[Row] | None = None,
    learners: list[Row] | None = None,
    staff_members: list[Row] | None = None,
    registry_is_filling: bool = True,
    **datasets: list[Row],
) -> list[Row]:
    """Run one rule over rows of ``datasets`` (missing fields are NULL) and answer its findings.

    Row n of a dataset stands in Excel row n + 2 of a sheet of its own; ``register`` is the register of schools,
    ``learners`` and ``staff_members`` the registers of persons.
    """
    catalogue = load_catalogue()
    sheet_ids = {name: sheet_id for sheet_id, name in enumerate(catalogue.datasets, 1)}
    with _engine_of(period) as engine:
        for name, rows in datasets.items():
            schema = typed_schema(catalogue.datasets[name])
            unknown = {field for row in rows for field in row} - set(schema.names)
            assert not unknown, f"{name} has no {unknown}"
            own = {"sender_code": SCHOOL, "school_code": SCHOOL, "school_year": 2025}
            filled = [{"row_id": sheet_ids[name] * 2**21 + n + 2} | own | row for n, row in enumerate(rows)]
            _insert(engine, name, filled, schema)
        _insert(engine, "register", register or [], _REGISTER)
        _insert(engine, "learner_register", learners or [], _PERSONS)
        _insert(engine, "staff_register", staff_members or [], _PERSONS)
        engine.execute("SET VARIABLE registry_is_filling = $is_filling", {"is_filling": registry_is_filling})
        for make, sources in _MADE_FROM.items():
            if sources & datasets.keys():
                make(engine)
        for name in datasets:
            note_present_schools(engine, name)
            prepare(engine, name)
        chosen = [s for s in load_statements(catalogue) if s.rule.id == rule_id and s.dataset in datasets]
        assert chosen, f"no statement for {rule_id} in {sorted(datasets)}"
        for statement in chosen:
            engine.execute(f"CREATE OR REPLACE TEMP VIEW this AS SELECT * FROM {statement.dataset}")
            add_findings(engine, statement.rule, statement.dataset, statement.select)
        tell_findings(engine, catalogue)
        return engine.arrow(
            "SELECT *, place_row(row_id) AS excel_row FROM told_finding ORDER BY dataset, row_id, field"
        ).to_pylist()


def _texts(*names: str) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in names])


_REGISTER = _texts(
    "school_code", "name", "level_group_code", "province_code", "ward_code", "first_period", "last_period"
)
_PERSONS = _texts(
    "person_id",
    "scheme",
    "folded_name",
    "birth_date",
    "sex_code",
    "personal_id",
    "folded_mother_name",
    "first_period",
    "superseded_by_id",
)


def _create(engine: Engine, name: str, schema: pa.Schema) -> None:
    columns = ", ".join(f"{quote_identifier(column.name)} {sql_type(column.type)}" for column in schema)
    engine.execute(f"CREATE TABLE {name} ({columns})")


def _insert(engine: Engine, name: str, rows: list[Row], schema: pa.Schema) -> None:
    if rows:
        engine.bind_arrow("given", pa.Table.from_pylist(rows, schema=schema))
        engine.execute(f"INSERT INTO {name} BY NAME FROM given")
