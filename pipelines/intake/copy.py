"""Bringing a landing tree from elsewhere into the workspace."""

import shutil
from pathlib import Path

from pipelines.intake.landing import LandedFile, scan_landing
from pipelines.partial import partial_of
from pipelines.settings import Workspace


def copy_into_landing(workspace: Workspace, tree: Path) -> int:
    """Copy ``tree/<period>/<sender_code>/…`` into the landing tree; returns the number of files that were not there."""
    copied = 0
    for entry in scan_landing(tree):
        if isinstance(entry, LandedFile):
            target = workspace.landing / entry.path.relative_to(tree)
            if not _is_same(entry, target):
                target.parent.mkdir(parents=True, exist_ok=True)
                # Hidden until complete, so that a load at work does not take half a file.
                partial = partial_of(target)
                shutil.copy2(entry.path, partial)
                partial.replace(target)
                copied += 1
    return copied


def _is_same(entry: LandedFile, target: Path) -> bool:
    if not target.exists():
        return False
    status = target.stat()
    return (status.st_size, status.st_mtime_ns) == (entry.size, entry.modified_ns)
