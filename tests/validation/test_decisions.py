"""Explanations and waivers: they act in the next validation on what they name, are told, and stop acting when they end."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

from pipelines.decisions.explanations import accepted_explanations, explain, list_explanations, withdraw
from pipelines.decisions.waivers import Scope, end_waiver, list_waivers, unwaivable_rules, waive
from pipelines.errors import DecisionError
from pipelines.feedback.reports import submission_reports
from pipelines.local_time import today
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.state.database import open_database
from pipelines.validation.validate import partitions_to_validate, validate_partition
from schemas.catalogue import load_catalogue
from tests.validation.passes import SCHOOL, STUDENT, Row, register_school, rows_and_findings
from tests.validation.staged import PARTITION, settings_in, stage

PERIOD = Period.parse(PARTITION.period)
OTHER_SCHOOL = "79760502"
# Without classes the rules on classes have nothing to say; a learner born in 2010 is too old for grade 6 (STU003: a query), a
# personal number of 9 digits has ended (IDN003), and a ward of another province is an error that may be waived (FLD032).
TOO_OLD, WRONG_WARD = "STU003", "FLD032"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace to copy: two schools with the same three learners, one too old, one older still, one with a ward of another
    province."""
    settings = settings_in(tmp_path_factory.mktemp("loaded"))
    database = open_database(settings.database_url)
    learners = [
        STUDENT | {"local_code": "HS1", "birth_date": "03/05/2012"},
        STUDENT | {"local_code": "HS2", "birth_date": "03/05/2011"},
        STUDENT | {"local_code": "HS3", "home_ward_code": "00004"},
    ]
    for school in (SCHOOL, OTHER_SCHOOL):
        register_school(database, school)
        stage(settings, database, school, {"student": learners})
    validate(settings, database)
    return settings.workspace.home


@pytest.fixture
def settings(loaded: Path, tmp_path: Path) -> Settings:
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return settings_in(tmp_path)


def validate(settings: Settings, database: Database) -> int:
    """Validate what changed; answers how many senders that were."""
    return validate_partition(settings, database, PARTITION, unasked=frozenset({"XSC001", "IDN009"})).senders


def statuses(settings: Settings, database: Database, rule: str, school: str = SCHOOL) -> list[str]:
    _, findings = rows_and_findings(settings, database)
    return [f["status"] for f in findings if f["rule_id"] == rule and f["school_code"] == school]


def outcomes(settings: Settings, database: Database, school: str = SCHOOL) -> list[str]:
    typed, _ = rows_and_findings(settings, database)
    return [row["outcome"] for row in typed if row["sender_code"] == school]


def test_an_explained_query_is_told_as_explained_and_counts_no_more(settings: Settings, database: Database) -> None:
    assert statuses(settings, database, TOO_OLD) == ["open", "open"]
    assert outcomes(settings, database) == ["queried", "queried", "rejected"]
    number = explain(database, TOO_OLD, SCHOOL, PERIOD, code="late_start", text="nghỉ ốm", person="Lê Thị Hoa")
    assert validate(settings, database) == 1
    assert statuses(settings, database, TOO_OLD) == ["explained", "explained"]
    assert statuses(settings, database, TOO_OLD, OTHER_SCHOOL) == ["open", "open"]
    assert outcomes(settings, database) == ["accepted", "accepted", "rejected"]
    [report] = submission_reports(settings, database, PARTITION, "vi", SCHOOL)
    assert (report.errors, report.queries, report.decided) == (1, 0, 1)
    assert "nghỉ ốm (Lê Thị Hoa" in report.causes[-1].decision
    assert accepted_explanations()["late_start"].label_vi in report.causes[-1].decision

    withdraw(database, number)
    assert list_explanations(database) == []
    assert validate(settings, database) == 1
    assert statuses(settings, database, TOO_OLD) == ["open", "open"]


def test_an_explanation_may_be_of_one_value(settings: Settings, database: Database) -> None:
    _, findings = rows_and_findings(settings, database)
    value = next(f["value"] for f in findings if f["rule_id"] == TOO_OLD and f["excel_row"] == 3)
    explain(database, TOO_OLD, SCHOOL, PERIOD, text="khuyết tật", person="Lê Thị Hoa", value=value)
    validate(settings, database)
    assert sorted(statuses(settings, database, TOO_OLD)) == ["explained", "open"]


@pytest.mark.parametrize(
    ("scope", "code", "reached"),
    [
        ("school", SCHOOL, 1),
        ("province", "79", 2),
        ("province", "01", 0),
        ("commune", "26737", 2),  # Tân Định, which was 26734 when the schools were registered
        ("commune", "26740", 0),
        ("commune", "00004", 0),
    ],
)
def test_a_waived_error_lets_its_row_in(
    settings: Settings, database: Database, scope: Scope, code: str, reached: int
) -> None:
    from sqlalchemy import update

    from pipelines.state.models import School

    with database.begin() as connection:
        connection.execute(update(School).values(ward_code="26734", first_period="2024-2025-dau-nam"))
    waive(database, WRONG_WARD, PERIOD, scope, code, reason="Sáp nhập xã", person="Trần Bình", expires_on=tomorrow())
    assert validate(settings, database) == reached
    assert outcomes(settings, database)[2] == ("queried" if reached else "rejected")
    assert statuses(settings, database, WRONG_WARD) == (["waived"] if reached else ["open"])
    if reached:
        [report] = submission_reports(settings, database, PARTITION, "en", SCHOOL)
        assert report.errors == 0 and "Sáp nhập xã (Trần Bình" in report.causes[-1].decision
        assert report.all_sheets.rejected == 0


@pytest.mark.parametrize(("code", "reached"), [("26740", 1), ("26737", 0)])
def test_a_commune_is_that_of_the_schools_own_row_of_the_period(
    settings: Settings, database: Database, code: str, reached: int
) -> None:
    """Whatever became of the row, and wherever the school was when it was registered."""
    from sqlalchemy import update

    from pipelines.state.models import School

    with database.begin() as connection:
        connection.execute(update(School).values(ward_code="26737").where(School.school_code == SCHOOL))
    stage(settings, database, SCHOOL, {"school": [{"school_code": SCHOOL, "ward_code": "26740"}]})
    waive(
        database, WRONG_WARD, PERIOD, "commune", code, reason="Sáp nhập xã", person="Trần Bình", expires_on=tomorrow()
    )
    while partitions_to_validate(settings, database):
        validate(settings, database)
    assert statuses(settings, database, WRONG_WARD) == (["waived"] if reached else ["open"])


def tomorrow() -> date:
    return today() + timedelta(days=1)


def test_a_waiver_that_expired_or_ended_acts_no_more(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: Row = {"reason": "Sáp nhập xã", "person": "Trần Bình", "expires_on": tomorrow()}
    number = waive(database, WRONG_WARD, PERIOD, "school", SCHOOL, **said)
    other = waive(database, WRONG_WARD, PERIOD, "school", OTHER_SCHOOL, **said | {"expires_on": today()})
    assert validate(settings, database) == 2
    assert not partitions_to_validate(settings, database)

    real, day = today(), tomorrow()
    for module in ("waivers", "in_force"):
        monkeypatch.setattr(f"pipelines.decisions.{module}.today", lambda: day)
    assert partitions_to_validate(settings, database) == [PARTITION]
    assert validate(settings, database) == 1
    assert statuses(settings, database, WRONG_WARD, OTHER_SCHOOL) == ["open"]
    assert statuses(settings, database, WRONG_WARD) == ["waived"]
    with pytest.raises(DecisionError):
        end_waiver(database, other, "Trần Bình")

    end_waiver(database, number, "Lê Thị Hoa")
    assert validate(settings, database) == 1
    assert outcomes(settings, database)[2] == "rejected"
    assert list_waivers(database) == []
    assert [row.ended_by for row in list_waivers(database, ended=True)] == ["Lê Thị Hoa", None]
    assert real < day


@pytest.mark.parametrize("rule", ["FIL010", "IDN003", "XNA002", "FLD001", "FLD029", "STU999"])
def test_what_protects_keys_and_identity_cannot_be_waived(database: Database, rule: str) -> None:
    with pytest.raises(DecisionError, match=rule):
        waive(database, rule, PERIOD, "province", "79", reason="…", person="…", expires_on=tomorrow())


def test_a_waiver_must_end_and_not_in_the_past(database: Database) -> None:
    yesterday = today() - timedelta(days=1)
    with pytest.raises(DecisionError):
        waive(database, WRONG_WARD, PERIOD, "province", "79", reason="…", person="…", expires_on=yesterday)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (WRONG_WARD, {"text": "đúng"}),
        (TOO_OLD, {}),
        (TOO_OLD, {"code": "shared_rooms"}),
        ("STU999", {"text": "đúng"}),
    ],
)
def test_only_queries_are_explained_and_by_words_that_fit(database: Database, rule: str, said: dict[str, str]) -> None:
    with pytest.raises(DecisionError, match=rule):
        explain(database, rule, SCHOOL, PERIOD, person="Lê Thị Hoa", **said)


def test_the_lists_name_rules_that_there_are() -> None:
    rules = load_catalogue().rules
    families = {rule[:3] for rule in rules}
    assert set(unwaivable_rules()) <= rules.keys() | families
    for accepted in accepted_explanations().values():
        assert accepted.rules <= rules.keys()
        assert {rules[rule].severity for rule in accepted.rules} <= {"query"}
