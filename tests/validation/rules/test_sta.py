from datetime import date

import pytest

from tests.validation.bench import findings_of
from tests.validation.rules.cases import Case, assert_fires

TEACHER = {"staff_group_code": "03", "status_code": "01"}
PUBLIC = {"contract_type_code": "07"}
CERTIFICATE = {
    "language_certificate_group_code": "01",
    "language_certificate_type_code": "01",
    "language_framework_level_code": "03",
}

STAFF: dict[str, list[Case]] = {
    # Census date 30/09/2025.
    "STA001": [
        ({"birth_date": date(1980, 5, 1)}, None),
        ({"birth_date": date(2010, 9, 30)}, None),
        ({"birth_date": date(2010, 10, 1)}, "birth_date"),
        ({"birth_date": date(1944, 10, 1)}, None),
        ({"birth_date": date(1944, 9, 30)}, "birth_date"),
        ({}, None),
    ],
    "STA002": [
        ({"birth_date": date(1990, 3, 10), "hire_date": date(2005, 3, 10)}, None),
        ({"birth_date": date(1990, 3, 10), "hire_date": date(2005, 3, 9)}, "hire_date"),
        ({"birth_date": date(1990, 3, 10), "hire_date": date(1989, 1, 1)}, "hire_date"),
        ({"birth_date": date(1990, 3, 10)}, None),
    ],
    "STA003": [
        ({"contract_type_code": "08", "birth_date": date(1990, 3, 10), "hire_date": date(2007, 1, 1)}, "hire_date"),
        (PUBLIC | {"birth_date": date(1990, 3, 10), "hire_date": date(2005, 3, 9)}, None),
        (PUBLIC | {"birth_date": date(1990, 3, 10), "hire_date": date(2005, 3, 10)}, "hire_date"),
        (PUBLIC | {"birth_date": date(1990, 3, 10), "hire_date": date(2008, 3, 9)}, "hire_date"),
        (PUBLIC | {"birth_date": date(1990, 3, 10), "hire_date": date(2008, 3, 10)}, None),
        ({"contract_type_code": "03", "birth_date": date(1990, 3, 10), "hire_date": date(2008, 3, 9)}, None),
    ],
    # In 2025 men retire at 61 years 3 months, women at 56 years 8 months.
    "STA004": [
        (
            {"contract_type_code": "08", "status_code": "01", "sex_code": "01", "birth_date": date(1960, 1, 1)},
            "birth_date",
        ),
        (PUBLIC | {"status_code": "01", "sex_code": "01", "birth_date": date(1964, 6, 29)}, "birth_date"),
        (PUBLIC | {"status_code": "01", "sex_code": "01", "birth_date": date(1964, 6, 30)}, None),
        (PUBLIC | {"status_code": "07", "sex_code": "02", "birth_date": date(1969, 1, 29)}, "birth_date"),
        (PUBLIC | {"status_code": "07", "sex_code": "02", "birth_date": date(1969, 1, 30)}, None),
        (PUBLIC | {"status_code": "04", "sex_code": "01", "birth_date": date(1960, 1, 1)}, None),
        ({"contract_type_code": "03", "status_code": "01", "sex_code": "01", "birth_date": date(1960, 1, 1)}, None),
    ],
    "STA005": [
        ({"status_code": "01"}, None),
        ({"status_code": "02"}, "status_date"),
        ({"status_code": "02", "status_date": date(2025, 8, 1), "hire_date": date(2025, 8, 1)}, None),
        ({"status_code": "01", "status_date": date(2025, 8, 1), "hire_date": date(2025, 8, 2)}, "status_date"),
    ],
    "STA006": [
        ({"staff_group_code": "01", "position_code": "01"}, None),
        ({"staff_group_code": "03", "position_code": "01"}, "position_code"),
        ({"staff_group_code": "03"}, None),
        ({"staff_group_code": "08", "position_code": "07"}, "staff_group_code"),
        ({"staff_group_code": "07"}, "staff_group_code"),
        ({"staff_group_code": "09"}, "staff_group_code"),
    ],
    "STA007": [
        (TEACHER | {"subject_code": "22"}, None),
        (TEACHER, "subject_code"),
        (TEACHER | {"status_code": "07"}, "subject_code"),
        (TEACHER | {"status_code": "05"}, None),
        (TEACHER | {"staff_group_code": "02"}, None),
    ],
    "STA008": [
        ({"subject_code": "07", "main_foreign_language_code": "01"}, None),
        ({"subject_code": "07"}, "main_foreign_language_code"),
        ({"subject_code": "22"}, None),
        *[({"subject_code": code}, "main_foreign_language_code") for code in ("11", "12", "13", "33", "34", "35")],
        (CERTIFICATE, None),
        (CERTIFICATE | {"language_certificate_group_code": None}, "language_certificate_group_code"),
        (CERTIFICATE | {"language_certificate_type_code": None}, "language_certificate_type_code"),
        (CERTIFICATE | {"language_framework_level_code": None}, "language_framework_level_code"),
    ],
    "STA009": [
        ({"contract_type_code": "02", "salary_step_code": "01", "salary_coefficient": 2.34}, None),
        ({"contract_type_code": "02", "salary_coefficient": 2.34}, "salary_step_code"),
        ({"contract_type_code": "08", "salary_step_code": "01"}, "salary_coefficient"),
        ({"contract_type_code": "03"}, None),
    ],
    "STA010": [
        (PUBLIC | {"staff_group_code": "03", "rank_code": "01", "incentive_allowance": 0.0}, None),
        (PUBLIC | {"staff_group_code": "03", "incentive_allowance": 30.0}, "rank_code"),
        (PUBLIC | {"staff_group_code": "01", "rank_code": "01"}, "incentive_allowance"),
        (PUBLIC | {"staff_group_code": "02", "rank_code": "01"}, None),
        (PUBLIC | {"staff_group_code": "01", "incentive_allowance": 30.0}, "rank_code"),
        (PUBLIC | {"staff_group_code": "03", "rank_code": "01"}, "incentive_allowance"),
        (PUBLIC | {"staff_group_code": "02"}, "rank_code"),
        (PUBLIC | {"staff_group_code": "06"}, None),
        ({"contract_type_code": "08", "staff_group_code": "03"}, "rank_code"),
        ({"contract_type_code": "03", "staff_group_code": "03"}, None),
    ],
    "STA011": [
        (PUBLIC | {"staff_group_code": "01", "position_code": "01", "leadership_allowance": 0.45}, None),
        (PUBLIC | {"staff_group_code": "01"}, "leadership_allowance"),
        *[
            ({"contract_type_code": contract, "position_code": position}, "leadership_allowance")
            for contract in ("07", "08")
            for position in ("01", "02", "03", "04")
        ],
        (PUBLIC | {"position_code": "05"}, None),
        (PUBLIC | {"staff_group_code": "03"}, None),
        ({"contract_type_code": "03", "staff_group_code": "01"}, None),
    ],
    "STA012": [
        ({"salary_coefficient": 1.0}, None),
        ({"salary_coefficient": 0.99}, "salary_coefficient"),
        ({"salary_coefficient": 10.0}, None),
        ({"salary_coefficient": 10.01}, "salary_coefficient"),
        ({"salary_coefficient": 498.0}, "salary_coefficient"),
        ({}, None),
    ],
    "STA015": [
        ({"over_scale_percent": 0.0}, None),
        ({"over_scale_percent": 0.07}, "over_scale_percent"),
        ({"over_scale_percent": 1.0}, None),
        ({"over_scale_percent": 5.0}, None),
        ({}, None),
    ],
    "STA013": [
        (TEACHER | {"subject_code": "22", "qualification_code": "16", "training_standard_code": "01"}, None),
        (
            TEACHER | {"subject_code": "22", "qualification_code": "16", "training_standard_code": "02"},
            "qualification_code",
        ),
        (
            TEACHER | {"subject_code": "22", "qualification_code": "16", "training_standard_code": "03"},
            "qualification_code",
        ),
        (TEACHER | {"subject_code": "22", "qualification_code": "17", "training_standard_code": "03"}, None),
        (
            TEACHER | {"subject_code": "22", "qualification_code": "17", "training_standard_code": "01"},
            "qualification_code",
        ),
        (TEACHER | {"subject_code": "22", "qualification_code": "02", "training_standard_code": "02"}, None),
        (TEACHER | {"subject_code": "22", "qualification_code": "02", "training_standard_code": "01"}, None),
        (
            TEACHER | {"subject_code": "22", "qualification_code": "02", "training_standard_code": "03"},
            "qualification_code",
        ),
        (TEACHER | {"subject_code": "01", "qualification_code": "17", "training_standard_code": "01"}, None),
        (
            TEACHER | {"subject_code": "01", "qualification_code": "18", "training_standard_code": "02"},
            "qualification_code",
        ),
        (TEACHER | {"qualification_code": "17", "training_standard_code": "01"}, None),
        (TEACHER | {"subject_code": "22", "qualification_code": "06", "training_standard_code": "03"}, None),
        # A qualification, and the standard that it contradicts in general education.
        *[
            (TEACHER | {"subject_code": "22", "qualification_code": code, "training_standard_code": standard}, field)
            for codes, wrong, right in (
                (("05", "09", "10", "11", "15", "18", "04", "14", "17"), "01", "03"),
                (("03", "13", "16"), "02", "01"),
                (("01", "02"), "03", "02"),
            )
            for code in codes
            for standard, field in ((wrong, "qualification_code"), (right, None))
        ],
        # For kindergarten teachers college is the standard.
        *[
            (TEACHER | {"subject_code": "02", "qualification_code": code, "training_standard_code": "03"}, field)
            for code, field in (("05", None), ("04", "qualification_code"), ("14", "qualification_code"))
        ],
        (
            {
                "staff_group_code": "02",
                "subject_code": "22",
                "qualification_code": "17",
                "training_standard_code": "01",
            },
            None,
        ),
    ],
}


@pytest.mark.parametrize("rule_id", STAFF)
def test_rules_of_staff(rule_id: str) -> None:
    assert_fires(rule_id, "staff", STAFF[rule_id])


@pytest.mark.parametrize("rule_id", ["STA012", "STA015"])
def test_rules_of_pay_hold_in_the_list_of_salaries(rule_id: str) -> None:
    assert_fires(rule_id, "staff_salary", STAFF[rule_id])


@pytest.mark.parametrize(
    ("period", "sex_code", "birth_date", "limit"),
    [
        ("2020-2021-cuoi-nam", "01", date(1961, 2, 27), "60 tuổi 3 tháng"),
        ("2028-2029-dau-nam", "01", date(1966, 9, 29), "62 tuổi"),
        ("2030-2031-dau-nam", "01", date(1968, 9, 29), "62 tuổi"),
        ("2035-2036-dau-nam", "02", date(1975, 9, 29), "60 tuổi"),
    ],
)
def test_sta004_the_retirement_age_rises(period: str, sex_code: str, birth_date: date, limit: str) -> None:
    row = PUBLIC | {"status_code": "01", "sex_code": sex_code, "birth_date": birth_date}
    younger = row | {"birth_date": birth_date.replace(year=birth_date.year + 1)}
    [finding] = findings_of("STA004", period, staff=[row, younger])
    assert finding["excel_row"] == 2
    assert f"tuổi nghỉ hưu ({limit})" in finding["message_vi"]
    assert f"({limit.replace('tuổi', 'years').replace('tháng', 'months')})" in finding["message_en"]


def test_sta005_a_missing_date_is_told_as_such() -> None:
    [finding] = findings_of("STA005", staff=[{"status_code": "02", "hire_date": date(2001, 9, 5)}])
    assert finding["value"] is None
    assert (
        finding["message_vi"]
        == "Dòng 2: thiếu ngày trạng thái hoặc ngày trạng thái — trước ngày tuyển dụng 05/09/2001."
    )


def test_sta006_names_position_and_group() -> None:
    [finding] = findings_of("STA006", staff=[{"staff_group_code": "03", "position_code": "01"}])
    assert finding["message_vi"] == "Dòng 2: chức vụ Hiệu trưởng (01) không thuộc nhóm cán bộ Giáo viên (03)."


@pytest.mark.parametrize(("period", "fires"), [("2025-2026-cuoi-nam", True), ("2025-2026-dau-nam", False)])
def test_sta014_asks_for_the_rating_at_the_end_of_the_year(period: str, fires: bool) -> None:
    cases: list[Case] = [
        (TEACHER, "professional_standard_code" if fires else None),
        (TEACHER | {"professional_standard_code": "01"}, None),
        (TEACHER | {"status_code": "05"}, None),
        ({"staff_group_code": "02", "status_code": "01"}, None),
        ({"staff_group_code": "01", "status_code": "07"}, "professional_standard_code" if fires else None),
    ]
    assert_fires("STA014", "staff", cases, period=period)


def test_xsc020_the_subject_is_taught_at_a_level_of_the_school() -> None:
    cases: list[Case] = [
        (TEACHER | {"subject_code": "22"}, None),
        (TEACHER | {"subject_code": "02"}, "subject_code"),
        (TEACHER | {"subject_code": "09"}, "subject_code"),
        ({"staff_group_code": "01", "subject_code": "02"}, None),
        (TEACHER | {"subject_code": "02", "school_code": "79760999"}, None),
    ]
    findings = assert_fires("XSC020", "staff", cases, school=[{"level_group_code": "08"}])
    assert findings[0]["message_vi"] == "Dòng 3: môn dạy Nhà trẻ (02) không có ở cấp học của trường (THPT (08))."
