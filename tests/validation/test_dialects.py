"""Codes of other systems: translated where an officer said whose they are, never guessed."""

import pytest
from sqlalchemy import Engine as Database

from pipelines.intake.dialects import choose_dialect
from pipelines.settings import Settings
from pipelines.state.database import open_database
from pipelines.validation.validate import partitions_to_validate, validate_partition
from tests.validation.passes import SCHOOL, STUDENT, Row, register_school, rows_and_findings
from tests.validation.schools import Schools, Validated
from tests.validation.staged import PARTITION, Rows, settings_in, stage

OTHER_SCHOOL = "79760502"
SCHOOLS = Schools()
# Case → the system whose codes its school hands in.
CHOSEN: dict[str, str] = {}
CODES = [
    {"sex_code": "1", "status_code": "1"},
    {"sex_code": "0", "status_code": "3"},
    {"sex_code": "02", "status_code": "4.0"},
    {"sex_code": "Nữ", "status_code": "01"},
    {"sex_code": "1 - Nam", "status_code": "1"},
    {"sex_code": "2", "status_code": "1"},
]


def pupils() -> Rows:
    return [STUDENT | {"local_code": f"HS{n}"} | codes for n, codes in enumerate(CODES)]


def told(findings: list[Row], *rules: str) -> list[tuple[str, str, int | None]]:
    return [(f["rule_id"], f["field"], f["excel_row"]) for f in findings if f["rule_id"] in rules]


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Validated:
    home = tmp_path_factory.mktemp("dialects")
    database = open_database(settings_in(home).database_url)
    for case, dialect in CHOSEN.items():
        choose_dialect(database, SCHOOLS.codes[case], dialect)
    return SCHOOLS.validate(home)


def speaking(case: str, dialect: str, rows: Rows) -> str:
    """A school that hands in codes of a system."""
    CHOSEN[case] = dialect
    return SCHOOLS.hand_in(case, {"student": rows})


KNOWN = speaking("known", "provincial-hub", pupils())


def test_codes_of_a_known_system_are_translated_and_told(validated: Validated) -> None:
    typed, findings = validated.typed(KNOWN), validated.findings(KNOWN)
    assert [row["sex_code"] for row in typed] == ["01", "02", "02", "02", "01", None]
    assert [row["status_code"] for row in typed] == ["01", "04", "05", "01", "01", "01"]
    assert told(findings, "FLD011", "FLD028", "FLD017") == [("FLD011", "sex_code", 7)]
    assert told(findings, "FLD035") == [("FLD035", "sex_code", None)]
    [several] = [f for f in findings if f["rule_id"] == "FLD036"]
    assert several["field"] == "status_code"
    assert "3 → 04 (08, 11)" in several["message_vi"]
    assert "provincial-hub" in several["message_en"]


BLANK = speaking(
    "blank",
    "national-sharing",
    [STUDENT | {"local_code": f"HS{n}", "sex_code": code} for n, code in enumerate("012")],
)


def test_a_code_that_says_nothing_is_blank(validated: Validated) -> None:
    findings = validated.findings(BLANK)
    assert [row["sex_code"] for row in validated.typed(BLANK)] == [None, "01", "02"]
    assert told(findings, "FLD001", "FLD011", "FLD028") == [("FLD001", "sex_code", 2)]


UNKNOWN = SCHOOLS.hand_in("unknown", {"student": pupils()})


def test_without_a_known_system_nothing_is_guessed(validated: Validated) -> None:
    findings = validated.findings(UNKNOWN)
    assert [row["sex_code"] for row in validated.typed(UNKNOWN)] == [None, None, "02", "02", "01", "02"]
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


MINISTRYS: Rows = [STUDENT | {"grade_code": "Khối 6", "ethnicity_code": "1"}]


@pytest.mark.parametrize(
    "case",
    [
        speaking(f"ministry's beside {dialect}", dialect, MINISTRYS)
        for dialect in ("provincial-hub", "national-sharing")
    ],
)
def test_codes_without_a_dialect_in_the_same_sheet_stay_the_ministrys(validated: Validated, case: str) -> None:
    [row] = validated.typed(case)
    assert (row["grade_code"], row["ethnicity_code"]) == ("06", "01")
    assert told(validated.findings(case), "FLD017") == [("FLD017", "ethnicity_code", None)]
