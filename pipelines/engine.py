"""The one door through which SQL reaches its engine.

A statement names its inputs; the engine binds them. Statements keep to SQL that other engines can run after
translation; what cannot be translated (Unicode forms, date parsing, similarity) stands behind the macros of
``macros.sql``, which each engine defines for itself.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import duckdb
import pyarrow as pa

_MACROS = Path(__file__).with_name("macros.sql")

Answer = TypeVar("Answer")
# Seconds between two requests to a statement to end: one that comes before it began is forgotten.
_BETWEEN_INTERRUPTS = 0.1

_SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
}


def sql_type(type_: pa.DataType) -> str:
    """The SQL name of a type that staging files use."""
    return _SQL_TYPES[type_]


def quote_identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """A SQL text literal. For paths and names of the catalogue in statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"


def quote_list(texts: Iterable[str]) -> str:
    """A SQL list of text literals, as many files to read."""
    return f"[{', '.join(map(quote_text, texts))}]"


def interruptible(connection: duckdb.DuckDBPyConnection, work: Callable[[], Answer]) -> Answer:
    """What ``work`` on a connection answers; Ctrl-C ends it at once.

    In a thread of its own: while DuckDB's other threads are busy with a statement, the one that began it does not look for signals.
    """
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(work)
        try:
            return answer.result()
        except KeyboardInterrupt:
            while not wait([answer], _BETWEEN_INTERRUPTS).done:
                connection.interrupt()
            raise


# An Arrow table while it is copied.
_BOUND = "bound_arrow_table"
# Engines of this process.
_NUMBERS = count()


def _remove_leftovers(temporary: Path) -> None:
    """Delete what engines of processes that died left behind."""
    for folder in temporary.glob("engine-*"):
        try:
            os.kill(int(folder.name.split("-")[1]), 0)  # asks whether the process is there
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except PermissionError:
            continue  # it is there, and somebody else's


def memory_bounds(temporary: Path, memory: int) -> dict[str, str | bool | int]:
    """Settings under which a DuckDB keeps to so much memory (MiB) and spills the rest into a folder in ``temporary``."""
    _remove_leftovers(temporary)
    # Two engines that spill into one folder overwrite each other's files.
    folder = temporary / f"engine-{os.getpid()}-{next(_NUMBERS)}"
    return {"memory_limit": f"{memory}MiB", "temp_directory": str(folder)}


class Engine(AbstractContextManager["Engine"]):
    """An embedded DuckDB with a bound on memory (MiB); it spills into a folder of its own in ``temporary``."""

    def __init__(self, temporary: Path, memory: int, threads: int) -> None:
        bounds = memory_bounds(temporary, memory)
        self._spilled = Path(str(bounds["temp_directory"]))
        self._limits = {
            **bounds,
            "threads": threads,
            # Workers share a machine with the readers: unpinned threads were twice as slow.
            "pin_threads": "on",
            "preserve_insertion_order": True,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        # Bound name → TABLE or VIEW.
        self._kinds: dict[str, str] = {}
        self._connection = self._connect()
        self._connection.execute(_MACROS.read_text(encoding="utf-8"))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._connection.close()
        shutil.rmtree(self._spilled, ignore_errors=True)  # it is there only if something was spilled

    def __enter__(self) -> Self:
        return self

    def connect_beside(self) -> duckdb.DuckDBPyConnection:
        """An empty engine within the same limits, for a library that runs statements of its own."""
        return self._connect()

    def execute(self, statement: str, parameters: Mapping[str, object] | None = None) -> None:
        self._connection.execute(statement, parameters)

    def arrow(self, statement: str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        return self._connection.execute(statement, parameters).to_arrow_table()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(config=dict(self._limits))
        # A progress bar would be written into the answer of a command, JSON included.
        connection.execute("SET enable_progress_bar = false")
        # Hundreds of statements read the typed rows of a pass: to read the foot of their file is a third of planning one.
        connection.execute("SET parquet_metadata_cache = true")
        return connection

    def batches(self, statement: str, size: int) -> pa.RecordBatchReader:
        """The answer as a stream of at most ``size`` rows a batch; read it before the next statement."""
        return self._connection.execute(statement).to_arrow_reader(size)

    def rows(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[tuple[object, ...]]:
        """All rows of a small answer."""
        return self._connection.execute(statement, parameters).fetchall()

    def value(self, statement: str, parameters: Mapping[str, object] | None = None) -> object:
        """The single value of a one-row answer."""
        row = self._connection.execute(statement, parameters).fetchone()
        return row[0] if row else None

    def bind_arrow(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under ``name``.

        As a copy: joins hand scans of Arrow tables filters that these cannot use, and fail (BLOOM_FILTER, duckdb-python issue 463).
        """
        # Columns of nothing have no type in Arrow: they are texts.
        fields = [f.with_type(pa.string()) if pa.types.is_null(f.type) else f for f in table.schema]
        self._connection.register(_BOUND, table.cast(pa.schema(fields)))
        self._bind(name, "TABLE", f"SELECT * FROM {_BOUND}")
        self._connection.unregister(_BOUND)

    def bind_parquet(self, name: str, paths: list[Path], *, with_path: bool = False) -> None:
        """A view over Parquet files; columns are matched by name, absent ones are NULL; ``filename`` is the path of a row."""
        listed = quote_list(map(str, paths))
        self._bind(name, "VIEW", f"SELECT * FROM read_parquet({listed}, union_by_name = true, filename = {with_path})")

    def _bind(self, name: str, kind: str, select: str) -> None:
        """Let ``name`` be a temporary table or view, whichever it was before."""
        before = self._kinds.get(name, kind)
        if before != kind:
            self.execute(f"DROP {before} {quote_identifier(name)}")
        self.execute(f"CREATE OR REPLACE TEMP {kind} {quote_identifier(name)} AS {select}")
        self._kinds[name] = kind

    def write_parquet(self, query: str, path: Path, compression: str = "zstd") -> int:
        """Write the answer of ``query`` to one file (complete or not at all); returns its number of rows."""
        partial = path.with_name(f".{path.name}.partial")
        path.parent.mkdir(parents=True, exist_ok=True)
        row = self._connection.execute(
            f"COPY ({query}) TO {quote_text(str(partial))} (FORMAT parquet, COMPRESSION {compression})"
        ).fetchone()
        partial.replace(path)
        return int(row[0]) if row else 0

    def write_csv(self, query: str, path: Path) -> int:
        """Write the answer of ``query`` as UTF-8 CSV with a header; returns its number of rows."""
        row = self._connection.execute(f"COPY ({query}) TO {quote_text(str(path))} (FORMAT csv, HEADER)").fetchone()
        return int(row[0]) if row else 0
