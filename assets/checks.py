"""The blocking checks: what must hold before a step hands on, said in words when it does not."""

from collections.abc import Iterator, Mapping

import dagster as dg

from assets.language import texts
from pipelines.validation.contract import ContractResult
from pipelines.validation.outputs import RowCounts
from schemas.catalogue import load_catalogue

CONTRACT = "contract"
ROWS_RECONCILE = "rows_reconcile"


def validation_check_specs() -> list[dg.AssetCheckSpec]:
    contracts = [
        dg.AssetCheckSpec(
            CONTRACT,
            asset=f"validated_{dataset}",
            description=texts("check.contract"),
            blocking=True,
        )
        for dataset in load_catalogue().datasets
    ]
    reconciliation = dg.AssetCheckSpec(
        ROWS_RECONCILE,
        asset="row_reconciliation",
        description=texts("check.rows_reconcile"),
        blocking=True,
    )
    return [*contracts, reconciliation]


def contract_results(contracts: Mapping[str, ContractResult]) -> Iterator[dg.AssetCheckResult]:
    """Whether the rows that were accepted now are what the catalogue promises, dataset by dataset."""
    for dataset in load_catalogue().datasets.values():
        result = contracts.get(dataset.name, ContractResult(0, {}))
        label = dataset.label(texts.language)
        yield dg.AssetCheckResult(
            passed=not result.failures,
            check_name=CONTRACT,
            asset_key=f"validated_{dataset.name}",
            description=texts(
                "check.contract.failed",
                label=label,
                n=sum(result.failures.values()),
                columns=", ".join(result.failures),
            )
            if result.failures
            else texts("check.contract.passed", label=label, n=result.rows),
        )


def reconciliation_result(rows: Mapping[str, RowCounts]) -> dg.AssetCheckResult:
    """Whether every row that was read is accepted, queried or rejected."""
    lost = [
        texts("check.rows_reconcile.failed", label=dataset, read=n.read, told=n.accepted + n.queried + n.rejected)
        for dataset, n in rows.items()
        if n.read != n.accepted + n.queried + n.rejected
    ]
    return dg.AssetCheckResult(
        passed=not lost,
        check_name=ROWS_RECONCILE,
        asset_key="row_reconciliation",
        description=" ".join(lost) or texts("check.rows_reconcile.passed", read=sum(n.read for n in rows.values())),
    )
