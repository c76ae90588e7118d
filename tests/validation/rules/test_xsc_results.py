"""Rules XSC025-XSC030: results, staff lists and subjects against the lists of learners, staff and classes."""

from datetime import date

import pytest

from tests.validation.bench import Row, findings_of
from tests.validation.rules.cases import assert_whole

LEARNERS: list[Row] = [
    {
        "learner_id": "7900000001",
        "full_name": "Lê Thị Một",
        "grade_code": "06",
        "class_code": "6A",
        "status_code": "01",
    },
    {"local_code": "HS2", "full_name": "Lê Thị Hai", "grade_code": "06", "status_code": "01"},
    {"personal_id": "079214000003", "full_name": "Lê Thị Ba", "grade_code": "06", "status_code": "01"},
    {"local_code": "HS4", "full_name": "Lê Thị Tư", "grade_code": "06", "status_code": "04"},
    {"local_code": "HS5", "full_name": "Bé Năm", "grade_code": "17", "status_code": "01"},
]


def test_xsc025_results_are_those_of_the_schools_learners() -> None:
    results = [
        {"learner_id": "7900000001", "grade_code": "06", "class_code": "6A"},
        {"learner_id": "7900000001", "grade_code": "06"},
        {"learner_id": "7900000001", "grade_code": "07", "class_code": "6B"},
        {"learner_id": "7900000001", "grade_code": "06", "class_code": "6B"},
        {"learner_id": "7900000009", "local_code": "HS2", "grade_code": "06"},
        {"local_code": "HS2", "grade_code": "06", "class_code": "6A"},
        {"local_code": "HS9", "grade_code": "06"},
        {"personal_id": "079214000003", "grade_code": "06"},
        {"personal_id": "079214000009", "grade_code": "06"},
        {"local_code": "HS9", "grade_code": "06", "school_code": "79760502"},
        {"grade_code": "06"},
        {"learner_id": "7900000001", "grade_code": "06", "class_code": "Lớp 6a"},
    ]
    findings = findings_of("XSC025", student=LEARNERS, result=results)
    assert [(f["excel_row"], f["field"], f["value"]) for f in findings] == [
        (4, "grade_code", "07"),
        (5, "class_code", "6B"),
        (6, "learner_id", "7900000009"),
        (8, "local_code", "HS9"),
        (10, "personal_id", "********0009"),
    ]
    assert findings[0]["message_vi"] == (
        "Dòng 4: học sinh 7900000001 không có trong danh sách đã được nhận, hoặc khác lớp trong danh sách đó."
    )


def test_who_left_and_came_back_is_in_the_class_they_are_in_now() -> None:
    listed = [LEARNERS[0] | {"status_code": "04"}, LEARNERS[0] | {"class_code": "6B"}]
    result = {"learner_id": "7900000001", "grade_code": "06", "class_code": "6B", "term_code": "3"}
    for rule_id in ("XSC025", "XSC026"):
        assert not findings_of(rule_id, period="2025-2026-cuoi-nam", student=listed, result=[result])
    [finding] = findings_of("XSC025", student=listed, result=[result | {"class_code": "6A"}])
    assert finding["field"] == "class_code"


def test_xsc025_a_number_that_the_list_of_learners_lacks_is_passed_over() -> None:
    """A school whose list has no codes of its own names learners by them in its results all the same."""
    listed = [learner | {"local_code": None, "class_code": None} for learner in LEARNERS[:3]]
    results = [
        {"local_code": "HS3", "personal_id": "079214000003", "grade_code": "06"},
        {"local_code": "HS3", "personal_id": "079214000003", "grade_code": "07"},
        {"local_code": "HS1", "learner_id": "7900000001", "grade_code": "06"},
        {"local_code": "HS9", "personal_id": "079214000009", "grade_code": "06"},
        {"local_code": "HS9", "grade_code": "06"},
    ]
    findings = findings_of("XSC025", student=listed, result=results)
    assert [(f["excel_row"], f["field"], f["value"]) for f in findings] == [
        (3, "grade_code", "07"),
        (5, "personal_id", "********0009"),
        (6, "local_code", "HS9"),
    ]


@pytest.mark.parametrize(
    ("period", "term", "missing"),
    [
        ("2025-2026-cuoi-nam", "3", 2),
        ("2025-2026-cuoi-nam", "13", 2),
        ("2025-2026-cuoi-nam", "1", 3),
        ("2025-2026-giua-nam", "1", 2),
        ("2025-2026-dau-nam", "1", 0),
    ],
)
def test_xsc026_who_has_no_result(period: str, term: str, missing: int) -> None:
    results = [{"learner_id": "7900000001", "grade_code": "06", "term_code": term}]
    findings = findings_of("XSC026", period=period, student=LEARNERS, result=results)
    assert [f["message_vi"].split(" ")[0] for f in findings] == ([str(missing)] if missing else [])
    assert all(f["excel_row"] == 0 for f in findings)
    assert_whole(findings)


def test_xsc026_names_them_once_and_leaves_out_whom_nobody_assesses() -> None:
    period = "2025-2026-cuoi-nam"
    results = [{"learner_id": "7900000001", "grade_code": "06", "term_code": "3"}]
    learners = [LEARNERS[0], LEARNERS[1], LEARNERS[2] | {"is_disabled_not_assessed": True}]
    [finding] = findings_of("XSC026", period=period, student=learners, result=results)
    assert finding["message_vi"] == "1 học sinh đang học chưa có kết quả cả năm: Lê Thị Hai."
    assert "Hai" not in finding["public_message_vi"]
    plain: Row = {"grade_code": "06", "status_code": "01"}
    crowd = [LEARNERS[0], *(plain | {"local_code": f"X{n}", "full_name": f"Trò {n}"} for n in range(12))]
    [finding] = findings_of("XSC026", period=period, student=crowd, result=results)
    assert finding["message_vi"].endswith("Trò 8, Trò 9, ….") and finding["message_vi"].startswith("12 ")
    # A school whose results have not arrived is not asked.
    assert findings_of("XSC026", period=period, student=learners) == []


LISTS = (
    "staff_salary",
    "staff_training",
    "staff_language",
    "staff_award",
    "staff_discipline",
    "staff_standard_assessment",
    "staff_language_training",
    "staff_pedagogy_training",
)


def test_xsc027_lists_of_staff_are_about_the_schools_staff() -> None:
    rows: list[Row] = [{"staff_code": "GV1"}, {"staff_code": "GV9"}, {"staff_code": "GV9", "school_code": "79760502"}]
    findings = findings_of("XSC027", staff=[{"staff_code": "GV1"}], **dict.fromkeys(LISTS, rows))
    assert [(f["dataset"], f["excel_row"], f["value"]) for f in findings] == [
        (name, 3, "GV9") for name in sorted(LISTS)
    ]
    assert all("(còn lỗi hoặc chưa nộp)" in finding["message_vi"] for finding in findings)
    assert_whole(findings)
    assert findings_of("XSC027", staff_salary=rows) == []


def test_xsc028_subjects_are_taught_to_classes_of_the_school() -> None:
    classes: list[Row] = [{"class_code": "L6A", "class_name": "6A"}, {"class_name": "6B"}]
    taught: list[Row] = [{"class_code": "L6A"}, {"class_code": "6B"}, {"class_code": "6A"}]
    findings = findings_of("XSC028", class_subject=taught, **{"class": classes})
    assert [(f["excel_row"], f["value"]) for f in findings] == [(4, "6A")]
    assert_whole(findings)


def test_xsc028_a_class_is_known_by_its_bare_name() -> None:
    names = ("7A", "7b", "7B", "8.A", "8A 1")
    classes: list[Row] = [{"class_name": name} for name in names]
    cases = [
        ("7a", True),
        ("Lớp 7A", True),
        ("7 A", True),
        ("7b", True),
        ("Lớp 7b", False),
        ("8a", True),
        ("8A-1", True),
        ("9A", False),
    ]
    findings = findings_of("XSC028", class_subject=[{"class_code": name} for name, _ in cases], **{"class": classes})
    assert [f["value"] for f in findings] == [name for name, fits in cases if not fits]


def test_xsc031_subjects_are_taught_by_staff_of_the_school() -> None:
    taught: list[Row] = [
        {"teacher_staff_code": "GV1"},
        {"teacher_staff_code": "Nguyễn Thị Lan"},
        {"term_teacher_staff_code": "GV9"},
        {"teacher_staff_code": None},
    ]
    findings = findings_of("XSC031", class_subject=taught, staff=[{"staff_code": "GV1"}])
    assert [(f["excel_row"], f["field"], f["value"]) for f in findings] == [
        (3, "teacher_staff_code", "Nguyễn Thị Lan"),
        (4, "term_teacher_staff_code", "GV9"),
    ]
    assert_whole(findings)
    assert findings_of("XSC031", class_subject=taught) == []


def _listed(number: int, name: str, born: date | None, **fields: object) -> Row:
    known: Row = {"learner_id": f"790000000{number}", "full_name": name, "birth_date": born, "grade_code": "06"}
    return known | fields


NAMED = [
    _listed(1, "Nguyễn Thị Lan", date(2014, 3, 1)),
    _listed(2, "Trần Văn Bình", date(2014, 5, 2)),
    _listed(3, "Lê Văn Cường", None, birth_date_partial="2014"),
    _listed(4, "Phạm Thị Dung", date(2014, 7, 4), local_code="HS4"),
    _listed(5, "Phạm Thị Giang", date(2014, 7, 5), local_code="HS4"),
]


@pytest.mark.parametrize(
    ("row", "rule_id", "field"),
    [
        (NAMED[0], None, None),
        (NAMED[0] | {"full_name": "NGUYEN THI LAN"}, None, None),
        (NAMED[1] | {"learner_id": "7900000001"}, "XSC029", "full_name"),
        (NAMED[0] | {"full_name": "Nguyễn Thị Mai"}, "XSC030", "full_name"),
        (NAMED[0] | {"birth_date": date(2013, 3, 1)}, "XSC030", "birth_date"),
        (_listed(3, "Lê Văn Cường", date(2014, 9, 9)), None, None),
        (_listed(3, "Lê Văn Cường", date(2015, 9, 9)), "XSC030", "birth_date"),
        (_listed(3, "Lê Văn Cương Em", date(2015, 9, 9)), "XSC029", "full_name"),
        (_listed(3, "Trần Văn Bình", date(2014, 9, 9)), "XSC030", "full_name"),
        (_listed(9, "Trần Văn Bình", date(2014, 9, 9)), None, None),
        # Whom a number of two learners means, nobody knows.
        (_listed(6, "Trần Văn Bình", date(2014, 9, 9), learner_id=None, local_code="HS4"), None, None),
    ],
)
def test_xsc029_and_xsc030_marks_are_those_of_the_learner_whose_number_they_carry(
    row: Row, rule_id: str | None, field: str | None
) -> None:
    for asked in ("XSC029", "XSC030"):
        findings = findings_of(asked, student=NAMED, result=[row])
        assert [f["field"] for f in findings] == ([field] if asked == rule_id else [])
        assert_whole(findings)


def test_xsc029_keeps_every_row_of_moved_numbers_out_and_xsc030_asks_once() -> None:
    subjects = ("01", "02", "03")
    moved = [NAMED[1] | {"learner_id": "7900000001", "subject_code": code, "term_code": "3"} for code in subjects]
    findings = findings_of("XSC029", student=NAMED, result=moved)
    assert [f["excel_row"] for f in findings] == [2, 3, 4]
    assert findings[0]["message_vi"] == (
        "Dòng 2: học sinh mã 7900000001 trong danh sách của trường có họ tên và ngày sinh khác (ở đây: Trần Văn Bình)."
    )
    assert "Bình" not in findings[0]["public_message_vi"] and "7900000001" not in findings[0]["public_message_vi"]
    # Which number is meant, if the list of learners has none of the first kind.
    [by_code] = findings_of(
        "XSC029",
        student=[NAMED[3] | {"learner_id": None}],
        result=[NAMED[0] | {"local_code": "HS4"}],
    )
    assert "học sinh mã HS4 " in by_code["message_vi"]
    misspelt = [NAMED[0] | {"full_name": "Nguyễn Thị Lam", "subject_code": code, "term_code": "3"} for code in subjects]
    [of_year] = findings_of(
        "XSC030", student=NAMED, result=[NAMED[0] | {"birth_date": None, "birth_date_partial": "2013"}]
    )
    assert of_year["message_vi"].startswith("Dòng 2: Ngày sinh (2013) khác")
    [finding] = findings_of("XSC030", student=NAMED, result=misspelt)
    assert finding["message_vi"] == (
        "Dòng 2: Họ và tên (Nguyễn Thị Lam) khác với học sinh mã 7900000001 trong danh sách của trường."
    )
