"""Processes of their own that work on a province: they start from one that has imported all, which takes longer than their work."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Barrier

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["pipelines.identity.identify", "pipelines.review.changes", "tests.identity.province"])


def start(target: Callable[..., None], *arguments: object) -> ForkServerProcess:
    process = _CONTEXT.Process(target=target, args=arguments)
    process.start()
    return process


def run_at_once(*calls: tuple[Callable[..., None], tuple[object, ...]]) -> None:
    """Make calls side by side; the last argument of each is a barrier, at which it waits for the others."""
    barrier: Barrier = _CONTEXT.Barrier(len(calls))
    processes = [start(target, *arguments, barrier) for target, arguments in calls]
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * len(calls)
