"""Validation passes: the senders of a partition shared out, side by side in processes of their own.

Statements over a province use little more than one core each, whatever the engine is given; two passes use two.
"""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from multiprocessing import forkserver, get_context, parent_process

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.state.database import open_database
from pipelines.validation.carried_values import Carried
from pipelines.validation.inputs import Inputs
from pipelines.validation.outputs import kept_out_sheets, spoiled_rows, write_outputs
from pipelines.validation.registers import register_schools
from pipelines.validation.steps import Steps
from pipelines.without_pandas import do_without_pandas
from schemas.catalogue import load_catalogue

# Rows of a pass: some 1 GB.
MOST_ROWS = 600_000
# Of more rows each of two passes takes so much less than one that starting their processes pays.
_ROWS_OF_ONE = 100_000
# Forked from a process that has loaded everything, and nothing else: neither threads nor locks are copied.
_PROCESSES = get_context("forkserver")
# Up to so many rows a pass is hundreds of short statements: several threads would wait for each other.
_FEW_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class PassResult:
    """What a pass found: rows of table school; the sheets that an error keeps out as a whole; and the rows (row_id, sender_code) that
    have values of earlier submissions and were kept out.
    """

    schools: pa.Table
    kept_out: frozenset[int]
    spoiled: pa.Table
    rule_seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Pass:
    """Senders who are validated together, with their inputs, and the part in which their rows will stand.

    ``carried``: rows of earlier submissions of which values may stay.
    """

    settings: Settings
    partition: Partition
    inputs: Inputs
    senders: tuple[str, ...]
    part: str
    unasked: frozenset[str]
    carried: Carried | None = None

    def run(self, database: Database, side_by_side: int = 1) -> PassResult:
        """Write the files of the part; it is not in force before it is committed."""
        settings, workers = self.settings, max(self.settings.workers // side_by_side, 1)
        threads = workers if self.inputs.rows > _FEW_ROWS else 1
        catalogue, staging = load_catalogue(), Staging(settings.workspace.staging)
        with Engine(settings.workspace.temporary, settings.engine_memory // side_by_side, threads) as engine:
            steps = Steps(
                engine, catalogue, staging, self.partition, self.inputs, self.part, self.unasked, self.carried
            )
            steps.run(database, is_filling=self.partition.province_code not in settings.filled_provinces)
            write_outputs(engine, catalogue, staging, self.partition, self.part)
            schools = register_schools(engine, self.partition)
            return PassResult(schools, kept_out_sheets(engine), spoiled_rows(engine), dict(steps.rule_seconds))


def passes_of(rows: int) -> int:
    """How many passes share so many rows. It does not depend on the machine, so that the same senders always stand in one pass."""
    return max(-(-rows // MOST_ROWS), 2 if rows > _ROWS_OF_ONE else 1)


def share_out(inputs: Inputs, senders: Sequence[str]) -> list[tuple[str, ...]]:
    """The senders in their order, in groups of about as many rows each: at most ``MOST_ROWS``, and what the last sender has beyond."""
    rows = inputs.rows_of_senders()
    reached = list(accumulate(rows.get(sender, 0) for sender in senders))
    groups = passes_of(reached[-1]) if reached else 1
    shared: list[list[str]] = [[] for _ in range(groups)]
    for sender, until in zip(senders, reached, strict=True):
        shared[max(until - 1, 0) * groups // max(reached[-1], 1)].append(sender)
    return [tuple(group) for group in shared if group]


def expect_passes() -> None:
    """Begin to load what the processes of passes need, while the caller reads their inputs."""
    _PROCESSES.set_forkserver_preload([f"{__package__}.preload"])
    forkserver.ensure_running()


def run_passes(passes: Sequence[Pass], settings: Settings, database: Database) -> list[PassResult]:
    """Run passes, as many at once as there are workers; a single one in this process."""
    side_by_side = min(len(passes), settings.workers)
    if side_by_side == 1:
        return [one.run(database) for one in passes]
    url = database.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(side_by_side, _PROCESSES, initializer=_begin, max_tasks_per_child=1) as pool:
        running = [pool.submit(_run, one, url, side_by_side) for one in passes]
        return [future.result() for future in running]


def _run(one: Pass, database_url: str, side_by_side: int) -> PassResult:
    database = open_database(database_url)
    try:
        return one.run(database, side_by_side)
    finally:
        database.dispose()


def _begin() -> None:
    _end_with_parent()
    do_without_pandas()
    # The usual pool of Arrow keeps what is free for each thread: 150 MB of a pass.
    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())


def _end_with_parent() -> None:
    """Let this process die with the one that started it: else it would write on while a new run writes the same part."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
