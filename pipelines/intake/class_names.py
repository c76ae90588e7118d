"""The class of the rows of a list: said by a title ("DANH SÁCH HỌC SINH LỚP 6A"), by the sheet's name ("6A") or above them."""

import re
from collections.abc import Iterable

# "LỚP 6A NĂM HỌC 2025-2026", "Lớp: Lá 1 - Trường ..."; not "LỚP HỌC".
_IN_TITLE = re.compile(
    r"\blớp\s*:?\s+(?!học\b)(?P<name>[^\s,;–(-][^,;–(]{0,14}?)\s*(?=$|[,;–(]|\s-\s|\s(?:năm|học kỳ|trường)\b)",
    re.IGNORECASE,
)
# "6A", "10A1", "6/2", "12 Toán 1", "Lớp 1.3": a grade, then a letter or a separator.
_SHEET_NAME = re.compile(r"(?:lớp\s*)?(?P<name>\d{1,2}\s?(?:[./_-]\s?|[^\W\d_]{1,4}\s?)[^\W_]{0,4})", re.IGNORECASE)


def class_in_title(texts: Iterable[str]) -> str | None:
    """The class that one of the title texts names."""
    return next((match["name"].strip() for text in texts if (match := _IN_TITLE.search(text))), None)


def class_of_group(text: str) -> str | None:
    """The class of the rows below a row with this text alone: "Lớp 6A"."""
    match = _IN_TITLE.match(text.strip())
    return match["name"] if match else None


def class_of_sheet_name(name: str, *, is_one_of_many: bool) -> str | None:
    """The class that a sheet's name is; among many sheets of students without a class column, any name will do."""
    match = _SHEET_NAME.fullmatch(name.strip())
    if match:
        return match["name"].strip()
    return name.strip() if is_one_of_many else None
