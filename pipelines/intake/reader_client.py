"""One reader process, seen from outside."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO

import pipelines
from pipelines.errors import CsdlError, StorageError
from pipelines.intake.protocol import OUT_OF_MEMORY, STORAGE_FAILED, Batch, BatchResult, Configuration

_log = logging.getLogger(__name__)
_ROOT = Path(pipelines.__file__).parents[1]
_MEMORY = "memory"
# What Rust writes when memory runs out, before it aborts.
_RUST_OUT_OF_MEMORY = "memory allocation of"


class ReaderDiedError(Exception):
    """The process ended while it read file number ``position`` of its batch. Caught by the supervisor.

    ``cause``: the name of the signal, or "memory".
    """

    def __init__(self, position: int, cause: str) -> None:
        super().__init__(position)
        self.position = position
        self.cause = cause
        self.is_out_of_memory = cause == _MEMORY


class ReaderFailedError(CsdlError):
    """The reader process failed by itself: a broken installation, or a memory limit too small even to start."""


_spare: list[tuple["subprocess.Popen[str]", IO[str]]] = []


def start_spare() -> None:
    """Start a reader process for the client that will need one first: it gets ready while this process imports the rest."""
    _spare.append(_launch())


def _launch() -> tuple["subprocess.Popen[str]", IO[str]]:
    """A reader process and the file into which it complains."""
    paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    # Arrow's own allocators reserve more than the process may have; NumPy's threads would turn in circles, waiting.
    settings = {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OPENBLAS_NUM_THREADS": "1",
        "RUST_BACKTRACE": "0",
    }
    complaints = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.intake.reader_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        encoding="utf-8",
        env=os.environ | settings,
    )
    return process, complaints


class ReaderClient:
    """Starts a reader process when it is first needed, and again after it died."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self._process: subprocess.Popen[str] | None = None
        self._is_closed = False
        self._starting = Lock()
        self._complaints: IO[str] = io.StringIO()

    def read(self, batch: Batch) -> BatchResult:
        """Have a batch read. Raises ReaderDiedError, and StorageError where staging cannot be written."""
        try:
            return self._read(batch)
        except ReaderFailedError as failure:
            # Killed before it began: whoever took its memory, or killed it, says nothing of the installation.
            if failure.values.get("status") != -signal.SIGKILL:
                raise
        return self._read(batch)

    def _read(self, batch: Batch) -> BatchResult:
        process = self._process or self._start()
        assert process.stdin and process.stdout
        position = -1
        try:
            process.stdin.write(batch.to_json() + "\n")
            process.stdin.flush()
            # A line that its writer could not end says nothing.
            for line in iter(process.stdout.readline, ""):
                if line.endswith("\n"):
                    message = json.loads(line)
                    if isinstance(message, dict):
                        return BatchResult.from_json(message)
                    position += 1
        except BrokenPipeError:
            pass
        self._process = None
        raise self._autopsy(process, position)

    def close(self) -> None:
        """End the process, wherever it is, for good."""
        with self._starting:
            self._is_closed = True
            if self._process:
                self._process.kill()
                self._process.wait()
        if complaints := self._take_complaints():
            _log.info("The reader process said:\n%s", complaints)

    def _start(self) -> subprocess.Popen[str]:
        with self._starting:
            if self._is_closed:
                raise ReaderFailedError("reader.ended")
            process, self._complaints = _spare.pop() if _spare else _launch()
            self._process = process
        assert process.stdin
        # One that ended already is found dead when it is asked to read.
        with suppress(BrokenPipeError):
            process.stdin.write(self.configuration.to_json() + "\n")
        return process

    def _take_complaints(self) -> str:
        self._complaints.seek(0)
        complaints = self._complaints.read()
        self._complaints.seek(0)
        self._complaints.truncate()
        return complaints

    def _autopsy(self, process: subprocess.Popen[str], position: int) -> Exception:
        """Why the process ended."""
        status = process.wait()
        complaints = self._take_complaints()
        if status == STORAGE_FAILED:
            what = json.loads(complaints.rstrip().rpartition("\n")[2])
            match what.pop("failed"):
                case "damaged":
                    return StorageError("storage.damaged", **what)
                case "unreadable":
                    return StorageError("storage.unreadable", **what)
            return StorageError("storage.staging", **what)
        is_out_of_memory = status in (OUT_OF_MEMORY, -signal.SIGKILL) or _RUST_OUT_OF_MEMORY in complaints
        if position < 0 or (status >= 0 and not is_out_of_memory):
            _log.error("The reader process said:\n%s", complaints)
            return ReaderFailedError("reader.failed", status=status, complaint=complaints.rstrip().rpartition("\n")[2])
        return ReaderDiedError(position, _MEMORY if is_out_of_memory else signal.Signals(-status).name)
