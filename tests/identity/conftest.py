import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.identity.province import NORTH, Province, Row

MakeProvince = Callable[[], Province]
KnownProvince = Callable[..., Province]


@pytest.fixture(scope="session")
def make_province(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> MakeProvince:
    def make() -> Province:
        home = tmp_path_factory.mktemp("home")
        shutil.copy(empty_database, home / "csdl.sqlite")
        return Province(home)

    return make


@pytest.fixture
def province(make_province: MakeProvince) -> Province:
    return make_province()


@pytest.fixture(scope="session")
def known(make_province: MakeProvince, tmp_path_factory: pytest.TempPathFactory) -> KnownProvince:
    """Makes provinces where these learners of NORTH were identified at the beginning: each list once, then copied."""
    identified: dict[str, Province] = {}

    def copy(*rows: Row) -> Province:
        if repr(rows) not in identified:
            province = identified[repr(rows)] = make_province()
            province.hand_in(NORTH, rows)
            province.identify()
        return identified[repr(rows)].copy(tmp_path_factory.mktemp("known"))

    return copy
