"""The archive and the database suffice to make staging again."""

import shutil

import pytest

from pipelines.intake import read
from pipelines.intake.read import partitions_to_read
from pipelines.intake.rereading import lost_parts, read_all_again, read_lost_again
from pipelines.staging import Staging
from tests.intake.books import PUPILS, students
from tests.intake.conftest import PARTITION, Installation

NAMES = [pupil[1] for pupil in PUPILS]


def read_once(installation: Installation) -> None:
    installation.land("hoc_sinh.xlsx", students())
    installation.receive()
    installation.read()


def test_files_whose_rows_are_gone_are_read_again(installation: Installation) -> None:
    read_once(installation)
    shutil.rmtree(installation.settings.workspace.staging)
    assert read_lost_again(installation.settings, installation.database) == 1
    installation.read()
    assert [row["full_name"] for row in installation.rows()] == NAMES
    assert lost_parts(installation.settings, installation.database) == []


def test_rows_that_are_there_are_not_read_again(installation: Installation) -> None:
    read_once(installation)
    assert Staging(installation.settings.workspace.staging).remove_damaged(PARTITION) == []
    assert read_lost_again(installation.settings, installation.database) == 0
    assert partitions_to_read(installation.database) == []


def test_a_damaged_part_is_found_where_it_is_looked_for(installation: Installation) -> None:
    read_once(installation)
    (part,) = installation.settings.workspace.staging.rglob("*.parquet")
    part.write_bytes(part.read_bytes()[:100])
    assert read_lost_again(installation.settings, installation.database) == 0
    assert Staging(installation.settings.workspace.staging).remove_damaged(PARTITION) == [part]
    assert read_lost_again(installation.settings, installation.database) == 1
    assert partitions_to_read(installation.database) == [PARTITION]
    installation.read()
    assert [row["full_name"] for row in installation.rows()] == NAMES


def test_everything_is_read_again_by_a_version_that_reads_more(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A header that an earlier version did not know kept the sheet out, a list without any such header the whole file."""
    installation.land("hoc_sinh.xlsx", students())
    installation.land("hoc_sinh.zip", b"PK\x03\x04 cut short")
    installation.receive()
    with monkeypatch.context() as earlier:
        earlier.setattr(read, "dataset_headers", lambda catalogue, day: {})
        installation.read()
    assert installation.statuses() == {"hoc_sinh.xlsx": "refused", "hoc_sinh.zip": "refused"}
    [damaged] = [finding for finding in installation.findings() if finding["file"] == "hoc_sinh.zip"]
    for _ in range(2):
        read_all_again(installation.database, PARTITION)
        installation.read()
        assert [row["full_name"] for row in installation.rows()] == NAMES
        assert installation.statuses() == {"hoc_sinh.xlsx": "read", "hoc_sinh.zip": "refused"}
        assert damaged in installation.findings()
