"""submit, run, status, findings, query, releases, doctor: on one loaded workspace."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.cli.conftest import Csdl
from tests.conftest import SAMPLE_PERIOD


@contextmanager
def lost(path: Path) -> Iterator[None]:
    path.rename(path.with_suffix(".lost"))
    try:
        yield
    finally:
        path.with_suffix(".lost").rename(path)


def test_submit_gives_a_receipt_for_each_sender(loaded: Csdl, sample_tree: Path) -> None:
    answer = loaded.answers["submit"]
    assert answer.returncode == 0, answer.stderr
    receipts = json.loads(answer.stdout)
    assert {r["sender_code"] for r in receipts} == {path.name for path in (sample_tree / SAMPLE_PERIOD).iterdir()}
    assert all(receipt["is_new"] and receipt["files"] for receipt in receipts)


def test_the_same_tree_twice_changes_nothing(loaded: Csdl, sample_tree: Path) -> None:
    answer = loaded("submit", sample_tree, "--json")
    assert answer.exit_code == 0
    assert not any(receipt["is_new"] for receipt in json.loads(answer.stdout))


def test_the_same_file_twice_is_not_new(loaded: Csdl, sample_tree: Path) -> None:
    school = sorted((sample_tree / SAMPLE_PERIOD).iterdir())[0]
    files = sorted(school.iterdir())
    answer = loaded("submit", *files, "--school", school.name, "--period", SAMPLE_PERIOD, "--json")
    assert [receipt["is_new"] for receipt in json.loads(answer.stdout)] == [False]


def test_run_tells_what_was_loaded_and_that_rows_were_rejected(loaded: Csdl) -> None:
    answer = loaded.answers["run"]
    assert answer.returncode == 1, answer.stderr
    read, accepted, queried, rejected = (
        int(number.replace(".", "")) for number in re.findall(r"[\d.]*\d", answer.stdout.splitlines()[1])
    )
    assert read == accepted + queried + rejected
    assert rejected > 0
    assert f"{SAMPLE_PERIOD}/79" in answer.stderr
    assert "DEBUG" not in answer.stderr
    assert "lượt nộp mới" not in answer.stderr, "submit had received them"


def test_rows_that_were_replaced_are_no_longer_counted(loaded: Csdl, tmp_path: Path) -> None:
    again = Csdl(tmp_path / "again")
    shutil.copytree(loaded.home, again.home)
    school = min((again.home / "landing" / SAMPLE_PERIOD).iterdir())
    for path in school.glob("*.xlsx"):
        with ZipFile(path, "a") as workbook:
            workbook.comment = b"handed in again"
    told = json.loads(again.program("run", "--json").stdout)
    [linked] = json.loads(again("query", "SELECT count(*) AS n FROM marts.fact_learner_link", "--json").stdout)
    assert sum(told["learners"].values()) == linked["n"] > 0


def test_a_path_that_was_not_taken_counts_as_rejected(tmp_path: Path) -> None:
    stray = tmp_path / "landing" / "abc" / "79760501" / "hoc_sinh.xlsx"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"PK")
    answer = Csdl(tmp_path).program("run", "--json")
    assert (answer.returncode, json.loads(answer.stdout)["refused_paths"]) == (1, 1), answer.stderr


def test_status_agrees_with_the_marts(loaded: Csdl) -> None:
    [state] = json.loads(loaded("status", "--json").stdout)
    [total] = json.loads(loaded("query", "SELECT sum(rows_read)::INT AS n FROM marts.fact_submission", "--json").stdout)
    assert (state["senders"], state["validated"], state["waiting"]) == (3, 3, 0)
    assert state["rows_read"] == total["n"] > 0


def test_status_of_one_school(loaded: Csdl) -> None:
    [total] = json.loads(loaded("status", "--json").stdout)
    schools = [path.name for path in (loaded.home / "landing" / SAMPLE_PERIOD).iterdir()]
    parts = [json.loads(loaded("status", "--school", school, "--json").stdout)[0]["rows_read"] for school in schools]
    assert sum(parts) == total["rows_read"]


def test_findings_by_rule_and_by_cause_are_the_same_findings(loaded: Csdl) -> None:
    by_rule = json.loads(loaded("findings", "--json").stdout)
    schools = [path.name for path in (loaded.home / "landing" / SAMPLE_PERIOD).iterdir()]
    by_cause = [g for school in schools for g in json.loads(loaded("findings", "--school", school, "--json").stdout)]
    assert sum(group["findings"] for group in by_rule) == sum(group["findings"] for group in by_cause) > 0


def test_findings_name_datasets_in_the_chosen_language(loaded: Csdl) -> None:
    assert {group["dataset"] for group in json.loads(loaded("findings", "--json").stdout)} >= {"student"}
    table = loaded("findings").stdout
    assert "Học sinh" in table and "student" not in table


@pytest.mark.parametrize(
    ("command", "option", "name"),
    [
        ("status", "--school", "79000000"),
        ("status", "--period", "2031-2032-dau-nam"),
        ("findings", "--school", "79000000"),
        ("findings", "--period", "2031-2032-dau-nam"),
        ("findings", "--rule", "STU999"),
        ("run", "--period", "2031-2032-dau-nam"),
        ("run", "--province", "99"),
        ("explanations codes", "--rule", "STU999"),
    ],
)
def test_what_is_not_there_is_not_answered_as_if_all_were_well(
    loaded: Csdl, command: str, option: str, name: str
) -> None:
    answer = loaded(*command.split(), option, name)
    assert answer.exit_code == 2
    assert name in answer.stderr


def test_query_answers_people_and_programs(loaded: Csdl) -> None:
    sql = "SELECT school_code FROM marts.dim_school ORDER BY ALL"
    codes = [row["school_code"] for row in json.loads(loaded("query", sql, "--json").stdout)]
    assert len(codes) == 3
    assert loaded("query", sql, "--csv").stdout.split() == ["school_code", *codes]
    assert all(code in loaded("query", sql).stdout for code in codes)


def test_query_answers_people_what_the_marts_say(loaded: Csdl) -> None:
    """A year has no thousands mark."""
    sql = "SELECT 2024 AS year, 1234567 AS n, 1234.5 AS value, DATE '2025-09-30' AS day, true AS yes"
    assert loaded("query", sql).stdout.split()[-5:] == ["2024", "1234567", "1234.5", "2025-09-30", "True"]
    [row] = json.loads(loaded("query", sql, "--json").stdout)
    assert (row["year"], row["n"], row["day"]) == (2024, 1234567, "2025-09-30")


def test_an_answer_to_a_program_is_json(loaded: Csdl) -> None:
    sql = "SELECT 'nan'::DOUBLE AS none, 'inf'::DOUBLE AS endless, 0.5::DOUBLE AS half"
    [row] = json.loads(loaded("query", sql, "--json").stdout, parse_constant=pytest.fail)
    assert row == {"none": None, "endless": None, "half": 0.5}


def test_columns_of_one_name_are_all_answered(loaded: Csdl) -> None:
    assert json.loads(loaded("query", "SELECT 1 AS n, 2 AS n, 3 AS n", "--json").stdout) == [
        {"n": 1, "n_1": 2, "n_2": 3}
    ]


@pytest.mark.parametrize(("sql", "told"), [("SELEC 1", "syntax error"), (" ", "SQL"), ("/* none */", "SQL")])
def test_a_wrong_statement_is_told_without_a_traceback(loaded: Csdl, sql: str, told: str) -> None:
    answer = loaded("query", sql)
    assert answer.exit_code == 2
    assert told in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_release_is_known_by_its_name_alone(loaded: Csdl) -> None:
    assert "manifest" not in loaded("releases", "show", loaded.home / "archive").stderr


def test_releases_are_listed_shown_and_rolled_back_to(loaded: Csdl) -> None:
    [release] = json.loads(loaded("releases", "list", "--json").stdout)
    assert release["is_current"]
    manifest = json.loads(loaded("releases", "show", release["release_id"], "--json").stdout)
    assert manifest["marts"]["fact_enrolment"]["rows"] > 0
    assert loaded("releases", "rollback", release["release_id"]).exit_code == 0
    assert loaded("releases", "rollback", "20000101-0000000000").exit_code == 2


def test_doctor_finds_a_missing_file_of_the_release(loaded: Csdl) -> None:
    assert loaded("doctor").exit_code == 0
    [mart] = loaded.home.glob("releases/2*/marts/dim_school.parquet")
    with lost(mart):
        answer = loaded("doctor", "--json")
    assert answer.exit_code == 2
    assert [e["subject"] for e in json.loads(answer.stdout) if not e["is_well"]] == ["release"]


def test_doctor_finds_an_unusable_key(loaded: Csdl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_RESTRICTED_KEY", "secret")
    answer = loaded("doctor", "--json")
    assert answer.exit_code == 2
    [ill] = [e for e in json.loads(answer.stdout) if not e["is_well"]]
    assert ill["subject"] == "key" and "CSDL_RESTRICTED_KEY" in ill["found"] and "secret" not in ill["found"]


def test_doctor_finds_that_the_key_is_gone(loaded: Csdl) -> None:
    key = loaded.home / "restricted.key"
    with lost(key):
        answer = loaded("doctor", "--json")
    assert answer.exit_code == 2
    [ill] = [e for e in json.loads(answer.stdout) if not e["is_well"]]
    assert ill["subject"] == "key" and str(key) in ill["found"]


def test_doctor_finds_rows_that_are_gone(loaded: Csdl) -> None:
    part = next(loaded.home.glob("staging/raw/student/*/*/*.parquet"))
    with lost(part):
        answer = loaded("doctor", "--json")
    assert [(e["subject"], e["found"][0]) for e in json.loads(answer.stdout) if not e["is_well"]] == [("staging", "1")]


def test_status_tells_the_scores_of_the_release(loaded: Csdl) -> None:
    [state] = json.loads(loaded("status", "--json").stdout)
    assert set(state["quality"]) == {"completeness", "timeliness", "validity", "consistency", "uniqueness"}
    sql = "SELECT score FROM marts.fact_quality_score WHERE area_level = 'province' AND dimension = 'validity'"
    [row] = json.loads(loaded("query", sql, "--json").stdout)
    assert 0.5 < state["quality"]["validity"]["score"] == row["score"] < 1
    school = next((loaded.home / "landing" / SAMPLE_PERIOD).iterdir()).name
    [own] = json.loads(loaded("status", "--school", school, "--json").stdout)
    assert own["quality"]["completeness"]["score"] > 0.9
    assert f"{state['quality']['validity']['score']:.1%}" in loaded("status").stdout


def test_status_goes_on_without_the_release(loaded: Csdl) -> None:
    [release] = loaded.home.glob("releases/2*")
    release.rename(release.with_name(".away"))
    try:
        answer = loaded("status")
    finally:
        release.with_name(".away").rename(release)
    assert answer.exit_code == 0 and SAMPLE_PERIOD in answer.stdout
    assert release.name in answer.stderr and "IO Error" not in answer.stderr
