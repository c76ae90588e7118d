"""Who is asked, and who is not asked again; how answers are compared."""

import hmac
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.engine import Engine
from pipelines.publication.keys import ensure_restricted_key
from pipelines.staging import Partition
from pipelines.verification.policy import load_policy, load_results
from pipelines.verification.statements import statement
from pipelines.verification.verify import partitions_to_verify
from schemas.catalogue import load_catalogue
from tests.marts.sample import teacher
from tests.marts.staged import BEGINNING, END
from tests.verification.register import Record, Response, Sandbox
from tests.verification.town import (
    NORTH,
    SOUTH,
    TODAY,
    Town,
    learner,
    name_of,
    number_of,
    record_of,
    register_of,
    service,
    town_of,
)

WIFE = "079180000001"


def test_only_people_with_a_number_and_a_link_are_asked(home: Path, sandbox: Sandbox) -> None:
    town = Town(home)
    rows = [
        learner(1),
        learner(2, personal_id=None),
        learner(3, personal_id="12345"),
        learner(4, person_key=None, link="review"),
        learner(5, outcome="rejected"),
        learner(6, outcome="queried"),
    ]
    staff = [teacher(501, identity_number=WIFE, birth_date=date(1980, 1, 1))]
    town.hand_in(NORTH, rows, staff=staff)
    sandbox.people = register_of(6) | {WIFE: {"full_name": "TRẦN THỊ 501", "birth_date": "1980", "sex_code": "02"}}
    assert town.ask(service(sandbox)).asked == 3
    assert {(row["kind"], row["person_key"], row["status"]) for row in town.stored()} == {
        ("learner", 1, "verified"),
        ("learner", 6, "verified"),
        ("staff", 501, "verified"),
    }
    assert set(sandbox.checked) == {number_of(1), number_of(6), WIFE}


def test_only_what_changed_is_asked_again(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 4)
    sandbox.people = register_of(4)
    town.ask(service(sandbox))
    changes: list[dict[str, Any]] = [
        {},
        {"full_name": "Nguyễn Khác"},
        {"birth_date": date(2016, 5, 4)},
        {"sex_code": "01"},
    ]
    town.hand_in(NORTH, [learner(key, grade_code="05", **said) for key, said in enumerate(changes, 1)])
    assert town.ask(service(sandbox)).asked == 3
    assert [sandbox.checked[number_of(key)] for key in range(1, 5)] == [1, 2, 2, 2]
    # Both answers are kept, each with what it was given for; the standing is that of the rows in force.
    assert len(town.stored()) == 7
    assert {row["person_key"]: row["differences"] for row in town.standing()} == {
        1: "",
        2: "name",
        3: "birth_day",
        4: "sex",
    }


def test_a_result_holds_for_as_long_as_the_policy_says(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 2)
    sandbox.people = register_of(1)
    town.ask(service(sandbox))
    last = TODAY + timedelta(days=load_policy().validity_days)
    assert town.ask(service(sandbox, last), last).asked == 0
    sandbox.people = register_of(2)
    after = last + timedelta(days=1)
    assert town.ask(service(sandbox, after), after).asked == 2
    assert town.statuses() == {1: "verified", 2: "verified"}
    assert {row["checked_on"] for row in town.stored()} == {after.isoformat()}


def test_what_was_asked_in_vain_is_asked_anew_after_some_time(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 3)
    sandbox.mend = lambda answers: []
    assert town.ask(service(sandbox)).still_open == 3
    [before] = town.stored("verification_batch")
    later = TODAY + timedelta(days=load_policy().waiting_days + 1)
    sandbox.mend = list
    tally = town.ask(service(sandbox, later), later)
    assert (tally.asked, tally.answered) == (3, 3)
    assert before["batch_id"] != sandbox.calls[-1]


def test_two_schools_that_say_the_same_of_a_child_ask_once_and_others_each(home: Path, sandbox: Sandbox) -> None:
    town = Town(home)
    town.hand_in(NORTH, [learner(1), learner(2)])
    town.hand_in(SOUTH, [learner(1, class_name="4B"), learner(2, full_name="Nguyễn Sai Tên")])
    sandbox.people = register_of(2)
    assert town.ask(service(sandbox)).asked == 3
    assert [(row["person_key"], row["status"]) for row in town.standing()] == [
        (1, "verified"),
        (2, "verified"),
        (1, "verified"),
        (2, "mismatch"),
    ]
    # Whatever is asked next, neither claim is asked again.
    assert town.ask(service(sandbox)).asked == 0


def test_who_waits_for_an_answer_elsewhere_is_not_asked_again(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 3)
    sandbox.people = register_of(4)
    sandbox.moods = [Response(422)]
    assert town.ask(service(sandbox)).still_open == 3
    town.hand_in(NORTH, [learner(key) for key in range(1, 5)], period=END)
    tally = town.ask(service(sandbox))
    assert (tally.asked, tally.answered, set(sandbox.checked.values())) == (1, 4, {1})
    # Three answers came to the earlier period; how the rows of the newest one stand is known by them in the same run.
    assert {row["person_key"] for row in town.standing(Partition(END, "79"))} == {1, 2, 3, 4}


def test_the_newest_period_of_each_province_is_asked_unless_another_is_named(home: Path, sandbox: Sandbox) -> None:
    town = Town(home)
    town.hand_in(NORTH, [learner(1)], period=END)
    town.hand_in(NORTH, [learner(2)], period=BEGINNING)
    assert partitions_to_verify(town.database) == [Partition(END, "79")]
    assert partitions_to_verify(town.database, periods=[BEGINNING]) == [Partition(BEGINNING, "79")]
    assert partitions_to_verify(town.database, provinces=["01"]) == []


def test_requests_tell_nothing_of_who_is_who(home: Path, sandbox: Sandbox) -> None:
    """Their numbers and order lead neither to keys nor to the order of the sheet."""
    town = town_of(home, 60)
    seen: list[str] = []
    sandbox.mend = lambda answers: []
    known = sandbox.answer
    sandbox.answer = lambda request: [seen.append(request["personal_id"]), known(request)][1]  # type: ignore[method-assign]
    town.ask(service(sandbox, batch_size=100))
    assert len(seen) == 60 and seen != sorted(seen) and seen != sorted(seen, reverse=True)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = Engine(tmp_path_factory.mktemp("engine"), 500, 1)
    engine.execute(statement("macros"))
    return engine


@settings(max_examples=30, deadline=None)
@given(key=st.binary(min_size=1, max_size=64), said=st.text(st.characters(exclude_characters="\0", codec="utf-8")))
def test_the_fingerprint_is_an_hmac(engine: Engine, key: bytes, said: str) -> None:
    padded = key.ljust(64, b"\0")
    engine.execute("SET VARIABLE inner_pad = $pad::BLOB", {"pad": bytes(byte ^ 0x36 for byte in padded)})
    engine.execute("SET VARIABLE outer_pad = $pad::BLOB", {"pad": bytes(byte ^ 0x5C for byte in padded)})
    expected = int(hmac.new(key, said.encode(), "sha256").hexdigest()[:15], 16)
    assert engine.value("SELECT keyed_fingerprint($said)", {"said": said}) == expected


def test_another_key_makes_other_fingerprints(home: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    town = town_of(home, 1)
    sandbox.people = register_of(1)
    town.ask(service(sandbox))
    assert ensure_restricted_key(town.settings.workspace)
    monkeypatch.setenv("CSDL_RESTRICTED_KEY", "ab" * 32)
    assert town.ask(service(sandbox)).asked == 1


# What the register has instead of what was claimed (the letters AB end the name), and what becomes of it.
COMPARED: list[tuple[Record, str, str, str]] = [
    ({}, "verified", "", ""),
    ({"full_name": "  nguyễn  bí MẬT AB"}, "verified", "", ""),
    ({"full_name": "NGUYEN BI MAT AB"}, "mismatch", "full_name", "name_spelling"),
    ({"full_name": "NGUYỄN BÝ MẬT A-B"}, "mismatch", "full_name", "name_spelling"),
    ({"full_name": "NGUYỄN VĂN AB"}, "mismatch", "full_name", "name"),
    ({"birth_date": "2016-03-05"}, "mismatch", "birth_date", "birth_day_month_swapped"),
    ({"birth_date": "2016-05-04"}, "mismatch", "birth_date", "birth_day"),
    ({"birth_date": "2015-06-03"}, "mismatch", "birth_date", "birth_month;birth_year"),
    ({"birth_date": "2016"}, "verified", "", ""),
    ({"birth_date": "2015"}, "mismatch", "birth_date", "birth_year"),
    ({"birth_date": ""}, "verified", "", ""),
    ({"sex_code": "01"}, "mismatch", "sex_code", "sex"),
    ({"sex_code": None}, "verified", "", ""),
    ({"full_name": "Lê Văn Ba", "sex_code": "01"}, "mismatch", "full_name;sex_code", "name;sex"),
    ({"died_on": "2025-01-02"}, "deceased", "", ""),
    ({"died_on": "2025", "sex_code": "01"}, "mismatch", "sex_code", "sex"),
    ({"result": "cancelled"}, "cancelled", "", ""),
    ({"result": "replaced", "full_name": "Lê Văn Ba"}, "cancelled", "", ""),
]


def test_answers_are_compared(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, len(COMPARED))
    for key, (differences, *_) in enumerate(COMPARED, 1):
        letters = name_of(key)[-2:]
        record = {
            name: value and value.replace("AB", letters).replace("A-B", "-".join(letters))
            for name, value in differences.items()
        }
        sandbox.people[number_of(key)] = record_of(key) | record
    town.ask(service(sandbox, batch_size=100))
    expected = {key: (*became, said.get("died_on")) for key, (said, *became) in enumerate(COMPARED, 1)}
    kept = ("status", "mismatched_fields", "differences", "died_on")
    assert {row["person_key"]: tuple(row[name] for name in kept) for row in town.stored()} == expected


IMPOSSIBLE: list[Record] = [
    {"full_name": " \t "},
    {"birth_date": "0001-01-01"},
    {"birth_date": "2999-01-01"},
    {"died_on": "0000"},
    {"died_on": "2015"},
    {"died_on": "2016-05-02"},
    {"died_on": "2025-12"},
    {"died_on": "2025-11-04"},
]


def test_what_cannot_be_is_not_taken(home: Path, sandbox: Sandbox) -> None:
    """Answers are of 2025-11-03, about people born on 2016-05-03."""
    town = town_of(home, len(IMPOSSIBLE) + 2)
    sandbox.people = {number_of(key): record_of(key, **said) for key, said in enumerate(IMPOSSIBLE, 3)}
    sandbox.people |= {number_of(1): record_of(1, died_on="2025-11-03"), number_of(2): record_of(2, died_on="2016-05")}
    tally = town.ask(service(sandbox, batch_size=100))
    assert (tally.malformed, tally.still_open) == (len(IMPOSSIBLE), len(IMPOSSIBLE))
    assert town.statuses() == {1: "deceased", 2: "deceased"}


def test_statuses_and_differences_are_codes() -> None:
    lists = load_catalogue().code_lists
    statuses = {code.code for code in lists["verification_status"]}
    assert set(load_results()["status"].drop_null().to_pylist()) | {"verified", "mismatch", "deceased"} <= statuses
    differences = {code.code for code in lists["verification_difference"]}
    assert {word for word in statement("macros").split("'") if word.startswith(("birth_", "name"))} <= differences
