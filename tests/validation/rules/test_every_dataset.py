"""Rules that hold for several datasets, and those on the school code."""

from datetime import date

import pytest

from schemas.catalogue import load_catalogue
from tests.validation.bench import SCHOOL, Row, findings_of
from tests.validation.rules.cases import Case, assert_fires, assert_fires_in, assert_whole, school_of

OLD_PERIOD = "2024-2025-dau-nam"
OTHER = "79760502"

REPEATED: dict[str, list[Case]] = {
    "school": [({}, None), ({}, "school_code"), ({"school_code": OTHER}, None)],
    "campus": [
        ({"campus_code": "01"}, None),
        ({"campus_code": "02"}, None),
        ({"campus_code": "01"}, "campus_code"),
        ({"campus_code": "01", "school_code": OTHER}, None),
        ({"campus_code": "01", "sender_code": "79"}, None),
    ],
    "class": [({"class_code": "C1"}, None), ({"class_code": "C1"}, "class_code"), ({}, None), ({}, None)],
    "staff": [({"staff_code": "GV1"}, None), ({"staff_code": "GV1"}, "staff_code"), ({"staff_code": "GV2"}, None)],
    "facility": [
        ({"facility_type_code": "classroom", "construction_code": "permanent"}, None),
        ({"facility_type_code": "classroom", "construction_code": "temporary"}, None),
        ({"facility_type_code": "classroom", "construction_code": "permanent", "campus_code": "02"}, None),
        ({"facility_type_code": "classroom", "construction_code": "permanent"}, "facility_type_code"),
    ],
    "student": [
        ({"learner_id": "7900000001", "status_code": "01"}, None),
        ({"learner_id": "7900000001", "status_code": "02"}, "learner_id"),
        ({"learner_id": "7900000001", "status_code": "04"}, None),
        ({"local_code": "HS1", "status_code": "01"}, None),
        ({"local_code": "HS1", "status_code": "01"}, "local_code"),
        ({"local_code": "HS1", "learner_id": "7900000002", "status_code": "01"}, None),
        ({"status_code": "01"}, None),
        ({"status_code": "01"}, None),
    ],
}


# The datasets whose key is compiled: a row, the field that a repetition points to, and rows that are no repetition.
COMPILED: dict[str, tuple[Row, str, list[Row]]] = {
    "class_subject": (
        {"class_code": "6A", "subject_code": "15"},
        "subject_code",
        [{"class_code": "6A", "subject_code": "16"}, {"class_code": "6A", "subject_code": "15", "term_code": "1"}],
    ),
    "staff_salary": (
        {"staff_code": "1", "effective_date": date(2020, 1, 1)},
        "staff_code",
        [{"staff_code": "1"}, {"staff_code": "1"}, {"staff_code": "2", "effective_date": date(2020, 1, 1)}],
    ),
    "staff_training": (
        {"staff_code": "1", "certificate_code": "02"},
        "staff_code",
        [{"staff_code": "1", "certificate_code": "02", "training_school_name": "Đại học Sư phạm"}],
    ),
    "staff_language": ({"staff_code": "1", "foreign_language_code": "01"}, "staff_code", [{"staff_code": "1"}] * 2),
    "staff_award": ({"staff_code": "1", "decision_no": "12"}, "staff_code", [{"staff_code": "1"}] * 2),
    "staff_discipline": ({"staff_code": "1", "decision_no": "12"}, "staff_code", [{"staff_code": "1"}] * 2),
    "staff_standard_assessment": (
        {"staff_code": "1", "standard_set_code": "criterion_teacher_general", "criterion_code": "1"},
        "standard_set_code",
        [{"staff_code": "1", "standard_set_code": "criterion_teacher_general", "criterion_code": "2"}],
    ),
    "staff_language_training": ({"staff_code": "1", "course_code": "1"}, "course_code", [{"staff_code": "1"}] * 2),
    "staff_pedagogy_training": ({"staff_code": "1", "course_code": "1"}, "course_code", [{"staff_code": "1"}] * 2),
    "result": (
        {"local_code": "HS1", "term_code": "1"},
        "local_code",
        [
            {"local_code": "HS1", "term_code": "1", "subject_code": "15"},
            {"local_code": "HS1", "term_code": "2"},
            {"local_code": "HS1", "term_code": "1", "learner_id": "7900000001"},
            *[{"term_code": "1"}] * 2,
        ],
    ),
    "exam_registration": (
        {"exam_year": 2026, "registration_code": "A1", "personal_id": "1"},
        "registration_code",
        [{"exam_year": 2026, "personal_id": "1"}, {"exam_year": 2025, "registration_code": "A1"}],
    ),
    "finance": (
        {"fiscal_year": 2025, "budget_line_code": "15"},
        "budget_line_code",
        [{"fiscal_year": 2024, "budget_line_code": "15"}, {"fiscal_year": 2025, "budget_line_code": "16"}],
    ),
    "learning_resource": ({"resource_code": "HL1"}, "resource_code", [{"resource_code": "HL2"}, {}, {}]),
}


def test_fld029_every_key_is_looked_at() -> None:
    assert COMPILED.keys() | REPEATED.keys() == load_catalogue().datasets.keys()


@pytest.mark.parametrize("dataset", COMPILED)
def test_fld029_a_compiled_key_stands_once(dataset: str) -> None:
    row, field, others = COMPILED[dataset]
    rows = [row, *others, row | {"school_code": OTHER}, row | {"sender_code": "79"}, row]
    [finding] = findings_of("FLD029", **{dataset: rows})
    assert (finding["excel_row"], finding["field"]) == (len(rows) + 1, field)
    assert finding["message_vi"].startswith(f"Dòng {len(rows) + 1}: trùng với dòng 2 (cùng ")
    assert_whole([finding])


def test_fld029_a_learner_has_one_result_under_whichever_number() -> None:
    learners: list[Row] = [
        {"learner_id": "7900000001", "local_code": "HS1", "personal_id": "079214000001"},
        {"learner_id": "7900000002", "local_code": "HS2"},
        {"learner_id": "7900000003", "local_code": "HS2"},
    ]
    term = {"term_code": "1", "subject_code": "15"}
    results = [
        term | {"learner_id": "7900000001"},
        term | {"local_code": "HS1"},
        term | {"local_code": "HS1", "subject_code": "16"},
        term | {"personal_id": "079214000001"},
        term | {"local_code": "HS2"},  # Of two learners: nobody knows of which.
        term | {"learner_id": "7900000002"},
        term | {"local_code": "HS1", "school_code": OTHER},
        term | {"local_code": "HS9"},
        term | {"learner_id": "7900000009", "local_code": "HS9"},
    ]
    findings = findings_of("FLD029", student=learners, result=results)
    assert [(f["excel_row"], f["field"], f["value"]) for f in findings] == [
        (3, "local_code", "HS1"),
        (5, "personal_id", "********0001"),
    ]
    assert findings[0]["message_vi"] == (
        "Dòng 3: trùng với dòng 2 (cùng Học sinh, Học kỳ, Môn học: HS1, Học kỳ 1 (1), Toán (15))."
    )
    assert_whole(findings)


def test_fld029_a_key_stands_once() -> None:
    assert_fires_in("FLD029", REPEATED)


def test_fld029_names_the_key_in_both_languages() -> None:
    room = {"facility_type_code": "classroom", "construction_code": "permanent"}
    [finding] = findings_of("FLD029", facility=[room, room])
    assert finding["message_vi"] == (
        "Dòng 3: trùng với dòng 2 (cùng Mã điểm trường, Loại phòng, công trình, Mức độ kiên cố: "
        "Phòng học (classroom), Kiên cố (permanent))."
    )
    [finding] = findings_of("FLD029", staff=[{"staff_code": "GV1"}] * 2)
    assert finding["message_en"] == "Row 3: repeats row 2 (same Staff code: GV1)."
    assert "GV1" not in finding["public_message_en"]


PUPIL: Row = {
    "full_name": "Nguyễn Thị An",
    "birth_date": date(2015, 5, 3),
    "birth_date_year": 2015,
    "sex_code": "02",
    "class_name": "4A",
    "mother_name": "Trần Thị Bình",
    "status_code": "01",
}


@pytest.mark.parametrize(
    ("other", "repeats"),
    [
        ({}, True),
        ({"birth_date": None, "birth_date_partial": "2015"}, False),
        ({"class_name": "4B"}, False),
        ({"mother_name": None}, False),
        ({"phone": "0912345678"}, False),
        ({"local_code": "HS1"}, False),
        ({"personal_id": "079315000001"}, False),
        ({"status_code": "04"}, False),
        ({"school_code": OTHER}, False),
        ({"sender_code": "79"}, False),
    ],
)
def test_fld029_of_rows_without_a_number_those_alike_in_all_repeat_each_other(other: Row, repeats: bool) -> None:
    findings = findings_of("FLD029", student=[PUPIL, PUPIL | other])
    assert [(f["excel_row"], f["field"]) for f in findings] == [(3, "full_name")] * repeats
    assert_whole(findings)
    # Where no class is named, they may be two.
    nowhere = {"class_name": None}
    assert not findings_of("FLD029", student=[PUPIL | nowhere, PUPIL | nowhere | other])
    if repeats:
        assert findings[0]["message_vi"] == (
            "Dòng 3: trùng với dòng 2 (cùng Họ và tên, Ngày sinh, Lớp, Họ tên mẹ, Họ tên cha: Nguyễn Thị An)."
        )
        assert "An" not in findings[0]["public_message_vi"]


@pytest.mark.parametrize(
    ("rule_id", "dataset", "same", "key"),
    [
        ("FLD029", "class_subject", {"class_code": "6A", "subject_code": "15"}, ""),
        ("FLD029", "facility", {"facility_type_code": "classroom", "construction_code": "permanent"}, ""),
        ("FLD029", "student", {"local_code": "HS1", "status_code": "01"}, ""),
        ("FLD030", "student", {"personal_id": "079201000001"}, "local_code"),
        ("FLD030", "staff", {"personal_id": "079201000001"}, "staff_code"),
        ("CLS001", "class", {"class_name": "6A", "grade_code": "06"}, "class_code"),
    ],
)
def test_a_row_of_another_sheet_is_named_with_it(rule_id: str, dataset: str, same: Row, key: str) -> None:
    first, second = ({key: value} if key else {} for value in "AB")
    elsewhere = {"row_id": 1 * 2**21 + 7}
    [finding] = findings_of(rule_id, **{dataset: [same | first | elsewhere, same | second]})
    assert "dòng 7 (school.xlsx, Trường)" in finding["message_vi"]


@pytest.mark.parametrize(
    ("dataset", "key"), [("student", "learner_id"), ("student", "local_code"), ("staff", "staff_code")]
)
def test_fld030_a_personal_number_belongs_to_one_person(dataset: str, key: str) -> None:
    number = {"personal_id": "079201000001"}
    cases: list[Case] = [
        (number | {key: "A"}, None),
        (number | {key: "B"}, "personal_id"),
        (number | {key: "A"}, None),  # FLD029
        (number, "personal_id"),
        (number | {key: "C", "sender_code": "79"}, None),
        ({"personal_id": "079201000002", key: "D"}, None),
        ({key: "E"}, None),
    ]
    findings = assert_fires("FLD030", dataset, cases)
    assert findings[0]["message_vi"] == "Dòng 3: số định danh cá nhân ********0001 trùng với dòng 2."


# Whose places are asked, and how the fields begin.
PLACES = {"school": "", "campus": "", "staff": "home_", "student": "home_"}


# Old units: ward 26734 lies in district 760 of province 79; ward 00001 in district 001 of province 01.
def test_fld031_old_wards_lie_in_district_and_province() -> None:
    def cases(prefix: str) -> list[Case]:
        def place(province: str | None, district: str | None, ward: str | None) -> Row:
            return {f"{prefix}province_code": province, f"{prefix}district_code": district, f"{prefix}ward_code": ward}

        return [
            (place("79", "760", "26734"), None),
            (place("79", "760", "00001"), f"{prefix}ward_code"),
            (place("01", "760", "26734"), f"{prefix}district_code"),
            (place("01", "760", None), f"{prefix}district_code"),
            (place("79", None, "00001"), None),
            (place("79", "760", "99999"), None),
        ]

    findings = assert_fires_in(
        "FLD031", {dataset: cases(prefix) for dataset, prefix in PLACES.items()}, period=OLD_PERIOD
    )
    assert findings[0]["message_vi"] == (
        "Dòng 3: xã Phường Phúc Xá (00001) không thuộc huyện, tỉnh đã chọn (Quận 1 (760), Thành phố Hồ Chí Minh (79))."
    )


def test_fld032_new_wards_lie_in_the_province() -> None:
    def cases(prefix: str) -> list[Case]:
        def place(province: str | None, ward: str | None) -> Row:
            return {f"{prefix}province_code": province, f"{prefix}ward_code": ward}

        return [
            (place("79", "26740"), None),
            (place("01", "26740"), f"{prefix}ward_code"),
            (place(None, "26740"), None),
            (place("01", "99999"), None),
        ]

    findings = assert_fires_in("FLD032", {dataset: cases(prefix) for dataset, prefix in PLACES.items()})
    assert findings[0]["message_vi"] == (
        "Dòng 3: phường/xã Phường Sài Gòn (26740) không thuộc tỉnh Thành phố Hà Nội (01) theo địa giới từ 01/07/2025 "
        "(gợi ý: Thành phố Hồ Chí Minh (79))."
    )


BORN = {"birth_date": date(2000, 5, 2)}


@pytest.mark.parametrize(
    ("dataset", "fields"),
    [
        ("student", "status_date pioneer_join_date youth_union_join_date party_join_date identity_issue_date"),
        (
            "staff",
            "status_date hire_date pioneer_join_date youth_union_join_date party_join_date profession_start_date "
            "identity_issue_date",
        ),
    ],
)
def test_fld034_events_come_after_birth(dataset: str, fields: str) -> None:
    cases: list[Case] = []
    for field in fields.split():
        cases += [
            (BORN | {field: date(2000, 5, 3)}, None),
            (BORN | {field: date(2000, 5, 2)}, field),
            (BORN | {field: date(1999, 1, 1)}, field),
        ]
    findings = assert_fires("FLD034", dataset, [*cases, ({"status_date": date(1990, 1, 1)}, None)])
    assert findings[0]["message_vi"].endswith("(02/05/2000) không sau ngày sinh (02/05/2000).")
    assert "2000" not in findings[0]["public_message_vi"]


def test_fld034_tells_every_event_of_a_row() -> None:
    row = BORN | {
        "status_date": date(1999, 1, 1),
        "party_join_date": date(1999, 1, 1),
        "pioneer_join_date": date(2010, 1, 1),
    }
    findings = findings_of("FLD034", student=[row])
    assert [f["field"] for f in findings] == ["party_join_date", "status_date"]


def test_idn017_the_form_of_a_school_code() -> None:
    cases: list[Case] = [
        ({"school_code": "79760501"}, None),
        ({"school_code": "79760E01"}, None),
        ({"school_code": "7976001123"}, None),
        ({"school_code": "7976050"}, "school_code"),
        ({"school_code": "797605012"}, "school_code"),
        ({"school_code": "79760G01"}, "school_code"),
        ({"school_code": "79-26740-0001"}, None),
    ]
    datasets = dict.fromkeys(load_catalogue().datasets, cases)
    assert_fires_in("IDN017", datasets, register=school_of("06", school_code="79-26740-0001"))


@pytest.mark.parametrize(("period", "province_fires"), [(OLD_PERIOD, True), ("2025-2026-dau-nam", False)])
def test_idn018_a_school_code_fits_place_and_levels(period: str, province_fires: bool) -> None:
    elsewhere = "school_code" if province_fires else None
    cases: list[Case] = [
        ({"school_code": "79760501", "province_code": "79", "level_group_code": "07"}, None),
        ({"school_code": "79760501", "province_code": "77", "level_group_code": "07"}, elsewhere),
        ({"school_code": "79760501", "level_group_code": "06"}, "school_code"),
        ({"school_code": "79760301", "level_group_code": "01"}, None),
        ({"school_code": "79760401", "level_group_code": "01"}, "school_code"),
        ({"school_code": "79760701", "level_group_code": "11"}, None),
        ({"school_code": "79760901", "level_group_code": "08"}, "school_code"),
        ({"school_code": "79760E01", "level_group_code": "01"}, None),
        ({"school_code": "7976001123", "level_group_code": "01"}, None),
        ({"school_code": "7976002123", "level_group_code": "01"}, "school_code"),
        ({"school_code": "7976003123", "level_group_code": "01"}, None),
        ({"school_code": "7976001124", "level_group_code": "06"}, "school_code"),
        ({"school_code": "7976004124", "level_group_code": "06"}, "school_code"),
        ({"school_code": "79760501"}, None),
    ]
    findings = assert_fires("IDN018", "school", cases, period=period)
    assert findings[-5]["message_vi"] == "Dòng 6: mã trường 79760401 không khớp tỉnh hoặc cấp học (Mầm non (01))."
    if province_fires:
        assert findings[0]["message_vi"].endswith("(Tỉnh Bà Rịa - Vũng Tàu (77)).")


def test_idn020_staff_codes() -> None:
    bearer = {"person_id": "7900000018", "folded_name": "nguyen van an", "birth_date": "1980-05-02"}
    bearer |= {"scheme": "given", "first_period": "2024-2025-cuoi-nam"}
    in_part = bearer | {"person_id": "7900000026", "birth_date": "1980"}
    of_this_collection = bearer | {"person_id": "7900000034", "first_period": "2025-2026-dau-nam"}
    issued_now = of_this_collection | {"person_id": "7900000042", "scheme": "new"}
    code = {"staff_code": "7900000018", "full_name": "Trần Thị Bích", "birth_date": date(1991, 1, 1)}
    cases: list[Case] = [
        ({"staff_code": "GV_01.a/b-2"}, None),
        ({"staff_code": "GV 01"}, "staff_code"),
        ({"staff_code": "GVĐ1"}, "staff_code"),
        ({"staff_code": "G" * 30}, None),
        ({"staff_code": "G" * 31}, "staff_code"),
        (code, "staff_code"),
        (code | {"birth_date": date(1980, 5, 2)}, None),
        (code | {"full_name": "Nguyễn Văn Ân"}, None),
        (code | {"birth_date": None, "birth_date_partial": "1980", "birth_date_year": 1980}, None),
        (code | {"birth_date": None, "birth_date_partial": "1981", "birth_date_year": 1981}, "staff_code"),
        (code | {"staff_code": "7900000026", "birth_date": date(1980, 12, 31)}, None),
        (code | {"staff_code": "7900000026"}, "staff_code"),
        (code | {"staff_code": "7900000034"}, None),
        (code | {"staff_code": "7900000042"}, None),
        ({}, None),
    ]
    assert_fires("IDN020", "staff", cases, staff_members=[bearer, in_part, of_this_collection, issued_now])


DEPENDENT: dict[str, list[Row]] = {dataset: [{}, {}] for dataset in ("campus", "staff", "class", "student", "facility")}


def test_xsc001_a_sheet_waits_for_what_it_depends_on() -> None:
    findings = findings_of("XSC001", **DEPENDENT)
    assert_whole(findings)
    assert [(f["dataset"], f["excel_row"], f["value"]) for f in findings] == [
        (dataset, 0, SCHOOL) for dataset in ("campus", "class", "facility", "staff")
    ]
    assert (
        findings[1]["message_vi"]
        == "Dữ liệu Trường của trường 79760501 chưa được nhận (còn lỗi hoặc chưa nộp) nên chưa kiểm tra được Lớp học."
    )
    [finding] = findings_of("XSC001", school=[{}], student=[{}])
    assert (
        finding["message_vi"]
        == "Dữ liệu Lớp học của trường 79760501 chưa được nhận (còn lỗi hoặc chưa nộp) nên chưa kiểm tra được Học sinh."
    )
    assert (
        finding["message_en"]
        == "Class of school 79760501 has not been accepted yet (it has errors or was not sent), so Student cannot be checked."
    )
    assert findings_of("XSC001", school=[{}], **DEPENDENT) == []
    [finding] = findings_of("XSC001", school=[{}], staff=[{}], result=[{}], finance=[{}], staff_award=[{}])
    assert (
        finding["message_vi"]
        == "Dữ liệu Học sinh của trường 79760501 chưa được nhận (còn lỗi hoặc chưa nộp) nên chưa kiểm tra được Kết quả học tập."
    )


@pytest.mark.parametrize("rule_id", ["XSC001", "XNA006"])
def test_a_list_of_several_schools_is_told_row_by_row(rule_id: str) -> None:
    staff = [{"sender_code": "79"}, {"sender_code": "79", "school_code": OTHER}]
    findings = findings_of(rule_id, register=school_of("06"), school=[{}], staff=staff)
    assert [(f["excel_row"], f["value"]) for f in findings] == [(3, OTHER)]
    assert_whole(findings)


def test_xna006_a_school_must_be_known() -> None:
    findings = findings_of("XNA006", **DEPENDENT)
    assert [(f["dataset"], f["excel_row"]) for f in findings] == [(dataset, 0) for dataset in sorted(DEPENDENT)]
    assert {f["message_vi"] for f in findings} == {
        f"Trường {SCHOOL} không có trong danh bạ hoặc đã giải thể, sáp nhập (trường kế thừa: —)."
    }
    assert findings_of("XNA006", register=school_of("06"), **DEPENDENT) == []
    lists: dict[str, list[Row]] = {name: [{}] for name in load_catalogue().datasets}
    assert [f["dataset"] for f in findings_of("XNA006", **lists)] == sorted(lists.keys() - {"school"})


HEAD = {"staff_code": "1", "full_name": "Nguyễn Văn An", "position_code": "01", "status_code": "01"}
DEPUTIES = [{"staff_code": f"P{n}", "position_code": "02", "status_code": "01"} for n in range(5)]


def test_xsc024_one_head_as_the_school_names_them() -> None:
    cases: list[tuple[list[Row], int | None, int]] = [
        ([HEAD], None, 1),
        ([HEAD | {"full_name": "NGUYỄN VĂN ÂN"}], None, 1),
        ([HEAD | {"position_code": "05", "status_code": "07"}], None, 1),
        ([DEPUTIES[0], HEAD | {"position_code": "05", "full_name": "Trần Văn Bình"}], 1, 1),
        ([HEAD | {"full_name": "Trần Văn Bình"}], 0, 1),
        ([DEPUTIES[0], HEAD, HEAD | {"staff_code": "2", "position_code": "05"}], 1, 2),
        ([HEAD, *DEPUTIES[:4]], None, 1),
        ([HEAD, *DEPUTIES], 0, 1),
    ]
    school, staff, expected = [], [], []
    for n, (rows, place, heads) in enumerate(cases):
        code = {"school_code": f"7976050{n}"}
        school.append(code | {"principal_name": "Nguyễn Văn An"})
        if place is not None:
            expected.append((len(staff) + place + 2, f"Trường có {heads} hiệu trưởng/giám đốc"))
        staff += [code | row for row in rows]
    findings = findings_of("XSC024", school=school, staff=staff)
    assert [(f["excel_row"], f["message_vi"].partition(",")[0]) for f in findings] == expected
    assert_whole(findings)
    assert not any("Nguyễn" in f["public_message_vi"] for f in findings)


def test_xsc024_a_school_without_head_is_told_on_the_sheet() -> None:
    [finding] = findings_of("XSC024", staff=[HEAD | {"status_code": "05"}, DEPUTIES[0]])
    assert finding["excel_row"] == 0
    assert finding["message_vi"] == 'Trường có 0 hiệu trưởng/giám đốc, hoặc tên hiệu trưởng "—" khác danh sách cán bộ.'
