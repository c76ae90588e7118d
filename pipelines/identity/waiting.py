"""Which partitions wait for identification: validated since, found fault with later, or decided about."""

from pathlib import Path

from sqlalchemy import Engine as Database
from sqlalchemy import delete, func, select

from pipelines.identity.kinds import LEARNER, STAFF
from pipelines.settings import Settings
from pipelines.staging import LATER_SOURCES, Partition, Staging, parts_in_force, validated_partitions
from pipelines.state.reviews import RelinkRequest


def partitions_to_identify(settings: Settings, database: Database) -> list[Partition]:
    """Partitions with a part in force or later findings younger than the links made from them, or with a request, in order."""
    staging = Staging(settings.workspace.staging)
    with database.connect() as connection:
        asked = connection.execute(select(RelinkRequest.period, RelinkRequest.province_code).distinct()).all()
    requested = {Partition(period, province) for period, province in asked}
    return [
        partition
        for partition in validated_partitions(database)
        if partition in requested
        or any(
            _written_at(path) > _written_at(staging.links(kind.name, partition))
            for kind in (LEARNER, STAFF)
            for path in (
                *(staging.later_findings(source, partition) for source in LATER_SOURCES),
                *(staging.part("reconciliation", partition, part) for part in parts_in_force(database, partition)),
            )
        )
    ]


def last_request(database: Database, partition: Partition) -> int | None:
    """The newest request to identify a partition again; None where there is none."""
    newest = select(func.max(RelinkRequest.request_id)).filter_by(
        period=partition.period, province_code=partition.province_code
    )
    with database.connect() as connection:
        return connection.scalar(newest)


def fulfil_requests(database: Database, partition: Partition, last: int) -> None:
    """Take away the requests up to ``last``; one that came in the meantime stays for the next run."""
    fulfilled = delete(RelinkRequest).filter_by(period=partition.period, province_code=partition.province_code)
    with database.begin() as connection:
        connection.execute(fulfilled.where(RelinkRequest.request_id <= last))


def _written_at(path: Path) -> int:
    """When a file was written, in nanoseconds; 0 where there is none."""
    return path.stat().st_mtime_ns if path.exists() else 0
