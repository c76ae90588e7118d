"""Submissions staged by hand: what intake leaves for validation, without opening a workbook."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Engine as Database
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition, Staging
from pipelines.state.models import Layout, Sheet, Submission, SubmittedFile

PARTITION = Partition("2025-2026-dau-nam", "79")
Rows = list[dict[str, str | None]]


def settings_in(home: Path) -> Settings:
    workspace = Workspace(home)
    workspace.create()
    return Settings(workspace, f"sqlite:///{home / 'csdl.sqlite'}", 2, 500, 500, 30.0)


def stage(
    settings: Settings,
    database: Database,
    sender_code: str,
    datasets: Mapping[str, Rows],
    partition: Partition = PARTITION,
    received_at: datetime = datetime(2025, 10, 5),
) -> str:
    """Stage one submission; row n of a dataset stands in Excel row n + 2, the columns in the order of the first row."""
    staging = Staging(settings.workspace.staging)
    with Session(database) as session:
        sequence = (session.scalar(select(func.max(Submission.sequence))) or 0) + 1
        submission_id = f"{sender_code}-{sequence}"
        session.add(
            Submission(
                submission_id=submission_id,
                sequence=sequence,
                period=partition.period,
                sender_code=sender_code,
                province_code=partition.province_code,
                received_at=received_at,
            )
        )
        session.flush()
        for dataset, rows in datasets.items():
            file = SubmittedFile(
                submission_id=submission_id, name=f"{dataset}.xlsx", sha256=f"{sequence}", size=1, status="read"
            )
            session.add(file)
            session.flush()
            fields = list(rows[0])
            letters = [{"field": f, "letter": chr(65 + i % 26), "header": f} for i, f in enumerate(fields)]
            layout_id = f"{dataset}-{'-'.join(fields)}"
            session.merge(Layout(layout_id=layout_id, dataset=dataset, columns=json.dumps(letters)))
            part = f"batch-{sequence}"
            sheet = Sheet(
                file_id=file.file_id,
                name=dataset,
                dataset=dataset,
                layout_id=layout_id,
                header_row=1,
                rows_read=len(rows),
                rows_ignored=0,
                part=part,
            )
            session.add(sheet)
            session.flush()
            path = staging.raw(dataset, partition) / f"{part}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            schema = pa.schema([("row_id", pa.int64()), *((name, pa.string()) for name in fields)])
            placed = [{"row_id": sheet.sheet_id * 2**21 + n + 2} | row for n, row in enumerate(rows)]
            pq.write_table(pa.Table.from_pylist(placed, schema=schema), path)
        session.commit()
    return submission_id
