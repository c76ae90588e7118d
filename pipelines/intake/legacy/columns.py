"""Columns of a sheet that were written in another encoding than Unicode: found, and converted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from pipelines.intake.arrays import Cells
from pipelines.intake.formats.sheet import Converted, RawSheet
from pipelines.intake.legacy.encodings import Encoding, may_be_legacy
from pipelines.intake.legacy.evidence import explains, foreign_words, gained, identify
from schemas.letters import is_syllable

# What ordinary Vietnamese text has of the letters and signs of Latin-1.
_ORDINARY = "\u00a0°²³·×÷ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý"
# By their number in Latin-1.
_IS_STRANGE = np.array([number >= 0x80 and chr(number) not in _ORDINARY for number in range(0x100)])


def to_unicode(raw: RawSheet) -> RawSheet:
    """Convert the columns whose words say that they are no Unicode. A sheet without a strange letter costs a glance."""
    if not any(map(_has_strange_letters, raw.cells)):
        return raw
    texts = _foreign_texts(raw)
    words = {position: foreign_words(its) for position, its in texts.items()}
    found = {position: identify(its) for position, its in words.items()}
    usual = _usual(words, found)
    if not usual:
        return raw
    is_pure = all(may_be_legacy(text) for its in texts.values() for text in its)
    encodings: dict[int, Encoding] = {}
    for position, its in words.items():
        # Few words are enough where the rest of the sheet says which encoding it is, none where it has no Unicode.
        has_usual = explains(usual, its) or (is_pure and gained(its, usual) == len(its))
        if encoding := usual if has_usual else found[position]:
            encodings[position] = encoding
    return _convert(raw, {p: (e, _conversions(texts[p], e)) for p, e in encodings.items()})


def _usual(words: Mapping[int, set[str]], found: Mapping[int, Encoding | None]) -> Encoding | None:
    """The encoding of most words of a sheet, where single columns say it, or at least all of them together."""
    counts: Counter[Encoding] = Counter()
    for position, encoding in found.items():
        if encoding:
            counts[encoding] += len(words[position])
    return counts.most_common(1)[0][0] if counts else identify(set().union(*words.values()))


def all_to_unicode(raw: RawSheet, encoding: Encoding) -> RawSheet:
    """Convert every column of a file whose bytes are in ``encoding``."""
    texts = _foreign_texts(raw)
    return _convert(raw, {p: (encoding, {t: encoding.decode(t) for t in found}) for p, found in texts.items()})


def _has_strange_letters(cells: Cells) -> bool:
    data = np.frombuffer(cells.content, dtype=np.uint8)
    # In UTF-8 letters of Latin-1 are two bytes, C2 or C3 and one with six more bits. No lead is the last byte.
    leads = np.flatnonzero(data & 0xFE == 0xC2)
    return bool(_IS_STRANGE[data[leads] << 6 | data[leads + 1] & 0x3F].any())


def _foreign_texts(raw: RawSheet) -> dict[int, list[str]]:
    """Position → the different texts beyond ASCII."""
    texts = {i: column.unique().to_pylist() for i, column in enumerate(raw.columns)}
    return {i: found for i, its in texts.items() if (found := [t for t in its if t and not t.isascii()])}


def _conversions(texts: Sequence[str], encoding: Encoding) -> Mapping[str, str]:
    """What becomes of each text. Beside true Unicode, only a text that thereby gains words is converted."""
    legacy = [text for text in texts if may_be_legacy(text)]
    is_mixed = len(legacy) < len(texts)
    return {text: encoding.decode(text) for text in legacy if not is_mixed or _gains(text, encoding)}


def _gains(text: str, encoding: Encoding) -> bool:
    words = foreign_words([text])
    return gained(words, encoding) > sum(map(is_syllable, words))


def _convert(raw: RawSheet, conversions: Mapping[int, tuple[Encoding, Mapping[str, str]]]) -> RawSheet:
    columns = list(raw.columns)
    converted = {}
    for position, (encoding, texts) in conversions.items():
        distinct = columns[position].dictionary_encode()
        dictionary = pa.array([texts.get(t, t) for t in map(str, distinct.dictionary.to_pylist())], pa.string())
        columns[position] = dictionary.take(distinct.indices)
        converted[position] = Converted(encoding.name, raw.columns[position])
    return replace(raw, columns=columns, converted=converted)
