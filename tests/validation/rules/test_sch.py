import pytest

from tests.validation.bench import findings_of
from tests.validation.rules.cases import Case, assert_fires, school_of

# Level groups: 01 preschool, 06 primary, 07 lower secondary, 08 upper secondary, 09 primary and lower secondary,
# 11 primary to upper secondary, 12 continuing education, 16 preschool and primary.
SCHOOLS: dict[str, list[Case]] = {
    "SCH002": [
        ({"school_type_code": "13", "level_group_code": "01"}, None),
        ({"school_type_code": "13", "level_group_code": "16"}, "school_type_code"),
        ({"school_type_code": "04", "level_group_code": "16"}, None),
        ({"school_type_code": "04", "level_group_code": "06"}, "school_type_code"),
        ({"school_type_code": "08", "level_group_code": "06"}, None),
        ({"school_type_code": "08", "level_group_code": "07"}, "school_type_code"),
        ({"school_type_code": "07", "level_group_code": "08"}, None),
        ({"school_type_code": "07", "level_group_code": "01"}, "school_type_code"),
        ({"school_type_code": "02", "level_group_code": "09"}, None),
        ({"school_type_code": "02", "level_group_code": "06"}, "school_type_code"),
        ({"school_type_code": "09", "level_group_code": "11"}, None),
        ({"school_type_code": "09", "level_group_code": "07"}, "school_type_code"),
        ({"school_type_code": "16", "level_group_code": "12"}, None),
        ({"school_type_code": "16", "level_group_code": "08"}, "school_type_code"),
        ({"school_type_code": "13"}, None),
        # A type, a group it fits and one it does not.
        *[
            ({"school_type_code": type_code, "level_group_code": group}, field)
            for type_codes, fitting, unfitting in (
                (("01", "07", "18"), "06", "12"),
                (("02", "03", "05", "06"), "07", "06"),
                (("09", "10"), "08", "07"),
                (("15", "16", "17"), "12", "08"),
            )
            for type_code in type_codes
            for group, field in ((fitting, None), (unfitting, "school_type_code"))
        ],
    ],
    "SCH003": [
        *[({"ownership_code": "03", "level_group_code": group}, None) for group in ("01", "02", "03", "04", "19")],
        ({"ownership_code": "01", "level_group_code": "06"}, None),
        ({"ownership_code": "02", "level_group_code": "01"}, "ownership_code"),
        ({"ownership_code": "03", "level_group_code": "05"}, None),
        ({"ownership_code": "03", "level_group_code": "06"}, "ownership_code"),
    ],
    "SCH004": [
        ({"class_count": 20, "level_group_code": "01"}, None),
        ({"class_count": 21, "level_group_code": "01"}, "class_count"),
        ({"class_count": 30, "level_group_code": "06"}, None),
        ({"class_count": 31, "level_group_code": "06"}, "class_count"),
        ({"class_count": 45, "level_group_code": "08"}, None),
        ({"class_count": 46, "level_group_code": "07"}, "class_count"),
        ({"class_count": 46, "level_group_code": "09"}, "class_count"),
        ({"class_count": 90, "level_group_code": "12"}, None),
    ],
    "SCH005": [
        ({"class_count": 30, "level_group_code": "01"}, None),
        ({"class_count": 31, "level_group_code": "01"}, "class_count"),
        ({"class_count": 40, "level_group_code": "06"}, None),
        ({"class_count": 41, "level_group_code": "06"}, "class_count"),
        ({"class_count": 45, "level_group_code": "07"}, None),
        ({"class_count": 46, "level_group_code": "07"}, "class_count"),
        ({"class_count": 50, "level_group_code": "08"}, None),
        ({"class_count": 51, "level_group_code": "08"}, "class_count"),
        ({"class_count": 90, "level_group_code": "09"}, None),
    ],
    "SCH006": [
        ({"class_count": 9, "level_group_code": "01"}, None),
        ({"class_count": 8, "level_group_code": "01"}, "class_count"),
        ({"class_count": 10, "level_group_code": "06"}, None),
        ({"class_count": 9, "level_group_code": "06"}, "class_count"),
        ({"class_count": 8, "level_group_code": "07"}, None),
        ({"class_count": 7, "level_group_code": "07"}, "class_count"),
        ({"class_count": 15, "level_group_code": "08"}, None),
        ({"class_count": 14, "level_group_code": "08"}, "class_count"),
        ({"class_count": 1, "level_group_code": "09"}, None),
        ({"class_count": 5, "level_group_code": "06", "is_extremely_hard_area": True}, None),
        ({"class_count": 4, "level_group_code": "06", "is_extremely_hard_area": True}, "class_count"),
        ({"class_count": 4, "level_group_code": "01", "hardship_area_code": "01"}, "class_count"),
        ({"class_count": 4, "level_group_code": "08", "hardship_area_code": "01"}, None),
        ({"class_count": 9, "level_group_code": "06", "is_extremely_hard_area": False}, "class_count"),
    ],
    "SCH007": [
        ({"student_count": 500, "class_count": 15, "staff_count": 30}, None),
        ({"student_count": 0, "class_count": 15, "staff_count": 30}, "student_count"),
        ({"student_count": 500, "class_count": 0, "staff_count": 30}, "student_count"),
        ({"student_count": 500, "class_count": 15, "staff_count": 0}, "student_count"),
        ({"student_count": 50, "class_count": 10}, None),
        ({"student_count": 49, "class_count": 10}, "student_count"),
        ({"student_count": 600, "class_count": 10}, None),
        ({"student_count": 601, "class_count": 10}, "student_count"),
        ({"class_count": 10, "staff_count": 8}, None),
        ({"class_count": 10, "staff_count": 7}, "student_count"),
        ({"class_count": 10, "staff_count": 60}, None),
        ({"class_count": 10, "staff_count": 61}, "student_count"),
        ({"student_count": 0}, "student_count"),
        ({"class_count": 0}, "student_count"),
        ({"staff_count": 0}, "student_count"),
        ({"student_count": 1, "staff_count": 1}, None),
        ({}, None),
    ],
}

CAMPUSES: dict[str, list[Case]] = {
    "CAM001": [
        ({"campus_code": "01", "district_code": "760"}, None),
        ({"campus_code": "01"}, "district_code"),
    ],
    "CAM003": [
        ({"distance_km": 50.0, "area_m2": 20.0}, None),
        ({"distance_km": 50.1}, "distance_km"),
        ({"area_m2": 500_000.0}, None),
        ({"area_m2": 500_001.0}, "area_m2"),
        ({"area_m2": 19.9}, "area_m2"),
        ({"area_m2": 0.0}, None),
    ],
}


@pytest.mark.parametrize("rule_id", SCHOOLS)
def test_rules_of_schools(rule_id: str) -> None:
    assert_fires(rule_id, "school", SCHOOLS[rule_id])


@pytest.mark.parametrize("rule_id", CAMPUSES)
def test_rules_of_campuses(rule_id: str) -> None:
    assert_fires(rule_id, "campus", CAMPUSES[rule_id])


def test_sch001_compares_names_without_the_words_for_the_kind_of_school() -> None:
    cases: list[Case] = [
        ({"school_name": "Trường Tiểu học Kim Đồng"}, None),
        ({"school_name": "KIM DONG"}, None),
        ({"school_name": "Trường Tiểu học Nguyễn Văn Trỗi"}, "school_name"),
        ({"school_name": "Trường Tiểu học Trần Phú", "school_code": "79760999"}, None),
    ]
    register = school_of("06", name="Trường tiểu học Kim Đồng")
    findings = assert_fires("SCH001", "school", cases, register=register)
    assert findings[0]["message_vi"] == (
        'Dòng 4: tên trường "Trường Tiểu học Nguyễn Văn Trỗi" khác tên trong danh bạ: "Trường tiểu học Kim Đồng".'
    )


def test_messages_name_codes_by_their_labels() -> None:
    row = {"school_type_code": "13", "level_group_code": "06"}
    [finding] = findings_of("SCH002", school=[row])
    assert finding["value"] == "13"
    assert finding["message_vi"] == "Dòng 2: loại trường Mầm non (13) không phù hợp nhóm cấp học Tiểu học (06)."


@pytest.mark.parametrize(("period", "fields"), [("2024-2025-dau-nam", {3, 4}), ("2025-2026-dau-nam", {3})])
def test_cam002_a_campus_lies_where_its_school_is(period: str, fields: set[int]) -> None:
    here = {"province_code": "79", "district_code": "760"}
    findings = findings_of(
        "CAM002",
        period,
        school=[here, here],
        campus=[
            here | {"campus_name": "Điểm Ấp 1"},
            here | {"province_code": "77", "campus_name": "Điểm Ấp 2"},
            here | {"district_code": "761", "campus_name": "Điểm Ấp 3"},
            {"campus_name": "Điểm Ấp 4"},
        ],
    )
    assert {f["excel_row"] for f in findings} == fields
    assert len(findings) == len(fields)
    assert (findings[0]["field"], findings[0]["value"]) == ("province_code", "77")
    assert period > "2025" or (findings[1]["field"], findings[1]["value"]) == ("district_code", "761")
    assert findings[0]["message_vi"] == "Dòng 3: điểm trường Điểm Ấp 2 ở tỉnh hoặc huyện khác với trường chính."
