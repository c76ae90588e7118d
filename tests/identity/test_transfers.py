"""Children who move: across schools and provinces, whichever is identified first, and those who vanish."""

from collections.abc import Callable
from typing import Any

import pytest

from pipelines.errors import ReviewError
from pipelines.identity.kinds import LEARNER, STAFF
from pipelines.periods import Period
from pipelines.review.queue import Filter, list_pairs
from pipelines.review.vanished import vanished_from
from tests.identity.province import BEGINNING, END, NORTH, SOUTH, Province, child, teacher

ELSEWHERE = "01760501"
ID, NUMBER = "7901234567", "079214000123"
NEXT = "2026-2027-dau-nam"
MOVED_OUT, MOVED_IN = {"status_code": "08"}, {"status_code": "06"}

Neighbours = tuple[Province, Province]


@pytest.fixture(params=[False, True], ids=["this province first", "the other first"])
def identify_both(request: pytest.FixtureRequest) -> Callable[[Neighbours, str], tuple[Any, Any]]:
    """Both provinces of a period, in one order or the other; answers the link of the first row of each."""

    def run(provinces: Neighbours, period: str = BEGINNING) -> tuple[Any, Any]:
        for province in reversed(provinces) if request.param else provinces:
            province.identify(period)
        here, there = provinces
        return here.links(period)[0], there.links(period)[0]

    return run


@pytest.fixture
def neighbours(province: Province) -> Neighbours:
    """Two provinces of one installation."""
    return province, Province(province.home, "", "01", sheets=1000)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ({}, {}),
        ({"personal_id": NUMBER}, {"personal_id": NUMBER, "mother_name": None}),
        ({"learner_id": ID, "mother_name": None}, {"learner_id": ID}),
        ({"personal_id": NUMBER}, {}),
    ],
)
def test_a_child_in_two_provinces_is_one(
    neighbours: Neighbours, identify_both: Callable[..., tuple[Any, Any]], here: dict, there: dict
) -> None:
    neighbours[0].hand_in(NORTH, [child(**here)])
    neighbours[1].hand_in(ELSEWHERE, [child(**there)])
    one, other = identify_both(neighbours)
    assert one["person_key"] == other["person_key"] is not None


def test_an_unknown_id_in_one_of_two_provinces_is_never_a_second_child(
    neighbours: Neighbours, identify_both: Callable[..., tuple[Any, Any]]
) -> None:
    """Its partition first, the other row joins it; the other first, an officer says whether they are one."""
    neighbours[0].hand_in(NORTH, [child()])
    neighbours[1].hand_in(ELSEWHERE, [child(learner_id=ID)])
    one, other = identify_both(neighbours)
    assert one["person_key"] == other["person_key"] or other["outcome"] == "review"
    waiting = list_pairs(neighbours[0].database, Filter())
    assert [pair.person_key for pair in waiting] == ([one["person_key"]] if other["outcome"] == "review" else [])


def test_a_move_to_another_province_is_followed(
    neighbours: Neighbours, identify_both: Callable[..., tuple[Any, Any]]
) -> None:
    here, there = neighbours
    here.hand_in(NORTH, [child()])
    before = here.identify()[0]["person_id"]
    here.hand_in(NORTH, [child(**MOVED_OUT)], END)
    there.hand_in(ELSEWHERE, [child(**MOVED_IN)], END)
    assert {link["person_id"] for link in identify_both(neighbours, END)} == {before}


def vanished(province: Province, school: str, period: str, kind: Any = LEARNER) -> list[str]:
    found = vanished_from(province.settings, province.database, kind, school, Period.parse(period))
    return [str(row["full_name"]) for row in found]


def test_who_vanishes_is_listed_for_the_last_school(neighbours: Neighbours) -> None:
    here, there = neighbours
    active = {"status_code": "01", "class_name": "6A", "grade_code": "06"}
    names = ["Nguyễn Thị An", "Trần Bình", "Lê Cường", "Vũ Dung"]
    here.hand_in(NORTH, [child(full_name=name, who=name, **active) for name in names])
    here.hand_in(SOUTH, [child(full_name="Hồ Hải", **active)])
    here.identify()
    here.hand_in(NORTH, [child(full_name=names[0]), child(full_name=names[1], **MOVED_OUT)], END)
    there.hand_in(ELSEWHERE, [child(full_name=names[2])], END)
    here.identify(END)
    there.identify(END)
    assert vanished(here, NORTH, END) == ["Vũ Dung"]
    with pytest.raises(ReviewError, match=SOUTH):
        vanished(here, SOUTH, END)
    with pytest.raises(ReviewError, match=NORTH):
        vanished(here, NORTH, BEGINNING)


def test_who_finished_school_has_not_vanished(province: Province) -> None:
    grades = {"Nguyễn Thị An": "12", "Trần Bình": "09", "Lê Cường": "06"}
    rows = [child(full_name=name, who=name, status_code="01", grade_code=grade) for name, grade in grades.items()]
    province.hand_in(NORTH, rows, END)
    province.identify(END)
    province.hand_in(NORTH, [child(full_name="Vũ Dung")], NEXT)
    province.identify(NEXT)
    assert sorted(vanished(province, NORTH, NEXT)) == ["Lê Cường", "Trần Bình"]


def test_staff_vanish_too(province: Province) -> None:
    province.hand_in(
        NORTH, [teacher(status_code="01"), teacher(who=2, full_name="Hồ Hải", status_code="05")], BEGINNING, "staff"
    )
    province.identify()
    province.hand_in(NORTH, [teacher(full_name="Vũ Dung")], END, "staff")
    province.identify(END)
    assert vanished(province, NORTH, END, STAFF) == ["Lê Văn Cường"]


@pytest.mark.parametrize("number", [{"personal_id": NUMBER}, {"learner_id": ID}])
def test_nobody_is_taken_for_whom_another_province_lists_by_number(
    neighbours: Neighbours, identify_both: Callable[..., tuple[Any, Any]], number: dict
) -> None:
    here, there = neighbours
    father = {"father_name": "Nguyễn Văn Hùng"}
    here.hand_in(NORTH, [child(**number, **father)])
    moved = here.identify()[0]["person_key"]
    here.hand_in(SOUTH, [child(mother_name=None, **father)], END)
    there.hand_in(ELSEWHERE, [child(**number)], END)
    stayed, found = identify_both(neighbours, END)
    assert (found["person_key"], stayed["outcome"]) == (moved, "new")
