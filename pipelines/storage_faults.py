"""What a full disk, a damaged database or a server in trouble makes libraries say, told as the one StorageError that says what to do."""

import errno
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from pipelines.errors import StorageError
from pipelines.settings import Settings

_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
# The words of the system, SQLite and DuckDB. Of a full disk SQLite also says "disk I/O error", where its index of the log cannot grow.
_FULL = re.compile(r".*(?:no space left on device|disk is full|disk i/o error|disk quota exceeded).*", re.IGNORECASE)
_DAMAGED = re.compile(r"file is not a database|database disk image is malformed")
# Somebody else writes for longer than a connection waits.
_BUSY = "database is locked"
# The file that such a line names.
_PATH = re.compile(r"""["'](/[^"']+)["']""")
# SQLSTATEs of PostgreSQL that no statement is to blame for: connection, read-only stand-by, login, no such database or schema,
# missing right, resources, operator, the server's own system.
_OF_SERVER = re.compile(r"08|25006|28|3D|3F|42501|53|57|58")
# The bulk driver repeats the statement before the reason.
_STATEMENT = re.compile(r" '.*'(?=: )", re.DOTALL)


def storage_error(error: BaseException) -> StorageError | None:
    """What an error, or one that led to it, says of the storage; None where it says nothing."""
    link: BaseException | None = error
    while link:
        if told := storage_fault(str(link)) or _forbidden(link):
            return told
        link = link.__cause__ or link.__context__
    return None


def storage_fault(said: str, database: Path | None = None) -> StorageError | None:
    """What the words of an error say of the storage; only of a ``database`` that is known can they say that it is damaged or busy."""
    if full := _FULL.search(said):
        named = _PATH.search(full[0])
        folder = _existing(Path(named[1]) if named else database or Settings.from_environment().workspace.home)
        return StorageError("storage.full", folder=folder, free=shutil.disk_usage(folder).free >> 20)
    damaged = _DAMAGED.search(said)
    if not database or not (damaged or _BUSY in said):
        return None
    dagster = Settings.from_environment().workspace.dagster
    if database.is_relative_to(dagster):
        # While it is locked, Dagster tries again.
        return StorageError("storage.history_damaged", path=dagster, error=damaged[0]) if damaged else None
    if damaged:
        return StorageError("storage.database_damaged", path=database, error=damaged[0])
    return StorageError("storage.database_busy", path=database)


def _forbidden(error: BaseException) -> StorageError | None:
    """What the system says of a file of the workspace that may not be used: a missing right, a read-only disk."""
    if not (isinstance(error, OSError) and error.errno in _FORBIDDEN and isinstance(error.filename, str)):
        return None
    if not Path(error.filename).is_relative_to(Settings.from_environment().workspace.home):
        return None
    return StorageError("storage.workspace", path=error.filename, error=error.strerror)


def server_fault(error: BaseException, url: str, *, is_connecting: bool = False) -> StorageError | None:
    """What an error of a PostgreSQL driver says of the server at ``url``, and not of the statement."""
    # The drivers of PostgreSQL give every error a state, which is None where the server did not answer; then the kind counts (PEP 249).
    kinds = {kind.__name__ for kind in type(error).__mro__}
    state: str | None = getattr(error, "sqlstate", "")
    if not (is_connecting or ("OperationalError" in kinds if state is None else _OF_SERVER.match(state))):
        return None
    reason = _STATEMENT.sub("", str(error)).partition("\n")[0]
    return StorageError("storage.database", url=url, error=" ".join(reason.split()))


def faults_of(database: Path) -> AbstractContextManager[None]:
    """Let what the block says of a database be told as a StorageError."""
    return _telling(lambda error: storage_fault(str(error), database))


def faults_of_server(url: str) -> AbstractContextManager[None]:
    """Let what the block says of a PostgreSQL server be told as a StorageError."""
    return _telling(lambda error: server_fault(error, url))


@contextmanager
def _telling(tell: Callable[[Exception], StorageError | None]) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        if told := tell(error):
            raise told from error
        raise


def _existing(path: Path) -> Path:
    """The folder on whose disk a file lies or would lie."""
    return next(folder for folder in (path, *path.parents) if folder.is_dir())
