"""Finance, exam registrations, subjects of classes, learning resources and the histories of staff."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.engine import Engine
from schemas.catalogue import load_catalogue
from schemas.marts import load_marts
from tests.marts.conftest import build
from tests.marts.sample import END, A, B, class_, learner, school, teacher
from tests.marts.staged import BEGINNING, Row, Staged


def marts_of(tmp_path: Path, *submissions: tuple[str, str, dict[str, list[Row]]]) -> Engine:
    staged = Staged(tmp_path)
    for period, sender, datasets in submissions:
        staged.submit(period, sender, **datasets)
    staged.write()
    return build(staged, tmp_path / "marts")


def test_finance_keeps_one_row_a_budget_line(tmp_path: Path) -> None:
    line = {"fiscal_year": 2025, "budget_line_code": "16", "planned_amount": 120.5}
    rows = [
        line,
        line | {"planned_amount": 1.0},
        line | {"fiscal_year": 2024, "planned_amount": None, "final_amount": 99.0},
    ]
    with marts_of(tmp_path, (BEGINNING, A, {"school": [school(A)], "finance": rows})) as engine:
        assert engine.rows(
            "SELECT school_code, fiscal_year, budget_line_label, planned_amount, final_amount FROM fact_finance ORDER BY ALL"
        ) == [(A, 2024, "Giáo dục mầm non", None, 99.0), (A, 2025, "Giáo dục mầm non", 120.5, None)]


def registration(**said: object) -> Row:
    return {
        "exam_year": 2026, "full_name": "Lê An", "birth_date": date(2008, 1, 1), "sex_code": "01", "ethnicity_code": "01",
        "is_independent_candidate": False, "first_elective_code": "vat-li", "second_elective_code": "ngoai-ngu",
    } | said  # fmt: skip


def test_registrations_stand_under_the_learner_of_the_school(tmp_path: Path) -> None:
    rows = [
        registration(learner_id="7900000001"),
        registration(personal_id="079216000002"),
        registration(personal_id="079216000009", is_independent_candidate=True),
    ]
    students = [learner(1, learner_id="7900000001"), learner(2)]
    datasets = {"school": [school(A)], "class": [class_("4A")], "student": students, "exam_registration": rows}
    with marts_of(tmp_path, (END, A, datasets)) as engine:
        assert engine.rows(
            "SELECT learner_key, class_key IS NULL, first_elective_label, is_independent_candidate "
            "FROM fact_exam_registration ORDER BY ALL"
        ) == [(1, False, "Vật lí", False), (2, False, "Vật lí", False), (None, True, "Vật lí", True)]


def test_subjects_of_a_class_know_class_and_teacher(tmp_path: Path) -> None:
    subject = {"class_code": "L1", "subject_code": "01", "assessment_method_code": "3", "is_specialised_subject": False}
    rows: list[Row] = [
        subject | {"is_vnen_subject": False, "teacher_staff_code": "GV501"},
        subject
        | {
            "is_vnen_subject": False,
            "teacher_staff_code": "GV501",
            "term_code": "2",
            "term_teacher_staff_code": "GV502",
        },
        subject | {"is_vnen_subject": False, "class_code": "L9", "teacher_staff_code": "GV999"},
        subject | {"is_vnen_subject": False, "class_code": "4B", "term_code": "1"},
        subject | {"is_vnen_subject": False, "class_code": "Lớp 4b", "term_code": "3"},
    ]
    datasets = {
        "school": [school(A)], "class": [class_("4A", class_code="L1"), class_("4B", class_code=None)],
        "staff": [teacher(501), teacher(502)],
        "class_subject": rows,
    }  # fmt: skip
    with marts_of(tmp_path, (BEGINNING, A, datasets)) as engine:
        assert engine.rows(
            "SELECT class_key IS NULL, subject_label, term_code, teacher_staff_key FROM fact_class_subject ORDER BY ALL"
        ) == [
            (False, "Toán", "1", None),  # of a class that has no code, by its name
            (False, "Toán", "2", 502),
            (False, "Toán", "3", None),
            (False, "Toán", None, 501),
            (True, "Toán", None, None),
        ]


def test_a_resource_has_a_version_for_each_change(tmp_path: Path) -> None:
    lesson: Row = {
        "resource_code": "HL1", "title": "Phân số", "media_type_code": "video", "licence_code": "cc-by", "language_code": "vi",
        "review_status_code": "submitted", "author": "Lê Bí Mật",
    }  # fmt: skip
    told = [lesson, lesson | {"review_status_code": "approved"}]
    submissions = [
        (period, A, {"school": [school(A)], "learning_resource": [row]})
        for period, row in zip((BEGINNING, END), told, strict=True)
    ]
    with marts_of(tmp_path, *submissions) as engine:
        assert engine.rows(
            "SELECT title, review_status_label, valid_from, valid_to, is_current FROM dim_learning_resource ORDER BY valid_from"
        ) == [
            ("Phân số", "Chờ kiểm duyệt", date(2025, 9, 30), date(2026, 5, 30), False),
            ("Phân số", "Đã duyệt", date(2026, 5, 31), None, True),
        ]


HISTORIES: dict[str, tuple[str, Row, str, object]] = {
    "fact_staff_salary": ("staff_salary", {"salary_step_code": "03"}, "salary_step_label", "Bậc 3"),
    "fact_staff_training": ("staff_training", {"training_mode_code": "01"}, "training_mode_label", "Chính qui"),
    "fact_staff_language": ("staff_language", {"score": 6.5}, "score", 6.5),
    "fact_staff_award": ("staff_award", {"award_type_code": "01"}, "award_type_label", "Bằng khen"),
    "fact_staff_assessment": (
        "staff_standard_assessment",
        {"standard_set_code": "criterion_teacher_general", "criterion_code": "01", "superior_rating_code": "01"},
        "criterion_label",
        "Tiêu chí 1",
    ),
    "fact_staff_language_training": ("staff_language_training", {"result_code": "03"}, "result_label", "Bậc 3"),
    "fact_staff_pedagogy_training": ("staff_pedagogy_training", {"result_code": "01"}, "result_label", "Đạt"),
}


@pytest.mark.parametrize("mart", HISTORIES)
def test_a_history_stands_under_its_member_of_staff(tmp_path: Path, mart: str) -> None:
    dataset, said, column, value = HISTORIES[mart]
    rows = [said | {"staff_code": "GV501"}, said | {"staff_code": "GV999"}]
    with marts_of(tmp_path, (BEGINNING, A, {"school": [school(A)], "staff": [teacher(501)], dataset: rows})) as engine:
        assert engine.rows(f"SELECT staff_key, {column} FROM {mart} ORDER BY ALL") == [(501, value), (None, value)]


def test_discipline_is_counted_and_few_are_not_told_about(tmp_path: Path) -> None:
    measures: list[Row] = [{"staff_code": f"GV{n}", "discipline_type_code": "01"} for n in range(5)]
    measures += [{"staff_code": "GV1", "discipline_type_code": "02"}] * 7
    submissions = [
        (BEGINNING, A, {"school": [school(A)], "staff_discipline": measures}),
        (
            BEGINNING,
            B,
            {"school": [school(B)], "staff_discipline": [{"staff_code": "GV1", "discipline_type_code": "01"}]},
        ),
    ]
    with marts_of(tmp_path, *submissions) as engine:
        assert engine.rows(
            "SELECT province_code, discipline_type_label, measures, is_suppressed FROM fact_staff_discipline ORDER BY ALL"
        ) == [("79", "Cảnh cáo", None, True), ("79", "Khiển trách", 6, False)]


def test_no_mart_has_a_column_that_names_a_person() -> None:
    """Codes and numbers that identify somebody, and free text, which may."""
    catalogue = load_catalogue()
    direct = {f.name for dataset in catalogue.datasets.values() for f in dataset.fields if f.sensitivity == "direct"}
    texts = {
        "comment",
        "award_text",
        "award_content",
        "note",
        "decision_no",
        "certificate",
        "assessment_content",
        "description",
    }
    for mart in load_marts():
        if not mart.is_restricted:
            assert not (direct | texts) & {column.name for column in mart.columns}, mart.name
