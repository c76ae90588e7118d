"""Launches runs as Dagster does by itself, and knows which of them no process executes any more."""

from dagster._core.launcher import CheckRunHealthResult, DefaultRunLauncher, WorkerStatus
from dagster._core.storage.dagster_run import DagsterRun

from assets.language import texts
from assets.storage import RunStorage


class WatchingLauncher(DefaultRunLauncher):
    """Lets Dagster's daemon record a run as failed whose process died."""

    @property
    def supports_check_run_worker_health(self) -> bool:
        return True

    def check_run_worker_health(self, run: DagsterRun) -> CheckRunHealthResult:
        storage = self._instance.run_storage
        assert isinstance(storage, RunStorage)
        if storage.is_executed(run.run_id):
            return CheckRunHealthResult(WorkerStatus.RUNNING)
        return CheckRunHealthResult(WorkerStatus.FAILED, texts("log.dead", run=run.run_id))
