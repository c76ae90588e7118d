"""How many learners can be reached, by whom, and that few persons are not told about."""

from pathlib import Path

import pytest

from pipelines.engine import Engine
from tests.marts.conftest import build
from tests.marts.sample import A, B, class_, learner, school
from tests.marts.staged import BEGINNING, Row, Staged

FIGURES = (
    "learners, reached_by_self, reached_by_father, reached_by_mother, reached_by_guardian, reached_by_phone, "
    "reached_by_email, reached"
)
MOBILE = "0912345678"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    contacts: list[Row] = [
        {"phone": MOBILE, "father_phone": MOBILE},
        {"landline_phone": "02838221234"},
        {"email": "an@truong.edu.vn", "mother_phone": MOBILE},
        {"guardian_phone": MOBILE},
        {"father_phone": "12345"},  # accepted with a query (FLD027), but nobody answers
        {},
        {"phone": MOBILE, "status_code": "08"},  # has left
    ]
    staged = Staged(tmp_path)
    staged.submit(
        BEGINNING,
        A,
        school=[school(A)],
        **{"class": [class_("4A"), class_("4B")]},
        student=[learner(n, **said) for n, said in enumerate(contacts, 1)]
        + [learner(n, class_name="4B", mother_phone=MOBILE) for n in range(11, 15)],
    )
    staged.submit(BEGINNING, B, school=[school(B)], student=[learner(n, email="b@b.vn") for n in range(21, 26)])
    staged.write()
    return build(staged, tmp_path / "marts")


def figures(engine: Engine, level: str, code: str) -> tuple[object, ...]:
    [row] = engine.rows(
        f"SELECT {FIGURES}, is_suppressed FROM fact_contact_coverage WHERE area_level = $level AND area_code = $code",
        {"level": level, "code": code},
    )
    return row


def test_contacts_are_counted_by_person_and_means(engine: Engine) -> None:
    [(key,)] = engine.rows("SELECT CAST(class_key AS VARCHAR) FROM dim_class WHERE class_name = '4A'")
    assert figures(engine, "class", str(key)) == (6, 3, 1, 1, 1, 4, 1, 4, False)


def test_areas_add_up(engine: Engine) -> None:
    assert figures(engine, "school", A) == (10, 3, 1, 5, 1, 8, 1, 8, False)
    assert figures(engine, "school", B) == (5, 5, 0, 0, 0, 0, 5, 5, False)  # learners without a class
    for level, code in (("ward", "26734"), ("province", "79"), ("country", "VN")):
        assert figures(engine, level, code) == (15, 8, 1, 5, 1, 8, 6, 13, False)


def test_fewer_than_five_learners_are_not_told_about(engine: Engine) -> None:
    [(key,)] = engine.rows("SELECT CAST(class_key AS VARCHAR) FROM dim_class WHERE class_name = '4B'")
    assert figures(engine, "class", str(key)) == (None,) * 8 + (True,)
