"""Learners who were in the province before, found again although no number and no full description finds them."""

from collections.abc import Callable
from datetime import date

import pytest

from pipelines.identity.strategies import load_strategies
from tests.identity.province import END, NORTH, SOUTH, Province, child

NEXT = "2026-2027-dau-nam"
UPPER = "79760701"
ID, OTHER_ID = "7901234567", "7907654321"
# A class of which ten are found by name and mother.
CLASS = [
    child(who=f"classmate {n}", full_name=f"{family} {middle} Khoa", mother_name=f"{family} Thị {middle}")
    for n, (family, middle) in enumerate((f, m) for f in ("Trần", "Lê", "Phạm", "Hoàng", "Vũ") for m in ("Minh", "Đức"))
]
WHERE = {"class_name": "5A", "grade_code": "05"}
NOW = {"class_name": "6C", "grade_code": "06"}


def one_class(rows: list, where: dict) -> list:
    return [where | row for row in rows]


@pytest.fixture
def moved_up(province: Province) -> Callable[[dict, dict], tuple]:
    """A class goes to another school together; answers the link of one of them who is described as told, before and now."""

    def run(before: dict, now: dict) -> tuple:
        somebody = child(who="somebody", full_name="Đặng Quỳnh Như", father_name="Đặng Văn Hùng")
        province.hand_in(NORTH, one_class([*CLASS, somebody | before], WHERE))
        first = province.identify()["somebody"]
        province.hand_in(UPPER, one_class([*CLASS, somebody | now], NOW), NEXT)
        return first, province.identify(NEXT)["somebody"]

    return run


@pytest.mark.parametrize(
    ("now", "method"),
    [
        ({"mother_name": None}, "name_birth_sex_father@1"),
        ({"mother_name": None, "father_name": None}, "name_birth_sex_class@1"),
        ({"full_name": "Đặng Như Quỳnh"}, "ordered_name_birth_sex_mother@1"),
        ({"birth_date": date(2014, 3, 5)}, "splink_learner@1"),
        ({"birth_date": date(2014, 5, 8)}, "splink_learner@1"),
        ({"birth_date": date(2014, 5, 13), "mother_name": None}, "splink_learner@1"),
        ({"full_name": "ĐẶNG QUYNH NHƯ", "sex_code": "01"}, "splink_learner@1"),
        ({"birth_date": None, "birth_date_partial": "2014"}, "splink_learner@1"),
    ],
)
def test_what_a_list_spoils_does_not_make_a_new_learner(moved_up: Callable, now: dict, method: str) -> None:
    before, after = moved_up({}, now)
    assert (after["outcome"], after["method"]) == ("matched", method)
    assert after["person_key"] == before["person_key"]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"personal_id": "079314000123"}, {"personal_id": "079314000456", "mother_name": None}),
        ({"learner_id": ID}, {"learner_id": OTHER_ID, "birth_date": date(2014, 3, 5)}),
        ({}, {"full_name": "Đặng Quỳnh Mai"}),
        ({}, {"full_name": "Đặng Gia Huy", "sex_code": "01"}),
    ],
    ids=["two personal numbers", "two ids of schools", "a twin", "a twin brother"],
)
def test_others_stay_others(moved_up: Callable, before: dict, now: dict) -> None:
    _, after = moved_up(before, now)
    assert after["outcome"] in ("new", "known")


def test_a_given_name_that_may_be_a_twin_is_shown(moved_up: Callable) -> None:
    _, after = moved_up({}, {"full_name": "Đặng Quỳnh Nhu Y".replace(" Y", "ng")})
    assert (after["outcome"], after["person_key"]) == ("review", None)


def test_name_and_birth_date_alone_are_not_enough(province: Province) -> None:
    """Somebody of the same name and day is gone, and somebody new has come: no parents, no class, no school in common."""
    bare = child(who="bare", mother_name=None)
    province.hand_in(NORTH, [bare])
    before = province.identify()["bare"]
    province.hand_in(UPPER, [bare | {"grade_code": "09"}], NEXT)
    after = province.identify(NEXT)["bare"]
    assert after["person_key"] != before["person_key"]
    assert after["outcome"] in ("new", "review")


def test_whoever_was_seen_is_no_absentee(province: Province) -> None:
    """The child itself is in the list; another one nearly like it is somebody new."""
    province.hand_in(NORTH, one_class([child(who="same")], WHERE))
    before = province.identify()["same"]
    almost = child(who="almost", birth_date=date(2014, 3, 5))
    province.hand_in(NORTH, one_class([child(who="same")], NOW), NEXT)
    province.hand_in(SOUTH, one_class([almost], NOW), NEXT)
    links = province.identify(NEXT)
    assert links["same"]["person_key"] == before["person_key"]
    assert (links["almost"]["outcome"], links["almost"]["person_key"] == before["person_key"]) == ("new", False)


def test_two_rows_for_one_absentee_are_shown(province: Province) -> None:
    somebody = child(father_name="Nguyễn Văn Hùng")
    province.hand_in(NORTH, one_class([somebody], WHERE))
    province.identify()
    for school in (SOUTH, UPPER):
        province.hand_in(school, one_class([somebody | {"who": school, "mother_name": None}], NOW), NEXT)
    assert {link["outcome"] for link in province.identify(NEXT).values()} == {"review"}


def test_whom_a_run_finds_tells_the_next_run_nothing_of_classmates(province: Province) -> None:
    classmates = [row | {"father_name": f"Trần Văn {row['who']}"} for row in CLASS]
    waiting = child(who="waiting", full_name="Đặng Quỳnh Như", father_name="Đặng Văn Hùng")
    province.hand_in(NORTH, one_class([*classmates, waiting], WHERE))
    province.identify()
    now = [row | {"mother_name": None} for row in classmates]
    province.hand_in(UPPER, one_class([*now, waiting | {"full_name": "Đặng Quỳnh Nhưng"}], NOW), NEXT)
    links = province.identify(NEXT)
    assert {links[row["who"]]["method"] for row in classmates} == {"name_birth_sex_father@1"}
    assert links["waiting"]["outcome"] == "review"
    assert province.identify(NEXT) == links


def test_whoever_waits_between_two_waits_when_one_of_them_was_found(province: Province) -> None:
    one = child(who="one", full_name="Đặng Quỳnh Như", father_name="Đặng Văn Hùng", mother_name="Trần Thị Lan")
    namesake = one | {"who": "namesake", "mother_name": "Hoàng Mỹ Duyên"}
    province.hand_in(NORTH, one_class([one, namesake], WHERE))
    province.identify()
    province.hand_in(UPPER, one_class([one | {"who": "found", "full_name": "Đặng Như Quỳnh"}], NOW), NEXT)
    province.hand_in(SOUTH, one_class([one | {"who": "waiting", "mother_name": None}], NOW), NEXT)
    links = province.identify(NEXT)
    assert (links["found"]["outcome"], links["found"]["method"]) == ("matched", "ordered_name_birth_sex_mother@1")
    assert links["waiting"]["outcome"] == "review"
    assert province.identify(NEXT) == links


def test_who_comes_for_an_absentee_that_was_found_before_is_shown(province: Province) -> None:
    somebody = child(father_name="Nguyễn Văn Hùng")
    province.hand_in(NORTH, one_class([somebody], WHERE))
    province.identify()
    for school in (SOUTH, UPPER):
        province.hand_in(school, one_class([somebody | {"who": school, "mother_name": None}], NOW), NEXT)
        links = province.identify(NEXT)
    assert {who: link["outcome"] for who, link in links.items()} == {SOUTH: "matched", UPPER: "review"}


def test_a_whole_year_of_periods_is_looked_back_at(province: Province) -> None:
    """A school that left a child out once does not lose it."""
    province.hand_in(NORTH, one_class([*CLASS, child(who="left out")], WHERE))
    before = province.identify()["left out"]
    province.hand_in(NORTH, one_class(CLASS, WHERE), END)
    province.identify(END)
    again = child(who="left out", birth_date=date(2014, 3, 5))
    province.hand_in(UPPER, one_class([*CLASS, again], NOW), NEXT)
    assert province.identify(NEXT)["left out"]["person_key"] == before["person_key"]


def test_splink_is_not_imported_without_a_residue(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "splink", None)
    province.hand_in(NORTH, CLASS)
    province.identify()
    province.hand_in(NORTH, CLASS, NEXT)
    assert {link["outcome"] for link in province.identify(NEXT).values()} == {"matched"}


def test_the_bands_leave_room_between_them() -> None:
    (bands,) = [strategy.bands for strategy in load_strategies("learner") if strategy.bands]
    assert 0 < bands.review_at < bands.link_at
