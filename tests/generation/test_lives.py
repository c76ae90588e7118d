"""Made-up learners: what measuring and training identity rely on."""

import duckdb
import pytest

from pipelines.generation.people.lives import Lives


@pytest.fixture(scope="module")
def years() -> duckdb.DuckDBPyConnection:
    lives = Lives(20_000, personal_ids=0.7, learner_ids=0.5)
    connection = duckdb.connect()
    for year in (2025, 2026):
        connection.register(f"year_{year}", lives.rows(year))
    return connection


def value(connection: duckdb.DuckDBPyConnection, statement: str) -> float:
    row = connection.execute(statement).fetchone()
    assert row
    return float(row[0])


def test_as_many_share_name_and_birth_date_as_in_a_national_cohort(years: duckdb.DuckDBPyConnection) -> None:
    shared = value(
        years,
        "SELECT sum(n) FILTER (WHERE n > 1) / sum(n) FROM "
        "(SELECT count(DISTINCT child) AS n FROM year_2025 GROUP BY full_name, birth_date)",
    )
    assert 0.07 < shared < 0.10


def test_children_go_on(years: duckdb.DuckDBPyConnection) -> None:
    both = "FROM year_2025 AS a JOIN year_2026 AS b USING (child)"
    assert 0.85 < value(years, f"SELECT count(*) / (SELECT count(*) FROM year_2025) {both}") < 0.95
    assert value(years, f"SELECT avg((b.grade_code::INT - a.grade_code::INT = 1)::INT) {both}") > 0.98
    same_level = "WHERE a.grade_code NOT IN ('05', '09')"
    assert 0.9 < value(years, f"SELECT avg((a.school_code = b.school_code)::INT) {both} {same_level}") < 0.99
    assert value(years, f"SELECT avg((a.mother_name = b.mother_name)::INT) {both}") > 0.9


def test_numbers_are_of_one_child(years: duckdb.DuckDBPyConnection) -> None:
    assert 0.62 < value(years, "SELECT count(personal_id) / count(*) FROM year_2025") < 0.72
    for number in ("personal_id", "learner_id"):
        owners = f"SELECT count(DISTINCT child) AS n FROM year_2025 WHERE {number} IS NOT NULL GROUP BY {number}"
        assert value(years, f"SELECT avg((n > 1)::INT) FROM ({owners})") < 0.003


def test_the_same_seed_gives_the_same_rows() -> None:
    assert Lives(2_000, 0.7, 0.5).rows(2026) == Lives(2_000, 0.7, 0.5).rows(2026)
    assert Lives(2_000, 0.7, 0.5, seed=2).rows(2026) != Lives(2_000, 0.7, 0.5).rows(2026)
