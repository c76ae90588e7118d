"""What a step after validation found, told in words and with what people decided about it."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine as Database

from pipelines.decisions.in_force import bind_decisions, decide_findings, decisions_in_force, joined
from pipelines.engine import Engine, quote_text
from pipelines.staging import Partition, Staging
from pipelines.validation.messages import tell_findings
from pipelines.validation.sql import statement
from schemas.catalogue import load_catalogue

_BY_ITSELF = Path(__file__).with_name("by_itself.sql")


def later_findings_told(engine: Engine, database: Database, staging: Staging, partitions: Sequence[Partition]) -> str:
    """The SELECT of table ``finding`` in the columns of ``staging/findings``; the partitions are of one period.

    Needs what ``bind_reference`` binds, ``sheet``, ``column_letter`` and ``school_of_row``.
    """
    with database.connect() as connection:
        # Corrections change cells, which are long typed.
        bind_decisions(
            engine, joined(decisions_in_force(connection, staging, partition, ()) for partition in partitions)
        )
    tell_findings(engine, load_catalogue())
    engine.execute(_BY_ITSELF.read_text(encoding="utf-8"))
    engine.execute(statement("placed_finding"))
    decide_findings(engine)
    [period] = {partition.period for partition in partitions}
    return statement("findings").replace("$period", quote_text(period))
