"""Blunders: mistakes beyond single cells, in a column, a sheet, a file or the school as a whole. One for each school."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.generation.chance import Chance
from pipelines.generation.mistakes.planting import Mistake, Reach
from pipelines.generation.papers import Papers
from pipelines.generation.schools import School
from pipelines.generation.styles import Style, choose_style
from pipelines.periods import Period, Point
from schemas.catalogue import load_catalogue

# Datasets that every school sends.
_ALWAYS_SENT = frozenset({"school", "class", "staff", "student", "facility"})


@dataclass(frozen=True)
class Blunder:
    """A mistake of one rule and dataset: ``plant`` makes it and answers what must be told where, nothing where it cannot be.

    ``reach`` is how far its consequences go; ``fits`` says which schools can make it, ``points`` in which collections,
    ``follows`` which earlier collection must have been handed in; ``shares``: two schools make it together.
    """

    rule_id: str
    dataset: str
    plant: Callable[[Papers], Iterable[Mistake]]
    fits: Callable[[School, Style], bool] = lambda school, style: True
    reach: Reach = "school"
    points: tuple[Point, ...] = tuple(Point)
    follows: Callable[[Period], Period] | None = None
    shares: bool = False

    def can_be_made(self, period: Period, earlier: Collection[Period], further: Collection[str]) -> bool:
        return (
            load_catalogue().rules[self.rule_id].holds_at(period.census_date)
            and period.point in self.points
            and (self.dataset in _ALWAYS_SENT or self.dataset in further)
            and (self.follows is None or self.follows(period) in earlier)
        )


def make_blunder(blunder: Blunder, papers: Papers) -> list[Mistake]:
    """Plant it, and tell what was done."""
    return [
        replace(mistake, rule_id=mistake.rule_id or blunder.rule_id, reach=blunder.reach)
        for mistake in blunder.plant(papers)
    ]


@dataclass(frozen=True)
class Assignment:
    """School index → the place in ``blunders`` of the one it makes; host → guest: schools that make theirs together."""

    blunder: dict[int, int]
    guest: dict[int, int]


def assign(blunders: Sequence[Blunder], chosen: Iterable[int], schools: Iterable[School], chance: Chance) -> Assignment:
    """Each school makes the fitting one of ``chosen`` that was made least so far."""
    made = Counter(dict.fromkeys(chosen, 0))
    assigned, hosts = dict[int, int](), dict[int, int]()
    alone: dict[str, School] = {}  # by kind of school: who still needs a host
    for school in schools:
        style = choose_style(chance, school.index)
        fitting = [place for place in made if blunders[place].fits(school, style)]
        guest = alone.get(school.kind.level_group)
        if guest and assigned[guest.index] in fitting:
            assigned[school.index] = assigned[guest.index]
            hosts[school.index] = guest.index
            del alone[school.kind.level_group]
        elif fitting:
            place = min(fitting, key=lambda place: made[place])
            assigned[school.index] = place
            made[place] += 1
            if blunders[place].shares:
                alone[school.kind.level_group] = school
    for school in alone.values():
        del assigned[school.index]
    return Assignment(assigned, hosts)
