"""How far the load is: what was submitted, what waits, how many rows went which way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow.parquet as pq
from sqlalchemy import Connection, Select, func, select
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.in_force import bind_in_force
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, validated_partitions
from pipelines.state.models import School, Submission, SubmittedFile, ValidatedSender
from pipelines.validation.handed_in import is_last
from pipelines.validation.outputs import RowCounts

_ROWS = Path(__file__).with_name("rows.sql")


@dataclass(frozen=True, slots=True)
class PartitionStatus:
    """One period of one province.

    ``waiting``: files not yet read; ``refused``: those of the senders' last submissions; ``schools_known``: those of the register.
    """

    period: str
    province_code: str
    senders: int
    validated: int
    schools_known: int
    files: int
    waiting: int
    refused: int
    rows_read: int
    rows_accepted: int
    rows_queried: int
    rows_rejected: int


def partition_statuses(
    settings: Settings, database: Database, *, sender: str = "", period: str = ""
) -> list[PartitionStatus]:
    """The state of every partition that something was submitted for; of one sender or one period where given."""
    by_partition = (Submission.period, Submission.province_code)
    submissions = select(*by_partition, func.count(Submission.sender_code.distinct())).group_by(*by_partition)
    files = select(*by_partition, func.count()).join(SubmittedFile).group_by(*by_partition)
    validated = select(ValidatedSender.period, ValidatedSender.province_code, func.count()).group_by(
        ValidatedSender.period, ValidatedSender.province_code
    )
    if sender:
        submissions = submissions.where(Submission.sender_code == sender)
        files = files.where(Submission.sender_code == sender)
        validated = validated.where(ValidatedSender.sender_code == sender)
    with database.connect() as connection:
        senders = _counts(connection, submissions)
        all_files = _counts(connection, files)
        waiting = _counts(connection, files.where(SubmittedFile.status == "received"))
        refused = _counts(connection, files.where(SubmittedFile.status == "refused", is_last()))
        done = _counts(connection, validated)
        registered = select(School.province_code, func.count()).group_by(School.province_code)
        known = dict(connection.execute(registered).all())
    rows: Counter[tuple[Partition, str]] = Counter()
    for (partition, _), numbers in rows_in_force(settings, database, sender=sender).items():
        rows.update({(partition, name): number for name, number in asdict(numbers).items()})
    return [
        PartitionStatus(
            period=partition.period,
            province_code=partition.province_code,
            senders=number,
            validated=done.get(partition, 0),
            schools_known=known.get(partition.province_code, 0),
            files=all_files.get(partition, 0),
            waiting=waiting.get(partition, 0),
            refused=refused.get(partition, 0),
            rows_read=rows[partition, "read"],
            rows_accepted=rows[partition, "accepted"],
            rows_queried=rows[partition, "queried"],
            rows_rejected=rows[partition, "rejected"],
        )
        for partition, number in sorted(senders.items())
        if period in ("", partition.period)
    ]


def rows_in_force(
    settings: Settings, database: Database, partitions: Sequence[Partition] | None = None, *, sender: str = ""
) -> dict[tuple[Partition, str], RowCounts]:
    """Partition and dataset → rows of the sheets in force; of some partitions or one sender where given."""
    staging = Staging(settings.workspace.staging)
    wanted = list(validated_partitions(database) if partitions is None else partitions)
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        if not bind_in_force(engine, "reconciliation", database, staging, "reconciliation", wanted):
            return {}
        rows = engine.rows(_ROWS.read_text(encoding="utf-8"), {"sender": sender})
    return {
        (Partition(str(period), str(province)), str(dataset)): RowCounts(*(int(str(number)) for number in numbers))
        for period, province, dataset, *numbers in rows
    }


def person_outcomes(settings: Settings, database: Database, kind: str) -> dict[str, int]:
    """Outcome of identification → rows in force of persons (``kind``: learner or staff)."""
    staging = Staging(settings.workspace.staging)
    outcomes: Counter[str] = Counter()
    for partition in validated_partitions(database):
        # Not the registers' links: they remember rows that were replaced, too.
        if (path := staging.links(kind, partition)).exists():
            counts = pq.read_table(path, columns=["outcome"]).group_by("outcome").aggregate([([], "count_all")])
            outcomes.update({row["outcome"]: row["count_all"] for row in counts.to_pylist()})
    return dict(outcomes)


def _counts(connection: Connection, statement: Select[str, str, int]) -> dict[Partition, int]:
    return {Partition(period, province): number for period, province, number in connection.execute(statement)}
