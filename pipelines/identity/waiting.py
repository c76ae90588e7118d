"""Which partitions were validated after their persons were last identified, as when a load was killed in between."""

from pathlib import Path

from sqlalchemy import Engine as Database

from pipelines.identity.kinds import LEARNER, STAFF
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, parts_in_force, validated_partitions


def partitions_to_identify(settings: Settings, database: Database) -> list[Partition]:
    """Partitions with a part in force that is younger than the links made from it, in order."""
    staging = Staging(settings.workspace.staging)
    return [
        partition
        for partition in validated_partitions(database)
        if any(
            _written_at(staging.part("outcomes", partition, part, kind.dataset))
            > _written_at(staging.links(kind.name, partition))
            for part in parts_in_force(database, partition)
            for kind in (LEARNER, STAFF)
        )
    ]


def _written_at(path: Path) -> int:
    """When a file was written, in nanoseconds; 0 where there is none."""
    return path.stat().st_mtime_ns if path.exists() else 0
