"""The engine: what it prints, how periods are sorted in it, and where it spills."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import duckdb
import pyarrow as pa
import pytest

from pipelines.engine import Engine, interruptible
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


# Some 160 MB that a bound of 60 MiB makes spill.
SPILLING = "CREATE TABLE wide AS SELECT n, repeat('x', 40) || n AS text FROM range(2000000) AS r(n) ORDER BY hash(n)"
TOTAL = "SELECT sum(n)::BIGINT, sum(strlen(text))::BIGINT FROM wide"


def test_two_engines_spill_into_one_folder(tmp_path: Path) -> None:
    with Engine(tmp_path, 60, 1) as one, Engine(tmp_path, 60, 1) as other:
        for engine in (one, other):
            engine.execute(SPILLING)
        assert len(list(tmp_path.glob("engine-*/*"))) >= 2, "nothing was spilled: the test shows nothing"
        assert one.rows(TOTAL) == other.rows(TOTAL)
    assert not list(tmp_path.iterdir())


def test_what_a_killed_process_spilled_is_removed(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f"engine-{dead.pid}-0").mkdir()
    with Engine(tmp_path, 60, 1) as engine:
        assert engine.value("SELECT 1") == 1
    assert not list(tmp_path.iterdir())


def test_a_name_is_bound_to_one_thing_after_another(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    with Engine(tmp_path, 60, 1) as engine:
        engine.write_parquet("SELECT 1 AS n", path)
        for bound in range(2):
            engine.bind_arrow("rows", pa.table({"n": [bound + 5]}))
            assert engine.value("SELECT n FROM rows") == bound + 5
            engine.bind_parquet("rows", [path])
            assert engine.value("SELECT n FROM rows") == 1


def test_a_column_of_nothing_is_text(tmp_path: Path) -> None:
    with Engine(tmp_path, 60, 1) as engine:
        engine.bind_arrow("rows", pa.table({"code": pa.nulls(2)}))
        assert engine.rows("SELECT upper(code) FROM rows") == [(None,), (None,)]


# A statement of hours whose every step is short, and one that keeps all threads busy.
ENDLESS = (
    "SELECT count(*) FROM range(1000000000000) AS r(n) WHERE n * n % 7 = 3",
    "SELECT sum(a.n * b.n) FROM range(10000000) AS a(n), range(10000000) AS b(n) WHERE a.n % 7 <> b.n % 11",
)


@pytest.fixture
def told_of_interrupts() -> Iterator[None]:
    """Whoever starts the tests in the background lets them ignore interrupts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("told_of_interrupts")
@pytest.mark.parametrize("statement", ENDLESS)
def test_a_statement_ends_at_once_when_it_is_interrupted(statement: str) -> None:
    with duckdb.connect(config={"threads": 2}) as connection:
        Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            interruptible(connection, lambda: connection.execute(statement).fetchall())
        assert connection.execute("SELECT 1").fetchone() == (1,)
