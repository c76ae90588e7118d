"""``make bench-identity``: who identity takes the rows of two school years to be, against the truth about them.

A made-up province in which 8.3 % of the children share full name and birth date with another, who move, are promoted, have
twins, and are typed wrongly at the rates of ``pipelines/generation/lives.csv``; identified as in a run, in three states of the
numbers (``identity_scenarios.csv``). Links of the second year are judged; the first year fills the register.
"""

import argparse
import csv
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.table import Table

from benchmarks.identity_province import IdentityProvince
from pipelines.engine import Engine
from pipelines.generation.lives import Lives

_SCENARIOS = Path(__file__).with_name("identity_scenarios.csv")
_JUDGE = Path(__file__).with_name("identity_judged.sql")
_PERIODS = {2025: "2025-2026-dau-nam", 2026: "2026-2027-dau-nam"}


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
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenario", help="one of them only")
    options = parser.parse_args()
    scenarios = [s for s in load_scenarios() if options.scenario in (None, s.name)]
    for scenario in scenarios:
        lives = Lives(options.children, scenario.personal_ids, scenario.learner_ids, options.seed)
        print_judgement(scenario, lives)


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
        for year, period in _PERIODS.items():
            rows = lives.rows(year)
            rows = rows.take(np.random.default_rng([order, year]).permutation(rows.num_rows))
            links = province.identify(rows, period)
            identified.append(links.append_column("year", pa.array([year] * links.num_rows)))
        return pa.concat_tables(identified)


def print_judgement(scenario: Scenario, lives: Lives) -> None:
    links = identify_twice(lives, order=1)
    with tempfile.TemporaryDirectory() as folder, Engine(Path(folder), 4000, 2) as engine:
        engine.bind_arrow("identified", links)
        engine.execute(_JUDGE.read_text(encoding="utf-8"))
        engine.bind_arrow("identified_again", identify_twice(lives, order=2))
        moved = engine.value(
            "SELECT count(*) FROM identified AS a JOIN identified_again AS b USING (year, child, school_code) "
            "WHERE a.person_id IS DISTINCT FROM b.person_id"
        )
        title = f"{scenario.name}: {lives.children:,} children, seed {lives.seed}"
        table = Table("Strategy", title=title)
        for heading in ("Links", "Wrong", "Waiting", "Missed"):
            table.add_column(heading, justify="right")
        for method, *counts in engine.rows("SELECT * FROM judged_by_method"):
            table.add_row(str(method), *(f"{count:,}" for count in counts))
        Console(width=120).print(table)
        ((rows, precision, recall, review),) = engine.rows("SELECT * FROM judged_in_all")
    wanted = f"{scenario.precision} · {scenario.recall} · {scenario.review}"
    print(
        f"  of {rows:,} rows: precision {precision:.5f}, recall {recall:.4f}, review {review:.4f} (to reach: {wanted}); "
        f"rows with another id in another order: {moved}",
        flush=True,
    )


if __name__ == "__main__":
    main()
