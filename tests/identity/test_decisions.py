"""What officers decide about doubtful pairs: carried out by the next run, and never asked again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from pipelines.errors import ReviewError
from pipelines.identity.waiting import partitions_to_identify
from pipelines.review.decide import decide, record
from pipelines.review.queue import Filter, Pair, find_pair, list_pairs
from tests.identity.conftest import KnownProvince
from tests.identity.mixture import ROWS, hand_in_all
from tests.identity.province import END, NORTH, SOUTH, Province, child, teacher

ID, OTHER_ID = "7901234567", "7907654321"
NUMBER = "079214000123"
OPPOSITE = {"same": "different", "different": "same"}
FATHERS = ("Phạm Việt Hoàng", "Ngô Ngọc Vỹ", "Đỗ Quang Khải")
YEAR_ONLY = {"birth_date": None, "birth_date_partial": "2014"}


def waiting(province: Province, kind: str = "learner") -> list[Pair]:
    return list_pairs(province.database, Filter(kind=kind))


def say(province: Province, verdict: Any, pair: Pair, **options: Any) -> None:
    decide(province.database, pair.pair_id[:10], verdict, by="Lê Thị Hoa", reason="đã hỏi trường", **options)


def one_doubt(province: Province) -> tuple[dict, Pair]:
    """A child known from the year of birth and the mother only, and a row of another school that may be of it."""
    province.hand_in(NORTH, [child(**YEAR_ONLY)])
    known = province.identify()[0]
    province.hand_in(SOUTH, [child(**YEAR_ONLY)], END)
    province.identify(END)
    (pair,) = waiting(province)
    return known, pair


def test_a_row_that_waits_is_told_with_whom_it_may_be(province: Province) -> None:
    known, pair = one_doubt(province)
    assert (pair.person_key, pair.method, pair.score) == (known["person_key"], "name_year_sex_mother@1", 1.0)
    assert (pair.school_code, pair.folded_name, pair.outcome) == (SOUTH, "nguyen thi an", "review")
    assert list_pairs(province.database, Filter(school_code=NORTH)) == []


def test_a_pair_is_found_by_capital_letters_on_postgresql_too(postgresql_url: str, tmp_path: Path) -> None:
    province = Province(tmp_path / "postgresql", postgresql_url)
    _, pair = one_doubt(province)
    with province.database.connect() as connection:
        assert find_pair(connection, pair.pair_id.upper()) == [pair]


def test_an_accepted_row_belongs_to_the_person(province: Province) -> None:
    known, pair = one_doubt(province)
    say(province, "same", pair)
    assert waiting(province) == []
    assert partitions_to_identify(province.settings, province.database) == [province.partition(END)]
    link = province.identify(END)[0]
    assert (link["outcome"], link["method"], link["person_id"]) == ("matched", "decision@1", known["person_id"])
    assert partitions_to_identify(province.settings, province.database) == []


def test_a_rejected_row_is_a_person_of_its_own(province: Province) -> None:
    known, pair = one_doubt(province)
    say(province, "different", pair)
    link = province.identify(END)[0]
    assert link["outcome"] == "new" and link["person_key"] != known["person_key"]
    assert province.stored("review_pair") == []


def test_of_two_rows_that_wait_for_one_person_the_rejected_one_is_new_at_once(province: Province) -> None:
    province.hand_in(NORTH, [child(**YEAR_ONLY)])
    known = province.identify()[0]
    province.hand_in(SOUTH, [child(**YEAR_ONLY, who="hers")], END)
    province.hand_in("79760503", [child(**YEAR_ONLY, who="other")], END)
    province.identify(END)
    for pair in waiting(province):
        say(province, "same" if pair.school_code == SOUTH else "different", pair)
    links = province.identify(END)
    assert links["hers"]["person_key"] == known["person_key"] != links["other"]["person_key"]
    assert links["other"]["outcome"] == "new"


def test_a_rejected_row_joins_no_row_of_that_person(province: Province) -> None:
    """Also where both are handed in again before the run."""
    his = child(who="his", father_name="Phạm Việt Hoàng", personal_id=NUMBER)
    province.hand_in(NORTH, [his])
    known = province.identify()["his"]
    for _ in range(2):
        province.hand_in(NORTH, [his], END)
        province.hand_in(SOUTH, [child(who="other", father_name="Ngô Ngọc Vỹ")], END)
        links = province.identify(END)
        for pair in waiting(province):
            say(province, "different", pair)
    assert links["his"]["person_key"] == known["person_key"]
    assert links["other"]["outcome"] == "new"


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_a_resubmission_is_not_asked_about_again(province: Province, verdict: str) -> None:
    _, pair = one_doubt(province)
    say(province, verdict, pair)
    before = province.identify(END)[0]["person_id"]
    province.hand_in(SOUTH, [child(who="late", full_name="Hồ Hải"), child(**YEAR_ONLY) | {"who": "again"}], END)
    links = province.identify(END)
    assert links["again"]["person_id"] == before
    assert waiting(province) == []


def test_the_decision_is_about_that_row_only(province: Province) -> None:
    """The same words from another school are another row."""
    _, pair = one_doubt(province)
    say(province, "same", pair)
    province.identify(END)
    province.hand_in("79760503", [child(who="elsewhere", **YEAR_ONLY)], END)
    assert province.identify(END)["elsewhere"]["outcome"] == "review"


def test_the_last_word_counts(province: Province) -> None:
    known, pair = one_doubt(province)
    say(province, "different", pair)
    say(province, "same", pair)
    assert province.identify(END)[0]["person_key"] == known["person_key"]
    assert [row["verdict"] for row in province.stored("review_decision")] == ["different", "same"]


def test_a_row_cannot_be_two_persons(known: KnownProvince) -> None:
    province = known(child(learner_id=ID), child(full_name="Hoàng Bảo", personal_id=NUMBER))
    province.hand_in(SOUTH, [child(learner_id=ID, personal_id=NUMBER)], END)
    province.identify(END)
    first, second = waiting(province)
    say(province, "same", first)
    with pytest.raises(ReviewError, match="merge"):
        say(province, "same", second)


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 0, 1)])
def test_two_rows_of_two_persons_are_not_one(known: KnownProvince, order: tuple[int, ...]) -> None:
    """In whatever order it is said: it would be taken without effect."""
    province = known(child(learner_id=ID, **YEAR_ONLY), child(learner_id=OTHER_ID, **YEAR_ONLY))
    for school, father in zip((SOUTH, "79760503"), FATHERS, strict=False):
        province.hand_in(school, [child(father_name=father, **YEAR_ONLY)], END)
    province.identify(END)
    first, second = (
        next(pair for pair in waiting(province) if (pair.school_code, pair.person_key) == wanted)
        for wanted in ((SOUTH, 1), ("79760503", 2))
    )
    other = {"other_row_id": second.row_id, "other_school_code": second.school_code}
    rows = replace(first, person_key=None, **other, other_content_key=second.content_key)
    said = [(first, second, rows)[n] for n in order]
    for pair in said[:2]:
        record_same(province, pair)
    with pytest.raises(ReviewError, match="merge"):
        record_same(province, said[2])


def record_same(province: Province, pair: Pair) -> None:
    with province.database.begin() as connection:
        record(connection, [pair], "same", by="Lê Thị Hoa", reason="đã hỏi trường")


@pytest.mark.parametrize(
    "verdicts", [("same", "same", "different"), ("same", "different", "same"), ("different", "same", "same")]
)
def test_of_three_rows_the_third_word_agrees_with_the_others(province: Province, verdicts: tuple[str, ...]) -> None:
    """Or is refused, until one of the others is taken back."""
    for school, father in zip((NORTH, SOUTH, "79760503"), FATHERS, strict=True):
        province.hand_in(school, [child(who=school, father_name=father)])
    province.identify()
    pairs = waiting(province)
    for verdict, pair in zip(verdicts[:2], pairs[:2], strict=True):
        say(province, verdict, pair)
    with pytest.raises(ReviewError, match=pairs[2].pair_id[:8]):
        say(province, verdicts[2], pairs[2])
    say(province, "different", pairs[verdicts.index("same")])
    say(province, verdicts[2], pairs[2])
    assert len({link["person_id"] for link in province.identify().values()}) == 2


def test_a_number_of_somebody_else_is_not_kept(province: Province) -> None:
    """Said to be another child, the row gets an id and leaves the number to its owner, this year and the next."""
    province.hand_in(NORTH, [child(learner_id=ID, personal_id=NUMBER)])
    owner = province.identify()[0]
    stranger = child(full_name="Hoàng Bảo", birth_date=date(2010, 1, 1), learner_id=ID, personal_id=NUMBER)
    province.hand_in(SOUTH, [stranger], END)
    province.identify(END)
    (pair,) = waiting(province)
    say(province, "different", pair)
    link = province.identify(END)[0]
    assert link["outcome"] == "new" and link["person_id"] != ID
    assert [learner["personal_id"] for learner in province.stored("learner")] == [NUMBER, None]
    province.hand_in(SOUTH, [stranger], "2026-2027-dau-nam")
    again = province.identify("2026-2027-dau-nam")[0]
    assert again["person_key"] == link["person_key"] != owner["person_key"]


def test_a_row_of_several_candidates_becomes_a_new_person_at_once(province: Province) -> None:
    others = [child(learner_id=ID, personal_id=NUMBER), child(learner_id=OTHER_ID, personal_id="079214000456")]
    province.hand_in(NORTH, others)
    province.identify()
    province.hand_in(SOUTH, [child()], END)
    province.identify(END)
    first, _ = waiting(province)
    say(province, "different", first, of_all=True)
    assert province.identify(END)[0]["outcome"] == "new"


def test_rows_of_one_run_said_to_be_one_child(known: KnownProvince) -> None:
    double = child(mother_name=None)
    province = known(double, double | {"personal_id": NUMBER}, double)
    for pair in waiting(province):
        say(province, "same", pair)
    links = province.identify()
    assert len({link["person_id"] for link in links.values()}) == 1
    province.hand_in(NORTH, [double, double | {"personal_id": NUMBER}])
    assert {link["person_id"] for link in province.identify().values()} == {links[0]["person_id"]}


@pytest.mark.parametrize(("verdict", "persons"), [("same", 1), ("different", 2)])
@pytest.mark.parametrize("is_known", [True, False])
def test_rows_with_other_fathers(province: Province, verdict: str, persons: int, is_known: bool) -> None:
    """Whether they wait for each other or, one of them known by the number, one for the person."""
    first = child(father_name="Phạm Việt Hoàng", personal_id=NUMBER if is_known else None)
    province.hand_in(NORTH, [first])
    if is_known:
        province.identify()
    province.hand_in(NORTH, [first], END)
    province.hand_in(SOUTH, [child(who="other", father_name="Ngô Ngọc Vỹ")], END)
    province.identify(END)
    pairs = waiting(province)
    assert pairs
    for pair in pairs:
        say(province, verdict, pair)
    links = province.identify(END)
    assert len({link["person_id"] for link in links.values()} - {None}) == persons
    assert waiting(province) == []


def test_rows_of_one_run_said_to_be_two(known: KnownProvince) -> None:
    """Both claim an id nobody issued: neither gets it."""
    province = known(child(learner_id=ID), child(who="other", full_name="Hoàng Bảo", learner_id=ID))
    (pair,) = waiting(province)
    say(province, "different", pair)
    links = province.identify()
    assert {link["outcome"] for link in links.values()} == {"new"}
    assert ID not in {link["person_id"] for link in links.values()} and len(province.stored("learner")) == 2


def test_staff_too(province: Province) -> None:
    province.hand_in(NORTH, [teacher(personal_id="079085000123")], dataset="staff")
    known = province.identify(kind="staff")[0]
    province.hand_in(SOUTH, [teacher(personal_id="079085000123", full_name="Hoàng Bảo", birth_date=None)], END, "staff")
    province.identify(END)
    (pair,) = waiting(province, "staff")
    say(province, "same", pair)
    assert province.identify(END, kind="staff")[0]["person_key"] == known["person_key"]


def test_a_decision_is_signed(province: Province) -> None:
    _, pair = one_doubt(province)
    with pytest.raises(ReviewError, match="--person"):
        decide(province.database, pair.pair_id, "same", by=" ", reason="x")
    with pytest.raises(ReviewError, match="csdl review list"):
        decide(province.database, "abcdef", "same", by="x", reason="x")


@settings(
    max_examples=1,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(verdicts=["different"])
@given(verdicts=st.lists(st.sampled_from(["same", "different"]), min_size=4, max_size=12))
def test_the_queue_empties_whatever_is_decided(make_province: Callable[[], Province], verdicts: list[str]) -> None:
    """Every waiting row can be decided about, each pair once, and handing all in again changes nothing."""
    province = make_province()
    hand_in_all(province, ROWS)
    links = province.identify()
    asked: set[str] = set()
    while pairs := waiting(province):
        held = {link["row_id"] for link in links.values() if link["person_key"] is None}
        assert held == {pair.row_id for pair in pairs} | {pair.other_row_id for pair in pairs} & held
        assert not asked & {pair.pair_id for pair in pairs}
        asked |= {pair.pair_id for pair in pairs}
        for number, pair in enumerate(pairs):
            try:
                say(province, verdicts[number % len(verdicts)], pair)
            except ReviewError:
                say(province, OPPOSITE[verdicts[number % len(verdicts)]], pair)
        links = province.identify()
    assert all(link["person_key"] for link in links.values())
    hand_in_all(province, ROWS)
    again = province.identify()
    assert {who: link["person_id"] for who, link in again.items()} == {
        who: link["person_id"] for who, link in links.items()
    }


def test_a_run_that_dies_before_its_file_is_repeated(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    """The decision is carried out in the database, but the file does not say so yet."""
    known, pair = one_doubt(province)
    say(province, "same", pair)
    with monkeypatch.context() as patch:
        patch.setattr("pipelines.engine.Engine.write_parquet", lambda *_: pytest.fail("the disk is full"))
        with pytest.raises(pytest.fail.Exception):
            province.identify(END)
    assert province.links(END)[0]["person_key"] is None
    assert partitions_to_identify(province.settings, province.database) == [province.partition(END)]
    assert province.identify(END)[0]["person_key"] == known["person_key"]
    assert partitions_to_identify(province.settings, province.database) == []
