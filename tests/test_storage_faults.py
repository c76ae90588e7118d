"""A full disk and a damaged database are told in words, whoever ran into them."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.errors import StorageError
from pipelines.state.database import bulk, lock_table, open_database
from pipelines.storage_faults import storage_error, storage_fault


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CSDL_HOME", str(tmp_path))
    monkeypatch.delenv("CSDL_DATABASE_URL", raising=False)
    return tmp_path


@pytest.mark.parametrize(
    "said",
    [
        "(sqlite3.OperationalError) database or disk is full",
        "(sqlite3.OperationalError) disk I/O error",
        'IO Error: Could not write file "/nowhere/marts/.x.parquet.partial": No space left on device',
        "OSError: [Errno 28] Error writing bytes to file. Detail: [errno 28] No space left on device",
        'Traceback:\n  File "/usr/lib/x.py", line 1\nOSError: [Errno 28] No space left on device',
    ],
)
def test_a_full_disk_is_told_with_a_folder_that_is_on_it(said: str, home: Path) -> None:
    told = storage_fault(said)
    assert told and told.key == "storage.full"
    assert told.values["folder"] == (Path("/") if "nowhere" in said else home)


def test_the_folder_of_the_file_that_could_not_be_written_is_named(home: Path) -> None:
    told = storage_error(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(home / "a" / "b.csv")))
    assert told and told.values["folder"] == home


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_file_of_the_workspace_that_may_not_be_used_is_named(home: Path, number: int) -> None:
    told = storage_error(OSError(number, os.strerror(number), str(home / "dagster" / "dagster.yaml")))
    assert told and (told.key, told.values["error"]) == ("storage.workspace", os.strerror(number))
    assert storage_error(OSError(number, os.strerror(number), "/elsewhere")) is None


def test_what_led_to_an_error_counts() -> None:
    error = RuntimeError("The step failed")
    error.__cause__ = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert storage_error(error)
    assert storage_error(RuntimeError("The step failed")) is None


@pytest.mark.parametrize(
    ("database", "key", "path"),
    [
        ("csdl.sqlite", "storage.database_damaged", "csdl.sqlite"),
        ("dagster/history/runs.db", "storage.history_damaged", "dagster"),
    ],
)
def test_a_damaged_database_is_told_by_its_path(home: Path, database: str, key: str, path: str) -> None:
    told = storage_fault("database disk image is malformed", home / database)
    assert told and (told.key, told.values["path"]) == (key, home / path)
    assert storage_fault("database disk image is malformed") is None


def test_a_bulk_transaction_tells_what_a_session_would(home: Path) -> None:
    database = open_database(f"sqlite:///{home / 'csdl.sqlite'}")
    for file in home.glob("csdl.sqlite*"):
        file.write_bytes(b"no database " * 1000)
    with pytest.raises(StorageError) as of_session, database.connect() as connection:
        connection.exec_driver_sql("SELECT 1 FROM learner")
    with pytest.raises(StorageError) as of_bulk, bulk(database) as transaction:
        transaction.read("SELECT 1 FROM learner")
    assert str(of_session.value) == str(of_bulk.value)


def test_who_waited_in_vain_for_another_writer_is_told(home: Path) -> None:
    database = open_database(f"sqlite:///{home / 'csdl.sqlite'}")
    with (
        closing(sqlite3.connect(home / "csdl.sqlite", isolation_level=None)) as other,
        database.connect() as connection,
    ):
        other.execute("BEGIN IMMEDIATE")
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        with pytest.raises(StorageError) as told:
            lock_table(connection, "issuer")
    assert (told.value.key, told.value.values) == ("storage.database_busy", {"path": home / "csdl.sqlite"})


def test_dagster_hears_that_its_history_is_locked_and_tries_again(home: Path) -> None:
    assert storage_fault("database is locked", home / "dagster" / "history" / "runs.db") is None
