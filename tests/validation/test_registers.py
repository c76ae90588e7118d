"""Rules that look into the register of learners find whom a row names, whether the register is read whole or looked up."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy import insert, update

from pipelines.engine import Engine
from pipelines.settings import Settings
from pipelines.state.database import open_database
from pipelines.state.persons import Learner
from tests.validation.passes import STUDENT, check_students
from tests.validation.schools import Schools, Validated
from tests.validation.staged import settings_in

KNOWN_ID = "7900000018"
SCHOOLS = Schools()
# For so many persons the register is looked up; for as many as there are rows it is read whole.
LAST_KEY = 100


def register_learner(settings: Settings, database: Database, key: int) -> None:
    """Nguyễn Thị Minh Anh of ``STUDENT``, whose mother is Trần Thị Lan."""
    with Engine(settings.workspace.temporary, 500, 1) as engine:
        name_key = engine.value("SELECT content_key('nguyen thi minh anh|2014-05-03|02')")
    learner = {
        "person_key": key,
        "person_id": KNOWN_ID,
        "scheme": "given",
        "folded_name": "nguyen thi minh anh",
        "birth_date": "2014-05-03",
        "sex_code": "02",
        "personal_id": None,
        "folded_mother_name": "tran thi lan",
        "name_key": name_key,
        "first_period": "2024-2025-dau-nam",
        "first_province_code": "79",
        "first_school_code": "79760501",
    }
    with database.begin() as connection:
        connection.execute(insert(Learner), [learner])


@pytest.fixture(scope="module", params=[1, LAST_KEY])
def validated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Validated:
    home = tmp_path_factory.mktemp("registers")
    settings = settings_in(home)
    register_learner(settings, open_database(settings.database_url), request.param)
    return SCHOOLS.validate(home)


def learner(case: str, **cells: str | None) -> str:
    return SCHOOLS.hand_in(case, {"student": [STUDENT | cells]})


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (learner("no id", learner_id=None), ["IDN015"]),
        (learner("others id", learner_id=KNOWN_ID, full_name="Lê Văn Bình", birth_date="01/09/2013"), ["IDN014"]),
        (learner("own id", learner_id=KNOWN_ID), []),
        (learner("unknown", learner_id=None, full_name="Lê Văn Bình"), []),
    ],
)
def test_whom_a_row_names_is_found(validated: Validated, case: str, told: list[str]) -> None:
    assert [f["rule_id"] for f in validated.findings(case, "IDN014", "IDN015")] == told


@pytest.mark.parametrize(
    ("filled", "told"), [(frozenset({"79"}), True), (frozenset({"01"}), False), (frozenset(), False)]
)
def test_a_mistyped_id_is_told_where_the_register_is_filled(
    settings: Settings, database: Database, filled: frozenset[str], told: bool
) -> None:
    register_learner(settings, database, 1)
    with database.begin() as connection:
        connection.execute(update(Learner).values(scheme="new"))
    settings = replace(settings, filled_provinces=filled)
    _, findings = check_students(settings, database, [STUDENT | {"learner_id": KNOWN_ID[:9] + "1"}])
    assert ("IDN012" in {f["rule_id"] for f in findings}) == told
