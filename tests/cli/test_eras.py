"""A submission of the 63 provinces with districts and one of the 34 without: side by side, each under the law of its time."""

import json
import re
from pathlib import Path

import pytest

from csdl.installation import PROJECT
from csdl.output import texts
from pipelines.generation.generate import generate
from pipelines.periods import Period
from schemas.catalogue import load_catalogue
from tests.cli.conftest import Csdl

OLD, NEW = "2019-2020-dau-nam", "2026-2027-dau-nam"


@pytest.fixture(scope="module")
def eras(tmp_path_factory: pytest.TempPathFactory) -> Csdl:
    installation = Csdl(tmp_path_factory.mktemp("eras"))
    for period in (OLD, NEW):
        out: Path = tmp_path_factory.mktemp(period)
        generate(out, schools=1, periods=[period], seed=3, error_rate=0.0)
        answer = installation("submit", out / "landing")
        assert answer.exit_code == 0, answer.output
    installation.answers["run"] = installation.program("run")
    return installation


def rows(eras: Csdl, statement: str) -> list[dict[str, object]]:
    answer = eras("query", statement, "--json")
    assert answer.exit_code == 0, answer.output
    told: list[dict[str, object]] = json.loads(answer.stdout)
    return told


def test_both_are_loaded(eras: Csdl) -> None:
    assert eras.answers["run"].returncode in (0, 1), eras.answers["run"].stderr
    loaded = rows(
        eras,
        "SELECT period, sum(rows_read) AS n, sum(rows_rejected) AS out FROM marts.fact_submission GROUP BY 1 ORDER BY 1",
    )
    assert [row["period"] for row in loaded] == [OLD, NEW]
    assert all(float(str(row["out"])) < 0.2 * float(str(row["n"])) for row in loaded)


def test_places_are_those_of_their_time(eras: Csdl) -> None:
    schools = rows(eras, "SELECT district_code, ward_code FROM marts.dim_school ORDER BY valid_from")
    assert [bool(school["district_code"]) for school in schools] == [True, False]
    units = {(unit.code, unit.valid_to is None) for unit in load_catalogue().admin_units if unit.level == "ward"}
    assert [(school["ward_code"], is_now) in units for school, is_now in zip(schools, (False, True), strict=True)] == [
        True,
        True,
    ]


def test_the_queries_of_the_readme_answer_rows_that_can_be_told_apart(eras: Csdl) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    queries = re.findall(r'^    csdl query "(.+)"$', readme, re.MULTILINE)
    assert queries
    for query in queries:
        named = [
            tuple(said for column, said in row.items() if column not in ("value", "learners", "reached"))
            for row in rows(eras, query)
        ]
        assert len(named) == len(set(named)), query


def test_the_first_query_of_the_demo_counts_active_learners_of_its_period(eras: Csdl) -> None:
    query = re.findall(r'"(.+)"', texts("demo.next.query", period=NEW))[0]
    [school] = rows(eras, query)
    [active] = rows(eras, f"SELECT count(*) AS n FROM marts.fact_enrolment WHERE is_active AND period = '{NEW}'")
    assert school["so_hoc_sinh"] == active["n"]


def test_findings_are_told_of_their_period(eras: Csdl) -> None:
    [school] = {path.name for path in (eras.home / "landing").glob("*/*")}
    for period in (OLD, NEW):
        told = rows(eras, f"SELECT count(*) AS n FROM marts.fact_finding WHERE period = '{period}'")[0]["n"]
        for of_whom in ((), ("--school", school)):
            groups = json.loads(eras("findings", *of_whom, "--period", period, "--json").stdout)
            assert sum(group["findings"] for group in groups) == told
    causes = eras("findings", "--school", school).stdout
    assert OLD in causes and NEW in causes, "each beside its period"
    answer = eras("findings", "--period", "2019")
    assert answer.exit_code == 2 and "'2019'" in answer.stderr


def test_each_is_judged_by_the_rules_of_its_time(eras: Csdl) -> None:
    rules = load_catalogue().rules
    told = rows(eras, "SELECT DISTINCT period, rule_id FROM marts.fact_finding")
    assert {finding["period"] for finding in told} == {OLD, NEW}
    for finding in told:
        census_date = Period.parse(str(finding["period"])).census_date
        assert rules[str(finding["rule_id"])].holds_at(census_date), finding
