"""``make bench-rules``: what validating the learners of a province costs with all rules on, and what each rule costs.

So many schools of a generated province as have the learners are read once, as they are read in production. For more learners than it
has their rows are multiplied. Every copy is a school of its own, with other personal numbers, so that what a rule finds grows with the
rows and nothing else changes.
"""

import argparse
import os
import sys
import tempfile
import time
from bisect import bisect_left
from itertools import accumulate
from pathlib import Path

import duckdb
from sqlalchemy import text

from benchmarks.measure import run
from benchmarks.province import CACHE, PERIOD, lay_down, load_province
from benchmarks.table import Line, print_table
from pipelines.engine import quote_text
from pipelines.intake.read import partitions_to_read, read_partition
from pipelines.intake.receive import receive_landing
from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition, Staging
from pipelines.state.database import open_database
from pipelines.validation.validate import validate_partition
from schemas.catalogue import load_catalogue

TARGET_SECONDS = 20.0  # for a million learners on two cores
TARGET_MEMORY = 2 * 1024  # MiB
PARTITION = Partition(PERIOD, "79")
SCHOOLS = 2120
WORST = 10
_ROWS_OF_SHEET = 2**21


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rules", description=__doc__)
    parser.add_argument("--learners", type=int, nargs="+", default=[100_000, 1_000_000], metavar="N")
    parser.add_argument("--validate", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.validate:
        _validate(options.validate)
        return
    CACHE.mkdir(exist_ok=True)
    lines = []
    for learners in sorted(options.learners):
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            rows = _multiply(Path(folder), learners)
            log = Path(folder) / "validate.log"
            cost = run([sys.executable, "-m", "benchmarks.rules", "--validate", folder], {}, log)
            print(log.read_text())
            limit = TARGET_SECONDS * rows / 1_000_000
            lines += [
                Line(f"{rows:,} learners with their schools: all rules", cost, cost.seconds, limit, "s"),
                Line(f"{rows:,} learners: peak memory", None, cost.memory, TARGET_MEMORY, "MiB"),
            ]
    print_table(lines)


def _settings(home: Path) -> Settings:
    return Settings(Workspace(home), f"sqlite:///{home / 'csdl.sqlite'}", os.cpu_count() or 1, 1500, 1500, 60.0)


def _multiply(home: Path, learners: int) -> int:
    """Read schools and multiply their rows until there are so many learners; answers how many there are."""
    settings = _settings(home)
    settings.workspace.create()
    province = load_province(SCHOOLS, os.cpu_count() or 1)
    # The long form of a school code takes the number of the copy, but no letter for the level.
    senders = [sender for sender in province.senders(SCHOOLS) if sender.isdecimal()]
    of_school = province.learners_by_school()
    reached = list(accumulate(of_school[sender] for sender in senders))
    senders = senders[: bisect_left(reached, learners) + 1]
    read = reached[len(senders) - 1]
    lay_down(province.landing, senders, settings.workspace.landing)
    database = open_database(settings.database_url)
    receive_landing(settings, database)
    for partition in partitions_to_read(database):
        read_partition(settings, database, partition)
    copies = max(learners // read, 1)
    staging = Staging(settings.workspace.staging)
    with database.begin() as connection:
        sheets, files, submissions = (int(connection.scalar(text(last)) or 0) for last in _LAST_IDS)
        for copy in range(1, copies):
            numbers = {
                "copy": copy,
                "mark": f"{copy:04d}",
                "sheets": sheets,
                "files": files,
                "submissions": submissions,
            }
            for statement in _COPY_STATE:
                connection.execute(text(statement), numbers)
        connection.execute(text(_REGISTER), {"period": PERIOD})
    for dataset in load_catalogue().datasets:
        for path in sorted(staging.raw(dataset, PARTITION).glob("*.parquet")):
            for copy in range(1, copies):
                _copy_rows(path, path.with_name(f"{path.stem}-{copy:04d}.parquet"), copy, sheets)
    database.dispose()
    return copies * read


_LAST_IDS = (
    "SELECT max(sheet_id) FROM sheet",
    "SELECT max(file_id) FROM submitted_file",
    "SELECT max(sequence) FROM submission",
)
# A copy of everything that tells of a submission; ids are moved up.
_COPY_STATE = (
    "INSERT INTO submission (submission_id, sequence, period, sender_code, province_code, received_at) "
    "SELECT submission_id || '-' || :mark, sequence + :copy * :submissions, period, sender_code || :mark, province_code, "
    "received_at FROM submission WHERE sequence <= :submissions",
    "INSERT INTO submitted_file (file_id, submission_id, name, sha256, size, status, reading) "
    "SELECT file_id + :copy * :files, submission_id || '-' || :mark, name, sha256, size, status, reading "
    "FROM submitted_file WHERE file_id <= :files",
    "INSERT INTO sheet (sheet_id, file_id, name, dataset, layout_id, header_row, rows_read, rows_ignored, part) "
    "SELECT sheet_id + :copy * :sheets, file_id + :copy * :files, name, dataset, layout_id, header_row, rows_read, "
    "rows_ignored, part || '-' || :mark FROM sheet WHERE sheet_id <= :sheets",
)
_REGISTER = (
    "INSERT INTO school (school_code, name, level_group_code, province_code, ward_code, first_period, last_period) "
    "SELECT DISTINCT sender_code, '', '', province_code, '', :period, :period FROM submission"
)


def _copy_rows(source: Path, target: Path, copy: int, sheets: int) -> None:
    with duckdb.connect() as connection:
        names = [
            row[0] for row in connection.execute(f"DESCRIBE FROM read_parquet({quote_text(str(source))})").fetchall()
        ]
        replaced = {"row_id": f"row_id + {copy * sheets * _ROWS_OF_SHEET}"}
        for name in names:
            if name == "school_code":
                replaced[name] = f"school_code || '{copy:04d}'"
            elif name.endswith("personal_id"):
                serial = f"lpad(((right({name}, 6)::INTEGER + {copy * 7919}) % 1000000)::VARCHAR, 6, '0')"
                replaced[name] = (
                    f"CASE WHEN regexp_full_match({name}, '[0-9]{{12}}') THEN left({name}, 6) || {serial} ELSE {name} END"
                )
        columns = ", ".join(f"{expression} AS {name}" for name, expression in replaced.items())
        connection.execute(
            f"COPY (SELECT * REPLACE ({columns}) FROM read_parquet({quote_text(str(source))})) "
            f"TO {quote_text(str(target))} (FORMAT parquet)"
        )


def _validate(home: Path) -> None:
    """Validate everything; prints the rules that cost most."""
    settings = _settings(home)
    database = open_database(settings.database_url)
    begin = time.perf_counter()
    summary = validate_partition(settings, database, PARTITION)
    seconds = time.perf_counter() - begin
    costs = summary.rule_seconds
    rows = {name: count.read for name, count in summary.rows.items()}
    print(
        f"{seconds:.1f} s in validation; {len(costs)} rules took {sum(costs.values()):.1f} s in all passes; rows read: {rows}"
    )
    for rule_id, cost in sorted(costs.items(), key=lambda item: -item[1])[:WORST]:
        print(f"  {rule_id}: {cost:.2f} s")
    database.dispose()


if __name__ == "__main__":
    main()
