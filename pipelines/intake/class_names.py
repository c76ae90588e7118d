"""The class of the rows of a list: said by a title ("DANH SÁCH HỌC SINH LỚP 6A"), by the sheet's name ("6A") or above them."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

# What may follow the name of a class in a title.
_ENDS = (
    r"$|[:,;–(]|\s-\s"
    r"|\s(?:(?:(?:đầu|cuối|giữa|cả)\s)?(?:năm|học k[ỳì]|k[ỳì]\s?(?:[12]|ii?)|hk\s?(?:[12]|ii?)?)|niên khóa|nh|trường"
    r"|khối|sĩ số|ss|tổng số|có|gồm|gvcn|gv|giáo viên|chủ nhiệm)\b"
)
# "LỚP 6A NĂM HỌC 2025-2026", "Lớp: Lá 1 - Trường ..."; not "LỚP HỌC", and not "CÁC LỚP KHỐI 6".
_IN_TITLE = re.compile(
    rf"(?<!\bcác\s)\blớp(?:\s*:\s*|\s+)(?!học\b)(?P<name>[^\s:,;–(-][^:,;–(]{{0,14}}?)\s*(?={_ENDS})",
    re.IGNORECASE,
)
# "6A, 6B", "6A - 6B": the titles of several classes.
_ANOTHER = re.compile(r"\s*[,;–-]\s*\d{1,2}(?:[./]\d|[^\W\d_])")
# "KHỐI 6", "6 VÀ LỚP 7", "trưởng", "6A+6B".
_NO_CLASS = re.compile(
    r"\b(?:khối|lớp|và|trưởng|phó|chủ nhiệm|môn|bồi dưỡng|theo|của|từ|đến)\b|[+&]|\w-\d{1,2}[^\W\d_]", re.IGNORECASE
)
# "II. ", "* ", "Danh sách học sinh ": what stands before the class that a row gives to those below.
_BEFORE_GROUP = re.compile(
    r"^(?:(?:[*•+–-]|\(?(?:[ivx]{1,4}|\d{1,2}|[a-h])[.)/])\s*)?(?:(?:danh sách|ds|dshs|học sinh|hs|của|chi đội)\b\s*)*",
    re.IGNORECASE,
)
# "6A", "6A (35 HS)", "6A - GVCN: Lê Thị Hoa".
_GROUP = re.compile(rf"(?P<name>(?:[1-9]|1[0-2])[^\W\d_]\d{{0,2}})\s*(?={_ENDS})", re.IGNORECASE)
_LABEL = re.compile(r"\s*lớp\s*:?\s*", re.IGNORECASE)
# "6A", "10A1", "6/2", "12 Toán 1", "Lớp 1.3": a grade, then a letter or a separator.
_CODE = re.compile(r"(?:lớp\s*)?(?P<name>\d{1,2}\s?(?:[./_-]\s?|[^\W\d_]{1,4}\s?)[^\W_]{0,4})", re.IGNORECASE)
# "Lá 1", "Mẫu giáo lớn B", "Nhóm trẻ 24-36 tháng".
_PRESCHOOL = re.compile(r"(?:mầm|chồi|lá|nụ|hoa|nhóm|nhà trẻ|mẫu giáo|mg|bé|nhỡ|lớn)\b.{0,20}", re.IGNORECASE)

# The name of a sheet that Excel copied.
_COPY = re.compile(r"(?P<name>.*\S) \(\d{1,2}\)\s*")
# "DS 6A4", "DSHS_10B", "Lop 6A5"; not "DS 35 HS".
_OF_LIST = re.compile(
    r"(?:(?:ds|dshs|danh sách|danh sach|lớp|lop)[\s._-]*)+(?P<name>(?:[1-9]|1[0-2])[^\W\d_]\d{0,2})", re.IGNORECASE
)
# "6A HK1", "11B10 CN": the marks of a term, or of the year (cả năm).
_WITH_TERM = re.compile(
    r"(?:lớp\s*)?(?P<name>(?:[1-9]|1[0-2])[^\W\d_]\d{0,2})[\s_-]+(?:hk\s?(?:[12]|ii?)|cn|cả năm)", re.IGNORECASE
)
# "Nhóm trẻ 25-36 tháng"
_MONTHS = re.compile(r"(?P<name>nhóm trẻ \d{1,2}\s?[-–]\s?\d{1,2} tháng(?: tuổi)?(?: \w{1,2})?)", re.IGNORECASE)


def class_in_title(texts: Iterable[str]) -> str | None:
    """The class that one of the title texts names, or two beside each other: "Lớp:", "6A"."""
    listed = list(texts)
    named = (_named(text, match) for text in listed if (match := _IN_TITLE.search(text)))
    labelled = (_own_name(text) for label, text in pairwise(listed) if _LABEL.fullmatch(label))
    return next((name for names in (named, labelled) for name in names if name), None)


def class_of_group(texts: Sequence[str]) -> str | None:
    """The class of the rows below a row with these texts: "Lớp 6A", "II. Danh sách lớp 6A", "6A" alone, "6A" beside "Lớp:"."""
    if not texts:
        return None
    first, *others = texts
    if others and _LABEL.fullmatch(first):
        return _own_name(others[0])
    text = _BEFORE_GROUP.sub("", first.strip(), count=1)
    match = _IN_TITLE.match(text) or (None if others else _GROUP.match(text))
    return _named(text, match) if match else None


def class_of_sheet_name(name: str, others: Iterable[str] = (), *, is_one_of_many: bool) -> str | None:
    """The class that a sheet's name is; among many sheets of students without a class column, also a name without a number.

    A copy that Excel made ("6A (2)") has the class of its original, unless that, or another copy, is there as well.
    """
    if copy := _COPY.fullmatch(name):
        original = copy["name"].strip()
        if any((_COPY.sub(r"\g<name>", other)).strip().lower() == original.lower() for other in others):
            return None
        return class_of_sheet_name(original, is_one_of_many=is_one_of_many)
    for pattern in (_WITH_TERM, _CODE, _OF_LIST, _MONTHS):
        if match := pattern.fullmatch(name.strip()):
            return match["name"].strip()
    return (_own_name(name) or class_of_group([name])) if is_one_of_many else None


def are_other_classes(one: str, other: str) -> bool:
    """Whether two names are those of different classes, as far as both are a grade and a letter: 6A, 10B2."""
    names = ["".join(name.split()).lower() for name in (one, other)]
    return names[0] != names[1] and all(_GROUP.fullmatch(name) for name in names)


def _named(text: str, match: re.Match[str]) -> str | None:
    """The name in a title, unless it is that of a grade, or one of several."""
    name = match["name"].strip()
    return None if _NO_CLASS.search(name) or _ANOTHER.match(text, match.end()) else name


def _own_name(text: str) -> str | None:
    """The text, if it is the name of a class and nothing else."""
    name = text.strip()
    return name if _CODE.fullmatch(name) or _PRESCHOOL.fullmatch(name) else None
