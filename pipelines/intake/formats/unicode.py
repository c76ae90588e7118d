"""Which Unicode encoding the bytes of a text file are in."""

import codecs

_SAMPLE = 4096
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# Of the characters of a sheet at least so many are ASCII: in UTF-16, every other byte of them is NUL.
_ASCII_SHARE = 0.3


def unicode_codec(content: bytes) -> str:
    """Python's name of the encoding: as the byte order mark says, or UTF-16 where the NUL bytes lie as it has them."""
    for mark, codec in _MARKS.items():
        if content.startswith(mark):
            return codec
    sample = content[:_SAMPLE]
    if sample.count(0) >= _ASCII_SHARE * len(sample) / 2:
        if 0 not in sample[::2]:
            return "utf-16-le"
        if 0 not in sample[1::2]:
            return "utf-16-be"
    return "utf-8"


def is_binary(content: bytes) -> bool:
    """Text has no NUL bytes, except in UTF-16."""
    return 0 in content[:_SAMPLE] and not unicode_codec(content).startswith("utf-16")
