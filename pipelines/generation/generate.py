"""Generating submissions of many schools over several periods."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from pipelines.generation.blunders.kinds import BLUNDERS
from pipelines.generation.blunders.making import Assignment, assign
from pipelines.generation.blunders.shared import visiting_learners, visiting_teacher
from pipelines.generation.chance import Chance
from pipelines.generation.people.population import Enrolments, Registrar
from pipelines.generation.people.transitions import Society
from pipelines.generation.people.workforce import Employments, first_staff, next_staff
from pipelines.generation.places import load_gazetteer
from pipelines.generation.resubmission import Corrections, Settings
from pipelines.generation.schools import School, make_schools
from pipelines.generation.submissions import Errand, submit
from pipelines.generation.truth import Truth, TruthFiles
from pipelines.periods import Period, Point

# Submissions handed to a worker at once: enough to make the hand-over cheap, few enough to keep all workers busy.
_BATCH = 4


@dataclass(frozen=True)
class GenerationSummary:
    """What was generated."""

    schools: int
    periods: tuple[str, ...]
    files: int
    rows: int
    mistakes: int


@dataclass(frozen=True)
class World:
    """All learners and staff at one period, each sorted by school."""

    period: Period
    roll: Enrolments
    staff: Employments


def generate(
    out: Path,
    *,
    schools: int,
    periods: Sequence[str],
    provinces: Sequence[str] = ("79",),
    seed: int = 1,
    error_rate: float = 0.02,
    datasets: Sequence[str] = (),
    blunders: Sequence[str] = (),
    workers: int = 2,
    progress: Callable[[int], None] | None = None,
) -> GenerationSummary:
    """Write ``out/landing/<period>/<school code>/*.xlsx`` and the truth about them, ``out/truth/<period>/*.parquet``.

    ``provinces`` are codes of the new era; ``error_rate`` is the share of rows that get one mistake; ``datasets`` are
    written beside the six that every school sends, in the periods in which schools have something to tell in them. In the
    last period every school makes one of the ``blunders``: rules or families of rules that are about more than a cell.
    ``progress`` is called with the number of submissions written so far. The same arguments give the same bytes,
    whatever ``workers``.
    """
    files = rows = mistakes = done = 0
    settings = Settings(schools, tuple(periods), tuple(provinces), seed, error_rate, tuple(datasets), tuple(blunders))
    settings.save(out)
    wanted = sorted({Period.parse(name) for name in periods}, key=lambda period: period.order)
    with _pool(workers) as run:
        for school_list, world in worlds(schools, wanted, provinces, seed):
            with TruthFiles(out / "truth" / str(world.period)) as truth_files:
                for count, truth in run(_errands(out, school_list, world, settings)):
                    truth_files.add(truth)
                    files += count
                    rows += sum(truth.tables["rows"]["rows"])
                    mistakes += len(truth.tables["mistakes"]["rule_id"])
                    done += 1
                    if progress:
                        progress(done)
    return GenerationSummary(schools, tuple(str(period) for period in wanted), files, rows, mistakes)


def resubmit(out: Path, share: float = 0.01, seed: int = 1) -> list[str]:
    """Write the files of ``share`` of the schools (at least one) again, for the last period, with a few cells changed.

    ``out`` holds what ``generate`` wrote. Returns the codes of the schools; the truth stays as it is.
    """
    settings = Settings.load(out)
    periods = sorted({Period.parse(name) for name in settings.periods}, key=lambda period: period.order)
    *_, (schools, world) = worlds(settings.schools, periods, settings.provinces, settings.seed)
    draw = Chance(seed).generator("resubmitting schools")
    chosen = set(draw.choice(len(schools), size=max(1, round(share * len(schools))), replace=False).tolist())
    for errand in _errands(out, schools, world, settings):
        if errand.school.index in chosen:
            submit(errand, Corrections(seed, errand.school.index))
    return [schools[index].code for index in sorted(chosen)]


def worlds(
    schools: int, periods: Sequence[Period], provinces: Sequence[str], seed: int
) -> Iterator[tuple[tuple[School, ...], World]]:
    """The world at each of the periods, which must be in order; collections in between happen unseen."""
    chance, gazetteer, registrar = Chance(seed), load_gazetteer(), Registrar()
    places = make_schools(chance, gazetteer, provinces, schools)
    society = Society(chance, gazetteer, places, registrar)
    now = periods[0]
    roll = society.first_roll(now)
    staff = first_staff(chance, gazetteer, places, registrar, now)
    for period in periods:
        while now != period:
            now = following(now)
            roll = society.step(roll, now)
            staff = next_staff(chance, gazetteer, places, registrar, staff, now)
        yield (
            places,
            World(
                now,
                np.sort(roll, order=["school", "stage", "section", "person"]),
                np.sort(staff, order=["school", "post", "person"]),
            ),
        )


def following(period: Period) -> Period:
    """The next collection."""
    points = list(Point)
    place = points.index(period.point) + 1
    return Period(period.school_year + place // len(points), points[place % len(points)])


def _blunders(schools: Sequence[School], period: Period, settings: Settings) -> Assignment:
    """Which school makes which of BLUNDERS in this period."""
    *earlier, last = sorted({Period.parse(name) for name in settings.periods}, key=lambda period: period.order)
    if period != last or not settings.blunders:
        return Assignment({}, {})
    chosen = [
        place
        for place, blunder in enumerate(BLUNDERS)
        if blunder.rule_id.startswith(settings.blunders) and blunder.can_be_made(period, earlier, settings.datasets)
    ]
    return assign(BLUNDERS, chosen, schools, Chance(settings.seed))


def _errands(out: Path, schools: Sequence[School], world: World, settings: Settings) -> list[Errand]:
    """Those of all schools, in their order."""
    assigned = _blunders(schools, world.period, settings)
    folder = out / "landing" / str(world.period)
    edges = np.arange(len(schools) + 1)
    pupils, workers = (np.searchsorted(rows["school"], edges) for rows in (world.roll, world.staff))
    errands = [
        Errand(
            folder=folder / school.code,
            seed=settings.seed,
            period=world.period,
            school=school,
            roll=world.roll[pupils[i] : pupils[i + 1]],
            staff=world.staff[workers[i] : workers[i + 1]],
            error_rate=settings.error_rate,
            further=settings.datasets,
            blunder=assigned.blunder.get(i),
        )
        for i, school in enumerate(schools)
    ]
    for host, guest in assigned.guest.items():
        errands[host], errands[guest] = _visiting(errands[host], errands[guest])
    return errands


def _visiting(host: Errand, guest: Errand) -> tuple[Errand, Errand]:
    """Let the host list some persons of the guest as well."""
    learners, teacher = visiting_learners(guest.roll, host.school), visiting_teacher(guest.staff, host.school)
    visitors = frozenset([*learners["person"].tolist(), *teacher["person"].tolist()])
    roll = np.sort(np.concatenate([host.roll, learners]), order=["stage", "section", "person"])
    staff = np.concatenate([host.staff, teacher])
    return (
        replace(host, roll=roll, staff=staff, visitors=visitors, is_host=True),
        replace(guest, visitors=visitors),
    )


@contextmanager
def _pool(workers: int) -> Iterator[Callable[[Iterable[Errand]], Iterator[tuple[int, Truth]]]]:
    """Runs errands in order, in this process or in several."""
    if workers < 2:
        yield lambda errands: map(submit, errands)
        return
    # Fresh processes: the caller may have threads, which do not survive a fork.
    with get_context("spawn").Pool(workers) as pool:
        yield lambda errands: pool.imap(submit, errands, chunksize=_BATCH)
        # Let them end by themselves: the pool would end them by a signal, which whoever started this process may have it ignore.
        pool.close()
        pool.join()
