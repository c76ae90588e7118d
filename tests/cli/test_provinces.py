"""Two provinces over two collections, loaded at once: nobody is taken for somebody else, and those who stay keep their key."""

import json

import duckdb
import pytest

from pipelines.generation.generate import generate
from tests.cli.conftest import Csdl

BEGINNING, MIDDLE = "2025-2026-dau-nam", "2025-2026-giua-nam"
PROVINCES = ["01", "79"]


@pytest.fixture(scope="module")
def provinces(tmp_path_factory: pytest.TempPathFactory) -> Csdl:
    installation = Csdl(tmp_path_factory.mktemp("provinces"))
    generate(installation.home, schools=2, periods=[BEGINNING, MIDDLE], provinces=PROVINCES, seed=5, error_rate=0.01)
    installation.answers["run"] = installation.program("run", "--json")
    return installation


def test_every_partition_is_loaded_and_released(provinces: Csdl) -> None:
    answer = provinces.answers["run"]
    assert answer.returncode in (0, 1), answer.stderr
    assert json.loads(answer.stdout)["release"], answer.stderr


def test_learners_are_who_they_are(provinces: Csdl) -> None:
    linked = str(provinces.home / "sector.duckdb")
    truth = str(provinces.home / "truth" / "*" / "persons.parquet")
    with duckdb.connect(linked, read_only=True) as connection:
        wrong, in_both, kept = connection.execute(
            """
            WITH linked AS (
                SELECT t.person_id, l.period, l.learner_key
                FROM marts.fact_learner_link AS l
                JOIN read_parquet($truth) AS t USING (period, school_code, file, sheet, excel_row)
                WHERE t.dataset = 'student' AND l.learner_key IS NOT NULL
            ),
            person AS (
                SELECT person_id, count(DISTINCT learner_key) AS keys FROM linked GROUP BY person_id HAVING count(DISTINCT period) > 1
            )
            SELECT
                (SELECT count(*) FROM (FROM linked SELECT learner_key GROUP BY ALL HAVING count(DISTINCT person_id) > 1)),
                (SELECT count(*) FROM person),
                (SELECT count(*) FROM person WHERE keys = 1)
            """,
            {"truth": truth},
        ).fetchall()[0]
    assert wrong == 0
    assert in_both > 500
    assert kept >= 0.99 * in_both
