"""Rules EXA: candidates of the graduation exam against the learners of the school."""

from datetime import date

from tests.validation.bench import Row, findings_of
from tests.validation.rules.cases import Case, assert_fires, assert_whole

YEAR_END = "2025-2026-cuoi-nam"
LEARNER: Row = {
    "learner_id": "7900000001",
    "personal_id": "079208000001",
    "full_name": "Nguyễn Văn An",
    "birth_date": date(2008, 5, 2),
    "sex_code": "01",
    "grade_code": "12",
    "status_code": "01",
}
LEARNERS: list[Row] = [
    LEARNER,
    LEARNER | {"learner_id": "7900000002", "personal_id": "079208000002", "status_code": "09"},
    LEARNER | {"learner_id": "7900000003", "personal_id": "079208000003", "grade_code": "11"},
    LEARNER | {"learner_id": "7900000004", "personal_id": "079208000004", "grade_code": "15"},
]
OTHER = "79760502"


def candidate(number: int | None, **fields: object) -> Row:
    learner_id = f"790000000{number}" if number else None
    row: Row = {"learner_id": learner_id, "personal_id": f"07920800000{number or 9}", "is_independent_candidate": False}
    return row | fields


def test_exa001_candidates_learn_at_the_school() -> None:
    cases = [
        (candidate(1), None),
        (candidate(2), "learner_id"),
        (candidate(8), "learner_id"),
        (candidate(8, is_independent_candidate=True), None),
        (candidate(None, personal_id="079208000001"), None),
        (candidate(None, personal_id="079208000009"), "personal_id"),
        (candidate(1, is_independent_candidate=None), None),
        (candidate(8, school_code=OTHER), None),
    ]
    findings = findings_of("EXA001", student=LEARNERS, exam_registration=[row for row, _ in cases])
    expected = [(n + 2, field) for n, (_, field) in enumerate(cases) if field]
    assert [(f["excel_row"], f["field"]) for f in findings] == expected
    assert (
        findings[0]["message_vi"]
        == "Dòng 3: thí sinh 7900000002 không có trong danh sách học sinh đang học của trường."
    )
    assert findings[2]["value"] == "********0009"


def test_exa001_ids_that_the_list_of_learners_lacks_are_passed_over() -> None:
    """A school that has not been told its learners' ids may register them by ids all the same."""
    listed = [learner | {"learner_id": None} for learner in LEARNERS]
    cases = [
        (candidate(1), None),
        (candidate(8), "personal_id"),
        (candidate(8, personal_id="079208000001"), None),
        (candidate(1, personal_id=None), "learner_id"),
    ]
    findings = findings_of("EXA001", student=listed, exam_registration=[row for row, _ in cases])
    expected = [(n + 2, field) for n, (_, field) in enumerate(cases) if field]
    assert [(f["excel_row"], f["field"]) for f in findings] == expected
    assert findings[0]["value"] == "********0008"


def test_exa001_who_left_and_came_back_learns_at_the_school() -> None:
    listed = [LEARNER | {"status_code": "04"}, LEARNER]
    assert not findings_of("EXA001", student=listed, exam_registration=[candidate(1)])
    assert findings_of("EXA001", student=listed[:1], exam_registration=[candidate(1)])


def test_exa002_candidates_are_in_the_last_grade() -> None:
    candidates = [
        candidate(1),
        candidate(3),
        candidate(4),
        candidate(3, is_independent_candidate=True),
        candidate(1, is_independent_candidate=True),
        candidate(3, is_independent_candidate=True, school_code=OTHER),
        candidate(None, personal_id="079208000003"),
    ]
    findings = findings_of("EXA002", student=LEARNERS, exam_registration=candidates)
    assert [f["excel_row"] for f in findings] == [3, 5, 7, 8]
    assert "khối Khối 11 (11)" in findings[0]["message_vi"]
    assert_whole(findings)


def test_exa003_candidates_are_who_they_were() -> None:
    same = {name: LEARNER[name] for name in ("learner_id", "personal_id", "full_name", "birth_date", "sex_code")}
    cases: list[Case] = [
        (same, None),
        (same | {"full_name": "NGUYỄN VĂN  AN"}, None),
        (same | {"full_name": "Nguyễn Văn Bình", "sex_code": "02"}, "full_name"),
        (same | {"birth_date": date(2008, 2, 5)}, "birth_date"),
        (same | {"birth_date": None, "birth_date_partial": "2008"}, None),
        (same | {"birth_date": None, "birth_date_partial": "2007"}, "birth_date"),
        (same | {"sex_code": "02"}, "sex_code"),
        (same | {"personal_id": "079208000009"}, "personal_id"),
        (same | {"learner_id": "7900000009"}, None),
    ]
    findings = findings_of("EXA003", student=LEARNERS, exam_registration=[row for row, _ in cases])
    expected = [(n + 2, field) for n, (_, field) in enumerate(cases) if field]
    assert [(f["excel_row"], f["field"]) for f in findings] == expected
    assert findings[0]["message_vi"] == "Dòng 4: mục Họ và tên, Giới tính khác hồ sơ học sinh đã nộp."
    assert_whole(findings)


def electives(first: str | None, second: str | None, **fields: object) -> Row:
    row: Row = {"first_elective_code": first, "second_elective_code": second, "is_independent_candidate": False}
    return row | fields


def test_exa004_two_different_electives() -> None:
    cases: list[Case] = [
        (electives("vat-li", "ngoai-ngu"), None),
        (electives("vat-li", "vat-li"), "second_elective_code"),
        (electives("toan", "vat-li"), "first_elective_code"),
        (electives("vat-li", "ngu-van"), "second_elective_code"),
        (electives(None, "vat-li"), "first_elective_code"),
        (electives("vat-li", None), "second_elective_code"),
        (electives(None, None, is_independent_candidate=True), None),
        (electives("tin-hoc", "tin-hoc", is_independent_candidate=True), "second_elective_code"),
    ]
    findings = assert_fires("EXA004", "exam_registration", cases)
    assert findings[0]["message_vi"] == "Dòng 3: môn thi tự chọn không hợp lệ: Vật lí (vat-li), Vật lí (vat-li)."


def test_exa005_electives_were_studied() -> None:
    results = [
        {"learner_id": "7900000001", "term_code": "3", "grade_code": "12", "subject_code": code}
        for code in ("35", "46")
    ]
    candidates = [
        candidate(1, **electives("vat-li", "cong-nghe-nn")),
        candidate(1, **electives("vat-li", "hoa-hoc")),
        candidate(1, **electives("ngoai-ngu", "tin-hoc", is_independent_candidate=True)),
        candidate(4, **electives("ngoai-ngu", "vat-li")),
    ]
    findings = findings_of("EXA005", student=LEARNERS, exam_registration=candidates, result=results)
    assert [(f["excel_row"], f["field"]) for f in findings] == [
        (3, "second_elective_code"),
        (5, "second_elective_code"),
    ]
    assert_whole(findings)
    assert findings_of("EXA005", student=LEARNERS, exam_registration=candidates) == []


def test_exa006_candidate_numbers() -> None:
    cases: list[Case] = [
        ({"candidate_number": "02001234"}, None),
        ({"candidate_number": "2001234"}, "candidate_number"),
        ({"candidate_number": "0200123A"}, "candidate_number"),
        ({}, None),
    ]
    assert_fires("EXA006", "exam_registration", cases, period=YEAR_END)


def test_exa007_foreign_languages() -> None:
    cases: list[Case] = [
        (electives("ngoai-ngu", "vat-li", foreign_language_code="01"), None),
        (electives("ngoai-ngu", "vat-li"), "foreign_language_code"),
        (electives("hoa-hoc", "vat-li", foreign_language_code="01"), "foreign_language_code"),
        (electives("hoa-hoc", "vat-li", foreign_language_code="01", is_language_exempted=True), None),
        (
            electives("ngoai-ngu", "vat-li", foreign_language_code="01", is_language_exempted=True),
            "is_language_exempted",
        ),
        (electives("hoa-hoc", "vat-li"), None),
        (electives(None, None, is_independent_candidate=True), None),
    ]
    rows = [row for row, _ in cases]
    findings = findings_of("EXA007", exam_registration=rows)
    assert [(f["excel_row"], f["field"]) for f in findings] == [
        (n + 2, field) for n, (_, field) in enumerate(cases) if field
    ]
    assert_whole(findings)
