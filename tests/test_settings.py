"""Settings that cannot be meant are told, each with its name."""

from pathlib import Path

import pytest

from pipelines.errors import SettingsError
from pipelines.settings import Settings
from pipelines.verification.access import ServiceAccess

_NUMBERS = (
    "CSDL_WORKERS", "CSDL_ENGINE_MEMORY", "CSDL_READER_MEMORY", "CSDL_READER_TIMEOUT", "CSDL_RELEASES_KEPT", "CSDL_MARKED_SUBMISSIONS",
)  # fmt: skip
_NUMBERS_OF_THE_REGISTER = (
    "CSDL_REGISTER_BATCH", "CSDL_REGISTER_CONCURRENCY", "CSDL_REGISTER_RATE", "CSDL_REGISTER_TIMEOUT", "CSDL_REGISTER_ATTEMPTS",
)  # fmt: skip


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_HOME", str(tmp_path))
    monkeypatch.setenv("CSDL_REGISTER_URL", "http://localhost")
    monkeypatch.setenv("CSDL_REGISTER_TOKEN", "token")
    for name in (*_NUMBERS, *_NUMBERS_OF_THE_REGISTER, "CSDL_FILLED_PROVINCES"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("text", ["many", "nan", "inf", "-inf", "1e400", "1e30", "-5"])
@pytest.mark.parametrize("name", [*_NUMBERS, *_NUMBERS_OF_THE_REGISTER])
def test_a_number_that_cannot_be_meant_is_told(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, text)
    read = ServiceAccess.from_environment if name in _NUMBERS_OF_THE_REGISTER else Settings.from_environment
    with pytest.raises(SettingsError, match=f"{name}={text}"):
        read()


def test_the_range_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_READER_TIMEOUT", "1e9")
    with pytest.raises(SettingsError, match=r"từ 1 đến 86\.400"):
        Settings.from_environment()


def test_an_empty_workspace_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_HOME", "")
    assert Settings.from_environment().workspace.home == Path("data/workspace").resolve()


@pytest.mark.parametrize(
    ("text", "provinces"), [("", set()), (" , ", set()), ("01,79", {"01", "79"}), ("79 , 01\t02", {"01", "02", "79"})]
)
def test_filled_provinces_stand_apart_by_commas_or_spaces(
    text: str, provinces: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSDL_FILLED_PROVINCES", text)
    assert Settings.from_environment().filled_provinces == provinces


@pytest.mark.parametrize(
    ("text", "unknown"), [("xx", "xx"), ("01,99", "99"), ("79;01", "79;01"), ("1,ñ", "1, ñ"), ("00001", "00001")]
)
def test_a_province_that_is_not_there_is_told(text: str, unknown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_FILLED_PROVINCES", text)
    with pytest.raises(SettingsError, match=f"CSDL_FILLED_PROVINCES: .*{unknown}"):
        Settings.from_environment()


@pytest.mark.parametrize("name", _NUMBERS)
def test_an_empty_setting_counts_as_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Settings.from_environment()
    monkeypatch.setenv(name, "")
    assert Settings.from_environment() == usual
