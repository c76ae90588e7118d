"""The comparison of schools with each other and of collections: one period at a time, over all its provinces."""

import dagster as dg

from assets.language import texts
from assets.metadata import counts
from assets.partitions import PERIODS
from assets.resources import Installation
from assets.validation import GROUP
from pipelines.comparison.compare import compare_period
from pipelines.comparison.rows import COMPARED_DATASETS
from pipelines.periods import Period


@dg.asset(
    group_name=GROUP,
    partitions_def=PERIODS,
    deps=[f"validated_{dataset}" for dataset in COMPARED_DATASETS],
    description=texts("asset.comparison"),
    kinds={"duckdb", "parquet"},
)
def comparison(context: dg.AssetExecutionContext, installation: Installation) -> dg.MaterializeResult[None]:
    summary = compare_period(installation.settings, installation.database, Period.parse(context.partition_key))
    found = sum(summary.findings.values())
    context.log.info(texts("log.compared", period=context.partition_key, findings=found))
    numbers = {rule_id: dg.MetadataValue.int(n) for rule_id, n in summary.findings.items()}
    return dg.MaterializeResult(metadata={**counts(findings=found), **numbers})
