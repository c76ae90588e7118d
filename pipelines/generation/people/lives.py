"""Learners of a province over school years as typed rows, with the truth about who each row is.

For measuring and training identity: no workbooks, only what a row says about a person, spoilt at the rates of
``lives.csv``. Every trait follows from the child's number, so that a year can be made again, and at any size.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from pipelines.generation.chance import Chance, Days, Flags, Ints, Objects, Weighted, new_year
from pipelines.generation.mistakes import slips
from pipelines.generation.names import FEMALE, MALE, family_names, full_names

_RATES = Path(__file__).with_name("lives.csv")
_GRADES = 12
_ENTRY_AGE = 6
# Years after the first for which there are children who enter school.
_YEARS_AFTER = 2
# Eight children live in five families, of one or two.
_CHILDREN, _FAMILIES = 8, 5
# Children of all twelve grades in one neighbourhood, which fills a primary school.
_NEIGHBOURHOOD = 1080
# Mark of a level in school codes, last grade, neighbourhoods that share a school.
_LEVELS = (("4", 5, 1), ("5", 9, 2), ("7", 12, 5))
_CLASSES = 3
_SCHOOLS_OF_DISTRICT = 99
_PLACES = Weighted.of((f"Xã {n}", 1 + 40 / n) for n in range(1, 200))


@cache
def load_rates() -> dict[str, float]:
    with _RATES.open(encoding="utf-8", newline="") as file:
        return {row["rate"]: float(row["share"]) for row in csv.DictReader(file)}


@dataclass(frozen=True, slots=True)
class Lives:
    """``children`` learners of a province; ``personal_ids`` and ``learner_ids`` are the shares whose number is known."""

    children: int
    personal_ids: float
    learner_ids: float
    seed: int = 1
    province_code: str = "79"
    first_year: int = 2025

    def rows(self, year: int) -> pa.Table:
        """What schools say at the beginning of a school year: columns of dataset student, and ``child``, the truth."""
        return _Year(self, year).rows()


class _Year:
    """The rows of one year: ``child`` has the numbers of the children, ``row`` what tells two rows of a child apart."""

    def __init__(self, lives: Lives, year: int) -> None:
        self._lives, self._year = lives, year
        self._chance, self._rates = Chance(lives.seed), load_rates()
        child = np.arange(lives.children, dtype=np.int64)
        self._grade = self._grades(child)
        here = (self._grade >= 1) & (self._grade <= _GRADES) & self._is_there(child)
        twice = here & self._happens("enrolled_twice", child)
        self._child = np.concatenate([child[here], child[twice]])
        self._grade = np.concatenate([self._grade[here], self._grade[twice]])
        self._is_second = np.arange(len(self._child)) >= here.sum()
        self._row = self._child * 2 + self._is_second

    def rows(self) -> pa.Table:
        likeness = self._likeness(self._child)
        sex = self._sex(likeness)
        days = self._birthdays(likeness)
        birth_date, partial = self._dates_as_written(days)
        written_sex = np.where(self._happens("sex_wrong", self._row), MALE + FEMALE - sex, sex)
        columns = {
            "child": self._child,
            "school_code": self._schools(),
            "learner_id": self._learner_ids(),
            "personal_id": self._personal_ids(sex, days),
            "full_name": self._names_as_written("child", self._names(likeness, sex)),
            "birth_date": birth_date,
            "birth_date_partial": partial,
            "sex_code": np.array([None, "01", "02"], dtype=object)[written_sex],
            "grade_code": np.array([f"{grade:02d}" for grade in range(_GRADES + 1)], dtype=object)[self._grade],
            "class_name": self._classes(),
            "mother_name": self._parent("mother", FEMALE),
            "father_name": self._parent("father", MALE),
            "birth_place": self._birth_places(),
            "status_code": np.full(len(self._child), "01", dtype=object),
        }
        return pa.table({name: pa.array(column, from_pandas=True) for name, column in columns.items()})

    def _happens(self, rate: str, ids: Ints, year: int | None = None) -> Flags:
        return self._chance.flag(f"{rate} {self._year if year is None else year}", self._rates[rate], ids)

    # Who is there.

    def _grades(self, child: Ints) -> Ints:
        """The grade of every child, also before the first and after the last one."""
        grade = self._cohort(self._likeness(child)) + self._year - self._lives.first_year
        for year in range(self._lives.first_year + 1, self._year + 1):
            grade -= self._happens("repeats", child, year)
        return grade

    def _is_there(self, child: Ints) -> Flags:
        there = np.ones(len(child), dtype=bool)
        for year in range(self._lives.first_year + 1, self._year + 1):
            there &= ~self._happens("leaves", child, year)
        came = self._chance.flag("arrives", self._rates["arrives"], child)
        return there & ~(came & (self._year == self._lives.first_year))

    def _cohort(self, likeness: Ints) -> Ints:
        """The grade in the first year; twins are in one."""
        return self._chance.integers("cohort", 1 - _YEARS_AFTER, _GRADES + 1, self._twin_of(likeness))

    def _family(self, child: Ints) -> Ints:
        return child * _FAMILIES // _CHILDREN

    def _twin_of(self, child: Ints) -> Ints:
        """The elder child of a pair of twins; other children are their own."""
        family = self._family(child)
        has_elder = (child > 0) & (self._family(child - 1) == family)
        is_twin: Flags = has_elder & self._chance.flag("twins", self._rates["twins"], family)
        return np.where(is_twin, child - 1, child)

    def _likeness(self, child: Ints) -> Ints:
        """Whose name and birth date a child has: its own, or those of somebody who has none of another."""
        other = self._chance.integers("whose", 0, self._lives.children, child)
        takes = self._chance.flag("namesake", self._rates["namesake"], child)
        is_copied = self._chance.flag("namesake", self._rates["namesake"], other)
        likeness: Ints = np.where(takes & ~is_copied, other, child)
        return likeness

    # What is true.

    def _sex(self, likeness: Ints) -> Ints:
        return np.where(self._chance.flag("girl", 0.48, likeness), FEMALE, MALE)

    def _names(self, likeness: Ints, sex: Ints) -> Objects:
        return full_names(self._chance, "child", likeness, sex, self._surnames(self._family(likeness)))

    def _surnames(self, family: Ints) -> Objects:
        return family_names(self._chance, "surname", family, np.full(len(family), "01", dtype=object))

    def _birthdays(self, likeness: Ints) -> Days:
        elder = self._twin_of(likeness)
        year = self._lives.first_year - _ENTRY_AGE + 1 - self._cohort(likeness)
        first = self._chance.flag("first of January", self._rates["first_of_january"], elder)
        return np.where(first, new_year(year), self._chance.birthday("birthday", year, elder))

    def _schools(self) -> Objects:
        """Neighbours go to one school, unless they move or always went elsewhere."""
        places = max(self._lives.children // _NEIGHBOURHOOD, 1)
        place = self._child // _NEIGHBOURHOOD % places
        codes = np.empty(len(self._child), dtype=object)
        first_grade = 1
        for mark, last_grade, shared in _LEVELS:
            chosen = (self._grade >= first_grade) & (self._grade <= last_grade)
            child = self._child[chosen]
            schools = max(places // shared, 1)
            school = place[chosen] // shared % schools
            anywhere = self._chance.integers(f"elsewhere {mark}", 0, schools, child)
            school = np.where(self._chance.flag(f"elsewhere {mark}", self._rates["elsewhere"], child), anywhere, school)
            for year in range(self._lives.first_year + 1, self._year + 1):
                moved = self._chance.integers(f"to {mark} {year}", 0, schools, child)
                school = np.where(self._happens("moves", child, year), moved, school)
            school = np.where(self._is_second[chosen], (school + 1) % schools, school)
            district, number = school // _SCHOOLS_OF_DISTRICT, school % _SCHOOLS_OF_DISTRICT
            province = self._lives.province_code
            codes[chosen] = [
                f"{province}{760 + d}{mark}{n + 1:02d}" for d, n in zip(district.tolist(), number.tolist(), strict=True)
            ]
            first_grade = last_grade + 1
        return codes

    def _classes(self) -> Objects:
        """Classmates stay together within a level."""
        stage = np.searchsorted([last for _, last, _ in _LEVELS], self._grade)
        letter = self._chance.integers("class", 0, _CLASSES, self._twin_of(self._child), stage)
        names = np.array(
            [[f"{grade}{chr(ord('A') + n)}" for n in range(_CLASSES)] for grade in range(_GRADES + 1)], dtype=object
        )
        return names[self._grade, letter]

    # What the rows say.

    def _written(self, purpose: str, values: Objects, change: slips.Change, rate: str) -> Objects:
        chosen = self._chance.flag(f"{purpose} {rate} {self._year}", self._rates[rate], self._row)
        draws = self._chance.integers(f"{purpose} {rate} how {self._year}", 0, 1 << 30, self._row)
        return slips.at(values, chosen, change, draws)

    def _left_out(self, values: Objects, rate: str) -> Objects:
        return slips.left_out(values, self._happens(rate, self._row))

    def _names_as_written(self, purpose: str, names: Objects) -> Objects:
        names = self._written(purpose, names, slips.swap_syllables, "syllables_swapped")
        names = self._written(purpose, names, slips.leave_syllable_out, "syllable_left_out")
        names = self._written(purpose, names, slips.type_letter_wrongly, "letter_wrong")
        return self._written(purpose, names, slips.without_accents, "accents_lost")

    def _dates_as_written(self, days: Days) -> tuple[Objects, Objects]:
        """The date, or only its year."""
        days = slips.swap_day_and_month(days, self._happens("day_month_swapped", self._row))
        draws = self._chance.integers(f"date digit {self._year}", 0, 1 << 30, self._row)
        days = slips.type_date_digit_wrongly(days, self._happens("date_digit", self._row), draws)
        year_only = self._happens("year_only", self._row)
        return (
            slips.left_out(days.astype(object), year_only),
            slips.left_out(days.astype("M8[Y]").astype(str).astype(object), ~year_only),
        )

    def _parent(self, who: str, sex: int) -> Objects:
        family = self._family(self._child)
        changes = self._chance.flag(f"{who}_changes {self._year}", self._rates.get(f"{who}_changes", 0), family)
        person = np.where(changes, family + self._lives.children, family)
        surname = (
            self._surnames(family)
            if sex == MALE
            else family_names(self._chance, f"{who} surname", person, np.full(len(person), "01", dtype=object))
        )
        names = full_names(self._chance, who, person, np.full(len(person), sex), surname)
        names[self._chance.flag(f"no {who}", self._rates[f"no_{who}"], family)] = None
        names = self._left_out(names, f"{who}_left_out")
        names = self._written(who, names, slips.type_letter_wrongly, "parent_letter_wrong")
        return self._written(who, names, slips.without_accents, "accents_lost")

    def _birth_places(self) -> Objects:
        places = self._chance.pick("birth place", _PLACES, self._family(self._child))
        other = self._chance.pick(f"other birth place {self._year}", _PLACES, self._child)
        places = np.where(self._happens("birth_place_differs", self._row), other, places)
        return self._left_out(places, "birth_place_left_out")

    def _personal_ids(self, sex: Ints, days: Days) -> Objects:
        """Province of birth, century and sex, year of birth and a number that no other child has."""
        late = self._chance.flag("number comes late", self._rates["number_comes_late"], self._child)
        known = self._chance.flag("has personal id", self._lives.personal_ids, self._child) | (
            late & (self._year > self._lives.first_year) & (self._lives.personal_ids > 0)
        )
        year = days.astype("M8[Y]").astype(np.int64) + 1970
        sibling = self._child + np.where(self._family(self._child + 1) == self._family(self._child), 1, -1)
        whose = np.where(self._happens("personal_id_of_sibling", self._row), sibling, self._child)
        head = self._lives.province_code.zfill(3)
        numbers = np.array(
            [
                f"{head}{2 + s - 1}{y % 100:02d}{n % 1_000_000:06d}" if k else None
                for s, y, n, k in zip(sex.tolist(), year.tolist(), whose.tolist(), known.tolist(), strict=True)
            ],
            dtype=object,
        )
        numbers = self._left_out(numbers, "number_left_out")
        return self._written("child", numbers, slips.type_digit_wrongly, "personal_id_digit")

    def _learner_ids(self) -> Objects:
        """Ids of the time before csdl."""
        known = self._chance.flag("has learner id", self._lives.learner_ids, self._child)
        whose = np.where(self._happens("learner_id_of_neighbour", self._row), self._child + _CHILDREN, self._child)
        head = self._lives.province_code
        numbers = np.array(
            [f"{head}{90_000_000 + n:08d}" if k else None for n, k in zip(whose.tolist(), known.tolist(), strict=True)],
            dtype=object,
        )
        return self._left_out(numbers, "number_left_out")
