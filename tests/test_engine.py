"""The engine is silent: what it prints would stand in the answers of commands."""

from pathlib import Path

from pipelines.engine import Engine
from pipelines.periods import Period, Point


def test_no_progress_bar_is_printed(tmp_path: Path) -> None:
    # A statement must take seconds before there would be one.
    with Engine(tmp_path, memory=500, threads=1) as engine:
        assert engine.value("SELECT current_setting('enable_progress_bar')") is False


def test_periods_are_sorted_as_in_time(tmp_path: Path) -> None:
    periods = [Period(year, point) for year in (2026, 2024, 2025) for point in Point]
    names = " UNION ALL ".join(f"SELECT '{period}' AS name" for period in periods)
    with Engine(tmp_path, 100, 1) as engine:
        found = engine.rows(f"SELECT name FROM ({names}) ORDER BY period_order(name)")
    assert [name for (name,) in found] == [p.name for p in sorted(periods, key=lambda period: period.order)]
