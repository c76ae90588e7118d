"""Comparing the schools of a nation: synthetic keys in Parquet, 34 provinces, one collection or two.

    python -m benchmarks.comparison [LEARNERS] [COLLECTIONS]

Prints what each rule takes, and the whole; the memory is that of the process at its highest. Targets: 24,000,000 learners, the rules across
schools in 3 minutes and 6 GB on 2 cores. CPU seconds tell more than the clock where others share the machine.
"""

import csv
import resource
import sys
import time
from bisect import bisect_right
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine as Database
from sqlalchemy import insert

from pipelines.comparison.compare import ComparisonSummary, compare_period
from pipelines.engine import Engine, quote_text
from pipelines.periods import Period
from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition, Staging
from pipelines.state.database import open_database
from pipelines.state.models import Layout, Sheet, Submission, SubmittedFile, ValidatedSender

_LEARNERS = 24_000_000
_PROVINCES = 34
_LEARNERS_OF_A_SCHOOL = 450
# Rows with findings of the validation, one in so many.
_QUERIED = 20
_PERIODS = (Period.parse("2025-2026-dau-nam"), Period.parse("2024-2025-cuoi-nam"))
_RECEIVED = datetime(2025, 10, 5)
_ROWS = Path(__file__).with_suffix(".sql")
_NAMES = Path(__file__).parents[1] / "data" / "names"
_SYLLABLES = 10_000


def main(learners: int = _LEARNERS, collections: int = 1) -> None:
    with TemporaryDirectory(prefix="csdl-comparison-") as folder:
        workspace = Workspace(Path(folder))
        workspace.create()
        settings = replace(
            Settings.from_environment(), workspace=workspace, database_url=f"sqlite:///{folder}/csdl.sqlite"
        )
        database = open_database(settings.database_url)
        for number, period in enumerate(_PERIODS[:collections]):
            for province in range(1, _PROVINCES + 1):
                partition = Partition(period.name, f"{province:02d}")
                _write_province(settings, database, partition, learners // _PROVINCES, number)
        begin, used = time.perf_counter(), time.process_time()
        summary = compare_period(settings, database, _PERIODS[0])
        seconds, cpu = time.perf_counter() - begin, time.process_time() - used
        database.dispose()
    _show(learners, summary, seconds, cpu)


def _show(learners: int, summary: ComparisonSummary, seconds: float, cpu: float) -> None:
    table = Table(title=f"{learners:,} learners, {_PROVINCES} provinces")
    for column in ("rule", "seconds", "findings"):
        table.add_column(column, justify="right")
    for rule_id, taken in summary.seconds.items():
        table.add_row(rule_id or "binding", f"{taken:.1f}", f"{summary.findings.get(rule_id, 0):,}")
    across = sum(taken for rule_id, taken in summary.seconds.items() if not rule_id.startswith("PER"))
    table.add_section()
    table.add_row("across schools, with binding", f"{across:.1f}", "")
    table.add_row("all, with telling", f"{seconds:.1f}", f"{sum(summary.findings.values()):,}")
    table.add_row("all, CPU", f"{cpu:.1f}", "")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    table.add_row("memory, GiB", f"{memory:.2f}", "")
    Console().print(table)


@cache
def _name_parts() -> dict[str, list[str]]:
    """For each part of a name ``_SYLLABLES`` of them: every one as often as it is borne, in so many."""
    parts = {}
    for part, name in (("family", "family"), ("middle", "middle_syllable"), ("given", "given")):
        with (_NAMES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        reached = list(accumulate(int(row["count"]) for row in rows))
        places = (bisect_right(reached, reached[-1] * n // _SYLLABLES) for n in range(_SYLLABLES))
        parts[part] = [rows[place]["token"] for place in places]
    return parts


def _write_province(
    settings: Settings, database: Database, partition: Partition, learners: int, years_ago: int
) -> None:
    """What intake and validation leave of a province: one part, its sheets and senders."""
    staging = Staging(settings.workspace.staging)
    schools = -(-learners // _LEARNERS_OF_A_SCHOOL)
    sheets = (int(partition.province_code) + 100 * years_ago) * 100_000
    values = {"learners": learners, "province": partition.province_code, "sheets": sheets, "year": -years_ago}
    values |= {"syllables": _SYLLABLES}
    select = _ROWS.read_text(encoding="utf-8")
    for name, value in values.items():
        select = select.replace(f"${name}", quote_text(value) if isinstance(value, str) else str(value))
    typed = staging.part("typed", partition, "000001", "student")
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        for part, syllables in _name_parts().items():
            engine.execute(f"SET VARIABLE {part} = $syllables", {"syllables": syllables})
        engine.write_parquet(select, typed)
        engine.bind_parquet("typed", [typed])
        engine.write_parquet(
            f"SELECT row_id, sender_code, 'queried' AS outcome FROM typed WHERE row_id % {_QUERIED} = 0",
            staging.part("outcomes", partition, "000001", "student"),
        )
    senders = [f"{partition.province_code}{number:06d}" for number in range(schools)]
    ids = range(sheets + 1, sheets + 1 + schools)
    of_partition = {"period": partition.period, "province_code": partition.province_code}
    with database.begin() as connection:
        if sheets == 100_000:
            connection.execute(insert(Layout), [{"layout_id": "keys", "dataset": "student", "columns": "[]"}])
        connection.execute(
            insert(ValidatedSender),
            [of_partition | {"sender_code": s, "part": "000001", "fingerprint": ""} for s in senders],
        )
        connection.execute(
            insert(Submission),
            [
                of_partition | {"submission_id": f"s{i}", "sequence": i, "sender_code": s, "received_at": _RECEIVED}
                for i, s in zip(ids, senders, strict=True)
            ],
        )
        connection.execute(
            insert(SubmittedFile),
            [
                {"file_id": i, "submission_id": f"s{i}", "name": "f", "sha256": "", "size": 1, "status": "read"}
                for i in ids
            ],
        )
        connection.execute(
            insert(Sheet),
            [
                {
                    "sheet_id": i, "file_id": i, "name": "s", "dataset": "student", "layout_id": "keys", "header_row": 1,
                    "rows_read": _LEARNERS_OF_A_SCHOOL, "rows_ignored": 0, "part": "b",
                }
                for i in ids
            ],
        )  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
