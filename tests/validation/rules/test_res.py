"""Rules RES: results as schools hand them in, a row a learner, term and subject, and one without subject that sums up."""

import pytest

from tests.validation.bench import Row, findings_of
from tests.validation.rules.cases import Case, assert_fires, assert_whole

YEAR_END = "2025-2026-cuoi-nam"
# Circular 22/2021 reached grade 7 in 2022 and grade 9 in 2024, Circular 27/2020 grade 2 in 2021.
OLDER = "2021-2022-cuoi-nam"


def mark(score: float | None, subject: str = "15", grade: str = "06", term: str = "1", **fields: object) -> Row:
    row: Row = {"learner_id": "7900000001", "term_code": term, "grade_code": grade, "subject_code": subject}
    return row | {"score": score} | fields


def summary(term: str = "3", grade: str = "06", learner: str = "7900000001", **fields: object) -> Row:
    return {"learner_id": learner, "term_code": term, "grade_code": grade} | fields


CASES: dict[str, tuple[str, list[Case]]] = {
    "RES002": (
        "Dòng 2, cột C15: điểm 10.5 ngoài thang 0-10.",
        [
            (mark(10.5), "score"),
            (mark(10), None),
            (mark(0), None),
            (mark(85), None),
            (mark(101), "score"),
            (mark(None, periodic_test_score=120), "periodic_test_score"),
            (mark(None, midterm_score=11.5), "midterm_score"),
            (mark(None), None),
        ],
    ),
    "RES003": (
        "Dòng 2, cột C15: điểm 85 lớn hơn 10; có phải là 8.5?",
        [
            (mark(85), "score"),
            (mark(11), "score"),
            (mark(100), "score"),
            (mark(10), None),
            (mark(10.5), None),
            (mark(101), None),
            (mark(8.5, final_score=75), "final_score"),
        ],
    ),
    "RES004": (
        "Dòng 2, cột C15: điểm 7.25 có nhiều hơn một chữ số thập phân.",
        [
            (mark(7.25), "score"),
            (mark(7.2), None),
            (mark(0.1 + 0.2 + 6), None),
            (mark(7.000001), "score"),
            (mark(7.25, grade="05"), None),
            (mark(7.25, grade="12"), "score"),
        ],
    ),
    "RES007": (
        "Dòng 2: môn Toán (01) không thuộc cấp học của lớp Khối 6.",
        [
            (mark(8, "01"), "subject_code"),
            (mark(8, "15"), None),
            (mark(8, "34"), "subject_code"),
            (mark(8, "34", "10"), None),
            (mark(8, "53", "13"), None),
            (mark(8, "01", "05"), None),
            (mark(8, "91"), None),
            (summary(), None),
        ],
    ),
    "RES015": (
        "Dòng 2, cột C40: số buổi nghỉ 181 không hợp lý.",
        [
            (summary("1", days_absent=181), "days_absent"),
            (summary("1", days_absent=180), None),
            (summary("3", days_absent=350), None),
            (summary("3", days_absent=351), "days_absent"),
            (summary("13", days_absent=181), None),
            (summary("1"), None),
        ],
    ),
}


@pytest.mark.parametrize("rule_id", CASES)
def test_rule_fires_where_it_should(rule_id: str) -> None:
    message, cases = CASES[rule_id]
    findings = assert_fires(rule_id, "result", cases, period=YEAR_END)
    assert findings[0]["message_vi"] == message


def test_res006_a_subject_is_assessed_in_its_form() -> None:
    cases: list[Case] = [
        (mark(8, "28"), "score"),
        (mark(None, "28"), "subject_rating_2021_code"),
        (mark(None, "28", subject_rating_2021_code="Đ"), None),
        (mark(8, "28", subject_rating_2021_code="Đ"), "score"),
        (mark(None, "28", term="11"), None),
        (mark(None, "15", subject_rating_2021_code="Đ"), "score"),
        (mark(None, "15"), None),
        (mark(8, "15"), None),
        (mark(8, "28", grade="20"), None),
    ]
    findings = findings_of("RES006", period=YEAR_END, result=[row for row, _ in cases])
    assert [(f["excel_row"], f["field"]) for f in findings] == [
        (n + 2, field) for n, (_, field) in enumerate(cases) if field
    ]
    assert findings[0]["message_vi"] == "Dòng 2: môn Thể dục (28) ghi sai hình thức đánh giá."
    assert_whole(findings)
    # Grade 9 had the older ratings until 2023-2024.
    assert findings_of("RES006", period=OLDER, result=[mark(8, "28", "09")]) == []


def test_res008_the_year_is_a_third_of_term_one_and_two_of_term_two() -> None:
    def learner(number: int, *marks: float | None, grade: str = "06") -> list[Row]:
        terms = zip(("1", "2", "3"), marks, strict=True)
        return [mark(score, grade=grade, term=term, learner_id=f"790000000{number}") for term, score in terms]

    rows = [
        *learner(1, 6, 9, 8.0),
        *learner(2, 6, 9, 8.2),
        *learner(3, 6, 9, 8.1),
        *learner(4, None, 9, 9.9),
        *learner(5, 6, 9, 9, grade="05"),
    ]
    findings = findings_of("RES008", period=YEAR_END, result=rows)
    assert [(f["excel_row"], f["field"], f["value"]) for f in findings] == [(7, "score", "8.2")]
    assert findings[0]["message_vi"] == "Dòng 7: điểm cả năm 8.2 khác (HK1 + 2 x HK2)/3 = 8."


def test_res008_terms_under_two_numbers_are_one_learners() -> None:
    listed = [{"learner_id": "7900000001", "local_code": "HS1"}]
    by_code = {"learner_id": None, "local_code": "HS1"}
    rows = [mark(6, term="1"), mark(9, term="2", **by_code), mark(8.2, term="3")]
    [finding] = findings_of("RES008", period=YEAR_END, student=listed, result=rows)
    assert finding["excel_row"] == 4


SUBJECTS = ("15", "16", "17", "18", "19", "20", "21", "22")


def of_marks(
    marks: list[float], rating: str, failed: int = 0, grade: str = "08", learner: str = "7900000001"
) -> list[Row]:
    """A year of one learner: the summary row, the marks, and comment subjects of which some are failed."""
    comments = [
        mark(None, subject, grade, "3", subject_rating_2021_code="CĐ" if n < failed else "Đ", learner_id=learner)
        for n, subject in enumerate(("28", "29", "30"))
    ]
    scores = [
        mark(score, subject, grade, "3", learner_id=learner) for score, subject in zip(marks, SUBJECTS, strict=False)
    ]
    return [summary(grade=grade, learner=learner, learning_rating_code=rating), *scores, *comments]


# Marks, comment subjects failed, and the best level that may be given (Circular 22/2021, art. 9).
LEVELS: list[tuple[list[float], int, int]] = [
    ([8, 8, 8, 8, 8, 8, 6.5, 6.5], 0, 1),
    ([8, 8, 8, 8, 8, 7.9, 6.5, 6.5], 0, 2),
    ([8, 8, 8, 8, 8, 8, 6.4, 6.5], 0, 2),
    ([6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 5, 5], 0, 2),
    ([5, 5, 5, 5, 5, 5, 3.5, 3.5], 0, 3),
    ([5, 5, 5, 5, 5, 5, 3.5, 3.5], 1, 3),
    ([5, 5, 5, 5, 5, 5, 3.5, 3.5], 2, 4),
    ([5, 5, 5, 5, 5, 5, 3.4, 3.4], 0, 4),
    # One subject alone lowers the level by two: one of them is forgiven.
    ([8, 8, 8, 8, 8, 8, 8, 3.5], 0, 2),
    ([8, 8, 8, 8, 8, 8, 8, 3], 0, 3),
    ([8, 8, 8, 8, 8, 8, 8, 8], 1, 2),
    ([6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 3], 0, 3),
    ([8, 8, 8, 8, 8, 8, 3.5, 3.5], 0, 3),
]


@pytest.mark.parametrize(("marks", "failed", "best"), LEVELS)
def test_res009_a_rating_is_no_better_than_the_marks_allow(marks: list[float], failed: int, best: int) -> None:
    rows: list[Row] = []
    for rating in (1, 2, 3, 4):
        rows += of_marks(marks, str(rating), failed, learner=f"790000000{rating}")
    findings = findings_of("RES009", period=YEAR_END, result=rows)
    assert [f["value"] for f in findings] == [str(rating) for rating in range(1, best)]
    assert {f["field"] for f in findings} <= {"learning_rating_code"}
    assert_whole(findings)


def test_res009_asks_only_six_marks_and_grades_under_the_circular() -> None:
    few = of_marks([3, 3, 3, 3, 3], "1")
    assert findings_of("RES009", period=YEAR_END, result=few) == []
    # What the department lists as well makes no more subjects of them.
    assert findings_of("RES009", period=YEAR_END, result=[row | {"sender_code": "79"} for row in few] + few) == []
    bad = of_marks([5] * 8, "1")
    [finding] = findings_of("RES009", period=YEAR_END, result=bad)
    assert finding["message_vi"] == 'Dòng 2: kết quả học tập "Tốt (1)" cao hơn mức tính từ điểm các môn ("Đạt (3)").'
    assert findings_of("RES009", period=OLDER, result=bad) == []
    # A mark outside the scale is RES003's and does not count.
    assert findings_of("RES009", period=YEAR_END, result=of_marks([8] * 7 + [65], "1")) == []


def test_res010_a_rating_lower_than_the_marks_give_is_asked_about() -> None:
    rows = of_marks([8] * 8, "2") + of_marks([8] * 8, "1", learner="7900000002")
    [finding] = findings_of("RES010", period=YEAR_END, result=rows)
    assert (finding["excel_row"], finding["severity"]) == (2, "query")
    assert finding["message_vi"] == 'Dòng 2: kết quả "Khá (2)" thấp hơn mức tính từ điểm các môn ("Tốt (1)").'


def primary(rating: str, subject: str, test: int | None = None, quality: str = "T", learner: int = 1) -> list[Row]:
    person = f"790000000{learner}"
    return [
        summary("3", "03", person, primary_overall_rating_code=rating, diligence_rating_code=quality),
        mark(None, "01", "03", "3", learner_id=person, subject_rating_primary_code=subject, periodic_test_score=test),
    ]


def test_res010_in_primary_grades() -> None:
    cases = [
        (primary("CHT", "H", 5, learner=1), True),
        (primary("CHT", "C", 5, learner=2), False),
        (primary("CHT", "H", 4, learner=3), False),
        (primary("CHT", "T", 9, "C", learner=4), False),
        (primary("HT", "H", 5, learner=5), False),
    ]
    findings = findings_of("RES010", period=YEAR_END, result=[row for rows, _ in cases for row in rows])
    assert [f["excel_row"] for f in findings] == [2 * n + 2 for n, (_, fires) in enumerate(cases) if fires]
    assert_whole(findings)


def test_res012_primary_ratings_need_their_subjects_tests_and_qualities() -> None:
    cases = [
        (primary("HTXS", "T", 9, learner=1), ""),
        (primary("HTXS", "H", 9, learner=2), "1 môn chưa đạt mức"),
        (primary("HTXS", "T", 8, learner=3), "bài kiểm tra 8"),
        (primary("HTXS", "T", 9, "Đ", learner=4), "phẩm chất, năng lực chưa đạt mức"),
        (primary("HTT", "T", 7, learner=5), ""),
        (primary("HTT", "T", 6, learner=6), "bài kiểm tra 6"),
        (primary("HT", "H", 5, "Đ", learner=7), ""),
        (primary("HT", "C", 4, learner=8), "1 môn chưa đạt mức; bài kiểm tra 4"),
        (primary("CHT", "C", 1, learner=9), ""),
    ]
    findings = findings_of("RES012", period=YEAR_END, result=[row for rows, _ in cases for row in rows])
    expected = [(2 * n + 2, found) for n, (_, found) in enumerate(cases) if found]
    assert [(f["excel_row"], f["message_vi"].split("cho phép: ")[1].rstrip(".")) for f in findings] == expected
    assert_whole(findings)


@pytest.mark.parametrize(
    ("period", "grade", "field", "fires"),
    [
        (YEAR_END, "06", "learning_rating_code", False),
        (YEAR_END, "06", "old_learning_rating_code", True),
        (YEAR_END, "06", "primary_overall_rating_code", True),
        (YEAR_END, "03", "primary_overall_rating_code", False),
        (YEAR_END, "03", "conduct_rating_code", True),
        (YEAR_END, "03", "old_conduct_rating_code", True),
        (OLDER, "06", "learning_rating_code", False),
        (OLDER, "07", "learning_rating_code", True),
        (OLDER, "07", "old_learning_rating_code", False),
        (OLDER, "12", "old_conduct_rating_code", False),
        (OLDER, "03", "primary_overall_rating_code", True),
        (OLDER, "02", "primary_overall_rating_code", False),
        (YEAR_END, "20", "old_learning_rating_code", False),
    ],
)
def test_res011_a_rating_is_of_the_scale_of_its_year(period: str, grade: str, field: str, fires: bool) -> None:
    codes = {"primary_overall_rating_code": "HT", "old_learning_rating_code": "K", "old_conduct_rating_code": "T"}
    row = summary(grade=grade, **{field: codes.get(field, "2")})
    findings = findings_of("RES011", period=period, result=[row])
    assert [f["field"] for f in findings] == ([field] if fires else [])
    assert_whole(findings)


def test_res013_who_goes_up_has_a_result_of_the_year() -> None:
    rows = [
        summary(learner="1", is_promoted=True, learning_rating_code="2"),
        summary(learner="2", is_promoted=True),
        summary(learner="3", grade="12", is_graduated=True),
        summary(learner="4", is_promoted=False),
        summary("13", learner="5", primary_overall_rating_code="HT", grade="05"),
        summary(learner="5", is_promoted=True, grade="05"),
        summary(learner="6", is_promoted=True, old_learning_rating_code="K"),
        summary("1", learner="7", is_promoted=True, learning_rating_code="2"),
        summary(learner="8", grade="16", is_promoted=True),
    ]
    findings = findings_of("RES013", period=YEAR_END, result=rows)
    assert [(f["excel_row"], f["field"]) for f in findings] == [
        (3, "is_promoted"),
        (4, "is_graduated"),
        (9, "is_promoted"),
    ]


def test_res014_who_goes_up_has_passed() -> None:
    rows = [
        summary(learner="1", is_promoted=True, learning_rating_code="3", conduct_rating_code="3", days_absent=45),
        summary(learner="2", is_promoted=True, learning_rating_code="4", conduct_rating_code="1"),
        summary(learner="3", is_promoted=True, learning_rating_code="2", conduct_rating_code="4"),
        summary(learner="4", is_promoted=True, learning_rating_code="2", conduct_rating_code="2", days_absent=46),
        summary(learner="5", is_promoted=True, learning_rating_code="4", conduct_rating_code="2"),
        summary("13", learner="5", learning_rating_code="3"),
        summary(learner="6", is_promoted=False, learning_rating_code="4"),
        summary(learner="7", grade="03", is_promoted=True, primary_overall_rating_code="CHT"),
        summary(learner="8", grade="03", is_promoted=True, primary_overall_rating_code="HT", days_absent=60),
    ]
    findings = findings_of("RES014", period=YEAR_END, result=rows)
    assert [f["excel_row"] for f in findings] == [3, 4, 5, 9]
    assert findings[0]["message_vi"] == (
        'Dòng 3: ghi được lên lớp nhưng học tập "Chưa đạt (4)", rèn luyện "Tốt (1)", nghỉ — buổi.'
    )


def test_res016_only_final_grades_are_completed() -> None:
    rows = [
        summary(grade="12", is_graduated=True),
        summary(grade="11", is_graduated=True),
        summary(grade="05", is_programme_completed=True),
        summary(grade="05", is_graduated=True),
        summary(grade="04", is_programme_completed=True),
        summary(grade="04", is_programme_completed=False),
    ]
    findings = findings_of("RES016", period=YEAR_END, result=rows)
    assert [(f["excel_row"], f["field"]) for f in findings] == [
        (3, "is_graduated"),
        (5, "is_graduated"),
        (6, "is_programme_completed"),
    ]
    assert_whole(findings)


def test_res017_no_lower_secondary_diploma() -> None:
    rows = [
        summary(grade="09", is_graduated=True),
        summary(grade="12", is_graduated=True),
        summary(grade="23", is_graduated=True),
        summary(grade="09", is_programme_completed=True),
    ]
    findings = findings_of("RES017", period=YEAR_END, result=rows)
    assert [f["excel_row"] for f in findings] == [2, 4]


def test_res018_titles_need_ratings_and_marks() -> None:
    def titled(title: str, learning: str, conduct: str, marks: list[float], learner: str) -> list[Row]:
        rows = of_marks(marks, learning, learner=learner)
        rows[0] |= {"title_code": title, "conduct_rating_code": conduct}
        return rows

    cases = [
        (titled("xuat-sac", "1", "1", [9] * 6 + [8, 8], "1"), False),
        (titled("xuat-sac", "1", "1", [9] * 5 + [8.9, 8, 8], "2"), True),
        (titled("gioi", "1", "1", [8] * 8, "3"), False),
        (titled("gioi", "2", "1", [8] * 8, "4"), True),
        (titled("gioi", "1", "2", [8] * 8, "5"), True),
        (titled("tien-tien", "1", "1", [9] * 8, "6"), True),
        (titled("tieu-bieu", "4", "4", [5] * 8, "7"), False),
    ]
    findings = findings_of("RES018", period=YEAR_END, result=[row for rows, _ in cases for row in rows])
    length = len(cases[0][0])
    assert [f["excel_row"] for f in findings] == [length * n + 2 for n, (_, fires) in enumerate(cases) if fires]
    assert findings[0]["message_vi"].endswith('danh hiệu "Học sinh Xuất sắc (xuat-sac)" không đủ điều kiện.')
