import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.verification.register import Sandbox


@pytest.fixture
def home(tmp_path: Path, empty_database: Path) -> Path:
    """A workspace with an empty database."""
    shutil.copy(empty_database, tmp_path / "csdl.sqlite")
    return tmp_path


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as server:
        yield server
