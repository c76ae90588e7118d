"""What a header says in brackets of the signs in its column: "Giới tính (1: Nam, 0: Nữ)", "Giới tính (Nam: 1, Nữ: 2)"."""

import re
from collections.abc import Mapping
from functools import lru_cache

# A number, or a mark.
_SIGN = re.compile(r"(?<!\w)(\d{1,2}|[xv])(?!\w)")
_IS_SIGN = re.compile(r"\d+|[xv]")
# What stands around a meaning.
_AROUND = r"(?:[\s:=>→.,;/|–-]|\b(?:là|nếu|thì|và|ghi|đánh|dấu|chọn|nhập|điền)\b)*"
_MEANING = re.compile(rf"{_AROUND}(?P<meaning>[^\W\d_](?:[^\d]*?[^\W\d_])?){_AROUND}")
_NOTHING = re.compile(_AROUND)


@lru_cache(maxsize=1000)
def legend(hint: str) -> Mapping[str, str]:
    """Sign → what it stands for; nothing where what stands in brackets is no legend."""
    before, *parts = _SIGN.split(hint.lower())
    signs, after = [sign_of(sign) for sign in parts[::2]], parts[1::2]
    if not signs:
        return {}
    # "1: Nam, 2: Nữ", or "Nam: 1, Nữ: 2".
    texts, rest = (after, before) if _NOTHING.fullmatch(before) else ([before, *after[:-1]], after[-1])
    found = [_MEANING.fullmatch(its) for its in texts]
    said = {sign: its["meaning"] for sign, its in zip(signs, found, strict=True) if its}
    is_clear = _NOTHING.fullmatch(rest) and len(set(said.values())) == len(signs)
    return said if is_clear else {}


def sign_of(cell: str) -> str:
    """A cell as it is compared with a sign: "01" is 1."""
    tidy = cell.strip().lower()
    return str(int(tidy)) if tidy.isdecimal() else tidy


def in_words(signs: Mapping[str, str], cell: str) -> str:
    """What a cell stands for. A sign that its legend lacks is none that the ministry has: with the legend it is told."""
    sign = sign_of(cell)
    if sign in signs:
        return signs[sign]
    unknown = ", ".join(f"{own}: {meaning}" for own, meaning in signs.items())
    return f"{cell} ({unknown})" if _IS_SIGN.fullmatch(sign) else cell
