"""The jobs: ``load_new``, which officers, schedule, sensor and ``csdl run`` launch, and the three that it runs."""

from collections.abc import Iterator

import dagster as dg
from pydantic import Field
from sqlalchemy import Engine as Database

from assets.identity import links
from assets.intake import raw, submissions
from assets.language import texts
from assets.partitions import partition_key
from assets.publication import release
from assets.resources import PLAIN_LOG, Installation
from assets.runs import NestedRuns
from assets.validation import validated
from pipelines.identity.waiting import partitions_to_identify
from pipelines.intake.read import partitions_to_read
from pipelines.locks import exclusive
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition, validated_partitions
from pipelines.validation.validate import partitions_to_validate

receive = dg.define_asset_job(
    "receive", selection=dg.AssetSelection.assets(submissions), description=texts("job.receive"), config=PLAIN_LOG
)
load_partition = dg.define_asset_job(
    "load_partition",
    selection=dg.AssetSelection.assets(raw, validated, links),
    description=texts("job.load_partition"),
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
        return (not self.periods or partition.period in self.periods) and (
            not self.provinces or partition.province_code in self.provinces
        )


def _in_order_of_time(partition: Partition) -> tuple[tuple[int, int], str]:
    return Period.parse(partition.period).order, partition.province_code


def _partitions(settings: Settings, database: Database, config: LoadConfig) -> Iterator[Partition]:
    """What is to be loaded, in the order of time.

    Asked once more at the end: a school that one partition makes known can have submissions waiting in another.
    """
    for is_first in (True, False):
        waiting = {
            *partitions_to_read(database),
            *partitions_to_validate(settings, database),
            *partitions_to_identify(settings, database),
        }
        if is_first and config.everything:
            waiting |= set(validated_partitions(database))
        yield from sorted(filter(config.covers, waiting), key=_in_order_of_time)


@dg.op(description=texts("job.load_new"))
def load(context: dg.OpExecutionContext, config: LoadConfig, installation: Installation) -> None:
    """Receive, load each partition with something new, publish what passed; fails at the end if anything failed."""
    # The code location is complete only once its modules are: jobs of assets are resolved against all of it.
    from assets.definitions import defs

    settings, database = installation.settings, installation.database
    validation_config = {"ops": {"validated": {"config": {"everything": config.everything}}}}
    runs = NestedRuns(context.instance, context.run_id, context.log)
    failures: dict[str, str | None] = {}
    with exclusive(settings.workspace.dagster / "load.lock"):
        runs.bury_the_dead()
        failures["receive"] = runs.run(defs.resolve_job_def("receive"))
        for partition in _partitions(settings, database, config):
            failures[str(partition)] = runs.run(
                defs.resolve_job_def("load_partition"), partition_key(partition), validation_config
            )
        if validated_partitions(database):
            failures["publish"] = runs.run(defs.resolve_job_def("publish"))
    told = [texts("log.failed", what=what, why=why) for what, why in failures.items() if why is not None]
    if told:
        raise dg.Failure("\n".join(told), allow_retries=False)


@dg.job(description=texts("job.load_new"), config=PLAIN_LOG)
def load_new() -> None:
    load()
