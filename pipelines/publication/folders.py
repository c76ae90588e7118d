"""The folder of releases: what is no release in it, and how a finished one gets its name."""

import os
import shutil
from pathlib import Path

from pipelines.settings import Workspace

# Folders whose names start like this are no releases: being built, failed the audit, being deleted.
BUILDING, FAILED = ".building-", ".failed-"
# Held by whoever publishes or rolls back.
LOCK = ".lock"


def remove_leftovers(workspace: Workspace) -> None:
    """Delete what killed and failed publications have left."""
    for prefix in (BUILDING, FAILED):
        for folder in workspace.releases.glob(f"{prefix}*"):
            shutil.rmtree(folder)


def remove_release(release: Path) -> None:
    """Delete a release; it loses its name first, so that a kill leaves no half release under a valid one."""
    shutil.rmtree(_without_name(release))


def put_in_place(source: Path, target: Path) -> None:
    """Rename a finished file or folder over ``target``, its content on the disk before its name.

    A folder that is there, a damaged release, loses its name just before.
    """
    for path in [source, *source.rglob("*")]:
        _sync(path)
    doomed = _without_name(target) if target.is_dir() else None
    source.replace(target)
    _sync(target.parent)
    if doomed:
        shutil.rmtree(doomed)


def _without_name(release: Path) -> Path:
    return release.rename(release.with_name(f"{BUILDING}deleted-{release.name}"))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
