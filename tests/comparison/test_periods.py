"""Rules across collections: each with what it tells and what it lets pass."""

import pytest

from pipelines.comparison.earlier import compared_periods
from pipelines.periods import Period
from tests.comparison.bench import HERE, THERE, Row, compare, places

END = "2024-2025-cuoi-nam"
BEGINNING = "2024-2025-dau-nam"
MIDDLE_OF_YEAR = {"period": "2025-2026-giua-nam", "before": ["2025-2026-dau-nam"]}
NEW_YEAR = {"before": [BEGINNING, END]}


def learner(n: int, **said: object) -> Row:
    own: Row = {
        "learner_id": f"79{n:08d}",
        "personal_id": f"0792{n:08d}",
        "full_name": f"Trần Văn {chr(65 + n % 26)}{n}",
        "birth_date": "2012-05-03",
        "sex_code": "01",
        "class_name": "7A",
        "grade_code": "07",
        "status_code": "01",
    }
    return own | said


def learners(n: int, **said: object) -> list[Row]:
    return [learner(i, **said) for i in range(n)]


def test_collections_are_compared_by_their_roles() -> None:
    names = ["2022-2023-cuoi-nam", "2024-2025-dau-nam", "2024-2025-cuoi-nam", "2025-2026-dau-nam", "2025-2026-cuoi-nam"]
    validated = [Period.parse(name) for name in names]
    roles = {role: str(p) for role, p in compared_periods(Period.parse("2025-2026-dau-nam"), validated).items()}
    assert roles == {"last": names[2], "comparable": names[1], "last_year": names[2]}
    roles = {role: str(p) for role, p in compared_periods(Period.parse("2025-2026-giua-nam"), validated).items()}
    assert roles == {"last": names[3], "earlier": names[3], "last_year": names[2]}
    assert compared_periods(validated[0], validated) == {}


@pytest.mark.parametrize(
    ("before", "now", "percent"), [(40, 27, "-32.5"), (30, 40, "33.33"), (40, 28, ""), (29, 10, "")]
)
def test_per001_enrolment_does_not_jump(before: int, now: int, percent: str) -> None:
    told = compare("PER001", before=[BEGINNING], comparable_student=learners(before), student=learners(now))
    assert places(told) == ([(HERE, 0)] if percent else [])
    assert all(f"{percent} %" in f["message_vi"] and f"{percent} %" in f["public_message_vi"] for f in told)


def test_per001_in_a_departments_list_the_schools_first_row_is_told() -> None:
    before = {"comparable_student": learners(40), "before": [BEGINNING]}
    told = compare("PER001", student=learners(10, sender_code="79"), **before)  # type: ignore[arg-type]
    assert places(told) == [("79", 2)]


@pytest.mark.parametrize(("dataset", "row", "before", "now", "fires"), [
    ("class", {}, 6, 4, True), ("class", {}, 4, 1, False), ("class", {}, 10, 13, False),
    ("staff", {"status_code": "01"}, 10, 14, True), ("staff", {"status_code": "02"}, 10, 14, False),
])  # fmt: skip
def test_per002_classes_and_staff_do_not_jump(dataset: str, row: Row, before: int, now: int, fires: bool) -> None:
    rows = {f"comparable_{dataset}": [row] * before, dataset: [row] * now}
    told = compare("PER002", before=[BEGINNING], school=[{}], **rows)  # type: ignore[arg-type]
    assert [f["field"] for f in told] == ([f"{dataset}_count"] if fires else [])


def test_a_school_is_counted_once_that_its_department_lists_too() -> None:
    def listed(rows: list[Row]) -> list[Row]:
        return [row | {"sender_code": "79"} for row in rows] + rows

    once, both = learners(40), listed(learners(40))
    for before, now in ((once, both), (both, once)):
        assert not compare("PER001", before=[BEGINNING], comparable_student=before, student=now)
    told = compare("PER001", before=[BEGINNING], comparable_student=both, student=listed(learners(20)))
    assert places(told) == [(HERE, 0)]
    assert "-50 %" in told[0]["message_vi"]
    for dataset, row in (("class", {}), ("staff", {"status_code": "01"})):
        rows = {f"comparable_{dataset}": [row] * 10, dataset: listed([row] * 10)}
        assert not compare("PER002", before=[BEGINNING], school=listed([{}]), **rows)  # type: ignore[arg-type]
        rows = {f"comparable_{dataset}": [row] * 20, dataset: listed([row] * 10)}
        told = compare("PER002", before=[BEGINNING], school=listed([{}]), **rows)  # type: ignore[arg-type]
        assert places(told) == [(HERE, 2)]
    classes = listed([group("7A", "C1")])
    told = compare("PER003", **MIDDLE_OF_YEAR, earlier_class=classes, **{"class": [group("6A")]})  # type: ignore[arg-type]
    assert len(told) == 1
    one = listed([group("6A"), group("7A"), group("8A")])
    assert not compare("PER003", **NEW_YEAR, last_year_class=one, **{"class": [group("6A"), group("8A")]})  # type: ignore[arg-type]
    told = compare("PER004", **MIDDLE_OF_YEAR, earlier_student=listed(learners(3)), student=learners(1))  # type: ignore[arg-type]
    assert [f["message_vi"][:1] for f in told] == ["2"]


def group(name: str, code: str | None = None) -> Row:
    return {"class_name": name, "class_code": code, "grade_code": f"0{name[0]}"}


def test_per003_a_class_does_not_vanish() -> None:
    before = [group("6A", "C1"), group("6B"), group("6C", "C3")]
    now = [group("6A1", "C1"), group("Lớp 6b", "C2")]
    told = compare("PER003", **MIDDLE_OF_YEAR, earlier_class=before, **{"class": now})  # type: ignore[arg-type]
    assert [(f["excel_row"], f["value"]) for f in told] == [(0, "C3")]
    assert "C3 (6C)" in told[0]["message_vi"]
    assert not compare("PER003", **MIDDLE_OF_YEAR, earlier_class=before)  # type: ignore[arg-type]


def test_per003_a_grade_does_not_vanish() -> None:
    before = [group("6A"), group("7A"), group("7B"), group("8A")]
    told = compare("PER003", **NEW_YEAR, last_year_class=before, **{"class": [group("6A"), group("8A")]})  # type: ignore[arg-type]
    assert [f["value"] for f in told] == ["Khối 7"]
    for now in ([group("7C")], [group("6A"), group("7A")]):
        assert not compare("PER003", **NEW_YEAR, last_year_class=before, **{"class": now})  # type: ignore[arg-type]
    young = [group("7A"), group("7B")]
    assert not compare("PER003", **NEW_YEAR, last_year_class=young, **{"class": [group("8A")]})  # type: ignore[arg-type]


def test_per004_learners_do_not_vanish() -> None:
    before = [*learners(9), learner(9, status_code="04")]
    now = [
        learner(0, status_code="05"),
        learner(1, learner_id=None, full_name="Sai Tên"),
        learner(2, learner_id=None, personal_id=None),
    ]
    [told] = compare("PER004", **MIDDLE_OF_YEAR, earlier_student=before, student=now)  # type: ignore[arg-type]
    assert told["excel_row"] == 0 and told["severity"] == "error"
    assert told["message_en"].startswith("6 students") and told["message_en"].endswith("7900000007, ….")
    assert told["public_message_en"].startswith("6 students") and "79000" not in told["public_message_en"]
    moved = [learner(n, school_code=THERE) for n in range(9)]
    assert not compare("PER004", **MIDDLE_OF_YEAR, earlier_student=before, student=moved)  # type: ignore[arg-type]
    nameless: Row = {"learner_id": None, "personal_id": None}
    capitals = [learner(n, **nameless, full_name=f"TRAN VĂN {chr(65 + n)}{n}") for n in range(9)]
    spelt: dict[str, list[Row]] = {"earlier_student": learners(9, **nameless), "student": capitals}
    assert not compare("PER004", **MIDDLE_OF_YEAR, **spelt)  # type: ignore[arg-type]
    assert compare("PER004", **MIDDLE_OF_YEAR, **spelt | {"student": capitals[1:]})  # type: ignore[arg-type]
    waiting = learners(9, is_accepted=False)
    assert not compare("PER004", **MIDDLE_OF_YEAR, earlier_student=before, student=waiting)  # type: ignore[arg-type]


def test_per005_last_years_learners_are_somewhere() -> None:
    before = [learner(n, grade_code="06") for n in range(4)] + [
        learner(9, grade_code="09"),
        learner(8, status_code="04"),
    ]
    now = [learner(0), learner(1, school_code=THERE), learner(2, status_code="12")]
    [told] = compare("PER005", **NEW_YEAR, last_year_student=before, last_student=before, student=now)  # type: ignore[arg-type]
    assert (told["excel_row"], told["message_en"]) == (
        0,
        "1 students of last year are found neither here nor elsewhere: 7900000003.",
    )
    spelt = [learner(3, learner_id=None, personal_id=None, full_name="TRẦN VĂN D3"), *now]
    assert not compare("PER005", **NEW_YEAR, last_year_student=before, last_student=before, student=spelt)  # type: ignore[arg-type]
    awaited = [*before, learner(7, school_code=THERE)]
    assert not compare("PER005", **NEW_YEAR, last_year_student=before, last_student=awaited, student=now[:1])  # type: ignore[arg-type]


@pytest.mark.parametrize(("last", "now", "fires"), [
    ("07", "06", "PER006"), ("07", "09", "PER007"), ("07", "08", ""), ("07", "07", ""), ("10", "20", ""), ("17", "01", ""),
])  # fmt: skip
def test_per006_and_per007_grades_go_up_by_one(last: str, now: str, fires: str) -> None:
    rows = {"last_year_student": [learner(1, grade_code=last)], "student": [learner(1, grade_code=now)]}
    for rule_id in ("PER006", "PER007"):
        told = compare(rule_id, **NEW_YEAR, **rows)  # type: ignore[arg-type]
        assert bool(told) == (rule_id == fires)
        assert all("7900000001" in f["message_vi"] and "Khối 7" in f["message_vi"] for f in told)


def test_per007_counts_the_years_between() -> None:
    rows = {"last_year_student": [learner(1, grade_code="06")], "student": [learner(1, grade_code="08")]}
    assert not compare("PER007", before=["2023-2024-cuoi-nam"], **rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(("now", "admission", "is_promoted", "repeated", "found"), [
    ("07", "4", None, 0, "not recorded as repeating"),
    ("07", "3", True, 0, "promoted but still"),
    ("08", "4", False, 0, "not promoted but"),
    ("08", "3", None, 0, "in another grade"),
    ("07", "3", False, 3, "more than 3"),
    ("07", "3", False, 2, ""), ("08", "4", True, 0, ""), ("07", None, None, 0, ""), ("08", None, None, 0, ""),
])  # fmt: skip
def test_per008_the_grade_fits_last_years_result(
    now: str, admission: str | None, is_promoted: bool | None, repeated: int, found: str
) -> None:
    rows = {
        "last_year_student": [learner(1)],
        "last_year_result": [{"learner_id": "7900000001", "is_promoted": is_promoted}],
        "student": [learner(1, grade_code=now, admission_type_code=admission)],
    }
    told = compare("PER008", **NEW_YEAR, repeated=[("7900000001", "07")] * repeated, **rows)  # type: ignore[arg-type]
    assert [found in f["message_en"] for f in told] == ([True] if found else [])


@pytest.mark.parametrize(("changed", "rule_id"), [
    ({"full_name": "Trần Thị Bê"}, "PER009"), ({"birth_date": "2012-03-05"}, "PER009"), ({"sex_code": "02"}, "PER009"),
    ({"personal_id": "079212999999"}, "PER009"), ({"birth_date": "2012"}, ""), ({"full_name": "TRẦN VĂN B1"}, ""),
    ({"full_name": "Lê Quỳnh Hoa", "sex_code": "02"}, "PER010"), ({"birth_date": "2011-01-01", "sex_code": "02"}, "PER010"),
    ({"full_name": "Trần Văn Quyết", "sex_code": "02"}, "PER010"),
    ({"birth_date": "2011-01-01", "personal_id": "079212999999"}, "PER009"),
    ({"personal_id": None}, ""), ({"learner_id": "7900000099", "sex_code": "02"}, ""),
])  # fmt: skip
def test_per009_and_per010_a_person_stays_the_same(changed: Row, rule_id: str) -> None:
    rows = {"last_student": [learner(1)], "student": [learner(1) | changed]}
    for asked in ("PER009", "PER010"):
        told = compare(asked, **NEW_YEAR, **rows)  # type: ignore[arg-type]
        assert bool(told) == (asked == rule_id)
    if rule_id == "PER010":
        [finding] = compare("PER010", **NEW_YEAR, **rows)  # type: ignore[arg-type]
        assert "giới tính" in finding["message_vi"] and "sex" in finding["message_en"]


def test_per009_shows_no_whole_personal_number() -> None:
    rows = {"last_student": [learner(1)], "student": [learner(1, personal_id="079212999999")]}
    [finding] = compare("PER009", **NEW_YEAR, **rows)  # type: ignore[arg-type]
    assert "079212999999" not in str(finding) and "7900000001" not in finding["public_message_vi"]


def test_per011_staff_do_not_vanish() -> None:
    def member(n: int, **said: object) -> Row:
        return {"staff_code": f"GV{n}", "personal_id": f"07918500000{n}", "status_code": "01"} | said

    before = [member(n) for n in range(3)] + [member(3, status_code="05")]
    now = [member(0, status_code="05"), member(1, staff_code="GV-01")]
    [told] = compare("PER011", **NEW_YEAR, last_staff=before, staff=now)  # type: ignore[arg-type]
    assert told["message_en"] == "1 staff of the last period are missing: GV2."
    assert not compare("PER011", **NEW_YEAR, last_staff=before)  # type: ignore[arg-type]


@pytest.mark.parametrize(("rows", "last", "now", "field", "fires"), [
    (20, 16, 3, "phone", True), (20, 16, None, "phone", True), (20, 16, 4, "phone", False), (20, 15, 0, "phone", False),
    (19, 19, 0, "phone", False), (20, 20, 0, "height_cm", False),
])  # fmt: skip
def test_per012_a_column_does_not_run_dry(rows: int, last: int, now: int | None, field: str, fires: bool) -> None:
    counted = [{"field": "full_name", "rows": 20, "filled": 20}]
    counted += [] if now is None else [{"field": field, "rows": 20, "filled": now}]
    counted_last = [{"field": name, "rows": rows, "filled": n} for name, n in (("full_name", 20), (field, last))]
    told = compare("PER012", **NEW_YEAR, counted=counted, counted_last=counted_last)  # type: ignore[arg-type]
    assert [(f["dataset"], f["field"], f["excel_row"]) for f in told] == ([("student", field, 0)] if fires else [])


def test_per013_last_years_list_is_told_in_every_row() -> None:
    last = learners(40)
    now = [*learners(38), *(learner(n, class_name="6A") for n in range(50, 52))]
    told = compare("PER013", **NEW_YEAR, last_year_student=last, student=now)  # type: ignore[arg-type]
    assert places(told) == [(HERE, n + 2) for n in range(40)]
    assert {f["message_en"] for f in told} == {"The file is nearly last year's list (95 %)."}
    promoted = [learner(n, class_name="8A", grade_code="08") for n in range(40)]
    for rows in (now[1:], promoted, learners(29)):
        assert not compare("PER013", **NEW_YEAR, last_year_student=last, student=rows)  # type: ignore[arg-type]
