import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.state.database import open_database
from tests.verification.register import Sandbox


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database to copy: migrating anew takes longer than most tests."""
    path = tmp_path_factory.mktemp("database") / "csdl.sqlite"
    open_database(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def home(tmp_path: Path, empty_database: Path) -> Path:
    """A workspace with an empty database."""
    shutil.copy(empty_database, tmp_path / "csdl.sqlite")
    return tmp_path


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as server:
        yield server
