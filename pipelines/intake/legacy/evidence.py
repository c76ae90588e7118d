"""In which encoding a text was written, judged by its words."""

import re
from collections.abc import Collection, Iterable

from pipelines.intake.legacy.encodings import Encoding, encodings, may_be_legacy
from schemas.letters import is_syllable

# Any other sign may be a legacy letter: a no-break space, a soft hyphen, even a control character.
_BETWEEN_WORDS = re.compile(r"[\t\n\r !-/:-@\[-`{-~0-9]+")
# So many different words must become syllables, and so great a share of those that were none (FIL020, FIL022).
_MINIMUM_WORDS = 4
_MINIMUM_SHARE = 0.8
# Shorter ones become syllables by chance: "Bø", "m²".
_TELLING_LENGTH = 3


def foreign_words(texts: Iterable[str]) -> set[str]:
    """The words with letters beyond ASCII that Windows-1252 could show; single letters say nothing."""
    words = {word for text in texts for word in _BETWEEN_WORDS.split(text) if len(word) > 1 and not word.isascii()}
    return {word for word in words if may_be_legacy(word)}


def identify(words: Collection[str]) -> Encoding | None:
    """The encoding under which the words become Vietnamese; None where none does, or nothing is wrong with them."""
    telling = [word for word in words if len(word) >= _TELLING_LENGTH and not is_syllable(word)]
    found = [(gained(telling, e), gained(words, e), e) for e in encodings()] if len(telling) >= _MINIMUM_WORDS else []
    found = [f for f in found if f[0] >= _MINIMUM_WORDS and explains(f[2], words)]
    return max(found, key=lambda f: f[:2])[2] if found else None


def explains(encoding: Encoding, words: Iterable[str]) -> bool:
    """Whether the words that are no syllables become such.

    Those that already are neither speak for an encoding nor against it: "bé" is TCVN3 for "Bộ". Nor do single letters.
    """
    strange = [word for word in words if not is_syllable(word) and len(encoding.decode(word)) > 1]
    return bool(strange) and gained(strange, encoding) >= _MINIMUM_SHARE * len(strange)


def gained(words: Iterable[str], encoding: Encoding) -> int:
    """How many of the words are syllables once they are converted."""
    return sum(is_syllable(encoding.decode(word)) for word in words)


def is_in_old_font(name: str) -> bool:
    """Whether a single name is TCVN3, by far the most usual: all its words become syllables, and none beyond ASCII is one as it stands."""
    if not may_be_legacy(name):
        return False
    words = [word for word in _BETWEEN_WORDS.split(name) if word]
    foreign = [word for word in words if not word.isascii()]
    [tcvn3] = (encoding for encoding in encodings() if encoding.name == "TCVN3")
    return (
        max(map(len, foreign), default=0) >= _TELLING_LENGTH
        and not any(map(is_syllable, foreign))
        and gained(words, tcvn3) == len(words)
    )
