"""Rows that break the contract of their dataset do not come into force: they would be a mistake of the rules."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database

from pipelines.intake.read import read_partition
from pipelines.intake.receive import receive_files
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, parts_in_force
from pipelines.validation.validate import ValidationSummary, partitions_to_validate, validate_partition
from schemas import contracts
from tests.conftest import SAMPLE_PERIOD
from tests.validation.passes import rows_and_findings

PARTITION = Partition(SAMPLE_PERIOD, "79")


@contextmanager
def other_codes(code_list: str, *without: str) -> Iterator[None]:
    """Contracts for which some codes of a list are none, as if the rules accepted codes that the catalogue lacks."""
    codes_of = contracts.codes_of
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            contracts, "codes_of", lambda name: [c for c in codes_of(name) if name != code_list or c not in without]
        )
        contracts.typed_contract.cache_clear()
        yield
    contracts.typed_contract.cache_clear()


@pytest.fixture
def schools(sample_tree: Path) -> Sequence[Path]:
    return sorted((sample_tree / SAMPLE_PERIOD).iterdir())


def hand_in(settings: Settings, database: Database, school: Path) -> None:
    files = sorted(school.iterdir())
    receive_files(settings, database, files, sender_code=school.name, period=Period.parse(SAMPLE_PERIOD))
    read_partition(settings, database, PARTITION)


def validate(settings: Settings, database: Database) -> ValidationSummary:
    return validate_partition(settings, database, PARTITION, under_contract=True)


def test_nothing_comes_into_force_that_breaks_a_contract(
    settings: Settings, database: Database, schools: Sequence[Path]
) -> None:
    hand_in(settings, database, schools[0])
    with other_codes("sex", "01", "02"):
        broken = validate(settings, database)
    assert not broken.is_in_force and not parts_in_force(database, PARTITION)
    student, accepted = broken.contracts["student"], broken.rows["student"]
    assert student.rows == student.failures["sex_code"] == accepted.accepted + accepted.queried > 0
    assert student.failures.keys() == {"sex_code"} and not broken.contracts["class"].failures
    # It waits, and comes into force once the fault is mended, without what the first attempt left behind.
    left = Staging(settings.workspace.staging).part("typed", PARTITION, "000001", "finance")
    left.parent.mkdir(parents=True)
    left.write_bytes(b"of a sheet that is none of this dataset any more")
    assert partitions_to_validate(settings, database) == [PARTITION]
    assert validate(settings, database).is_in_force and parts_in_force(database, PARTITION)
    assert not partitions_to_validate(settings, database) and not left.exists()


def test_only_new_rows_are_checked_and_the_others_stay_in_force(
    settings: Settings, database: Database, schools: Sequence[Path]
) -> None:
    hand_in(settings, database, schools[0])
    first = validate(settings, database)
    before = rows_and_findings(settings, database, partition=PARTITION)
    hand_in(settings, database, schools[1])
    with other_codes("sex", "01", "02"):
        assert not validate(settings, database).is_in_force
    assert rows_and_findings(settings, database, partition=PARTITION) == before
    second = validate(settings, database)
    typed, _ = rows_and_findings(settings, database, partition=PARTITION)
    checked = [summary.contracts["student"].rows for summary in (first, second)]
    assert second.is_in_force and sum(checked) == sum(row["outcome"] != "rejected" for row in typed)
