"""The learners: numbers, birth years, families. Everything else about a person is drawn from these (see ``chance``).

An enrolment is one row of a NumPy structured array: a learner at a school in a period. A learner who moved has two
rows, the leaving one at the old school and the active one at the new.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipelines.generation.chance import Chance, Days, Flags, Ints, Objects, new_year
from pipelines.generation.names import FEMALE, MALE
from pipelines.generation.places import Gazetteer, ethnic_groups
from pipelines.generation.schools import School

ENROLMENT = np.dtype(
    [
        ("person", "i8"),
        ("family", "i8"),
        ("school", "i4"),  # index of the school
        ("stage", "i4"),  # usual age less five: nursery < -2, kindergarten -2..0, grade 1..12
        ("section", "i4"),  # number of the class within its grade
        ("birth_year", "i4"),
        ("birth_date", "M8[D]"),
        ("sex", "i4"),  # 1 male, 2 female
        ("prefix", "i4"),  # province of birth registration, digits 1-3 of the personal number
        ("serial", "i4"),  # digits 7-12 of the personal number
        ("mother_year", "i4"),  # birth year of the mother
        ("ward", "i4"),  # home, index of the gazetteer
        ("is_twin", "?"),
        ("disability", "i4"),  # code of the list, 0 none
        ("knows_learner_id", "?"),  # whether the school has the learner's id
        ("status", "i4"),  # code of the list student_status
        ("status_day", "M8[D]"),  # NaT where nothing happened
        ("admission", "i4"),  # code of the list admission_type
        ("from_province", "U2"),  # of the school left; of the era of the period
        ("from_district", "U3"),  # empty since districts ended
        ("destination", "i4"),  # code of the list transfer_destination, 0 none
        ("to_province", "U2"),
        ("to_district", "U3"),
        ("dropout_reason", "i4"),  # code of the list, 0 none
        ("entry_year", "i4"),  # school year of entry into this school
    ]
)
Enrolments: TypeAlias = NDArray[np.void]

STUDYING = 1
ACTIVE = (1, 2, 3, 6, 7, 10)
BY_EXAM, BY_TRANSFER, BY_SELECTION, REPEATING, PROMOTED = range(5)  # admission_type
_SERIALS = 999_999  # 000001 to 999999
# Multipliers without common factor with the number of serials: consecutive ones look unrelated and stay distinct.
_SCATTER, _GROUP_STRIDE = 611_953, 714_025_531


class Registrar:
    """Hands out numbers of persons and the serials that keep personal numbers unique."""

    def __init__(self) -> None:
        self._persons = 0
        self._births: NDArray[np.int32] = np.zeros(1000 * 4 * 100, dtype=np.int32)

    def persons(self, count: int) -> Ints:
        start, self._persons = self._persons + 1, self._persons + count
        return np.arange(start, start + count, dtype=np.int64)

    def serials(self, prefix: Ints, sex: Ints, birth_year: Ints) -> Ints:
        """Digits 7-12 of the personal number, distinct among people of one prefix, sex, century and year."""
        group = (prefix * 4 + (sex - 1) + 2 * (birth_year >= 2000)) * 100 + birth_year % 100
        order = np.argsort(group, kind="stable")
        ordered = group[order]
        starts = np.searchsorted(ordered, ordered, side="left")
        rank = np.empty(len(group), dtype=np.int64)
        rank[order] = np.arange(len(group)) - starts
        rank += self._births[group] + 1
        np.add.at(self._births, group, 1)
        # Another start in every group: a number with one digit wrong must not be that of somebody else.
        return (rank * _SCATTER + (group * _GROUP_STRIDE) % _SERIALS) % _SERIALS + 1


def personal_ids(prefix: Ints, sex: Ints, birth_year: Ints, serial: Ints) -> list[str]:
    """The 12-digit personal numbers: province, century and sex, year of birth, serial."""
    century_sex = (birth_year // 100 - 19) * 2 + (sex - 1)
    rows = zip(prefix.tolist(), century_sex.tolist(), (birth_year % 100).tolist(), serial.tolist(), strict=True)
    return [f"{p:03d}{c}{y:02d}{s:06d}" for p, c, y, s in rows]


def is_active(roll: Enrolments) -> Flags:
    return np.isin(roll["status"], ACTIVE)


def concat(parts: Sequence[Enrolments]) -> Enrolments:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=ENROLMENT)


def ethnicities(chance: Chance, gazetteer: Gazetteer, family: Ints, ward: Ints) -> Objects:
    """Ethnicity codes: a family has one, fitting to the province it lives in."""
    provinces = np.array([place.province for place in gazetteer.new])[ward]
    codes = np.empty(len(family), dtype=object)
    groups = ethnic_groups()
    for province in np.unique(provinces).tolist():
        chosen = provinces == province
        codes[chosen] = chance.pick("ethnicity", groups[province], family[chosen])
    return codes


def enrol_new(
    chance: Chance,
    gazetteer: Gazetteer,
    schools: Sequence[School],
    registrar: Registrar,
    places: Mapping[str, Any],
    school_year: int,
    *,
    known_share: float,
    neighbours: Enrolments | None = None,
) -> Enrolments:
    """New learners for ``places`` (arrays school, stage, section: one entry for each place to fill).

    Some join a family among themselves or among ``neighbours``; ``known_share`` of them come with a learner id.
    """
    count = len(places["school"])
    new = np.zeros(count, dtype=ENROLMENT)
    for name in ("school", "stage", "section"):
        new[name] = places[name]
    person = registrar.persons(count)
    new["person"] = new["family"] = person
    new["birth_year"] = school_year - 5 - new["stage"]
    new["sex"] = np.where(chance.flag("boy", 0.519, person), MALE, FEMALE)
    new["mother_year"] = new["birth_year"] - chance.integers("mother age", 19, 34, person)
    new["ward"] = _home_wards(chance, gazetteer, schools, new)
    _make_twins(chance, new)
    _join_families(chance, schools, new, neighbours)
    _delay_some(chance, gazetteer, new)
    new["birth_date"] = _birth_dates(chance, new)
    old_province = np.array([int(place.province) for place in gazetteer.old])
    elsewhere = chance.integers("registered elsewhere", 0, len(old_province), person)
    new["prefix"] = old_province[np.where(chance.flag("born elsewhere", 0.1, person), elsewhere, new["ward"])]
    new["serial"] = registrar.serials(*(new[name].astype(np.int64) for name in ("prefix", "sex", "birth_year")))
    disabled = chance.flag("disabled", 0.01, person)
    new["disability"] = np.where(disabled, chance.integers("disability", 1, 7, person), 0)
    new["knows_learner_id"] = chance.flag("has learner id", known_share, person)
    new["status"], new["status_day"] = STUDYING, np.datetime64("NaT")
    new["admission"] = np.where(np.isin(new["stage"], (1, 6)) | (new["stage"] < 1), BY_SELECTION, PROMOTED)
    new["admission"][new["stage"] == 10] = BY_EXAM
    new["entry_year"] = school_year
    return new


def _home_wards(chance: Chance, gazetteer: Gazetteer, schools: Sequence[School], new: Enrolments) -> Ints:
    """Most live in the ward of the school, the others in its district."""
    wards: Ints = np.array([school.ward for school in schools])[new["school"]]
    away = np.flatnonzero(chance.flag("lives away", 0.3, new["person"]))
    draws = chance.uniform("ward", new["person"][away])
    for row, draw in zip(away.tolist(), draws.tolist(), strict=True):
        school = schools[new["school"][row]]
        around = gazetteer.by_district[school.province][school.district]
        wards[row] = around[int(draw * len(around))]
    return wards


def _make_twins(chance: Chance, new: Enrolments) -> None:
    """About one learner in fifty has a twin in the same grade of the same school."""
    first = np.flatnonzero(chance.flag("twin", 0.011, new["person"][:-1])) if len(new) > 1 else np.zeros(0, dtype=int)
    first = first[np.diff(first, prepend=-2) > 1]
    same = (new["school"][first] == new["school"][first + 1]) & (new["stage"][first] == new["stage"][first + 1])
    first = first[same]
    for name in ("family", "mother_year", "ward"):
        new[name][first + 1] = new[name][first]
    new["is_twin"][first] = new["is_twin"][first + 1] = True


def _join_families(chance: Chance, schools: Sequence[School], new: Enrolments, neighbours: Enrolments | None) -> None:
    """Siblings: about a third of the new learners take the family, home and mother of somebody of the same district."""
    known = new if neighbours is None else neighbours
    districts = np.unique([school.district for school in schools], return_inverse=True)[1]
    key = districts[known["school"]].astype(np.int64)
    order = np.lexsort((chance.uniform("neighbourhood", known["person"]), known["ward"], key))
    if neighbours is None:
        # Pairs of people who live side by side; nobody is in two pairs, so families do not chain.
        pairs = order[: len(order) // 2 * 2].reshape(-1, 2)
        giver, taker = pairs[:, 0], pairs[:, 1]
    else:
        starts = np.searchsorted(key[order], districts[new["school"]])
        ends = np.searchsorted(key[order], districts[new["school"]], side="right")
        slots = starts + np.floor(chance.uniform("sibling", new["person"]) * (ends - starts)).astype(np.int64)
        taker = np.flatnonzero(ends > starts)
        giver = order[slots[taker]]
    gap = np.abs(new["birth_year"][taker].astype(int) - known["birth_year"][giver])
    mother_age = new["birth_year"][taker] - known["mother_year"][giver]
    fits = (gap >= 2) & (gap <= 12) & (mother_age >= 19) & (mother_age <= 46)
    fits &= ~new["is_twin"][taker] & ~known["is_twin"][giver]
    fits &= chance.flag("has sibling", 0.85, new["person"][taker])
    for name in ("family", "mother_year", "ward"):
        new[name][taker[fits]] = known[name][giver[fits]]


def _delay_some(chance: Chance, gazetteer: Gazetteer, new: Enrolments) -> None:
    """Some children of the minorities started school a year late (a ground that rule STU003 accepts)."""
    minority = ethnicities(chance, gazetteer, new["family"], new["ward"]) != "01"
    late = minority & (new["stage"] >= 1) & ~new["is_twin"] & chance.flag("late", 0.08, new["person"])
    new["birth_year"] -= late


def _birth_dates(chance: Chance, new: Enrolments) -> Days:
    """Any day of the birth year; nursery children keep clear of its ends, or no group would fit them (rule STU006)."""
    who = np.where(new["is_twin"], new["family"], new["person"])
    is_nursery = new["stage"] < -2
    start = new_year(new["birth_year"])
    return chance.days("birthday", start + np.where(is_nursery, 40, 0), start + np.where(is_nursery, 320, 365), who)


def limit_disabled(roll: Enrolments, movable: Flags) -> None:
    """At most one disabled child in a preschool group, two in a class (rules XSC013, XSC015, XSC016).

    Only rows flagged in ``movable`` (new learners) lose their disability.
    """
    disabled = np.flatnonzero(roll["disability"] > 0)
    seen: dict[tuple[int, int, int], int] = {}
    for row in disabled[np.argsort(movable[disabled], kind="stable")].tolist():
        key = (int(roll["school"][row]), int(roll["stage"][row]), int(roll["section"][row]))
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > (1 if key[1] < 1 else 2) and movable[row]:
            roll["disability"][row] = 0
