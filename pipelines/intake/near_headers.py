"""Headers that no alias names, but that are spelled nearly like one.

A header is near an alias when they differ by typing mistakes inside long words: short words and first letters tell
fields apart ("Họ tên bố", "Họ tên mẹ"; "Hiệu trưởng", "Kiểu trường"), numbers do too ("Ngoại ngữ 1", "Ngoại ngữ 2").
Measured over the ministry's aliases (tests/intake/test_near_headers.py): none leads for certain to a wrong field when it is
taken out of the list itself; single mistakes in them lead to the right field (53 %), to a question, or nowhere.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from pipelines.intake.headers import DatasetHeaders, Near
from schemas.text import fold

# Letters; mistakes in shorter words make other words.
_LONG_WORD = 4
# A word of so many letters may hold two mistakes, a shorter one a single one.
_VERY_LONG_WORD = 6
# A header as a whole that differs by so many letters, wherever, is worth a question, if it has so many letters.
_DOUBTFUL_MISTAKES = 1
_DOUBTFUL_LETTERS = 8
# An alias of so many words that stands in a longer header ("Họ và tên mẹ đẻ") is worth a question.
_TELLING_WORDS = 3
# "Nhóm lớp" is not "Nhóm/lớp".
_WORD = re.compile(r"[^\W\d_]+|\d+|/")

Words = tuple[str, ...]


@lru_cache(maxsize=4000)
def near_header(dataset: DatasetHeaders, header: str) -> Near | None:
    """The one field whose name the header nearly spells; ``is_certain`` if it can be nothing else."""
    words = _words(header)
    mistakes: dict[str, int] = {}
    for alias, field in _spellings(dataset).items():
        if (n := _mistakes(words, alias)) is not None:
            mistakes[field] = min(n, mistakes.get(field, n))
    if len(mistakes) == 1:
        [(field, n)] = mistakes.items()
        return Near(field, dataset.labels[field], _score(words, n), is_certain=n <= 1)
    if mistakes:
        return None
    doubtful = _misspelled(dataset, words) or _contained(dataset, words)
    if len(doubtful) != 1:
        return None
    [(field, score)] = doubtful.items()
    return Near(field, dataset.labels[field], score, is_certain=False)


@lru_cache(maxsize=20_000)
def _words(header: str) -> Words:
    return tuple(_WORD.findall(fold(header)))


@lru_cache(maxsize=32)
def _spellings(dataset: DatasetHeaders) -> Mapping[Words, str]:
    """The words of each alias → its field. Not those of two fields, nor technical keys: machines make no mistakes."""
    fields: dict[Words, set[str]] = defaultdict(set)
    for alias, field in dataset.aliases.items():
        words = _words(alias)
        if len(words) > 1 and "_" not in alias:
            fields[words].add(field)
    return {words: next(iter(found)) for words, found in fields.items() if len(found) == 1}


def _mistakes(words: Words, alias: Words) -> int | None:
    """Typing mistakes between two headers, word by word; 0 where only spaces differ, None where words do."""
    if "".join(words) == "".join(alias):
        return 0
    if len(words) != len(alias):
        return None
    total = 0
    for word, meant in zip(words, alias, strict=True):
        if word != meant:
            length = min(len(word), len(meant))
            if length < _LONG_WORD or word[0] != meant[0] or meant.isdecimal():
                return None
            most = 2 if length >= _VERY_LONG_WORD else 1
            distance = OSA.distance(word, meant, score_cutoff=most)
            if distance > most:
                return None
            total += distance
    return total


def _misspelled(dataset: DatasetHeaders, words: Words) -> dict[str, float]:
    """Fields of which a name differs by so little, wherever, that it is worth a question → score."""
    text = " ".join(words)
    if len(words) < 2 or len(text) < _DOUBTFUL_LETTERS:
        return {}
    return {
        field: _score(words, _DOUBTFUL_MISTAKES)
        for alias, field in _spellings(dataset).items()
        if _numbers(alias) == _numbers(words)
        and OSA.distance(text, " ".join(alias), score_cutoff=_DOUBTFUL_MISTAKES) <= _DOUBTFUL_MISTAKES
    }


def _contained(dataset: DatasetHeaders, words: Words) -> dict[str, float]:
    """The field of the longest name that stands in the header → score."""
    text = f" {' '.join(words)} "
    contained = [
        alias for alias in _spellings(dataset) if len(alias) >= _TELLING_WORDS and f" {' '.join(alias)} " in text
    ]
    longest = max(map(len, contained), default=0)
    return {_spellings(dataset)[alias]: round(longest / len(words), 2) for alias in contained if len(alias) == longest}


def _numbers(words: Words) -> list[str]:
    return [word for word in words if word.isdecimal()]


def _score(words: Words, mistakes: int) -> float:
    return round(1 - mistakes / len(" ".join(words)), 2)
