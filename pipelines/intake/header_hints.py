"""What a header says in brackets of how to fill the column: "Ngày sinh (dd/mm/yyyy)", "Diện tích (m2)".

Which hints leave the meaning as it is, is data: ``schemas/ministry/header_hints.csv``; "(mẹ)", "(nữ)" or "(HK1)" do not.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from typing import Self

from schemas.model import Field
from schemas.text import fold

# The last brackets of a label; the mark of required columns may follow.
_HINT = re.compile(r"\s*[(\[](?P<hint>[^()\[\]]+)[)\]]?[\s*:]*$")
_SIGNS = re.compile(r"[/,;:|.…–-]+")


@dataclass(frozen=True, slots=True)
class Hints:
    """Patterns of hints, as ``_tidy`` spells them: for all fields, and by field for this one alone."""

    general: str
    own: Mapping[str, str]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, str]], fields: Iterable[Field]) -> Self:
        """A hint holds for all fields or only for some: by name, by type or by unit."""
        patterns = [(translate(fold(row["hint"])), set(filter(None, row["only"].split(";")))) for row in rows]
        own = {f.name: "|".join(p for p, only in patterns if only & {f.name, f.type, f.unit}) for f in fields}
        return cls("|".join(p for p, only in patterns if not only), {name: p for name, p in own.items() if p})

    def tells_nothing(self, field: str, hint: str) -> bool:
        """Whether a column of the field is the same without it."""
        tidy = _tidy(hint)
        return not tidy or re.match(self.general, tidy) is not None or self.is_form_of(field, hint)

    def is_form_of(self, field: str, label: str) -> bool:
        """Whether a label is but the unit or the form of this field: "kg", "dd/mm/yyyy"."""
        return re.match(self.own.get(field, r"(?!)"), _tidy(label)) is not None


@lru_cache(maxsize=4000)
def without_hints(path: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The levels of a header without the brackets at their ends, and what stood in these."""
    labels, hints = [], []
    for label in path:
        while match := _HINT.search(label):
            label = label[: match.start()]
            hints.append(match["hint"])
        labels.append(label)
    return tuple(filter(None, labels)), tuple(hints)


def _tidy(hint: str) -> str:
    return fold(_SIGNS.sub(" ", hint))
