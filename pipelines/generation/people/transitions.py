"""What happens to learners between two collections: moves, drop-outs, promotion, the next cohort."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.generation.chance import Chance, Days, Flags, Ints
from pipelines.generation.people.population import (
    BY_EXAM,
    BY_SELECTION,
    BY_TRANSFER,
    PROMOTED,
    REPEATING,
    STUDYING,
    Enrolments,
    Registrar,
    concat,
    enrol_new,
    is_active,
    limit_disabled,
)
from pipelines.generation.places import Gazetteer, has_districts
from pipelines.generation.schools import CAPACITY, School
from pipelines.periods import Period, Point

# First grades of primary, lower and upper secondary schools: learners come from other schools.
ENTRY_STAGES = (1, 6, 10)
WITHIN_PROVINCE, OTHER_PROVINCE = 1, 2  # transfer_destination


@dataclass(frozen=True)
class Moves:
    """The moves that one collection tells: statuses, the days between which they happen and how many there are."""

    arrived: int
    left: int
    dropped_out: int
    first_day: tuple[int, int, int]  # years after the start of the school year, month, day
    last_day: tuple[int, int, int]
    transfer_share: float
    dropout_share: float


MOVES = {
    Point.BEGINNING: Moves(10, 11, 12, (0, 6, 5), (0, 8, 28), 0.008, 0.002),
    Point.MIDDLE: Moves(2, 4, 5, (0, 10, 5), (1, 1, 10), 0.004, 0.0015),
    Point.END: Moves(6, 8, 9, (1, 1, 20), (1, 5, 20), 0.004, 0.0015),
}


class Places:
    """Free places: finds a class of a school and grade that may take one more learner."""

    def __init__(self, schools: Sequence[School], roll: Enrolments) -> None:
        self._schools = schools
        self._taken: dict[tuple[int, int, int], int] = {}
        active = roll[is_active(roll)]
        keys, counts = np.unique(active[["school", "stage", "section"]], return_counts=True)
        for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
            self._taken[key] = count

    def take(self, school: int, stage: int) -> int | None:
        """The emptiest class, now fuller by one; None when all are full."""
        sections = range(self._schools[school].parallel_at(stage))
        section = min(sections, key=lambda s: self._taken.get((school, stage, s), 0))
        key = (school, stage, section)
        if self._taken.get(key, 0) >= CAPACITY[stage]:
            return None
        self._taken[key] = self._taken.get(key, 0) + 1
        return section


@dataclass(frozen=True)
class Society:
    """What the transitions need to know besides the learners."""

    chance: Chance
    gazetteer: Gazetteer
    schools: tuple[School, ...]
    registrar: Registrar

    def first_roll(self, period: Period) -> Enrolments:
        """The learners of the first collection: every class filled as its school usually is."""
        seats = [
            (school.index, stage, section, _class_size(self.chance, school, stage, section, period.school_year))
            for school in self.schools
            for stage, section in school.sections
        ]
        roll = enrol_new(
            self.chance,
            self.gazetteer,
            self.schools,
            self.registrar,
            _spread(seats),
            period.school_year,
            known_share=0.6,
        )
        limit_disabled(roll, np.ones(len(roll), dtype=bool))
        return self.move(roll, period)

    def step(self, roll: Enrolments, period: Period) -> Enrolments:
        """The roll at ``period`` from the roll one collection earlier."""
        if period.point is Point.BEGINNING:
            roll = self.promote(roll, period)
        return self.move(roll, period)

    def move(self, roll: Enrolments, period: Period) -> Enrolments:
        """Transfers and drop-outs since the last collection. Leaving rows stay on the list of the old school."""
        moves, tag = MOVES[period.point], str(period)
        person = roll["person"]
        free = is_active(roll) & (roll["status"] == STUDYING) & (roll["disability"] == 0) & ~roll["is_twin"]
        free &= (roll["admission"] != REPEATING) & (roll["stage"] > -2)
        transfers = free & self.chance.flag(f"transfer {tag}", moves.transfer_share, person)
        share = moves.dropout_share * np.select([roll["stage"] > 9, roll["stage"] > 5], [1.6, 1.0], 0.2)
        drops = free & ~transfers & self.chance.flag(f"drop-out {tag}", share, person)
        start, end = (
            np.datetime64(f"{period.school_year + y}-{m:02d}-{d:02d}") for y, m, d in (moves.first_day, moves.last_day)
        )
        days = self.chance.days(f"day {tag}", start, end, person)
        roll = roll.copy()
        roll["status"][drops], roll["status_day"][drops] = moves.dropped_out, days[drops]
        roll["dropout_reason"][drops] = self.chance.integers(f"reason {tag}", 1, 11, person)[drops]
        arrivals = self._transfer(roll, np.flatnonzero(transfers), days, moves, period)
        return concat([roll, arrivals])

    def _transfer(self, roll: Enrolments, movers: Ints, days: Days, moves: Moves, period: Period) -> Enrolments:
        """Marks movers as left and returns their rows at the new schools. Who finds no place stays."""
        places = Places(self.schools, roll)
        near_hosts, far_hosts = self._hosts(near=True), self._hosts(near=False)
        old_era = has_districts(period)
        arrivals = []
        for row in movers.tolist():
            draw = self.chance.generator(f"move {period}", int(roll["person"][row]))
            stage, old = int(roll["stage"][row]), self.schools[roll["school"][row]]
            options = (near_hosts if draw.random() < 0.8 else far_hosts).get((old.province, stage))
            if not options:
                continue
            new = options[int(draw.integers(len(options)))]
            if new.index == old.index:
                continue
            section = places.take(new.index, stage)
            if section is None:
                continue
            left, found = (self.gazetteer.place(s.ward, has_districts=old_era) for s in (old, new))
            arrival = roll[row : row + 1].copy()
            roll["status"][row], roll["status_day"][row] = moves.left, days[row]
            roll["destination"][row] = WITHIN_PROVINCE if left.province == found.province else OTHER_PROVINCE
            roll["to_province"][row], roll["to_district"][row] = found.province, found.district
            arrival["school"], arrival["section"], arrival["status"] = new.index, section, moves.arrived
            arrival["status_day"], arrival["admission"] = days[row], BY_TRANSFER
            arrival["from_province"], arrival["from_district"] = left.province, left.district
            arrival["entry_year"] = period.school_year
            arrival["knows_learner_id"] &= draw.random() < 0.8
            arrivals.append(arrival)
        return concat(arrivals)

    def _hosts(self, *, near: bool) -> dict[tuple[str, int], list[School]]:
        """Schools inside, or else outside, a province that have a stage."""
        hosts: dict[tuple[str, int], list[School]] = {}
        provinces = sorted({school.province for school in self.schools})
        for school in self.schools:
            homes = [school.province] if near else [name for name in provinces if name != school.province]
            for home in homes:
                for stage in school.stages:
                    hosts.setdefault((home, stage), []).append(school)
        return hosts

    def promote(self, roll: Enrolments, period: Period) -> Enrolments:
        """The new school year: leaving rows go, nearly all rise a grade, those who finished a school enter the next."""
        roll = roll[is_active(roll)].copy()
        roll["status"], roll["status_day"] = STUDYING, np.datetime64("NaT")
        roll["from_province"] = roll["from_district"] = ""
        repeats = repeaters(self.chance, roll, period)
        roll["admission"] = np.where(repeats, REPEATING, PROMOTED)
        roll["stage"] += ~repeats
        last = np.array([max(school.stages) for school in self.schools])[roll["school"]]
        finished = (roll["stage"] > last) | (np.isin(roll["stage"], ENTRY_STAGES) & ~repeats)
        stay, leavers = roll[~finished], roll[finished]
        goes_on = (leavers["stage"] <= 12) & ~(
            (leavers["stage"] == 10) & self.chance.flag(f"stops {period}", 0.08, leavers["person"])
        )
        entrants, seats = self._enter(leavers[goes_on], stay, period)
        old = concat([stay, entrants])
        new = enrol_new(
            self.chance,
            self.gazetteer,
            self.schools,
            self.registrar,
            _spread(seats),
            period.school_year,
            known_share=0.25,
            neighbours=old,
        )
        roll = concat([old, new])
        limit_disabled(roll, np.arange(len(roll)) >= len(old))
        return roll

    def _enter(
        self, leavers: Enrolments, stay: Enrolments, period: Period
    ) -> tuple[Enrolments, list[tuple[int, int, int, int]]]:
        """Seats the leavers in first grades, near ones first; returns them and what stays free in all classes.

        Freed places of higher grades are not filled, except in preschools, which grow from year to year.
        """
        keys, counts = np.unique(stay[["school", "stage", "section"]], return_counts=True)
        sitting = dict(zip(keys.tolist(), counts.tolist(), strict=True))
        free: dict[tuple[int, int, int], int] = {}
        for school in self.schools:
            for stage, section in school.sections:
                if stage in ENTRY_STAGES or stage < 1:
                    size = _class_size(self.chance, school, stage, section, period.school_year)
                    free[school.index, stage, section] = max(0, size - sitting.get((school.index, stage, section), 0))
        order = np.argsort(self.chance.uniform(f"entrance {period}", leavers["person"]), kind="stable")
        leavers = leavers[order].copy()
        seated = np.zeros(len(leavers), dtype=bool)
        for area in ("district", "province"):
            pools = self._open_seats(free, area)
            for row in np.flatnonzero(~seated).tolist():
                home = getattr(self.schools[leavers["school"][row]], area)
                pool = pools.get((home, int(leavers["stage"][row])))
                if pool:
                    seat = pool.pop()
                    free[seat] -= 1
                    self._seat(leavers, row, seat[0], seat[2], period)
                    seated[row] = True
        return leavers[seated], [(*key, count) for key, count in free.items() if count]

    def _seat(self, leavers: Enrolments, row: int, school: int, section: int, period: Period) -> None:
        if school != leavers["school"][row]:
            known = self.chance.flag(f"id comes along {period}", 0.85, int(leavers["person"][row]))[0]
            leavers["knows_learner_id"][row] &= known
            leavers["entry_year"][row] = period.school_year
        leavers["school"][row], leavers["section"][row] = school, section
        leavers["admission"][row] = BY_EXAM if leavers["stage"][row] == 10 else BY_SELECTION

    def _open_seats(
        self, free: dict[tuple[int, int, int], int], area: str
    ) -> dict[tuple[str, int], list[tuple[int, int, int]]]:
        """Single seats of first grades by area and stage, shuffled; the last is taken first."""
        pools: dict[tuple[str, int], list[tuple[int, int, int]]] = {}
        for key, count in free.items():
            if key[1] in ENTRY_STAGES:
                pools.setdefault((getattr(self.schools[key[0]], area), key[1]), []).extend([key] * count)
        for (name, stage), pool in pools.items():
            self.chance.generator(f"seats {name}", stage).shuffle(pool)
        return pools


def repeaters(chance: Chance, roll: Enrolments, period: Period) -> Flags:
    """Who stays in their grade in the school year that begins with ``period``."""
    repeats: Flags = chance.flag(f"repeat {period}", 0.004, roll["person"]) & (roll["stage"] >= 1) & ~roll["is_twin"]
    return repeats


def _class_size(chance: Chance, school: School, stage: int, section: int, school_year: int) -> int:
    """Learners that a class starts with: the usual number of its school and up to two more or fewer."""
    swing = int(chance.integers("class size", -2, 3, school.index, stage, section, school_year)[0])
    return max(5, min(school.seats(stage) + swing, CAPACITY[stage] - 2))


def _spread(seats: Sequence[tuple[int, int, int, int]]) -> dict[str, Ints]:
    """(school, stage, section, number) tuples as arrays with one entry for each learner."""
    table = np.array(seats, dtype=np.int64).reshape(-1, 4)
    return {name: np.repeat(table[:, i], table[:, 3]) for i, name in enumerate(("school", "stage", "section"))}
