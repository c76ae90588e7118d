"""Rows below a header that are no data: totals, notes, signatures.

The words by which they are known are data: ``schemas/ministry/footer_words.csv``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import translate
from typing import Self

from schemas.text import fold

SIGNATURE = "signature"


@dataclass(frozen=True)
class Footers:
    """Kind of row (total, note, signature) → what its first text looks like, folded."""

    patterns: Mapping[str, re.Pattern[str]]

    @classmethod
    def of(cls, words: Iterable[tuple[str, str]]) -> Self:
        """From pairs of kind and pattern; patterns have the wildcards of a shell."""
        listed: dict[str, list[str]] = {}
        for kind, pattern in words:
            listed.setdefault(kind, []).append(translate(pattern))
        return cls({kind: re.compile("|".join(patterns)) for kind, patterns in listed.items()})

    def kind(self, text: str) -> str | None:
        """What kind of row begins with ``text``; None for a row of data."""
        folded = fold(text)
        return next((kind for kind, pattern in self.patterns.items() if pattern.match(folded)), None)
