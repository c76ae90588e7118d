"""Wards in both eras: what a place was called before 1 July 2025 and what it is called since."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pipelines.generation.chance import Weighted
from pipelines.periods import Period
from schemas.catalogue import load_catalogue
from schemas.model import AdminUnit

# Provinces were merged and districts ended on this day.
NEW_PLACES_SINCE = date(2025, 7, 1)
POPULATION = Path(__file__).parents[2] / "data" / "population"


@dataclass(frozen=True, slots=True)
class Place:
    """Codes of one place in one era; ``district`` is empty in the new one."""

    province: str
    district: str
    ward: str


def has_districts(period: Period) -> bool:
    """Whether the 63 old provinces and their districts were in force in the period."""
    return period.census_date < NEW_PLACES_SINCE


@dataclass(frozen=True)
class Gazetteer:
    """Every ward of the old era with its main successor. A ward is known by its index in ``old`` and ``new``."""

    old: tuple[Place, ...]
    new: tuple[Place, ...]
    by_district: Mapping[str, Mapping[str, tuple[int, ...]]]  # new province -> old district -> wards
    district_province: Mapping[str, str]  # old district -> old province
    names: tuple[Mapping[tuple[str, str], str], Mapping[tuple[str, str], str]]  # old, new: (level, code) -> name

    def place(self, ward: int, *, has_districts: bool) -> Place:
        return (self.old if has_districts else self.new)[ward]

    def name(self, level: str, code: str, *, has_districts: bool) -> str:
        return self.names[0 if has_districts else 1][level, code]

    def provinces(self, *, has_districts: bool) -> tuple[str, ...]:
        return tuple(code for level, code in self.names[0 if has_districts else 1] if level == "province")


@cache
def load_gazetteer() -> Gazetteer:
    """The wards of the catalogue, in the order of the catalogue."""
    eras: tuple[list[AdminUnit], list[AdminUnit]] = ([], [])  # until and since the merger
    for unit in load_catalogue().admin_units:
        eras[unit.valid_from >= NEW_PLACES_SINCE].append(unit)
    province_of = {unit.code: unit.parent_code for unit in eras[0] if unit.level == "district"}
    new_province_of = {unit.code: unit.parent_code for unit in eras[1] if unit.level == "ward"}
    old, new = [], []
    by_district: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for unit in eras[0]:
        if unit.level == "ward":
            successor = unit.successor_codes[0]
            old.append(Place(province_of[unit.parent_code], unit.parent_code, unit.code))
            new.append(Place(new_province_of[successor], "", successor))
            by_district[new[-1].province][unit.parent_code].append(len(old) - 1)
    return Gazetteer(
        old=tuple(old),
        new=tuple(new),
        by_district={
            province: {district: tuple(wards) for district, wards in districts.items()}
            for province, districts in by_district.items()
        },
        district_province=province_of,
        names=(_names(eras[0]), _names(eras[1])),
    )


def _names(units: Iterable[AdminUnit]) -> dict[tuple[str, str], str]:
    return {(unit.level, unit.code): unit.name_vi for unit in units}


@cache
def ethnic_groups() -> Mapping[str, Weighted]:
    """Rough shares of ethnicity codes by province of the new era."""
    shares: dict[str, list[tuple[str, float]]] = defaultdict(list)
    with (POPULATION / "ethnicity.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            shares[row["province_code"]].append((row["ethnicity_code"], float(row["percent"])))
    return {province: Weighted.of(pairs) for province, pairs in shares.items()}
