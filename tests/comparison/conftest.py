from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

from pipelines.settings import Settings
from pipelines.state.database import open_database
from tests.validation.staged import settings_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = open_database(settings.database_url)
    yield database
    database.dispose()
