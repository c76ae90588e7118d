"""Texts for people, kept as data: a CSV beside the code that speaks, one text a line, one column a language."""

import csv
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast, get_args

from pipelines.errors import SettingsError
from schemas.model import Language

# But tab and line feed, and with the marks that turn the direction of writing.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def chosen_language() -> Language:
    """The language of CSDL_LANG, Vietnamese by default; raises SettingsError."""
    name = os.environ.get("CSDL_LANG", "vi")
    if name not in get_args(Language):
        raise SettingsError("language.unknown", name=name)
    return cast(Language, name)


def for_terminal(text: str) -> str:
    """The text without what would command a terminal: names of files, sheets and headers are written by others."""
    return _CONTROL.sub("\ufffd", text)


class Texts:
    """The texts of one file (columns key, vi, en) in one language."""

    def __init__(self, path: Path, language: Language) -> None:
        self.language = language
        with path.open(encoding="utf-8", newline="") as file:
            self._texts: Mapping[str, str] = {row["key"]: row[language] for row in csv.DictReader(file)}

    def __call__(self, key: str, **values: object) -> str:
        """The text of ``key``, its {placeholders} filled; whole numbers get the language's thousands mark."""
        shown = {name: self.number(value) if type(value) is int else value for name, value in values.items()}
        return self._texts[key].format_map(shown)

    def number(self, value: int) -> str:
        grouped = f"{value:,}"
        return grouped.replace(",", ".") if self.language == "vi" else grouped
