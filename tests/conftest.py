"""Samples and an installation that tests of several areas share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

from pipelines.generation.generate import generate
from pipelines.settings import Settings
from pipelines.state.database import open_database
from tests.identity.postgresql import Server
from tests.validation.staged import settings_in

SAMPLE_PERIOD = "2025-2026-dau-nam"


@pytest.fixture(scope="session")
def sample_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A landing tree of three schools in one period, with planted mistakes. Not to be written to."""
    out = tmp_path_factory.mktemp("samples")
    generate(out, schools=3, periods=[SAMPLE_PERIOD], seed=5)
    return out / "landing"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database to copy: migrating anew takes longer than most tests."""
    path = tmp_path_factory.mktemp("database") / "csdl.sqlite"
    open_database(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    """A workspace of the test's own, with an empty database."""
    shutil.copy(empty_database, tmp_path)
    return settings_in(tmp_path)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = open_database(settings.database_url)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    server = Server.find()
    if server is None:
        pytest.skip("No PostgreSQL server is installed: what runs on PostgreSQL was NOT tested.")
    with server:
        yield server


@pytest.fixture
def postgresql_url(postgresql: Server) -> str:
    """An empty database of its own."""
    return postgresql.create_database()
