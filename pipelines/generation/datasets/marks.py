"""How learners do: marks and the ratings that the circulars derive from them.

Arrays have one row for each learner and one column for each subject. A learner's talent, and what they are good at, stay
with the person; every term adds its chance.
"""

from collections.abc import Sequence

import numpy as np

from pipelines.generation.chance import Chance, Flags, Floats, Ints, Objects

# Fewest scored subjects that must reach a mark (Circular 22/2021 art. 9).
_ENOUGH = 6
_PASS = 5.0
GOOD, FAIR, SATISFACTORY, UNSATISFACTORY = 1, 2, 3, 4  # rating_2021
DISTINCTION, WELL, COMPLETED, NOT_COMPLETED = "HTXS", "HTT", "HT", "CHT"  # rating_primary


def talent(chance: Chance, person: Ints) -> Floats:
    """What a learner usually scores, 5.2 to 9.6, most in the middle."""
    return 5.2 + 2.2 * (chance.uniform("talent", person) + chance.uniform("zeal", person))


def _performance(chance: Chance, person: Ints, subjects: Sequence[str], term: str) -> Floats:
    """Marks before they are rounded and bounded."""
    who, what = person[:, None], np.array([int(code) for code in subjects])[None, :]
    bent = 2.4 * (chance.uniform("bent", who, what) - 0.5)
    form = 1.2 * (chance.uniform(f"form {term}", who, what) - 0.5)
    return talent(chance, person)[:, None] + bent + form


def term_scores(chance: Chance, person: Ints, subjects: Sequence[str], term: str, fails: Flags) -> Floats:
    """Subject averages of one term, one decimal; ``fails``: learners whose marks do not allow promotion."""
    scores = np.clip(np.round(_performance(chance, person, subjects, term), 1), 3.5, 10.0)
    scores[:, :_ENOUGH] = np.maximum(scores[:, :_ENOUGH], _PASS)
    low = np.round(2.0 + 1.4 * chance.uniform(f"fails {term}", person[:, None], np.arange(2)[None, :]), 1)
    scores[fails, :2] = low[fails]
    return scores


def year_scores(first: Floats, second: Floats) -> Floats:
    """The second term counts twice (Circular 22/2021 art. 9)."""
    return np.round((first + 2 * second) / 3, 1)


def learning_level(scores: Floats, passes_all: Flags) -> Ints:
    """The learning rating that the marks give (Circular 22/2021 art. 9): 1 good to 4 unsatisfactory.

    ``passes_all``: no subject that is rated by comments is failed; at most one is failed otherwise.
    """
    lowest = scores.min(axis=1)

    def enough(mark: float) -> Flags:
        reached: Flags = (scores >= mark).sum(axis=1) >= _ENOUGH
        return reached

    return np.select(
        [
            passes_all & (lowest >= 6.5) & enough(8.0),
            passes_all & (lowest >= 5.0) & enough(6.5),
            (lowest >= 3.5) & enough(5.0),
        ],
        [GOOD, FAIR, SATISFACTORY],
        UNSATISFACTORY,
    )


def old_learning_rating(scores: Floats) -> Objects:
    """The rating before Circular 22/2021 (Circular 58/2011 art. 13, without its allowances for a single subject)."""
    mean, lowest = np.round(scores.mean(axis=1), 1), scores.min(axis=1)
    conditions = [
        (mean >= 8.0) & (lowest >= 6.5),
        (mean >= 6.5) & (lowest >= 5.0),
        (mean >= 5.0) & (lowest >= 3.5),
        (mean >= 3.5) & (lowest >= 2.0),
    ]
    return np.select(conditions, ["G", "K", "TB", "Y"], "KEM").astype(object)


def conduct_level(chance: Chance, person: Ints, term: str) -> Ints:
    draw = chance.uniform(f"conduct {term}", person)
    return np.select([draw < 0.86, draw < 0.97], [GOOD, FAIR], SATISFACTORY)


def primary_tests(chance: Chance, person: Ints, tested: Sequence[str], term: str, fails: Flags) -> tuple[Ints, Objects]:
    """Test marks (whole numbers) and ratings of the tested subjects."""
    marks = np.clip(np.round(_performance(chance, person, tested, term) + 1), 5, 10).astype(np.int64)
    marks[fails, :2] = chance.integers(f"fails {term}", 2, 5, person)[fails][:, None]
    return marks, np.select([marks >= 7, marks >= 5], ["T", "H"], "C").astype(object)


def does_well(chance: Chance, person: Ints, things: Sequence[str], term: str) -> Flags:
    """Whether learners get the best rating in things that are not marked: subjects, competencies, qualities (by number)."""
    return _performance(chance, person, things, term) >= 5.8


def primary_overall(marks: Ints, ratings: Objects, qualities: Objects) -> Objects:
    """The overall rating of the year (Circular 27/2020 art. 9)."""
    lowest = marks.min(axis=1)
    is_best = (ratings == "T").all(axis=1) & (qualities == "T").all(axis=1)
    passes = (ratings != "C").all(axis=1) & (qualities != "C").all(axis=1)
    return np.select(
        [is_best & (lowest >= 9), is_best & (lowest >= 7), passes & (lowest >= 5)],
        [DISTINCTION, WELL, COMPLETED],
        NOT_COMPLETED,
    ).astype(object)
