"""Who was at a school and is nowhere in the next collection, though no status says that they left."""

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.engine import Engine
from pipelines.errors import ReviewError
from pipelines.identity.kinds import LEARNER, Kind
from pipelines.in_force import bind_in_force
from pipelines.periods import Period
from pipelines.review.persons import Row
from pipelines.review.shown import shown_fields
from pipelines.review.statements import statement
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging, validated_partitions
from pipelines.templates.new_year import final_grades


def vanished_from(settings: Settings, database: Database, kind: Kind, school_code: str, period: Period) -> list[Row]:
    """Persons who were active at the school in the newest period before and have no row of any school in ``period``.

    Shape: person_id, last_period and the typed fields that officers compare, by class and name. Who has finished the
    last grade of all is left out at a new school year. Raises ReviewError where the school handed in nothing for
    ``period``, or for none before.
    """
    partitions = validated_partitions(database)
    now = [p for p in partitions if p.period == period.name]
    staging = Staging(settings.workspace.staging)
    with Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine:
        if not _has_rows(engine, database, staging, kind, now, school_code):
            raise ReviewError("vanished.not_handed_in", school=school_code, period=period.name)
        _bind_links(engine, staging, kind, "link_now", now)
        earlier = {Period.parse(p.period) for p in partitions if Period.parse(p.period).order < period.order}
        for last in sorted(earlier, key=lambda p: p.order, reverse=True):
            before = [p for p in partitions if p.period == last.name]
            if _has_rows(engine, database, staging, kind, before, school_code):
                _bind_links(engine, staging, kind, "link_before", before)
                has_finished = kind is LEARNER and last.school_year < period.school_year
                finished = final_grades() if has_finished else []
                return _vanished(engine, kind, school_code, last, finished)
    raise ReviewError("vanished.not_handed_in", school=school_code, period=period.name)


def _has_rows(
    engine: Engine, database: Database, staging: Staging, kind: Kind, partitions: list[Partition], school_code: str
) -> bool:
    """Bind ``typed_row`` to the rows of the partitions; answers whether any is of the school."""
    if not bind_in_force(engine, "typed_row", database, staging, "typed", partitions, kind.dataset):
        return False
    return bool(engine.value("SELECT count(*) FROM typed_row WHERE school_code = $school", {"school": school_code}))


def _bind_links(engine: Engine, staging: Staging, kind: Kind, name: str, partitions: list[Partition]) -> None:
    paths = [path for partition in partitions if (path := staging.links(kind.name, partition)).exists()]
    if paths:
        engine.bind_parquet(name, paths)
    else:
        columns: list[tuple[str, pa.DataType]] = [
            ("row_id", pa.int64()),
            ("person_key", pa.int64()),
            ("person_id", pa.string()),
        ]
        engine.bind_arrow(name, pa.schema(columns).empty_table())


def _vanished(engine: Engine, kind: Kind, school_code: str, last: Period, finished: list[str]) -> list[Row]:
    engine.bind_arrow("finished_grade", pa.table({"grade_code": pa.array(finished, pa.string())}))
    names = [shown.name for shown in shown_fields(kind)]
    names += [f"{shown.name}_partial" for shown in shown_fields(kind) if shown.field.allows_partial_date]
    select = statement(f"vanished_{kind.name}").format(columns=", ".join(f"t.{name}" for name in names))
    return engine.arrow(select, {"school": school_code, "period": last.name}).to_pylist()
