"""Opening the operational database, migrating it, and moving many rows in or out of it at once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from sqlalchemy import URL, Connection, Engine, ExceptionContext, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from pipelines.errors import SettingsError, StorageError
from pipelines.state.gate import GATE, SessionConnection
from pipelines.storage_faults import faults_of, faults_of_server, server_fault, storage_fault

_MIGRATIONS = Path(__file__).with_name("migrations")
# How an address may begin; the last one names the driver.
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
# Parameters of an address that say where the database is.
_SHOWN = ("host", "port", "dbname", "service")


def open_database(url: str) -> Engine:
    """Open the operational database, migrated to the newest version.

    Shape: a SQLAlchemy engine; sessions are made from it by the caller. SQLite files and their folder are made.
    Raises SettingsError where the address is none; StorageError where the file cannot be opened, or the server cannot be
    reached or does not let us in.
    """
    location = _location(url)
    if location.drivername == "sqlite":
        _make_folder(location)
    # Parameters are names and birth dates: no error repeats them.
    if location.drivername == "sqlite":
        # No pool: a connection at rest would keep bulk transactions out (see gate.py).
        engine = create_engine(
            location, hide_parameters=True, poolclass=NullPool, connect_args={"factory": SessionConnection}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "handle_error", told_in_words)
    else:
        engine = create_engine(location, hide_parameters=True)
        event.listen(engine, "handle_error", _server_in_words)
    try:
        _migrate(engine)
    except OperationalError as error:
        raise StorageError(
            "storage.database", url=shown_url(location), error=" ".join(str(error.orig).split())
        ) from error
    return engine


def _location(url: str) -> URL:
    """What an address means; it is not repeated where it means nothing, for there may be a password in it."""
    if url.count("@") > 1:
        # Only the last one ends the password; what stands before it would be taken for the host, and shown.
        raise SettingsError("settings.unescaped_password")
    try:
        location = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsError("settings.no_database_url") from None
    if location.drivername in _POSTGRESQL:
        return location.set(drivername=_POSTGRESQL[-1])
    # One in memory ends with each connection; parameters would hold for sessions only, not for bulk transactions.
    if location.drivername != "sqlite" or location.database in (None, "", ":memory:") or location.query:
        raise SettingsError("settings.no_database_url")
    return location


def _make_folder(location: URL) -> None:
    try:
        Path(location.database or "").parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError("storage.database", url=shown_url(location), error=error.strerror) from error


def shown_url(url: URL) -> str:
    """The address of a database without its secrets; libpq also takes them as parameters, ever more of them."""
    return url.set(query={name: value for name, value in url.query.items() if name in _SHOWN}).render_as_string()


def told_in_words(context: ExceptionContext) -> StorageError | None:
    """What a SQLite database raises where its disk is full or its file damaged; for SQLAlchemy's event ``handle_error``."""
    file = context.engine.url.database if context.engine else None
    return storage_fault(str(context.original_exception), Path(file) if file else None)


def _server_in_words(context: ExceptionContext) -> StorageError | None:
    if not context.engine:
        return None
    url = shown_url(context.engine.url)
    # Without a connection no statement can be to blame: drivers call a wrong parameter of the address an error of the program.
    return server_fault(context.original_exception, url, is_connecting=context.connection is None)


# Keeps others from migrating until the transaction ends; no table is there yet to be locked.
_TURN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "SELECT pg_advisory_xact_lock(hashtext('csdl.migrations'))"}


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.begin() as connection:
        if MigrationContext.configure(connection).get_current_revision() != newest:
            # Of first commands at once the others wait, and find it migrated.
            connection.exec_driver_sql(_TURN[connection.dialect.name])
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


# Whoever comes second waits 30 s for its turn; said first, for the journal mode already needs a lock. WAL: readers (status,
# review) are not blocked by a load; NORMAL keeps it safe against a killed process. The cache (KiB) holds the indexes of a
# province while they are written in no order.
_SQLITE_PRAGMAS = (
    "busy_timeout = 30000",
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "cache_size = -200000",
)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def lock_table(connection: Connection, table_name: str) -> None:
    """Within a session's transaction, what ``Bulk.lock`` is within a bulk one."""
    connection.exec_driver_sql(_lock(connection.dialect.name, table_name))


def _lock(dialect: str, table_name: str) -> str:
    # SQLite has one lock for all writers; a write that changes nothing takes it.
    return (
        f"DELETE FROM {table_name} WHERE FALSE" if dialect == "sqlite" else f"LOCK TABLE {table_name} IN EXCLUSIVE MODE"
    )


class Bulk:
    """One transaction that moves Arrow tables in and out of the operational database (ADBC).

    Statements name their parameters $1, $2, ... in the order in which they first occur.
    """

    def __init__(self, connection: Any, dialect: str) -> None:
        self._connection = connection
        self._dialect = dialect

    def lock(self, table_name: str) -> None:
        """Let nobody else write to the table until this transaction ends; must come before anything is read."""
        self.execute(_lock(self._dialect, table_name))

    def read(self, statement: str, parameters: Sequence[object] = ()) -> pa.Table:
        with self._connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            rows: pa.Table = cursor.fetch_arrow_table()
            return rows

    def read_texts(
        self, statement: str, parameters: Sequence[object] = (), *, but: Mapping[str, pa.DataType] | None = None
    ) -> pa.Table:
        """The same as texts, except the columns in ``but``: a driver cannot tell the type of a column without values."""
        rows = self.read(statement, parameters)
        types = but or {}
        return rows.cast(pa.schema([(name, types.get(name, pa.string())) for name in rows.column_names]))

    def append(self, table_name: str, rows: pa.Table) -> None:
        """Add rows to an existing table; a broken constraint undoes the whole transaction."""
        if rows.num_rows:
            with self._indexed_afterwards(table_name), self._connection.cursor() as cursor:
                cursor.adbc_ingest(table_name, rows, mode="append")

    @contextmanager
    def _indexed_afterwards(self, table_name: str) -> Iterator[None]:
        """On SQLite, build the indexes of an empty table in one sort each: half the time of a first load."""
        indexes = []
        if self._dialect == "sqlite" and not self.read(f"SELECT 1 FROM {table_name} LIMIT 1").num_rows:
            # Constraints of the table itself have no statement; they stay.
            find = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL"
            indexes = self.read(find, (table_name,)).to_pylist()
        for index in indexes:
            self.execute(f"DROP INDEX {index['name']}")
        yield
        for index in indexes:
            self.execute(index["sql"])

    def lend(self, table_name: str, rows: pa.Table) -> None:
        """Make a temporary table of these rows, for joins on the database's side; it goes with the connection."""
        with self._connection.cursor() as cursor:
            cursor.adbc_ingest(table_name, rows, mode="create", temporary=True)

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(statement, parameters)


@contextmanager
def bulk(engine: Engine) -> Iterator[Bulk]:
    """Open a bulk transaction: committed at the end of the block, undone if the block raises.

    On SQLite no session may be open in the thread, and none can be opened inside the block (see gate.py): RuntimeError.
    """
    dialect = engine.dialect.name
    with ExitStack() as stack:
        if dialect == "sqlite":
            from adbc_driver_sqlite import dbapi as sqlite

            stack.enter_context(GATE.bulk())
            stack.enter_context(faults_of(Path(engine.url.database or "")))
            connection: Any = stack.enter_context(sqlite.connect(f"file:{engine.url.database}", autocommit=True))
            pragmas = [f"PRAGMA {pragma}" for pragma in _SQLITE_PRAGMAS]
        else:
            from adbc_driver_postgresql import dbapi as postgresql  # type: ignore[import-untyped]  # ships no types

            stack.enter_context(faults_of_server(shown_url(engine.url)))
            url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
            connection = stack.enter_context(postgresql.connect(url, autocommit=True))
            pragmas = []
        transaction = Bulk(connection, dialect)
        # The driver's own transactions would leave no room for pragmas, which must come first.
        for statement in [*pragmas, "BEGIN"]:
            transaction.execute(statement)
        yield transaction
        # A connection that is closed before this line takes everything back.
        transaction.execute("COMMIT")
