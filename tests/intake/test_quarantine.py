"""A file that ended its reader is kept apart: with the reason, and from every other reader."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from pipelines.intake.archive import Archive
from pipelines.intake.rereading import try_pardoned_again
from tests.intake.books import students
from tests.intake.conftest import Installation

COMPUTE = """
from pipelines.intake.reader_process import _bound_processor
_bound_processor(1)
while True:
    pass
"""


def deadly(installation: Installation, name: str) -> Path:
    """A file that hangs whatever opens it; answers where it is archived."""
    installation.land(name, b"deadly")
    (receipt,) = installation.receive()
    path = Archive(installation.settings.workspace.archive).path(receipt.files[0].sha256)
    if not path.is_fifo():
        path.unlink()
        os.mkfifo(path)
    return path


def notes(installation: Installation) -> list[Path]:
    return sorted(installation.settings.workspace.quarantine.glob("*.json"))


def test_a_file_that_ended_its_reader_is_noted_with_the_reason(installation: Installation) -> None:
    path = deadly(installation, "treo.csv")
    installation.within(reader_timeout=1.0).read()
    (note,) = notes(installation)
    assert note.stem == path.name
    assert json.loads(note.read_text(encoding="utf-8")) == {
        "file": "treo.csv",
        "sender_code": "79760501",
        "archived": str(path),
        "reader_died_of": "SIGALRM",
        "rule_id": "FIL002",
        "parameters": {},
    }


def test_the_same_bytes_are_not_tried_again(installation: Installation) -> None:
    deadly(installation, "treo.csv")
    installation.within(reader_timeout=1.0).read()
    # With all the time of the world this would hang, were it tried.
    deadly(installation, "lại treo.csv")
    installation.land("tốt.xlsx", students())
    installation.receive()
    summary = installation.within(reader_timeout=1000.0).read()
    assert (summary.files_read, summary.files_refused) == (1, 1)
    assert sorted(f["file"] for f in installation.findings()) == ["lại treo.csv", "treo.csv"]
    assert installation.rules() == ["FIL002", "FIL002"]


def test_without_its_note_a_file_is_tried_again(installation: Installation) -> None:
    path = deadly(installation, "treo.csv")
    installation.within(reader_timeout=1.0).read()
    for note in notes(installation):
        note.unlink()
    deadly(installation, "lại treo.csv")
    path.unlink()
    path.write_bytes(b"deadly")
    installation.read()
    assert notes(installation) == []
    assert installation.rules() == ["FIL002", "FIL009"]


def test_files_whose_note_is_gone_are_tried_again(installation: Installation) -> None:
    """In every submission in which the same bytes came."""
    path = deadly(installation, "treo.csv")
    installation.within(reader_timeout=1.0).read()
    deadly(installation, "lại treo.csv")
    installation.read()
    try_pardoned_again(installation.settings, installation.database)
    assert set(installation.statuses().values()) == {"refused"}
    for note in notes(installation):
        note.unlink()
    path.unlink()
    path.write_bytes(b"deadly")
    try_pardoned_again(installation.settings, installation.database)
    installation.read()
    assert installation.rules() == ["FIL009", "FIL009"]
    try_pardoned_again(installation.settings, installation.database)
    assert set(installation.statuses().values()) == {"refused"}


def test_what_is_merely_refused_is_not_kept_apart(installation: Installation) -> None:
    installation.land("hỏng.xlsx", students()[:2000])
    installation.receive()
    installation.read()
    assert installation.rules() == ["FIL002"]
    assert notes(installation) == []


def test_a_reader_that_computes_too_long_is_ended_by_the_system() -> None:
    run = subprocess.run([sys.executable, "-c", COMPUTE], cwd=Path(__file__).parents[2], check=False, timeout=20)
    assert run.returncode == -signal.SIGXCPU
