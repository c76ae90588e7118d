import pytest

from tests.validation.bench import findings_of
from tests.validation.rules.cases import Case, assert_fires, assert_whole

LANGUAGE = {
    "class_name": "6A",
    "first_foreign_language_code": "01",
    "first_language_periods_code": "01",
    "first_language_programme_code": "01",
}
SECOND = LANGUAGE | {
    "second_foreign_language_code": "03",
    "second_language_periods_code": "01",
    "second_language_programme_code": "01",
}

CLASSES: dict[str, list[Case]] = {
    "CLS001": [
        ({"class_name": "Lớp 6A", "grade_code": "06", "class_code": "C1"}, None),
        ({"class_name": "LOP 6a", "grade_code": "06", "class_code": "C2"}, "class_name"),
        ({"class_name": "Lớp 6A", "grade_code": "06", "class_code": "C1"}, None),  # FLD029
        ({"class_name": "Lớp 6A", "grade_code": "06"}, "class_name"),
        ({"class_name": "Lớp 6A", "grade_code": "07", "class_code": "C3"}, None),
        ({"class_name": "Lớp 6A", "grade_code": "06", "class_code": "C4", "campus_code": "02"}, None),
        ({"class_name": "Lớp 6A", "grade_code": "06", "class_code": "C5", "school_code": "79760502"}, None),
        ({"class_name": "Lớp 6B", "grade_code": "06"}, None),
        ({"class_name": "Lớp 6B", "grade_code": "06"}, "class_name"),
    ],
    "CLS003": [
        ({"class_name": "Lớp 6A", "grade_code": "06"}, None),
        ({"class_name": "7A", "grade_code": "06"}, "class_name"),
        ({"class_name": "10A12", "grade_code": "10"}, None),
        ({"class_name": "06/2", "grade_code": "06"}, None),
        ({"class_name": "Khóa 2025 - 6A", "grade_code": "06"}, None),
        ({"class_name": "Khóa 2025 - 7A", "grade_code": "06"}, "class_name"),
        ({"class_name": "12A1", "grade_code": "15"}, None),
        ({"class_name": "11A1", "grade_code": "15"}, "class_name"),
        ({"class_name": "Lá 1", "grade_code": "17"}, None),
        ({"class_name": "Chuyên Toán", "grade_code": "10"}, None),
    ],
    "CLS004": [
        ({"class_name": "Lá 1", "grade_code": "17", "preschool_age_group_code": "06"}, None),
        ({"class_name": "Lá 2", "grade_code": "17"}, "preschool_age_group_code"),
        ({"class_name": "Nhóm 1", "grade_code": "16"}, "preschool_age_group_code"),
        ({"class_name": "1A", "grade_code": "01"}, None),
    ],
    "CLS005": [
        ({"preschool_age_group_code": "03", "grade_code": "16"}, None),
        ({"preschool_age_group_code": "03", "grade_code": "17"}, "preschool_age_group_code"),
        ({"preschool_age_group_code": "04", "grade_code": "17"}, None),
        ({"preschool_age_group_code": "04", "grade_code": "16"}, "preschool_age_group_code"),
        ({"preschool_age_group_code": "06", "grade_code": "01"}, "preschool_age_group_code"),
        ({"grade_code": "17"}, None),
    ],
    "CLS006": [
        ({"class_name": "1A", "class_code": "C1", "is_combined": True, "combined_class_code": "C2"}, None),
        ({"class_name": "2A", "class_code": "C2", "is_combined": False}, None),
        ({"class_name": "3A", "class_code": "C3", "is_combined": True}, "combined_class_code"),
        (
            {"class_name": "4A", "class_code": "C4", "is_combined": True, "combined_class_code": "C4"},
            "combined_class_code",
        ),
        (
            {"class_name": "5A", "class_code": "C5", "is_combined": True, "combined_class_code": "C9"},
            "combined_class_code",
        ),
        ({"class_name": "Lớp 1B", "is_combined": True, "combined_class_code": "lớp 2b"}, None),
        ({"class_name": "Lớp 2B"}, None),
        (
            {"class_name": "1A", "is_combined": True, "combined_class_code": "C2", "school_code": "79760502"},
            "combined_class_code",
        ),
    ],
    "CLS007": [
        ({"class_name": "10T", "is_specialised": True, "specialised_stream_code": "01"}, None),
        ({"class_name": "10T", "is_specialised": True}, "specialised_stream_code"),
        ({"class_name": "10T", "is_specialised": False}, None),
        ({"class_name": "10T"}, None),
    ],
    "CLS008": [
        ({"class_name": "1A", "is_boarding": True, "boarding_type_code": "01"}, None),
        ({"class_name": "1A", "is_boarding": True}, "boarding_type_code"),
        ({"class_name": "1A", "is_boarding": False}, None),
    ],
    "CLS009": [
        (LANGUAGE, None),
        (LANGUAGE | {"first_language_periods_code": None}, "first_language_periods_code"),
        (LANGUAGE | {"first_language_programme_code": None}, "first_language_programme_code"),
        (SECOND, None),
        (SECOND | {"second_language_periods_code": None}, "second_language_periods_code"),
        (SECOND | {"second_language_programme_code": None}, "second_language_programme_code"),
        (SECOND | {"second_foreign_language_code": "01"}, "second_foreign_language_code"),
        ({"class_name": "6A"}, None),
    ],
    "CLS010": [
        ({"class_name": "1A", "class_code": "C1", "homeroom_staff_code": "GV1"}, None),
        ({"class_name": "2A", "class_code": "C2", "homeroom_staff_code": "GV2"}, "homeroom_staff_code"),
        ({"class_name": "3A", "class_code": "C3", "homeroom_staff_code": "GV2"}, "homeroom_staff_code"),
        ({"class_name": "4A", "class_code": "C4"}, "homeroom_staff_code"),
        ({"class_name": "5A", "class_code": "C5", "homeroom_teacher_name": "Lê Thị Hoa"}, None),
        ({"class_name": "1A", "class_code": "C1", "homeroom_staff_code": "GV2", "school_code": "79760502"}, None),
    ],
}


@pytest.mark.parametrize("rule_id", CLASSES)
def test_rules_of_classes(rule_id: str) -> None:
    assert_fires(rule_id, "class", CLASSES[rule_id])


def test_cls001_names_the_earlier_row() -> None:
    twice = {"class_name": "6A", "grade_code": "06"}
    [finding] = findings_of("CLS001", **{"class": [twice | {"class_code": "C1"}, twice | {"class_code": "C2"}]})
    assert finding["message_vi"] == 'Dòng 3: tên lớp "6A" trùng với dòng 2 trong cùng khối, cùng điểm trường.'


def test_cls002_the_grade_is_taught_at_the_school() -> None:
    cases: list[Case] = [
        ({"grade_code": "06"}, None),
        ({"grade_code": "05"}, "grade_code"),
        ({"grade_code": "20"}, "grade_code"),  # grade 6, but of continuing education
        ({"grade_code": "05", "school_code": "79760999"}, None),
        ({}, None),
    ]
    findings = assert_fires("CLS002", "class", cases, school=[{"level_group_code": "07"}])
    assert findings[0]["message_vi"] == "Dòng 3: khối Khối 5 (05) không thuộc cấp học của trường (THCS (07))."


def test_cls002_a_school_of_several_levels_that_stands_in_two_lists() -> None:
    cases: list[Case] = [
        ({"grade_code": "05"}, None),
        ({"grade_code": "06"}, None),
        ({"grade_code": "10"}, "grade_code"),
    ]
    assert_fires("CLS002", "class", cases, school=[{"level_group_code": "09"}] * 2)


@pytest.mark.parametrize(
    "combined",
    [
        [("C1", "C2"), ("C2", None)],
        [("C1", "C2"), ("C2", "C1")],
        [("C1", "C2"), ("C2", None), ("C3", "C2")],
    ],
)
def test_cls010_combined_classes_share_a_teacher(combined: list[tuple[str, str | None]]) -> None:
    rows = [
        {
            "class_name": code,
            "class_code": code,
            "homeroom_staff_code": "GV1",
            "is_combined": other is not None,
            "combined_class_code": other,
        }
        for code, other in combined
    ]
    assert findings_of("CLS010", **{"class": rows}) == []
    one_more = [*rows, {"class_name": "9B", "class_code": "C9", "homeroom_staff_code": "GV1"}]
    findings = findings_of("CLS010", **{"class": one_more})
    assert len(findings) == len(one_more)
    assert_whole(findings)
    assert "9B" in findings[0]["message_vi"]
    assert "9B" not in findings[0]["public_message_vi"]
