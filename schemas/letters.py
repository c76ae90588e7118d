"""Vietnamese letters: which words they can build, and how the encodings before Unicode wrote them.

``letters/legacy_letters.csv`` has a row for each byte that an encoding does not read as Windows-1252 does: the Unicode
letters it stands for, marks after their letter (RFC 1456 for VISCII, TCVN 5712:1993 for TCVN3, whose fonts have no
capitals with tone marks). ``letters/syllables.csv`` has the initials and rimes, without tone marks.
"""

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

_TABLES = Path(__file__).parent / "letters"
# grave, acute, hook above, tilde, dot below
_TONES = frozenset("\u0300\u0301\u0309\u0303\u0323")
_VOWELS = "aăâeêioôơuưy"
# The letters of Vietnamese names and words, composed; f, j, w and z stand in those of other peoples.
SMALL_LETTERS = "abcdđefghijklmnopqrstuvwxyzăâêôơư" + "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in sorted(_TONES)
)
CAPITAL_LETTERS = SMALL_LETTERS.upper()


def legacy_letters() -> dict[str, dict[int, str]]:
    """Encoding → byte → the letters it stands for."""
    encodings: dict[str, dict[int, str]] = defaultdict(dict)
    for row in _rows("legacy_letters.csv"):
        letters = "".join(chr(int(point, 16)) for point in row["unicode"].split())
        encodings[row["encoding"]][int(row["byte"], 16)] = letters
    return dict(encodings)


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Whether a word is built as a Vietnamese syllable: an initial, a rime and at most one tone mark."""
    toneless = [letter for letter in unicodedata.normalize("NFD", word.casefold()) if letter not in _TONES]
    tones = len(unicodedata.normalize("NFD", word)) - len(toneless)
    return tones <= 1 and unicodedata.normalize("NFC", "".join(toneless)) in _syllables()


@cache
def _syllables() -> frozenset[str]:
    parts: dict[str, list[str]] = {"initial": [""], "rime": []}
    for row in _rows("syllables.csv"):
        parts[row["part"]].append(row["text"])
    return frozenset(initial + rime for initial in parts["initial"] for rime in parts["rime"])


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_TABLES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
