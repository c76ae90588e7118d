"""What a failed run is told as, and what becomes of one whose process died."""

import errno
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import MagicMock

import dagster as dg
import pytest
from dagster._daemon.monitoring.run_monitoring import execute_run_monitoring_iteration

from assets.runs import _in_words, bury_the_dead
from csdl.installation import PROJECT
from pipelines.errors import CsdlError

WORKER = """
import time
import dagster as dg

@dg.op(pool="identity")
def work():
    print(flush=True)
    time.sleep(600)

@dg.job
def load():
    work()

with dg.DagsterInstance.get() as instance:
    load.execute_in_process(instance=instance)
"""


@pytest.fixture
def worker(home: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process in the middle of a run."""
    with subprocess.Popen([sys.executable, "-c", WORKER], cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline()
        yield process
        process.kill()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "Đĩa chứa"),
        (CsdlError("release.no_checkpoint", problem="it broke"), "Không chạy được bước kiểm tra"),
        (ValueError("unforeseen"), "ValueError: unforeseen"),
    ],
)
@pytest.mark.parametrize("of", ["step", "resource"])
def test_errors_are_told_in_words_where_there_are_words(error: Exception, told: str, of: str) -> None:
    @dg.resource
    def needed() -> None:
        if of == "resource":
            raise error

    @dg.op(required_resource_keys={"needed"})
    def fail() -> None:
        raise error

    @dg.job(resource_defs={"needed": needed})
    def failing() -> None:
        fail()

    assert _in_words(failing.execute_in_process(raise_on_error=False)).startswith(told)


def watch(instance: dg.DagsterInstance) -> None:
    """What Dagster's daemon does every few seconds."""
    list(execute_run_monitoring_iteration(MagicMock(instance=instance), logging.getLogger(__name__)))


@pytest.mark.parametrize("look", [bury_the_dead, watch])
def test_a_run_is_recorded_as_failed_only_once_its_process_died(
    look: Callable[[dg.DagsterInstance], object], worker: "subprocess.Popen[str]", instance: dg.DagsterInstance
) -> None:
    look(instance)
    assert [run.status for run in instance.get_runs()] == [dg.DagsterRunStatus.STARTED]
    worker.kill()
    worker.wait()
    look(instance)
    assert [run.status for run in instance.get_runs()] == [dg.DagsterRunStatus.FAILURE]


def test_a_dead_run_leaves_its_pool_to_others(worker: "subprocess.Popen[str]", instance: dg.DagsterInstance) -> None:
    worker.kill()
    worker.wait()
    watch(instance)
    assert instance.event_log_storage.get_concurrency_info("identity").active_slot_count == 1
    bury_the_dead(instance)
    assert instance.event_log_storage.get_concurrency_info("identity").active_slot_count == 0


def test_a_run_that_ended_leaves_no_lock(home: Path, instance: dg.DagsterInstance) -> None:
    @dg.op
    def work() -> None:
        assert len(list(home.glob("history/executed/*"))) == 1

    @dg.job
    def load() -> None:
        work()

    assert load.execute_in_process(instance=instance).success
    assert list(home.glob("history/executed/*")) == []
