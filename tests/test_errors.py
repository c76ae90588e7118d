"""What csdl cannot go on with is told in both languages."""

import csv
import re
from pathlib import Path

import pytest

from pipelines import errors
from pipelines.errors import ReleaseError, SettingsError
from pipelines.texts import chosen_language

_ROOT = Path(__file__).parent.parent
_TEXTS = {
    row["key"]: row for row in csv.DictReader(Path(errors.__file__).with_name("errors.csv").open(encoding="utf-8"))
}
# raise ReleaseError("release.absent", …
_RAISED = re.compile(r"\b\w+Error\(\s*\"([a-z_]+\.[a-z_]+)\"")


def _raised() -> set[str]:
    files = [path for folder in ("pipelines", "csdl", "assets") for path in (_ROOT / folder).rglob("*.py")]
    return {key for path in files for key in _RAISED.findall(path.read_text(encoding="utf-8"))}


def test_every_error_has_a_text_and_every_text_an_error() -> None:
    assert _raised() == _TEXTS.keys()


@pytest.mark.parametrize("key", _TEXTS)
def test_both_languages_name_the_same_facts(key: str) -> None:
    placeholders = [sorted(re.findall(r"{\w+}", _TEXTS[key][language])) for language in ("vi", "en")]
    assert placeholders[0] == placeholders[1]


def test_the_chosen_language_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    error = ReleaseError("release.absent", release="20260101-abc")
    assert str(error).startswith("Không có bản phát hành 20260101-abc")
    monkeypatch.setenv("CSDL_LANG", "en")
    assert str(error).startswith("There is no release 20260101-abc")
    monkeypatch.setenv("CSDL_LANG", "fr")
    with pytest.raises(SettingsError, match="CSDL_LANG=fr"):
        chosen_language()
