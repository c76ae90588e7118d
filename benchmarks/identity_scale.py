"""``make bench-identity-scale``: what identity costs as the register grows, and what that says of a nation.

Provinces are loaded one after the other into one register, each for the first time; then rows of a new school year arrive. The
sizes must be more than four times the rows that come, for only then is the register looked up, not read as a whole.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.identity_province import IdentityProvince
from benchmarks.measure import Cost
from benchmarks.table import Line, print_table
from pipelines.generation.lives import Lives
from pipelines.identity.identify import identify_partition
from pipelines.staging import Partition

_FIRST, _NEXT = "2025-2026-dau-nam", "2026-2027-dau-nam"
_NATION, _PROVINCE = 24_000_000, 1_000_000
# Targets: first load of a nation, a million rows against a nation; memory.
_FIRST_LOAD, _NEW_ROWS, _MEMORY = 900.0, 180.0, 8 * 1024.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identity_scale", description=__doc__)
    parser.add_argument("--children", type=int, default=100_000, metavar="N", help="of a province")
    parser.add_argument(
        "--provinces", type=int, nargs=3, default=[6, 9, 12], metavar="N", help="three sizes of register"
    )
    shared = "count processor seconds of all threads, half of them a second: for a machine that others use too"
    parser.add_argument("--shared", action="store_true", help=shared)
    options = parser.parse_args()
    clock = _half_of_two_cores if options.shared else time.perf_counter
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(Path(folder), options.children, options.provinces, clock)
    print_table(lines(*measured))


def measure(
    home: Path, children: int, sizes: list[int], clock: Callable[[], float]
) -> tuple[list[Line], list[tuple[int, int, float, float]]]:
    """Lines of what was measured, and of each size: persons, new rows, seconds a row of its last first load and of new rows."""
    shown, points = [], []
    registered = 0
    for province in range(max(sizes)):
        lives = Lives(children, 0.7, 0, seed=province + 1, province_code=f"{province + 10}")
        place = IdentityProvince.create(home, lives.province_code)
        place.sheets = province * 2
        rows, seconds = _identify(place, lives.rows(2025), _FIRST, clock)
        registered += rows
        if province + 1 in sizes:
            returned, again = _identify(place, lives.rows(2026), _NEXT, clock)
            registered += lives.children // 12
            points.append((registered, returned, seconds / rows, again / returned))
            size = (home / "csdl.sqlite").stat().st_size / registered
            shown += [
                Line(
                    f"first load of {rows:,} rows, register then {registered:,} ({size:.0f} bytes each)",
                    Cost(seconds, 0),
                ),
                Line(f"{returned:,} rows of the next year against them", Cost(again, 0)),
            ]
    return shown, points


def _identify(place: IdentityProvince, rows: pa.Table, period: str, clock: Callable[[], float]) -> tuple[int, float]:
    place.lay_down(rows, period)
    begin = clock()
    identify_partition(place.settings, place.database, Partition(period, place.province_code))
    return rows.num_rows, clock() - begin


def _half_of_two_cores() -> float:
    return time.process_time() / 2


def lines(shown: list[Line], points: list[tuple[int, int, float, float]]) -> list[Line]:
    """Seconds a row, fitted to the size of the register, and carried on to a nation."""
    persons, _, first, again = (np.array(column, float) for column in zip(*points, strict=True))
    (slope_first, base_first), (slope_again, base_again) = (np.polyfit(persons, cost, 1) for cost in (first, again))
    load = _NATION * (base_first + max(slope_first, 0) * _NATION / 2)
    new = _PROVINCE * (base_again + max(slope_again, 0) * _NATION)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        *shown,
        Line(f"carried on: first load of {_NATION:,}", Cost(load, 0), load, _FIRST_LOAD, "s"),
        Line(f"carried on: {_PROVINCE:,} rows against {_NATION:,}", Cost(new, 0), new, _NEW_ROWS, "s"),
        Line("peak memory, the making of rows included", None, memory, _MEMORY, "MiB"),
    ]


if __name__ == "__main__":
    main()
