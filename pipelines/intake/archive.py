"""The archive: every byte received, kept once, named by its SHA-256."""

import hashlib
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import IO

from pipelines.errors import StorageError

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Content:
    """Archived bytes; ``size`` in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Archive:
    root: Path

    def path(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256

    def add(self, source: IO[bytes]) -> Content:
        """Copy a stream into the archive, whole or not at all.

        Bytes are hashed while they are copied: a file that is still changing cannot lie under a wrong name.
        Raises StorageError where the archive cannot be written; what reading the source raises passes through.
        """
        partial = self.root / f".{uuid.uuid4().hex}.partial"
        digest, size = hashlib.sha256(), 0
        try:
            with self._writing():
                self.root.mkdir(parents=True, exist_ok=True)
                target = partial.open("wb", buffering=0)
            with target:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    with self._writing():
                        _write(target, chunk)
            content = Content(digest.hexdigest(), size)
            with self._writing():
                self._keep(partial, content)
        finally:
            partial.unlink(missing_ok=True)
        return content

    def holds(self, content: Content) -> bool:
        """Whether the bytes are there; a file of another size is damaged."""
        path = self.path(content.sha256)
        return path.exists() and path.stat().st_size == content.size

    def sync(self) -> None:
        """Have all that was added on the disk; to be called before it is recorded.

        Once for a whole delivery, for 2,000 small files synced one by one take half as long again to archive.
        """
        done = subprocess.run(["sync", "--file-system", self.root], capture_output=True, text=True, check=False)
        if done.returncode:
            raise StorageError("storage.archive", path=self.root, error=done.stderr.strip())

    def remove_partial(self) -> None:
        """Remove what was half written when its process was killed; nothing else may be adding."""
        for partial in self.root.glob(".*.partial"):
            partial.unlink()

    def _keep(self, partial: Path, content: Content) -> None:
        if not self.holds(content):
            path = self.path(content.sha256)
            path.parent.mkdir(exist_ok=True)
            partial.replace(path)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError("storage.archive", path=self.root, error=error.strerror) from error


def _write(target: FileIO, chunk: bytes) -> None:
    """All of it: a write to a disk that is nearly full may take less than it was given."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[target.write(rest) :]
