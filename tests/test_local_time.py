"""Days begin at midnight in Viet Nam, in Python and in SQL."""

from datetime import date, datetime
from pathlib import Path

import pytest

from pipelines.engine import Engine
from pipelines.local_time import local_day


@pytest.mark.parametrize(
    ("stored", "day"),
    [
        (datetime(2026, 11, 22, 16, 59, 59), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 17, 0), date(2026, 11, 23)),
        (datetime(2026, 11, 22, 23, 30), date(2026, 11, 23)),
    ],
)
def test_the_day_of_a_stored_time(tmp_path: Path, stored: datetime, day: date) -> None:
    assert local_day(stored) == day
    with Engine(tmp_path, memory=200, threads=1) as engine:
        assert engine.value("SELECT local_day($stored::TIMESTAMP)", {"stored": stored.isoformat()}) == day
