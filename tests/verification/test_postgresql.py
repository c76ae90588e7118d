"""The same on PostgreSQL: requests that stay open, results that replace older ones, nothing asked twice."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.state.database import open_database
from pipelines.verification.policy import load_policy
from tests.marts.staged import END
from tests.verification.register import Response, Sandbox
from tests.verification.town import NORTH, TODAY, Town, learner, register_of, service


@pytest.fixture
def town(home: Path, postgresql_url: str) -> Town:
    town = Town(home)
    town.settings = replace(town.settings, database_url=postgresql_url)
    town.database = open_database(town.settings.database_url)
    town.hand_in(NORTH, [learner(key) for key in range(1, 13)])
    return town


def test_verification_on_postgresql(town: Town, sandbox: Sandbox) -> None:
    sandbox.people = register_of(10)
    sandbox.mend = lambda answers: answers[:3]
    tally = town.ask(service(sandbox))
    assert (tally.asked, tally.answered, tally.still_open) == (12, 8, 4)
    sandbox.mend = list
    tally = town.ask(service(sandbox))
    assert (tally.asked, tally.answered, tally.still_open) == (0, 4, 0)
    assert town.stored("verification_batch") == []
    assert sorted(town.statuses().values()) == ["not_found"] * 2 + ["verified"] * 10
    sandbox.people = register_of(12)
    later = TODAY + timedelta(days=load_policy().validity_days + 1)
    assert town.ask(service(sandbox, later), later).answered == 12
    assert set(town.statuses().values()) == {"verified"} and len(town.stored()) == 12
    assert {row["checked_on"] for row in town.standing()} == {later.isoformat()}


def test_who_waits_elsewhere_is_not_asked_again_on_postgresql(town: Town, sandbox: Sandbox) -> None:
    sandbox.people = register_of(13)
    town.ask(service(sandbox), limit=5)
    sandbox.moods = [Response(422)]
    assert town.ask(service(sandbox), limit=5).still_open == 5
    town.hand_in(NORTH, [learner(key) for key in range(1, 14)], period=END)
    tally = town.ask(service(sandbox))
    assert (tally.asked, tally.answered, tally.still_open) == (3, 8, 0)
