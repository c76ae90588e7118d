"""Group ``feedback``: what schools are told, once other schools, collections and registers have had their say."""

import dagster as dg

from assets.language import texts
from assets.metadata import counts
from assets.partitions import PARTITIONS, partition_of
from assets.resources import Installation
from pipelines.feedback.write import write_feedback


@dg.asset(
    group_name="feedback",
    partitions_def=PARTITIONS,
    # The links also say how the rows stand with the population register.
    deps=["findings", "row_reconciliation", "comparison", "learner_links", "staff_links"],
    description=texts("asset.feedback"),
    kinds={"csv"},
)
def feedback(context: dg.AssetExecutionContext, installation: Installation) -> dg.MaterializeResult[None]:
    partition = partition_of(context)
    told = write_feedback(installation.settings, installation.database, partition)
    if told.is_bulk:
        context.log.info(texts("log.not_marked", partition=partition, submissions=told.submissions))
    for file in told.workbooks:
        if not file.target:
            context.log.warning(texts("log.file_not_marked", submission=file.submission_id, name=file.name))
    marked = sum(file.target is not None for file in told.workbooks)
    return dg.MaterializeResult(metadata=counts(submissions=told.submissions, marked_files=marked))
