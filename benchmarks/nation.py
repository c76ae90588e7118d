"""``make bench-nation``: every province over four collections, a school or more each: what costs grow with partitions, not with rows.

Prints the load of each collection, one with nothing new, and who the learners of the marts are, against the truth.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.measure import run
from benchmarks.province import CACHE
from benchmarks.table import Line, print_table
from pipelines.generation.generate import generate
from pipelines.periods import Period
from schemas.catalogue import load_catalogue

CSDL = str(Path(sys.executable).with_name("csdl"))
PERIODS = ("2025-2026-dau-nam", "2025-2026-giua-nam", "2025-2026-cuoi-nam", "2026-2027-dau-nam")
# Rows are rejected in every load: the generator plants mistakes.
REJECTED = (0, 1)
TAKEN_FOR_NEW = 0.001  # of all persons
_WHO = Path(__file__).with_name("nation.sql")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nation", description=__doc__)
    parser.add_argument("--schools", type=int, default=1, metavar="N", help="schools of each province")
    options = parser.parse_args()
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        print_table(measure(Path(folder), options.schools))


def measure(folder: Path, schools: int) -> list[Line]:
    provinces = provinces_of(Period.parse(PERIODS[0]))
    made, home = folder / "made", folder / "home"
    generate(made, schools=schools * len(provinces), periods=PERIODS, provinces=provinces)
    (home / "landing").mkdir(parents=True)
    environment = {"CSDL_HOME": str(home), "CSDL_LANG": "en", "CSDL_MARKED_SUBMISSIONS": "0"}
    lines = []
    for number, period in enumerate(PERIODS, 1):
        (made / "landing" / period).rename(home / "landing" / period)
        cost = run([CSDL, "run"], environment, folder / "csdl.log", REJECTED)
        lines.append(Line(f"{period}: {len(provinces)} of {number * len(provinces)} partitions are new", cost))
        print(f"  {period}: {cost.seconds:.0f} s", flush=True)
    lines.append(Line("nothing new", run([CSDL, "run"], environment, folder / "csdl.log", REJECTED)))
    with duckdb.connect(str(home / "sector.duckdb"), read_only=True) as marts:
        truth = str(made / "truth" / "*" / "persons.parquet")
        [(wrong, split, persons)] = marts.execute(_WHO.read_text(encoding="utf-8"), {"truth": truth}).fetchall()
    return [
        *lines,
        Line(f"of {persons:,} learners: taken for somebody else", None, wrong, 0, "learners"),
        Line("taken for somebody new", None, split, TAKEN_FOR_NEW * persons, "learners"),
    ]


def provinces_of(period: Period) -> list[str]:
    """The provinces in force at the census date of a period."""
    units = load_catalogue().admin_units
    return [unit.code for unit in units if unit.level == "province" and unit.validity.covers(period.census_date)]


if __name__ == "__main__":
    main()
