"""The landing sensor: when it launches, and when it waits."""

from pathlib import Path

import dagster as dg
import pytest

from assets.automation import landing_sensor, nightly
from pipelines.settings import Workspace


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSDL_HOME", str(tmp_path))
    folder = Workspace(tmp_path).landing / "2025-2026-dau-nam" / "79778501"
    folder.mkdir(parents=True)
    return folder


def look(cursor: str | None) -> tuple[list[str | None], str | None]:
    """One look of the sensor: the run keys it asks for, and its new cursor."""
    context = dg.build_sensor_context(cursor=cursor, instance=dg.DagsterInstance.ephemeral())
    result = landing_sensor(context)
    assert isinstance(result, dg.SensorResult)
    return [request.run_key for request in result.run_requests or ()], result.cursor


def test_launches_once_when_the_files_have_stopped_changing(landing: Path) -> None:
    keys, cursor = look(None)
    assert keys == []
    (landing / "hoc_sinh.xlsx").write_bytes(b"half")
    keys, cursor = look(cursor)
    assert keys == []
    (landing / "hoc_sinh.xlsx").write_bytes(b"half and half")
    keys, cursor = look(cursor)
    assert keys == []
    [key], cursor = look(cursor)
    assert key
    assert look(cursor)[0] == []


def test_a_change_launches_under_another_key(landing: Path) -> None:
    (landing / "lop.xlsx").write_bytes(b"one")
    [first], cursor = look(look(None)[1])
    (landing / "lop.xlsx").write_bytes(b"another")
    [second], _ = look(look(cursor)[1])
    assert first != second


def test_both_wait_to_be_switched_on() -> None:
    assert landing_sensor.default_status is dg.DefaultSensorStatus.STOPPED
    assert nightly.default_status is dg.DefaultScheduleStatus.STOPPED
