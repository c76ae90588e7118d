"""The landing tree: what lies where, and what lies where it should not."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipelines.errors import UnknownPeriodError
from pipelines.local_time import today
from pipelines.periods import Period
from pipelines.texts import Texts
from schemas.model import Language

_REFUSALS = Path(__file__).with_name("refusals.csv")
# What macOS and Windows remember of folders and files, and locks of workbooks that are open.
_OF_THE_SYSTEM = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_OF_A_FILE = ("._", "~$", ".~lock.")


class Refusal(StrEnum):
    """Why something in the landing tree was not taken; the words for it stand in ``refusals.csv``."""

    NOT_A_PERIOD = "not_a_period"
    TOO_EARLY = "too_early"
    NOT_A_SENDER = "not_a_sender"
    MISPLACED = "misplaced"
    MISNAMED = "misnamed"
    IRREGULAR = "irregular"
    UNREADABLE = "unreadable"

    def describe(self, language: Language) -> str:
        return Texts(_REFUSALS, language)(self.value)


@dataclass(frozen=True, slots=True)
class LandedFile:
    """A file at ``landing/<period>/<sender_code>/<name>``; size in bytes, time of change in nanoseconds."""

    path: Path
    period: Period
    sender_code: str
    name: str
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class RefusedPath:
    """Something in the landing tree that belongs to no submission; ``path`` is below ``landing/``."""

    path: str
    refusal: Refusal


def scan_landing(landing: Path) -> Iterator[LandedFile | RefusedPath]:
    """Every file of the landing tree, in order of path.

    Hidden files and what systems leave behind are not submissions. Links are not followed: they may lead to what
    is nobody's to hand in.
    """
    unreadable: list[OSError] = []
    for folder, subfolders, names in os.walk(landing, onerror=unreadable.append):
        subfolders[:] = sorted(name for name in subfolders if not _is_hidden(name))
        linked = [name for name in subfolders if Path(folder, name).is_symlink()]
        for name in sorted([*names, *linked]):
            if not _is_hidden(name):
                yield _look_at(landing, Path(folder, name))
    for error in unreadable:
        yield RefusedPath(Path(error.filename).relative_to(landing).as_posix(), Refusal.UNREADABLE)


def is_left_behind(name: str) -> bool:
    """Whether a file of this name was put beside others by the system or by Office, not by people."""
    return name.startswith(_OF_A_FILE) or name.casefold() in _OF_THE_SYSTEM


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or is_left_behind(name)


def _look_at(landing: Path, path: Path) -> LandedFile | RefusedPath:
    below = path.relative_to(landing)
    shown = os.fsencode(below).decode(errors="replace")
    if shown != str(below):
        return RefusedPath(shown, Refusal.MISNAMED)
    try:
        status = path.lstat()
    except OSError:
        return RefusedPath(below.as_posix(), Refusal.UNREADABLE)
    if not stat.S_ISREG(status.st_mode):
        return RefusedPath(below.as_posix(), Refusal.IRREGULAR)
    if len(below.parts) < 3:
        return RefusedPath(below.as_posix(), Refusal.MISPLACED)
    period_name, sender_code, *rest = below.parts
    try:
        period = Period.parse(period_name)
    except UnknownPeriodError:
        return RefusedPath(below.as_posix(), Refusal.NOT_A_PERIOD)
    if not period.is_at_hand(today()):
        return RefusedPath(below.as_posix(), Refusal.TOO_EARLY)
    return LandedFile(path, period, sender_code, "/".join(rest), status.st_size, status.st_mtime_ns)
