"""Cells of a sheet through a whole pass: what each is worth, and the rule that each wrong one breaks."""

from datetime import date, datetime

import pytest
from sqlalchemy import Engine as Database

from pipelines.settings import Settings
from pipelines.validation.validate import validate_partition
from schemas.catalogue import read_rows
from tests.validation.passes import SCHOOL, STUDENT, rows_and_findings
from tests.validation.schools import Schools, Validated
from tests.validation.staged import PARTITION, Rows, stage

SCHOOLS = Schools()

# Of other peoples, with letters that TCVN3 has for Vietnamese ones.
FOREIGN_NAMES = [
    "Y Ñuôl Niê", "Ka Să Hö", "Kpă Klơng", "Lò Văn Pâng", "François Müller", "José Muñoz", "Lê Maï", "Trần Chloë", "Søren Lê", "Þór Ngô",
]  # fmt: skip

# Field, cell, the typed value, and the rule that fires at the cell (None: no rule).
CELLS: list[tuple[str, str | None, object, str | None]] = [
    ("full_name", "Nguyễn Thị Minh Anh", "Nguyễn Thị Minh Anh", None),
    ("full_name", "H'Hen Niê", "H'Hen Niê", None),
    ("full_name", "Gu\u00f0rún Jónsdóttir", "Gu\u00f0rún Jónsdóttir", None),
    ("full_name", "TrÇn ThÞ Hoa", "TrÇn ThÞ Hoa", "FLD042"),
    ("full_name", "NguyÔn Thu Hµ", "NguyÔn Thu Hµ", "FLD042"),
    ("mother_name", "Lª ThÞ Mai", "Lª ThÞ Mai", "FLD042"),
    *((("full_name", name, name, None)) for name in FOREIGN_NAMES),
    ("full_name", None, None, "FLD001"),
    ("full_name", "chưa rõ", None, "FLD001"),
    *((("full_name", mark, None, "FLD001")) for mark in ('"', "〃", "nt", "Như trên")),
    ("full_name", "Nguyễn " + "A" * 150, "Nguyễn " + "A" * 150, "FLD014"),
    ("full_name", "Nguyễn Văn 3", "Nguyễn Văn 3", "FLD023"),
    ("full_name", "Minh", "Minh", "FLD024"),
    ("full_name", "Nguy\ufffdn Văn An", "Nguy\ufffdn Văn An", "FIL021"),
    ("full_name", "Nguy?n Văn An", "Nguy?n Văn An", "FIL021"),
    ("class_name", "2025-01-06 00:00:00", "2025-01-06 00:00:00", "FLD041"),
    ("full_name", "2025-01-06 00:00:00", "2025-01-06 00:00:00", "FLD041"),
    ("personal_id", "2025-01-06 00:00:00", "2025-01-06 00:00:00", "FLD041"),
    ("home_address", "Khu 6/1: 2025-01-06", "Khu 6/1: 2025-01-06", None),
    ("home_address", "Hẻm 12?", "Hẻm 12?", None),
    ("home_address", "Lê L□i", "Lê L□i", "FIL021"),
    ("birth_date", "03/05/2014", date(2014, 5, 3), None),
    ("birth_date", "2014-05-03", date(2014, 5, 3), None),
    ("birth_date", "41762", date(2014, 5, 3), None),
    ("birth_date", "5.9.2014", date(2014, 9, 5), None),
    ("birth_date", "05-09-2014", date(2014, 9, 5), None),
    ("birth_date", "05–09–2014", date(2014, 9, 5), None),
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
    ("sex_code", "1.0", None, "FLD028"),
    ("sex_code", "0.0", None, "FLD028"),
    ("sex_code", "01 - Nam", "01", None),
    ("sex_code", "Bé gái", "02", None),
    ("status_code", "Đang theo học", "01", None),
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
    ("ethnicity_code", "Hoa (Hán)", "04", None),
    ("ethnicity_code", "Chăm (Chàm)", "17", None),
    ("ethnicity_code", "Cơ-ho (K’ho)", "16", None),
    ("ethnicity_code", "K'ho", "16", None),
    ("ethnicity_code", "K’Ho", "16", None),
    ("ethnicity_code", "K`Ho", "16", None),
    ("ethnicity_code", "Tày (Nùng)", None, "FLD011"),
    ("home_province_code", "tinh tay ninh", "80", None),
    ("home_province_code", "Tâi Ninh", "80", None),
    ("home_province_code", "Tây Nin", None, "FLD012"),
    ("home_province_code", "TP. Hồ Chí Minh", "79", None),
    ("home_province_code", "TP.HCM", "79", None),
    ("home_province_code", "TPHCM", "79", None),
    ("home_province_code", "Tp Hà Nội (01)", "01", None),
    ("home_province_code", "Bà Rịa-Vũng Tàu", "79", None),
    ("home_province_code", "T. Bắc Cạn", "19", None),
    ("home_province_code", "Kontum", "51", None),
    ("home_province_code", "Tỉnh Thừa Thiên Huế", "46", None),
    ("home_ward_code", "P. Bến Thành", "26743", None),
    ("home_ward_code", "Phường Bến Thànhh", None, "FLD012"),
    ("home_ward_code", "Bến Thanhh", None, "FLD012"),
    ("home_ward_code", "Phường 7, Quận 3", None, "FLD011"),
    ("home_ward_code", "Phường 12, Quận Tân Bình", None, "FLD011"),
    ("status_code", "Chuyển đến kì 1", "02", None),
    ("grade_code", "Khối 6", "06", None),
    ("grade_code", "Khối 77", None, "FLD011"),
    ("height_cm", "9" * 400, None, "FLD009"),
    ("height_cm", "cao", None, "FLD009"),
    ("height_cm", "141,5", 141.5, None),
    ("height_cm", "1.234", 1.234, None),
    ("height_cm", "1.234.567,5", 1234567.5, None),
    ("height_cm", "1,234,567", 1234567.0, None),
    ("height_cm", "1.23.4", None, "FLD009"),
    ("height_cm", "1 234 567,5", 1234567.5, None),
    ("height_cm", "145 150 2", None, "FLD009"),
    ("height_cm", "14 5", None, "FLD009"),
    ("height_cm", "141 cm", None, "FLD009"),
    ("is_disabled", "x", True, None),
    ("is_disabled", "✓", True, None),
    ("is_disabled", "Có", True, None),
    ("is_disabled", "√", True, None),
    ("is_disabled", "ko", False, None),
    ("is_disabled", "K", False, None),
    ("is_disabled", "Chưa", False, None),
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
    ("phone", "0.0", None, None),
    ("phone", "0912345678.0", "0912345678", None),
    ("phone", "912345678.0", "0912345678", None),
    ("phone", "0901.000.000", "0901000000", None),
    ("phone", "0912345.000", "0912345000", None),
    ("phone", "028.3822.0000", "02838220000", None),
    ("personal_id", "7.92E+10", "7.92E+10", "FLD021"),
    ("personal_id", "7,92E+10", "7,92E+10", "FLD021"),
    ("mother_birth_date", "1985", None, "FLD007"),
]


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Validated:
    return SCHOOLS.validate(tmp_path_factory.mktemp("cells"))


def learners(case: str, *rows: dict[str, str | None]) -> str:
    """A school of learners who differ from the usual one."""
    students = [STUDENT | {"local_code": f"HS{n:03d}"} | row for n, row in enumerate(rows)]
    return SCHOOLS.hand_in(case, {"student": students})


EACH_CELL = learners("each cell", *({field: cell} for field, cell, _, _ in CELLS))

_WRITTEN = ("Năm học 2025-2026", "2025 - 2026", "2025/2026", "2025.0", "2026")
_YEARS: Rows = [{"school_year": year, "exam_year": year} for year in _WRITTEN]
A_YEAR = SCHOOLS.hand_in("a year", {"student": [STUDENT], "exam_registration": _YEARS})


def test_a_school_year_may_be_called_so(validated: Validated) -> None:
    assert [row["school_year"] for row in validated.typed(A_YEAR, "exam_registration")] == [
        2025,
        2025,
        2025,
        2025,
        2026,
    ]


def test_no_other_year_is_taken_from_a_school_year(validated: Validated) -> None:
    """The exam of 2025-2026 is held in 2026."""
    assert [row["exam_year"] for row in validated.typed(A_YEAR, "exam_registration")] == [None, None, None, 2025, 2026]
    told = [(f["excel_row"], f["value"]) for f in validated.findings(A_YEAR, "FLD015") if f["field"] == "exam_year"]
    assert told == [(2, "Năm học 2025-2026"), (3, "2025 - 2026"), (4, "2025/2026")]


TEACHERS = SCHOOLS.hand_in(
    "teachers",
    {
        "student": [STUDENT],
        "staff": [
            {"staff_code": f"GV{n}", "position_code": "Giáo viên", "staff_group_code": "Giáo viên"} for n in range(6)
        ],
    },
)


def test_a_teacher_holds_no_position(validated: Validated) -> None:
    """The list has none for teachers; most schools write the word there."""
    assert [(row["position_code"], row["staff_group_code"]) for row in validated.typed(TEACHERS, "staff")] == [
        (None, "03")
    ] * 6
    about = [f["rule_id"] for f in validated.findings(TEACHERS) if f["field"] == "position_code"]
    assert about == ["FLD022"]


def test_each_cell_is_read_and_told(validated: Validated) -> None:
    assert [row[field] for row, (field, _, _, _) in zip(validated.typed(EACH_CELL), CELLS, strict=True)] == [
        value for _, _, value, _ in CELLS
    ]
    findings = validated.findings(EACH_CELL)
    told = {
        (f["excel_row"], f["rule_id"]): f
        for f in findings
        if f["excel_row"] and (f["rule_id"][:3] in ("FLD", "FIL") or f["rule_id"] == "IDN001")
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


CONDITION = learners("condition", {"mother_birth_date": None})


def test_a_condition_is_told_in_words(validated: Validated) -> None:
    [finding] = validated.findings(CONDITION, "FLD002")
    assert finding["field"] == "mother_birth_date"
    assert "“Họ tên mẹ” có giá trị" in finding["message_vi"]


DATE_IN_PART = learners("date in part", {"birth_date": "5/2014"})


def test_a_date_known_in_part_keeps_what_is_known(validated: Validated) -> None:
    [row] = validated.typed(DATE_IN_PART)
    assert (row["birth_date"], row["birth_date_partial"], row["birth_date_year"]) == (None, "2014-05", 2014)


ELEVEN_DIGITS = learners(
    "eleven digits",
    *(
        {"personal_id": number}
        for number in ("79314000123", "79214000124", "99314000125", "07931400012", "79315000126")
    ),
)


BORN_LONG_AGO = learners("born long ago", {"birth_date": "03/05/1014"}, {"birth_date": "03/05/1995"})


def test_a_date_that_is_none_says_nothing_of_the_age(validated: Validated) -> None:
    assert validated.typed(BORN_LONG_AGO)[0]["birth_date_year"] is None
    told = validated.findings(BORN_LONG_AGO, "FLD006", "STU005")
    assert sorted((f["rule_id"], f["excel_row"]) for f in told) == [("FLD006", 2), ("STU005", 3)]


FOUNDED = SCHOOLS.hand_in(
    "founded in a year",
    {"school": [{"school_name": "Trường THCS Kim Đồng", "level_group_code": "07", "established_date": "1975"}]},
)


def test_of_a_school_the_year_may_be_known_in_which_it_was_founded(validated: Validated) -> None:
    [row] = validated.typed(FOUNDED, "school")
    assert (row["established_date"], row["established_date_year"]) == (None, 1975)
    assert [f["rule_id"] for f in validated.findings(FOUNDED) if f["field"] == "established_date"] == ["FLD007"]


def test_a_zero_is_given_back_only_where_the_number_can_be_the_persons(validated: Validated) -> None:
    """Of girls born in 2014; their numbers were 079314…"""
    assert validated.typed(ELEVEN_DIGITS)[0]["personal_id"] == "079314000123"
    assert [f["excel_row"] for f in validated.findings(ELEVEN_DIGITS, "IDN001")] == [3, 4, 5, 6]
    [zeros] = validated.findings(ELEVEN_DIGITS, "FLD017")
    assert " 1 " in zeros["message_vi"]


def mended(rule_id: str, field: str, cell: str) -> str:
    """Five learners of whom three have the cell."""
    return learners(f"{rule_id} {cell}", *([{field: cell}] * 3), {}, {})


@pytest.mark.parametrize(
    ("case", "field", "value"),
    [
        (mended("FLD017", "learner_id", "790000001"), "learner_id", "0790000001"),
        (mended("FLD018", "full_name", "Nguye\u0302\u0303n Thi\u0323 Lan"), "full_name", "Nguyễn Thị Lan"),
        (mended("FLD019", "full_name", "  Nguyễn  Thị Lan "), "full_name", "Nguyễn Thị Lan"),
        (mended("FLD019", "full_name", "\u00d0ặng Thị \u00f0ào"), "full_name", "Đặng Thị đào"),
        (mended("FLD019", "status_code", "\u0189ang học"), "status_code", "01"),
        (mended("FLD019", "personal_id", "079 314 000 123"), "personal_id", "079314000123"),
        (mended("FLD019", "personal_id", "’079314000123"), "personal_id", "079314000123"),
        (mended("FLD019", "personal_id", "`079314000123"), "personal_id", "079314000123"),
        (mended("FLD019", "personal_id", "079.314.000.123"), "personal_id", "079314000123"),
        (mended("FLD019", "learner_id", "079-000-0001"), "learner_id", "0790000001"),
        (mended("FLD020", "home_province_code", "79.0"), "home_province_code", "79"),
        (mended("FLD022", "home_address", "không có"), "home_address", None),
        (mended("FLD037", "mother_birth_date", "5/9/85"), "mother_birth_date", date(1985, 9, 5)),
        (mended("FLD040", "home_province_code", "74"), "home_province_code", "79"),
        (mended("FLD025", "full_name", "NGUYỄN THỊ LAN"), "full_name", "NGUYỄN THỊ LAN"),
    ],
)
def test_what_was_mended_is_told_once_for_the_column(
    validated: Validated, case: str, field: str, value: object
) -> None:
    rule_id, _, _ = case.partition(" ")
    assert [row[field] for row in validated.typed(case)[:3]] == [value] * 3
    told = validated.findings(case, "FLD017", "FLD018", "FLD019", "FLD020", "FLD022", "FLD025", "FLD037", "FLD040")
    assert [(f["rule_id"], f["field"], f["excel_row"]) for f in told] == [(rule_id, field, None)]
    assert "3" in told[0]["message_vi"]


MONTH_FIRST = learners("month first", {"birth_date": "05/25/2014"}, {"birth_date": "03/04/2014"})


def test_month_first_dates_are_told_once_where_days_could_be_months(validated: Validated) -> None:
    told = validated.findings(MONTH_FIRST, "FLD004")
    assert [(f["field"], f["excel_row"]) for f in told] == [("birth_date", None)]


LEFT_AS_TEXT = [f"{day}/0{day % 9 + 1}/2014" for day in range(13, 18)]
STORED = [f"2014-0{month}-0{month + 2} 00:00:00" for month in range(1, 6)]
DAY_FOR_MONTH = learners("day for month", *({"birth_date": cell} for cell in (*STORED, *LEFT_AS_TEXT)))
SOME_STORED = learners("some stored", *({"birth_date": c} for c in (*STORED, "2014-03-13 00:00:00", *LEFT_AS_TEXT)))
SOME_TEXTS = learners("some texts", *({"birth_date": cell} for cell in (*STORED, *LEFT_AS_TEXT, "05/09/2014")))
FEW_TEXTS = learners("few texts", *({"birth_date": c} for c in (*STORED, *LEFT_AS_TEXT[1:], LEFT_AS_TEXT[1])))


def test_days_that_excel_took_for_months_are_told_once(validated: Validated) -> None:
    [finding] = validated.findings(DAY_FOR_MONTH, "FLD004")
    assert (finding["field"], finding["excel_row"]) == ("birth_date", None)
    assert '5 dòng, ví dụ "03/01/2014"' in finding["message_vi"]
    assert not any(validated.findings(case, "FLD004") for case in (SOME_STORED, SOME_TEXTS, FEW_TEXTS))


WITHOUT_ACCENTS = learners("without accents", *([{"full_name": "Nguyen Thi Lan"}] * 20))


def test_names_without_accents_are_told_from_twenty_on(validated: Validated) -> None:
    [finding] = validated.findings(WITHOUT_ACCENTS, "FLD026")
    assert "100" in finding["message_vi"]


WITH_ACCENTS = learners("with accents", *([{}] * 20))


def test_names_with_accents_are_not_told(validated: Validated) -> None:
    assert not validated.findings(WITH_ACCENTS, "FLD026")


# Cell, the typed value, and the rule that fires at it.
COUNTS: list[tuple[str, int | None, str | None]] = [
    ("2,5", None, "FLD008"),
    ("12", 12, None),
    ("12.0", 12, None),
    ("1.234", 1234, None),
    ("1 234 567", 1234567, None),
    ("35 em", None, "FLD008"),
    ("99999999999999999999", None, "FLD008"),
    ("-1", -1, "FLD010"),
]
EACH_COUNT = SCHOOLS.hand_in(
    "each count",
    {
        "class": [
            {"class_code": f"6A{n}", "class_name": f"6A{n}", "grade_code": "06", "student_count": cell}
            for n, (cell, _, _) in enumerate(COUNTS)
        ]
    },
)


def test_each_count_is_read_and_told(validated: Validated) -> None:
    assert [row["student_count"] for row in validated.typed(EACH_COUNT, "class")] == [count for _, count, _ in COUNTS]
    told = [(f["excel_row"], f["rule_id"]) for f in validated.findings(EACH_COUNT, "FLD008", "FLD010")]
    assert sorted(told) == [(n + 2, rule) for n, (_, _, rule) in enumerate(COUNTS) if rule]


# Field, cell, the typed value, and what it may be as well (FLD044).
FRACTIONS: list[tuple[str, str, float, str | None]] = [
    ("area_m2", "12.500", 12.5, "12500"),
    ("area_m2", "12,500", 12.5, "12500"),
    ("area_m2", "45.375", 45.375, "45375"),
    ("area_m2", "0.375", 0.375, None),
    ("area_m2", "12.50", 12.5, None),
    ("area_m2", "1.234.500", 1234500, None),
    ("planned_amount", "12.345", 12.345, "12345"),
    ("planned_amount", "12,345", 12345, None),
    ("planned_amount", "12.340", 12340, None),
]
LINES = [row["code"] for row in read_rows("code_lists.csv") if row["list"] == "budget_line"]
EACH_FRACTION = SCHOOLS.hand_in(
    "each fraction",
    {
        "facility": [
            {"facility_type_code": "classroom", "construction_code": "permanent", "quantity": "1", field: cell}
            for field, cell, *_ in FRACTIONS
            if field == "area_m2"
        ],
        "finance": [
            {"fiscal_year": "2025", "budget_line_code": line, field: cell}
            for line, (field, cell, *_) in zip(LINES[-3:], FRACTIONS[-3:], strict=True)
        ],
    },
)


@pytest.mark.parametrize(("dataset", "name"), [("facility", "area_m2"), ("finance", "planned_amount")])
def test_what_may_be_thousands_is_asked_about(validated: Validated, dataset: str, name: str) -> None:
    fractions = [fraction for fraction in FRACTIONS if fraction[0] == name]
    assert [row[name] for row in validated.typed(EACH_FRACTION, dataset)] == [value for _, _, value, _ in fractions]
    told = {f["excel_row"]: f["message_vi"] for f in validated.findings(EACH_FRACTION, "FLD044") if f["field"] == name}
    expected = {n: other for n, (*_, other) in enumerate(fractions, 2) if other}
    assert told.keys() == expected.keys()
    assert all(f"hoặc là {expected[row]}." in message for row, message in told.items())


RUNNING_NUMBERS = learners("running numbers", *({"sequence_no": n} for n in ("7", "I", "1.", "1)", "*", "#REF!", "-1")))


def test_the_number_of_a_row_decides_nothing(validated: Validated) -> None:
    assert [row["sequence_no"] for row in validated.typed(RUNNING_NUMBERS)] == [7, *[None] * 6]
    assert {f["field"] for f in validated.findings(RUNNING_NUMBERS)} & {"sequence_no"} == set()


DISTRICT = learners("district", {"home_district_code": "760"})


def test_districts_are_told_where_there_are_none(validated: Validated) -> None:
    [row] = validated.typed(DISTRICT)
    assert row["home_district_code"] is None
    assert [f["field"] for f in validated.findings(DISTRICT, "FLD033")] == ["home_district_code"]


ANOTHER_SCHOOL = learners("another school", {"school_code": "79760999", "school_year": "2024-2025"})


def test_another_school_or_year_in_a_sheet_is_told(validated: Validated) -> None:
    assert {f["rule_id"] for f in validated.findings(ANOTHER_SCHOOL, "FIL018", "FIL019")} == {"FIL018", "FIL019"}


_SLIPS = [{"school_code": "79760999"} if n % 3 == 0 else {"school_year": "2024"} if n == 1 else {} for n in range(40)]
OTHER_ROWS = learners("another school or year in some rows", *({"school_year": "2025"} | slip for slip in _SLIPS))


def test_rows_of_another_school_or_year_are_named(validated: Validated) -> None:
    told = {f["rule_id"]: f for f in validated.findings(OTHER_ROWS, "FIL018", "FIL019")}
    assert "mã trường 79760999 (dòng 2, 5, 8, 11, 14, 17, 20, 23, …)," in told["FIL018"]["message_vi"]
    assert "school code 79760999 (rows 2, 5, 8" in told["FIL018"]["message_en"]
    assert "kỳ 2024 (dòng 3)," in told["FIL019"]["message_vi"]
    assert "period 2024 (row 3)," in told["FIL019"]["message_en"]


TOO_MANY = learners(
    "a digit too many",
    {"personal_id": "0792140001234", "learner_id": "79000000011", "health_insurance_number": "HS47903244581722"},
)


def test_a_number_with_a_digit_too_many_is_not_to_be_shortened(validated: Validated) -> None:
    rules = {f["field"]: f["rule_id"] for f in validated.findings(TOO_MANY, "FLD014", "FLD015", "IDN001", "IDN011")}
    assert rules == {"personal_id": "IDN001", "learner_id": "IDN011", "health_insurance_number": "FLD014"}
    assert len(validated.findings(TOO_MANY, "FLD014")) == 1


GUARDIAN = learners("a guardian, and no column of the birth date", {"guardian_name": "Nguyễn Văn Bình"})


def test_a_column_that_is_not_there_has_no_place(validated: Validated) -> None:
    [told] = (f for f in validated.findings(GUARDIAN, "FLD002") if f["field"] == "guardian_birth_date")
    assert told["excel_column"] is None
    assert "—" not in told["message_vi"] + told["message_en"]


DIVIDED = learners(
    "a ward divided among two, and the name of many", {"home_ward_code": "26746"}, {"home_ward_code": "Phường 5"}
)


def test_places_that_took_the_place_of_one_are_named(validated: Validated) -> None:
    divided, many = (f["fix_vi"] for f in validated.findings(DIVIDED, "FLD013"))
    assert divided.endswith("kỳ báo cáo: Phường Bến Thành (26743), Phường Sài Gòn (26740).")
    assert many.endswith("kỳ báo cáo.")


NO_SCHOOL_CODE = learners("no school code", {"school_code": None, "school_year": None})


def test_a_school_code_that_lost_its_zeros_is_the_senders(validated: Validated) -> None:
    [row] = validated.typed(NO_SCHOOL_CODE)
    assert (row["school_code"], row["school_year"]) == (validated.codes[NO_SCHOOL_CODE], 2025)
    assert not validated.findings(NO_SCHOOL_CODE, "FIL018", "FIL019", "FLD001")


def test_the_day_of_receipt_is_that_of_viet_nam(settings: Settings, database: Database) -> None:
    rows = [STUDENT | {"status_date": day} for day in ("06/10/2025", "07/10/2025")]
    stage(settings, database, SCHOOL, {"student": rows}, received_at=datetime(2025, 10, 5, 23, 30))
    validate_partition(settings, database, PARTITION)
    findings = rows_and_findings(settings, database)[1]
    assert [f["excel_row"] for f in findings if f["rule_id"] == "FLD005"] == [3]


def marks(field: str, *cells: str | None) -> str:
    return learners(f"{field} {cells}", *({field: cell} for cell in cells))


@pytest.mark.parametrize(
    ("case", "field", "values"),
    [
        (marks("is_youth_union_member", "x", None, "X"), "is_youth_union_member", [True, False, True]),
        (marks("is_youth_union_member", "✓", None, None), "is_youth_union_member", [True, False, False]),
        (marks("is_youth_union_member", None, None, None), "is_youth_union_member", [None, None, None]),
        (marks("is_youth_union_member", "x", None, "Không"), "is_youth_union_member", [True, None, False]),
        (marks("is_youth_union_member", "Có", None, "Có"), "is_youth_union_member", [True, None, True]),
        (marks("is_disabled", "x", None, None), "is_disabled", [True, None, None]),
    ],
)
def test_a_blank_among_marks_is_a_no_where_that_is_declared(
    validated: Validated, case: str, field: str, values: list[bool | None]
) -> None:
    assert [row[field] for row in validated.typed(case)] == values
