"""The named inputs of the marts: staging files in force, registers and reference tables."""

from collections.abc import Iterator

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.identity.kinds import LEARNER
from pipelines.identity.links import LINKS
from pipelines.identity.register import read_superseded
from pipelines.in_force import InForce
from pipelines.marts.quality import bind_quality
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, validated_partitions
from pipelines.state.database import bulk
from pipelines.validation.reference import bind_reference
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue
from schemas.marts import load_code_groups, load_indicators
from schemas.model import Dataset

_SHEETS = """
SELECT
    s.sheet_id,
    f.submission_id,
    f.name AS file,
    s.name AS sheet,
    s.dataset
FROM sheet AS s
JOIN submitted_file AS f ON f.file_id = s.file_id
"""
_SCHOOLS = "SELECT school_code, name, level_group_code, province_code, ward_code, first_period FROM school"

_VERIFICATION_TYPES: dict[str, pa.DataType] = {
    "period": pa.string(),
    "kind": pa.string(),
    "person_key": pa.int64(),
    "status": pa.string(),
    "mismatched_fields": pa.string(),
    "differences": pa.string(),
    "checked_on": pa.string(),
}
_OF_PARTITION = [pa.field("period", pa.string()), pa.field("province_code", pa.string())]


def bind_inputs(engine: Engine, settings: Settings, database: Database) -> None:
    """Bind everything that the statements of ``sql/`` read, over all validated partitions.

    From staging ``accepted_<dataset>`` (typed rows that are not rejected, with ``period``), ``accepted_row`` (dataset,
    period and school of each of them), ``learner_link``, ``staff_link``, ``verification`` (how rows stand with the population
    register), ``finding`` and ``reconciliation``; from the registers ``sheet``, ``school_register`` and ``superseded_learner``;
    and for reference ``collection`` (facts of the periods), ``code``, ``code_parent``, ``admin_unit``, ``admin_successor``,
    ``code_group`` and ``indicator``; and what scores of quality need (``quality``).
    """
    staging = Staging(settings.workspace.staging)
    partitions = validated_partitions(database)
    in_force = InForce.of(engine, database, staging, partitions)
    for dataset in load_catalogue().datasets.values():
        _bind_accepted(engine, in_force, dataset)
    engine.execute(f"CREATE OR REPLACE TEMP VIEW accepted_row AS {' UNION ALL '.join(_accepted_rows())}")
    for kind in ("learner", "staff"):
        paths = [path for p in partitions if (path := staging.links(kind, p)).exists()]
        if paths:
            engine.bind_parquet(f"{kind}_link", paths)
        else:
            engine.bind_arrow(f"{kind}_link", LINKS.empty_table())
    _bind_verifications(engine, staging, partitions)
    in_force.bind("finding", "findings")
    in_force.bind("reconciliation", "reconciliation")
    with bulk(database) as state:
        engine.bind_arrow("sheet", state.read_texts(_SHEETS, but={"sheet_id": pa.int64()}))
        engine.bind_arrow("school_register", state.read_texts(_SCHOOLS))
        engine.bind_arrow("superseded_learner", read_superseded(state, LEARNER))
        periods = sorted({Period.parse(p.period) for p in partitions}, key=lambda period: period.order)
        bind_quality(engine, state, periods)
    _bind_reference(engine, periods)


def _bind_accepted(engine: Engine, in_force: InForce, dataset: Dataset) -> None:
    typed = f"typed_{dataset.name}"
    if not in_force.bind(typed, "typed", dataset.name):
        schema = typed_schema(dataset)
        added = [field for field in _OF_PARTITION if field.name not in schema.names]
        engine.bind_arrow(typed, pa.schema([*schema, *added, pa.field("outcome", pa.string())]).empty_table())
    engine.execute(
        f"CREATE OR REPLACE TEMP VIEW {quote_identifier('accepted_' + dataset.name)} AS "
        f"SELECT * FROM {quote_identifier(typed)} WHERE outcome <> 'rejected'"
    )


def _accepted_rows() -> Iterator[str]:
    for name in load_catalogue().datasets:
        accepted = quote_identifier(f"accepted_{name}")
        yield f"SELECT {quote_text(name)} AS dataset, period, school_code FROM {accepted}"


def _bind_verifications(engine: Engine, staging: Staging, partitions: list[Partition]) -> None:
    engine.bind_arrow("no_verification", pa.schema(_VERIFICATION_TYPES).empty_table())
    files = {path: p.period for p in partitions if (path := staging.verifications(p)).exists()}
    engine.bind_arrow(
        "verification_file",
        pa.table(
            [pa.array(map(str, files), pa.string()), pa.array(files.values(), pa.string())], ["filename", "period"]
        ),
    )
    checked = "FROM no_verification"
    if files:
        engine.bind_parquet("checked", list(files), with_path=True)
        checked += " UNION ALL BY NAME SELECT * EXCLUDE (filename) FROM checked JOIN verification_file USING (filename)"
    engine.execute(f"CREATE OR REPLACE TEMP VIEW verification AS {checked}")


def _bind_reference(engine: Engine, periods: list[Period]) -> None:
    bind_reference(engine, load_catalogue(), periods[-1])
    engine.bind_arrow(
        "collection",
        pa.table(
            {
                "period": [p.name for p in periods],
                "school_year": [p.school_year for p in periods],
                "point_code": [str(p.point) for p in periods],
                "census_date": [p.census_date for p in periods],
            }
        ),
    )
    groups = load_code_groups()
    engine.bind_arrow(
        "code_group",
        pa.table(
            {
                "code_group": [g.group for g in groups],
                "list": [g.list for g in groups],
                "code": [g.code for g in groups],
            }
        ),
    )
    indicators = load_indicators()
    engine.bind_arrow(
        "indicator",
        pa.table(
            {
                "indicator": [i.name for i in indicators],
                "label_vi": [i.label_vi for i in indicators],
                "minimum_persons": [i.minimum_persons for i in indicators],
            }
        ),
    )
