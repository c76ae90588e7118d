"""Bringing a landing tree from elsewhere into the workspace."""

import shutil
from pathlib import Path
from typing import IO

from pipelines.errors import StorageError
from pipelines.intake.landing import LandedFile, Refusal, RefusedPath, scan_landing
from pipelines.partial import partial_of
from pipelines.settings import Workspace


def copy_into_landing(workspace: Workspace, tree: Path) -> list[RefusedPath]:
    """Copy what is new in ``tree/<period>/<sender_code>/…`` into the landing tree; answers what lies wrong and stays behind.

    Raises StorageError where the landing tree cannot be written.
    """
    # What lies wrong in the landing tree itself is told when it is received.
    if tree.resolve() == workspace.landing.resolve():
        return []
    refused: list[RefusedPath] = []
    for entry in scan_landing(tree):
        if isinstance(entry, RefusedPath):
            refused.append(entry)
            continue
        below = entry.path.relative_to(tree)
        target = workspace.landing / below
        if _is_same(entry, target):
            continue
        try:
            source = entry.path.open("rb")
        except OSError:
            refused.append(RefusedPath(below.as_posix(), Refusal.UNREADABLE))
            continue
        with source:
            _copy(source, entry.path, target)
    return refused


def _copy(source: IO[bytes], path: Path, target: Path) -> None:
    # Hidden until complete, so that a load at work does not take half a file.
    partial = partial_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as copied:
            shutil.copyfileobj(source, copied)
        shutil.copystat(path, partial)
        partial.replace(target)
    except OSError as error:
        raise StorageError("storage.archive", path=target, error=error.strerror) from error
    finally:
        partial.unlink(missing_ok=True)


def _is_same(entry: LandedFile, target: Path) -> bool:
    if not target.exists():
        return False
    status = target.stat()
    return (status.st_size, status.st_mtime_ns) == (entry.size, entry.modified_ns)
