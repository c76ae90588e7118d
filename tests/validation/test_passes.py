"""Passes side by side find what one pass finds, and are in force all together or not at all."""

from dataclasses import replace
from itertools import accumulate, chain
from unittest.mock import patch

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine as Database
from sqlalchemy import func, select

from pipelines.settings import Settings
from pipelines.staging import Staging, parts_in_force
from pipelines.state.database import open_database
from pipelines.state.models import School
from pipelines.validation import passes
from pipelines.validation.inputs import Inputs
from pipelines.validation.validate import ValidationSummary, validate_partition
from tests.validation.passes import STUDENT, Row, register_school, rows_and_findings
from tests.validation.staged import PARTITION, Rows, settings_in, stage

SCHOOLS = ("79760501", "79760502", "79760503")
# One right row and one whose date of birth and sex are wrong.
STUDENTS: Rows = [STUDENT, STUDENT | {"local_code": "HS002", "birth_date": "31/02/2014", "sex_code": "gái"}]


def hand_in(settings: Settings, database: Database) -> None:
    register_school(database, SCHOOLS[0])
    school: Row = {"school_name": "Trường THCS Lê Lợi", "level_group_code": "07"}
    for code in SCHOOLS:
        stage(settings, database, code, {"school": [school | {"school_code": code}], "student": STUDENTS})


def told(findings: list[Row]) -> list[tuple[object, ...]]:
    return [(f["school_code"], f["rule_id"], f["excel_row"], f["field"], f["cause_id"]) for f in findings]


def validate_in_small_passes(settings: Settings, database: Database) -> ValidationSummary:
    with patch.object(passes, "MOST_ROWS", 3):
        return validate_partition(replace(settings, workers=2), database, PARTITION)


@pytest.fixture(scope="module")
def side_by_side(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A workspace whose schools were validated in a pass each."""
    settings = settings_in(tmp_path_factory.mktemp("passes"))
    database = open_database(settings.database_url)
    hand_in(settings, database)
    summary = validate_in_small_passes(settings, database)
    assert summary.senders == len(SCHOOLS)
    assert summary.rows["student"].read == len(SCHOOLS) * len(STUDENTS)
    assert sum(count for *_, count in summary.findings) == len(rows_and_findings(settings, database)[1])
    return settings


def test_every_pass_registers_its_schools(side_by_side: Settings) -> None:
    with open_database(side_by_side.database_url).connect() as connection:
        assert connection.scalar(select(func.count()).select_from(School)) == len(SCHOOLS)


def test_side_by_side_is_what_one_pass_says(side_by_side: Settings) -> None:
    database = open_database(side_by_side.database_url)
    rows, findings = rows_and_findings(side_by_side, database)
    assert len(parts_in_force(database, PARTITION)) == len(SCHOOLS)
    validate_partition(side_by_side, database, PARTITION, everything=True)
    again, found_again = rows_and_findings(side_by_side, database)
    assert len(parts_in_force(database, PARTITION)) == 1
    assert again == rows
    assert told(findings) and told(found_again) == told(findings)


def test_nothing_is_in_force_where_one_pass_fails(settings: Settings, database: Database) -> None:
    hand_in(settings, database)
    raw = sorted(Staging(settings.workspace.staging).raw("student", PARTITION).glob("*.parquet"))
    raw[-1].write_bytes(b"no Parquet")
    with pytest.raises(duckdb.Error):
        validate_in_small_passes(settings, database)
    assert not parts_in_force(database, PARTITION)


def test_a_partition_for_which_nothing_came_is_validated_in_no_time(settings: Settings, database: Database) -> None:
    assert validate_partition(settings, database, PARTITION, everything=True) == ValidationSummary()


@pytest.mark.parametrize(
    ("rows", "expected"), [(0, 1), (100_000, 1), (100_001, 2), (1_200_000, 2), (1_200_001, 3), (25_000_000, 42)]
)
def test_few_rows_make_one_pass_and_many_no_large_ones(rows: int, expected: int) -> None:
    assert passes.passes_of(rows) == expected


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(1, 60))
def test_senders_are_shared_out_evenly(rows: list[int], most: int) -> None:
    senders = [f"{number:08d}" for number in range(len(rows))]
    sheets = pa.table({"sender_code": pa.array(senders, pa.string()), "rows_read": pa.array(rows, pa.int64())})
    inputs = Inputs.__new__(Inputs)
    object.__setattr__(inputs, "sheets", sheets)
    with patch.object(passes, "MOST_ROWS", most):
        groups = passes.share_out(inputs, senders)
    assert list(chain.from_iterable(groups)) == senders
    # A group ends with the sender that fills it, so that it is larger than meant by less than one sender.
    rows_of = dict(zip(senders, rows, strict=True))
    assert all(sum(rows_of[s] for s in group) < most + max(rows, default=0) + 1 for group in groups)
    assert len(groups) <= -(-max([*accumulate(rows), 0]) // most) + 1
