"""A school that handed in classes, learners and staff, with some mistakes, and what is told of it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine as Database

from pipelines.feedback.report import Report
from pipelines.feedback.reports import submission_reports
from pipelines.settings import Settings
from pipelines.state.database import open_database
from pipelines.validation.validate import validate_partition
from tests.validation.passes import SCHOOL, STUDENT, register_school
from tests.validation.staged import PARTITION, Rows, settings_in, stage

# Rules beside the point: the school's own row, and what else a member of staff needs.
_UNASKED = frozenset({"XSC001", "FLD002", "STA007", "STA009", "STA010", "STA011"})
# What a cell may hold that must reach nobody's browser.
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return settings_in(tmp_path_factory.mktemp("feedback"))


@pytest.fixture(scope="session")
def database(settings: Settings) -> Iterator[Database]:
    database = open_database(settings.database_url)
    yield database
    database.dispose()


def class_of(name: str, grade_code: str) -> dict[str, str | None]:
    no = dict.fromkeys(("is_combined", "is_specialised", "is_boarding", "is_vnen"), "Không")
    return {"class_code": name, "class_name": name, "grade_code": grade_code, "mixed_age_code": "0", **no}


def learner(n: int, class_name: str, **said: str) -> dict[str, str | None]:
    """Learner ``n``; boys have even numbers."""
    grade_code = f"0{class_name[0]}"
    own: dict[str, str | None] = {
        "local_code": f"HS{n:03d}",
        "sequence_no": str(n + 1),
        "sex_code": "02" if n % 2 else "01",
        "birth_date": f"{n % 28 + 1:02d}/03/{2020 - int(class_name[0])}",
        "class_code": class_name,
        "class_name": class_name,
        "grade_code": grade_code,
    }
    return STUDENT | own | said


def employee(n: int, staff_group_code: str) -> dict[str, str | None]:
    return {
        "staff_code": f"GV{n:02d}",
        "full_name": "Trần Văn Bình",
        "birth_date": f"{n + 1:02d}/02/1985",
        "sex_code": "01",
        "staff_group_code": staff_group_code,
        "status_code": "01",
        "contract_type_code": "07",
        "qualification_code": "03",
        "main_speciality_code": "140201",
        "professional_standard_code": "03",
        "self_professional_standard_code": "03",
    }


def hand_in(settings: Settings, database: Database, datasets: dict[str, Rows], sender_code: str = SCHOOL) -> str:
    """Stage one submission and validate it; answers its id."""
    submission_id = stage(settings, database, sender_code, datasets)
    validate_partition(settings, database, PARTITION, unasked=_UNASKED)
    return submission_id


@pytest.fixture(scope="session")
def submission_id(settings: Settings, database: Database) -> str:
    """Learners: 10 in 6A, 6 in 7A, 40 in a class 6X and 2 in a class 6Y that are not listed, one with scripts; staff of three."""
    register_school(database)
    learners = [learner(n, "6A") for n in range(10)] + [learner(n, "7A") for n in range(10, 16)]
    misspelt = [learner(n, "6X") for n in range(16, 56)] + [learner(n, "6Y") for n in range(56, 58)]
    hostile = learner(58, "6A", birth_date=SCRIPT, full_name=SCRIPT)
    staff = [employee(0, "01"), employee(1, "03"), employee(2, "03")]
    datasets = {
        "class": [class_of("6A", "06"), class_of("7A", "07")],
        "student": [*learners, *misspelt, hostile],
        "staff": staff,
    }
    return hand_in(settings, database, datasets)


@pytest.fixture(scope="session")
def report(settings: Settings, database: Database, submission_id: str) -> Report:
    [report] = submission_reports(settings, database, PARTITION, "vi")
    return report


@pytest.fixture(scope="session")
def english_report(settings: Settings, database: Database, submission_id: str) -> Report:
    [report] = submission_reports(settings, database, PARTITION, "en")
    return report
