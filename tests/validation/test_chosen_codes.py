"""Codes that one name or number could mean several of: the row, its class, its place or its school decides."""

import pytest

from pipelines.staging import Partition
from tests.validation.passes import STUDENT
from tests.validation.schools import Schools, Validated

SCHOOLS = Schools()
# Before districts were abolished and wards merged.
OLD_SCHOOLS = Schools(Partition("2019-2020-dau-nam", "79"))


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Validated:
    return SCHOOLS.validate(tmp_path_factory.mktemp("now"))


def results_of_grade(level_group_code: str, grade: str | None, subject: str) -> str:
    row = {"local_code": "HS1", "full_name": "Lê An", "birth_date": "03/05/2014", "term_code": "HK1"}
    rows = [row | {"grade_code": grade, "subject_code": subject}]
    return SCHOOLS.hand_in(f"{subject} in {grade} of {level_group_code}", {"result": rows}, level_group_code)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (results_of_grade("09", "Khối 5", "Toán"), "01"),  # primary and lower secondary: the grade decides
        (results_of_grade("09", "Khối 6", "Toán"), "15"),
        (results_of_grade("12", "Khối 10", "Toán"), "53"),  # the school decides the grade, the grade the subject
        (results_of_grade("07", None, "Toán"), "15"),  # no grade: the level of the school
        (results_of_grade("09", None, "Toán"), None),
        (results_of_grade("09", "Khối 6", "Hóa học"), "17"),
    ],
)
def test_the_grade_tells_which_subject_is_meant(validated: Validated, case: str, code: str | None) -> None:
    [typed] = validated.typed(case, "result")
    assert typed["subject_code"] == code


def subjects_of_class(level_group_code: str, class_code: str) -> str:
    classes = [
        {"class_code": "LH_1", "class_name": "1A", "grade_code": "Khối 1"},
        {"class_code": None, "class_name": "6A", "grade_code": "Khối 6"},
    ]
    subjects = [{"class_code": class_code, "subject_code": "Toán", "assessment_method_code": "0"}]
    datasets = {"class": classes, "class_subject": subjects}
    return SCHOOLS.hand_in(f"class {class_code} of {level_group_code}", datasets, level_group_code)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (
            subjects_of_class("09", "LH_1"),
            "01",
        ),  # primary and lower secondary: the class decides, by its code or its name
        (subjects_of_class("09", "6A"), "15"),
        (subjects_of_class("09", "9Z"), None),  # no such class
        (subjects_of_class("07", "9Z"), "15"),  # the level of the school
    ],
)
def test_the_class_tells_which_subject_is_meant(validated: Validated, case: str, code: str | None) -> None:
    [typed] = validated.typed(case, "class_subject")
    assert typed["subject_code"] == code


GRADE_NOT_TAUGHT = SCHOOLS.hand_in("grade not taught", {"student": [STUDENT | {"grade_code": "Khối 10"}]}, "06")


def test_a_grade_that_the_school_does_not_teach_is_known_all_the_same(validated: Validated) -> None:
    [row] = validated.typed(GRADE_NOT_TAUGHT)
    assert row["grade_code"] == "10"
    assert not validated.findings(GRADE_NOT_TAUGHT, "FLD011", "FLD043")


IN_MANY_PROVINCES = SCHOOLS.hand_in("in many provinces", {"student": [STUDENT | {"home_ward_code": "Xã Tân Lập"}]})


def test_a_name_of_several_codes_is_told_as_such(validated: Validated) -> None:
    """It is in the list: nobody would know what to do with FLD011."""
    told = validated.findings(IN_MANY_PROVINCES, "FLD011", "FLD043")
    assert [(f["rule_id"], f["field"], f["excel_row"]) for f in told] == [("FLD043", "home_ward_code", 2)]
    assert '"Xã Tân Lập" là tên chung của nhiều mã' in told[0]["message_vi"]


GRADE_6 = SCHOOLS.hand_in("grade 6", {"student": [STUDENT | {"grade_code": "Lớp 6"}]})


def test_the_levels_of_the_school_decide_between_grades_of_one_name(validated: Validated) -> None:
    """ "6" is grade 6 of a lower secondary school as well as of continuing education."""
    [row] = validated.typed(GRADE_6)
    assert row["grade_code"] == "06"
    assert not validated.findings(GRADE_6, "FLD011", "FLD043")


UPPER_SECONDARY, CONTINUING = (
    SCHOOLS.hand_in(f"grade 10 of {levels}", {"student": [STUDENT | {"grade_code": "Khối 10"}]}, levels)
    for levels in ("08", "12")
)
GRADES_OF_DEPARTMENT = SCHOOLS.hand_in(
    "grades in the list of a department",
    {
        "class": [
            {"school_code": SCHOOLS.codes[school], "class_name": "Lớp 10A", "class_code": "A", "grade_code": grade}
            for school, grade in ((UPPER_SECONDARY, "Khối 10"), (CONTINUING, "Khối 10"))
        ],
        "class_subject": [
            {"school_code": SCHOOLS.codes[school], "class_code": "A", "subject_code": "Toán"}
            for school in (UPPER_SECONDARY, CONTINUING)
        ],
    },
    sender_code="79",
)


def test_in_the_list_of_a_department_the_school_of_the_row_decides(validated: Validated) -> None:
    assert [row["grade_code"] for row in validated.typed(GRADES_OF_DEPARTMENT, "class")] == ["10", "13"]
    assert [row["subject_code"] for row in validated.typed(GRADES_OF_DEPARTMENT, "class_subject")] == ["34", "53"]
    assert not validated.findings(GRADES_OF_DEPARTMENT, "FLD011", "FLD043")


def my_phuoc(district_code: str | None, province_code: str) -> str:
    """Phường Mỹ Phước was in Bến Cát and in Long Xuyên."""
    place = {"home_province_code": province_code, "home_district_code": district_code}
    rows = [STUDENT | place | {"home_ward_code": "Phường Mỹ Phước"}]
    return OLD_SCHOOLS.hand_in(f"district {district_code} of {province_code}", {"student": rows})


@pytest.fixture(scope="module")
def validated_then(tmp_path_factory: pytest.TempPathFactory) -> Validated:
    return OLD_SCHOOLS.validate(tmp_path_factory.mktemp("old"))


@pytest.mark.parametrize(
    ("case", "ward_code"),
    [
        (my_phuoc("721", "74"), "25813"),
        (my_phuoc(None, "74"), "25813"),
        (my_phuoc("883", "89"), "30295"),
        (my_phuoc(None, "79"), None),
    ],
)
def test_a_ward_is_found_by_its_district_or_province(
    validated_then: Validated, case: str, ward_code: str | None
) -> None:
    [row] = validated_then.typed(case)
    assert row["home_ward_code"] == ward_code
