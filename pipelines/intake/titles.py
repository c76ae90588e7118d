"""What the titles of a table say of its rows: the class, the school year and the school's code."""

import re
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from pipelines.intake.arrays import Texts, text
from pipelines.intake.class_names import class_in_title
from pipelines.intake.headers import DatasetHeaders

CLASS_NAME = "class_name"
CLASS_FIELDS = frozenset({CLASS_NAME, "class_code"})

# "NĂM HỌC 2025-2026", "Năm học: 2025 – 2026".
_SCHOOL_YEAR = re.compile(r"\bnăm\s+học\s*:?\s*(20\d\d)\s*[-–/]\s*(20\d\d)\b", re.IGNORECASE)
# The name of a sheet: "2025-2026", "HS 2025_2026".
_YEAR_OF_SHEET = re.compile(r"(?<!\d)(20\d\d)\s*[-–_]\s*(20\d\d)(?!\d)")
# "Mã trường: 79760501".
_SCHOOL_CODE = re.compile(
    r"\bmã\s+(?:trường|đơn\s+vị|cơ\s+sở(?:\s+giáo\s+dục)?)\s*:?\s*([0-9A-Z]{6,12})\b", re.IGNORECASE
)


def lacks_class(headers: DatasetHeaders, fields: Iterable[str | None]) -> bool:
    """Whether it is a list of people of one class, which only its title or name tells."""
    return headers.belongs_to_class and CLASS_FIELDS.isdisjoint(fields)


def said_by_titles(
    titles: Sequence[str], sheet_name: str, headers: DatasetHeaders, fields: Iterable[str | None]
) -> dict[str, str]:
    """Field → what the titles say, of the fields that a table has no column for; of the school year also the sheet's name."""
    given = set(fields)
    said: dict[str, str | None] = {}
    if "school_year" in headers.labels and "school_year" not in given:
        in_titles = _SCHOOL_YEAR.findall(" ".join(titles))
        said["school_year"] = _school_year(in_titles or _YEAR_OF_SHEET.findall(sheet_name))
    if "school_code" in headers.labels and "school_code" not in given:
        said["school_code"] = _school_code(titles)
    if lacks_class(headers, given):
        said[CLASS_NAME] = class_in_title(titles)
    return {name: value for name, value in said.items() if value}


def school_year_in_titles(titles: Sequence[str]) -> str | None:
    return _school_year(_SCHOOL_YEAR.findall(" ".join(titles)))


def _school_year(years: Iterable[tuple[str, str]]) -> str | None:
    """The school year that is named; none where several are: one may be that of a decision."""
    named = {f"{first}-{last}" for first, last in years if int(last) == int(first) + 1}
    return named.pop() if len(named) == 1 else None


def _school_code(titles: Sequence[str]) -> str | None:
    return next((match[1] for text in titles if (match := _SCHOOL_CODE.search(text))), None)


def class_of_rows(height: int, above: str | None, groups: Mapping[int, str]) -> Texts:
    """The class of each row of a sheet: that of the row of ``groups`` above it, or what holds ``above`` all of them."""
    starts = [0, *groups]
    names = [above, *groups.values()]
    lengths = [end - start for start, end in zip(starts, [*groups, height], strict=True)]
    return pa.concat_arrays(
        [
            pa.repeat(text(name), length) if name else pa.nulls(length, pa.string())
            for name, length in zip(names, lengths, strict=True)
        ]
    )
