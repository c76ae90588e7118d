"""Columns whose header says what the signs in them stand for: they are read in the words of the header."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import pyarrow as pa

from pipelines.intake.formats.sheet import RawSheet
from pipelines.intake.header_hints import without_hints
from pipelines.intake.headers import LEVELS, DatasetHeaders
from pipelines.intake.layout import SheetLayout
from pipelines.intake.legends import in_words, legend
from schemas.text import fold


def read_legends(raw: RawSheet, layout: SheetLayout, headers: DatasetHeaders) -> RawSheet:
    """The sheet with words in the place of such signs."""
    found = [(c.position, _signs(headers, c.header)) for c in layout.columns if c.field in headers.coded]
    if not any(signs for _, signs in found):
        return raw
    columns = list(raw.columns)
    for position, signs in found:
        if signs:
            cells = columns[position].dictionary_encode()
            words = [in_words(signs, cell) for cell in cells.dictionary.to_pylist() if cell is not None]
            columns[position] = pa.array(words, pa.string()).take(cells.indices)
    return replace(raw, columns=columns)


@lru_cache(maxsize=1000)
def _signs(headers: DatasetHeaders, header: str) -> Mapping[str, str]:
    """The legend in a header; none where it says what the signs say everywhere: "1: có, 0: không"."""
    _, hints = without_hints(tuple(header.split(LEVELS)))
    signs = {sign: words for hint in hints for sign, words in legend(hint).items()}
    answers = {word: is_yes for said, is_yes in ((headers.marks, True), (headers.no_marks, False)) for word in said}
    is_usual = all(sign in answers and answers[sign] == answers.get(fold(words)) for sign, words in signs.items())
    return {} if is_usual else signs
