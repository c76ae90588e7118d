"""``make bench-load``: measure csdl against bare reading and against the pipeline a user would write, and print one table.

Every measurement is a fresh process on the same files and cores, one after the other; times are medians.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.measure import Cost, middle, run
from benchmarks.province import CACHE, CHANGED_SHARE, Province, lay_down, load_province
from benchmarks.table import Line, print_table

CSDL = str(Path(sys.executable).with_name("csdl"))
# Rows are rejected in every load: the generator plants mistakes.
REJECTED = (0, 1)
# Schools of the pipeline a user would write; it takes too long for more.
PANDAS_SCHOOLS = 100

# Targets.
TIMES_BARE = 2.5
TIMES_FASTER = 10
MEMORY = 3 * 1024  # MiB
UNEVENNESS = 0.15  # cost per learner, from the fewest to the most schools
AGAIN = 15.0  # s
CHANGED_TIMES_FULL, CHANGED_PLUS = 0.05, 15.0  # s
DESK = 2.0  # s


@dataclass(frozen=True, slots=True)
class Load:
    """What one number of schools costs."""

    schools: int
    learners: int
    bare: Cost
    csdl: Cost
    again: Cost
    changed: Cost | None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--schools", type=int, nargs="+", default=[100, 500, 2120], metavar="N")
    parser.add_argument("--repeat", type=int, default=3, metavar="TIMES")
    parser.add_argument("--without-pandas", action="store_true", help="leave out the pipeline a user would write")
    options = parser.parse_args()
    sizes = sorted(options.schools)
    print(f"Generating {sizes[-1]} schools, or taking them from {CACHE} ...", flush=True)
    province = load_province(sizes[-1], os.cpu_count() or 1)
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        bench = Bench(province, Path(folder), options.repeat)
        loads = [bench.load(size) for size in sizes]
        pandas = None if options.without_pandas else bench.pandas(min(PANDAS_SCHOOLS, sizes[-1]))
        desk = bench.desk()
    print_table(lines(loads, pandas, desk))


@dataclass(frozen=True, slots=True)
class Bench:
    """Measures in ``folder``, each thing ``repeat`` times."""

    province: Province
    folder: Path
    repeat: int

    def load(self, schools: int) -> Load:
        """Bare reading, a first run, a run with nothing new and a run with some schools changed, in turn."""
        senders = self.province.senders(schools)
        costs: list[tuple[Cost, Cost, Cost, Cost | None]] = []
        for turn in range(self.repeat):
            home = self.folder / f"workspace-{schools}-{turn}"
            landing = home / "landing"
            lay_down(self.province.landing, senders, landing)
            bare = self._run("bare", [sys.executable, "-m", "benchmarks.bare_reading", str(landing)])
            # A bulk load marks no workbooks unasked; one of a hundred schools would, and could not be compared.
            first = self._csdl(home, "run", marks=False)
            again = self._csdl(home, "run")
            changed = None
            if lay_down(self.province.changed, senders, landing):
                changed = self._csdl(home, "run")
            costs.append((bare, first, again, changed))
            shutil.rmtree(home)
            print(f"  {schools} schools: bare {bare.seconds:.1f} s, csdl {first.seconds:.1f} s", flush=True)
        bares, firsts, agains, changes = zip(*costs, strict=True)
        changed_costs = [cost for cost in changes if cost]
        return Load(
            schools,
            self.province.learners(senders),
            middle(bares),
            middle(firsts),
            middle(agains),
            middle(changed_costs) if changed_costs else None,
        )

    def pandas(self, schools: int) -> tuple[int, Cost]:
        """The pipeline a user would write."""
        landing = self.folder / "pandas" / "landing"
        lay_down(self.province.landing, self.province.senders(schools), landing)
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.pandas_pipeline", str(landing)]
        out = str(self.folder / "pandas" / "out")
        return schools, middle([self._run("pandas", [*command, out]) for _ in range(self.repeat)])

    def desk(self) -> Cost:
        """``csdl check`` of one workbook, from a cold start and without a workspace."""
        workbook = self.province.desk_workbook()
        return middle([self._csdl(self.folder / f"desk-{i}", "check", str(workbook)) for i in range(self.repeat)])

    def _csdl(self, home: Path, *arguments: str, marks: bool = True) -> Cost:
        environment = {"CSDL_HOME": str(home), "CSDL_LANG": "en"} | ({} if marks else {"CSDL_MARKED_SUBMISSIONS": "0"})
        return run([CSDL, *arguments], environment, self.folder / "csdl.log", REJECTED)

    def _run(self, name: str, command: Sequence[str]) -> Cost:
        return run(command, {}, self.folder / f"{name}.log")


def lines(loads: Sequence[Load], pandas: tuple[int, Cost] | None, desk: Cost) -> list[Line]:
    """The table: what was measured, and each target beside what was reached."""
    table = []
    for load in loads:
        what = f"{load.schools:,} schools, {load.learners:,} learners"
        table += [
            Line(f"{what}: bare reading", load.bare),
            Line(
                f"{what}: csdl, landing to release",
                load.csdl,
                load.csdl.seconds / load.bare.seconds,
                TIMES_BARE,
                "times bare reading",
            ),
            Line(f"{what}: csdl, nothing new", load.again, load.again.seconds, AGAIN, "s"),
        ]
        if load.changed:
            limit = CHANGED_TIMES_FULL * load.csdl.seconds + CHANGED_PLUS
            label = f"{what}: csdl, {CHANGED_SHARE:.0%} of the schools changed"
            table.append(Line(label, load.changed, load.changed.seconds, limit, "s"))
    peak = max(cost.memory for load in loads for cost in (load.csdl, load.again, load.changed) if cost)
    table.append(Line("csdl: peak memory of all processes", None, peak, MEMORY, "MiB"))
    if pandas:
        schools, cost = pandas
        same = next((load for load in loads if load.schools == schools), None)
        ratio = cost.seconds / same.csdl.seconds if same else None
        label = f"{schools:,} schools: pandas, openpyxl, pandera"
        table.append(Line(label, cost, ratio, TIMES_FASTER, "times csdl", is_least=True))
    table.append(Line("csdl check of one workbook of some 450 rows", desk, desk.seconds, DESK, "s"))
    if len(loads) > 1:
        table += curve(loads)
    return table


def curve(loads: Sequence[Load]) -> list[Line]:
    """Start-up and cost per learner, fitted to the sizes, and how far the cost per learner strays from the fit."""
    learners = np.array([load.learners for load in loads], float)
    seconds = np.array([load.csdl.seconds for load in loads])
    # Relative errors count: the smallest size must not drown in the largest.
    each, fixed = np.polyfit(learners, seconds, 1, w=1 / seconds)
    strays = (seconds - fixed) / learners / each - 1
    shown = ", ".join(f"{load.schools:,}: {stray:+.0%}" for load, stray in zip(loads, strays, strict=True))
    return [
        Line("csdl: fixed start-up", Cost(float(fixed), 0)),
        Line("csdl: cost of 1,000 learners", Cost(float(each) * 1000, 0)),
        Line(
            f"csdl: cost per learner against the fit ({shown})",
            None,
            float(np.abs(strays).max()) * 100,
            UNEVENNESS * 100,
            "%",
        ),
    ]


if __name__ == "__main__":
    main()
