"""Runs within a run: each partition of a load is a Dagster run of its own, with its materialisations and checks.

They run in the process of the load, for a process each would cost 4 s; a tag leads back to the load that started them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import dagster as dg

from assets.language import texts
from assets.resources import PLAIN_LOG
from pipelines.errors import CsdlError
from pipelines.storage_faults import storage_fault

LOAD_TAG = "csdl/load"
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
        """Run a job to its end; answers in words why it failed, None when it did not."""
        result = job.execute_in_process(
            instance=self.instance,
            partition_key=partition_key,
            run_config={**PLAIN_LOG, **(config or {})},
            tags={LOAD_TAG: self.load_id, **OF_THIS_LOCATION},
            raise_on_error=False,
        )
        if result.success:
            return None
        why = _in_words(result)
        self.log.error(texts("log.failed", what=partition_key or job.name, why=why))
        return why

    def bury_the_dead(self) -> None:
        """Record as failed what a killed load left behind, so that its pool slots are free.

        To be called by the only load at work: any other load with a nested run that has not ended is dead.
        """
        unfinished = dg.RunsFilter(
            statuses=[dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED]
        )
        nested = [
            run for run in self.instance.get_runs(unfinished) if run.tags.get(LOAD_TAG, self.load_id) != self.load_id
        ]
        dead = {run.run_id for run in nested} | {run.tags[LOAD_TAG] for run in nested}
        for run_id in dead:
            run = self.instance.get_run_by_id(run_id)
            if run and not run.is_finished:
                self.log.warning(texts("log.dead", run=run_id))
                self.instance.report_run_failed(run)
            self.instance.event_log_storage.free_concurrency_slots_for_run(run_id)


def _in_words(result: dg.ExecuteInProcessResult) -> str:
    """What failing checks say, or else the first error of a step, or of what the steps need."""
    checks = [check.description for check in result.get_asset_check_evaluations() if not check.passed]
    if any(checks):
        return " ".join(filter(None, checks))
    failed_steps = [event.step_failure_data.error for event in result.all_events if event.is_step_failure]
    failed_run = [event.job_failure_data.error for event in result.all_events if event.is_job_failure]
    error = next(filter(None, [*failed_steps, *failed_run]), None)
    cause = (error.cause or error) if error else None
    if cause is None:
        return ""
    # Errors of csdl are words for people; of others the kind is told as well.
    ours: list[type[CsdlError]] = [CsdlError, *CsdlError.__subclasses__()]
    if cause.cls_name in {kind.__name__ for kind in ours}:
        return cause.message.partition(": ")[2].strip()
    return str(storage_fault(cause.message) or cause.message.strip())
