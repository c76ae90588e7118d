import pytest

from tests.validation.bench import Row, findings_of
from tests.validation.rules.cases import Case, assert_fires, assert_whole

ROOM = {"facility_type_code": "classroom", "construction_code": "permanent"}

FACILITIES: dict[str, list[Case]] = {
    "FAC001": [
        ({"facility_type_code": "classroom", "quantity": 12}, "quantity"),
        (ROOM | {"quantity": 8}, None),
        (ROOM | {"construction_code": "semi_permanent", "quantity": 3}, None),
        (ROOM | {"construction_code": "borrowed", "quantity": 1}, None),
        ({"facility_type_code": "classroom", "quantity": 5, "campus_code": "02"}, None),
        (ROOM | {"quantity": 5, "campus_code": "02"}, None),
        ({"facility_type_code": "library", "quantity": 0}, None),
        ({"facility_type_code": "kitchen", "quantity": 1}, "quantity"),
    ],
    "FAC002": [
        (ROOM | {"quantity": 5, "in_use_quantity": 5, "meets_standard_quantity": 5}, None),
        (ROOM | {"quantity": 5, "in_use_quantity": 6}, "quantity"),
        (ROOM | {"quantity": 5, "meets_standard_quantity": 6}, "quantity"),
        (ROOM | {"quantity": 5}, None),
    ],
    "FAC003": [
        (ROOM | {"quantity": 0, "area_m2": 0.0}, None),
        (ROOM | {"quantity": 0, "area_m2": 48.0}, "area_m2"),
        (ROOM | {"quantity": 1, "area_m2": 48.0}, None),
    ],
    "FAC004": [
        (ROOM | {"quantity": 2, "area_m2": 30.0}, None),
        (ROOM | {"quantity": 2, "area_m2": 29.9}, "facility_type_code"),
        (ROOM | {"quantity": 2, "area_m2": 300.0}, None),
        (ROOM | {"quantity": 2, "area_m2": 300.1}, "facility_type_code"),
        ({"facility_type_code": "toilet_student_male", "quantity": 1, "area_m2": 1.0}, None),
        ({"facility_type_code": "toilet_student_male", "quantity": 1, "area_m2": 0.9}, "facility_type_code"),
        ({"facility_type_code": "toilet_student_male", "quantity": 1, "area_m2": 200.1}, "facility_type_code"),
        ({"facility_type_code": "library", "quantity": 1, "area_m2": 4.0}, None),
        ({"facility_type_code": "library", "quantity": 1, "area_m2": 3.9}, "facility_type_code"),
        ({"facility_type_code": "library", "quantity": 1, "area_m2": 2000.1}, "facility_type_code"),
        ({"facility_type_code": "computer_room", "quantity": 1, "area_m2": 59.9}, None),
        ({"facility_type_code": "playground", "quantity": 1, "area_m2": 9000.0}, None),
        (ROOM | {"quantity": 0, "area_m2": 5.0}, None),
        (ROOM | {"quantity": 2}, None),
    ],
    "FAC005": [
        (ROOM | {"built_year": 1900}, None),
        (ROOM | {"built_year": 1899}, "built_year"),
        (ROOM | {"built_year": 2025}, None),
        (ROOM | {"built_year": 2026}, "built_year"),
    ],
    "FAC006": [
        (ROOM, None),
        ({"facility_type_code": "classroom", "construction_code": "not_applicable"}, "facility_type_code"),
        ({"facility_type_code": "playground", "construction_code": "not_applicable"}, None),
        ({"facility_type_code": "toilet_teacher_male", "construction_code": "borrowed"}, "facility_type_code"),
        ({"facility_type_code": "classroom", "construction_code": "borrowed"}, None),
    ],
}


@pytest.mark.parametrize("rule_id", FACILITIES)
def test_rules_of_facilities(rule_id: str) -> None:
    assert_fires(rule_id, "facility", FACILITIES[rule_id])


def test_fac001_says_what_does_not_add_up() -> None:
    rows = [{"facility_type_code": "classroom", "quantity": 12}, ROOM | {"quantity": 8}]
    [finding] = findings_of("FAC001", facility=rows)
    assert finding["message_vi"] == "Phòng học (classroom): tổng số 12 khác kiên cố + bán kiên cố + tạm = 8."


def test_fac004_lower_secondary_rooms_are_larger() -> None:
    cases: list[Case] = [
        ({"facility_type_code": "computer_room", "quantity": 1, "area_m2": 60.0}, None),
        ({"facility_type_code": "computer_room", "quantity": 1, "area_m2": 59.9}, "facility_type_code"),
        ({"facility_type_code": "library", "quantity": 1, "area_m2": 20.0}, None),
    ]
    findings = assert_fires("FAC004", "facility", cases, school=[{"level_group_code": "07"}])
    assert findings[0]["message_vi"].endswith("59.9 m2/phòng của Phòng tin học (computer_room) bất thường.")


def test_xsc021_rooms_fit_classes() -> None:
    cases = [
        ("06", 9, "10"),
        ("06", 10, None),
        ("06", 20, None),
        ("06", 21, "10"),
        ("07", 6, None),
        ("07", 5, "6"),
        ("09", 5, "6"),
        ("12", 1, None),
        ("12", 21, "—"),
        ("01", 9, "10"),
    ]
    inputs: dict[str, list[Row]] = {"school": [], "class": [], "facility": []}
    for n, (level_group_code, rooms, _) in enumerate(cases):
        code = {"school_code": f"797605{n:02}"}
        inputs["school"].append(code | {"level_group_code": level_group_code})
        inputs["class"] += [code | {"class_name": f"Lớp {number}"} for number in range(10)]
        inputs["facility"] += [
            code | {"facility_type_code": "library", "quantity": 50},
            code | ROOM | {"quantity": rooms - 1},
            code | {"facility_type_code": "borrowed_classroom", "quantity": 1},
        ]
    findings = findings_of("XSC021", **inputs)
    assert_whole(findings)
    assert [(f["excel_row"], f["message_vi"]) for f in findings] == [
        (3 * n + 3, f"Có {rooms} phòng học cho 10 lớp, không phù hợp (tối thiểu {limit}).")
        for n, (_, rooms, limit) in enumerate(cases)
        if limit
    ]


def test_totals_are_not_counted_beside_their_parts() -> None:
    parts = {"permanent": 6, "semi_permanent": 4, None: 10, "borrowed": 1}
    rooms = [ROOM | {"construction_code": part, "quantity": quantity} for part, quantity in parts.items()]
    total = {"facility_type_code": "classroom", "campus_code": "02", "quantity": 2}
    classes: list[Row] = [{"class_name": f"Lớp {number}"} for number in range(10)]
    school = [{"level_group_code": "06"}]
    assert not findings_of("XSC021", school=school, facility=rooms, **{"class": classes})
    [finding] = findings_of("XSC021", school=school, facility=[*rooms, total], **{"class": classes[:6]})
    assert finding["value"] == "13"
    toilets = [FOR_BOYS | {"construction_code": "permanent"}, FOR_BOYS]
    assert findings_of("XSC023", facility=toilets, student=[BOY] * 201)


def test_xsc021_without_any_classroom_points_to_the_sheet() -> None:
    library = {"facility_type_code": "library", "quantity": 1}
    silent = library | {"school_code": "79760502"}  # its classes have not arrived
    [finding] = findings_of(
        "XSC021",
        school=[{"level_group_code": "06"}],
        facility=[library, silent],
        **{"class": [{"class_name": "1A"}]},
    )
    assert (finding["excel_row"], finding["value"]) == (0, "0")


BOY, GIRL = ({"sex_code": code, "status_code": "01", "grade_code": "06"} for code in ("01", "02"))
FOR_BOYS = {"facility_type_code": "toilet_student_male", "quantity": 1}
FOR_GIRLS = {"facility_type_code": "toilet_student_female", "quantity": 1}
NONE = FOR_BOYS | {"quantity": 0}


def test_xsc022_toilets_fit() -> None:
    one = "Nhà vệ sinh học sinh nam: 1"
    cases: list[tuple[bool | None, list[Row], list[Row], str | None]] = [
        (True, [FOR_BOYS, FOR_GIRLS], [BOY, GIRL], None),
        (None, [], [BOY, GIRL], None),
        (True, [NONE], [], "trường ghi Có, bảng cơ sở vật chất có 0."),
        (False, [NONE], [], None),
        (False, [FOR_BOYS], [], f"trường ghi Không, bảng cơ sở vật chất có {one}."),
        (True, [FOR_BOYS], [BOY, GIRL], f"trường ghi Có, bảng cơ sở vật chất có {one}."),
        (None, [FOR_BOYS], [BOY, GIRL], f"trường ghi —, bảng cơ sở vật chất có {one}."),
        *[
            (
                True,
                [FOR_BOYS],
                [BOY | {"grade_code": grade}, GIRL | {"grade_code": grade}],
                f"trường ghi Có, bảng cơ sở vật chất có {one}.",
            )
            for grade in ("01", "10")
        ],
        (True, [FOR_BOYS], [BOY, BOY], None),
        (True, [FOR_BOYS], [BOY, GIRL | {"status_code": "05"}], None),
        (True, [FOR_BOYS], [BOY | {"grade_code": "17"}, GIRL | {"grade_code": "17"}], None),
    ]
    inputs: dict[str, list[Row]] = {"school": [], "facility": [], "student": []}
    for n, (has_toilets, facility, student, _) in enumerate(cases):
        code = {"school_code": f"797605{n:02}"}
        inputs["school"].append(code | {"has_toilets": has_toilets})
        inputs["facility"] += [code | row for row in facility]
        inputs["student"] += [code | row for row in student]
    findings = findings_of("XSC022", **inputs)
    assert_whole(findings)
    assert [(f["excel_row"], f["message_vi"]) for f in findings] == [
        (n + 2, f"Thông tin công trình vệ sinh không khớp: {message}")
        for n, (*_, message) in enumerate(cases)
        if message
    ]


@pytest.mark.parametrize(
    ("boys", "girls", "shared", "rows"),
    [(200, 200, 0, []), (201, 0, 0, [2]), (0, 201, 0, [3]), (201, 201, 0, [2, 2, 3]), (201, 200, 1, [2])],
)
def test_xsc023_learners_for_each_toilet(boys: int, girls: int, shared: int, rows: list[int]) -> None:
    facility = [FOR_BOYS, FOR_GIRLS, {"facility_type_code": "toilet_student_shared", "quantity": shared}]
    left = GIRL | {"status_code": "05"}
    findings = findings_of("XSC023", facility=facility, student=[BOY] * boys + [GIRL] * girls + [left] * 50)
    assert [f["excel_row"] for f in findings] == rows
    assert_whole(findings)
    if rows == [3]:
        text = "201 học sinh trên một nhà vệ sinh (Nhà vệ sinh học sinh nữ (toilet_student_female)), vượt 200."
        assert findings[0]["message_vi"] == text
