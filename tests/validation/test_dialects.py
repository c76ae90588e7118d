"""Codes of other systems: translated where an officer said whose they are, never guessed."""

import pytest
from sqlalchemy import Engine as Database

from pipelines.intake.dialects import choose_dialect
from pipelines.settings import Settings
from pipelines.validation.validate import partitions_to_validate, validate_partition
from tests.validation.passes import SCHOOL, STUDENT, Row, check_students, register_school, rows_and_findings
from tests.validation.staged import PARTITION, stage

OTHER_SCHOOL = "79760502"
CODES = [
    {"sex_code": "1", "status_code": "1"},
    {"sex_code": "0", "status_code": "3"},
    {"sex_code": "02", "status_code": "4.0"},
    {"sex_code": "Nữ", "status_code": "01"},
    {"sex_code": "1 - Nam", "status_code": "1"},
    {"sex_code": "2", "status_code": "1"},
]


def pupils() -> list[dict[str, str | None]]:
    return [STUDENT | {"local_code": f"HS{n}"} | codes for n, codes in enumerate(CODES)]


def told(findings: list[Row], *rules: str) -> list[tuple[str, str, int | None]]:
    return [(f["rule_id"], f["field"], f["excel_row"]) for f in findings if f["rule_id"] in rules]


def test_codes_of_a_known_system_are_translated_and_told(settings: Settings, database: Database) -> None:
    choose_dialect(database, SCHOOL, "provincial-hub")
    typed, findings = check_students(settings, database, pupils())
    assert [row["sex_code"] for row in typed] == ["01", "02", "02", "02", "01", None]
    assert [row["status_code"] for row in typed] == ["01", "04", "05", "01", "01", "01"]
    assert told(findings, "FLD011", "FLD028", "FLD017") == [("FLD011", "sex_code", 7)]
    assert told(findings, "FLD035") == [("FLD035", "sex_code", None)]
    [several] = [f for f in findings if f["rule_id"] == "FLD036"]
    assert several["field"] == "status_code"
    assert "3 → 04 (08, 11)" in several["message_vi"]
    assert "provincial-hub" in several["message_en"]


def test_a_code_that_says_nothing_is_blank(settings: Settings, database: Database) -> None:
    choose_dialect(database, SCHOOL, "national-sharing")
    rows = [STUDENT | {"local_code": f"HS{n}", "sex_code": code} for n, code in enumerate("012")]
    typed, findings = check_students(settings, database, rows)
    assert [row["sex_code"] for row in typed] == [None, "01", "02"]
    assert told(findings, "FLD001", "FLD011", "FLD028") == [("FLD001", "sex_code", 2)]


def test_without_a_known_system_nothing_is_guessed(settings: Settings, database: Database) -> None:
    typed, findings = check_students(settings, database, pupils())
    assert [row["sex_code"] for row in typed] == [None, None, "02", "02", "01", "02"]
    assert told(findings, "FLD028") == [("FLD028", "sex_code", 2), ("FLD028", "sex_code", 3)]
    assert not told(findings, "FLD035", "FLD036")


def test_a_choice_reaches_its_school_alone_and_has_it_validated_again(settings: Settings, database: Database) -> None:
    for school in (SCHOOL, OTHER_SCHOOL):
        register_school(database, school)
        stage(settings, database, school, {"student": pupils()})
    validate_partition(settings, database, PARTITION)
    assert not partitions_to_validate(settings, database)
    choose_dialect(database, OTHER_SCHOOL, "provincial-hub")
    assert partitions_to_validate(settings, database) == [PARTITION]
    assert validate_partition(settings, database, PARTITION).senders == 1
    validate_partition(settings, database, PARTITION, everything=True)
    typed, findings = rows_and_findings(settings, database)
    assert [row["sex_code"] for row in typed if row["sender_code"] == OTHER_SCHOOL][:2] == ["01", "02"]
    assert [row["sex_code"] for row in typed if row["sender_code"] == SCHOOL][:2] == [None, None]
    assert {f["school_code"] for f in findings if f["rule_id"] == "FLD028"} == {SCHOOL}
    choose_dialect(database, OTHER_SCHOOL, "ministry")
    assert partitions_to_validate(settings, database) == [PARTITION]


@pytest.mark.parametrize("dialect", ["provincial-hub", "national-sharing"])
def test_codes_without_a_dialect_in_the_same_sheet_stay_the_ministrys(
    settings: Settings, database: Database, dialect: str
) -> None:
    choose_dialect(database, SCHOOL, dialect)
    [row], findings = check_students(settings, database, [STUDENT | {"grade_code": "Khối 6", "ethnicity_code": "1"}])
    assert (row["grade_code"], row["ethnicity_code"]) == ("06", "01")
    assert told(findings, "FLD017") == [("FLD017", "ethnicity_code", None)]
