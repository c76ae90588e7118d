"""The job that asks the population register, and its schedule."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from assets.resources import Installation
from assets.verification import verification, verify_nightly
from tests.verification.register import TOKEN, Response, Sandbox
from tests.verification.town import Town, name_of, number_of, register_of, town_of


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(people=register_of(6)) as server:
        yield server


@pytest.fixture
def town(tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("CSDL_HOME", str(tmp_path))
    monkeypatch.setenv("CSDL_REGISTER_CHANNEL", "http")
    monkeypatch.setenv("CSDL_REGISTER_URL", sandbox.url)
    monkeypatch.setenv("CSDL_REGISTER_TOKEN", TOKEN)
    return town_of(tmp_path, 7)


def launched() -> dg.ExecuteInProcessResult:
    return dg.materialize([verification], resources={"installation": Installation()}, raise_on_error=False)


def events(result: dg.ExecuteInProcessResult) -> str:
    return "".join(map(repr, result.all_events))


def test_the_asset_asks_and_records_numbers_only(town: Town, sandbox: Sandbox) -> None:
    result = launched()
    assert result.success and len(town.stored()) == 7
    [event] = result.asset_materializations_for_node("verification")
    assert sorted(value.value for value in event.metadata.values()) == [0, 0, 7, 7]
    told = events(result)
    assert not [key for key in range(1, 8) if number_of(key) in told or name_of(key) in told]


def test_a_register_that_refuses_us_fails_the_run(town: Town, sandbox: Sandbox) -> None:
    sandbox.moods = [Response(401)]
    result = launched()
    assert not result.success
    assert "CSDL_REGISTER_TOKEN" in events(result) and number_of(1) not in events(result)


def test_the_schedule_waits_for_an_officer_and_for_a_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verify_nightly.default_status is dg.DefaultScheduleStatus.STOPPED
    context = dg.build_schedule_context()
    monkeypatch.delenv("CSDL_REGISTER_CHANNEL", raising=False)
    assert not verify_nightly.evaluate_tick(context).run_requests
    monkeypatch.setenv("CSDL_REGISTER_CHANNEL", "http")
    assert verify_nightly.evaluate_tick(context).run_requests
