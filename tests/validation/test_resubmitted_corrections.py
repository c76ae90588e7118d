"""Corrections of what a sender handed in again: they find their cell where the row stands now."""

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import insert, select

from pipelines.settings import Settings
from pipelines.state.models import IntakeFinding, Sheet, SubmittedFile
from pipelines.validation.corrections_check import check_corrections
from pipelines.validation.validate import validate_partition
from tests.validation.passes import SCHOOL, STUDENT, Row, register_school, rows_and_findings
from tests.validation.staged import PARTITION, Rows, stage
from tests.validation.test_corrections import BY_PLACE, OTHER_SCHOOL, PUPILS, correct

# The pupils are without a class, and hardly told apart.
_UNASKED = frozenset({"XSC001", "IDN009", "STU001"})


def hand_in(settings: Settings, database: Database, rows: Rows, *, rule_id: str = "") -> None:
    """Stage and validate a list of pupils; ``rule_id``: what intake finds wrong with it as a whole."""
    submission_id = stage(settings, database, SCHOOL, {"student": rows})
    if rule_id:
        of_submission = select(Sheet.sheet_id, Sheet.file_id).join(SubmittedFile).filter_by(submission_id=submission_id)
        said = {"sheet": "student", "dataset": "student", "rule_id": rule_id, "parameters": '{"list": "x"}'}
        nothing = {"excel_column": "", "field": "", "value": ""}
        with database.begin() as connection:
            [place] = connection.execute(of_submission).mappings()
            connection.execute(insert(IntakeFinding).values(**place, **said, **nothing))
    validate_partition(settings, database, PARTITION, unasked=_UNASKED)


def left_out(rows: Rows, field: str) -> Rows:
    return [{name: text for name, text in row.items() if name != field} for row in rows]


def accepted(settings: Settings, database: Database, code: str) -> Row:
    typed, _ = rows_and_findings(settings, database)
    [row] = [row for row in typed if row["local_code"] == code and row["outcome"] != "rejected"]
    return row


@pytest.mark.parametrize("change", [{}, BY_PLACE], ids=["by its key", "by its place"])
@pytest.mark.parametrize("new_value", ["31/02/2014", "07/07/2014"], ids=["as before", "otherwise"])
def test_a_correction_finds_its_cell_in_the_list_that_stands(
    settings: Settings, database: Database, change: dict[str, str], new_value: str
) -> None:
    register_school(database)
    correct(settings, change)
    hand_in(settings, database, PUPILS)
    again = [pupil | {"birth_date": new_value} if pupil["local_code"] == "HS1" else pupil for pupil in PUPILS]
    hand_in(settings, database, left_out(again, "ethnicity_code"), rule_id="FIL010")
    assert str(accepted(settings, database, "HS1")["birth_date"]) == "2014-02-03"
    _, findings = rows_and_findings(settings, database)
    assert [finding["excel_row"] for finding in findings if finding["rule_id"] == "COR001"] == [3]
    assert [one.state for one in check_corrections(settings, database)] == ["applied"]


def test_a_correction_of_a_list_that_is_kept_out_from_the_first_waits_with_it(
    settings: Settings, database: Database
) -> None:
    register_school(database)
    correct(settings, {})
    hand_in(settings, database, left_out(PUPILS, "ethnicity_code"), rule_id="FIL010")
    assert [one.state for one in check_corrections(settings, database)] == ["applied"]


def test_a_correction_acts_on_a_value_that_stays_though_a_list_between_lacks_its_row(
    settings: Settings, database: Database
) -> None:
    """Another school is asked about the same column at the same time."""
    email = {"key_value": "HS2", "field": "email", "old_value": "", "new_value": "an@example.vn"}
    correct(settings, email, email | {"sender_code": OTHER_SCHOOL})
    pupils = [
        STUDENT | {"local_code": f"HS{n}", "full_name": f"Nguyễn Thị {n * 'A'}n", "email": None} for n in range(4)
    ]
    register_school(database, OTHER_SCHOOL)
    stage(settings, database, OTHER_SCHOOL, {"student": pupils})
    register_school(database)
    hand_in(settings, database, pupils)
    hand_in(settings, database, [pupil for pupil in pupils if pupil["local_code"] != "HS2"])
    hand_in(settings, database, left_out(pupils, "email"))
    typed, _ = rows_and_findings(settings, database)
    assert [row["email"] for row in typed if row["local_code"] == "HS2"] == ["an@example.vn", "an@example.vn"]
    assert [one.state for one in check_corrections(settings, database)] == ["applied", "applied"]


@pytest.mark.parametrize(
    ("change", "said", "state"),
    [
        ({}, "2014-02-03 00:00:00", "done"),
        ({}, "3.2.2014", "done"),
        ({}, "2014-03-02 00:00:00", "changed"),
        ({"field": "full_name", "new_value": "Trần Văn Bình"}, "TRẦN VĂN BÌNH", "done"),
        ({"field": "full_name", "new_value": "Trần Văn Bình"}, "Trần Văn Bính", "changed"),
        ({"field": "home_address", "new_value": "12 Lê Lợi"}, "12 LÊ LỢI", "changed"),
        ({"field": "sex_code", "new_value": "Nam"}, "nam", "done"),
        ({"field": "sex_code", "new_value": "Nam"}, "01", "done"),
        ({"field": "sex_code", "new_value": "Nam"}, "0", "changed"),
        ({"field": "height_cm", "new_value": "141"}, "141,0", "done"),
        ({"field": "phone", "new_value": "0912345678"}, "0912.345.678", "done"),
        ({"field": "is_disabled", "new_value": "Có"}, "x", "done"),
    ],
)
def test_a_cell_that_was_mended_in_another_spelling_is_done(
    settings: Settings, database: Database, change: dict[str, str], said: str, state: str
) -> None:
    correction = {"key_value": "HS0", "old_value": "?"} | change
    correct(settings, correction)
    register_school(database)
    hand_in(settings, database, [PUPILS[0] | {change.get("field", "birth_date"): said}, *PUPILS[1:]])
    [checked] = check_corrections(settings, database)
    assert (checked.state, checked.said) == (state, said)
