"""Of whom there is something new to tell: validated anew, or other findings of the steps after validation."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.feedback.folder import replace_file
from pipelines.settings import Settings
from pipelines.staging import LATER_SOURCES, Partition, Staging, parts_in_force, validated_partitions

_DIGESTS = Path(__file__).with_name("later_digests.sql")


@dataclass(frozen=True, slots=True)
class Told:
    """What feedback was written from: the last part, and sender → digest of what later findings say of it."""

    part: int = 0
    later: dict[str, str] = field(default_factory=dict)


def partitions_to_tell(settings: Settings, database: Database) -> list[Partition]:
    """Partitions where a step has written something since their feedback, in order."""
    return [
        partition
        for partition in validated_partitions(database)
        if any(_written_at(path) > _written_at(_mark(settings, partition)) for path in _sources(settings, partition))
    ]


def read_told(settings: Settings, partition: Partition) -> Told:
    mark = _mark(settings, partition)
    return Told(**json.loads(mark.read_text())) if mark.exists() else Told()


def told_now(settings: Settings, database: Database, partition: Partition) -> Told:
    """What feedback that is written now tells."""
    last = max(map(int, parts_in_force(database, partition)), default=0)
    staging = Staging(settings.workspace.staging)
    paths = [path for source in LATER_SOURCES if (path := staging.later_findings(source, partition)).exists()]
    if not paths:
        return Told(last)
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        engine.bind_parquet("later_finding", paths)
        digests = engine.rows(_DIGESTS.read_text(encoding="utf-8"))
    return Told(last, {str(sender): str(digest) for sender, digest in digests})


def fresh_senders(database: Database, partition: Partition, told: Told, now: Told) -> list[str]:
    """The senders of whom ``now`` says something else than ``told``, in order."""
    parts = parts_in_force(database, partition)
    validated = {sender for part, senders in parts.items() if int(part) > told.part for sender in senders}
    in_force = {sender for senders in parts.values() for sender in senders}
    changed = {sender for sender, _ in told.later.items() ^ now.later.items()}
    return sorted(validated | (changed & in_force))


def write_told(settings: Settings, partition: Partition, told: Told) -> None:
    replace_file(_mark(settings, partition), json.dumps(asdict(told)).encode())


def _mark(settings: Settings, partition: Partition) -> Path:
    return settings.workspace.feedback / partition.period / f".{partition.province_code}.json"


def _sources(settings: Settings, partition: Partition) -> list[Path]:
    staging = Staging(settings.workspace.staging)
    later = [staging.later_findings(source, partition) for source in LATER_SOURCES]
    return [*staging.folder("findings", partition).glob("*.parquet"), *later]


def _written_at(path: Path) -> int:
    """When a file was written, in nanoseconds; 0 where there is none."""
    return path.stat().st_mtime_ns if path.exists() else 0
