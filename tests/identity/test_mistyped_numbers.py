"""A personal number with a slip beside a description that agrees: never silently a new person, never linked without an officer."""

from collections.abc import Callable
from datetime import date
from itertools import permutations

import pytest

from pipelines.review.decide import decide
from pipelines.review.queue import Filter, list_pairs
from pipelines.review.sides import compare
from tests.identity.conftest import KnownProvince
from tests.identity.mixture import without_places
from tests.identity.province import END, NORTH, SOUTH, Province, Row, child, teacher

ID, OTHER_ID = "7901234567", "7907654321"
NUMBER = "079214000123"
ONE_DIGIT, SWAPPED, TWO_DIGITS = "079214000128", "079214000132", "079214009129"
SLIPS = pytest.mark.parametrize("slip", [ONE_DIGIT, SWAPPED])


def told(links: dict) -> dict:
    return {who: (link["outcome"], link["method"], link["score"]) for who, link in links.items()}


@SLIPS
@pytest.mark.parametrize("is_first", [True, False])
def test_against_the_register_it_waits_whichever_came_first(province: Province, slip: str, is_first: bool) -> None:
    numbers = [slip, NUMBER] if is_first else [NUMBER, slip]
    province.hand_in(NORTH, [child(personal_id=numbers[0])])
    province.identify()
    province.hand_in(SOUTH, [child(personal_id=numbers[1])], END)
    assert told(province.identify(END)) == {0: ("review", "name_birth_sex_mother@1", 0.9)}
    assert len(province.stored("learner")) == 1


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        ({"personal_id": TWO_DIGITS}, "new"),
        ({"personal_id": ONE_DIGIT, "full_name": "Nguyễn Thị Ánh"}, "new"),
        ({"personal_id": ONE_DIGIT, "birth_date": date(2014, 5, 13)}, "new"),
        ({"personal_id": ONE_DIGIT, "mother_name": "Lê Thị Hoa"}, "new"),
        ({"personal_id": ONE_DIGIT, "learner_id": ID}, "known"),
    ],
)
def test_what_else_is_said_still_counts(known: KnownProvince, other: Row, outcome: str) -> None:
    """Neighbours in a ward and twins have numbers that are nearly the same, too."""
    province = known(child(personal_id=NUMBER, learner_id=ID))
    province.hand_in(SOUTH, [child(**other)], END)
    link = province.identify(END)[0]
    assert (link["outcome"], link["person_id"] == ID) == (outcome, outcome == "known")
    assert [c["value"] for c in province.stored("claim")] == ([ONE_DIGIT] if outcome == "known" else [])


@SLIPS
def test_at_the_same_school_without_a_mother(known: KnownProvince, slip: str) -> None:
    province = known(child(personal_id=NUMBER, mother_name=None))
    province.hand_in(NORTH, [child(personal_id=slip, mother_name=None)], END)
    assert told(province.identify(END)) == {0: ("review", "name_birth_sex_school@1", 0.9)}


def test_a_number_that_somebody_else_has_is_a_conflict(known: KnownProvince) -> None:
    stranger = child(who="stranger", full_name="Hoàng Bảo", birth_date=date(2013, 1, 1), personal_id=ONE_DIGIT)
    province = known(child(personal_id=NUMBER), stranger)
    province.hand_in(SOUTH, [child(personal_id=ONE_DIGIT)], END)
    assert {link["outcome"] for link in province.identify(END).values()} == {"conflict"}


def test_with_another_slip_the_model_shows_it(province: Province) -> None:
    """A class moves up; one of them has a letter and a digit wrong."""
    families, middles = ("Trần", "Lê", "Phạm", "Hoàng", "Vũ"), ("Minh", "Đức")
    classmates = [
        child(who=f"{f} {m}", full_name=f"{f} {m} Khoa", mother_name=f"{f} Thị {m}") for f in families for m in middles
    ]
    somebody = child(who="somebody", father_name="Nguyễn Văn Hùng", personal_id=NUMBER)
    province.hand_in(NORTH, [row | {"class_name": "5A", "grade_code": "05"} for row in [*classmates, somebody]])
    province.identify()
    mistyped = somebody | {"birth_date": date(2014, 5, 13), "personal_id": ONE_DIGIT}
    moved = [row | {"class_name": "6C", "grade_code": "06"} for row in [*classmates, mistyped]]
    province.hand_in(SOUTH, moved, "2026-2027-dau-nam")
    link = province.identify("2026-2027-dau-nam")["somebody"]
    assert (link["outcome"], link["method"]) == ("review", "splink_learner@1")


@SLIPS
def test_in_one_run_neither_becomes_a_person_in_whatever_order(
    make_province: Callable[[], Province], slip: str
) -> None:
    rows = [
        (NORTH, child(who="north", personal_id=NUMBER)),
        (SOUTH, child(who="south", personal_id=slip)),
        (SOUTH, child(who="other", full_name="Hoàng Bảo", personal_id="079214555666")),
    ]
    seen = []
    for order in permutations(rows):
        province = make_province()
        for sender, row in order:
            # Each by a sender of its own, for its school.
            province.hand_in(f"{sender}{row['who']}", [row | {"school_code": sender}])
        seen.append(without_places(province.identify()))
    assert all(links == seen[0] for links in seen)
    waits = ("review", "name_birth_sex_mother@1", 0.9)
    assert told(seen[0]) == {"north": waits, "south": waits, "other": ("new", "new", 1.0)}


def test_an_officer_says_whose_it_is(known: KnownProvince) -> None:
    province = known(child(personal_id=NUMBER))
    before = province.links()[0]
    province.hand_in(SOUTH, [child(personal_id=ONE_DIGIT)], END)
    province.identify(END)
    (pair,) = list_pairs(province.database, Filter())
    (comparison,) = compare(province.settings, province.database, [pair], "vi")
    assert any("chỉ khác một chữ số" in reason for reason in comparison.reasons)
    decide(province.database, pair.pair_id, "same", by="Lê Thị Hoa", reason="số gõ nhầm")
    link = province.identify(END)[0]
    assert (link["person_key"], link["method"]) == (before["person_key"], "decision@1")
    assert [claim["value"] for claim in province.stored("claim")] == [ONE_DIGIT]
    assert province.stored("learner")[0]["personal_id"] == NUMBER


def test_two_rows_said_to_be_one_child_stay_one_when_handed_in_again(province: Province) -> None:
    rows = {NORTH: child(who="north", personal_id=NUMBER), SOUTH: child(who="south", personal_id=ONE_DIGIT)}
    for sender, row in rows.items():
        province.hand_in(sender, [row])
    province.identify()
    for pair in list_pairs(province.database, Filter()):
        decide(province.database, pair.pair_id, "same", by="Lê Thị Hoa", reason="một em")
    before = {who: link["person_id"] for who, link in province.identify().items()}
    assert len(set(before.values())) == 1
    for sender, row in rows.items():
        province.hand_in(sender, [row])
    assert {who: link["person_id"] for who, link in province.identify().items()} == before


def test_staff_too(province: Province) -> None:
    province.hand_in(NORTH, [teacher(personal_id=NUMBER)], dataset="staff")
    province.identify()
    province.hand_in(NORTH, [teacher(personal_id=SWAPPED)], END, dataset="staff")
    province.identify(END)
    assert told(province.links(END, "staff")) == {0: ("review", "name_birth_sex_school@1", 0.9)}
