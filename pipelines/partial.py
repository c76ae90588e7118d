"""Files that are being written: hidden beside their place, until they are whole."""

import hashlib
from pathlib import Path


def partial_of(path: Path) -> Path:
    """Where a file is written first; always of one length, as its own name may be as long as a file system allows."""
    digest = hashlib.sha256(path.name.encode()).hexdigest()[:16]
    return path.with_name(f".{digest}.partial")
