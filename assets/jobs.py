"""The jobs: ``load_new``, which officers, schedule, sensor and ``csdl run`` launch, and those that it runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import dagster as dg
from pydantic import Field
from sqlalchemy import Engine as Database

from assets.comparison import comparison
from assets.feedback import feedback
from assets.identity import links
from assets.intake import raw, submissions
from assets.language import texts
from assets.partitions import partition_key
from assets.publication import release
from assets.resources import PLAIN_LOG, Installation
from assets.runs import NestedRuns, bury_the_dead
from assets.validation import validated
from pipelines.comparison.fingerprint import waiting_periods
from pipelines.feedback.fresh import partitions_to_tell
from pipelines.identity.waiting import partitions_to_identify
from pipelines.intake.read import partitions_to_read
from pipelines.intake.rereading import read_all_again, read_lost_again, try_pardoned_again
from pipelines.known import require_period, require_province
from pipelines.locks import exclusive
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, validated_partitions
from pipelines.validation.inputs import submitted_partitions
from pipelines.validation.lost_parts import validate_lost_again
from pipelines.validation.validate import partitions_to_validate

receive = dg.define_asset_job(
    "receive", selection=dg.AssetSelection.assets(submissions), description=texts("job.receive"), config=PLAIN_LOG
)
load_partition = dg.define_asset_job(
    "load_partition",
    selection=dg.AssetSelection.assets(raw, validated),
    description=texts("job.load_partition"),
    config=PLAIN_LOG,
)
compare = dg.define_asset_job(
    "compare", selection=dg.AssetSelection.assets(comparison), description=texts("job.compare"), config=PLAIN_LOG
)
identify_partition = dg.define_asset_job(
    "identify_partition",
    selection=dg.AssetSelection.assets(feedback, links),
    description=texts("job.identify_partition"),
    config=PLAIN_LOG,
)
publish = dg.define_asset_job(
    "publish", selection=dg.AssetSelection.assets(release), description=texts("job.publish"), config=PLAIN_LOG
)


class LoadConfig(dg.Config):
    """Which partitions a load is about (empty: any); ``everything`` also does again what has not changed."""

    periods: list[str] = Field(default_factory=list)
    provinces: list[str] = Field(default_factory=list)
    everything: bool = False

    def covers(self, partition: Partition) -> bool:
        is_of_province = not self.provinces or partition.province_code in self.provinces
        return self.is_about(partition.period) and is_of_province

    def is_about(self, period: str) -> bool:
        return not self.periods or period in self.periods


@dataclass(slots=True)
class _Load:
    """One load: what waits, in the order of time, each step a run of its own; why runs failed is kept by what they were about."""

    settings: Settings
    database: Database
    config: LoadConfig
    runs: NestedRuns
    failures: dict[str, str] = field(default_factory=dict)

    def run(self, job: str, what: str = "", key: str | None = None, config: Mapping[str, object] | None = None) -> None:
        # The code location is complete only once its modules are: jobs of assets are resolved against all of it.
        from assets.definitions import defs

        why = self.runs.run(defs.resolve_job_def(job), key, config)
        if why is not None:
            self.failures[what or job] = why

    def load_waiting(self, *, everything: bool) -> None:
        """Load period by period what waits now: the persons of one are known before the next is validated."""
        waiting = self._waiting() | (set(validated_partitions(self.database)) if everything else set())
        wanted = {p for p in waiting if self.config.covers(p) and str(p) not in self.failures}
        compared = {period.name for period in waiting_periods(self.settings, self.database)}
        names = {p.period for p in wanted} | {name for name in compared if self.config.is_about(name)}
        for period in sorted(map(Period.parse, names), key=lambda period: period.order):
            self._load_period(period, sorted(p for p in wanted if p.period == period.name))

    def _load_period(self, period: Period, partitions: Sequence[Partition]) -> None:
        config = {"ops": {"validated": {"config": {"everything": self.config.everything}}}}
        for partition in partitions:
            self.run("load_partition", str(partition), partition_key(partition), config)
        if period in waiting_periods(self.settings, self.database):
            self.run("compare", period.name, period.name)
        # Also of provinces that were not asked for: what is compared changes what counts there.
        changed = {
            *partitions_to_identify(self.settings, self.database),
            *partitions_to_tell(self.settings, self.database),
        }
        for partition in sorted(changed | set(partitions)):
            if partition.period == period.name and str(partition) not in self.failures:
                self.run("identify_partition", str(partition), partition_key(partition))

    def _waiting(self) -> set[Partition]:
        return {
            *partitions_to_read(self.database),
            *partitions_to_validate(self.settings, self.database),
            *partitions_to_identify(self.settings, self.database),
            *partitions_to_tell(self.settings, self.database),
        }


@dg.op(description=texts("job.load_new"))
def load(context: dg.OpExecutionContext, config: LoadConfig, installation: Installation) -> None:
    """Receive, load each partition with something new, publish what passed; fails at the end if anything failed."""
    settings, database = installation.settings, installation.database
    for name in config.periods:
        require_period(settings.workspace, database, name)
    for code in config.provinces:
        require_province(code)
    work = _Load(settings, database, config, NestedRuns(context.instance, context.run_id, context.log))
    lock = settings.workspace.dagster / "load.lock"
    with exclusive(lock, tell_waiting=lambda: context.log.info(texts("log.waiting"))):
        for run_id in bury_the_dead(context.instance):
            context.log.warning(texts("log.dead", run=run_id))
        work.run("receive")
        try_pardoned_again(settings, database)
        if config.everything:
            for partition in filter(config.covers, submitted_partitions(database)):
                for path in Staging(settings.workspace.staging).remove_damaged(partition):
                    context.log.warning(texts("log.damaged", path=path))
        if lost := read_lost_again(settings, database):
            context.log.warning(texts("log.lost", n=lost))
        if config.everything:
            for partition in filter(config.covers, submitted_partitions(database)):
                read_all_again(database, partition)
        if lost := validate_lost_again(settings, database):
            context.log.warning(texts("log.lost_parts", n=lost))
        work.load_waiting(everything=config.everything)
        # A school that one partition makes known can have submissions waiting in another.
        work.load_waiting(everything=False)
        if validated_partitions(database):
            work.run("publish")
    told = [texts("log.failed", what=what, why=why) for what, why in work.failures.items()]
    if told:
        raise dg.Failure("\n".join(told), allow_retries=False)


@dg.job(description=texts("job.load_new"), config=PLAIN_LOG)
def load_new() -> None:
    load()
