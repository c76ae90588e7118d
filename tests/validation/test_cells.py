"""Cells of a sheet through a whole pass: what each is worth, and the rule that each wrong one breaks."""

from datetime import date

import pytest
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, bind_in_force
from pipelines.validation.validate import validate_partition
from tests.validation.passes import SCHOOL, STUDENT, check_students, register_school, rows_and_findings
from tests.validation.staged import PARTITION, stage

# Field, cell, the typed value, and the rule that fires at the cell (None: no rule).
CELLS: list[tuple[str, str | None, object, str | None]] = [
    ("full_name", "Nguyễn Thị Minh Anh", "Nguyễn Thị Minh Anh", None),
    ("full_name", "H'Hen Niê", "H'Hen Niê", None),
    ("full_name", None, None, "FLD001"),
    ("full_name", "chưa rõ", None, "FLD001"),
    ("full_name", "Nguyễn " + "A" * 150, "Nguyễn " + "A" * 150, "FLD014"),
    ("full_name", "Nguyễn Văn 3", "Nguyễn Văn 3", "FLD023"),
    ("full_name", "Minh", "Minh", "FLD024"),
    ("full_name", "Nguy\ufffdn Văn An", "Nguy\ufffdn Văn An", "FIL021"),
    ("full_name", "Nguy?n Văn An", "Nguy?n Văn An", "FIL021"),
    ("home_address", "Hẻm 12?", "Hẻm 12?", None),
    ("home_address", "Lê L□i", "Lê L□i", "FIL021"),
    ("birth_date", "03/05/2014", date(2014, 5, 3), None),
    ("birth_date", "2014-05-03", date(2014, 5, 3), None),
    ("birth_date", "41762", date(2014, 5, 3), None),
    ("birth_date", "5.9.2014", date(2014, 9, 5), None),
    ("birth_date", "05-09-2014", date(2014, 9, 5), None),
    ("birth_date", "5 / 9 / 2014", date(2014, 9, 5), None),
    ("birth_date", "05/09/2014 00:00:00", date(2014, 9, 5), None),
    ("birth_date", "2014-09-05T00:00:00.0", date(2014, 9, 5), None),
    ("birth_date", "ngày 5 tháng 9 năm 2014", date(2014, 9, 5), None),
    ("birth_date", "5/9/14", date(2014, 9, 5), None),
    ("mother_birth_date", "05.09.85", date(1985, 9, 5), None),
    ("birth_date", "31/02/2014", None, "FLD003"),
    ("birth_date", "30-02-14", None, "FLD003"),
    ("birth_date", "tháng 9", None, "FLD003"),
    ("birth_date", "01/01/2030", date(2030, 1, 1), "FLD005"),
    ("birth_date", "0", None, "FLD006"),
    ("birth_date", "2014", None, "FLD007"),
    ("sex_code", "Nữ", "02", None),
    ("sex_code", "1", None, "FLD028"),
    ("sex_code", "01 - Nam", "01", None),
    ("sex_code", "02 - Nam", None, "FLD011"),
    ("sex_code", "Nữu nữ", None, "FLD011"),
    ("ethnicity_code", "Kinhh", None, "FLD012"),
    ("home_province_code", "74", "79", None),
    ("home_province_code", "tỉnh Bình Dương", "79", None),
    ("home_ward_code", "26734", "26737", None),
    ("home_ward_code", "26746", None, "FLD013"),
    ("home_province_code", "Thành phố Hồ Chí Minh", "79", None),
    ("home_province_code", "Thành phố Hà Nội (01)", "01", None),
    ("home_province_code", "Thành phố Hà Nội (79)", None, "FLD011"),
    ("home_province_code", "tinh tay ninh", "80", None),
    ("home_province_code", "Tâi Ninh", "80", None),
    ("home_province_code", "Tây Nin", None, "FLD012"),
    ("status_code", "Chuyển đến kì 1", "02", None),
    ("grade_code", "Khối 6", "06", None),
    ("grade_code", "Khối 77", None, "FLD011"),
    ("sequence_no", "2,5", None, "FLD008"),
    ("sequence_no", "12", 12, None),
    ("sequence_no", "12.0", 12, None),
    ("sequence_no", "1.234", 1234, None),
    ("sequence_no", "1 234 567", 1234567, None),
    ("sequence_no", "35 em", None, "FLD008"),
    ("sequence_no", "99999999999999999999", None, "FLD008"),
    ("height_cm", "9" * 400, None, "FLD009"),
    ("height_cm", "cao", None, "FLD009"),
    ("height_cm", "141,5", 141.5, None),
    ("height_cm", "1.234", 1.234, None),
    ("height_cm", "1.234.567,5", 1234567.5, None),
    ("height_cm", "1,234,567", 1234567.0, None),
    ("height_cm", "1.23.4", None, "FLD009"),
    ("height_cm", "141 cm", None, "FLD009"),
    ("sequence_no", "-1", -1, "FLD010"),
    ("is_disabled", "x", True, None),
    ("is_disabled", "✓", True, None),
    ("is_disabled", "Có", True, None),
    ("is_disabled", "-", False, None),
    ("is_disabled", "chưa rõ", None, None),
    ("mother_birth_date", None, None, "FLD002"),
    ("is_disabled", "có lẽ", None, "FLD016"),
    ("email", "anh@truong.edu.vn", "anh@truong.edu.vn", None),
    ("email", "anh@truong", "anh@truong", "FLD015"),
    ("phone", "+84 912 345 678", "0912345678", None),
    ("phone", "12345", "12345", "FLD027"),
    ("phone", "0912.345.678", "0912345678", None),
    ("phone", "0", None, None),
    ("personal_id", "7.92E+10", "7.92E+10", "FLD021"),
    ("personal_id", "7,92E+10", "7,92E+10", "FLD021"),
    ("mother_birth_date", "1985", None, "FLD007"),
]


def test_each_cell_is_read_and_told(settings: Settings, database: Database) -> None:
    rows = [STUDENT | {"local_code": f"HS{n:03d}", field: cell} for n, (field, cell, _, _) in enumerate(CELLS)]
    typed, findings = check_students(settings, database, rows)
    assert [row[field] for row, (field, _, _, _) in zip(typed, CELLS, strict=True)] == [
        value for _, _, value, _ in CELLS
    ]
    told = {
        (f["excel_row"], f["rule_id"]): f for f in findings if f["excel_row"] and f["rule_id"][:3] in ("FLD", "FIL")
    }
    expected = {(n + 2, rule) for n, (_, _, _, rule) in enumerate(CELLS) if rule}
    assert set(told) == expected
    for n, (field, cell, _, rule) in enumerate(CELLS):
        if rule:
            finding = told[n + 2, rule]
            assert finding["field"] == field
            assert finding["excel_column"] == chr(65 + list(STUDENT).index(field) % 26)
            assert finding["value"] in (cell, None)
            assert "{" not in finding["message_vi"] + finding["fix_vi"] + finding["message_en"] + finding["fix_en"]


@pytest.mark.parametrize(
    ("level_group_code", "grade", "subject", "code"),
    [
        ("09", "Khối 5", "Toán", "01"),  # primary and lower secondary: the grade decides
        ("09", "Khối 6", "Toán", "15"),
        ("12", "Khối 10", "Toán", "53"),  # the school decides the grade, the grade the subject
        ("07", None, "Toán", "15"),  # no grade: the level of the school
        ("09", None, "Toán", None),
        ("09", "Khối 6", "Hóa học", "17"),
    ],
)
def test_the_grade_tells_which_subject_is_meant(
    settings: Settings, database: Database, level_group_code: str, grade: str | None, subject: str, code: str | None
) -> None:
    register_school(database, level_group_code=level_group_code)
    row = {"local_code": "HS1", "full_name": "Lê An", "birth_date": "03/05/2014", "term_code": "HK1"}
    stage(settings, database, SCHOOL, {"result": [row | {"grade_code": grade, "subject_code": subject}]})
    validate_partition(settings, database, PARTITION)
    [typed], _ = rows_and_findings(settings, database, "result")
    assert typed["subject_code"] == code


@pytest.mark.parametrize(
    ("level_group_code", "class_code", "code"),
    [
        ("09", "LH_1", "01"),  # primary and lower secondary: the class decides, by its code or its name
        ("09", "6A", "15"),
        ("09", "9Z", None),  # no such class
        ("07", "9Z", "15"),  # the level of the school
    ],
)
def test_the_class_tells_which_subject_is_meant(
    settings: Settings, database: Database, level_group_code: str, class_code: str, code: str | None
) -> None:
    register_school(database, level_group_code=level_group_code)
    classes = [
        {"class_code": "LH_1", "class_name": "1A", "grade_code": "Khối 1"},
        {"class_code": None, "class_name": "6A", "grade_code": "Khối 6"},
    ]
    subjects = [{"class_code": class_code, "subject_code": "Toán", "assessment_method_code": "0"}]
    stage(settings, database, SCHOOL, {"class": classes, "class_subject": subjects})
    validate_partition(settings, database, PARTITION)
    [typed], _ = rows_and_findings(settings, database, "class_subject")
    assert typed["subject_code"] == code


def test_a_grade_that_the_school_does_not_teach_is_known_all_the_same(settings: Settings, database: Database) -> None:
    register_school(database, level_group_code="06")
    stage(settings, database, SCHOOL, {"student": [STUDENT | {"grade_code": "Khối 10"}]})
    validate_partition(settings, database, PARTITION)
    [row], findings = rows_and_findings(settings, database, "student")
    assert row["grade_code"] == "10"
    assert not [f for f in findings if f["rule_id"] == "FLD011"]


def test_a_condition_is_told_in_words(settings: Settings, database: Database) -> None:
    _, findings = check_students(settings, database, [STUDENT | {"mother_birth_date": None}])
    [finding] = [f for f in findings if f["rule_id"] == "FLD002"]
    assert finding["field"] == "mother_birth_date"
    assert "“Họ tên mẹ” có giá trị" in finding["message_vi"]


def test_a_date_known_in_part_keeps_what_is_known(settings: Settings, database: Database) -> None:
    [row], _ = check_students(settings, database, [STUDENT | {"birth_date": "5/2014"}])
    assert (row["birth_date"], row["birth_date_partial"], row["birth_date_year"]) == (None, "2014-05", 2014)


@pytest.mark.parametrize(
    ("rule_id", "field", "cell", "value"),
    [
        ("FLD017", "learner_id", "790000001", "0790000001"),
        ("FLD018", "full_name", "Nguye\u0302\u0303n Thi\u0323 Lan", "Nguyễn Thị Lan"),
        ("FLD019", "full_name", "  Nguyễn  Thị Lan ", "Nguyễn Thị Lan"),
        ("FLD020", "home_province_code", "79.0", "79"),
        ("FLD022", "home_address", "không có", None),
        ("FLD037", "mother_birth_date", "5/9/85", date(1985, 9, 5)),
        ("FLD040", "home_province_code", "74", "79"),
        ("FLD025", "full_name", "NGUYỄN THỊ LAN", "NGUYỄN THỊ LAN"),
    ],
)
def test_what_was_mended_is_told_once_for_the_column(
    settings: Settings, database: Database, rule_id: str, field: str, cell: str, value: object
) -> None:
    rows = [STUDENT | {"local_code": f"HS{n:03d}", field: cell if n < 3 else STUDENT[field]} for n in range(5)]
    typed, findings = check_students(settings, database, rows)
    assert [row[field] for row in typed[:3]] == [value] * 3
    mended = {"FLD017", "FLD018", "FLD019", "FLD020", "FLD022", "FLD025", "FLD037", "FLD040"}
    told = [f for f in findings if f["rule_id"] in mended]
    assert [(f["rule_id"], f["field"], f["excel_row"]) for f in told] == [(rule_id, field, None)]
    assert "3" in told[0]["message_vi"]


def test_month_first_dates_are_told_once_where_days_could_be_months(settings: Settings, database: Database) -> None:
    rows = [STUDENT | {"local_code": f"HS{n}", "birth_date": day} for n, day in enumerate(["05/25/2014", "03/04/2014"])]
    _, findings = check_students(settings, database, rows)
    assert [(f["field"], f["excel_row"]) for f in findings if f["rule_id"] == "FLD004"] == [("birth_date", None)]


def test_names_without_accents_are_told_from_twenty_on(settings: Settings, database: Database) -> None:
    rows = [STUDENT | {"local_code": f"HS{n}", "full_name": "Nguyen Thi Lan"} for n in range(20)]
    _, findings = check_students(settings, database, rows)
    [finding] = [f for f in findings if f["rule_id"] == "FLD026"]
    assert "100" in finding["message_vi"]


def test_names_with_accents_are_not_told(settings: Settings, database: Database) -> None:
    rows = [STUDENT | {"local_code": f"HS{n}"} for n in range(20)]
    _, findings = check_students(settings, database, rows)
    assert not [f for f in findings if f["rule_id"] == "FLD026"]


@pytest.mark.parametrize(
    ("district_code", "province_code", "ward_code"),
    [("721", "74", "25813"), (None, "74", "25813"), ("883", "89", "30295"), (None, "79", None)],
)
def test_a_ward_is_found_by_its_district_or_province(
    settings: Settings, database: Database, district_code: str | None, province_code: str, ward_code: str | None
) -> None:
    """Phường Mỹ Phước was in Bến Cát and in Long Xuyên."""
    old = Partition("2019-2020-dau-nam", "79")
    place = {"home_province_code": province_code, "home_district_code": district_code}
    register_school(database)
    stage(settings, database, SCHOOL, {"student": [STUDENT | place | {"home_ward_code": "Phường Mỹ Phước"}]}, old)
    validate_partition(settings, database, old)
    with Engine(settings.workspace.temporary, 500, 1) as engine:
        bind_in_force(engine, "typed", database, Staging(settings.workspace.staging), "typed", [old], "student")
        assert engine.rows("SELECT home_ward_code FROM typed") == [(ward_code,)]


def test_districts_are_told_where_there_are_none(settings: Settings, database: Database) -> None:
    [row], findings = check_students(settings, database, [STUDENT | {"home_district_code": "760"}])
    assert row["home_district_code"] is None
    assert [f["field"] for f in findings if f["rule_id"] == "FLD033"] == ["home_district_code"]


def test_another_school_or_year_in_a_sheet_is_told(settings: Settings, database: Database) -> None:
    rows = [STUDENT | {"school_code": "79760502", "school_year": "2024-2025"}]
    _, findings = check_students(settings, database, rows)
    assert {"FIL018", "FIL019"} <= {f["rule_id"] for f in findings}


def test_a_school_code_that_lost_its_zeros_is_the_senders(settings: Settings, database: Database) -> None:
    [row], findings = check_students(settings, database, [STUDENT | {"school_code": None, "school_year": None}])
    assert (row["school_code"], row["school_year"]) == ("79760501", 2025)
    assert not {"FIL018", "FIL019", "FLD001"} & {f["rule_id"] for f in findings}


def test_the_levels_of_the_school_decide_between_grades_of_one_name(settings: Settings, database: Database) -> None:
    """ "6" is grade 6 of a lower secondary school as well as of continuing education."""
    rows = [STUDENT | {"grade_code": "Lớp 6"}]
    [row], findings = check_students(settings, database, rows)
    assert row["grade_code"] == "06"
    assert not [f for f in findings if f["rule_id"] == "FLD011"]


@pytest.mark.parametrize(
    ("field", "cells", "values"),
    [
        ("is_youth_union_member", ["x", None, "X"], [True, False, True]),
        ("is_youth_union_member", ["✓", None, None], [True, False, False]),
        ("is_youth_union_member", [None, None, None], [None, None, None]),
        ("is_youth_union_member", ["x", None, "Không"], [True, None, False]),
        ("is_youth_union_member", ["Có", None, "Có"], [True, None, True]),
        ("is_disabled", ["x", None, None], [True, None, None]),
    ],
)
def test_a_blank_among_marks_is_a_no_where_that_is_declared(
    settings: Settings, database: Database, field: str, cells: list[str | None], values: list[bool | None]
) -> None:
    rows = [STUDENT | {"local_code": f"HS{n}", field: cell} for n, cell in enumerate(cells)]
    typed, _ = check_students(settings, database, rows)
    assert [row[field] for row in typed] == values
