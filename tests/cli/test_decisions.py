"""explain, waive and corrections from the finding to the release, each by its command, on one school loaded by ``csdl run``."""

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from csdl.installation import open_installation
from pipelines.decisions.corrections import SHARED
from pipelines.decisions.waivers import unwaivable_rules
from pipelines.errors import AuditError
from pipelines.intake.read import partitions_to_read, read_partition
from pipelines.local_time import today
from pipelines.publication.publish import publish
from pipelines.settings import Workspace
from pipelines.validation.validate import partitions_to_validate, validate_partition
from tests.cli.conftest import Csdl
from tests.conftest import SAMPLE_PERIOD

PERSON = ("--person", "Lê Thị Hoa")
OF_PERIOD = ("--period", SAMPLE_PERIOD)
BY_RULE = "SELECT DISTINCT status FROM marts.fact_finding WHERE rule_id = '{rule}' ORDER BY 1"
CORRECTED = "SELECT field, value FROM marts.fact_finding WHERE rule_id = 'COR001'"


@pytest.fixture(scope="module")
def school(sample_tree: Path) -> Path:
    return sorted((sample_tree / SAMPLE_PERIOD).iterdir())[0]


@pytest.fixture(scope="module")
def csdl(school: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Csdl]:
    """A workspace into which one school handed in; validated, so that there is something to decide about."""
    home = tmp_path_factory.mktemp("decided")
    shutil.copytree(school, home / "landing" / SAMPLE_PERIOD / school.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", "")  # given back when the module ends
        csdl = Csdl(home)
        assert csdl("submit", home / "landing").exit_code == 0
        patch.setenv("CSDL_HOME", str(home))
        settings, database = open_installation()
        [partition] = partitions_to_read(database)
        read_partition(settings, database, partition)
        validate_partition(settings, database, partition)
        database.dispose()
        yield csdl


def causes(csdl: Csdl, school: Path, severity: str) -> list[dict[str, object]]:
    told = json.loads(csdl("findings", "--school", school.name, "--json").stdout)
    return [cause for cause in told if cause["severity"] == severity]


def statuses(csdl: Csdl, rule: str) -> list[str]:
    """How the findings of a rule stand in the current release."""
    return [row["status"] for row in json.loads(csdl("query", BY_RULE.format(rule=rule), "--json").stdout)]


def release(csdl: Csdl) -> dict[str, object]:
    [current] = [r for r in json.loads(csdl("releases", "list", "--json").stdout) if r["is_current"]]
    told: dict[str, object] = json.loads(csdl("releases", "show", current["release_id"], "--json").stdout)
    return told


def correct(csdl: Csdl, school: Path, **said: str) -> None:
    """Have one correction in the workspace: the seventh learner's birth date, by the learner's code."""
    [batch] = Workspace(csdl.home).staging.glob("raw/student/*/*/*.parquet")
    learner = pq.read_table(batch, columns=["local_code", "birth_date"]).slice(7, 1).to_pylist()[0]
    usual = {"period": SAMPLE_PERIOD, "sender_code": school.name, "dataset": "student", "field": "birth_date"}
    usual |= {"key_field": "local_code", "key_value": learner["local_code"], "old_value": learner["birth_date"]}
    usual |= {"new_value": "05/03/2015", "reason": "Giấy khai sinh", "person": "Lê Thị Hoa", "date": "2025-11-03"}
    with (SHARED / "corrections.csv").open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    path = Workspace(csdl.home).corrections / "2025.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerow(usual | said)


def test_a_decision_acts_until_it_ends(csdl: Csdl, school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unwaivable = unwaivable_rules()
    error, query = (
        next(
            str(cause["rule_id"])
            for cause in causes(csdl, school, severity)
            if cause["status"] == "open" and not {cause["rule_id"], str(cause["rule_id"])[:3]} & set(unwaivable)
        )
        for severity in ("error", "query")
    )
    until = today() + timedelta(days=1)
    waived = ("--school", school.name, "--reason", "Sáp nhập xã", "--until", until, *PERSON)
    assert csdl("waive", error, *OF_PERIOD, *waived).exit_code == 0
    explained = csdl("explain", query, "--school", school.name, *OF_PERIOD, "--text", "đã kiểm tra", *PERSON)
    assert explained.exit_code == 0
    assert csdl("explain", error, "--school", school.name, *OF_PERIOD, "--text", "…", *PERSON).exit_code == 2
    correct(csdl, school)
    assert csdl("run").exit_code in (0, 1)

    assert (statuses(csdl, error), statuses(csdl, query)) == (["waived"], ["explained"])
    decided = {cause["rule_id"]: cause for severity in ("error", "query") for cause in causes(csdl, school, severity)}
    assert "Sáp nhập xã (Lê Thị Hoa" in str(decided[error]["decision_vi"])
    assert "đã kiểm tra (Lê Thị Hoa" in str(decided[query]["decision_vi"])
    [listed] = json.loads(csdl("waivers", "list", "--json").stdout)
    assert (listed["rule_id"], listed["person"], listed["expires_on"]) == (error, "Lê Thị Hoa", until.isoformat())
    before = release(csdl)
    assert [w["rule_id"] for w in before["waivers"]] == [error] and before["corrected_cells"] == 1  # type: ignore[attr-defined]
    assert [one["state"] for one in json.loads(csdl("corrections", "list", "--json").stdout)] == ["applied"]
    told = json.loads(csdl("query", CORRECTED, "--json").stdout)
    assert told == [{"field": "birth_date", "value": None}]
    [page] = Workspace(csdl.home).feedback.glob(f"{SAMPLE_PERIOD}/*/*/ket_qua.html")
    assert "Giấy khai sinh" in page.read_text(encoding="utf-8")

    _pass_to(monkeypatch, until + timedelta(days=1))
    assert json.loads(csdl("waivers", "list", "--json").stdout) == []
    assert [w["rule_id"] for w in json.loads(csdl("waivers", "list", "--ended", "--json").stdout)] == [error]
    correct(csdl, school, key_value="HS-không-có")
    checked = csdl("corrections", "check")
    assert checked.exit_code == 1 and "2025.csv:2" in checked.stderr and "HS-không-có" in checked.stderr
    settings, database = open_installation()
    [partition] = partitions_to_validate(settings, database)
    validate_partition(settings, database, partition)
    with pytest.raises(AuditError, match=r"2025\.csv:2"):
        publish(settings, database)
    database.dispose()
    assert release(csdl) == before, "a stale correction keeps the release back"
    stands = {
        cause["rule_id"]: cause["status"] for severity in ("error", "query") for cause in causes(csdl, school, severity)
    }
    assert (stands[error], stands[query]) == ("open", "explained"), "a waiver ends, an explanation does not"

    correct(csdl, school, old_value="?", new_value=_birth_date(csdl))
    done = csdl("corrections", "check")
    assert done.exit_code == 0 and "2025.csv:2" in done.stderr, "the school mended its file"


FAR_PERIOD = "2035-2036-dau-nam"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("--commune", "99999", *OF_PERIOD), "99999"),
        (("--commune", "26734", *OF_PERIOD), "26734"),  # a ward until 30 June 2025
        (("--province", "74", *OF_PERIOD), "74"),  # a province until then
        (("--school", "79000000", *OF_PERIOD), "79000000"),
        (("--province", "79", "--period", FAR_PERIOD), FAR_PERIOD),
    ],
)
def test_nothing_is_waived_where_there_is_nothing(csdl: Csdl, wrong: tuple[str, ...], told: str) -> None:
    until = today() + timedelta(days=1)
    answer = csdl("waive", "FLD032", *wrong, "--reason", "Sáp nhập xã", "--until", until, *PERSON)
    assert answer.exit_code == 2 and told in answer.stderr


def test_nothing_is_explained_where_there_is_nothing(csdl: Csdl, school: Path) -> None:
    said = ("explain", "STU003", "--text", "đã kiểm tra", *PERSON)
    for sender, period, told in (
        ("79000000", SAMPLE_PERIOD, "79000000"),
        ("Lê Lợi", SAMPLE_PERIOD, "Lê Lợi"),
        (school.name, FAR_PERIOD, FAR_PERIOD),
    ):
        answer = csdl(*said, "--school", sender, "--period", period)
        assert answer.exit_code == 2 and told in answer.stderr


def _pass_to(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    for module in ("waivers", "in_force"):
        monkeypatch.setattr(f"pipelines.decisions.{module}.today", lambda: day)


def _birth_date(csdl: Csdl) -> str:
    [batch] = Workspace(csdl.home).staging.glob("raw/student/*/*/*.parquet")
    return str(pq.read_table(batch, columns=["birth_date"])["birth_date"][7])
