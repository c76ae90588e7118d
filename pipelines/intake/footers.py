"""Rows below a header that are no data: totals, notes, signatures.

The words by which they are known are data: ``schemas/ministry/footer_words.csv``.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import translate
from typing import Self

from schemas.text import fold

SIGNATURE = "signature"

# Kind of row (total, note, signature) → what its first text looks like.
Patterns = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True)
class Footers:
    """By texts as they are folded, and by texts with their accents: without them "Tổ trưởng" is a name."""

    folded: Patterns
    accented: Patterns

    @classmethod
    def of(cls, words: Iterable[tuple[str, str]]) -> Self:
        """From pairs of kind and pattern; patterns have the wildcards of a shell, with capitals they want these."""
        listed = list(words)
        folded = [(kind, pattern) for kind, pattern in listed if fold(pattern) == pattern]
        return cls(_patterns(folded), _patterns(pair for pair in listed if pair not in folded))

    def kind(self, text: str) -> str | None:
        """What kind of row begins with ``text``; None for a row of data."""
        written = " ".join(unicodedata.normalize("NFC", text).split())
        return _kind(self.folded, fold(text)) or _kind(self.accented, written.lower()) or _kind(self.accented, written)


def _patterns(words: Iterable[tuple[str, str]]) -> Patterns:
    listed: dict[str, list[str]] = defaultdict(list)
    for kind, pattern in words:
        listed[kind].append(translate(pattern))
    return {kind: re.compile("|".join(patterns)) for kind, patterns in listed.items()}


def _kind(patterns: Patterns, text: str) -> str | None:
    return next((kind for kind, pattern in patterns.items() if pattern.match(text)), None)
