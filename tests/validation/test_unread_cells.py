"""A cell that could not be read is told once; rules on the row do not take it for a blank one."""

import pytest

from pipelines.staging import Partition
from tests.validation.passes import STUDENT
from tests.validation.schools import Schools, Validated
from tests.validation.staged import Rows

# Beside the point: the rest of the rows, and the lists they depend on.
SCHOOLS = Schools(Partition("2025-2026-cuoi-nam", "79"), unasked=frozenset({"XSC001", "FLD001", "FLD002"}))


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Validated:
    return SCHOOLS.validate(tmp_path_factory.mktemp("unread_cells"))


CHOSEN = {"is_independent_candidate": "0", "is_language_exempted": "0", "foreign_language_code": None}
CANDIDATES: Rows = [
    CHOSEN | {"first_elective_code": first, "second_elective_code": second, "foreign_language_code": language}
    for first, second, language in (
        ("Tiếng Hoa Mai", "lich-su", "01"),
        ("lich-su", "Tiếng Hoa Mai", None),
        ("ngoai-ngu", "lich-su", "Tiếng Hoa Mai"),
        ("Tiếng Hoa Mai", None, "01"),
        (None, "lich-su", "01"),
    )
]
EXAM = SCHOOLS.hand_in("exam", {"student": [STUDENT], "exam_registration": CANDIDATES})


def test_an_elective_that_cannot_be_read_is_none_that_lacks(validated: Validated) -> None:
    found = validated.findings(EXAM, "EXA004", "EXA007")
    assert [(f["rule_id"], f["excel_row"], f["field"]) for f in found] == [
        ("EXA004", 5, "second_elective_code"),
        ("EXA007", 6, "foreign_language_code"),
        ("EXA004", 6, "first_elective_code"),
    ]
    assert [f["excel_row"] for f in validated.findings(EXAM, "FLD011")] == [2, 3, 4, 5]
    assert found[2]["message_vi"] == "Dòng 6: môn thi tự chọn không hợp lệ: —, Lịch sử (lich-su)."


PUPIL = {
    "local_code": "HS1", "grade_code": "06", "term_code": "3", "subject_code": None, "score": None, "subject_rating_2021_code": None,
    "learning_rating_code": None, "conduct_rating_code": "1", "is_promoted": None, "title_code": None,
}  # fmt: skip
UNREADABLE = "Xem bên"
RESULTS: Rows = [
    PUPIL | {"subject_code": "28", "subject_rating_2021_code": UNREADABLE},
    PUPIL | {"subject_code": "15", "subject_rating_2021_code": "Đ", "score": UNREADABLE},
    PUPIL | {"learning_rating_code": UNREADABLE, "is_promoted": "1", "title_code": "gioi"},
    PUPIL | {"local_code": "HS2", "is_promoted": "1"},
    PUPIL | {"local_code": "HS3", "learning_rating_code": "1", "is_promoted": "1", "conduct_rating_code": UNREADABLE},
    PUPIL | {"local_code": "HS4", "learning_rating_code": "1", "is_promoted": "1", "term_code": UNREADABLE},
    PUPIL | {"local_code": "HS5", "subject_code": "28"},
    PUPIL | {"local_code": "HS5", "learning_rating_code": "2", "title_code": "gioi"},
]
YEAR = SCHOOLS.hand_in("year", {"student": [STUDENT], "result": RESULTS})


def test_a_result_that_cannot_be_read_is_none_that_lacks(validated: Validated) -> None:
    told = [(f["rule_id"], f["excel_row"]) for f in validated.findings(YEAR, "RES006", "RES013", "RES018")]
    assert told == [("RES013", 5), ("RES006", 8), ("RES018", 9)]
