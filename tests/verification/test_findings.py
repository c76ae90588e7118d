"""What the population register says against rows, told to the school."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.engine import Engine
from pipelines.identity.identify import identify_partition
from pipelines.in_force import bind_in_force
from pipelines.periods import Period
from pipelines.staging import Staging
from pipelines.validation.messages import tell_findings
from pipelines.validation.reference import bind_reference
from pipelines.verification.findings import find_faults
from pipelines.verification.standing import refresh_standing
from pipelines.verification.statements import statement
from schemas.catalogue import load_catalogue
from tests.verification.register import Sandbox
from tests.verification.town import HERE, NORTH, Town, learner, name_of, number_of, record_of, register_of, service

NUMBER = "079216000001"
Row = dict[str, Any]
ROW: Row = {
    "row_id": 2**21 + 2, "dataset": "student", "school_code": NORTH, "personal_id": NUMBER, "full_name": "Nguyễn An",
    "birth_date": "2016-05-03", "sex_code": "02", "is_active": True,
}  # fmt: skip
STOOD: Row = {"row_id": ROW["row_id"], "status": "mismatch", "mismatched_fields": "", "differences": "", "died_on": ""}


def found(folder: Path, row: Row, **stood: Any) -> dict[str, Row]:
    """The findings on one row that stands so, by rule."""
    texts = [(name, pa.string()) for name in ("status", "mismatched_fields", "differences", "died_on")]
    with Engine(folder, 500, 1) as engine:
        bind_reference(engine, load_catalogue(), Period.parse(HERE.period))
        engine.execute(statement("macros"))
        engine.bind_arrow("claim_row", pa.Table.from_pylist([ROW | row]))
        engine.bind_arrow(
            "standing", pa.Table.from_pylist([STOOD | stood], pa.schema([("row_id", pa.int64()), *texts]))
        )
        sheet = {"sheet_id": 1, "layout_id": "l", "file": "a.xlsx", "sheet": "1", "submission_id": "s"}
        engine.bind_arrow("sheet", pa.Table.from_pylist([sheet]))
        engine.bind_arrow(
            "column_letter", pa.Table.from_pylist([{"layout_id": "l", "field": "personal_id", "letter": "C"}])
        )
        engine.execute(statement("faulty_row"))
        find_faults(engine, HERE)
        tell_findings(engine, load_catalogue())
        rows = engine.arrow("SELECT * FROM told_finding").to_pylist()
        assert len({row["rule_id"] for row in rows}) == len(rows)
        return {row["rule_id"]: row for row in rows}


FIRES: list[tuple[str, Row, Row]] = [
    ("VER001", {}, {"status": "not_found"}),
    ("VER002", {}, {"mismatched_fields": "full_name", "differences": "name"}),
    ("VER003", {}, {"mismatched_fields": "full_name", "differences": "name_spelling"}),
    ("VER004", {}, {"mismatched_fields": "birth_date", "differences": "birth_day_month_swapped"}),
    ("VER004", {}, {"mismatched_fields": "full_name;birth_date", "differences": "name_spelling;birth_year"}),
    ("VER005", {}, {"mismatched_fields": "sex_code", "differences": "sex"}),
    ("VER006", {}, {"mismatched_fields": "full_name;sex_code", "differences": "name;sex"}),
    ("VER006", {}, {"mismatched_fields": "birth_date;sex_code", "differences": "birth_day;birth_month;sex"}),
    ("VER006", {"dataset": "staff"}, {"mismatched_fields": "full_name;birth_date", "differences": "name;birth_year"}),
    ("VER007", {}, {"status": "deceased", "died_on": "2025-09-29"}),
    ("VER007", {}, {"status": "deceased", "died_on": "2024"}),
    ("VER008", {"dataset": "staff"}, {"status": "cancelled"}),
]
SILENT: list[tuple[Row, Row]] = [
    ({}, {"status": "verified"}),
    # On the census date the child was alive; the day is not known.
    ({}, {"status": "deceased", "died_on": "2025-09-30"}),
    ({}, {"status": "deceased", "died_on": "2025"}),
    ({"is_active": False}, {"status": "deceased", "died_on": "2024-01-01"}),
]


@pytest.mark.parametrize(("rule", "row", "stood"), FIRES)
def test_a_rule_fires_alone(tmp_path: Path, rule: str, row: Row, stood: Row) -> None:
    told = found(tmp_path, row, **stood)
    assert list(told) == [rule]
    [finding] = told.values()
    assert finding["message_vi"] and finding["message_en"] and finding["fix_vi"]
    assert NUMBER not in repr(finding)
    for text in ("public_message_vi", "public_message_en", "public_fix_vi", "public_fix_en"):
        assert NUMBER[-4:] not in finding[text] and "Nguyễn An" not in finding[text]


@pytest.mark.parametrize(("row", "stood"), SILENT)
def test_no_rule_fires(tmp_path: Path, row: Row, stood: Row) -> None:
    assert found(tmp_path, row, **stood) == {}


def test_a_message_says_how_the_date_differs(tmp_path: Path) -> None:
    swapped = found(tmp_path, {}, mismatched_fields="birth_date", differences="birth_day_month_swapped")["VER004"]
    assert "(day and month swapped)" in swapped["message_en"] and "(đảo ngày và tháng)" in swapped["message_vi"]
    parts = found(tmp_path, {}, mismatched_fields="birth_date", differences="birth_month;birth_year")["VER004"]
    assert "(month, year)" in parts["message_en"] and "(tháng, năm)" in parts["message_vi"]


def test_a_message_names_the_fields_of_another_person(tmp_path: Path) -> None:
    told = found(tmp_path, {}, mismatched_fields="full_name;birth_date", differences="name;birth_year")["VER006"]
    assert "********0001" in told["message_en"] and "Full name, Date of birth" in told["message_en"]


def told_to_school(town: Town) -> list[Row]:
    path = Staging(town.settings.workspace.staging).later_findings("verification", HERE)
    rows: list[Row] = pq.read_table(path).to_pylist() if path.exists() else []
    return rows


def outcomes(town: Town) -> dict[int, str]:
    """Outcome of each row of students in force, by its place in the sheet."""
    with Engine(town.settings.workspace.temporary, 500, 1) as engine:
        bind_in_force(engine, "t", town.database, Staging(town.settings.workspace.staging), "typed", [HERE], "student")
        return {int(str(n)): str(o) for n, o in engine.rows("SELECT place_row(row_id) - 1, outcome FROM t ORDER BY 1")}


def test_findings_go_back_to_the_school(home: Path, sandbox: Sandbox) -> None:
    town = Town(home)
    town.hand_in(NORTH, [learner(key) for key in range(1, 5)])
    sandbox.people = register_of(2) | {number_of(2): record_of(2, birth_date="2016-03-05")}
    sandbox.people[number_of(3)] = record_of(3, full_name="Lê Văn Ba", sex_code="01")
    town.ask(service(sandbox))
    told = told_to_school(town)
    assert [(row["rule_id"], row["excel_row"], row["school_code"], row["period"]) for row in told] == [
        ("VER004", 3, NORTH, HERE.period),
        ("VER006", 4, NORTH, HERE.period),
        ("VER001", 5, NORTH, HERE.period),
    ]
    assert {row["submission_id"] for row in told} == {f"sub-{HERE.period}-{NORTH}"}
    # What the register has is nobody's business here.
    assert "Văn Ba" not in repr(told) and "2016-03-05" not in repr(told)
    assert outcomes(town) == {1: "accepted", 2: "queried", 3: "rejected", 4: "queried"}


def test_a_row_that_is_kept_out_stays_out_until_it_says_something_else(home: Path, sandbox: Sandbox) -> None:
    """Identity does not link it any more, and the finding must not go with the link."""
    town = Town(home)
    town.hand_in(NORTH, [learner(1), learner(2)])
    sandbox.people = register_of(1) | {number_of(2): record_of(2, full_name="Lê Văn Ba", sex_code="01")}
    identify_partition(town.settings, town.database, HERE)
    town.ask(service(sandbox))
    for _ in range(2):
        identify_partition(town.settings, town.database, HERE)
        refresh_standing(town.settings, town.database, HERE)
        assert outcomes(town) == {1: "accepted", 2: "rejected"}
        assert town.ask(service(sandbox)).asked == 0
    town.hand_in(NORTH, [learner(1), learner(2, full_name="Lê Văn Ba", sex_code="01")])
    identify_partition(town.settings, town.database, HERE)
    refresh_standing(town.settings, town.database, HERE)
    assert told_to_school(town) == [] and set(outcomes(town).values()) == {"accepted"}


def test_rows_handed_in_again_stand_as_before_without_asking(home: Path, sandbox: Sandbox) -> None:
    town = Town(home)
    town.hand_in(NORTH, [learner(1), learner(2)])
    sandbox.people = register_of(1)
    town.ask(service(sandbox))
    [before] = told_to_school(town)
    town.hand_in(NORTH, [learner(2), learner(1, birth_date=date(2016, 5, 3))])
    refresh_standing(town.settings, town.database, HERE)
    [after] = told_to_school(town)
    assert (before["excel_row"], after["excel_row"], after["rule_id"]) == (3, 2, "VER001")


def test_files_that_would_not_change_are_not_touched(home: Path, sandbox: Sandbox) -> None:
    town = Town(home)
    town.hand_in(NORTH, [learner(1), learner(2)])
    sandbox.people = register_of(1)
    town.ask(service(sandbox))
    staging = Staging(town.settings.workspace.staging)
    paths = [staging.verifications(HERE), staging.later_findings("verification", HERE)]
    before = [path.stat().st_mtime_ns for path in paths]
    town.ask(service(sandbox))
    refresh_standing(town.settings, town.database, HERE)
    assert [path.stat().st_mtime_ns for path in paths] == before


def test_nothing_is_written_where_nobody_was_asked(home: Path) -> None:
    town = Town(home)
    town.hand_in(NORTH, [learner(1)])
    refresh_standing(town.settings, town.database, HERE)
    assert told_to_school(town) == town.standing() == []
    assert name_of(1)
