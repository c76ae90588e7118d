"""Group ``identity``: the persons whom the rows speak of. One partition at a time, for all share the registers."""

from collections.abc import Iterator

import dagster as dg

from assets.language import texts
from assets.metadata import PARTITION_ROW_COUNT, outcomes
from assets.partitions import PARTITIONS, partition_of
from assets.resources import Installation
from pipelines.identity.identify import identify_partition
from pipelines.verification.standing import refresh_standing

GROUP = "identity"
POOL = "identity"


@dg.multi_asset(
    name="links",
    partitions_def=PARTITIONS,
    pool=POOL,
    specs=[
        dg.AssetSpec(
            f"{kind}_links",
            group_name=GROUP,
            deps=inputs,
            description=texts(f"asset.{kind}_links"),
            kinds={"parquet"},
        )
        for kind, inputs in {
            "learner": ["validated_student", "validated_class", "comparison"],
            "staff": ["validated_staff", "comparison"],
        }.items()
    ],
)
def links(context: dg.AssetExecutionContext, installation: Installation) -> Iterator[dg.MaterializeResult[None]]:
    partition = partition_of(context)
    summary = identify_partition(installation.settings, installation.database, partition)
    refresh_standing(installation.settings, installation.database, partition)
    rows = {"learner": summary.learners, "staff": summary.staff}
    context.log.info(
        texts(
            "log.identified",
            partition=partition,
            learners=sum(summary.learners.values()),
            staff=sum(summary.staff.values()),
        )
    )
    for kind, numbers in rows.items():
        metadata = {PARTITION_ROW_COUNT: sum(numbers.values()), **outcomes(numbers)}
        yield dg.MaterializeResult(f"{kind}_links", metadata=metadata)
