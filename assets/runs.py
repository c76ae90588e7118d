"""Runs within a run: each partition of a load is a Dagster run of its own, with its materialisations and checks.

They run in the process of the load, for a process each would cost 4 s; a tag leads back to the load that started them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.launcher import WorkerStatus
from dagster_shared.error import SerializableErrorInfo

from assets.language import texts
from assets.resources import PLAIN_LOG
from pipelines.errors import QUERY_INTERRUPTED, CsdlError
from pipelines.storage_faults import storage_fault

LOAD_TAG = "csdl/load"
# States of a run in which a process executes it.
_EXECUTED = [dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
# What a signal raises.
_INTERRUPTIONS = (DagsterExecutionInterruptedError.__name__, KeyboardInterrupt.__name__)
# By this tag the page finds the runs of this code location, also those that it did not launch.
OF_THIS_LOCATION = {".dagster/repository": "__repository__@csdl"}


@dataclass(frozen=True, slots=True)
class NestedRuns:
    """Starts runs of asset jobs on behalf of the load run ``load_id``."""

    instance: dg.DagsterInstance
    load_id: str
    log: dg.DagsterLogManager

    def run(
        self, job: dg.JobDefinition, partition_key: str | None = None, config: Mapping[str, object] | None = None
    ) -> str | None:
        """Run a job to its end; answers in words why it failed, None when it did not.

        Whoever stops a run stops the load: DagsterExecutionInterruptedError.
        """
        result = job.execute_in_process(
            instance=self.instance,
            partition_key=partition_key,
            run_config={**PLAIN_LOG, **(config or {})},
            tags={LOAD_TAG: self.load_id, **OF_THIS_LOCATION},
            raise_on_error=False,
        )
        if result.success:
            return None
        if was_stopped(result):
            self.log.error(texts("log.stopped", what=partition_key or job.name))
            raise DagsterExecutionInterruptedError
        why = _in_words(result)
        self.log.error(texts("log.failed", what=partition_key or job.name, why=why))
        return why


def dead_runs(instance: dg.DagsterInstance, *, is_launching: bool = True) -> list[dg.DagsterRun]:
    """Runs that began and did not end, though no process executes them any more.

    While no daemon ``is_launching`` runs, also those that it was about to start: their process would find them ended.
    """
    launcher = instance.run_launcher
    # An instance in memory, which lives and dies with its runs.
    if not launcher.supports_check_run_worker_health:
        return []
    states = _EXECUTED if is_launching else [dg.DagsterRunStatus.STARTING, *_EXECUTED]
    return [
        run
        for run in instance.get_runs(dg.RunsFilter(statuses=states))
        if launcher.check_run_worker_health(run).status != WorkerStatus.RUNNING
        # A run that went on meanwhile said so before its lock was let go of, or after it was taken.
        and (now := instance.get_run_by_id(run.run_id))
        and now.status == run.status
    ]


def bury_the_dead(instance: dg.DagsterInstance, *, is_launching: bool = True) -> list[str]:
    """Record dead runs as failed, so that the queue goes on; answers their ids."""
    dead = dead_runs(instance, is_launching=is_launching)
    for run in dead:
        instance.report_run_failed(run, texts("log.dead", run=run.run_id))
    events = instance.event_log_storage
    # Also of runs that somebody else recorded.
    for run_id in events.get_concurrency_run_ids():
        holder = instance.get_run_by_id(run_id)
        if holder is None or holder.is_finished:
            events.free_concurrency_slots_for_run(run_id)
    return [run.run_id for run in dead]


def was_stopped(result: dg.ExecuteInProcessResult) -> bool:
    """Whether a signal ended the run: Ctrl-C, the system, or somebody on the page."""
    error = _first_error(result)
    while error:
        if error.cls_name in _INTERRUPTIONS or QUERY_INTERRUPTED in error.message:
            return True
        error = error.cause
    return False


def _first_error(result: dg.ExecuteInProcessResult) -> SerializableErrorInfo | None:
    """Of a step, or of the run itself."""
    failed_steps = [event.step_failure_data.error for event in result.all_events if event.is_step_failure]
    failed_run = [event.job_failure_data.error for event in result.all_events if event.is_job_failure]
    return next(filter(None, [*failed_steps, *failed_run]), None)


def _in_words(result: dg.ExecuteInProcessResult) -> str:
    """What failing checks say, or else the first error of a step, or of what the steps need."""
    checks = [check.description for check in result.get_asset_check_evaluations() if not check.passed]
    if any(checks):
        return " ".join(filter(None, checks))
    error = _first_error(result)
    cause = (error.cause or error) if error else None
    if cause is None:
        return ""
    # Errors of csdl are words for people; of others the kind is told as well.
    ours: list[type[CsdlError]] = [CsdlError, *CsdlError.__subclasses__()]
    if cause.cls_name in {kind.__name__ for kind in ours}:
        return cause.message.partition(": ")[2].strip()
    return str(storage_fault(cause.message) or cause.message.strip())
