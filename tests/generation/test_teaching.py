"""Generated subjects of classes and learning resources fit the classes, the curriculum and the staff of their school."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines.generation.datasets.class_subjects import class_subject_table
from pipelines.generation.datasets.classes import class_table
from pipelines.generation.datasets.employees import staff_table
from pipelines.generation.datasets.learners import student_table
from pipelines.generation.datasets.resources import resource_table
from pipelines.generation.generate import generate
from pipelines.generation.submissions import FURTHER
from pipelines.generation.tables import Office
from schemas.catalogue import load_catalogue
from tests.generation.test_further_tables import rows_of
from tests.generation.test_results import offices

BEGINNING, MIDDLE, END = "2025-2026-dau-nam", "2025-2026-giua-nam", "2025-2026-cuoi-nam"
Rows = list[dict[str, Any]]
Told = dict[str, list[tuple[Office, Rows, Rows]]]


@pytest.fixture(scope="module")
def told() -> Told:
    """By period: each school with the subjects of its classes and its resources."""
    by_period: Told = defaultdict(list)
    for office in offices((BEGINNING, MIDDLE, END), 16):
        students = student_table(office)
        taught, made = class_subject_table(office, students), resource_table(office, students)
        by_period[office.period.name].append((office, rows_of(taught), rows_of(made)))
    return by_period


def levels() -> dict[str, dict[str, tuple[str, ...]]]:
    lists = load_catalogue().code_lists
    return {name: {code.code: code.parent_codes for code in lists[name]} for name in ("subject", "grade")}


def test_every_class_of_grades_1_to_12_is_taught_subjects_of_its_level(told: Told) -> None:
    of = levels()
    for office, subjects, _ in told[END]:
        classes = {
            row["class_code"]: row for row in rows_of(class_table(office)) if row["grade_code"] not in ("16", "17")
        }
        assert {row["class_code"] for row in subjects} == classes.keys()
        for row in subjects:
            level = of["subject"][row["subject_code"]]
            assert not level or level == of["grade"][classes[row["class_code"]]["grade_code"]]
        keys = [(row["class_code"], row["subject_code"], row["term_code"]) for row in subjects]
        assert len(set(keys)) == len(keys)


def test_teachers_are_staff_of_the_school_and_teach_their_subject_where_they_can(told: Told) -> None:
    taught_by_their_own = total = 0
    for office, subjects, _ in told[END]:
        staff = {row["staff_code"]: row for row in rows_of(staff_table(office))}
        for row in subjects:
            for name in ("teacher_staff_code", "term_teacher_staff_code"):
                assert staff[row[name]]["staff_group_code"] == "03"
            assert staff[row["teacher_staff_code"]]["status_code"] in ("01", "07")
            if row["subject_code"] in ("15", "34", "53"):
                total += 1
                taught_by_their_own += staff[row["teacher_staff_code"]]["subject_code"] == "22"
    assert taught_by_their_own > 0.9 * total > 100


def test_terms_are_told_once_they_began_and_keep_their_teachers(told: Told) -> None:
    terms = {name: {row["term_code"] for _, rows, _ in schools for row in rows} for name, schools in told.items()}
    assert terms == {BEGINNING: {"1"}, MIDDLE: {"1"}, END: {"1", "2"}}
    moved = 0
    for (_, first, _), (_, second, _) in zip(told[BEGINNING], told[END], strict=True):
        who = [
            {(r["class_code"], r["subject_code"]): r["term_teacher_staff_code"] for r in rows if r["term_code"] == "1"}
            for rows in (first, second)
        ]
        assert who[0] == who[1]
        moved += sum(row["teacher_staff_code"] != row["term_teacher_staff_code"] for row in second)
    assert moved


def test_resources_keep_the_rules_on_them(told: Told) -> None:
    """Rules LRN001 to LRN005."""
    of, seen = levels(), set()
    for office, _, resources in (*told[BEGINNING], *told[END]):
        staff = {row["staff_code"] for row in rows_of(staff_table(office))}
        assert len({row["resource_code"] for row in resources}) == len(resources)
        for row in resources:
            status = row["review_status_code"]
            seen.add(status)
            assert (row["url"] is None) != (row["file_name"] is None)
            assert row["author_staff_code"] in staff
            assert not of["subject"].get(row["subject_code"]) or (
                of["subject"][row["subject_code"]] == of["grade"][row["grade_code"]]
            )
            assert (row["review_date"] is not None) == (status != "submitted")
            if row["published_date"]:
                assert status == "approved"
                assert row["review_date"] <= row["published_date"] <= office.census_date
            assert (row["duration_minutes"] is not None) == (row["media_type_code"] in ("audio", "video"))
    assert seen >= {"approved", "rejected", "submitted"}


def test_a_resource_stays_what_it_was(told: Told) -> None:
    fixed = ("title", "media_type_code", "subject_code", "grade_code", "licence_code", "url", "file_name", "size_mb")
    for (_, _, before), (office, _, after) in zip(told[BEGINNING], told[END], strict=True):
        stay = {row["staff_code"] for row in rows_of(staff_table(office)) if row["status_code"] in ("01", "07")}
        now = {row["resource_code"]: row for row in after}
        for row in before:
            if row["author_staff_code"] in stay:
                assert [now[row["resource_code"]][name] for name in fixed] == [row[name] for name in fixed]


def test_every_dataset_is_written_when_it_is_asked_for(tmp_path: Path) -> None:
    generate(tmp_path, schools=6, periods=[END], datasets=tuple(FURTHER), workers=1, error_rate=0)
    rows = pq.read_table(tmp_path / "truth" / END / "rows.parquet").to_pylist()
    # Finance is told when a year begins; few schools have an examination, a measure or a course of English.
    rare = {"finance", "exam_registration", "staff_discipline", "staff_language_training"}
    assert {row["dataset"] for row in rows} >= set(FURTHER) - rare
