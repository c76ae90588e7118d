"""Rules XSC002-XSC019: learners, classes, staff and school held against each other."""

from datetime import date

import pytest

from tests.validation.bench import SCHOOL, Row, findings_of


def places(findings: list[Row]) -> list[tuple[int, str]]:
    return [(f["excel_row"], f["field"]) for f in findings]


def fire(rule_id: str, classes: list[Row], **datasets: list[Row]) -> list[Row]:
    return findings_of(rule_id, **datasets, **{"class": classes})


CLASSES: list[Row] = [
    {"class_code": "L6A", "class_name": "6A", "grade_code": "06"},
    {"class_code": "L6B", "class_name": "6B", "grade_code": "06"},
    {"class_code": "L7A", "class_name": "7A", "grade_code": "07"},
    {"class_name": "7 Đ", "grade_code": "07"},
    {"class_code": "L8", "class_name": "8", "grade_code": "08"},
    {"class_code": "L8x", "class_name": "8", "grade_code": "08"},
]


def test_xsc002_unknown_class() -> None:
    students = [
        {"class_code": "L6A"},
        {"class_code": "L9Z", "class_name": "6A"},
        {"class_name": "6a"},
        {"class_name": "7 d"},
        {"class_name": "9Z"},
        {"class_code": "L6A", "first_class_code": "L6B"},
        {"class_code": "L6A", "first_class_code": "L9Z"},
        {"class_code": "L9Z", "first_class_code": "L9Z"},
        {"class_name": "8"},
        {},
        {"class_code": "L6A", "school_code": "79760502"},
    ]
    findings = fire("XSC002", CLASSES, student=students)
    assert [(f["excel_row"], f["field"], f["value"]) for f in findings] == [
        (3, "class_code", "L9Z"),
        (6, "class_name", "9Z"),
        (8, "first_class_code", "L9Z"),
        (9, "class_code", "L9Z"),
    ]
    assert findings[0]["message_vi"] == 'Dòng 3: lớp "L9Z" không có trong danh sách lớp đã được nhận của trường.'


def test_xsc002_the_code_of_a_class_without_one_is_its_name() -> None:
    classes: list[Row] = [{"class_name": "6A"}, {"class_name": "6B", "grade_code": "06"}, {"class_name": "6B"}]
    classes += [{"class_code": "L7", "class_name": "7A"}, {"class_name": "L7"}]
    students = [{"class_code": code, "first_class_code": code} for code in ("6A", "L7", "7A", "6B")]
    findings = findings_of("XSC002", **{"class": classes}, student=students)
    assert [(f["excel_row"], f["field"]) for f in findings] == [(4, "class_code"), (5, "class_code")]


def test_xsc003_code_and_name_of_two_classes() -> None:
    students = [
        {"class_code": "L6A", "class_name": "6b"},
        {"class_code": "L6A", "class_name": "6a"},
        {"class_code": "L6A", "class_name": "Lớp 6A"},
        {"class_name": "8"},
        {"class_code": "L8x", "class_name": "8"},
        {"class_code": "L6A"},
    ]
    findings = fire("XSC003", CLASSES, student=students)
    assert places(findings) == [(2, "class_code"), (5, "class_name")]
    assert findings[0]["message_vi"] == (
        'Dòng 2: mã lớp "L6A" và tên lớp "6b" không cùng một lớp, hoặc tên lớp trùng ở nhiều lớp.'
    )


def test_xsc004_grade_of_the_class() -> None:
    combined = [
        {
            "class_code": code,
            "class_name": code,
            "grade_code": f"0{n}",
            "is_combined": True,
            "combined_class_code": other,
        }
        for n, code, other in [(1, "G1", "G2"), (2, "G2", "G1"), (3, "G3", "G4"), (4, "G4", "G5"), (5, "G5", "G4")]
    ]
    students = [
        {"class_code": "L6A", "grade_code": "07"},
        {"class_code": "L6A", "grade_code": "06"},
        {"class_name": "7a", "grade_code": "06"},
        {"class_code": "G1", "grade_code": "02"},
        {"class_code": "G1", "grade_code": "03"},
        {"class_code": "G3", "grade_code": "05"},
        {"class_code": "L9Z", "grade_code": "05"},
        {"class_code": "L6A"},
    ]
    findings = fire("XSC004", CLASSES + combined, student=students)
    assert places(findings) == [(2, "grade_code"), (4, "grade_code"), (6, "grade_code")]
    assert findings[0]["value"] == "07"
    assert findings[0]["message_vi"] == 'Dòng 2: học sinh khối Khối 7 (07) nhưng lớp "6A" thuộc khối Khối 6 (06).'


def learners(n: int, class_code: str, **fields: object) -> list[Row]:
    return [{"class_code": class_code, "status_code": "01"} | fields] * n


def test_xsc005_class_without_learners() -> None:
    students = [*learners(1, "L6A"), *learners(1, "L6B", status_code="05"), {"class_name": "7A", "status_code": "10"}]
    elsewhere = [{"class_code": "L1", "school_code": "79760502"}]
    findings = fire("XSC005", [*CLASSES[:4], *elsewhere], student=students)
    assert [(f["excel_row"], f["value"]) for f in findings] == [(3, "L6B"), (5, "7 Đ")]
    assert findings[0]["message_vi"] == 'Dòng 3: lớp "L6B" không có học sinh đang học.'


def test_xsc006_and_xsc007_homeroom_teacher() -> None:
    classes = [{"homeroom_staff_code": f"GV{n}"} for n in range(5)] + [{}]
    staff = [
        {"staff_code": "GV1", "status_code": "01", "staff_group_code": "03"},
        {"staff_code": "GV2", "status_code": "05", "staff_group_code": "03"},
        {"staff_code": "GV3", "status_code": "07", "staff_group_code": "02"},
        {"staff_code": "GV4", "status_code": "07", "staff_group_code": "01"},
        {"staff_code": "GV0", "status_code": "01", "school_code": "79760502"},
    ]
    unknown = fire("XSC006", classes, staff=staff)
    assert places(unknown) == [(2, "homeroom_staff_code")]
    assert (
        unknown[0]["message_vi"]
        == 'Dòng 2: giáo viên chủ nhiệm "GV0" không có trong danh sách cán bộ đã được nhận của trường.'
    )
    assert not fire("XSC006", classes, staff=staff[4:])
    unfit = fire("XSC007", classes, staff=staff)
    assert places(unfit) == [(4, "homeroom_staff_code"), (5, "homeroom_staff_code")]
    assert unfit[0]["message_vi"] == ("Dòng 4: giáo viên chủ nhiệm GV2 không còn làm việc hoặc không phải giáo viên.")


def test_xsc008_campus() -> None:
    rows = [{"campus_code": "2"}, {"campus_code": "1"}, {}, {"campus_code": "1", "school_code": "79760502"}]
    findings = fire("XSC008", rows, facility=rows, campus=[{"campus_code": "1"}])
    assert [(f["dataset"], f["excel_row"], f["field"]) for f in findings] == [
        ("class", 2, "campus_code"),
        ("facility", 2, "campus_code"),
    ]
    assert findings[0]["message_vi"] == 'Dòng 2: điểm trường "2" không có trong danh sách điểm trường đã được nhận.'


@pytest.mark.parametrize(("declared", "message"), [(2, None), (3, "Tổng số học sinh khai báo 3 khác số đếm được 2.")])
def test_xsc009_learners_declared(declared: int, message: str | None) -> None:
    schools = [{"student_count": declared}, {"student_count": 99, "school_code": "79760502"}]
    students = [{"status_code": code} for code in ("01", "10", "05", "04")]
    findings = findings_of("XSC009", school=schools, student=students)
    assert [(f["excel_row"], f["message_vi"]) for f in findings] == ([(2, message)] if message else [])


@pytest.mark.parametrize(("declared", "fires"), [(0, True), (1, False), (2, False), (3, True)])
def test_xsc009_a_learner_of_unreadable_status_may_be_active(declared: int, fires: bool) -> None:
    students = [{"status_code": "01"}, {"status_code": None}]
    assert bool(findings_of("XSC009", school=[{"student_count": declared}], student=students)) == fires


def test_xsc010_classes_staff_campuses_declared() -> None:
    datasets: dict[str, list[Row]] = {
        "class": [{}, {}],
        "staff": [{"status_code": "01"}, {"status_code": "04"}, {"status_code": "06"}],
        "campus": [{"distance_km": 0.0}, {"distance_km": 2.5}, {}],
    }
    right = {"class_count": 2, "staff_count": 2, "campus_count": 2}
    unreadable = {**datasets, "staff": [*datasets["staff"], {"status_code": None}]}
    assert not findings_of("XSC010", school=[right | {"staff_count": 3}], **unreadable)
    assert findings_of("XSC010", school=[right | {"staff_count": 4}], **unreadable)
    assert not findings_of("XSC010", school=[right], **datasets)
    assert not findings_of("XSC010", school=[{"class_count": 9, "staff_count": 9, "campus_count": 9}])
    findings = findings_of("XSC010", school=[{"class_count": 3, "staff_count": 1, "campus_count": 3}], **datasets)
    assert [f["message_vi"] for f in findings] == [
        "Số điểm trường khai báo 3 khác số đếm được 2.",
        "Tổng số lớp khai báo 3 khác số đếm được 2.",
        "Tổng số cán bộ khai báo 1 khác số đếm được 2.",
    ]


def test_xsc009_and_xsc010_count_a_school_once_that_its_department_lists_too() -> None:
    staff = {"status_code": "01"}
    listed: dict[str, list[Row]] = {
        "staff": [staff | {"sender_code": "79"}] * 3 + [staff] * 2,
        "student": [staff | {"sender_code": "79760"}, staff],
    }
    assert not findings_of("XSC010", school=[{"staff_count": 2}], **listed)
    assert not findings_of("XSC010", school=[{"staff_count": 3}], staff=listed["staff"][:3])
    assert not findings_of("XSC009", school=[{"student_count": 1}], **listed)


def listed(rows: list[Row], **said: object) -> list[Row]:
    """Rows that stand in the list of the department, then in that of the school."""
    return [*(row | {"sender_code": "79"} | said for row in rows), *rows]


def test_classes_are_counted_once_that_the_department_lists_too() -> None:
    named = {"class_name": "1A", "grade_code": "01", "is_combined": False}
    pupils: list[Row] = [{"class_name": "1A", "status_code": "01", "learner_id": f"79{n:08d}"} for n in range(20)]
    for of_department in ({}, {"class_code": "L1"}):
        rows: dict[str, list[Row]] = {
            "class": listed([named | {"class_code": "C1"}, named | {"class_name": "1B"}], **of_department),
            "student": listed([*pupils, {"class_name": "1B", "status_code": "01"}]),
        }
        for rule_id in ("XSC002", "XSC003", "XSC005", "XSC011", "CLS001"):
            assert not findings_of(rule_id, **rows), rule_id
    rows["student"] += [pupil | {"learner_id": None, "local_code": str(n)} for n, pupil in enumerate(pupils)]
    [told] = findings_of("XSC011", **rows)
    assert told["excel_row"] == 4
    # Classes in one list, learners in the other.
    of_department = [row | {"sender_code": "79"} for row in rows["class"][2:]]
    for rule_id in ("XSC002", "XSC003", "XSC005"):
        assert not findings_of(rule_id, **{"class": of_department, "student": [*pupils, rows["student"][41]]}), rule_id
        assert not findings_of(rule_id, **{"class": rows["class"][2:], "student": rows["student"][:21]}), rule_id


def test_rooms_and_heads_are_counted_once_that_the_department_lists_too() -> None:
    def room(quantity: int, kind: str = "classroom", built: str | None = "permanent") -> Row:
        return {"facility_type_code": kind, "construction_code": built, "quantity": quantity}

    classes: list[Row] = [{"class_code": f"C{n}"} for n in range(10)]
    assert not findings_of("XSC021", facility=listed([room(18)]), **{"class": classes})
    rooms = [room(2), room(2, built=None)]
    assert not findings_of("FAC001", facility=[*listed(rooms, quantity=3), room(0, built="temporary")])
    toilets = [room(1, "toilet_student_male"), room(1, "toilet_student_female")]
    [told] = findings_of("XSC022", school=[{"has_toilets": False}], facility=listed(toilets))
    assert "nam: 1" in told["message_vi"].lower() and "2" not in told["message_vi"]
    head = {"position_code": "01", "status_code": "01", "full_name": "Lê An"}
    of_department = head | {"full_name": "Trần Bình", "staff_code": "GV9", "sender_code": "79"}
    assert not findings_of("XSC024", staff=[of_department, head | {"staff_code": "GV1"}])
    teacher = {"homeroom_staff_code": "GV1", "class_name": "1A"}
    assert not findings_of("CLS010", **{"class": [teacher | {"sender_code": "79"}, teacher | {"class_code": "C1"}]})


def test_people_are_compared_within_one_list_and_school() -> None:
    pupil = {"full_name": "Lê An", "birth_date": date(2014, 5, 3), "sex_code": "01", "personal_id": "079214000001"}
    assert not findings_of("STU001", student=[pupil | {"sender_code": "79"}, pupil | {"local_code": "1"}])
    # A department lists the school that a learner left and the one that was entered.
    moved = [pupil | {"sender_code": "79", "school_code": f"7976050{n}", "local_code": str(n)} for n in (1, 2)]
    assert not findings_of("FLD030", student=moved)


ORDINARY = {"level_group_code": "06", "school_type_code": "07"}
INDEPENDENT = {"level_group_code": "19", "school_type_code": "13"}
NURSERY = {"level_group_code": "01", "school_type_code": "13"}


@pytest.mark.parametrize(
    ("rule_id", "school", "fields", "active", "disabled", "message"),
    [
        ("XSC011", ORDINARY, {"grade_code": "05", "is_combined": False}, 35, 0, None),
        ("XSC011", ORDINARY, {"grade_code": "05", "is_combined": False}, 36, 0, 'lớp "L1" có 36 học sinh, vượt 35.'),
        ("XSC011", ORDINARY, {"grade_code": "05", "is_combined": True}, 36, 0, None),
        ("XSC011", ORDINARY, {"grade_code": "06", "is_combined": False}, 36, 0, None),
        ("XSC013", ORDINARY, {"grade_code": "05"}, 9, 2, None),
        ("XSC013", ORDINARY, {"grade_code": "05"}, 9, 3, 'lớp "L1" có 3 học sinh khuyết tật học hòa nhập, vượt 2.'),
        ("XSC013", ORDINARY, {"grade_code": "13"}, 9, 3, None),
        ("XSC013", ORDINARY | {"school_type_code": "18"}, {"grade_code": "05"}, 9, 3, None),
        ("XSC013", INDEPENDENT, {"grade_code": "16"}, 9, 2, 'lớp "L1" có 2 học sinh khuyết tật học hòa nhập, vượt 1.'),
        ("XSC013", INDEPENDENT, {"grade_code": "16"}, 9, 1, None),
        ("XSC014", ORDINARY, {"grade_code": "06"}, 45, 0, None),
        ("XSC014", ORDINARY, {"grade_code": "12"}, 46, 0, 'lớp "L1" có 46 học sinh, vượt 45.'),
        ("XSC014", ORDINARY, {"grade_code": "13"}, 46, 0, None),
        ("XSC015", NURSERY, {"preschool_age_group_code": "01", "mixed_age_code": "0"}, 15, 0, None),
        (
            "XSC015",
            NURSERY,
            {"preschool_age_group_code": "02", "mixed_age_code": "0"},
            16,
            1,
            'nhóm trẻ "L1" có 16 trẻ, vượt 15.',
        ),
        (
            "XSC015",
            NURSERY,
            {"preschool_age_group_code": "03", "mixed_age_code": "0"},
            16,
            3,
            'nhóm trẻ "L1" có 16 trẻ, vượt 15.',
        ),
        ("XSC015", NURSERY, {"preschool_age_group_code": "03", "mixed_age_code": "2"}, 30, 0, None),
        ("XSC015", INDEPENDENT, {"preschool_age_group_code": "01", "mixed_age_code": "0"}, 30, 0, None),
        ("XSC015", NURSERY, {"preschool_age_group_code": "04", "mixed_age_code": "0"}, 30, 0, None),
        ("XSC016", NURSERY, {"preschool_age_group_code": "04", "mixed_age_code": "0"}, 25, 0, None),
        (
            "XSC016",
            INDEPENDENT,
            {"preschool_age_group_code": "06", "mixed_age_code": "0"},
            31,
            1,
            'lớp mẫu giáo "L1" có 31 trẻ, vượt 30.',
        ),
        (
            "XSC016",
            NURSERY,
            {"preschool_age_group_code": "04", "mixed_age_code": "0"},
            26,
            0,
            'lớp mẫu giáo "L1" có 26 trẻ, vượt 25.',
        ),
        (
            "XSC016",
            NURSERY,
            {"preschool_age_group_code": "05", "mixed_age_code": "0"},
            21,
            3,
            'lớp mẫu giáo "L1" có 21 trẻ, vượt 20.',
        ),
        ("XSC016", NURSERY, {"preschool_age_group_code": "05", "mixed_age_code": "3"}, 40, 0, None),
        ("XSC017", NURSERY, {"grade_code": "16", "mixed_age_code": "2"}, 20, 0, None),
        (
            "XSC017",
            NURSERY,
            {"grade_code": "16", "mixed_age_code": "2"},
            21,
            0,
            'nhóm, lớp ghép độ tuổi "L1" có 21 trẻ, vượt 20.',
        ),
        ("XSC017", NURSERY, {"grade_code": "17", "mixed_age_code": "4"}, 30, 0, None),
        (
            "XSC017",
            NURSERY,
            {"grade_code": "17", "mixed_age_code": "4"},
            31,
            0,
            'nhóm, lớp ghép độ tuổi "L1" có 31 trẻ, vượt 30.',
        ),
        ("XSC017", NURSERY, {"grade_code": "17", "mixed_age_code": "0"}, 31, 0, None),
        ("XSC018", INDEPENDENT, {"preschool_age_group_code": "01", "mixed_age_code": "0"}, 12, 0, None),
        (
            "XSC018",
            INDEPENDENT,
            {"preschool_age_group_code": "01", "mixed_age_code": "0"},
            13,
            0,
            'nhóm trẻ độc lập "L1" có 13 trẻ, vượt 12.',
        ),
        (
            "XSC018",
            INDEPENDENT,
            {"preschool_age_group_code": "02", "mixed_age_code": "0"},
            21,
            0,
            'nhóm trẻ độc lập "L1" có 21 trẻ, vượt 20.',
        ),
        (
            "XSC018",
            INDEPENDENT,
            {"preschool_age_group_code": "03", "mixed_age_code": "0"},
            26,
            0,
            'nhóm trẻ độc lập "L1" có 26 trẻ, vượt 25.',
        ),
        ("XSC018", NURSERY, {"preschool_age_group_code": "01", "mixed_age_code": "0"}, 13, 0, None),
    ],
)
def test_class_sizes(rule_id: str, school: Row, fields: Row, active: int, disabled: int, message: str | None) -> None:
    students = [
        *learners(active - disabled, "L1"),
        *learners(disabled, "L1", is_disabled=True),
        *learners(9, "L1", status_code="05", is_disabled=True),
    ]
    findings = fire(rule_id, [{"class_code": "L1"} | fields], school=[school], student=students)
    expected = [(2, "class_code", "L1", f"Dòng 2: {message}")] if message else []
    assert [(f["excel_row"], f["field"], f["value"], f["message_vi"]) for f in findings] == expected


def test_xsc012_combined_classes() -> None:
    def combined(code: str, grade: str, other: str) -> Row:
        return {"class_code": code, "grade_code": grade, "is_combined": True, "combined_class_code": other}

    classes = [
        combined("A1", "01", "A2"),
        combined("A2", "02", "A1"),
        combined("B1", "01", "B2"),
        combined("B2", "02", "B1"),
        combined("C1", "01", "C3"),
        combined("C2", "02", "C3"),
        combined("C3", "03", "C1"),
    ]
    students = [*learners(8, "A1"), *learners(8, "A2"), *learners(8, "B1"), *learners(7, "B2"), *learners(1, "C1")]
    findings = fire("XSC012", classes, student=students)
    assert [f["excel_row"] for f in findings] == [2, 3, 6, 7, 8]
    assert findings[0]["message_vi"] == (
        'Dòng 2: lớp ghép "A1" có 16 học sinh, 2 trình độ (quy định không quá 15 học sinh, 2 trình độ).'
    )
    assert findings[4]["message_en"] == 'Row 8: combined class "C3" has 1 students of 3 levels (limits 15 and 2).'


def test_xsc019_level_of_the_school() -> None:
    students = [
        {"grade_code": "05"},
        {"grade_code": "06"},
        {"grade_code": "10"},
        {"grade_code": "13"},
        {},
        {"grade_code": "10", "school_code": "79760502"},
    ]
    findings = findings_of("XSC019", school=[{"level_group_code": "09"}], student=students)
    assert [(f["excel_row"], f["field"], f["value"]) for f in findings] == [
        (4, "grade_code", "10"),
        (5, "grade_code", "13"),
    ]
    assert findings[0]["message_vi"] == (
        "Dòng 4: học sinh khối Khối 10 (10) không thuộc cấp học của trường (PTCS (09))."
    )


def test_xsc024_a_list_of_many_schools_says_which_has_no_head() -> None:
    staff: list[Row] = [{"school_code": code, "status_code": "01"} for code in (SCHOOL, "79760502")]
    assert [f["excel_row"] for f in findings_of("XSC024", staff=staff)] == [0, 3]


@pytest.mark.parametrize("name", ["Lớp 6A1", "6A 1", "6A-1", "6A1.", "6.A1"])
def test_xsc002_a_class_is_known_by_its_bare_name(name: str) -> None:
    classes: list[Row] = [{"class_name": "6A1"}, {"class_name": "6A11"}]
    assert findings_of("XSC002", **{"class": classes}, student=[{"class_name": name}]) == []
    assert findings_of("XSC002", **{"class": [{"class_name": "6A11"}]}, student=[{"class_name": name}])
