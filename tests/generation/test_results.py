"""Generated results keep the circulars that they are judged by, and agree with the next school year."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.generation.chance import Chance
from pipelines.generation.datasets.classes import class_names
from pipelines.generation.datasets.learners import student_table
from pipelines.generation.datasets.results import result_table
from pipelines.generation.generate import World, generate, worlds
from pipelines.generation.people.population import REPEATING
from pipelines.generation.places import load_gazetteer
from pipelines.generation.schools import School
from pipelines.generation.tables import Office
from pipelines.periods import Period
from schemas.catalogue import load_catalogue

NAMES = ("2025-2026-dau-nam", "2025-2026-giua-nam", "2025-2026-cuoi-nam", "2026-2027-dau-nam")
Rows = list[dict[str, Any]]


def offices(names: tuple[str, ...], schools: int) -> Iterator[Office]:
    seed = 7
    for places, world in worlds(schools, [Period.parse(name) for name in names], ("79",), seed):
        for school in places:
            yield office(seed, school, world)


def office(seed: int, school: School, world: World) -> Office:
    return Office(
        chance=Chance(seed),
        gazetteer=load_gazetteer(),
        school=school,
        period=world.period,
        roll=world.roll[world.roll["school"] == school.index],
        staff=world.staff[world.staff["school"] == school.index],
        class_names=class_names(school, "A1"),
    )


def rows_of(office: Office) -> Rows:
    table = result_table(office, student_table(office))
    assert table.persons is not None
    names = list(table.columns)
    cells = zip(*table.columns.values(), strict=True)
    return [
        {"person": who, **dict(zip(names, row, strict=True))}
        for who, row in zip(table.persons.tolist(), cells, strict=True)
    ]


@pytest.fixture(scope="module")
def year() -> dict[str, list[tuple[Office, Rows]]]:
    told: dict[str, list[tuple[Office, Rows]]] = defaultdict(list)
    for one in offices(NAMES, 14):
        told[one.period.name].append((one, rows_of(one)))
    return told


@pytest.fixture(scope="module")
def at_end(year: dict[str, list[tuple[Office, Rows]]]) -> Rows:
    return [row for _, rows in year[NAMES[2]] for row in rows]


def summaries(rows: Rows, term: str = "3") -> dict[int, dict[str, Any]]:
    return {row["person"]: row for row in rows if row["term_code"] == term and row["subject_code"] is None}


def test_results_are_told_from_the_middle_of_the_year_on(year: dict[str, list[tuple[Office, Rows]]]) -> None:
    terms = {name: {row["term_code"] for _, rows in told for row in rows} for name, told in year.items()}
    assert terms == {NAMES[0]: set(), NAMES[1]: {"1"}, NAMES[2]: {"1", "2", "3"}, NAMES[3]: set()}


def test_every_learner_of_grades_1_to_12_is_judged_once(year: dict[str, list[tuple[Office, Rows]]]) -> None:
    for one, rows in year[NAMES[2]]:
        judged = one.roll[one.active & (one.roll["stage"] >= 1)]["person"].tolist()
        assert sorted(summaries(rows)) == sorted(judged)
        places = [(row["person"], row["term_code"], row["subject_code"]) for row in rows]
        assert len(set(places)) == len(places)


def test_subjects_are_of_the_level_of_the_grade(at_end: Rows) -> None:
    lists = load_catalogue().code_lists
    level = {name: {code.code: code.parent_codes for code in lists[name]} for name in ("subject", "grade")}
    for row in at_end:
        of_subject = level["subject"].get(row["subject_code"], ())
        assert not of_subject or set(of_subject) <= set(level["grade"][row["grade_code"]])


def test_the_first_term_is_the_same_at_the_end_of_the_year(year: dict[str, list[tuple[Office, Rows]]]) -> None:
    def marks(name: str) -> dict[tuple[Any, ...], Any]:
        return {
            (row["person"], row["subject_code"]): row["score"]
            for _, rows in year[name]
            for row in rows
            if row["term_code"] == "1" and row.get("score") is not None
        }

    before, after = marks(NAMES[1]), marks(NAMES[2])
    same = before.keys() & after.keys()
    assert len(same) > 0.9 * len(before)
    assert all(before[key] == after[key] for key in same)


def test_the_year_mark_counts_the_second_term_twice(at_end: Rows) -> None:
    scores: dict[tuple[int, str], dict[str, float]] = defaultdict(dict)
    for row in at_end:
        if row["subject_code"] and row.get("score") is not None:
            scores[row["person"], row["subject_code"]][row["term_code"]] = row["score"]
    assert len(scores) > 1000
    for terms in scores.values():
        assert abs(terms["3"] - (terms["1"] + 2 * terms["2"]) / 3) <= 0.051
        assert all(0 <= mark <= 10 and round(mark, 1) == mark for mark in terms.values())


def test_secondary_ratings_are_those_that_the_marks_give(at_end: Rows) -> None:
    """Circular 22/2021 art. 9, written down once more from its text."""
    scored: dict[tuple[int, str], list[float]] = defaultdict(list)
    failed: dict[tuple[int, str], int] = defaultdict(int)
    for row in at_end:
        if row["subject_code"]:
            if row.get("score") is not None:
                scored[row["person"], row["term_code"]].append(row["score"])
            failed[row["person"], row["term_code"]] += row.get("subject_rating_2021_code") == "CĐ"
    seen = set()
    for row in at_end:
        if row["subject_code"] is None and row.get("learning_rating_code"):
            marks, misses = scored[row["person"], row["term_code"]], failed[row["person"], row["term_code"]]
            expected = "4"
            for level, least, enough, allowed in (("3", 3.5, 5.0, 1), ("2", 5.0, 6.5, 0), ("1", 6.5, 8.0, 0)):
                if misses <= allowed and min(marks) >= least and sum(mark >= enough for mark in marks) >= 6:
                    expected = level
            assert row["learning_rating_code"] == expected
            seen.add(expected)
    assert seen == {"1", "2", "3", "4"}


def test_primary_ratings_are_those_that_tests_and_subjects_give(at_end: Rows) -> None:
    """Circular 27/2020 art. 9."""
    subjects: dict[int, Rows] = defaultdict(list)
    for row in at_end:
        if row["subject_code"] and row.get("subject_rating_primary_code"):
            subjects[row["person"]].append(row)
    seen = set()
    for person, row in summaries(at_end).items():
        if row.get("primary_overall_rating_code"):
            words = {told["subject_rating_primary_code"] for told in subjects[person]}
            qualities = {
                value for name, value in row.items() if name.endswith("_rating_code") and value in {"T", "Đ", "C"}
            }
            lowest = min(told["periodic_test_score"] for told in subjects[person] if told["periodic_test_score"])
            best = words == qualities == {"T"}
            passes = "C" not in words | qualities and lowest >= 5
            expected = "HTXS" if best and lowest >= 9 else "HTT" if best and lowest >= 7 else "HT" if passes else "CHT"
            assert row["primary_overall_rating_code"] == expected
            seen.add(expected)
    assert seen == {"HTXS", "HTT", "HT", "CHT"}


def test_who_repeats_next_year_was_not_promoted(year: dict[str, list[tuple[Office, Rows]]], at_end: Rows) -> None:
    outcomes = {person: row["promotion_outcome_code"] for person, row in summaries(at_end).items()}
    repeating = {
        person
        for one, _ in year[NAMES[3]]
        for person in one.roll["person"][one.roll["admission"] == REPEATING].tolist()
    }
    assert repeating
    assert {outcomes[person] for person in repeating} == {"repeat"}
    assert {person for person, outcome in outcomes.items() if outcome == "repeat"} <= repeating


def test_history_is_rated_on_the_scales_of_its_time() -> None:
    [*judged] = [row for one in offices(("2020-2021-cuoi-nam",), 14) for row in summaries(rows_of(one)).values()]
    secondary = [row for row in judged if row["grade_code"] in {"06", "07", "08", "09"}]
    assert secondary
    assert {row["old_learning_rating_code"] for row in secondary} <= {"G", "K", "TB", "Y", "KEM"}
    assert not any(row.get("learning_rating_code") for row in secondary)
    rated = {row["grade_code"] for row in judged if row.get("primary_overall_rating_code")}
    assert rated == {"01"}  # Circular 27/2020 began with grade 1


def test_results_are_written_when_they_are_asked_for(tmp_path: Path) -> None:
    for datasets in ((), ("result",)):
        generate(tmp_path, schools=2, periods=[NAMES[1]], datasets=datasets, workers=1, error_rate=0)
        rows = pq.read_table(tmp_path / "truth" / NAMES[1] / "rows.parquet").to_pylist()
        assert {row["dataset"] for row in rows} >= {"school", "class", "staff", "student", "facility", *datasets}
        assert ("result" in {row["dataset"] for row in rows}) == bool(datasets)
