"""csdl doctor about the channel to the population register."""

import base64
from pathlib import Path

import pytest

from pipelines.overview.health import Examination, examine
from pipelines.settings import Settings
from tests.verification.register import TOKEN, Sandbox


@pytest.fixture(autouse=True)
def home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CHANNEL", "URL", "TOKEN", "SECRET"):
        monkeypatch.delenv(f"CSDL_REGISTER_{name}", raising=False)
    monkeypatch.setenv("CSDL_HOME", str(home))
    return home


def look() -> Examination:
    (found,) = (about for about in examine(Settings.from_environment()) if about.subject == "register")
    return found


def test_without_a_channel_all_is_well() -> None:
    assert look() == Examination("register", True, "-")


def test_a_service_that_answers_is_asked_about_nobody(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_REGISTER_CHANNEL", "http")
    assert "CSDL_REGISTER_URL" in look().found and not look().is_well
    monkeypatch.setenv("CSDL_REGISTER_URL", sandbox.url)
    monkeypatch.setenv("CSDL_REGISTER_TOKEN", TOKEN)
    assert look() == Examination("register", True, f"http, {sandbox.url}, HTTP 405")
    monkeypatch.setenv("CSDL_REGISTER_TOKEN", "another one")
    assert not look().is_well and "CSDL_REGISTER_TOKEN" in look().found
    assert (sandbox.calls, sandbox.checked) == ([], {})


@pytest.fixture
def http(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("CHANNEL", "http"), ("URL", "http://127.0.0.1:1"), ("TOKEN", TOKEN)):
        monkeypatch.setenv(f"CSDL_REGISTER_{name}", value)


@pytest.mark.usefixtures("http")
@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://127.0.0.1:1/a/", "http://127.0.0.1:1/secret"])
def test_a_service_that_is_not_there_is_told_without_secrets(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_REGISTER_URL", url)
    found = look()
    assert not found.is_well and "http://127.0.0.1:1 (ConnectError)" in found.found
    assert TOKEN not in found.found and "secret" not in found.found


@pytest.mark.usefixtures("http")
@pytest.mark.parametrize(
    "url",
    [
        "http://[",
        "http://[::1",
        "register-secret",
        "ftp://secret/y",
        "http://",
        "http://x:99999999/",
        "http://x y/",
        "http://127.0.0.1:1/?token=secret",
        "http://127.0.0.1:1#secret",
        "http://user:secret@127.0.0.1:1",
    ],
)
def test_what_is_no_address_of_a_service_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_REGISTER_URL", url)
    found = look()
    assert not found.is_well and "CSDL_REGISTER_URL" in found.found and "secret" not in found.found


@pytest.mark.usefixtures("http")
@pytest.mark.parametrize("token", ["s\u00e9cret", "secret\nX: y"])
def test_what_cannot_be_a_token_is_told(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_REGISTER_TOKEN", token)
    found = look()
    assert not found.is_well and "CSDL_REGISTER_TOKEN" in found.found and token not in found.found


def test_files_need_a_secret_and_a_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_REGISTER_CHANNEL", "batch")
    assert not look().is_well
    monkeypatch.setenv("CSDL_REGISTER_SECRET", base64.b64encode(bytes(32)).decode())
    assert look() == Examination("register", True, f"batch, {home / 'population_register'}")
    (home / "population_register").rmdir()
    (home / "population_register").touch()
    assert not look().is_well


def test_another_channel_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_REGISTER_CHANNEL", "pigeon")
    assert not look().is_well and "pigeon" in look().found
