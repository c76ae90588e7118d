"""Rules IDN001-IDN016: the identifiers of persons, by themselves and against the register."""

import random
from datetime import date
from pathlib import Path

import pytest
from stdnum.iso7064 import mod_11_10

from pipelines.engine import Engine
from tests.validation.bench import Row, findings_of

Case = tuple[Row, str | None]


def person(personal_id: str | None, year: int = 2015, sex: str = "01", **fields: object) -> Row:
    return {"personal_id": personal_id, "birth_date_year": year, "sex_code": sex} | fields


# Rules for learners and staff alike; messages are those of the first row that fires.
CASES: dict[str, tuple[str, list[Case]]] = {
    "IDN001": (
        "Dòng 2, cột {column}: số định danh cá nhân phải gồm 12 chữ số (ô này có 11).",
        [
            (person("79215123456"), "personal_id"),
            (person("079215123456"), None),
            (person("024123456"), None),
            (person("07921512345A"), "personal_id"),
            (person(None), None),
        ],
    ),
    "IDN002": (
        "Dòng 2, cột {column}: đang dùng số chứng minh nhân dân 9 số.",
        [(person("024123456"), "personal_id"), (person("02412345A"), None), (person("079215123456"), None)],
    ),
    "IDN003": (
        "Dòng 2, cột {column}: chứng minh nhân dân 9 số đã hết giá trị từ 01/01/2025.",
        [(person("024123456"), "personal_id"), (person("02412345A"), None), (person("079215123456"), None)],
    ),
    "IDN004": (
        "Dòng 2, cột {column}: ba số đầu của số định danh (099) không phải mã tỉnh đã biết.",
        [
            (person("099215123456"), "personal_id"),
            (person("096215123456"), None),
            (person("001215123456"), None),
            (person("09921512345"), None),
        ],
    ),
    "IDN005": (
        "Dòng 2: giới tính Nam (01) không khớp chữ số thứ 4 của số định danh.",
        [
            (person("079315123456", sex="01"), "personal_id"),
            (person("079215123456", sex="02"), "personal_id"),
            (person("079215123456", sex="01"), None),
            (person("079315123456", sex="02"), None),
            (person("07931512345", sex="01"), None),
            ({"personal_id": "079315123456"}, None),
        ],
    ),
    "IDN006": (
        "Dòng 2: thế kỷ sinh không khớp chữ số thứ 4 của số định danh.",
        [
            (person("079015123456", 2015), "personal_id"),
            (person("079215123456", 2015), None),
            (person("079399123456", 1999), "personal_id"),
            (person("079199123456", 1999), None),
            (person("079300123456", 2000), None),
            ({"personal_id": "079015123456"}, None),
        ],
    ),
    "IDN007": (
        "Dòng 2: năm sinh 2015 không khớp chữ số thứ 5-6 của số định danh.",
        [
            (person("079216123456", 2015), "personal_id"),
            (person("079215123456", 2015), None),
            (person("079205123456", 2005), None),
            ({"personal_id": "079216123456"}, None),
        ],
    ),
    "IDN008": (
        "Dòng 2, cột {column}: số định danh ********9012 là số giả.",
        [
            (person("123456789012"), "personal_id"),
            (person("012345678901"), "personal_id"),
            (person("777777777777"), "personal_id"),
            (person("079215000000"), "personal_id"),
            (person("079215000001"), None),
            (person("079215079215"), None),
            (person("000000"), None),
        ],
    ),
}


@pytest.mark.parametrize("dataset", ["student", "staff"])
@pytest.mark.parametrize("rule_id", CASES)
def test_personal_number(rule_id: str, dataset: str) -> None:
    message, cases = CASES[rule_id]
    findings = findings_of(rule_id, **{dataset: [row for row, _ in cases]})
    assert [(f["excel_row"], f["field"]) for f in findings] == [
        (n, field) for n, (_, field) in enumerate(cases, 2) if field
    ]
    assert findings[0]["message_vi"] == message.format(column=findings[0]["letter"])
    assert all("*" in f["value"] for f in findings), "personal numbers are shown masked"


def test_idn009_no_number() -> None:
    students = [
        {},
        {"nationality_code": "704"},
        {"personal_id": "079215123456"},
        {"nationality_code": "418"},
        {"nationality_code": "418", "identity_number": "P1234567"},
        {"identity_number": "024123456"},
    ]
    staff = [{}, {"identity_number": "024123456"}, {"personal_id": "079215123456"}]
    findings = findings_of("IDN009", student=students, staff=staff)
    assert [(f["dataset"], f["excel_row"]) for f in findings] == [
        ("staff", 2),
        ("staff", 3),
        ("student", 2),
        ("student", 3),
        ("student", 5),
        ("student", 7),
    ]
    assert findings[0]["message_vi"] == "Dòng 2: chưa có số định danh cá nhân (người nước ngoài: số hộ chiếu)."


def test_idn010_numbers_of_the_family() -> None:
    child, man, woman = "079215123456", "079085123456", "079185123456"
    students = [
        {"personal_id": child, "father_personal_id": man, "mother_personal_id": woman},
        {"personal_id": child, "father_personal_id": child},
        {"personal_id": child, "mother_personal_id": child},
        {"personal_id": child, "guardian_personal_id": child},
        {"father_personal_id": woman, "mother_personal_id": man},
        {"father_personal_id": woman, "mother_personal_id": woman},
        {"father_personal_id": woman},
        {"father_personal_id": man, "guardian_personal_id": man},
        {},
    ]
    findings = findings_of("IDN010", student=students)
    assert [(f["excel_row"], f["field"]) for f in findings] == [
        (3, "father_personal_id"),
        (4, "mother_personal_id"),
        (5, "guardian_personal_id"),
        (6, "father_personal_id"),
    ]
    assert findings[0]["value"] == "********3456"
    assert findings[0]["message_vi"] == (
        "Dòng 3: số định danh của học sinh và cha, mẹ, người giám hộ bị trùng hoặc đảo cột."
    )


def test_idn011_form_of_the_learner_id() -> None:
    ids = ["7900123458", "790012345", "79001234581", "79001234A8", None]
    findings = findings_of("IDN011", student=[{"learner_id": i} for i in ids])
    assert [f["excel_row"] for f in findings] == [3, 4, 5]
    assert findings[0]["message_vi"] == (
        f"Dòng 3, cột {findings[0]['letter']}: mã định danh học sinh phải gồm đúng 10 chữ số (ô này: *****2345)."
    )


def test_check_digit_is_iso_7064(tmp_path: Path) -> None:
    chance = random.Random(1)
    serials = ["790012345", "010000001", *(f"{chance.randrange(10**9):09d}" for _ in range(2000))]
    with Engine(tmp_path, memory=200, threads=1) as engine:
        found = engine.rows("SELECT check_digit(serial) FROM (SELECT unnest($serials) AS serial)", {"serials": serials})
        assert engine.value("SELECT check_digit('79001234A')") is None
    assert [digit for (digit,) in found] == [mod_11_10.calc_check_digit(serial) for serial in serials]


def registered(person_id: str, **fields: object) -> Row:
    earlier = {"scheme": "new", "folded_mother_name": "", "first_period": "2024-2025-cuoi-nam"}
    return earlier | {"person_id": person_id} | fields


def test_idn012_check_digit() -> None:
    register = [
        registered("7900123458"),
        registered("7900123466"),
        registered("7900123455", scheme="given"),
        registered("7900999990", scheme="given"),
    ]
    ids = ["7900123458", "7900123457", "7900123455", "7900123476", "7900999991", "790012345", None]
    students = [{"learner_id": i} for i in ids]
    findings = findings_of("IDN012", learners=register, registry_is_filling=False, student=students)
    assert [(f["excel_row"], f["field"]) for f in findings] == [(3, "learner_id")]
    assert findings[0]["message_vi"] == (
        f"Dòng 3, cột {findings[0]['letter']}: mã định danh 7900123457 sai số kiểm tra; có thể gõ nhầm một chữ số."
    )
    assert not findings_of("IDN012", learners=register, student=students)


def test_idn013_unknown_to_the_registry() -> None:
    students = [{"learner_id": "7900000001"}, {"learner_id": "7900000002"}, {}]
    register = [registered("7900000001", scheme="given")]
    findings = findings_of("IDN013", learners=register, registry_is_filling=False, student=students)
    assert [(f["excel_row"], f["message_vi"]) for f in findings] == [
        (3, "Dòng 3: mã định danh 7900000002 chưa có trong danh bạ mã định danh.")
    ]
    assert not findings_of("IDN013", learners=register, student=students)


HOA = {"full_name": "Lê Thị Hòa", "birth_date": date(2015, 6, 15), "birth_date_year": 2015, "sex_code": "02"}
REGISTERED_HOA = {"folded_name": "le thi hoa", "birth_date": "2015-06-15", "sex_code": "02"}


@pytest.mark.parametrize(
    ("submitted", "fires"),
    [
        ({}, False),
        ({"full_name": "Phạm Quốc Đạt"}, False),
        ({"birth_date": date(2015, 6, 16)}, False),
        ({"full_name": "Lê Thị Hoa Mai", "birth_date": date(2015, 6, 16)}, False),
        ({"full_name": "Phạm Quốc Đạt", "birth_date": date(2015, 6, 16)}, True),
        ({"full_name": "Lê Thị Mai", "birth_date": date(2015, 6, 16)}, True),
        ({"full_name": "Phạm Quốc Đạt", "birth_date": None, "birth_date_partial": "2015"}, False),
        ({"full_name": "Phạm Quốc Đạt", "birth_date": None, "birth_date_partial": "2015-07"}, True),
        ({"full_name": "Phạm Quốc Đạt", "birth_date": None}, False),
        ({"learner_id": "7900000002", "full_name": "Phạm Quốc Đạt", "birth_date": date(2015, 6, 16)}, False),
    ],
)
def test_idn014_id_of_another(submitted: Row, fires: bool) -> None:
    findings = findings_of(
        "IDN014",
        learners=[registered("7900000001", **REGISTERED_HOA)],
        student=[HOA | {"learner_id": "7900000001"} | submitted],
    )
    assert [(f["excel_row"], f["message_vi"]) for f in findings] == [
        (2, "Dòng 2: mã định danh 7900000001 đã cấp cho người khác.")
    ] * fires


@pytest.mark.parametrize(
    ("scheme", "first_period", "is_known"),
    [
        ("given", "2024-2025-cuoi-nam", True),
        ("given", "2025-2026-dau-nam", False),
        ("given", "2025-2026-giua-nam", False),
        ("new", "2025-2026-dau-nam", True),
    ],
)
def test_an_id_that_this_collection_brought_is_judged_as_at_first(
    scheme: str, first_period: str, is_known: bool
) -> None:
    """Before it was in the register; what was issued is known at once, for schools fill it in."""
    register = [registered("7900000001", **REGISTERED_HOA, scheme=scheme, first_period=first_period)]
    other = HOA | {"learner_id": "7900000001", "full_name": "Phạm Quốc Đạt", "birth_date": date(2015, 6, 16)}
    assert bool(findings_of("IDN014", learners=register, student=[other])) == is_known
    told = findings_of("IDN013", learners=register, registry_is_filling=False, student=[other])
    assert bool(told) != is_known


def test_idn015_has_an_id_already() -> None:
    mother = {"folded_mother_name": "vu lan"}
    register = [
        registered("7900000001", **REGISTERED_HOA | mother | {"personal_id": "079315000001"}),
        registered("7900000002", **REGISTERED_HOA | {"folded_mother_name": "do mai"}),
        registered("7900000003", **REGISTERED_HOA | {"folded_mother_name": "do mai"}),
        registered("7900000004", **REGISTERED_HOA | mother | {"superseded_by_id": "7900000001"}),
    ]
    students = [
        HOA | {"mother_name": "Vũ Lan"},
        HOA | {"personal_id": "079315000001", "mother_name": "Ngô Mận"},
        HOA | {"mother_name": "Đỗ Mai"},
        HOA | {"mother_name": "Ngô Mận"},
        HOA,
        HOA | {"mother_name": "Vũ Lan", "sex_code": "01"},
        HOA | {"mother_name": "Vũ Lan", "birth_date": date(2015, 6, 16)},
        HOA | {"learner_id": "7900000004"},
        HOA | {"learner_id": "7900000001", "mother_name": "Vũ Lan"},
    ]
    findings = findings_of("IDN015", learners=register, student=students)
    assert [f["excel_row"] for f in findings] == [2, 3, 9]
    assert {f["message_vi"].partition(": ")[2] for f in findings} == {"học sinh có thể đã có mã định danh 7900000001."}


@pytest.mark.parametrize(
    ("first_period", "fires"),
    [
        ("2024-2025-giua-nam", True),
        ("2024-2025-cuoi-nam", True),
        ("2025-2026-dau-nam", False),
        ("2025-2026-giua-nam", False),
    ],
)
def test_idn015_asks_nobody_who_entered_the_register_in_this_collection(first_period: str, fires: bool) -> None:
    known = registered("7900000001", **REGISTERED_HOA, folded_mother_name="vu lan", first_period=first_period)
    findings = findings_of("IDN015", learners=[known], student=[HOA | {"mother_name": "Vũ Lan"}])
    assert bool(findings) == fires


LEARNER, PERSONAL = "7900123458", "079215123456"


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ([(PERSONAL, None)] * 5, "learner_id"),
        ([(PERSONAL, None)] * 4, None),
        ([(PERSONAL, None)] * 3 + [(LEARNER, None)] * 3, "learner_id"),
        ([(PERSONAL, None)] * 3 + [(LEARNER, None)] * 4, None),
        ([(None, LEARNER)] * 5, "personal_id"),
        ([(None, LEARNER)] * 4, None),
        ([(LEARNER, PERSONAL)] * 6, None),
        ([(PERSONAL, LEARNER)] * 6, "learner_id"),
        ([("79A", None)] * 6, None),
    ],
)
def test_idn016_exchanged_columns(cells: list[tuple[str, str]], field: str | None) -> None:
    rows = [{"learner_id": learner_id, "personal_id": personal_id} for learner_id, personal_id in cells]
    findings = findings_of("IDN016", student=rows)
    assert [(f["excel_row"], f["field"]) for f in findings] == ([(0, field)] if field else [])
    for finding in findings:
        assert finding["message_vi"] == ('Trang "Học sinh": cột mã định danh học sinh và số định danh cá nhân bị đảo.')
