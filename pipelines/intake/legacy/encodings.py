"""The encodings that Vietnamese text may have been written in, seen through Windows-1252."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from schemas.letters import legacy_letters

# Five bytes have no letter in Windows-1252; who reads them all the same gives the control character of that number.
_SEEN = {byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256)}
_BYTES = {ord(letter): byte for byte, letter in _SEEN.items()} | {byte: byte for byte in range(256)}

_TWO_CAPITALS = re.compile(r"[A-Z]\S*[A-Z]")
_SMALL = re.compile("[a-z]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """``decode`` turns text as Windows-1252 shows it into what was written, composed (NFC)."""

    name: str
    decode: Callable[[str], str]


def _utf8_again(text: str) -> str:
    """UTF-8 that was read as Windows-1252; what no longer is UTF-8 becomes U+FFFD."""
    content = bytes(_BYTES[ord(letter)] for letter in text)
    return unicodedata.normalize("NFC", content.decode("utf-8", errors="replace"))


TWICE_UTF8 = Encoding("UTF-8 × 2", _utf8_again)


@cache
def encodings() -> tuple[Encoding, ...]:
    """The more usual first: of two that explain a text equally well it is the first."""
    tables = [Encoding(name, _by_table(letters)) for name, letters in legacy_letters().items()]
    return (TWICE_UTF8, *tables)


def as_windows_1252(content: bytes) -> str:
    """Bytes as Windows-1252 shows them; none is lost."""
    return content.decode("latin-1").translate(_SEEN)


def may_be_legacy(text: str) -> bool:
    """Whether every letter is one that Windows-1252 could show."""
    return all(ord(letter) in _BYTES for letter in text)


def _by_table(letters: Mapping[int, str]) -> Callable[[str], str]:
    table = {point: letters[byte] for point, byte in _BYTES.items() if byte in letters}
    written = set(letters.values())
    lack_capitals = frozenset(letter for letter in written if letter.isalpha() and letter.upper() not in written)

    def decode(text: str) -> str:
        decoded = unicodedata.normalize("NFC", text.translate(table))
        return _with_capitals(text, decoded, lack_capitals) if lack_capitals else decoded

    return decode


def _with_capitals(text: str, decoded: str, lack_capitals: frozenset[str]) -> str:
    """Capitals that the encoding cannot write: of a text in capitals, and of a name that has them elsewhere."""
    if _TWO_CAPITALS.search(text) and not _SMALL.search(text):
        return decoded.upper()
    words = decoded.split(" ")
    if len(words) > 1 and all(word[:1].isupper() or word[:1] in lack_capitals for word in words):
        return " ".join(word[:1].upper() + word[1:] for word in words)
    return decoded
