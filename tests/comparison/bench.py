"""A small bench on which one rule compares rows given as dictionaries, of this collection and of earlier ones."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.comparison.bind import bind_facts
from pipelines.comparison.compare import RULES
from pipelines.comparison.earlier import ROLES, Role, compared_periods
from pipelines.comparison.rows import COMPARED_DATASETS, compared_schema
from pipelines.engine import Engine
from pipelines.periods import Period
from pipelines.validation.messages import tell_findings
from pipelines.validation.rules import add_findings, statements_in
from schemas.catalogue import load_catalogue

HERE, THERE = "79760501", "01000502"
NAMES = {HERE: "Trường THCS Kim Đồng", THERE: "Trường THCS Lê Lợi"}
Row = dict[str, Any]
_COUNTED = {
    "dataset": pa.string(),
    "school_code": pa.string(),
    "sender_code": pa.string(),
    "first_row": pa.int64(),
    "field": pa.string(),
    "rows": pa.int64(),
    "filled": pa.int64(),
}


@cache
def _engine() -> Engine:
    """Kept until the tests end: to begin takes it a third of a comparison."""
    return Engine(Path(tempfile.gettempdir()), memory=500, threads=1)


@contextmanager
def kept_engine() -> Iterator[Engine]:
    """An engine from which everything is taken back at the end of the block."""
    engine = _engine()
    engine.execute("BEGIN")
    try:
        yield engine
    finally:
        engine.execute("ROLLBACK")


def compare(
    rule_id: str,
    period: str = "2025-2026-dau-nam",
    before: Sequence[str] = (),
    register: Sequence[Row] = (),
    counted: Sequence[Row] = (),
    counted_last: Sequence[Row] = (),
    repeated: Sequence[tuple[str, str]] = (),
    **rows: list[Row],
) -> list[Row]:
    """Run one rule and answer its findings in the order of places.

    ``rows``: by dataset (``student``) or role and dataset (``last_student``); row n of a school stands in Excel row n + 2 of a sheet of
    its own. ``before``: the collections that were validated before; ``repeated``: learner and grade of earlier repeated years.
    """
    catalogue = load_catalogue()
    collection = Period.parse(period)
    with kept_engine() as engine:
        sheets: list[Row] = []
        for dataset in COMPARED_DATASETS:
            for role in ("", *ROLES):
                name = f"{role}_{dataset}" if role else dataset
                placed = _placed(rows.pop(name, []), dataset, sheets, is_present=not role)
                engine.bind_arrow(name, pa.Table.from_pylist(placed, schema=compared_schema(dataset)))
        assert not rows, f"nobody reads {sorted(rows)}"
        engine.bind_arrow("register", _register(register))
        engine.bind_arrow("counted_now", _counted(counted))
        engine.bind_arrow("counted_last", _counted(counted_last))
        engine.execute("CREATE TABLE repeated_year (learner_id VARCHAR, grade_code VARCHAR)")
        for learner_id, grade_code in repeated:
            engine.execute("INSERT INTO repeated_year VALUES ($id, $grade)", {"id": learner_id, "grade": grade_code})
        roles: dict[Role, Period] = compared_periods(collection, [Period.parse(name) for name in before])
        bind_facts(engine, collection, roles)
        engine.bind_arrow("sheet", pa.Table.from_pylist(sheets or [_sheet(1, "student", HERE)]))
        letters = [("student", "learner_id", "A")]
        engine.bind_arrow(
            "column_letter",
            pa.table(dict(zip(("layout_id", "field", "letter"), zip(*letters, strict=True), strict=True))),
        )
        for asked in statements_in(RULES, catalogue):
            if asked.rule.id == rule_id:
                engine.execute("SET VARIABLE this_dataset = $dataset", {"dataset": asked.dataset})
                add_findings(engine, asked.rule, asked.dataset, asked.select)
        tell_findings(engine, catalogue)
        found: list[Row] = engine.arrow(
            "SELECT t.*, s.sender_code, place_row(row_id) AS excel_row FROM told_finding AS t "
            "JOIN sheet AS s ON s.sheet_id = place_sheet(row_id) ORDER BY row_id, field, value"
        ).to_pylist()
        return found


def places(findings: list[Row]) -> list[tuple[str, int]]:
    """Who is told, and in which row."""
    return [(f["sender_code"], f["excel_row"]) for f in findings]


def _placed(rows: list[Row], dataset: str, sheets: list[Row], *, is_present: bool) -> list[Row]:
    placed = []
    for number, row in enumerate(rows):
        school = row.get("school_code", HERE)
        sender = row.get("sender_code", school)
        sheet = next((s for s in sheets if (s["dataset"], s["sender_code"]) == (dataset, sender)), None)
        if sheet is None and is_present:
            sheet = _sheet(len(sheets) + 1, dataset, sender)
            sheets.append(sheet)
        sheet_id = sheet["sheet_id"] if sheet and is_present else 1000
        excel_row = number + 2
        if is_present:
            excel_row = 2 + sum(p["sender_code"] == sender for p in placed)
        own = {
            "row_id": sheet_id * 2**21 + excel_row,
            "sender_code": sender,
            "school_code": school,
            "is_accepted": True,
        }
        unknown = row.keys() - set(compared_schema(dataset).names)
        assert not unknown, f"{dataset} is not compared by {unknown}"
        placed.append(own | row)
    return placed


def _sheet(sheet_id: int, dataset: str, sender: str) -> Row:
    return {
        "sheet_id": sheet_id,
        "dataset": dataset,
        "sender_code": sender,
        "layout_id": dataset,
        "file": "f",
        "sheet": "s",
    }


def _register(rows: Sequence[Row]) -> pa.Table:
    names = ["school_code", "name", "level_group_code", "province_code", "ward_code", "first_period", "last_period"]
    said = {"ward_code": "", "first_period": "2025-2026-dau-nam"}
    known = [{"school_code": code, "name": name} | said for code, name in NAMES.items()]
    told = [row for row in known if row["school_code"] not in {r["school_code"] for r in rows}]
    return pa.Table.from_pylist([*told, *rows], schema=pa.schema([(name, pa.string()) for name in names]))


def _counted(rows: Sequence[Row]) -> pa.Table:
    filled = [
        {"dataset": "student", "school_code": HERE, "sender_code": HERE, "first_row": 2**21 + 2} | row for row in rows
    ]
    return pa.Table.from_pylist(filled, schema=pa.schema(_COUNTED))
