"""Rules STU: one table of rows per rule, each row with the field at which the rule must fire (None: it must not)."""

from datetime import date, timedelta

import pytest

from tests.validation.bench import Row, findings_of

Case = tuple[Row, str | None]


def born(year: int, **fields: object) -> Row:
    return {"birth_date": date(year, 6, 15), "birth_date_year": year} | fields


def born_on(day: date, **fields: object) -> Row:
    return {"birth_date": day, "birth_date_year": day.year} | fields


def born_in(year: int, **fields: object) -> Row:
    """Only the year of birth is known."""
    return {"birth_date_partial": str(year), "birth_date_year": year} | fields


# Nothing on file that explains a higher age.
PLAIN: Row = {"ethnicity_code": "01", "is_disabled": False}

# The school year is 2025, the census date 30/09/2025. Messages are those of the first row that fires.
CASES: dict[str, tuple[str, list[Case]]] = {
    "STU002": (
        "Dòng 2: học sinh 5 tuổi học lớp 1, nhỏ hơn tuổi quy định (6 tuổi).",
        [
            (born(2020, grade_code="01"), "birth_date"),
            (born(2019, grade_code="01"), None),
            (born(2022, grade_code="01"), "birth_date"),
            (born(2023, grade_code="01"), None),
            (born_in(2015, grade_code="06"), "birth_date"),
            (born(2015, grade_code="20"), None),
            ({"grade_code": "01"}, None),
        ],
    ),
    "STU003": (
        "Dòng 2: học sinh 12 tuổi học lớp 6, cao hơn tuổi quy định (11) mà chưa ghi lý do.",
        [
            (born(2013, grade_code="06") | PLAIN, "birth_date"),
            (born(2014, grade_code="06") | PLAIN, None),
            (born(2011, grade_code="06") | PLAIN | {"nationality_code": "704"}, "birth_date"),
            (born(2010, grade_code="06") | PLAIN, None),
            (born(2013, grade_code="06", ethnicity_code="01"), "birth_date"),
            (born(2013, grade_code="06", ethnicity_code="02"), None),
            (born(2013, grade_code="06") | PLAIN | {"is_disabled": True}, None),
            (born(2013, grade_code="06") | PLAIN | {"is_poor_household": True}, None),
            (born(2013, grade_code="06") | PLAIN | {"policy_group_code": "05"}, None),
            (born(2013, grade_code="06") | PLAIN | {"nationality_code": "418"}, None),
            (born(2013, grade_code="06") | PLAIN | {"admission_type_code": "3"}, None),
            (born(2013, grade_code="06") | PLAIN | {"admission_type_code": "4"}, "birth_date"),
        ],
    ),
    "STU004": (
        "Dòng 2: học sinh 15 tuổi học lớp 6, cao hơn tuổi quy định trên 3 năm.",
        [
            (born(2010, grade_code="06"), "birth_date"),
            (born(2011, grade_code="06"), None),
            (born(2004, grade_code="06"), "birth_date"),
            (born(2003, grade_code="06"), None),
            (born(2003, grade_code="06", is_disabled=True), "birth_date"),
            (born(1990, grade_code="13"), None),
        ],
    ),
    "STU005": (
        "Dòng 2: ngày sinh 15/06/2023 không thể đúng với lớp 1 (tính ra 2 tuổi).",
        [
            (born(2023, grade_code="01"), "birth_date"),
            (born(2022, grade_code="01"), None),
            (born(2003, grade_code="06"), "birth_date"),
            (born(2004, grade_code="06"), None),
            (born(2003, grade_code="06", is_disabled=True), None),
            (born(2015, grade_code="16"), None),
            (born(2014, grade_code="17"), "birth_date"),
            (born(2026, grade_code="16"), "birth_date"),
            (born(2025, grade_code="16"), None),
            (born_in(1985, grade_code="12"), "birth_date"),
            (born(1985, grade_code="15"), None),
        ],
    ),
    "STU007": (
        "Dòng 2: học sinh chuyển đi nhưng thiếu nơi chuyển đi hoặc tỉnh đến.",
        [
            ({"status_code": "04"}, "transfer_destination_code"),
            ({"status_code": "08", "transfer_destination_code": "02"}, "transfer_to_province_code"),
            ({"status_code": "08", "transfer_destination_code": "01", "transfer_to_province_code": "01"}, None),
            ({"status_code": "11", "transfer_destination_code": "03"}, None),
            ({"status_code": "01", "transfer_destination_code": "02"}, None),
        ],
    ),
    "STU008": (
        "Dòng 2: học sinh chuyển đến nhưng chưa ghi chuyển từ tỉnh nào.",
        [
            ({"status_code": "10"}, "transfer_from_province_code"),
            ({"status_code": "02", "transfer_from_province_code": "01"}, None),
            ({"status_code": "03"}, None),
        ],
    ),
    "STU009": (
        "Dòng 2: học sinh chuyển trường nhưng thiếu mã quận/huyện nơi đi hoặc nơi đến.",
        [
            ({"status_code": "06"}, "transfer_from_district_code"),
            ({"status_code": "06", "transfer_from_district_code": "760"}, None),
            ({"status_code": "04", "transfer_destination_code": "01"}, "transfer_to_district_code"),
            ({"status_code": "04", "transfer_destination_code": "03"}, None),
            ({"status_code": "04"}, None),
        ],
    ),
    "STU010": (
        "Dòng 2: học sinh thôi học nhưng thiếu lý do.",
        [
            ({"status_code": "05"}, "dropout_reason_code"),
            ({"status_code": "05", "dropout_reason_code": "01"}, None),
            ({"status_code": "01"}, None),
        ],
    ),
    "STU011": (
        "Dòng 2: có lý do thôi học hoặc nơi chuyển đi nhưng trạng thái là Đang học (01).",
        [
            ({"status_code": "01", "dropout_reason_code": "01"}, "status_code"),
            ({"status_code": "05", "dropout_reason_code": "01"}, None),
            ({"status_code": "05", "transfer_destination_code": "01"}, "status_code"),
            ({"status_code": "04", "transfer_destination_code": "01"}, None),
            ({"dropout_reason_code": "01"}, None),
        ],
    ),
    "STU012": (
        "Dòng 2: thiếu ngày thay đổi trạng thái (Chuyển đến kỳ 1 (02)).",
        [
            ({"status_code": "02"}, "status_date"),
            ({"status_code": "02", "status_date": date(2025, 9, 5)}, None),
            ({"status_code": "01"}, None),
            ({}, None),
        ],
    ),
    "STU013": (
        "Dòng 2: ngày trạng thái 01/02/2026 không thuộc kỳ của trạng thái Chuyển đến kỳ 1 (02).",
        [
            ({"status_code": "02", "status_date": date(2026, 2, 1)}, "status_date"),
            ({"status_code": "02", "status_date": date(2026, 1, 31)}, None),
            ({"status_code": "05", "status_date": date(2025, 8, 1)}, None),
            ({"status_code": "05", "status_date": date(2025, 7, 31)}, "status_date"),
            ({"status_code": "06", "status_date": date(2026, 1, 1)}, None),
            ({"status_code": "09", "status_date": date(2026, 6, 30)}, None),
            ({"status_code": "09", "status_date": date(2026, 7, 1)}, "status_date"),
            ({"status_code": "10", "status_date": date(2025, 5, 15)}, None),
            ({"status_code": "10", "status_date": date(2025, 5, 14)}, "status_date"),
            ({"status_code": "12", "status_date": date(2026, 9, 15)}, None),
            ({"status_code": "12", "status_date": date(2026, 9, 16)}, "status_date"),
            ({"status_code": "02", "status_date": date(2024, 9, 5)}, "status_date"),
            ({"status_code": "02", "status_date": date(2026, 9, 15)}, None),
            ({"status_code": "02", "status_date": date(2026, 9, 16)}, "status_date"),
            ({"status_code": "01", "status_date": date(2020, 9, 5)}, None),
        ],
    ),
    "STU014": (
        "Dòng 2: học sinh khuyết tật nhưng thiếu loại khuyết tật.",
        [
            ({"is_disabled": True}, "disability_type_code"),
            ({"is_disabled": True, "disability_type_code": "01"}, None),
            ({"is_disabled": False}, None),
            ({}, None),
        ],
    ),
    "STU015": (
        "Dòng 2: thông tin chính sách mâu thuẫn: Khuyết tật nhìn (03) / Khuyết tật: 0.",
        [
            ({"disability_type_code": "03", "is_disabled": False}, "disability_type_code"),
            ({"disability_type_code": "03"}, "disability_type_code"),
            ({"disability_type_code": "03", "is_disabled": True}, None),
            ({"policy_group_code": "06"}, "policy_group_code"),
            ({"policy_group_code": "08", "is_poor_household": False}, "policy_group_code"),
            ({"policy_group_code": "15"}, None),
            ({"policy_group_code": "11", "ethnicity_code": "01"}, "policy_group_code"),
            ({"policy_group_code": "11", "ethnicity_code": "03"}, None),
        ],
    ),
    "STU016": (
        "Dòng 2: học sinh bán trú nhưng thiếu hình thức bán trú.",
        [
            ({"is_boarder": True}, "boarding_type_code"),
            ({"is_boarder": True, "boarding_type_code": "01"}, None),
            ({"is_boarder": False}, None),
        ],
    ),
    "STU017": (
        "Dòng 2: dân tộc Người nước ngoài (55) và quốc tịch Việt Nam (704) không khớp.",
        [
            ({"ethnicity_code": "55", "nationality_code": "704"}, "ethnicity_code"),
            ({"ethnicity_code": "01", "nationality_code": "418"}, "ethnicity_code"),
            ({"ethnicity_code": "01", "nationality_code": "704"}, None),
            ({"ethnicity_code": "01"}, None),
            ({"ethnicity_code": "55", "nationality_code": "418"}, None),
        ],
    ),
    "STU018": (
        "Dòng 2: tuổi của Ngày sinh mẹ không hợp lý so với ngày sinh của học sinh.",
        [
            (born(2015, mother_birth_date_year=2003, mother_birth_date_partial="2003"), "mother_birth_date"),
            (born(2015, mother_birth_date_year=2002), None),
            (born(2015, mother_birth_date_year=1960), None),
            (born(2015, mother_birth_date_year=1959), "mother_birth_date"),
            (born(2015, father_birth_date_year=2001), "father_birth_date"),
            (born(2015, father_birth_date_year=2000), None),
            (born(2015, father_birth_date_year=1935), None),
            (born(2015, father_birth_date_year=1934), "father_birth_date"),
            ({"guardian_birth_date": date(2007, 9, 30), "guardian_birth_date_year": 2007}, None),
            ({"guardian_birth_date": date(2007, 10, 1), "guardian_birth_date_year": 2007}, "guardian_birth_date"),
            ({"guardian_birth_date_year": 2007}, None),
            ({"guardian_birth_date_year": 2008}, "guardian_birth_date"),
        ],
    ),
    "STU019": (
        "Dòng 2: thiếu họ tên của cả cha, mẹ và người giám hộ.",
        [
            (born_on(date(2007, 10, 1)), "guardian_name"),
            (born_on(date(2007, 9, 30)), None),
            (born_in(2007), None),
            (born_in(2008), "guardian_name"),
            (born(2015, father_name="Trần Văn A"), None),
            (born(2015, guardian_name="Làng trẻ SOS"), None),
            ({}, None),
        ],
    ),
    "STU021": (
        'Dòng 2: họ tên "Trần Thị Minh" ít gặp với giới tính Nam (01).',
        [
            ({"full_name": "Trần Thị Minh", "sex_code": "01"}, "full_name"),
            ({"full_name": "TRẦN NGỌC THỊ MINH", "sex_code": "01"}, "full_name"),
            ({"full_name": "Trần Thị Minh", "sex_code": "02"}, None),
            ({"full_name": "Trần Minh Thi", "sex_code": "01"}, None),
            ({"full_name": "Trần Tấn Thịnh", "sex_code": "01"}, None),
            ({"full_name": "Nguyễn Văn Minh", "sex_code": "02"}, "full_name"),
            ({"full_name": "NGUYEN VAN MINH", "sex_code": "02"}, "full_name"),
            ({"full_name": "Nguyễn Vân Anh", "sex_code": "02"}, None),
            ({"full_name": "Nguyễn Văn Minh", "sex_code": "01"}, None),
            ({"full_name": "Nguyễn Minh Văn", "sex_code": "02"}, None),
        ],
    ),
}


@pytest.mark.parametrize("rule_id", CASES)
def test_row_rules(rule_id: str) -> None:
    message, cases = CASES[rule_id]
    period = "2024-2025-cuoi-nam" if rule_id == "STU009" else "2025-2026-dau-nam"
    findings = findings_of(rule_id, period, student=[row for row, _ in cases])
    expected = [(n, field) for n, (_, field) in enumerate(cases, 2) if field]
    assert [(f["excel_row"], f["field"]) for f in findings] == expected
    assert findings[0]["message_vi"] == message
    assert all(f["letter"] for f in findings)


TWIN = born(2015, full_name="Lê Thị Hòa", sex_code="02")


@pytest.mark.parametrize(
    ("first", "second", "fires"),
    [
        ({"learner_id": "1"}, {"learner_id": "2"}, True),
        ({"learner_id": "1"}, {"learner_id": "1"}, False),
        ({"learner_id": "1"}, {"learner_id": "1", "local_code": "HS2"}, True),
        ({}, {}, True),
        ({}, {"full_name": "Le Thi Hoà"}, True),
        ({}, {"full_name": "Lê Thị Hoa Mai"}, False),
        ({}, {"sex_code": "01"}, False),
        ({}, born(2015) | {"birth_date": date(2015, 6, 16)}, False),
        ({}, {"birth_date": None, "birth_date_partial": "2015"}, False),
        ({"mother_name": "Vũ Lan"}, {"mother_name": "Đỗ Mai"}, False),
        ({"mother_name": "Vũ Lan"}, {"mother_name": "Vu Lan"}, True),
        ({"mother_name": "Vũ Lan"}, {}, True),
        ({}, {"school_code": "79760502"}, False),
    ],
)
def test_stu001_twins(first: Row, second: Row, fires: bool) -> None:
    findings = findings_of("STU001", student=[TWIN | first, TWIN | second])
    assert [(f["excel_row"], f["field"]) for f in findings] == [(3, "full_name")] * fires
    if fires:
        assert findings[0]["message_vi"] == (
            "Dòng 3: có thể trùng người với dòng 2: cùng họ tên, ngày sinh, giới tính."
        )


def test_stu001_looks_past_another_mother_and_names_the_sheet() -> None:
    elsewhere = {"row_id": 1 * 2**21 + 7}
    rows = [
        TWIN | elsewhere | {"mother_name": "Vũ Lan"},
        TWIN | {"mother_name": "Đỗ Mai"},
        TWIN | {"mother_name": "Vũ Lan"},
    ]
    findings = findings_of("STU001", student=rows)
    assert [(f["excel_row"], f["message_en"]) for f in findings] == [
        (4, "Row 4: may be the same person as row 7 (school.xlsx, Trường): same name, birth date and sex.")
    ]


@pytest.mark.parametrize(
    ("group", "day", "fires"),
    [
        ("01", date(2025, 7, 1), True),
        ("01", date(2025, 6, 30), False),
        ("01", date(2024, 6, 30), False),
        ("01", date(2024, 5, 30), True),
        ("02", date(2024, 11, 30), False),
        ("02", date(2024, 12, 1), True),
        ("02", date(2023, 6, 30), False),
        ("02", date(2023, 5, 30), True),
        ("03", date(2022, 6, 30), False),
        ("03", date(2022, 5, 30), True),
        ("04", date(2022, 12, 31), False),
        ("04", date(2021, 12, 31), True),
        ("05", date(2021, 1, 1), False),
        ("06", date(2020, 12, 31), False),
        ("06", date(2021, 1, 1), True),
    ],
)
def test_stu006_age_group(group: str, day: date, fires: bool) -> None:
    grade = "16" if group < "04" else "17"
    group_class = {"class_code": "L1", "grade_code": grade, "preschool_age_group_code": group, "mixed_age_code": "0"}
    child = born_on(day, grade_code=grade, class_code="L1")
    mixed = child | {"class_code": "L2"}
    findings = findings_of(
        "STU006",
        student=[child, mixed],
        **{"class": [group_class, group_class | {"class_code": "L2", "mixed_age_code": "2"}]},
    )
    assert [(f["excel_row"], f["field"]) for f in findings] == [(2, "birth_date")] * fires


def test_stu006_messages() -> None:
    classes = [
        {"class_code": "L1", "preschool_age_group_code": "01", "mixed_age_code": "0"},
        {"class_code": "L4", "preschool_age_group_code": "04", "mixed_age_code": "0"},
    ]
    students = [
        born_on(date(2023, 9, 30), grade_code="16", class_code="L1"),
        born_on(date(2020, 9, 30), grade_code="17", class_code="L4"),
    ]
    findings = findings_of("STU006", student=students, **{"class": classes})
    assert [(f["value"], f["message_vi"]) for f in findings] == [
        ("30/09/2023", "Dòng 2: trẻ 24 tháng không đúng nhóm tuổi 3-12 Tháng (01) của lớp."),
        ("30/09/2020", "Dòng 3: trẻ 5 tuổi không đúng nhóm tuổi 3-4 Tuổi (04) của lớp."),
    ]
    assert findings[0]["message_en"] == (
        "Row 2: child aged 24 months does not fit age group 3-12 Tháng (01) of the class."
    )


def days(n: int) -> list[Row]:
    return [born_on(date(2015, 2, 1) + timedelta(days=i)) for i in range(n)]


@pytest.mark.parametrize(
    ("rows", "numbers"),
    [
        (days(17) + [born_on(date(2014, 1, 1))] * 3, "3 học sinh (15 %)"),
        (days(18) + [born_on(date(2014, 1, 1))] * 2, None),
        (days(16) + [born_on(date(2014, 1, 1))] * 3, None),
        (days(57) + [born_on(date(2014, 1, 1))] * 3, None),
        (days(56) + [born_on(date(2014, 1, 1))] * 3, "3 học sinh (5 %)"),
        ([born(2014)] * 20, "20 học sinh (100 %)"),
        ([*([born(2014)] * 20), {}], None),
        ([born_in(2014)] * 20, None),
    ],
)
def test_stu020_stand_in_dates(rows: list[Row], numbers: str | None) -> None:
    findings = findings_of("STU020", student=rows)
    assert [(f["excel_row"], f["field"], f["message_vi"]) for f in findings] == (
        [
            (
                0,
                "birth_date",
                f'Trang "Học sinh": {numbers} có ngày sinh 01/01 hoặc cùng một ngày; có thể là ngày nhập tạm.',
            )
        ]
        if numbers
        else []
    )


def test_stu022_a_code_of_the_school_is_that_of_one_learner() -> None:
    def coded(code: str, number: int | None, **said: object) -> Row:
        learner_id = None if number is None else f"79{number:08d}"
        return {"local_code": code, "learner_id": learner_id, "status_code": "01"} | said

    alone = [
        coded("HS1", 1),
        coded("HS1", 2, status_code="08"),  # left: the code is free
        coded("HS1", 3, sender_code="79"),
        coded("HS1", 4, school_code="79760502"),
        coded("HS2", 5),
    ]
    assert not findings_of("STU022", student=alone)
    [told] = findings_of("STU022", student=[*alone, coded("HS2", 6), coded("HS1", None), coded("HS1", 7)])
    assert (told["excel_row"], told["field"]) == (0, "local_code")
    assert told["message_vi"] == "Mã học sinh do trường cấp bị dùng cho nhiều học sinh: 2 mã (HS1, HS2)."
    assert "HS1" not in told["public_message_vi"]
    [told] = findings_of(
        "STU022", student=[coded(f"HS{n}", n + m, sender_code="79") for m in (0, 50) for n in range(12)]
    )
    assert told["excel_row"] == 2
    assert "12 mã (HS0, HS1" in told["message_vi"] and "HS10" not in told["message_vi"]
