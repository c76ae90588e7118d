"""Group ``intake``: what was submitted, and its cells as text."""

import time
from collections.abc import Callable, Iterator

import dagster as dg

from assets.language import texts
from assets.metadata import COLUMN_SCHEMA, counts, raw_columns
from assets.partitions import PARTITIONS, partition_of, register_partitions
from assets.resources import Installation
from pipelines.intake.read import read_partition
from pipelines.intake.receive import receive_landing
from pipelines.staging import Partition
from schemas.catalogue import load_catalogue

GROUP = "intake"
# Seconds between two lines about the progress of reading.
_TELL_EVERY = 5.0


@dg.asset(group_name=GROUP, description=texts("asset.submissions"), kinds={"file"})
def submissions(context: dg.AssetExecutionContext, installation: Installation) -> dg.MaterializeResult[None]:
    receipts = receive_landing(installation.settings, installation.database)
    register_partitions(context.instance, installation.database)
    new = [receipt for receipt in receipts if receipt.is_new]
    files = sum(len(receipt.files) for receipt in new)
    refused = [receipt for receipt in receipts if receipt.refusal]
    if new:
        context.log.info(texts("log.received", n=len(new), files=files))
    for receipt in refused:
        assert receipt.refusal
        why = receipt.refusal.describe(texts.language)
        context.log.warning(texts("log.refused", path=receipt.files[0].name, why=why))
    return dg.MaterializeResult(metadata=counts(new_submissions=len(new), files=files, refused_paths=len(refused)))


def refused_paths(instance: dg.DagsterInstance) -> int:
    """How many paths of the landing the last load did not take."""
    event = instance.get_latest_materialization_event(dg.AssetKey("submissions"))
    if not event or not event.asset_materialization:
        return 0
    (label,) = counts(refused_paths=0)
    return int(str(event.asset_materialization.metadata[label].value))


def _telling(context: dg.AssetExecutionContext, partition: Partition) -> Callable[[int], None]:
    """A progress function, called with the files read since the last call; logs their sum now and then."""
    told = time.monotonic()
    done = 0

    def tell(files: int) -> None:
        nonlocal told, done
        done += files
        if time.monotonic() - told >= _TELL_EVERY:
            told = time.monotonic()
            context.log.info(texts("log.reading", partition=partition, n=done))

    return tell


@dg.multi_asset(
    name="raw",
    partitions_def=PARTITIONS,
    specs=[
        dg.AssetSpec(
            f"raw_{dataset.name}",
            group_name=GROUP,
            deps=["submissions"],
            description=texts("asset.raw", label=dataset.label(texts.language)),
            metadata={COLUMN_SCHEMA: raw_columns(dataset)},
            kinds={"parquet"},
        )
        for dataset in load_catalogue().datasets.values()
    ],
)
def raw(context: dg.AssetExecutionContext, installation: Installation) -> Iterator[dg.MaterializeResult[None]]:
    partition = partition_of(context)
    summary = read_partition(
        installation.settings, installation.database, partition, progress=_telling(context, partition)
    )
    context.log.info(
        texts(
            "log.read",
            partition=partition,
            files=summary.files_read,
            refused=summary.files_refused,
            rows=sum(summary.rows.values()),
        )
    )
    about_files = counts(files_read=summary.files_read, files_refused=summary.files_refused, sheets=summary.sheets)
    for dataset in load_catalogue().datasets:
        rows = summary.rows.get(dataset, 0)
        yield dg.MaterializeResult(f"raw_{dataset}", metadata={**counts(rows_now=rows), **about_files})
