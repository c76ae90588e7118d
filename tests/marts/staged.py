"""A small workspace as the steps before publication leave it, made from rows given as dictionaries."""

import shutil
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Engine as Database
from sqlalchemy import delete, insert

from pipelines.identity.links import LINKS
from pipelines.settings import Settings, Workspace
from pipelines.staging import Partition, Staging
from pipelines.state.database import open_database
from pipelines.state.installation import check_installation
from pipelines.state.models import Layout, School, Sheet, Submission, SubmittedFile, ValidatedSender
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue
from tests.typed_parts import schema_of_part

Row = dict[str, Any]

BEGINNING, END = "2025-2026-dau-nam", "2025-2026-cuoi-nam"
PROVINCE = "79"

_FINDING = [
    "submission_id", "period", "school_code", "dataset", "file", "sheet", "excel_column", "field", "value", "public_value",
    "rule_id", "severity", "message_vi", "message_en", "public_message_vi", "public_message_en", "fix_vi", "fix_en",
    "public_fix_vi", "public_fix_en", "cause_id", "sender_code", "status",
]  # fmt: skip
FINDING = pa.schema([*((n, pa.string()) for n in _FINDING), ("excel_row", pa.int64()), ("row_id", pa.int64())])
_COUNTS = ["rows_read", "rows_accepted", "rows_queried", "rows_rejected", "rows_ignored"]
_SHEET = ["submission_id", "period", "sender_code", "school_code", "dataset", "file", "sheet"]
RECONCILIATION = pa.schema([*((n, pa.string()) for n in _SHEET), *((n, pa.int64()) for n in _COUNTS)])
# Columns of a given row that say what the earlier steps decided, not what the sheet says.
_DECIDED = ("outcome", "person_key", "link")


@dataclass
class Staged:
    """Call ``submit`` for each sender, then ``write``; a second ``submit`` of a sender replaces its first."""

    home: Path
    shift: int = 0  # moves every sheet_id: another installation
    settings: Settings = field(init=False)
    database: Database = field(init=False)
    sheets: dict[tuple[str, str, str], tuple[int, str, list[Row]]] = field(default_factory=dict)
    findings: list[Row] = field(default_factory=list)
    schools: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.settings = Settings(
            workspace=Workspace(self.home),
            database_url=f"sqlite:///{self.home / 'csdl.sqlite'}",
            workers=2,
            engine_memory=600,
            reader_memory=500,
            reader_timeout=10.0,
        )
        self.settings.workspace.create()
        self.database = open_database(self.settings.database_url)
        check_installation(self.settings, self.database)

    def copy(self, home: Path) -> "Staged":
        """The same in another folder, for a test that goes on from here."""
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        return replace(
            self, home=home, sheets=dict(self.sheets), findings=list(self.findings), schools=dict(self.schools)
        )

    def submit(self, period: str, sender: str, *, submission: str | None = None, **datasets: list[Row]) -> None:
        for dataset, rows in datasets.items():
            sheet_id = self.shift + len(self.sheets) + 1
            self.sheets[period, sender, dataset] = (sheet_id, submission or f"sub-{period}-{sender}", rows)
        for row in datasets.get("school", []):
            self.schools.setdefault(
                row.get("school_code", sender),
                {
                    "school_code": row.get("school_code", sender),
                    "name": row["school_name"],
                    "level_group_code": row["level_group_code"],
                    "province_code": PROVINCE,
                    "ward_code": row.get("ward_code", ""),
                    "first_period": period,
                    "last_period": period,
                },
            )

    def write(self, part: str = "p1") -> None:
        """Put everything that was submitted in force, in one part a partition."""
        staging = Staging(self.settings.workspace.staging)
        self._write_state(part)
        for period in {key[0] for key in self.sheets}:
            partition = Partition(period, PROVINCE)
            for dataset in load_catalogue().datasets.values():
                typed = [self._typed(k, v, n, r) for k, v, n, r in self._rows(period, dataset.name)]
                path = staging.part("typed", partition, part, dataset.name)
                path.parent.mkdir(parents=True, exist_ok=True)
                pq.write_table(pa.Table.from_pylist(typed, schema=schema_of_part(dataset.name, typed)), path)
                remarked = [
                    {"row_id": self._place(v, n), "sender_code": k[1], "outcome": r["outcome"]}
                    for k, v, n, r in self._rows(period, dataset.name)
                    if "outcome" in r
                ]
                schema = pa.schema([(n, typed_schema(dataset).field(n).type) for n in ("row_id", "sender_code")])
                path = staging.part("outcomes", partition, part, dataset.name)
                path.parent.mkdir(parents=True, exist_ok=True)
                pq.write_table(
                    pa.Table.from_pylist(remarked, schema=schema.append(pa.field("outcome", pa.string()))), path
                )
            self._write(
                staging.part("findings", partition, part), FINDING, [f for f in self.findings if f["period"] == period]
            )
            self._write(staging.part("reconciliation", partition, part), RECONCILIATION, self._reconciliation(period))
            for kind, dataset_name in (("learner", "student"), ("staff", "staff")):
                links = [
                    {
                        "row_id": self._place(v, n),
                        "person_key": r.get("person_key"),
                        "person_id": f"79{r['person_key']:08d}" if r.get("person_key") else None,
                        "outcome": r.get("link", "new"),
                        "method": "personal_id",
                        "score": 1.0,
                    }
                    for _, v, n, r in self._rows(period, dataset_name)
                    if r.get("outcome") != "rejected"
                ]
                self._write(staging.links(kind, partition), LINKS, links)

    def _rows(
        self, period: str, dataset: str
    ) -> list[tuple[tuple[str, str, str], tuple[int, str, list[Row]], int, Row]]:
        return [
            (key, sheet, n, row)
            for key, sheet in self.sheets.items()
            if key[0] == period and key[2] == dataset
            for n, row in enumerate(sheet[2])
        ]

    @staticmethod
    def _place(sheet: tuple[int, str, list[Row]], n: int) -> int:
        return sheet[0] * 2**21 + n + 2

    def _typed(self, key: tuple[str, str, str], sheet: tuple[int, str, list[Row]], n: int, row: Row) -> Row:
        said = {name: value for name, value in row.items() if name not in _DECIDED}
        if said.get("birth_date"):
            said["birth_date_year"] = said["birth_date"].year
        place = {"row_id": self._place(sheet, n), "sender_code": key[1]}
        return place | {"school_code": key[1], "school_year": int(key[0][:4])} | said

    def _reconciliation(self, period: str) -> list[Row]:
        answer = []
        for (of_period, sender, dataset), (_, submission, rows) in self.sheets.items():
            if of_period == period:
                outcomes = [row.get("outcome", "accepted") for row in rows]
                answer.append(
                    {
                        "submission_id": submission,
                        "period": period,
                        "sender_code": sender,
                        "school_code": sender if len(sender) > 5 else None,
                        "dataset": dataset,
                        "file": f"{dataset}.xlsx",
                        "sheet": "Trang 1",
                        "rows_read": len(rows),
                        "rows_accepted": outcomes.count("accepted"),
                        "rows_queried": outcomes.count("queried"),
                        "rows_rejected": outcomes.count("rejected"),
                        "rows_ignored": 1,
                    }
                )
        return answer

    @staticmethod
    def _write(path: Path, schema: pa.Schema, rows: list[Row]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)

    def _write_state(self, part: str) -> None:
        with self.database.begin() as connection:
            for model in (ValidatedSender, Sheet, SubmittedFile, Submission, Layout, School):
                connection.execute(delete(model))
            connection.execute(insert(Layout), [{"layout_id": "l", "dataset": "student", "columns": "[]"}])
            if self.schools:
                connection.execute(insert(School), list(self.schools.values()))
            submissions: dict[str, int] = {}
            for n, ((period, sender, dataset), (sheet_id, submission, rows)) in enumerate(self.sheets.items(), 1):
                if submission not in submissions:
                    submissions[submission] = n
                    connection.execute(
                        insert(Submission).values(
                            submission_id=submission, sequence=n, period=period, sender_code=sender,
                            province_code=PROVINCE, received_at=datetime(2025, 10, 1, tzinfo=UTC),
                        )
                    )  # fmt: skip
                connection.execute(
                    insert(SubmittedFile).values(
                        file_id=sheet_id, submission_id=submission, name=f"{dataset}.xlsx", sha256=f"{submission}-{dataset}",
                        size=1, status="read",
                    )
                )  # fmt: skip
                connection.execute(
                    insert(Sheet).values(
                        sheet_id=sheet_id, file_id=sheet_id, name="Trang 1", dataset=dataset, layout_id="l", header_row=1,
                        rows_read=len(rows), rows_ignored=1, part="b1",
                    )
                )  # fmt: skip
            senders = sorted({(period, sender) for period, sender, _ in self.sheets})
            connection.execute(
                insert(ValidatedSender),
                [
                    {
                        "period": period,
                        "province_code": PROVINCE,
                        "sender_code": sender,
                        "part": part,
                        "fingerprint": "|".join(s[1] for k, s in self.sheets.items() if k[:2] == (period, sender)),
                    }
                    for period, sender in senders
                ],
            )
