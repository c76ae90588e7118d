"""A person's life, and persons merged, split and put back."""

from datetime import date
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from pipelines.errors import ReviewError
from pipelines.identity.identify import identify_partition
from pipelines.identity.kinds import LEARNER
from pipelines.identity.waiting import partitions_to_identify
from pipelines.review.change_log import Request
from pipelines.review.changes import merge, split
from pipelines.review.life import Life, life_of
from pipelines.review.undo import undo
from tests.identity.conftest import MakeProvince
from tests.identity.processes import run_at_once
from tests.identity.province import BEGINNING, END, NORTH, SOUTH, Province, child

ID, OTHER_ID = "7901234567", "7907654321"
NUMBER, OTHER_NUMBER = "079214000123", "079214000456"
ASKED = Request("Lê Thị Hoa", "Trần Văn Ba", "trùng giấy khai sinh")
NEXT = "2026-2027-dau-nam"


def life(province: Province, person_id: str) -> Life:
    return life_of(province.settings, province.database, LEARNER, person_id)


def run(province: Province) -> None:
    for partition in partitions_to_identify(province.settings, province.database):
        province.identify(partition.period)


def twice_registered(province: Province, **of_second: object) -> tuple[str, str]:
    """One child under two ids: at one school in one period, at another school in the next."""
    province.hand_in(NORTH, [child(mother_name=None)])
    first = province.identify()[0]["person_id"]
    province.hand_in(SOUTH, [child(mother_name=None, **of_second)], END)
    second = province.identify(END)[0]["person_id"]
    assert first != second
    return first, second


def ids(province: Province) -> tuple[str, str]:
    """Of the child of both periods."""
    return province.links()[0]["person_id"], province.links(END)[0]["person_id"]


@pytest.fixture(scope="module")
def registered_twice(make_province: MakeProvince) -> Province:
    province = make_province()
    twice_registered(province)
    return province


@pytest.fixture
def twice(registered_twice: Province, tmp_path: Path) -> Province:
    return registered_twice.copy(tmp_path)


def do_merge(province: Province, *ids: str, wrong_number: str = "") -> int:
    return merge(province.settings, province.database, LEARNER, *ids, ASKED, wrong_number).change_id


def test_a_merge_keeps_the_id_issued_first(twice: Province) -> None:
    first, second = ids(twice)
    do_merge(twice, second, first)
    run(twice)
    assert {link["person_id"] for link in (twice.links()[0], twice.links(END)[0])} == {first}
    told = life(twice, second)
    assert (told.person.person_id, [other.person_id for other in told.superseded]) == (first, [second])
    assert [(e.period, e.school_code) for e in told.enrolments] == [(BEGINNING, NORTH), (END, SOUTH)]
    assert life(twice, first).enrolments == told.enrolments


def test_an_id_from_before_csdl_is_older(province: Province) -> None:
    first, given = twice_registered(province, learner_id=ID)
    do_merge(province, first, given)
    assert life(province, first).person.person_id == given == ID


def test_rows_that_claim_a_superseded_id_are_of_the_survivor(twice: Province) -> None:
    first, second = ids(twice)
    do_merge(twice, first, second)
    twice.hand_in(SOUTH, [child(learner_id=second)], NEXT)
    link = twice.identify(NEXT)[0]
    assert (link["outcome"], link["person_id"]) == ("known", first)


def test_a_merge_undone_gives_every_row_back(province: Province) -> None:
    """Also those that were linked meanwhile: they are matched anew."""
    first, second = twice_registered(province, personal_id=NUMBER)
    before = {period: province.links(period)[0]["person_id"] for period in (BEGINNING, END)}
    change = do_merge(province, first, second)
    run(province)
    province.hand_in(SOUTH, [child(mother_name=None, personal_id=NUMBER)], NEXT)
    assert province.identify(NEXT)[0]["person_id"] == first
    undo(province.settings, province.database, change, ASKED)
    run(province)
    assert {period: province.links(period)[0]["person_id"] for period in (BEGINNING, END)} == before
    assert province.links(NEXT)[0]["person_id"] == second
    assert life(province, second).superseded == [] == life(province, first).superseded
    assert [change.action for change in life(province, first).changes] == ["merge", "undo"]
    with pytest.raises(ReviewError, match=str(change)):
        undo(province.settings, province.database, change, ASKED)


def test_merges_one_after_the_other_are_undone_one_by_one(twice: Province) -> None:
    first, second = ids(twice)
    twice.hand_in("79760503", [child(mother_name=None)], NEXT)
    third = twice.identify(NEXT)[0]["person_id"]
    inner = do_merge(twice, second, third)
    do_merge(twice, first, third)
    run(twice)
    assert life(twice, third).person.person_id == first
    assert {other.person_id for other in life(twice, first).superseded} == {second, third}
    assert twice.links(NEXT)[0]["person_id"] == first
    undo(twice.settings, twice.database, inner, ASKED)
    run(twice)
    assert [twice.links(period)[0]["person_id"] for period in (BEGINNING, END, NEXT)] == [first, first, third]


def test_two_personal_numbers_veto_a_merge(province: Province) -> None:
    province.hand_in(NORTH, [child(personal_id=NUMBER)])
    province.hand_in(SOUTH, [child(who=1, personal_id=OTHER_NUMBER)])
    first, second = (link["person_id"] for link in province.identify().values())
    with pytest.raises(ReviewError, match="--wrong-number"):
        do_merge(province, first, second)
    change = do_merge(province, first, second, wrong_number=OTHER_NUMBER)
    assert {row["personal_id"] for row in province.stored("learner")} == {NUMBER, None}
    undo(province.settings, province.database, change, ASKED)
    assert {row["personal_id"] for row in province.stored("learner")} == {NUMBER, OTHER_NUMBER}


@pytest.mark.parametrize("request_", [("Hoa", "hoa ", "x"), ("Hoa", "", "x"), ("Hoa", "Ba", " ")])
def test_a_change_takes_two_people_and_a_reason(request_: tuple[str, str, str]) -> None:
    with pytest.raises(ReviewError):
        Request(*request_)


def test_what_cannot_be_merged(twice: Province) -> None:
    first, second = ids(twice)
    do_merge(twice, first, second)
    for pair in ((first, second), (first, "0000000000")):
        with pytest.raises(ReviewError):
            do_merge(twice, *pair)


@pytest.mark.parametrize("change", [99, 10**20, -(10**20)])
def test_only_what_was_changed_is_undone(province: Province, change: int) -> None:
    with pytest.raises(ReviewError, match="csdl learner"):
        undo(province.settings, province.database, change, ASKED)


@pytest.fixture(scope="module")
def wrongly_joined(make_province: MakeProvince) -> Province:
    """Two children under one id: the second school wrote the id of the first one's child."""
    province = make_province()
    province.hand_in(NORTH, [child(learner_id=ID, personal_id=NUMBER)])
    province.identify()
    province.hand_in(SOUTH, [child(learner_id=ID, birth_date=date(2014, 8, 9))], END)
    assert province.identify(END)[0]["person_id"] == ID
    return province


@pytest.fixture
def joined(wrongly_joined: Province, tmp_path: Path) -> Province:
    return wrongly_joined.copy(tmp_path)


def test_a_split_gives_rows_a_person_of_their_own(joined: Province) -> None:
    split(joined.settings, joined.database, LEARNER, ID, ASKED, school_code=SOUTH)
    run(joined)
    other = joined.links(END)[0]
    assert (other["outcome"], joined.links()[0]["person_id"]) == ("new", ID)
    joined.hand_in(SOUTH, [child(learner_id=ID, birth_date=date(2014, 8, 9))], END)
    assert joined.identify(END)[0]["person_id"] == other["person_id"] != ID


def test_a_split_to_somebody_known(joined: Province) -> None:
    joined.hand_in("79760503", [child(learner_id=OTHER_ID, birth_date=date(2014, 8, 9), mother_name=None)], NEXT)
    joined.identify(NEXT)
    split(joined.settings, joined.database, LEARNER, ID, ASKED, period=END, to_id=OTHER_ID)
    run(joined)
    assert (joined.links(END)[0]["person_id"], joined.links(END)[0]["method"]) == (OTHER_ID, "decision@1")


@pytest.mark.parametrize("is_run", [True, False])
def test_a_split_undone(joined: Province, is_run: bool) -> None:
    """Before the next run, or after it: then whoever was registered for the rows is superseded, and leads to the person."""
    change = split(joined.settings, joined.database, LEARNER, ID, ASKED, school_code=SOUTH).change_id
    if is_run:
        run(joined)
    registered = joined.links(END)[0]["person_id"]
    undo(joined.settings, joined.database, change, ASKED)
    run(joined)
    assert joined.links(END)[0]["person_id"] == ID
    assert (registered != ID) == is_run and life(joined, registered).person.person_id == ID


@pytest.mark.parametrize("is_split_first", [True, False])
def test_a_split_and_a_merge_back_are_undone_in_either_order(joined: Province, is_split_first: bool) -> None:
    """Whoever was registered for the rows leads to the person again and takes no part in matching."""
    parted = split(joined.settings, joined.database, LEARNER, ID, ASKED, school_code=SOUTH).change_id
    run(joined)
    registered = joined.links(END)[0]["person_id"]
    merged = do_merge(joined, ID, registered)
    for change in (parted, merged) if is_split_first else (merged, parted):
        run(joined)
        undo(joined.settings, joined.database, change, ASKED)
    run(joined)
    assert joined.links(END)[0]["person_id"] == life(joined, registered).person.person_id == ID
    assert [other.person_id for other in life(joined, ID).superseded] == [registered]


def test_a_split_undone_leaves_a_merge_with_somebody_else(joined: Province) -> None:
    joined.hand_in("79760503", [child(learner_id=OTHER_ID, full_name="Hoàng Bảo")], NEXT)
    joined.identify(NEXT)
    parted = split(joined.settings, joined.database, LEARNER, ID, ASKED, school_code=SOUTH).change_id
    run(joined)
    registered = joined.links(END)[0]["person_id"]
    merged = do_merge(joined, OTHER_ID, registered)
    undo(joined.settings, joined.database, parted, ASKED)
    assert life(joined, registered).person.person_id == OTHER_ID
    undo(joined.settings, joined.database, merged, ASKED)
    assert life(joined, registered).person.person_id == ID


def test_a_split_undone_after_the_person_became_the_later_one_of_a_merge(province: Province) -> None:
    """The id of an earlier period stays, though it was registered for the split: none may supersede the other in turn."""
    province.hand_in(SOUTH, [child()], END)
    first = province.identify(END)[0]["person_id"]
    province.hand_in(NORTH, [child()])
    assert province.identify()[0]["person_id"] == first
    parted = split(province.settings, province.database, LEARNER, first, ASKED, period=BEGINNING).change_id
    run(province)
    earlier = province.links()[0]["person_id"]
    merged = do_merge(province, first, earlier)
    undo(province.settings, province.database, parted, ASKED)
    assert life(province, first).person.person_id == earlier
    undo(province.settings, province.database, merged, ASKED)
    run(province)
    assert {link["person_id"] for link in (province.links()[0], province.links(END)[0])} == {first}
    assert life(province, earlier).person.person_id == first


def test_a_split_leaves_something(joined: Province) -> None:
    for options in ({}, {"school_code": "79999999"}):
        with pytest.raises(ReviewError):
            split(joined.settings, joined.database, LEARNER, ID, ASKED, **options)


def test_a_life_is_read_from_the_person_s_own_schools(twice: Province) -> None:
    first, _ = ids(twice)
    (only,) = life(twice, first).enrolments
    assert (only.school_code, only.excel_row, only.said["full_name"]) == (NORTH, 2, "Nguyễn Thị An")
    with pytest.raises(ReviewError):
        life(twice, "0000000000")


def test_merged_on_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    province = Province(tmp_path / "postgresql", postgresql_url)
    first, second = twice_registered(province)
    change = do_merge(province, first, second)
    run(province)
    assert province.links(END)[0]["person_id"] == first
    undo(province.settings, province.database, change, ASKED)
    run(province)
    assert province.links(END)[0]["person_id"] == second


def _merge(home: Path, url: str, ids: tuple[str, str], start: Barrier) -> None:
    province = Province(home, url)
    start.wait()
    merge(province.settings, province.database, LEARNER, *ids, ASKED)


def _identify(home: Path, url: str, start: Barrier) -> None:
    province = Province(home, url)
    start.wait()
    identify_partition(province.settings, province.database, province.partition(END))


@pytest.mark.parametrize("on", ["sqlite", "postgresql"])
def test_merged_while_a_run_is_at_work(province: Province, on: str, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue("postgresql_url") if on == "postgresql" else ""
    if url:
        province = Province(province.home, url)
    ids = twice_registered(province)
    province.hand_in(SOUTH, [child(mother_name=None, who="again"), child(who="new", full_name="Hồ Hải")], END)
    run_at_once((_merge, (province.home, url, ids)), (_identify, (province.home, url)))
    run(province)
    assert {province.links()[0]["person_id"], province.links(END)["again"]["person_id"]} == {ids[0]}
    assert partitions_to_identify(province.settings, province.database) == []
