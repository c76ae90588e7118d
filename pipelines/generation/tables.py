"""One school's data for one period, as codes and typed values: what is true before anybody writes it into cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipelines.generation.chance import Chance, Days, Flags, Ints
from pipelines.generation.people.population import Enrolments, is_active
from pipelines.generation.people.workforce import Employments
from pipelines.generation.places import Gazetteer, has_districts
from pipelines.generation.schools import School
from pipelines.periods import Period
from schemas.catalogue import load_catalogue

Value: TypeAlias = str | int | float | bool | date | None
Columns: TypeAlias = dict[str, Sequence[Value]]


@dataclass(frozen=True)
class Table:
    """Rows of one dataset by column; ``persons`` are the true identities where rows are people."""

    dataset: str
    columns: Columns
    persons: Ints | None = None

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


@dataclass(frozen=True)
class Office:
    """What the office of one school knows in one period. ``roll`` and ``staff`` are sorted."""

    chance: Chance
    gazetteer: Gazetteer
    school: School
    period: Period
    roll: Enrolments
    staff: Employments
    class_names: Mapping[tuple[int, int], str]  # (stage, section) -> name
    has_class_codes: bool = True  # whether it writes the codes of its classes

    @property
    def census_date(self) -> date:
        return self.period.census_date

    @property
    def has_districts(self) -> bool:
        return has_districts(self.period)

    @cached_property
    def active(self) -> Flags:
        return is_active(self.roll)

    @cached_property
    def class_sizes(self) -> dict[tuple[int, int], int]:
        """Active learners by (stage, section)."""
        active = self.roll[self.active]
        keys, counts = np.unique(active[["stage", "section"]], return_counts=True)
        return dict(zip(keys.tolist(), counts.tolist(), strict=True))

    def class_code(self, stage: int, section: int) -> str:
        serial = self.school.sections.index((stage, section)) + 1
        return f"LH_{self.school.code}_{self.period.school_year}_{serial:03d}"

    def campus_code(self, number: int) -> str:
        return f"{self.school.code}_{number + 1:02d}"

    def place_columns(self, wards: Ints, prefix: str = "") -> Columns:
        """Province, district (until 2025) and ward codes of some homes."""
        places = [self.gazetteer.place(ward, has_districts=self.has_districts) for ward in wards.tolist()]
        return {
            f"{prefix}province_code": [place.province for place in places],
            f"{prefix}district_code": [place.district or None for place in places],
            f"{prefix}ward_code": [place.ward for place in places],
        }

    def key_columns(self, rows: int) -> Columns:
        return {"school_code": [self.school.code] * rows, "school_year": [self.period.school_year] * rows}


def staff_codes(staff: Employments) -> list[str]:
    """Codes that stay with a person in every school: province of birth and a scattered serial."""
    scattered = (staff["person"] * 38_200_961) % 100_000_000
    return [f"{p:02d}{n:08d}" for p, n in zip(staff["prefix"].tolist(), scattered.tolist(), strict=True)]


@cache
def grade_code(stage: int, level: str) -> str:
    """The grade list has other codes for continuing education; its labels tell the grades of a level apart."""
    label = f"Khối {stage}" if stage > 0 else "Lớp mẫu giáo" if stage > -3 else "Nhóm trẻ"
    return next(
        code.code
        for code in load_catalogue().code_lists["grade"]
        if code.label_vi == label and level in code.parent_codes
    )


def blank_unless(condition: Flags, values: Sequence[Value]) -> list[Value]:
    """The values where the condition holds, None elsewhere."""
    return [value if keep else None for keep, value in zip(condition.tolist(), values, strict=True)]


def code_list(values: NDArray[np.int32], width: int = 2) -> list[Value]:
    """Numbers as codes with leading zeros, 0 as None."""
    return [f"{value:0{width}d}" if value else None for value in values.tolist()]


def dates(days: Days) -> list[Value]:
    """NumPy days as dates, NaT as None."""
    return days.astype("M8[D]").astype(object).tolist()  # type: ignore[no-any-return]
