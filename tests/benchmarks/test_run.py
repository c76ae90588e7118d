"""The benchmark measures what it says and judges it rightly."""

import sys
from pathlib import Path

import pytest

from benchmarks.measure import Cost, middle, run
from benchmarks.run import Load, curve, lines

SLEEP_IN_CHILD = """
import subprocess, sys
hold = "import time; block = bytearray(200 << 20); time.sleep(1.5)"
subprocess.run([sys.executable, "-c", hold])
"""


def load(schools: int, seconds: float, memory: float = 1000) -> Load:
    cost = Cost(seconds, memory)
    return Load(schools, schools * 450, Cost(seconds / 2, 100), cost, Cost(9, 100), Cost(10, 100))


def test_memory_of_child_processes_is_counted(tmp_path: Path) -> None:
    cost = run([sys.executable, "-c", SLEEP_IN_CHILD], {}, tmp_path / "log")
    assert 200 < cost.memory < 300
    assert cost.seconds > 1.5


def test_failure_is_told_with_the_end_of_the_log(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"ended with 3:\nfull disk"):
        run([sys.executable, "-c", "print('full disk'); exit(3)"], {}, tmp_path / "log")


def test_a_program_that_breaks_is_not_taken_for_one_that_rejected_rows(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with 1"):
        run([sys.executable, "-c", "1 / 0"], {}, tmp_path / "log", allowed=(0, 1))


def test_middle_is_the_median_time_and_the_highest_memory() -> None:
    assert middle([Cost(3, 10), Cost(1, 30), Cost(2, 20)]) == Cost(2, 30)


def test_curve_tells_start_up_from_the_cost_per_learner() -> None:
    loads = [load(schools, 5 + 0.001 * schools * 450) for schools in (100, 500, 2120)]
    fixed, each, strays = curve(loads)
    assert fixed.cost and fixed.cost.seconds == pytest.approx(5)
    assert each.cost and each.cost.seconds == pytest.approx(1)
    assert strays.reached == pytest.approx(0, abs=1e-6)
    assert strays.is_met


def test_targets_are_judged() -> None:
    table = lines([load(100, 10), load(500, 30, memory=4000)], (100, Cost(200, 500)), Cost(2.5, 100))
    met = {line.what: line.is_met for line in table}
    assert met["100 schools, 45,000 learners: csdl, landing to release"]
    assert met["100 schools: pandas, openpyxl, pandera"]
    assert met["csdl: peak memory of all processes"] is False
    assert met["csdl check of one workbook of some 450 rows"] is False
