"""Generated histories of staff fit the staff list, agree with the standards they are judged by, and only grow."""

from collections import defaultdict
from typing import Any

import pytest

from pipelines.generation.datasets.assessments import assessment_table
from pipelines.generation.datasets.careers import salary_table, training_table
from pipelines.generation.datasets.courses import language_table, language_training_table, pedagogy_training_table
from pipelines.generation.datasets.employees import staff_table
from pipelines.generation.datasets.honours import award_table, discipline_table
from pipelines.generation.datasets.learners import student_table
from pipelines.generation.tables import Office
from schemas.catalogue import load_catalogue
from tests.generation.test_further_tables import rows_of
from tests.generation.test_results import offices

PERIODS = ("2025-2026-dau-nam", "2025-2026-cuoi-nam", "2026-2027-dau-nam")
LISTS = {
    "staff_salary": salary_table,
    "staff_training": training_table,
    "staff_language": language_table,
    "staff_award": award_table,
    "staff_discipline": discipline_table,
    "staff_standard_assessment": assessment_table,
    "staff_language_training": language_training_table,
    "staff_pedagogy_training": pedagogy_training_table,
}
DATES = {"staff_salary": "effective_date", "staff_language": "issue_date", "staff_award": "award_date",
         "staff_discipline": "discipline_date", "staff_training": "end_date"}  # fmt: skip
Rows = list[dict[str, Any]]
# By period: each school with its staff and its lists.
Told = dict[str, list[tuple[Office, Rows, dict[str, Rows]]]]


@pytest.fixture(scope="module")
def told() -> Told:
    by_period: Told = defaultdict(list)
    for office in offices(PERIODS, 12):
        students = student_table(office)
        lists = {name: rows_of(build(office, students)) for name, build in LISTS.items()}
        by_period[office.period.name].append((office, rows_of(staff_table(office)), lists))
    return by_period


def test_every_list_has_rows_and_none_repeats_its_key(told: Told) -> None:
    for name in LISTS:
        keys = [field for field in load_catalogue().datasets[name].key_fields if field != "school_code"]
        of_end = [(lists[name], staff) for _, staff, lists in told[PERIODS[1]]]
        assert sum(len(rows) for rows, _ in of_end) > 0, name
        for rows, staff in of_end:
            places = [tuple(row.get(key) for key in keys) for row in rows]
            assert len(set(places)) == len(places), name
            assert {row["staff_code"] for row in rows} <= {member["staff_code"] for member in staff}


def test_nothing_is_dated_after_the_census(told: Told) -> None:
    for schools in told.values():
        for office, staff, lists in schools:
            hired = {member["staff_code"]: member["hire_date"] for member in staff}
            for name, field in DATES.items():
                for row in lists[name]:
                    assert row[field] <= office.census_date, name
                    assert name == "staff_training" or row[field] >= hired[row["staff_code"]]


def test_a_history_only_grows_while_somebody_stays(
    told: Told,
) -> None:
    """Assessments are told once a year, for that year."""
    for name in LISTS.keys() - {"staff_standard_assessment"}:
        grown = 0
        for (_, _, before), (_, staff, after) in zip(told[PERIODS[0]], told[PERIODS[2]], strict=True):
            stayed = {member["staff_code"] for member in staff}
            strip = [
                {tuple(value for field, value in row.items() if field != "school_year") for row in lists[name]}
                for lists in (before, after)
            ]
            assert {row for row in strip[0] if row[1] in stayed} <= strip[1], name
            grown += len(strip[1] - strip[0])
        assert grown or name == "staff_discipline"


def test_the_last_salary_is_that_of_the_staff_list(
    told: Told,
) -> None:
    fields = ("rank_code", "salary_step_code", "salary_coefficient")
    beyond = 0
    for _, staff, lists in told[PERIODS[0]]:
        last = {row["staff_code"]: row for row in lists["staff_salary"]}
        for member in staff:
            if member["salary_step_code"]:
                assert [last[member["staff_code"]][name] for name in fields] == [member[name] for name in fields]
                beyond += last[member["staff_code"]]["over_scale_percent"] is not None
            else:
                assert member["staff_code"] not in last
    assert beyond


def test_the_last_diploma_is_that_of_the_staff_list(
    told: Told,
) -> None:
    for _, staff, lists in told[PERIODS[0]]:
        last = {row["staff_code"]: row for row in lists["staff_training"]}
        for member in staff:
            assert last[member["staff_code"]]["certificate_code"] == member["qualification_code"]
            assert last[member["staff_code"]]["speciality_code"] == member["main_speciality_code"]
        assert all(row["start_date"] < row["end_date"] for row in lists["staff_training"])


def test_criteria_add_up_to_the_rating_of_the_year(told: Told) -> None:
    """Circular 20/2018 art. 10: good needs two thirds of the criteria good and the others fair; each criterion is judged once."""
    lists_of = load_catalogue().code_lists
    seen = set()
    for _, staff, lists in told[PERIODS[1]]:
        judged: dict[str, Rows] = defaultdict(list)
        for row in lists["staff_standard_assessment"]:
            judged[row["staff_code"]].append(row)
        overall = {member["staff_code"]: member["professional_standard_code"] for member in staff}
        for code, rows in judged.items():
            [standard] = {row["standard_set_code"] for row in rows}
            assert [row["criterion_code"] for row in rows] == [c.code for c in lists_of[standard]]
            ratings = [row["superior_rating_code"] for row in rows]
            if max(ratings) <= "02" and ratings.count("01") * 3 >= 2 * len(ratings):
                expected = "01"
            else:
                expected = "02" if sum(rating <= "02" for rating in ratings) * 3 >= 2 * len(ratings) else "03"
            assert overall[code] == expected
            seen.add((standard, expected))
    assert {rating for _, rating in seen} == {"01", "02", "03"}
    assert len({standard for standard, _ in seen}) == 4


def test_assessments_are_told_when_a_year_ends(told: Told) -> None:
    for name in (PERIODS[0], PERIODS[2]):
        assert not any(lists["staff_standard_assessment"] for _, _, lists in told[name])
