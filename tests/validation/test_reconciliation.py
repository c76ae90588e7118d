"""Every row that was read is accounted for, also where a sheet holds several tables; what titles say is judged."""

from pathlib import Path

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import update

from pipelines.engine import Engine
from pipelines.in_force import bind_in_force
from pipelines.intake.read import read_partition
from pipelines.intake.receive import receive_files
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Staging
from pipelines.state.models import Sheet
from pipelines.validation.validate import validate_partition
from tests.intake.shapes import FOLDER
from tests.validation.passes import SCHOOL, Row, check_students, register_school
from tests.validation.passes import STUDENT as STUDENT_ROW
from tests.validation.staged import PARTITION, Rows, stage

COUNTS = "dataset, sheet, rows_read, rows_accepted + rows_queried + rows_rejected AS rows_told, rows_ignored"


def load(settings: Settings, database: Database, path: Path) -> None:
    register_school(database)
    receive_files(settings, database, [path], sender_code=SCHOOL, period=Period.parse(PARTITION.period))
    read_partition(settings, database, PARTITION)
    validate_partition(settings, database, PARTITION)


def outputs(settings: Settings, database: Database, kind: str, columns: str = "*") -> list[Row]:
    with Engine(settings.workspace.temporary, 500, 1) as engine:
        bind_in_force(engine, "told", database, Staging(settings.workspace.staging), kind, [PARTITION])
        return engine.arrow(f"SELECT {columns} FROM told ORDER BY ALL").to_pylist()


def test_tables_of_one_sheet_add_up(settings: Settings, database: Database) -> None:
    load(settings, database, FOLDER / "classes_below_each_other.xlsx")
    [row] = outputs(settings, database, "reconciliation", COUNTS)
    assert row == {"dataset": "student", "sheet": "Khối 6", "rows_read": 8, "rows_told": 8, "rows_ignored": 2}


def test_tables_of_two_datasets_on_one_sheet_add_up(settings: Settings, database: Database) -> None:
    load(settings, database, FOLDER / "two_datasets_on_a_sheet.xlsx")
    rows = outputs(settings, database, "reconciliation", COUNTS)
    assert [(r["dataset"], r["rows_read"], r["rows_told"]) for r in rows] == [("class", 2, 2), ("student", 4, 4)]


def test_another_school_or_year_in_a_title_is_told(settings: Settings, database: Database) -> None:
    load(settings, database, FOLDER / "another_year_in_the_title.xlsx")
    told = {f["rule_id"]: f["message_en"] for f in outputs(settings, database, "findings")}
    assert "79760502" in told["FIL018"] and SCHOOL in told["FIL018"]
    assert "2023" in told["FIL019"] and "2025-2026" in told["FIL019"]


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_lost_row_is_told(settings: Settings, database: Database, is_lost: bool) -> None:
    if is_lost:
        register_school(database)
        stage(settings, database, SCHOOL, {"student": [STUDENT_ROW]})
        with database.begin() as connection:
            connection.execute(update(Sheet).values(rows_read=2))
        validate_partition(settings, database, PARTITION)
    else:
        check_students(settings, database, [STUDENT_ROW])
    told = [f["message_en"] for f in outputs(settings, database, "findings") if f["rule_id"] == "FIL023"]
    assert [("2" in text, "1" in text) for text in told] == ([(True, True)] if is_lost else [])


def outcomes(settings: Settings, database: Database) -> dict[int, tuple[str, str | None]]:
    """Excel row → outcome, and the rules that keep the row out."""
    with Engine(settings.workspace.temporary, 500, 1) as engine:
        bind_in_force(engine, "told", database, Staging(settings.workspace.staging), "outcomes", [PARTITION], "student")
        rows = engine.rows("SELECT place_row(row_id), outcome, rule_ids FROM told")
    return {int(str(row)): (str(outcome), rule_ids and str(rule_ids)) for row, outcome, rule_ids in rows}


def test_outcomes_say_which_errors_keep_a_row_out(settings: Settings, database: Database) -> None:
    """Row 2 is right but for the sheet: its class list never came (XSC001)."""
    wrong = STUDENT_ROW | {"local_code": "HS002", "birth_date": "31/02/2014", "sex_code": "gái hay trai"}
    too_old = STUDENT_ROW | {"local_code": "HS003", "full_name": "Trần Văn Bình", "birth_date": "12/05/1994"}
    rows: Rows = [STUDENT_ROW, wrong, too_old]
    register_school(database)
    stage(settings, database, SCHOOL, {"student": rows})
    validate_partition(settings, database, PARTITION)
    said = {2: "XSC001", 3: "FLD003 FLD011 XSC001", 4: "STU005 XSC001"}
    assert outcomes(settings, database) == {row: ("rejected", rules) for row, rules in said.items()}

    validate_partition(settings, database, PARTITION, everything=True, unasked=frozenset({"XSC001"}))
    told = {2: ("queried", None), 3: ("rejected", "FLD003 FLD011"), 4: ("rejected", "STU005")}
    assert outcomes(settings, database) == told
