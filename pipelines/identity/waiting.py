"""Which partitions were validated, or found fault with later, after their persons were last identified."""

from pathlib import Path

from sqlalchemy import Engine as Database

from pipelines.identity.kinds import LEARNER, STAFF
from pipelines.settings import Settings
from pipelines.staging import LATER_SOURCES, Partition, Staging, parts_in_force, validated_partitions


def partitions_to_identify(settings: Settings, database: Database) -> list[Partition]:
    """Partitions with a part in force or later findings that are younger than the links made from them, in order."""
    staging = Staging(settings.workspace.staging)
    return [
        partition
        for partition in validated_partitions(database)
        if any(
            _written_at(path) > _written_at(staging.links(kind.name, partition))
            for kind in (LEARNER, STAFF)
            for path in (
                *(staging.later_findings(source, partition) for source in LATER_SOURCES),
                *(
                    staging.part("outcomes", partition, part, kind.dataset)
                    for part in parts_in_force(database, partition)
                ),
            )
        )
    ]


def _written_at(path: Path) -> int:
    """When a file was written, in nanoseconds; 0 where there is none."""
    return path.stat().st_mtime_ns if path.exists() else 0
