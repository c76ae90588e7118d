"""What a validation pass left, for tests to look at."""

from typing import Any

from sqlalchemy import Engine as Database
from sqlalchemy import insert

from pipelines.engine import Engine
from pipelines.in_force import bind_in_force
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.state.models import School
from pipelines.validation.validate import validate_partition
from tests.validation.staged import PARTITION, Rows, stage

SCHOOL = "79760501"
Row = dict[str, Any]

STUDENT: dict[str, str | None] = {
    "local_code": "HS001",
    "learner_id": None,
    "personal_id": None,
    "full_name": "Nguyễn Thị Minh Anh",
    "birth_date": "03/05/2014",
    "sex_code": "02",
    "ethnicity_code": "01",
    "class_code": "6A",
    "class_name": "6A",
    "grade_code": "06",
    "status_code": "01",
    "status_date": None,
    "dropout_reason_code": None,
    "home_province_code": "79",
    "home_ward_code": None,
    "home_address": "12 Lê Lợi",
    "height_cm": "140",
    "sequence_no": "1",
    "is_disabled": "Không",
    "phone": None,
    "email": None,
    "mother_name": "Trần Thị Lan",
    "mother_birth_date": "02/02/1985",
}


def register_school(database: Database, school_code: str = SCHOOL, level_group_code: str = "07") -> None:
    """Let a school be known, so that its rows do not wait."""
    names = ("school_code", "name", "level_group_code", "province_code", "ward_code", "first_period", "last_period")
    row = (school_code, "Trường THCS Kim Đồng", level_group_code, "79", "", PARTITION.period, PARTITION.period)
    with database.begin() as connection:
        connection.execute(insert(School), [dict(zip(names, row, strict=True))])


def check_students(settings: Settings, database: Database, rows: Rows) -> tuple[list[Row], list[Row]]:
    """Validate rows of students of one school; row n stands in Excel row n + 2. Answers typed rows and findings."""
    register_school(database)
    stage(settings, database, SCHOOL, {"student": rows})
    validate_partition(settings, database, PARTITION)
    return rows_and_findings(settings, database)


def rows_and_findings(
    settings: Settings, database: Database, dataset: str = "student", partition: Partition = PARTITION
) -> tuple[list[Row], list[Row]]:
    """Typed rows of a dataset and findings in force."""
    staging = Staging(settings.workspace.staging)
    with Engine(settings.workspace.temporary, 500, 1) as engine:
        bind_in_force(engine, "typed", database, staging, "typed", [partition], dataset)
        bind_in_force(engine, "finding", database, staging, "findings", [partition])
        typed = engine.arrow("SELECT * FROM typed ORDER BY row_id").to_pylist()
        findings = engine.arrow("SELECT * FROM finding ORDER BY ALL").to_pylist()
    return typed, findings
