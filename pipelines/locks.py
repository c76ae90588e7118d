"""One process at a time for what must not be done twice at once on a workspace."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def exclusive(path: Path, *, tell_waiting: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Hold the lock ``path``; waits for whoever holds it, and tells so first."""
    try:
        held = hold(path, waits=False)
    except BlockingIOError:
        tell_waiting()
        held = hold(path)
    with held:
        yield


def hold(path: Path, *, waits: bool = True) -> BinaryIO:
    """Take the lock ``path`` until the answer is closed. The system frees it when its holder dies, however it dies.

    BlockingIOError if another holds it and this one does not wait.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("wb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise
    return file


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock ``path`` now."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return False
    with file:
        try:
            # Shared, for others may be asking, too.
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
