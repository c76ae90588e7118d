"""``make bench-identity-scale``: what identity costs as the register grows, and what that says of a nation.

Provinces of two sizes enter one register in turn, each for the first time. Whenever the register has reached one of the sizes, some of
them hand in the rows of the next school year. In the end a large province does both. Each step is a process of its own, so that its
time and memory are its own.

What a step takes is fitted as ``fixed + rows * (a + b * persons)`` and carried on to a nation; how far that misses each step is printed.
Looking somebody up in an index grows more slowly than the register, unless the index no longer fits into the memory of the machine,
which no small register can show: the size of a nation's database is told.
"""

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.identity_province import IdentityProvince
from benchmarks.measure import Cost
from benchmarks.table import Line, print_table
from pipelines.engine import Engine
from pipelines.identity.identify import identify_partition
from pipelines.staging import Partition

_ROWS = Path(__file__).with_suffix(".sql")
_NAMES = Path(__file__).parents[1] / "data" / "names"
_PERIODS = ("2025-2026-dau-nam", "2026-2027-dau-nam")
_NATION, _PROVINCE = 24_000_000, 1_000_000
# Targets: first load of a nation, a million rows against a nation; memory.
_FIRST_LOAD, _NEW_ROWS, _MEMORY = 900.0, 180.0, 8 * 1024.0
_PROVINCES = 34
_RETURNING = 4  # provinces whose next year is measured at each size
_FIRST_CODE = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One identification: rows of a period, persons in the register before it, and what it cost."""

    is_first: bool
    rows: int
    persons: int
    cost: Cost


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identity_scale", description=__doc__)
    parser.add_argument("--provinces", type=int, nargs=2, default=[50_000, 100_000], metavar="ROWS", help="in turn")
    sizes = "of the register, in persons; more than four times a province, for only then is it looked up, not read as a whole"
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[500_000, 1_000_000, 2_000_000], metavar="N", help=sizes
    )
    parser.add_argument("--large", type=int, default=400_000, metavar="ROWS", help="of the large province at the end")
    shared = "count processor seconds of all threads, half of them a second: for a machine that others use too"
    parser.add_argument("--shared", action="store_true", help=shared)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        nation = Nation(Path(folder), _half_of_two_cores if options.shared else time.perf_counter)
        steps = measure(nation, options.provinces, options.sizes, options.large)
        print_table(lines(steps, nation.bytes_a_person))


class Nation:
    """A register that provinces enter; each has the code that follows the one before."""

    def __init__(self, home: Path, clock: Callable[[], float]) -> None:
        self._home, self._clock = home, clock
        self._sheets = 0
        self.children: list[int] = []
        self.persons = 0

    @property
    def bytes_a_person(self) -> float:
        return (self._home / "csdl.sqlite").stat().st_size / self.persons

    def enter(self, children: int) -> Step:
        """A new province's first year."""
        self.children.append(children)
        return self._identify(len(self.children) - 1, year=0, newcomers=children)

    def come_back(self, province: int) -> Step:
        """The second year of a province; -1: of the last one."""
        number = province % len(self.children)
        return self._identify(number, year=1, newcomers=self.children[number] // 12)

    def _identify(self, number: int, year: int, newcomers: int) -> Step:
        code, children = f"{_FIRST_CODE + number}", self.children[number]
        place = IdentityProvince.create(self._home, code)
        place.sheets = self._sheets
        place.lay_down(make_rows(self._home, code, children, year), _PERIODS[year])
        # A sheet has room for 2^21 rows.
        self._sheets = place.sheets
        place.database.dispose()
        begin = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=begin) as process:
            cost = process.submit(_cost_of_identifying, self._home, code, _PERIODS[year], self._clock).result()
        step = Step(year == 0, children, self.persons, cost)
        self.persons += newcomers
        return step


def make_rows(temporary: Path, province: str, children: int, year: int) -> pa.Table:
    """Columns of dataset student."""
    names = [str(_NAMES / f"{part}.tsv") for part in ("family", "middle_syllable", "given")]
    parameters = {"names": names, "province": province, "children": children, "year": year}
    with Engine(temporary, 4000, 2) as engine:
        return engine.arrow(_ROWS.read_text(encoding="utf-8"), parameters)


def measure(nation: Nation, provinces: list[int], sizes: list[int], large: int) -> list[Step]:
    steps, returned = [], 0
    for size in sorted(sizes):
        while nation.persons < size or len(nation.children) < returned + _RETURNING:
            steps.append(nation.enter(provinces[len(nation.children) % 2]))
        steps += [nation.come_back(number) for number in range(returned, returned + _RETURNING)]
        returned += _RETURNING
    return [*steps, nation.enter(large), nation.come_back(-1)]


def _cost_of_identifying(home: Path, code: str, period: str, clock: Callable[[], float]) -> Cost:
    place = IdentityProvince.create(home, code)
    begin = clock()
    identify_partition(place.settings, place.database, Partition(period, code))
    return Cost(clock() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _half_of_two_cores() -> float:
    return time.process_time() / 2


def lines(steps: list[Step], bytes_a_person: float) -> list[Line]:
    """What was measured, how far the fit misses it, and where it leads."""
    # The first province is left out of the fit: its indexes are built in one sort, as no later one's.
    fits = {is_first: fit([s for s in steps if s.is_first == is_first and s.persons]) for is_first in (True, False)}
    shown = [_step_line(step, fits[step.is_first]) for step in steps]
    for is_first, what in ((True, "first loads"), (False, "next year")):
        fixed, row, growth = fits[is_first]
        told = (
            ("fixed", fixed, "s"),
            ("a row", row * 1e6, "µs"),
            ("and for every million persons", growth * 1e12, "µs"),
        )
        shown += [Line(f"{what}: {name}", None, value, unit=unit) for name, value, unit in told]
    fixed, row, growth = fits[True]
    load = _PROVINCES * fixed + _NATION * (row + growth * _NATION / 2)
    new = float(np.dot(fits[False], (1, _PROVINCE, _PROVINCE * _NATION)))
    return [
        *shown,
        Line(f"carried on: first load of {_NATION:,}", None, load, _FIRST_LOAD, "s"),
        Line(f"carried on: {_PROVINCE:,} rows against {_NATION:,}", None, new, _NEW_ROWS, "s"),
        Line(f"carried on: memory for {_PROVINCE:,} rows", None, _memory_of_a_province(steps), _MEMORY, "MiB"),
        Line("carried on: the database of a nation after one year", None, bytes_a_person * _NATION / 2**30, unit="GiB"),
    ]


def fit(steps: list[Step]) -> tuple[float, float, float]:
    """Seconds of a step, of each row, and of each row for every person in the register; relative errors count alike.

    A register that makes rows cheaper is noise: then its part is 0.
    """
    seconds = np.array([step.cost.seconds for step in steps])
    rows = np.array([step.rows for step in steps], float)
    persons = np.array([step.persons for step in steps], float)
    # In units that make the columns alike: a million.
    terms = np.column_stack([np.ones(len(steps)), rows / 1e6, rows * persons / 1e12]) / seconds[:, None]
    fixed, row, growth = np.linalg.lstsq(terms, np.ones(len(steps)), rcond=None)[0]
    if growth < 0:
        (fixed, row), growth = np.linalg.lstsq(terms[:, :2], np.ones(len(steps)), rcond=None)[0], 0.0
    return float(fixed), float(row) / 1e6, float(growth) / 1e12


def _step_line(step: Step, fitted: tuple[float, float, float]) -> Line:
    what = f"{'first load of' if step.is_first else 'next year,'} {step.rows:,} rows, register {step.persons:,}"
    if not step.persons:
        return Line(what, step.cost)
    expected = float(np.dot(fitted, (1, step.rows, step.rows * step.persons)))
    return Line(f"{what}; against the fit", step.cost, (step.cost.seconds / expected - 1) * 100, unit="%")


def _memory_of_a_province(steps: list[Step]) -> float:
    """MiB, by the line through the small and the large provinces that came back."""
    again = [step for step in steps if not step.is_first]
    slope, base = np.polyfit([step.rows for step in again], [step.cost.memory for step in again], 1)
    return float(base + slope * _PROVINCE)


if __name__ == "__main__":
    main()
