"""The result dataset of one school: marks and ratings by learner, term and subject, with a summary row for each term.

At the middle of the year schools tell the first term, at its end the whole year: secondary schools all terms (the mark
of the year is made of theirs), primary schools the end of the year.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipelines.generation.chance import Flags, Floats, Ints, Objects
from pipelines.generation.datasets import marks
from pipelines.generation.datasets.curriculum import Curriculum, curriculum, is_new_programme
from pipelines.generation.people.transitions import repeaters
from pipelines.generation.tables import Columns, Office, Table
from pipelines.periods import Period, Point

FIRST_TERM, SECOND_TERM, YEAR = "1", "2", "3"
_SECONDARY_TERMS = {Point.MIDDLE: (FIRST_TERM,), Point.END: (FIRST_TERM, SECOND_TERM, YEAR)}
_PRIMARY_TERMS = {Point.MIDDLE: (FIRST_TERM,), Point.END: (YEAR,)}
# Columns that say who a row is about, as the list of students has them.
_WHO = ("learner_id", "local_code", "personal_id", "full_name", "birth_date", "class_code", "class_name", "grade_code")
# Competencies and qualities of primary learners (Circular 27/2020), with the numbers by which they are drawn.
_COMPETENCIES = {
    name: str(900 + number)
    for number, name in enumerate(
        ("self_reliance", "communication", "problem_solving", "language_competency", "maths_competency",
         "science_competency", "technology_competency", "informatics_competency", "aesthetic_competency",
         "physical_competency", "patriotism", "kindness", "diligence", "honesty", "responsibility")
    )
}  # fmt: skip
_LAST_GRADES = (5, 9, 12)
_SUMMARY = -1


@dataclass
class _Block:
    """Cells of one class: learners × terms × (subjects and, last, the summary)."""

    terms: tuple[str, ...]
    subjects: tuple[str, ...]
    learners: int
    columns: dict[str, Objects] = field(default_factory=dict)

    def put(
        self, name: str, term: str, places: slice | int, values: Sequence[object] | Floats | Ints | Objects
    ) -> None:
        shape = (self.learners, len(self.terms), len(self.subjects) + 1)
        column = self.columns.setdefault(name, np.full(shape, None, dtype=object))
        column[:, self.terms.index(term), places] = values

    @property
    def rows_each(self) -> int:
        """Rows of one learner."""
        return len(self.terms) * (len(self.subjects) + 1)


def result_table(office: Office, students: Table) -> Table:
    """Rows in the order of the roll; none at the beginning of a year and in preschools."""
    rows: list[int] = []
    columns: Columns = {}
    for learners in _classes(office):
        block = _block(office, learners)
        cells = {name: values.ravel().tolist() for name, values in block.columns.items()}
        each = [*block.subjects, None]
        cells["term_code"] = [term for term in block.terms for _ in each] * block.learners
        cells["subject_code"] = [subject for _ in block.terms for subject in each] * block.learners
        before, now = len(rows), np.repeat(learners, block.rows_each).tolist()
        for name in columns.keys() | cells.keys():
            columns[name] = [*columns.get(name, [None] * before), *cells.get(name, [None] * len(now))]
        rows += now
    columns |= {name: [students.columns[name][row] for row in rows] for name in _WHO}
    return Table("result", office.key_columns(len(rows)) | columns, office.roll["person"].astype(np.int64)[rows])


def _classes(office: Office) -> Iterator[Ints]:
    """The rows of the roll that are judged in this period, class by class."""
    if office.period.point not in _SECONDARY_TERMS:
        return
    judged = np.flatnonzero(office.active & (office.roll["stage"] >= 1))
    keys = office.roll[judged][["stage", "section"]]
    yield from np.split(judged, np.flatnonzero(keys[1:] != keys[:-1]) + 1) if len(judged) else ()


def _block(office: Office, rows: Ints) -> _Block:
    stage, section = (int(office.roll[name][rows[0]]) for name in ("stage", "section"))
    year, point, level = office.period.school_year, office.period.point, office.school.level_of(stage)
    taught = curriculum(level, stage, section, year)
    terms = (_PRIMARY_TERMS if level == "02" else _SECONDARY_TERMS)[point]
    block = _Block(terms, taught.subjects, len(rows))
    person = office.roll["person"][rows].astype(np.int64)
    next_year = Period(year + 1, Point.BEGINNING)
    repeats = repeaters(office.chance, office.roll, next_year)[rows]
    retested = ~repeats & office.chance.flag(f"retest {year}", 0.006, person)
    is_new = is_new_programme(stage, year)
    if level == "02":
        _primary(office, block, person, taught, repeats | retested, is_new)
    else:
        _secondary(office, block, person, taught, repeats | retested, is_new)
    if YEAR in terms:
        _outcome(block, stage, repeats, retested, is_new)
    return block


def _secondary(office: Office, block: _Block, person: Ints, taught: Curriculum, fails: Flags, is_new: bool) -> None:
    """Circular 22/2021, and Circular 58/2011 before it."""
    chance, year, scored = office.chance, office.period.school_year, len(taught.scored)
    halves = {
        term: marks.term_scores(chance, person, taught.scored, f"{year} {term}", fails)
        for term in (FIRST_TERM, SECOND_TERM)
    }
    scores = halves | {YEAR: marks.year_scores(halves[FIRST_TERM], halves[SECOND_TERM])}
    misses_one = chance.flag(f"fails a comment {year}", 0.004, person) & bool(taught.commented)
    comments = np.full((len(person), len(taught.commented)), "Đ", dtype=object)
    comments[misses_one, :1] = "CĐ"
    for term in block.terms:
        tag = f"{year} {term}"
        block.put("score", term, slice(0, scored), scores[term])
        block.put("subject_rating_2021_code", term, slice(scored, -1), comments)
        conduct = marks.conduct_level(chance, person, tag)
        if is_new:
            learning = marks.learning_level(scores[term], ~misses_one)
            block.put("learning_rating_code", term, _SUMMARY, learning.astype(str).astype(object))
            block.put("conduct_rating_code", term, _SUMMARY, conduct.astype(str).astype(object))
            if term == YEAR:
                block.put("title_code", term, _SUMMARY, _secondary_titles(scores[term], learning, conduct))
        else:
            block.put("old_learning_rating_code", term, _SUMMARY, marks.old_learning_rating(scores[term]))
            block.put("old_conduct_rating_code", term, _SUMMARY, np.array([None, "T", "K", "TB"])[conduct])
        if term != YEAR:
            for name in ("midterm_score", "final_score"):
                swing = np.round(
                    2 * chance.uniform(f"{name} {tag}", person[:, None], np.arange(scored)[None, :]) - 1, 1
                )
                block.put(name, term, slice(0, scored), np.clip(np.round(scores[term] + swing, 1), 0, 10))
    absent = {term: chance.integers(f"absent {year} {term}", 0, 8, person) for term in (FIRST_TERM, SECOND_TERM)}
    absent[YEAR] = absent[FIRST_TERM] + absent[SECOND_TERM]
    for term in block.terms:
        block.put("days_absent", term, _SUMMARY, absent[term])


def _secondary_titles(scores: Floats, learning: Ints, conduct: Ints) -> Objects:
    """Circular 22/2021 art. 15."""
    good = (learning == marks.GOOD) & (conduct == marks.GOOD)
    outstanding = good & ((scores >= 9.0).sum(axis=1) >= 6)
    titles: Objects = np.array([None, "gioi", "xuat-sac"])[good.astype(int) + outstanding]
    return titles


def _primary(office: Office, block: _Block, person: Ints, taught: Curriculum, fails: Flags, is_new: bool) -> None:
    """Circular 27/2020; before it the overall rating did not exist."""
    chance, year, tested = office.chance, office.period.school_year, len(taught.scored)
    for term in block.terms:
        tag = f"{year} {term}"
        tests, ratings = marks.primary_tests(chance, person, taught.scored, tag, fails)
        others = np.where(marks.does_well(chance, person, taught.commented, tag), "T", "H").astype(object)
        block.put("periodic_test_score", term, slice(0, tested), tests)
        block.put("subject_rating_primary_code", term, slice(0, tested), ratings)
        block.put("subject_rating_primary_code", term, slice(tested, -1), others)
        qualities = np.where(
            marks.does_well(chance, person, tuple(_COMPETENCIES.values()), tag), "T", "Đ"
        ).astype(object)  # fmt: skip
        for number, name in enumerate(_COMPETENCIES):
            block.put(f"{name}_rating_code", term, _SUMMARY, qualities[:, number])
        if term == YEAR and is_new:
            overall = marks.primary_overall(tests, np.hstack([ratings, others]), qualities)
            block.put("primary_overall_rating_code", term, _SUMMARY, overall)
            titles = {marks.DISTINCTION: "xuat-sac", marks.WELL: "tieu-bieu"}
            block.put("title_code", term, _SUMMARY, [titles.get(rating) for rating in overall])


def _outcome(block: _Block, stage: int, repeats: Flags, retested: Flags, is_new: bool) -> None:
    """What becomes of the learners; who repeats is known from the next school year."""
    is_last = stage in _LAST_GRADES
    done = "completed_level" if is_last else "promoted"
    outcome = np.where(repeats, "repeat", np.where(retested, "retest", done)).astype(object)
    passes = ~repeats & ~retested
    block.put("promotion_outcome_code", YEAR, _SUMMARY, outcome)
    block.put("is_retest_required", YEAR, _SUMMARY, retested.astype(object))
    if is_last:
        block.put("is_programme_completed", YEAR, _SUMMARY, passes.astype(object))
    elif is_new:
        # Rule RES013 knows the ratings in force since 2020 only.
        block.put("is_promoted", YEAR, _SUMMARY, passes.astype(object))
