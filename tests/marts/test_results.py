"""Results find their learner through the list of students of the same school and period."""

from pathlib import Path

import pytest

from pipelines.engine import Engine
from schemas.marts import load_mart
from tests.marts.conftest import build
from tests.marts.sample import END, A, B, class_, learner, result, school
from tests.marts.staged import BEGINNING, Row, Staged

NUMBERS: Row = {"learner_id": None, "local_code": None, "personal_id": None}


def results(tmp_path: Path, students: list[Row], rows: list[Row], select: str) -> list[tuple[object, ...]]:
    staged = Staged(tmp_path)
    staged.submit(
        END, A, school=[school(A)], **{"class": [class_("4A", class_code="L1")]}, student=students, result=rows
    )
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        return engine.rows(f"SELECT {select} FROM fact_result ORDER BY ALL")


def test_a_result_stands_under_its_learner_school_and_class(marts: Engine) -> None:
    rows = marts.rows(
        "SELECT learner_key, period, school_code, subject_code, class_key IS NULL FROM fact_result ORDER BY ALL"
    )
    assert rows == [
        (1, END, A, "01", False),
        (2, END, A, "01", False),
        (2, END, A, None, False),
        (None, END, A, "01", True),
    ]


def test_codes_stand_beside_their_labels(marts: Engine) -> None:
    assert marts.rows(
        "SELECT grade_label, term_label, subject_label, subject_rating_primary_label, honesty_rating_label, kindness_rating_label "
        "FROM fact_result WHERE learner_key = 2 ORDER BY subject_code NULLS LAST"
    ) == [
        ("Khối 4", "Cả năm", "Toán", "Hoàn thành tốt", None, None),
        ("Khối 4", "Cả năm", None, "Hoàn thành tốt", "Tốt", None),
    ]


@pytest.mark.parametrize(
    ("numbers", "learner_key"),
    [
        ({"learner_id": "7900000001"}, 1),
        ({"local_code": "HS1"}, 1),
        ({"personal_id": "079216000001"}, 1),
        # What the school gave its list first goes first; what finds nobody is passed over.
        ({"learner_id": "7900000001", "local_code": "HS2"}, 1),
        ({"learner_id": "7999999999", "local_code": "HS2"}, 2),
        # Two learners of the list share a code: it names neither. Name and birth date alone name nobody.
        ({"local_code": "HS3"}, None),
        # Nor does it name one of two while the other one waits for a decision.
        ({"local_code": "HS5"}, None),
        ({}, None),
    ],
)
def test_numbers_find_the_learner(tmp_path: Path, numbers: Row, learner_key: int | None) -> None:
    students = [
        learner(1, learner_id="7900000001", local_code="HS1"),
        learner(2, local_code="HS2"),
        learner(3, local_code="HS3"),
        learner(4, local_code="HS3"),
        learner(5, local_code="HS5"),
        learner(6, local_code="HS5", person_key=None, link="review"),
    ]
    assert results(tmp_path, students, [result(1) | NUMBERS | numbers], "learner_key") == [(learner_key,)]


def test_students_of_another_school_period_or_without_a_decision_are_not_found(tmp_path: Path) -> None:
    staged = Staged(tmp_path)
    staged.submit(BEGINNING, A, school=[school(A)], student=[learner(1)])
    undecided = learner(3, person_key=None, link="review")
    staged.submit(END, A, student=[undecided], result=[result(1), result(2), result(3)])
    staged.submit(END, B, school=[school(B)], student=[learner(2)])
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        assert engine.rows("SELECT count(*), count(learner_key) FROM fact_result") == [(3, 0)]


def test_rejected_results_stay_out_and_repeated_ones_count_once(tmp_path: Path) -> None:
    rows = [
        result(1, score=5.0),
        result(1, score=9.0, personal_id=None, local_code="HS1"),
        result(1, score=1.0, subject_code="02", outcome="rejected"),
        result(8, score=7.0),
        result(8, score=7.0),
    ]
    found = results(tmp_path, [learner(1, local_code="HS1")], rows, "learner_key, score")
    assert found == [(1, 5.0), (None, 7.0), (None, 7.0)]


def test_a_class_named_by_its_code_goes_before_that_of_the_enrolment(tmp_path: Path) -> None:
    staged = Staged(tmp_path)
    classes = [class_("4A", class_code="L1"), class_("4B", class_code="L2")]
    rows = [result(1, class_code="L2"), result(1, subject_code="02"), result(50, class_code="L2")]
    staged.submit(END, A, school=[school(A)], **{"class": classes}, student=[learner(1)], result=rows)
    staged.write()
    with build(staged, tmp_path / "marts") as engine:
        named = engine.rows(
            "SELECT r.learner_key, r.subject_code, c.class_name FROM fact_result AS r JOIN dim_class AS c USING (class_key) ORDER BY ALL"
        )
    assert named == [(1, "01", "4B"), (1, "02", "4A"), (None, "01", "4B")]


def test_no_name_or_number_of_a_learner_is_in_the_mart() -> None:
    columns = {column.name for column in load_mart("fact_result").columns}
    assert not columns & {"learner_id", "local_code", "personal_id", "full_name", "birth_date", "class_name", "comment"}
