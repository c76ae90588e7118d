"""The landing tree: what lies where, and what lies where it should not."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipelines.errors import UnknownPeriodError
from pipelines.periods import Period
from pipelines.texts import Texts
from schemas.model import Language

_REFUSALS = Path(__file__).with_name("refusals.csv")


class Refusal(StrEnum):
    """Why something in the landing tree was not taken; the words for it stand in ``refusals.csv``."""

    NOT_A_PERIOD = "not_a_period"
    NOT_A_SENDER = "not_a_sender"
    MISPLACED = "misplaced"
    MISNAMED = "misnamed"
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

    Hidden files and Office's lock files (``~$name``) are not submissions.
    """
    unreadable: list[OSError] = []
    for folder, subfolders, names in os.walk(landing, onerror=unreadable.append):
        subfolders[:] = sorted(name for name in subfolders if not _is_hidden(name))
        for name in sorted(names):
            if not _is_hidden(name):
                yield _look_at(landing, Path(folder, name))
    for error in unreadable:
        yield RefusedPath(Path(error.filename).relative_to(landing).as_posix(), Refusal.UNREADABLE)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _look_at(landing: Path, path: Path) -> LandedFile | RefusedPath:
    below = path.relative_to(landing)
    shown = os.fsencode(below).decode(errors="replace")
    if shown != str(below):
        return RefusedPath(shown, Refusal.MISNAMED)
    if len(below.parts) < 3:
        return RefusedPath(below.as_posix(), Refusal.MISPLACED)
    period_name, sender_code, *rest = below.parts
    try:
        period = Period.parse(period_name)
    except UnknownPeriodError:
        return RefusedPath(below.as_posix(), Refusal.NOT_A_PERIOD)
    try:
        status = path.stat()
    except OSError:
        return RefusedPath(below.as_posix(), Refusal.UNREADABLE)
    return LandedFile(path, period, sender_code, "/".join(rest), status.st_size, status.st_mtime_ns)
