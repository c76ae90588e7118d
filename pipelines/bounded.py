"""Work on what strangers send, in processes that end when they take too long or too much memory."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Generic, TypeVar

from pipelines.memory import bound_memory

_ROOT = Path(__file__).parent.parent

Job = TypeVar("Job")
Answer = TypeVar("Answer")


def map_bounded(
    function: Callable[[Job], Answer], jobs: Iterable[Job], *, workers: int, timeout: float, memory: int
) -> Iterator[Answer | None]:
    """``function`` of each job, in order, by ``workers`` processes; None where it ended its process.

    A job may take ``timeout`` seconds and its process ``memory`` MiB. What the function raises ends its process, too,
    and its traceback is on the standard error output. The function and the jobs are pickled.
    """
    children: SimpleQueue[_Child[Job, Answer]] = SimpleQueue()
    for _ in range(workers):
        children.put(_Child(function, timeout, memory))

    def work(job: Job) -> Answer | None:
        child = children.get()
        try:
            return child.ask(job)
        finally:
            children.put(child)

    try:
        with ThreadPoolExecutor(workers) as threads:
            yield from threads.map(work, jobs)
    finally:
        while not children.empty():
            children.get().end()


@dataclass(slots=True)
class _Child(Generic[Job, Answer]):
    """A process that is started when it is first asked, and again after it ended."""

    function: Callable[[Job], Answer]
    timeout: float
    memory: int
    _process: subprocess.Popen[bytes] | None = None
    _pipe: Connection | None = field(default=None, repr=False)

    def ask(self, job: Job) -> Answer | None:
        pipe = self._pipe or self._start()
        try:
            pipe.send(job)
            if pipe.poll(self.timeout):
                answer: Answer = pipe.recv()
                return answer
        except (EOFError, ConnectionError):
            pass
        self.end()
        return None

    def end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = self._pipe = None

    def _start(self) -> Connection:
        self._pipe, theirs = Pipe()
        # A program of its own: a fork would inherit locks of Arrow's and DuckDB's threads, and multiprocessing would run
        # the caller's main module once more.
        command = [sys.executable, "-m", "pipelines.bounded", str(theirs.fileno()), str(self.memory)]
        paths = os.pathsep.join(path for path in (str(_ROOT), *sys.path) if path)
        # Arrow's own pool reserves a GiB at the start, which the bound would count.
        settings = {"PYTHONPATH": paths, "ARROW_DEFAULT_MEMORY_POOL": "system"}
        self._process = subprocess.Popen(command, env=os.environ | settings, pass_fds=[theirs.fileno()])
        # Only the child holds its end: when it dies, reading from ours ends.
        theirs.close()
        self._pipe.send(self.function)
        return self._pipe


def _serve(pipe: Connection, memory: int) -> None:
    try:
        function = pipe.recv()
        bound_memory(memory)
        while True:
            pipe.send(function(pipe.recv()))
    except EOFError:
        return


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])), int(sys.argv[2]))
