"""How Vietnamese text is compared."""

import re
import unicodedata
from functools import lru_cache

# Ð, ð and Ɖ, which old fonts and converters put for Đ and đ, in small letters; macro with_own_d does the same.
_LIKE_D = re.compile(r"[\u00f0\u0256](?<![^\W\d_].)(?<![\u0300-\u036f].)")
_HEADER_MARKS = re.compile(r"[*()\[\]:]")


def fold(text: str) -> str:
    """Lower case, no accents, đ = d, single spaces: the form in which labels, headers and names are compared."""
    if text.isascii():
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize("NFD", _small(text).replace("đ", "d"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.split())


# Schools share most headers.
@lru_cache(maxsize=20_000)
def tidy_header(text: str) -> str:
    """A header as the alias file spells it: NFC, lower case, single spaces, no required marks or brackets."""
    return " ".join(_small(_HEADER_MARKS.sub(" ", unicodedata.normalize("NFC", text))).split())


def _small(text: str) -> str:
    return _LIKE_D.sub("đ", text.casefold())
