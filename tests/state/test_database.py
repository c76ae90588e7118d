"""Connections to the operational database wait for each other."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine as Database
from sqlalchemy.exc import OperationalError

from pipelines.state.database import bulk, open_database

# Keeps everybody out, as the last connection does for a moment when it closes and takes its log away. A process of its own:
# SQLite's locks do not hold inside one.
_HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA locking_mode = EXCLUSIVE")
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""
# Longer than opening a connection takes, far shorter than the 30 s for which the second one waits.
_HELD_SECONDS = 0.5


def test_a_bulk_transaction_waits_for_whoever_holds_the_file(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    database = open_database(f"sqlite:///{path}")
    with bulk(database):
        pass  # The driver is loaded: what follows is waiting alone.
    command = [sys.executable, "-c", _HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdin and holder.stdout.readline() == b"held\n"
        threading.Timer(_HELD_SECONDS, holder.stdin.close).start()
        with bulk(database) as transaction:
            assert transaction.read("SELECT count(*) AS n FROM submission").to_pylist() == [{"n": 0}]


def test_errors_keep_parameters_to_themselves(database: Database) -> None:
    with pytest.raises(OperationalError, match="nosuch") as error, database.connect() as connection:
        connection.exec_driver_sql("SELECT full_name FROM nosuch WHERE full_name = ?", ("Lê Thị Hoa",))
    assert "Hoa" not in str(error.value)
