"""Group ``identity``: the people of the registers checked against the population register; a job of its own, as it takes long."""

import dagster as dg

from assets.identity import GROUP
from assets.language import texts
from assets.metadata import counts
from assets.resources import PLAIN_LOG, Installation
from pipelines.local_time import today
from pipelines.verification.access import configured_channel
from pipelines.verification.verify import partitions_to_verify, verify


@dg.asset(
    group_name=GROUP,
    deps=["learner_links", "staff_links"],
    description=texts("asset.verification"),
    kinds={"parquet"},
)
def verification(context: dg.AssetExecutionContext, installation: Installation) -> dg.MaterializeResult[None]:
    # httpx takes longer to import than the rest of the graph that every run loads.
    from pipelines.verification.channels import open_channel

    settings, database = installation.settings, installation.database
    day = today()
    channel = open_channel(settings, database, day)
    tally = verify(settings, database, channel, partitions_to_verify(database), day)
    context.log.info(texts("log.verified", asked=tally.asked, answered=tally.answered, still_open=tally.still_open))
    for failure in tally.failures:
        context.log.warning(str(failure))
    if tally.stopped:
        raise dg.Failure(str(tally.stopped), allow_retries=False)
    not_taken = tally.unknown + tally.contradictory + tally.malformed
    numbers = counts(asked=tally.asked, answered=tally.answered, still_open=tally.still_open, not_taken=not_taken)
    return dg.MaterializeResult(metadata=numbers)


verify_people = dg.define_asset_job(
    "verify_people",
    selection=dg.AssetSelection.assets(verification),
    description=texts("job.verify_people"),
    config=PLAIN_LOG,
)


@dg.schedule(
    job=verify_people,
    cron_schedule="0 20 * * *",
    execution_timezone="Asia/Ho_Chi_Minh",
    description=texts("schedule.verify_nightly"),
)
def verify_nightly(_context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Long before ``nightly``, which publishes what came of it."""
    return dg.RunRequest() if configured_channel() else dg.SkipReason(texts("schedule.verify_nightly.no_channel"))
