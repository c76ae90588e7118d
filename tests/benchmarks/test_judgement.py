"""How identity is judged against the truth."""

from pathlib import Path

import pyarrow as pa
import pytest

from benchmarks.judgement import BEFORE, NOW, Judgement, judge, pool
from pipelines.engine import Engine


def world() -> pa.Table:
    """Two known children, one of them found and one taken for the other; somebody new who is right, and one who waits."""
    rows = [
        (BEFORE, 1, "A", 10, 1, "new", "new"),
        (BEFORE, 2, "A", 11, 2, "new", "new"),
        (NOW, 1, "B", 20, 1, "matched", "name@1"),
        (NOW, 2, "B", 21, 1, "matched", "name@1"),
        (NOW, 3, "B", 22, 3, "new", "new"),
        (NOW, 4, "B", 23, None, "review", "name@1"),
    ]
    names = ("year", "child", "school_code", "row_id", "person_key", "outcome", "method")
    return pa.table({name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)})


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(tmp_path, 500, 1)


def test_rows_are_counted_against_the_truth(engine: Engine) -> None:
    found = judge(engine, world())
    assert found == Judgement(rows=4, links=2, wrong=1, returning=2, found=1, waiting=1)
    assert (found.precision, found.recall, found.review) == (0.5, 0.5, 0.25)
    assert engine.rows("SELECT * FROM judged_by_method") == [("name@1", 2, 1, 1, 0), ("new", 0, 0, 0, 0)]


def test_worlds_are_pooled_without_being_mixed(engine: Engine) -> None:
    assert judge(engine, pool([world(), world(), world()])) == Judgement(12, 6, 3, 6, 3, 3)


def test_the_bound_is_wilson_s() -> None:
    """One-sided, 95 %: known values."""
    assert Judgement(1, 85_000, 0, 1, 1, 0).least_precision == pytest.approx(85_000 / (85_000 + 1.6448536**2))
    assert Judgement(1, 100, 10, 1, 1, 0).least_precision == pytest.approx(0.83964, abs=1e-5)
    assert Judgement(1, 10**6, 30, 1, 1, 0).least_precision > 0.9999 > Judgement(1, 10**5, 5, 1, 1, 0).least_precision
