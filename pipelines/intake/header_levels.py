"""What an upper level of a header says of the labels below it: whose they are, or nothing.

Which words say what is data: ``schemas/ministry/header_level_words.csv``. A level is known where it has no others.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.text import tidy_header

_WORD = re.compile(r"\w+")
# "I.", "2.", "A -", "(1)", also alone.
_NUMBER = re.compile(r"(?:[ivx]{1,4}|[a-h]|\d{1,2})(?:\s*[.)/–-]+\s*|\s*$)|\d{1,2}\s")


@dataclass(frozen=True, slots=True)
class LevelWords:
    """Words of upper levels.

    ``stands_for`` is whose the labels below are, as aliases name it; ``fields`` are beginnings of those that the words
    say nothing new of: of all, where there are none.
    """

    stands_for: str
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class Level:
    """An upper level all of whose words are known."""

    # The one person or place whose the labels below are.
    owner: LevelWords | None
    _fields: tuple[str, ...]

    @property
    def is_neutral(self) -> bool:
        return not self._fields

    def adds_nothing_to(self, field: str) -> bool:
        return self.is_neutral or field.startswith(self._fields)


def level_said(known: Mapping[str, LevelWords], text: str) -> Level | None:
    """What a level says; None where it has a word that is not known."""
    tidy = tidy_header(text)
    number = _NUMBER.match(tidy)
    words = _WORD.findall(tidy[number.end() :] if number else tidy)
    longest = max((phrase.count(" ") + 1 for phrase in known), default=0)
    found: list[LevelWords] = []
    while words:
        phrases = (" ".join(words[:length]) for length in range(min(longest, len(words)), 0, -1))
        phrase = next((phrase for phrase in phrases if phrase in known), None)
        if phrase is None:
            return None
        found.append(known[phrase])
        words = words[phrase.count(" ") + 1 :]
    owners = {its.stands_for: its for its in found if its.stands_for}
    owner = next(iter(owners.values())) if len(owners) == 1 else None
    return Level(owner, tuple(start for its in found for start in its.fields))
