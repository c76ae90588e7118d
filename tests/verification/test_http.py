"""The HTTP channel against a register that has bad days."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from pipelines.verification.channel import Reply
from pipelines.verification.http_service import HttpService
from pipelines.verification.pace import backoff, retry_after
from tests.verification.register import TOKEN, Record, Response, Sandbox
from tests.verification.town import number_of, record_of, register_of, service, town_of

MALFORMED = [
    b"<html>502</html>",
    b'{"batch_id": "another", "answers": []}',
    b'{"answers": [{"request_no": 1}]}',
    b'{"batch_id": "x"',
    b"[" * 200_000,
]  # fmt: skip


def test_everybody_is_asked_once(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 23)
    sandbox.people = register_of(21) | {number_of(22): record_of(22, birth_date="2016-03-05")}
    tally = town.ask(service(sandbox))
    assert (tally.asked, tally.answered, tally.still_open, tally.is_clean) == (23, 23, 0, True)
    assert town.statuses() == dict.fromkeys(range(1, 22), "verified") | {22: "mismatch", 23: "not_found"}
    assert len(sandbox.calls) == 5 and set(sandbox.checked.values()) == {1}
    assert town.stored("verification_batch") == town.stored("verification_request") == []
    again = town.ask(service(sandbox))
    assert (again.asked, len(sandbox.calls)) == (0, 5)


@pytest.mark.parametrize(
    "mood",
    [
        Response(500),
        Response(503, {"Retry-After": "0"}),
        Response(429, {"Retry-After": "0"}),
        Response(delay=0.6),
        Response(breaks_off=True),
        Response(429, {"Retry-After": "²"}),
        Response(headers={"Content-Encoding": "gzip"}, body=b"<html>502</html>"),
        *(Response(body=body) for body in MALFORMED),
    ],
    ids=[
        "500",
        "503",
        "429",
        "slow",
        "breaks off",
        "no seconds",
        "not compressed",
        "no JSON",
        "another batch",
        "no batch",
        "half of it",
        "deep",
    ],
)
def test_what_fails_for_a_while_is_tried_again_under_the_same_key(home: Path, sandbox: Sandbox, mood: Response) -> None:
    town = town_of(home, 9)
    sandbox.people = register_of(9)
    sandbox.moods = [mood, mood]
    tally = town.ask(service(sandbox, timeout=0.3, concurrency=1))
    assert (tally.answered, tally.failures) == (9, [])
    # The first batch was sent three times, and looked up once.
    assert len(sandbox.keys) == 4 and len(set(sandbox.keys)) == 2
    assert set(sandbox.checked.values()) == {1}


def test_answers_in_another_order_and_twice_are_taken(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 5)
    sandbox.people = register_of(4)
    sandbox.mend = lambda answers: [*reversed(answers), answers[0]]
    tally = town.ask(service(sandbox))
    assert (tally.answered, tally.repeated, tally.is_clean) == (5, 1, True)
    assert town.statuses() == dict.fromkeys(range(1, 5), "verified") | {5: "not_found"}


def test_what_is_not_answered_stays_open_and_is_asked_again(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 5)
    sandbox.people = register_of(5)
    sandbox.mend = lambda answers: [answers[0], answers[1] | {"result": "later"}]
    tally = town.ask(service(sandbox))
    assert (tally.answered, tally.later, tally.still_open) == (1, 1, 4)
    sandbox.mend = list
    tally = town.ask(service(sandbox))
    assert (tally.asked, tally.answered, tally.still_open) == (0, 4, 0)
    # Another body needs another key.
    assert len(set(sandbox.keys)) == 2 and len(set(sandbox.calls)) == 1


def test_answers_that_nobody_asked_for_or_that_contradict_are_not_taken(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 5)
    sandbox.people = register_of(5)

    def spoil(answers: list[Record]) -> list[Record]:
        bad_day = answers[1] | {"birth_date": "03/05/2016"}
        bad_word = answers[2] | {"result": "fine"}
        nothing = {"request_no": answers[3]["request_no"], "result": "found"}
        return [
            answers[0],
            answers[0] | {"result": "not_found"},
            bad_day,
            bad_word,
            nothing,
            answers[4] | {"request_no": 77},
        ]

    sandbox.mend = spoil
    tally = town.ask(service(sandbox))
    assert (tally.contradictory, tally.malformed, tally.unknown) == (2, 3, 1)
    assert (tally.answered, tally.still_open, tally.is_clean) == (0, 5, False)
    assert town.stored() == []


@pytest.mark.parametrize("number", [10**30, 1.5])
def test_an_answer_to_no_whole_number_leaves_its_batch_open(home: Path, sandbox: Sandbox, number: float) -> None:
    town = town_of(home, 15)
    sandbox.people = register_of(14)
    sandbox.mend = lambda answers: [
        answer | {"request_no": number} if answer["result"] == "not_found" else answer for answer in answers
    ]
    tally = town.ask(service(sandbox, attempts=2))
    assert (tally.answered, tally.still_open, tally.stopped) == (10, 5, None)
    assert [failure.key for failure in tally.failures] == ["verification.no_answer"]


def test_what_was_answered_stays_when_a_run_breaks_off(
    home: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = town_of(home, 15)
    sandbox.people = register_of(15)
    replies = HttpService._replies

    def interrupted(*arguments: Any) -> Iterator[Reply]:
        yield from islice(replies(*arguments), 2)
        raise KeyboardInterrupt

    monkeypatch.setattr(HttpService, "_replies", interrupted)
    with pytest.raises(KeyboardInterrupt):
        town.ask(service(sandbox))
    assert len(town.stored()) == 10


def test_a_batch_that_is_refused_does_not_hold_up_the_others(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 15)
    sandbox.people = register_of(15)
    sandbox.moods = [Response(422)]
    tally = town.ask(service(sandbox, concurrency=1))
    assert (tally.answered, tally.still_open, tally.stopped) == (10, 5, None)
    assert [failure.key for failure in tally.failures] == ["verification.refused"]


def test_a_service_that_is_down_is_left_alone_and_what_it_answered_stays(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 40)
    sandbox.people = register_of(40)
    sandbox.moods = [Response(), *[Response(503)] * 100]
    tally = town.ask(service(sandbox, concurrency=1, attempts=2))
    assert tally.stopped and tally.stopped.key == "verification.unavailable"
    assert (tally.answered, tally.still_open) == (5, 35)
    # Another one may be on its way when the third batch fails.
    assert len(sandbox.calls) - (1 + 3 * 2) in (0, 1)
    sandbox.moods = []
    assert town.ask(service(sandbox)).answered == 35


def test_nobody_is_asked_where_nobody_listens(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 20)
    channel = service(sandbox, attempts=2)
    sandbox.__exit__(None, None, None)
    tally = town.ask(channel)
    assert tally.stopped and tally.stopped.key == "verification.unavailable"
    assert tally.still_open == 20


def test_a_wrong_token_stops_at_once(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 20)
    sandbox.moods = [Response(401)] * 20
    tally = town.ask(service(sandbox, concurrency=1))
    assert tally.stopped and tally.stopped.key == "verification.forbidden"
    assert len(sandbox.calls) <= 2


def test_a_wait_that_the_service_asks_for_holds_everybody_back(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 30)
    sandbox.people = register_of(30)
    sandbox.moods = [Response(429, {"Retry-After": "1"})]
    town.ask(service(sandbox, concurrency=2))
    gaps = [later - earlier for earlier, later in zip(sandbox.at, sandbox.at[1:], strict=False)]
    # A second call was on its way already.
    assert max(gaps[:2]) >= 0.9
    assert len(town.stored()) == 30


def test_a_long_wait_ends_the_run(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 5)
    sandbox.moods = [Response(503, {"Retry-After": "86400"})]
    tally = town.ask(service(sandbox))
    assert tally.stopped and tally.stopped.key == "verification.busy"


def test_concurrency_is_bounded(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 60)
    sandbox.people = register_of(60)
    sandbox.moods = [Response(delay=0.1)] * 12
    town.ask(service(sandbox, concurrency=3))
    assert sandbox.most_at_once == 3


def test_the_rate_is_kept(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 30)
    sandbox.people = register_of(30)
    town.ask(service(sandbox, rate=20.0, concurrency=3))
    # Five intervals; the first call may be slow to arrive.
    assert len(sandbox.at) == 6 and sandbox.at[-1] - sandbox.at[0] >= 4 / 20


def test_the_limit_is_kept_and_the_rest_comes_next_time(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 12)
    sandbox.people = register_of(12)
    assert town.ask(service(sandbox), limit=7).answered == 7
    assert town.ask(service(sandbox), limit=7).answered == 5


_KILLED = """
import sys
from pipelines.settings import Settings
from pipelines.state.database import open_database
from pipelines.verification.access import ServiceAccess
from pipelines.verification.http_service import HttpService
from pipelines.verification.verify import partitions_to_verify, verify
from tests.verification.town import TODAY
settings = Settings.from_environment()
database = open_database(settings.database_url)
access = ServiceAccess(sys.argv[1], sys.argv[2], batch_size=1, concurrency=2, rate=1000.0)
verify(settings, database, HttpService(access, TODAY), partitions_to_verify(database), TODAY)
"""


def test_a_killed_run_is_taken_up_where_it_ended(home: Path, sandbox: Sandbox) -> None:
    town = town_of(home, 60)
    sandbox.people = register_of(60)
    sandbox.moods = [Response()] * 45 + [Response(delay=30.0)] * 2
    command = [sys.executable, "-c", _KILLED, sandbox.url, TOKEN]
    with subprocess.Popen(command, env=os.environ | {"CSDL_HOME": str(home)}) as run:
        deadline = time.monotonic() + 20
        while len(sandbox.calls) < 47 and time.monotonic() < deadline:
            time.sleep(0.02)
        run.send_signal(signal.SIGKILL)
    stored = len(town.stored())
    assert 0 < stored <= 45
    assert len(town.stored("verification_request")) == 60 - stored
    tally = town.ask(service(sandbox, batch_size=1))
    assert (tally.asked, tally.answered, tally.still_open) == (0, 60 - stored, 0)
    # What was answered but not stored was asked under the same key: nobody was looked up twice.
    assert len(set(sandbox.keys)) == 60 and set(sandbox.checked.values()) == {1}


def test_pauses_grow_are_spread_and_bounded() -> None:
    for failures, most in ((1, 1.0), (2, 2.0), (3, 4.0), (9, 10.0)):
        pauses = [backoff(failures, 1.0, 10.0) for _ in range(300)]
        assert 0 <= min(pauses) < 0.2 * most and 0.8 * most < max(pauses) <= most


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("7", 7),
        ("soon", 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 21 Oct 99999999999999999999 07:28:00 GMT", 0),
        ("-3", 0),
        ("²", 0),
        ("9" * 400, threading.TIMEOUT_MAX),
    ],
)
def test_retry_after_says_seconds(header: str | None, seconds: float) -> None:
    assert retry_after(header) == seconds


def test_retry_after_may_be_a_date() -> None:
    assert 55 < retry_after(format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)) <= 60
