"""What is wrong with a PostgreSQL server, or with our rights there, is told in words."""

from collections.abc import Callable, Iterator
from contextlib import closing

import adbc_driver_manager as adbc
import duckdb
import psycopg
import pytest
from sqlalchemy import Engine as Database
from sqlalchemy.exc import ProgrammingError

from pipelines.errors import StorageError
from pipelines.state.database import bulk, open_database

Execute = Callable[..., None]

_ROLE_WITHOUT_RIGHTS = "DO $$ BEGIN CREATE ROLE weak LOGIN; EXCEPTION WHEN duplicate_object THEN END $$"


@pytest.fixture
def weak(postgresql_url: str) -> str:
    """The URL of a database in which we may not make tables."""
    with closing(psycopg.connect(postgresql_url, autocommit=True)) as connection:
        connection.execute(_ROLE_WITHOUT_RIGHTS)
    return postgresql_url.replace("csdl@", "weak@")


@pytest.fixture
def on_server(postgresql_url: str) -> Iterator[Database]:
    database = open_database(postgresql_url)
    yield database
    database.dispose()


def by_session(database: Database, *statements: str) -> None:
    with database.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def in_bulk(database: Database, *statements: str) -> None:
    with bulk(database) as transaction:
        for statement in statements:
            transaction.execute(statement)


def test_a_missing_right_is_told(weak: str) -> None:
    with pytest.raises(StorageError, match="permission denied for schema public"):
        open_database(weak)


def test_a_schema_that_is_not_there_is_told(postgresql_url: str) -> None:
    separator = "&" if "?" in postgresql_url else "?"
    with pytest.raises(StorageError, match="no schema has been selected"):
        open_database(f"{postgresql_url}{separator}options=-csearch_path%3Dnope")


_INSERT = "INSERT INTO installation (installation_id) VALUES ('x')"


@pytest.mark.parametrize(
    ("statements", "why"),
    [
        (["SELECT pg_terminate_backend(pg_backend_pid())"], "terminating connection due to administrator command"),
        (["SET TRANSACTION READ ONLY", _INSERT], "cannot execute INSERT in a read-only transaction"),
    ],
)
@pytest.mark.parametrize("execute", [by_session, in_bulk])
def test_what_a_server_cannot_do_is_told(
    on_server: Database, execute: Execute, statements: list[str], why: str
) -> None:
    with pytest.raises(StorageError, match=why):
        execute(on_server, *statements)


@pytest.mark.parametrize(("execute", "kind"), [(by_session, ProgrammingError), (in_bulk, adbc.ProgrammingError)])
def test_what_we_ask_wrongly_is_no_fault_of_the_server(
    on_server: Database, execute: Execute, kind: type[Exception]
) -> None:
    with pytest.raises(kind, match="nosuch"):
        execute(on_server, "SELECT 1 FROM nosuch")


def test_a_bulk_transaction_tells_why_without_its_statement(on_server: Database) -> None:
    with pytest.raises(StorageError) as error:
        in_bulk(on_server, "SET TRANSACTION READ ONLY", "INSERT INTO installation\n(installation_id) VALUES ('x: y')")
    assert "read-only" in str(error.value) and "VALUES" not in str(error.value)


def test_what_another_database_says_in_a_bulk_transaction_is_no_fault_of_the_server(on_server: Database) -> None:
    with pytest.raises(duckdb.OperationalError), bulk(on_server):
        duckdb.sql("FROM read_csv('/nosuch.csv')")
