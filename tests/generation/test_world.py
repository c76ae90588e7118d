"""The made-up country is plausible: school codes, names, ages, class sizes, and what happens between collections."""

import re

import numpy as np
import pytest

from pipelines.generation.chance import Chance
from pipelines.generation.generate import World, following, worlds
from pipelines.generation.names import FEMALE, MALE, family_names, full_names
from pipelines.generation.people.population import ACTIVE, is_active, personal_ids
from pipelines.generation.people.workforce import PRESENT
from pipelines.generation.schools import CAPACITY, School
from pipelines.periods import Period
from schemas.text import fold

NAMES = ("2025-2026-dau-nam", "2025-2026-giua-nam", "2025-2026-cuoi-nam", "2026-2027-dau-nam")
Country = tuple[tuple[School, ...], list[World]]


@pytest.fixture(scope="module")
def country() -> Country:
    made = list(worlds(60, [Period.parse(name) for name in NAMES], ("79", "11"), seed=7))
    return made[0][0], [world for _, world in made]


def test_following_collections() -> None:
    periods = [Period.parse(name) for name in NAMES]
    assert [following(period) for period in periods[:-1]] == periods[1:]


def test_school_codes_are_unique_and_of_the_known_form(country: Country) -> None:
    codes = [school.code for school in country[0]]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[0-9]{5}[0-9A-F][0-9]{2}", code) for code in codes)


def test_classes_stay_within_their_capacity(country: Country) -> None:
    for world in country[1]:
        active = world.roll[is_active(world.roll)]
        keys, counts = np.unique(active[["school", "stage", "section"]], return_counts=True)
        assert all(count <= CAPACITY[key["stage"]] + 2 for key, count in zip(keys, counts, strict=True))


def test_learners_have_the_age_of_their_grade(country: Country) -> None:
    for world in country[1]:
        age = world.period.school_year - world.roll["birth_year"]
        late = age - 5 - world.roll["stage"]
        assert late.min() == 0
        assert (late > 0).mean() < 0.1
        assert np.array_equal(world.roll["birth_date"].astype("M8[Y]").astype(int) + 1970, world.roll["birth_year"])


def test_personal_numbers_are_unique(country: Country) -> None:
    people = np.concatenate([world.roll for world in country[1]])
    _, first = np.unique(people["person"], return_index=True)
    columns = (people[first][name].astype(np.int64) for name in ("prefix", "sex", "birth_year", "serial"))
    numbers = personal_ids(*columns)
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch("[0-9]{12}", number) for number in numbers)


def test_nobody_vanishes_within_a_school_year(country: Country) -> None:
    for before, after in zip(country[1][:2], country[1][1:3], strict=True):
        stays = {(row["person"], row["school"]) for row in before.roll}
        assert stays <= {(row["person"], row["school"]) for row in after.roll}


def test_movers_arrive_where_they_went(country: Country) -> None:
    for world in country[1]:
        left = world.roll[np.isin(world.roll["status"], (4, 8, 11))]
        active = set(world.roll["person"][is_active(world.roll)].tolist())
        assert len(left) > 0
        assert set(left["person"].tolist()) <= active
        assert np.all(left["destination"] > 0)
        assert not np.isnat(left["status_day"]).any()


def test_learners_rise_one_grade(country: Country) -> None:
    end, start = country[1][2].roll, country[1][3].roll
    end, start = end[is_active(end)], start[is_active(start)]
    _, a, b = np.intersect1d(end["person"], start["person"], return_indices=True)
    rise = start["stage"][b] - end["stage"][a]
    assert set(np.unique(rise).tolist()) <= {0, 1}
    assert (rise == 1).mean() > 0.98
    assert np.all(start["admission"][b][rise == 0] == 3)
    changed = start["school"][b] != end["school"][a]
    assert 0.05 < changed.mean() < 0.5


def test_siblings_share_a_family_and_twins_a_birthday(country: Country) -> None:
    roll = country[1][0].roll
    _, counts = np.unique(roll["family"], return_counts=True)
    assert 0.1 < (counts > 1).mean() < 0.6
    twins = roll[roll["is_twin"] & np.isin(roll["status"], ACTIVE)]
    assert 0.005 < len(twins) / len(roll) < 0.05
    for family in np.unique(twins["family"])[:20]:
        assert len(set(twins["birth_date"][twins["family"] == family].tolist())) == 1


def test_every_school_has_one_head(country: Country) -> None:
    for world in country[1]:
        staff = world.staff[np.isin(world.staff["status"], PRESENT)]
        heads = staff["school"][np.isin(staff["position"], (1, 5))]
        assert sorted(heads.tolist()) == list(range(60))


@pytest.mark.parametrize(("sex", "foreign"), [(MALE, "thi"), (FEMALE, "van")])
def test_names_fit_the_sex(sex: int, foreign: str) -> None:
    ids = np.arange(3000)
    chance = Chance(3)
    ethnicity = np.array(["01", "02", "08", "05"], dtype=object)[ids % 4]
    surnames = family_names(chance, "family name", ids, ethnicity)
    names = full_names(chance, "name", ids, np.full(3000, sex), surnames)
    middles = [fold(name).split()[1:-1] for name in names]
    assert not any(foreign in middle for middle in middles)
    assert all(len(name.split()) >= 3 for name in names)
