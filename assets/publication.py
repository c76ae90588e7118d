"""Groups ``marts`` and ``publication``: the tables of a release and the release itself, made as one."""

import re
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

import pipelines.marts
from assets.language import texts
from assets.metadata import COLUMN_SCHEMA, ROW_COUNT, mart_columns
from assets.resources import Installation
from pipelines.errors import AuditError
from schemas.catalogue import load_catalogue
from schemas.marts import Mart, load_marts

AUDIT = "audit"
MARTS = [mart for mart in load_marts() if not mart.is_restricted]

_SQL = Path(pipelines.marts.__file__).parent / "sql"
# Names that the statements of marts read → the assets behind them.
_SOURCES = {
    "student_row": "learner_links",
    "enrolment_row": "learner_links",
    "learner_in_period": "learner_links",
    "staff_row": "staff_links",
    "assignment_row": "staff_links",
    "staff_in_period": "staff_links",
    "finding": "findings",
    "reconciliation": "row_reconciliation",
    **{f"accepted_{dataset}": f"validated_{dataset}" for dataset in load_catalogue().datasets},
    **{mart.name: mart.name for mart in MARTS},
}


def _inputs(mart: Mart) -> list[str]:
    """The assets that a mart is made of, as its statement says."""
    read = re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", (_SQL / f"{mart.name}.sql").read_text(encoding="utf-8"))
    return sorted({_SOURCES[name] for name in read if name in _SOURCES and name != mart.name})


# Skippable: after a failed audit there is nothing to show.
@dg.multi_asset(
    name="release",
    specs=[
        *(
            dg.AssetSpec(
                mart.name,
                group_name="marts",
                deps=_inputs(mart),
                description=mart.description(texts.language),
                metadata={COLUMN_SCHEMA: mart_columns(mart)},
                kinds={"duckdb", "parquet"},
                skippable=True,
            )
            for mart in MARTS
        ),
        dg.AssetSpec(
            "release",
            group_name="publication",
            deps=[mart.name for mart in MARTS],
            description=texts("asset.release"),
            kinds={"duckdb"},
            skippable=True,
        ),
    ],
    check_specs=[dg.AssetCheckSpec(AUDIT, asset="release", description=texts("check.audit"), blocking=True)],
)
def release(
    context: dg.AssetExecutionContext, installation: Installation
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    # Brings pandas with it: half of the time in which the graph loads.
    from pipelines.publication.publish import publish

    try:
        summary = publish(installation.settings, installation.database)
    except AuditError as error:
        yield dg.AssetCheckResult(passed=False, check_name=AUDIT, asset_key="release", description=str(error))
        return
    context.log.info(texts("log.published" if summary.is_new else "log.unchanged", release=summary.release_id))
    about: dict[str, str | dg.PathMetadataValue] = {
        texts("metadata.release"): summary.release_id,
        texts("metadata.path"): dg.MetadataValue.path(summary.path),
    }
    for mart in MARTS:
        yield dg.MaterializeResult(mart.name, metadata={ROW_COUNT: summary.tables[mart.name], **about})
    yield dg.MaterializeResult("release", metadata={**about, texts("metadata.is_new"): summary.is_new})
    yield dg.AssetCheckResult(
        passed=True,
        check_name=AUDIT,
        asset_key="release",
        description=texts("check.audit.passed", release=summary.release_id),
    )
