"""Keeps two copies of SQLite in one process from corrupting a database.

SQLAlchemy works with Python's SQLite library, the bulk driver with a copy of its own. Within a process a copy does not
see the other's file locks and drops them with its own (sqlite.org/howtocorrupt.html, "Multiple copies of SQLite linked
into the same application"); the file is then "malformed". So in a process either sessions are open or one bulk
transaction; other processes are kept apart by SQLite itself.
"""

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Gate:
    """Lets in any number of sessions, or one bulk transaction. Whoever comes too early waits for the other threads."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._sessions: Counter[int] = Counter()  # by thread
        self._bulk_thread: int | None = None

    def enter_session(self) -> int:
        """Answers the thread, which ``leave_session`` wants back; raises RuntimeError inside a bulk transaction."""
        thread = threading.get_ident()
        with self._condition:
            if self._bulk_thread == thread:
                raise RuntimeError("A session was opened inside a bulk transaction: open it before or after.")
            self._condition.wait_for(lambda: self._bulk_thread is None)
            self._sessions[thread] += 1
        return thread

    def leave_session(self, thread: int) -> None:
        with self._condition:
            self._sessions -= Counter({thread: 1})
            self._condition.notify_all()

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Raises RuntimeError inside a session or another bulk transaction."""
        thread = threading.get_ident()
        with self._condition:
            if self._bulk_thread == thread or self._sessions[thread]:
                raise RuntimeError("A bulk transaction was opened inside another transaction: end that first.")
            self._condition.wait_for(lambda: self._bulk_thread is None and not self._sessions.total())
            self._bulk_thread = thread
        try:
            yield
        finally:
            with self._condition:
                self._bulk_thread = None
                self._condition.notify_all()


GATE = _Gate()


class SessionConnection(sqlite3.Connection):
    """A connection of Python's SQLite library that passes the gate."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._thread: int | None = GATE.enter_session()
        try:
            super().__init__(*arguments, **options)
        except BaseException:
            self._leave()
            raise

    def close(self) -> None:
        super().close()
        self._leave()

    def _leave(self) -> None:
        if self._thread is not None:
            GATE.leave_session(self._thread)
            self._thread = None
