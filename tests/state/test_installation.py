"""A workspace and an operational database that do not belong to each other are not brought together."""

import shutil
from dataclasses import replace
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlalchemy import select

from pipelines.errors import SettingsError
from pipelines.intake.receive import receive_files
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.state.database import open_database
from pipelines.state.installation import check_installation
from pipelines.state.models import Installation
from tests.identity.processes import run_at_once
from tests.validation.passes import SCHOOL
from tests.validation.staged import settings_in


def opened(settings: Settings) -> Settings:
    database = open_database(settings.database_url)
    check_installation(settings, database)
    database.dispose()
    return settings


def in_use(home: Path) -> Settings:
    """An installation that a school handed in to."""
    home.mkdir()
    settings = opened(settings_in(home))
    (home / "a.csv").write_text("Họ và tên\n")
    database = open_database(settings.database_url)
    receive_files(settings, database, [home / "a.csv"], sender_code=SCHOOL, period=Period.parse("2025-2026-dau-nam"))
    database.dispose()
    return settings


def test_the_two_of_one_installation_belong_to_each_other_wherever_they_lie(tmp_path: Path) -> None:
    settings = in_use(tmp_path / "one")
    opened(settings)
    shutil.move(tmp_path / "one", tmp_path / "moved")
    opened(settings_in(tmp_path / "moved"))


@pytest.mark.parametrize("with_other", ["new", "used"])
def test_another_database_is_refused(tmp_path: Path, with_other: str) -> None:
    settings = in_use(tmp_path / "one")
    other = opened(settings_in(tmp_path)) if with_other == "new" else in_use(tmp_path / "other")
    with pytest.raises(SettingsError, match=str(tmp_path / "one")):
        opened(replace(settings, database_url=other.database_url))
    opened(settings)


def test_a_lost_database_is_not_begun_anew(tmp_path: Path) -> None:
    settings = in_use(tmp_path / "one")
    for file in (tmp_path / "one").glob("csdl.sqlite*"):
        file.unlink()
    with pytest.raises(SettingsError):
        opened(settings)


def test_a_lost_workspace_is_not_begun_anew(tmp_path: Path) -> None:
    settings = in_use(tmp_path / "one")
    with pytest.raises(SettingsError):
        opened(replace(settings_in(tmp_path), database_url=settings.database_url))


def test_restored_without_the_mark_they_belong_together(tmp_path: Path) -> None:
    settings = in_use(tmp_path / "one")
    settings.workspace.installation.unlink()
    opened(settings)
    opened(settings)
    other = in_use(tmp_path / "other")
    with pytest.raises(SettingsError):
        opened(replace(settings, database_url=other.database_url))


def _open(settings: Settings, barrier: Barrier) -> None:
    import alembic.command  # noqa: F401  # takes longer than to migrate

    barrier.wait()
    opened(settings)


@pytest.mark.parametrize("on", ["sqlite", "postgresql"])
def test_first_commands_at_once_make_one_installation(tmp_path: Path, on: str, request: pytest.FixtureRequest) -> None:
    settings = settings_in(tmp_path)
    if on == "postgresql":
        settings = replace(settings, database_url=request.getfixturevalue("postgresql_url"))
    run_at_once(*[(_open, (settings,))] * 4)
    with open_database(settings.database_url).connect() as connection:
        [installation_id] = connection.scalars(select(Installation.installation_id))
    assert settings.workspace.installation.read_text() == f"{installation_id}\n"
