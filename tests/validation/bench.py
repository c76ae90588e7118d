"""A small bench on which one rule runs over typed rows given as dictionaries."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.engine import Engine
from pipelines.periods import Period
from pipelines.validation.classes import count_classes, place_students
from pipelines.validation.messages import tell_findings
from pipelines.validation.reference import bind_reference
from pipelines.validation.results import find_learners, prepare
from pipelines.validation.rules import add_findings, create_finding, load_statements
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue

SCHOOL = "79760501"
Row = dict[str, Any]


def findings_of(
    rule_id: str,
    folder: Path,
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
    with Engine(folder, memory=500, threads=1) as engine:
        bind_reference(engine, catalogue, Period.parse(period))
        create_finding(engine, catalogue)
        engine.execute("CREATE TABLE rejected_row (row_id BIGINT)")
        engine.execute("CREATE TABLE exempt_row (row_id BIGINT)")
        sheets, letters = [], []
        for sheet_id, dataset in enumerate(catalogue.datasets.values(), 1):
            rows = datasets.get(dataset.name, [])
            schema = typed_schema(dataset)
            unknown = {name for row in rows for name in row} - set(schema.names)
            assert not unknown, f"{dataset.name} has no {unknown}"
            filled = [
                {"row_id": sheet_id * 2**21 + n + 2, "sender_code": SCHOOL, "school_code": SCHOOL, "school_year": 2025}
                | row
                for n, row in enumerate(rows)
            ]
            engine.bind_arrow(dataset.name, pa.Table.from_pylist(filled, schema=schema))
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
                }
            )
            letters += [
                {"layout_id": dataset.name, "field": field.name, "letter": f"C{i}"}
                for i, field in enumerate(dataset.columns)
            ]
        engine.bind_arrow("sheet", pa.Table.from_pylist(sheets))
        engine.bind_arrow("column_letter", pa.Table.from_pylist(letters))
        engine.bind_arrow("register", _register(register or []))
        engine.bind_arrow("learner_register", _persons(learners or []))
        engine.bind_arrow("staff_register", _persons(staff_members or []))
        engine.execute("SET VARIABLE registry_is_filling = $is_filling", {"is_filling": registry_is_filling})
        place_students(engine)
        count_classes(engine)
        find_learners(engine)
        for name in datasets:
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


def _register(rows: list[Row]) -> pa.Table:
    names = ["school_code", "name", "level_group_code", "province_code", "ward_code", "first_period", "last_period"]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in names]))


def _persons(rows: list[Row]) -> pa.Table:
    names = [
        "person_id",
        "scheme",
        "folded_name",
        "birth_date",
        "sex_code",
        "personal_id",
        "folded_mother_name",
        "first_period",
    ]
    schema = pa.schema([(name, pa.string()) for name in [*names, "superseded_by_id"]])
    return pa.Table.from_pylist(rows, schema=schema)
