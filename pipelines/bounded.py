"""Work on what strangers send, in processes that end when they take too long or too much memory."""

import os
import pickle
import resource
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Generic, TypeVar

_MIB = 1 << 20
# A fork would inherit threads of Arrow and DuckDB that hold locks.
_PROCESSES = get_context("spawn")

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
    _process: BaseProcess | None = None
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
            self._process.join()
        self._process = self._pipe = None

    def _start(self) -> Connection:
        self._pipe, theirs = _PROCESSES.Pipe()
        function = pickle.dumps(self.function)
        self._process = _PROCESSES.Process(target=_serve, args=(theirs, function, self.memory), daemon=True)
        self._process.start()
        # Only the child holds its end: when it dies, reading from ours ends.
        theirs.close()
        return self._pipe


def _serve(pipe: Connection, pickled_function: bytes, memory: int) -> None:
    # Before the function's modules are imported: Arrow's own pool reserves a GiB, which the bound would count.
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
    function = pickle.loads(pickled_function)
    _bound_memory(memory)
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        pipe.send(function(job))


def _bound_memory(mebibytes: int) -> None:
    """Bound what this process writes to, not its address space."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = mebibytes * _MIB if hard == resource.RLIM_INFINITY else min(mebibytes * _MIB, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
