"""How what identity costs is carried on to a nation."""

from itertools import product
from pathlib import Path

import pyarrow.compute as pc
import pytest

from benchmarks.identity_scale import Step, fit, lines, make_rows
from benchmarks.measure import Cost


def steps(fixed: float, row: float, growth: float) -> list[Step]:
    """Costs that follow the law exactly."""
    return [
        Step(is_first, rows, persons, Cost(fixed + rows * (row + growth * persons), 100 + rows / 1000))
        for is_first, rows, persons in product((True, False), (50_000, 100_000), (500_000, 1_000_000, 2_000_000))
    ]


def test_a_law_is_found_again() -> None:
    assert fit(steps(1.0, 20e-6, 1e-12)) == pytest.approx((1.0, 20e-6, 1e-12))
    assert fit(steps(1.0, 20e-6, -1e-12))[2] == 0


def test_a_nation_is_carried_on_to() -> None:
    told = {line.what: line.reached for line in lines(steps(1.0, 20e-6, 1e-12), 250.0)}
    assert told["carried on: first load of 24,000,000"] == pytest.approx(34 + 480 + 24 * 24 / 2)
    assert told["carried on: 1,000,000 rows against 24,000,000"] == pytest.approx(1 + 20 + 24)
    assert told["carried on: memory for 1,000,000 rows"] == pytest.approx(1100)
    strays = [reached for what, reached in told.items() if "against the fit" in what]
    assert len(strays) == 12 and all(abs(stray or 0) < 1e-6 for stray in strays)


def test_a_twelfth_of_the_children_leaves_and_comes(tmp_path: Path) -> None:
    before, after = (make_rows(tmp_path, "10", 6000, year) for year in (0, 1))
    assert (before.num_rows, after.num_rows) == (6000, 6000)
    numbers = [set(pc.unique(rows["personal_id"].drop_null()).to_pylist()) for rows in (before, after)]
    assert len(numbers[0] & numbers[1]) / len(numbers[0]) == pytest.approx(11 / 12 * 0.97, abs=0.02)
    assert sorted(pc.unique(after["grade_code"]).to_pylist()) == [f"{grade:02d}" for grade in range(1, 13)]
