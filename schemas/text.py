"""How Vietnamese text is compared."""

import re
import unicodedata
from functools import lru_cache

_HEADER_MARKS = re.compile(r"[*()\[\]:]")


def fold(text: str) -> str:
    """Lower case, no accents, đ = d, single spaces: the form in which labels, headers and names are compared."""
    if text.isascii():
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.split())


# Schools share most headers.
@lru_cache(maxsize=20_000)
def tidy_header(text: str) -> str:
    """A header as the alias file spells it: NFC, lower case, single spaces, no required marks or brackets."""
    return " ".join(_HEADER_MARKS.sub(" ", unicodedata.normalize("NFC", text)).casefold().split())
