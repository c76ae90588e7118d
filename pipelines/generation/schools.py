"""The schools of the made-up country: what they are called, where they stand, how many classes they run."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.generation.chance import Chance, Weighted
from pipelines.generation.places import Gazetteer

# Stages are ages less five: nursery -4 and -3, kindergarten -2 to 0, then grades 1 to 12.
PRESCHOOL_STAGES = (-3, -2, -1, 0)
LEVEL_STAGES = {
    "01": PRESCHOOL_STAGES,
    "02": (1, 2, 3, 4, 5),
    "03": (6, 7, 8, 9),
    "04": (10, 11, 12),
    "05": (10, 11, 12),
}
# Learners that a class may hold (rules XSC011, XSC014-016); preschools leave five places for one disabled child.
CAPACITY = {-4: 15, -3: 20, -2: 20, -1: 25, 0: 30} | dict.fromkeys(range(1, 6), 35) | dict.fromkeys(range(6, 13), 45)
MOUNTAIN_PROVINCES = frozenset({"04", "08", "11", "12", "14", "15", "20", "38", "40", "44", "51", "52", "66", "68"})

_PEOPLE = (
    "Nguyễn Du", "Lê Lợi", "Trần Phú", "Nguyễn Trãi", "Quang Trung", "Lê Hồng Phong", "Võ Thị Sáu", "Kim Đồng",
    "Trần Hưng Đạo", "Hai Bà Trưng", "Lý Thường Kiệt", "Phan Bội Châu", "Phan Chu Trinh", "Chu Văn An", "Lê Quý Đôn",
    "Nguyễn Bỉnh Khiêm", "Hoàng Hoa Thám", "Nguyễn Thị Minh Khai", "Ngô Quyền", "Đinh Tiên Hoàng", "Lê Văn Tám",
    "Nguyễn Huệ", "Lương Thế Vinh", "Nguyễn Văn Trỗi", "Bùi Thị Xuân", "Phạm Ngũ Lão", "Trần Quốc Toản", "Tô Hiệu",
    "Nguyễn Đình Chiểu", "Hùng Vương", "Nguyễn Viết Xuân", "Hồ Tùng Mậu", "Lý Tự Trọng", "Nguyễn Khuyến", "Tây Sơn",
)  # fmt: skip
_FLOWERS = (
    "Hoa Hồng", "Hoa Sen", "Họa Mi", "Sơn Ca", "Măng Non", "Tuổi Thơ", "Ánh Dương", "Hướng Dương", "Hoa Mai",
    "Vành Khuyên", "Bông Sen", "Bình Minh", "Tuổi Ngọc", "Hoa Phượng", "Sao Mai", "Anh Đào", "Thiên Thần Nhỏ",
    "Rạng Đông",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of school: codes of the catalogue, how it is named, its share among schools and its usual size."""

    level_group: str
    levels: tuple[str, ...]
    school_type: str
    mark: str  # sixth character of the school code
    title: str
    share: float
    classes: tuple[int, int]  # fewest and most parallel classes of a grade
    fill: tuple[float, float]  # lowest and highest mean share of the places taken


KINDS = (
    Kind("01", ("01",), "13", "3", "Trường Mầm non", 0.355, (3, 5), (0.72, 0.97)),
    Kind("06", ("02",), "07", "4", "Trường Tiểu học", 0.285, (2, 6), (0.70, 0.94)),
    Kind("07", ("03",), "07", "5", "Trường THCS", 0.225, (2, 6), (0.66, 0.96)),
    Kind("09", ("02", "03"), "07", "5", "Trường TH&THCS", 0.050, (2, 4), (0.55, 0.88)),
    Kind("08", ("04",), "07", "7", "Trường THPT", 0.055, (5, 14), (0.78, 0.97)),
    Kind("10", ("03", "04"), "07", "7", "Trường THCS&THPT", 0.010, (2, 5), (0.66, 0.95)),
    Kind("11", ("02", "03", "04"), "07", "7", "Trường TH, THCS&THPT", 0.005, (1, 3), (0.60, 0.85)),
    Kind("12", ("05",), "16", "9", "Trung tâm GDNN-GDTX", 0.015, (2, 6), (0.66, 0.95)),
)  # fmt: skip


@dataclass(frozen=True)
class School:
    """One school. ``ward`` is an index of the gazetteer; ``parallel`` how many classes each of its grades has."""

    index: int
    code: str
    name: str
    kind: Kind
    ward: int
    district: str  # of the old era: neighbouring schools share it
    province: str  # of the new era
    is_private: bool
    is_hard_area: bool
    is_urban: bool
    parallel: int
    fill: float
    campuses: int

    @property
    def stages(self) -> tuple[int, ...]:
        return tuple(stage for level in self.kind.levels for stage in LEVEL_STAGES[level])

    @property
    def sections(self) -> tuple[tuple[int, int], ...]:
        """Every class as (stage, number within the grade), the youngest first. Preschools have fewer nursery groups."""
        return tuple((stage, section) for stage in self.stages for section in range(self.parallel_at(stage)))

    def parallel_at(self, stage: int) -> int:
        return max(1, self.parallel // 2) if stage < -2 else self.parallel

    def level_of(self, stage: int) -> str:
        return next(level for level in self.kind.levels if stage in LEVEL_STAGES[level])

    def seats(self, stage: int) -> int:
        """Learners that a class of this stage usually has."""
        return max(6, round(CAPACITY[stage] * self.fill))


def make_schools(chance: Chance, gazetteer: Gazetteer, provinces: Sequence[str], count: int) -> tuple[School, ...]:
    """``count`` schools, spread evenly over the provinces (codes of the new era)."""
    kinds = Weighted.of((kind, kind.share) for kind in KINDS)
    districts = {province: gazetteer.by_district[province] for province in provinces}
    taken: Counter[str] = Counter()
    return tuple(
        _school(chance, gazetteer, index, provinces[index % len(provinces)], districts, kinds, taken)
        for index in range(count)
    )


def _school(
    chance: Chance,
    gazetteer: Gazetteer,
    index: int,
    province: str,
    districts: Mapping[str, Mapping[str, tuple[int, ...]]],
    kinds: Weighted,
    taken: Counter[str],
) -> School:
    kind: Kind = chance.pick("kind", kinds, index)[0]
    draw = chance.generator("school", index)
    names = list(districts[province])
    weights = np.array([len(districts[province][name]) for name in names], dtype=float)
    district = names[int(draw.choice(len(names), p=weights / weights.sum()))]
    ward = int(draw.choice(districts[province][district]))
    is_urban = gazetteer.name("ward", gazetteer.old[ward].ward, has_districts=True).startswith(("Phường", "Thị trấn"))
    is_hard = province in MOUNTAIN_PROVINCES and not is_urban and bool(draw.random() < 0.5)
    low, high = kind.classes
    # Towns have the large schools, mountain communes the small ones (below the legal minimum, which they may be).
    parallel = int(draw.integers(low, high + 1)) if is_urban else int(draw.integers(low, (low + high) // 2 + 1))
    if is_hard and kind.levels in (("01",), ("02",)):
        parallel = max(2 if kind.mark == "3" else 1, parallel // 2)
    return School(
        index=index,
        code=_code(gazetteer, district, list(districts[province]), kind.mark, taken),
        name=_name(draw, gazetteer, kind, ward),
        kind=kind,
        ward=ward,
        district=district,
        province=province,
        is_private=bool(draw.random() < (0.2 if kind.level_group == "01" else 0.03)),
        is_hard_area=is_hard,
        is_urban=is_urban,
        parallel=parallel,
        fill=float(draw.uniform(*kind.fill)),
        campuses=int(draw.integers(1, 4))
        if not is_urban and kind.levels[0] in ("01", "02") and draw.random() < 0.6
        else 0,
    )


def _code(gazetteer: Gazetteer, district: str, others: Sequence[str], mark: str, taken: Counter[str]) -> str:
    """Two digits of the province, three of the district, the mark of the level, a serial of two digits.

    Where a district has used up its 99 serials the code of the next district is taken.
    """
    start = others.index(district)
    for name in [*others[start:], *others[:start]]:
        prefix = f"{gazetteer.district_province[name]}{name}{mark}"
        if taken[prefix] < 99:
            taken[prefix] += 1
            return f"{prefix}{taken[prefix]:02d}"
    raise ValueError(f"no school code is left in the province of district {district} (mark {mark})")


def _name(draw: np.random.Generator, gazetteer: Gazetteer, kind: Kind, ward: int) -> str:
    if kind.level_group == "12":
        unit = gazetteer.name("district", gazetteer.old[ward].district, has_districts=True)
        return f"{kind.title} {unit}"
    pool = _FLOWERS if kind.level_group == "01" else _PEOPLE
    return f"{kind.title} {pool[int(draw.integers(len(pool)))]}"
