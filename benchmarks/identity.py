"""``make bench-identity``: who identity takes the rows of two school years to be, against the truth about them.

A made-up province in which 8.3 % of the children share full name and birth date with another, who move, are promoted, have
twins, and are typed wrongly at the rates of ``pipelines/generation/lives.csv``; identified as in a run, in three states of the
numbers (``identity_scenarios.csv``). Links of the second year are judged; the first year fills the register.
"""

import argparse
import csv
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from rich.console import Console

from benchmarks.identity_province import IdentityProvince
from benchmarks.judgement import PERIODS, judge, pool, strategy_table, summary_cells, summary_table
from pipelines.engine import Engine
from pipelines.generation.people.lives import Lives

_SCENARIOS = Path(__file__).with_name("identity_scenarios.csv")


@dataclass(frozen=True, slots=True)
class Scenario:
    """Shares of children whose numbers are known, and what is to be reached."""

    name: str
    personal_ids: float
    learner_ids: float
    precision: float
    recall: float
    review: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identity", description=__doc__)
    parser.add_argument("--children", type=int, default=200_000, metavar="N")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], metavar="S", help="a province is made from each")
    parser.add_argument("--scenario", help="one of them only")
    options = parser.parse_args()
    for scenario in load_scenarios():
        if options.scenario in (None, scenario.name):
            measure(scenario, options.children, options.seeds)


def load_scenarios() -> list[Scenario]:
    with _SCENARIOS.open(encoding="utf-8", newline="") as file:
        return [
            Scenario(row["scenario"], *(float(row[name]) for name in Scenario.__slots__[1:]))
            for row in csv.DictReader(file)
        ]


def identify_twice(lives: Lives, order: int) -> pa.Table:
    """Both years identified in a new workspace: year, child, person_key, person_id, outcome, method, and the rows.

    ``order`` shuffles the rows and the schools.
    """
    with tempfile.TemporaryDirectory() as folder:
        province = IdentityProvince.create(Path(folder), lives.province_code)
        identified = []
        for year, period in PERIODS.items():
            rows = lives.rows(year)
            rows = rows.take(np.random.default_rng([order, year]).permutation(rows.num_rows))
            links = province.identify(rows, period)
            identified.append(links.append_column("year", pa.array([year] * links.num_rows)))
        return pa.concat_tables(identified)


def measure(scenario: Scenario, children: int, seeds: Sequence[int]) -> None:
    """Print what each strategy did in all provinces, and how well each province and all of them were identified."""
    wanted = f"to reach: precision {scenario.precision}, recall {scenario.recall}, review {scenario.review}"
    summary = summary_table("Seed", "Other id in another order")
    worlds, moved = [], 0
    with tempfile.TemporaryDirectory() as folder, Engine(Path(folder), 4000, 2) as engine:
        for seed in seeds:
            lives = Lives(children, scenario.personal_ids, scenario.learner_ids, seed)
            worlds.append(identify_twice(lives, order=1))
            moved_now = _moved(engine, worlds[-1], identify_twice(lives, order=2))
            summary.add_row(str(seed), *summary_cells(judge(engine, worlds[-1])), f"{moved_now:,}")
            moved += moved_now
        if len(worlds) > 1:
            summary.add_section()
            summary.add_row("all", *summary_cells(judge(engine, pool(worlds))), f"{moved:,}")
        console = Console(width=120)
        console.print(strategy_table(engine, f"{scenario.name}: {len(seeds)} × {children:,} children"))
    summary.caption = wanted
    console.print(summary)


def _moved(engine: Engine, identified: pa.Table, again: pa.Table) -> int:
    """Rows with another id when rows and schools came in another order."""
    engine.bind_arrow("identified", identified)
    engine.bind_arrow("identified_again", again)
    moved = engine.value(
        "SELECT count(*) FROM identified AS a JOIN identified_again AS b USING (year, child, school_code) "
        "WHERE a.person_id IS DISTINCT FROM b.person_id"
    )
    return int(str(moved))


if __name__ == "__main__":
    main()
