"""``make bench-identity-kills``: identity killed at random moments of its way, again and again, then finished.

No id may be given twice, no link be half, and in the end everything must be as if nobody had been killed.
"""

import argparse
import multiprocessing
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from sqlalchemy import text

from benchmarks.identity_province import IdentityProvince
from pipelines.generation.people.lives import Lives
from pipelines.identity.identify import identify_partition
from pipelines.staging import Partition, Staging

_SPAWN = multiprocessing.get_context("spawn")
_PERIODS = {2025: "2025-2026-dau-nam", 2026: "2026-2027-dau-nam"}
_CODE = "79"
_TABLES = {
    "learner": "*",
    # A row that waits is tried again by every run: the strategy that holds it back may be another then.
    "person_link": "row_id, person_key, outcome",
    "person_school": "*",
    "issuer": "*",
    "claim": "*",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identity_kills", description=__doc__)
    parser.add_argument("--children", type=int, default=5_000, metavar="N")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        killed, stored = kill_often(Path(folder), Lives(options.children, 0.7, 0.3), options.kills, options.seed)
    print(
        f"killed {killed} times, {stored} of them after something was stored: no id twice, no half link, nothing else in the end"
    )


def kill_often(home: Path, lives: Lives, kills: int, seed: int) -> tuple[int, int]:
    """How often a run was killed, and how often of these the register had something; raises AssertionError on any harm.

    Both years are laid down; each attempt identifies one, starting from what the killed ones left, until it ends by itself; then
    the next begins from the start.
    """
    chance = np.random.default_rng(seed)
    whole = _lay_down(home / "whole", lives)
    begin = time.perf_counter()
    for period in _PERIODS.values():
        identify_partition(whole.settings, whole.database, Partition(period, _CODE))
    # A process of its own takes this long to begin.
    longest = time.perf_counter() - begin + 2.0
    expected = _state(whole)
    killed = stored = 0
    while killed < kills:
        _lay_down(home / "tried", lives)
        for period in _PERIODS.values():
            while True:
                process = _SPAWN.Process(target=_identify, args=(home / "tried", period))
                process.start()
                process.join(float(chance.uniform(0, longest)) if killed < kills else None)
                if process.exitcode is not None:
                    assert process.exitcode == 0, process.exitcode
                    break
                process.kill()
                process.join()
                killed += 1
                stored += _assert_sound(home / "tried")
        assert _state(IdentityProvince.create(home / "tried", _CODE)) == expected
        shutil.rmtree(home / "tried")
    return killed, stored


def _lay_down(home: Path, lives: Lives) -> IdentityProvince:
    province = IdentityProvince.create(home, _CODE)
    for year, period in _PERIODS.items():
        province.lay_down(lives.rows(year), period)
    return province


def _identify(home: Path, period: str) -> None:
    province = IdentityProvince.create(home, _CODE)
    identify_partition(province.settings, province.database, Partition(period, _CODE))


def _assert_sound(home: Path) -> bool:
    """Every link is to a person who exists, no id or number is twice, no serial comes again; whether anybody is stored."""
    database = IdentityProvince.create(home, _CODE).database
    harms = (
        "SELECT count(*) - count(DISTINCT person_id) FROM learner",
        "SELECT count(*) FROM person_link WHERE person_key NOT IN (SELECT person_key FROM learner)",
        "SELECT count(*) FROM learner WHERE person_key NOT IN (SELECT person_key FROM person_link WHERE person_key > 0)",
        "SELECT count(*) FROM learner WHERE scheme = 'new' AND CAST(substr(person_id, 3, 7) AS INTEGER) >= "
        "(SELECT next_serial FROM issuer WHERE kind = 'learner')",
    )
    with database.connect() as connection:
        for harm in harms:
            assert not connection.execute(text(harm)).scalar_one(), harm
        return bool(connection.execute(text("SELECT count(*) FROM learner")).scalar_one())


def _state(province: IdentityProvince) -> dict[str, Any]:
    """All that identity leaves: its tables and its files."""
    staging = Staging(province.settings.workspace.staging)
    with province.database.connect() as connection:
        tables = {
            name: connection.execute(text(f"SELECT {columns} FROM {name} ORDER BY 1, 2, 3")).all()
            for name, columns in _TABLES.items()
        }
    said = ["row_id", "person_key", "person_id", "outcome"]
    files = {
        period: pq.read_table(staging.links("learner", Partition(period, _CODE)), columns=said)
        for period in _PERIODS.values()
    }
    return tables | files


if __name__ == "__main__":
    main()
