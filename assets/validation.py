"""Group ``validation``: typed rows, findings and the reconciliation of rows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict

import dagster as dg

from assets.checks import contract_results, reconciliation_result, validation_check_specs
from assets.language import texts
from assets.metadata import COLUMN_SCHEMA, PARTITION_ROW_COUNT, counts, findings_table, typed_columns
from assets.partitions import PARTITIONS, partition_of
from assets.resources import Installation
from pipelines.decisions.corrections import CORRECTED
from pipelines.overview.findings import findings_by_rule
from pipelines.overview.status import rows_in_force
from pipelines.validation.outputs import RowCounts
from pipelines.validation.validate import validate_partition
from schemas.catalogue import load_catalogue

GROUP = "validation"
_TYPED = [f"validated_{dataset}" for dataset in load_catalogue().datasets]


class ValidationConfig(dg.Config):
    """``everything``: validate every sender anew, also those whose files have not changed."""

    everything: bool = False


@dg.multi_asset(
    name="validated",
    partitions_def=PARTITIONS,
    specs=[
        *(
            dg.AssetSpec(
                f"validated_{dataset.name}",
                group_name=GROUP,
                deps=[f"raw_{dataset.name}"],
                description=texts("asset.validated", label=dataset.label(texts.language)),
                metadata={COLUMN_SCHEMA: typed_columns(dataset)},
                kinds={"duckdb", "parquet"},
            )
            for dataset in load_catalogue().datasets.values()
        ),
        *(
            dg.AssetSpec(name, group_name=GROUP, deps=inputs, description=texts(f"asset.{name}"), kinds={kind})
            for name, inputs, kind in (
                ("row_reconciliation", _TYPED, "parquet"),
                ("findings", _TYPED, "parquet"),
            )
        ),
    ],
    check_specs=validation_check_specs(),
)
def validated(
    context: dg.AssetExecutionContext, config: ValidationConfig, installation: Installation
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    partition = partition_of(context)
    settings, database = installation.settings, installation.database
    summary = validate_partition(settings, database, partition, everything=config.everything, under_contract=True)
    rows = {dataset: n for (_, dataset), n in rows_in_force(settings, database, [partition]).items()}
    groups = findings_by_rule(settings, database, [partition])
    context.log.info(
        texts(
            "log.validated",
            partition=partition,
            senders=summary.senders,
            rows=sum(n.read for n in summary.rows.values()),
            findings=sum(count for _, _, count in summary.findings),
        )
    )
    for dataset in load_catalogue().datasets:
        n = rows.get(dataset, RowCounts(0, 0, 0, 0))
        metadata = {PARTITION_ROW_COUNT: n.accepted + n.queried, **counts(**asdict(n))}
        yield dg.MaterializeResult(f"validated_{dataset}", metadata=metadata)
    yield from contract_results(summary.contracts)
    totals: Counter[str] = Counter()
    for n in rows.values():
        totals.update(asdict(n))
    yield dg.MaterializeResult("row_reconciliation", metadata=counts(**totals, senders=summary.senders))
    yield reconciliation_result(rows)
    found: Counter[str] = Counter()
    for group in groups:
        found[str(group["rule_id"])] += int(str(group["findings"]))
    yield dg.MaterializeResult(
        "findings",
        metadata={
            PARTITION_ROW_COUNT: found.total(),
            **counts(corrected=found[CORRECTED]),
            texts("metadata.summary"): findings_table(groups),
        },
    )
