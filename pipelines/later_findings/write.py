"""Writing what a step after validation found, so that nothing is done again for what has not changed."""

import filecmp
from pathlib import Path

from pipelines.engine import Engine
from pipelines.staging import Partition, Staging


def write_later_findings(engine: Engine, staging: Staging, source: str, partition: Partition, select: str) -> bool:
    """Put the findings that ``select`` answers in the place of what ``source`` found in a partition before.

    ``select`` has the columns of ``validation/sql/findings.sql`` and an order that follows from the content. The file stays untouched
    where it would not change (and absent where nothing was ever found); answers whether it changed.
    """
    path = staging.later_findings(source, partition)
    fresh = path.with_name(f".{path.name}.fresh")
    rows = engine.write_parquet(select, fresh)
    if _is_unchanged(path, fresh, rows):
        fresh.unlink()
        return False
    fresh.replace(path)
    return True


def _is_unchanged(path: Path, fresh: Path, rows: int) -> bool:
    return filecmp.cmp(path, fresh, shallow=False) if path.exists() else rows == 0
