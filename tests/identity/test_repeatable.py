"""The same rows give the same persons, in whatever order they come and however often."""

import os
from collections.abc import Callable

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipelines.identity.register
from pipelines.staging import Staging
from pipelines.state.models import Base
from tests.identity.mixture import NEXT_ROWS, ROWS, YEAR_ONLY, hand_in_all, two_periods, without_places
from tests.identity.province import END, NORTH, SOUTH, Province, Row, child

ID = "7901234567"


@pytest.fixture(scope="module")
def expected(make_province: Callable[[], Province]) -> dict:
    province = make_province()
    hand_in_all(province)
    return without_places(province.identify())


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.permutations(ROWS),
    senders=st.lists(st.sampled_from(["79", "27127", "79999999"]), min_size=len(ROWS), max_size=len(ROWS)),
)
def test_order_and_batching_do_not_matter(
    make_province: Callable[[], Province], expected: dict, rows: list, senders: list[str]
) -> None:
    """The rows in any order, each handed in by any sender (a department, a commune, a school) for its school.

    Only who stands twice in one list may not stand in two: a list of its own each would tell of one child.
    """
    province = make_province()
    by_who = {row["who"]: sender for row, sender in zip(rows, senders, strict=True)}
    by_who["double 2"] = by_who["double 1"]
    for sender in dict.fromkeys(by_who.values()):
        province.hand_in(sender, [row for row in rows if by_who[row["who"]] == sender])
    assert without_places(province.identify()) == expected


def test_the_mixture_is_what_it_should_be(expected: dict) -> None:
    held = {who for who, link in expected.items() if link["person_key"] is None}
    assert held == {"double 1", "double 2", "mistyped 1", "mistyped 2", "claims 1", "claims 2"}
    assert "rejected" not in expected
    same = lambda *names: len({expected[name]["person_id"] for name in names}) == 1  # noqa: E731
    assert same("here and there", "there and here") and same("chain 1", "chain 2", "chain 3")
    assert not same("twin 1", "twin 2") and not same("number 1", "number 2")


def test_a_second_run_changes_nothing(province: Province) -> None:
    two_periods(province)
    before = {table: province.stored(table) for table in Base.metadata.tables}
    links = province.links(END)
    assert province.identify(END) == links
    assert {table: province.stored(table) for table in before} == before


@pytest.mark.parametrize(
    ("sender", "says_more", "says_less", "score"),
    [
        (NORTH, {"mother_name": None, "learner_id": ID}, {"mother_name": None}, 1.0),
        (SOUTH, {**YEAR_ONLY, "learner_id": ID}, YEAR_ONLY, 1.0),
        (SOUTH, {"learner_id": ID, "personal_id": "079214000123"}, {"personal_id": "079214000132"}, 0.9),
    ],
)
def test_a_row_that_waits_keeps_its_score(
    province: Province, sender: str, says_more: Row, says_less: Row, score: float
) -> None:
    """In the first run it waits for another row, in the second for the person whom that row entered into the register."""
    lists = {NORTH: [child(who="registered", **says_more)]}
    lists.setdefault(sender, []).append(child(who="waits", **says_less))
    for school, rows in lists.items():
        province.hand_in(school, rows)
    first = province.identify()
    assert (first["waits"]["outcome"], first["waits"]["score"]) == ("review", score)
    (pair,) = province.stored("review_pair")
    assert pair["score"] == score
    assert province.identify() == first
    (pair_again,) = province.stored("review_pair")
    assert (pair["person_key"], pair["score"]) == (pair_again["person_key"], pair_again["score"])


def test_a_file_without_a_change_is_only_touched(province: Province) -> None:
    links = two_periods(province)
    path = Staging(province.settings.workspace.staging).links("learner", province.partition(END))
    os.utime(path, (0, 0))
    before = path.stat()
    province.identify(END)
    assert (path.stat().st_ino, path.stat().st_mtime > 0) == (before.st_ino, True)
    assert without_places(province.links(END)).items() <= links.items()


@pytest.mark.parametrize("harm", ["lost", "of another person"])
def test_the_file_says_what_is_stored(province: Province, harm: str) -> None:
    two_periods(province)
    path = Staging(province.settings.workspace.staging).links("learner", province.partition(END))
    before = pq.read_table(path)
    if harm == "lost":
        path.unlink()
    else:
        keys = pc.if_else(pc.equal(before["person_key"], 1), 2, before["person_key"])
        pq.write_table(before.set_column(1, "person_key", keys), path)
    province.identify(END)
    assert pq.read_table(path) == before


def test_a_resubmission_keeps_the_persons(province: Province) -> None:
    rows = [child(who="numbers", personal_id="079214000001"), child(who="name", full_name="Hồ Hải", mother_name=None)]
    province.hand_in(NORTH, rows)
    before = without_places(province.identify())
    province.hand_in(NORTH, [child(who="came late", full_name="An"), *reversed(rows)])
    after = without_places(province.identify())
    assert {who: after[who]["person_id"] for who in before} == {who: link["person_id"] for who, link in before.items()}
    assert after["came late"]["outcome"] == "new"
    assert after.keys() == {"numbers", "name", "came late"}


def test_a_row_in_review_is_tried_again(province: Province) -> None:
    double = child(mother_name=None)
    province.hand_in(NORTH, [double, double])
    assert {link["outcome"] for link in province.identify().values()} == {"review"}
    province.hand_in(NORTH, [double])
    assert {link["outcome"] for link in province.identify().values()} == {"new"}
    assert len(province.stored("person_link")) == 1


def test_looking_persons_up_finds_what_reading_all_finds(
    make_province: Callable[[], Province], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A register much larger than the batch is not read as a whole."""
    whole = two_periods(make_province())
    monkeypatch.setattr(pipelines.identity.register, "_READ_WHOLE", 0)
    assert two_periods(make_province()) == whole


def test_periods_follow_each_other(province: Province) -> None:
    links = two_periods(province)
    outcome = {row["who"]: links[row["who"]]["outcome"] for row in NEXT_ROWS}
    assert outcome == {
        "twin 1 stays": "matched",
        "twin 2 moves": "matched",
        "chain": "known",
        "chain elsewhere": "matched",
        "year again": "matched",
        "not the same": "conflict",
        "late": "new",
    }
    assert links["twin 2 moves"]["person_id"] == links["twin 2"]["person_id"]
    assert links["chain elsewhere"]["score"] < links["chain"]["score"] == 1.0


def test_what_one_school_sends_does_not_wait_for_others(province: Province) -> None:
    province.hand_in(NORTH, [child()])
    first = province.identify()[0]
    province.hand_in(SOUTH, [child(who="south", full_name="Hoàng Bảo")])
    links = province.identify()
    assert links[0] == first
    assert links["south"]["outcome"] == "new"
