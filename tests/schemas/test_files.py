"""Every file of schemas/ministry is clean text with one row a key."""

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from schemas.catalogue import MINISTRY, read_rows

FILES = sorted(MINISTRY.glob("*.csv"))
KEYS = {
    "admin_units.csv": ("level", "code", "valid_from"),
    "code_lists.csv": ("list", "code"),
    "datasets.csv": ("dataset",),
    "dialects.csv": ("dialect", "list", "code"),
    "fields.csv": ("dataset", "name"),
    "header_aliases.csv": ("dataset", "name", "alias_vi"),
    "header_hints.csv": ("hint",),
    "header_other_fields.csv": ("kind", "name"),
    "header_others.csv": ("words_vi",),
    "mark_fields.csv": ("dataset", "name"),
    "marked_columns.csv": ("dataset", "name", "header_vi"),
    "middle_names.csv": ("word",),
    "personal_id_provinces.csv": ("prefix",),
    "rules.csv": ("id",),
    "split_columns.csv": ("name", "header_vi"),
    "title_statuses.csv": ("dataset", "words_vi"),
    "yes_no_words.csv": ("word",),
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_is_composed_utf8_with_unix_line_ends(path: Path) -> None:
    content = path.read_bytes()
    text = content.decode("utf-8")
    assert not content.startswith(b"\xef\xbb\xbf"), "byte order mark"
    assert "\r" not in text
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & set("\u00a0\u200b\ufeff\ufffd"), "hidden or destroyed letters"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rows_are_as_wide_as_the_header_and_trimmed(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [cell for row in rows for cell in row if cell != " ".join(cell.split(" ")).strip()] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_key_occurs_twice(path: Path) -> None:
    """A file without a key of its own must not repeat a row."""
    keys = Counter(tuple(row[column] for column in KEYS.get(path.name, row)) for row in read_rows(path.name))
    assert [key for key, count in keys.items() if count > 1] == []
