"""Dagster's storage in SQLite, with databases that stay open.

Dagster's own opens a database anew for each of the hundreds of events of a load and closes it again. Every statement is
compiled anew then, and whoever closes last folds the write-ahead log into the file: 4 to 5 s of a load.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO, Self

from dagster._core.event_api import EventHandlerFn
from dagster._core.events import EVENT_TYPE_TO_PIPELINE_RUN_STATUS, DagsterEvent, DagsterEventType
from dagster._core.storage.dagster_run import FINISHED_STATUSES
from dagster._core.storage.event_log.sqlite.sqlite_event_log import (
    INDEX_SHARD_NAME,
    SqliteEventLogStorage,
    SqliteEventLogStorageWatchdog,
)
from dagster._core.storage.runs.sqlite.sqlite_run_storage import SqliteRunStorage
from dagster._core.storage.sql import create_engine
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, event, make_url
from watchdog.events import FileSystemEvent, PatternMatchingEventHandler
from watchdog.observers import Observer

from pipelines.locks import hold, is_held
from pipelines.state.database import told_in_words
from pipelines.storage_faults import faults_of

# Databases of runs are one each; a load writes two at a time, and the page shows few.
_MOST_OPEN = 8


class OpenDatabases:
    """The engines of the databases used last, by URL."""

    def __init__(self) -> None:
        self._engines: OrderedDict[str, Engine] = OrderedDict()
        self._lock = Lock()

    def engine(self, url: str) -> Engine:
        with self._lock:
            engine = self._engines.pop(url, None)
            if engine is None:
                # Any number of threads of the page at a time, and one connection kept.
                engine = create_engine(
                    url, pool_size=1, max_overflow=-1, connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
                )
                event.listen(engine, "handle_error", told_in_words)
            self._engines[url] = engine
            if len(self._engines) > _MOST_OPEN:
                self._engines.popitem(last=False)[1].dispose()
            return engine

    def close(self) -> None:
        with self._lock:
            while self._engines:
                self._engines.popitem()[1].dispose()


class _Watchdog(SqliteEventLogStorageWatchdog):
    """Tells the page of new events: they stand in the write-ahead log until the database is closed."""

    def __init__(self, storage: SqliteEventLogStorage, run_id: str, callback: EventHandlerFn, cursor: str | None):
        super().__init__(storage, run_id, callback, cursor)
        path = storage.path_for_shard(run_id)
        PatternMatchingEventHandler.__init__(self, patterns=[path, f"{path}-wal"])

    def on_modified(self, _event: FileSystemEvent) -> None:
        self._process_log()


class EventLog(SqliteEventLogStorage):
    _obs: Any  # of watchdog; Dagster does not declare it

    def __init__(self, base_dir: str) -> None:
        self._databases = OpenDatabases()
        super().__init__(base_dir)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._databases.engine(self.conn_string_for_shard(shard))
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def has_table(self, table_name: str) -> bool:
        # Not by _connect: it is asked while a connection is open, too.
        with self._databases.engine(self.conn_string_for_shard(INDEX_SHARD_NAME)).connect() as connection:
            return connection.dialect.has_table(connection, table_name)

    def watch(self, run_id: str, cursor: str | None, callback: EventHandlerFn) -> None:
        if not self._obs:
            self._obs = Observer()
            self._obs.start()
        watchdog = _Watchdog(self, run_id, callback, cursor)
        self._watchers[run_id][callback] = (watchdog, self._obs.schedule(watchdog, self._base_dir, recursive=True))

    def dispose(self) -> None:
        super().dispose()
        self._databases.close()


class RunStorage(SqliteRunStorage):
    """Runs, each with a lock held by the process that executes it: who dies without a word has let go of it."""

    def __init__(self, conn_string: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._databases = OpenDatabases()
        database = make_url(conn_string).database
        assert database
        self._locks = Path(database).with_name("executed")
        self._held: dict[str, BinaryIO] = {}
        super().__init__(conn_string, inst_data)

    def handle_run_event(self, run_id: str, event: DagsterEvent, update_timestamp: datetime | None = None) -> None:
        # The process that starts a run tells so itself; its lock is there before anybody sees the run started.
        if event.event_type == DagsterEventType.RUN_START:
            self._held[run_id] = hold(self._lock(run_id))
        super().handle_run_event(run_id, event, update_timestamp)
        if EVENT_TYPE_TO_PIPELINE_RUN_STATUS.get(event.event_type) in FINISHED_STATUSES:
            self._lock(run_id).unlink(missing_ok=True)
            if held := self._held.pop(run_id, None):
                held.close()

    def is_executed(self, run_id: str) -> bool:
        """Whether a process executes the run, which has started."""
        return is_held(self._lock(run_id))

    def _lock(self, run_id: str) -> Path:
        return self._locks / f"{run_id}.lock"

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        with self._databases.engine(self._conn_string).begin() as connection:
            yield connection

    def dispose(self) -> None:
        self._databases.close()


class WorkspaceStorage(DagsterSqliteStorage):
    """Runs, events and schedules in folder ``base_dir``, where Dagster's own storage has them: either reads what the other wrote."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        history = Path(base_dir, "history")
        with faults_of(history):
            super().__init__(base_dir, inst_data)
            self._run_storage = RunStorage.from_local(str(history))
            self._event_log_storage = EventLog(str(history / "runs"))

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        return cls.from_local(inst_data=inst_data, **config_value)
