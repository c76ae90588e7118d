"""What a comparison found, told in words and written beside the findings of each province."""

from pathlib import Path

import pyarrow as pa
from sqlalchemy import Engine as Database

from pipelines.comparison.fingerprint import SOURCE
from pipelines.engine import Engine, quote_text
from pipelines.later_findings.tell import later_findings_told
from pipelines.later_findings.write import write_later_findings
from pipelines.settings import Settings
from pipelines.staging import Partition, Staging
from pipelines.state.database import bulk
from pipelines.validation.inputs import bind_column_letters

_SHEETS = (Path(__file__).parent / "sql" / "sheets.sql").read_text(encoding="utf-8")


def tell_partitions(
    engine: Engine, settings: Settings, database: Database, period: str, partitions: list[Partition]
) -> list[Partition]:
    """Write what table ``finding`` holds to the later findings of every partition of a period; answers those that changed.

    Needs view ``school_of_row`` and what ``bind_reference`` binds.
    """
    _bind_sheets(engine, database, period)
    staging = Staging(settings.workspace.staging)
    engine.execute(f"CREATE TEMP TABLE told AS {later_findings_told(engine, database, staging, partitions)}")
    return [partition for partition in partitions if _write(engine, staging, partition)]


def _write(engine: Engine, staging: Staging, partition: Partition) -> bool:
    province = quote_text(partition.province_code)
    # Every column but the first: rows that are equal so far are equal.
    select_told = (
        "SELECT t.* FROM told AS t JOIN sheet AS s ON s.sheet_id = place_sheet(t.row_id) "
        f"WHERE s.province_code = {province} ORDER BY t.row_id, t.dataset, t.rule_id, t.field, t.value"
    )
    return write_later_findings(engine, staging, SOURCE, partition, select_told)


def _bind_sheets(engine: Engine, database: Database, period: str) -> None:
    """Tables ``sheet``, of those that some finding points to, and ``column_letter``."""
    with bulk(database) as state:
        engine.bind_arrow("sheet_of_period", state.read_texts(_SHEETS, (period,), but={"sheet_id": pa.int64()}))
    engine.execute(
        "CREATE TEMP TABLE sheet AS SELECT *, length(sender_code) > 5 AS is_school FROM sheet_of_period "
        "SEMI JOIN (SELECT place_sheet(row_id) AS sheet_id FROM finding) AS f USING (sheet_id)"
    )
    bind_column_letters(engine, database)
