"""A row that repeats another one is told (FLD029) and counts for nothing in what is said of other rows."""

import pytest

from pipelines.staging import Partition
from tests.feedback.conftest import class_of, learner
from tests.validation.schools import Schools, Validated
from tests.validation.staged import Rows

# Beside the point: the school's own row.
SCHOOLS = Schools(Partition("2025-2026-cuoi-nam", "79"), unasked=frozenset({"XSC001", "FLD001", "FLD002"}))
SUBJECTS = ("15", "16", "17", "18", "19", "20")


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Validated:
    return SCHOOLS.validate(tmp_path_factory.mktemp("repeated_rows"))


def marks(term: str, score: str, rating: str | None = None) -> Rows:
    """The marks of a term and the row that sums it up."""
    pupil = learner(0, "6A")
    own = {name: pupil[name] for name in ("local_code", "full_name", "birth_date", "grade_code")} | {"term_code": term}
    subjects = [own | {"subject_code": subject, "score": score, "learning_rating_code": None} for subject in SUBJECTS]
    return [*subjects, own | {"subject_code": None, "score": None, "learning_rating_code": rating}]


REPEATED = [*marks("1", "8"), *marks("2", "8"), *marks("3", "8", "1")]
REPEATED += [REPEATED[0] | {"score": "1,2"}, REPEATED[14] | {"score": "1,2"}]
MARKS = SCHOOLS.hand_in("marks", {"class": [class_of("6A", "06")], "student": [learner(0, "6A")], "result": REPEATED})


def test_a_repeated_mark_changes_no_term(validated: Validated) -> None:
    told = [(f["rule_id"], f["excel_row"]) for f in validated.findings(MARKS) if f["dataset"] == "result"]
    assert told == [("FLD029", 23), ("FLD029", 24)]


WRONG_NUMBER = [
    row | {"full_name": "Lê Quốc Bảo", "birth_date": "20/11/2014", "score": row["score"] and "2"}
    for row in marks("3", "8", "4")
]
MIXED = SCHOOLS.hand_in(
    "a number of somebody else",
    {"class": [class_of("6A", "06")], "student": [learner(0, "6A")], "result": [*WRONG_NUMBER, *marks("3", "8", "1")]},
)


def test_a_row_under_somebody_elses_number_repeats_none_of_theirs(validated: Validated) -> None:
    """Nor do its marks count for the learner whose number it is."""
    told = [(f["rule_id"], f["excel_row"]) for f in validated.findings(MIXED) if f["dataset"] == "result"]
    assert told == [("XSC029", row) for row in range(2, 9)]


LEARNERS = [learner(n, "6A") for n in range(3)]
ROOMS: Rows = [
    {"facility_type_code": facility_type, "construction_code": construction, "quantity": quantity}
    for facility_type, construction, quantity in (
        ("classroom", "permanent", "2"),
        ("classroom", "permanent", "2"),
        ("library", None, "3"),
        ("library", "permanent", "1"),
        ("library", "permanent", "1"),
        ("library", "temporary", "2"),
    )
]


def school_of(case: str, declared: int) -> str:
    """Four rows of three learners, two of one class, and rooms of which two kinds stand twice."""
    own: Rows = [{"student_count": str(declared), "class_count": "1", "level_group_code": "07"}]
    classes = [class_of("6A", "06")] * 2
    learners = [*LEARNERS, LEARNERS[0]]
    return SCHOOLS.hand_in(case, {"school": own, "class": classes, "student": learners, "facility": ROOMS})


@pytest.mark.parametrize(
    ("case", "is_asked"),
    [(school_of("once", 3), False), (school_of("somebody else", 4), False), (school_of("too many", 5), True)],
)
def test_a_repeated_row_is_counted_once(validated: Validated, case: str, is_asked: bool) -> None:
    assert len(validated.findings(case, "FLD029")) == 4
    assert len(validated.findings(case, "XSC009")) == is_asked
    assert not validated.findings(case, "XSC010", "XSC021", "FAC001")
