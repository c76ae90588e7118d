"""What a validation pass starts from: the sheets in force, those of earlier submissions, and what intake said of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, func, select
from sqlalchemy import Engine as Database

from pipelines.decisions.in_force import Decisions
from pipelines.engine import Engine
from pipelines.local_time import local_day
from pipelines.staging import Partition
from pipelines.state.models import IntakeFinding, Layout, Sheet, StandingSheet, Submission, SubmittedFile
from pipelines.validation.handed_in import (
    Rows,
    fingerprints_now,
    handed_in_by,
    is_of,
    refused_files,
    spoken_systems,
    submitted_sheets,
)
from pipelines.validation.sql import statement
from schemas.catalogue import Catalogue

_LAYOUTS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Inputs:
    """The sheets in force of one partition, and those of ``earlier`` submissions, as Arrow tables; the fingerprint of each sender.

    ``intake_findings`` are those of all these sheets and their files, and of files that were refused. ``handed_in`` is what the
    fingerprint of a sender says besides the register of schools. ``kept_out``: the sheets in force that are known to be kept out as a
    whole.
    """

    sheets: pa.Table
    earlier: pa.Table
    intake_findings: pa.Table
    decisions: Decisions
    handed_in: dict[str, str]
    fingerprints: dict[str, str]
    kept_out: frozenset[int] = frozenset()

    @property
    def rows(self) -> int:
        """Rows read of all sheets."""
        return int(pc.sum(self.sheets["rows_read"]).as_py() or 0)

    def rows_of_senders(self) -> dict[str, int]:
        """Sender → rows read of its sheets."""
        counted = self.sheets.group_by("sender_code").aggregate([("rows_read", "sum")])
        return dict(zip(*(counted[name].to_pylist() for name in ("sender_code", "rows_read_sum")), strict=True))

    def of(self, senders: Sequence[str]) -> "Inputs":
        """Those of some senders."""
        of_senders = pc.field("sender_code").isin(pa.array(senders, pa.string()))
        return replace(
            self,
            sheets=self.sheets.filter(of_senders),
            earlier=self.earlier.filter(of_senders),
            intake_findings=self.intake_findings.filter(of_senders),
            decisions=self.decisions.of(senders),
            handed_in={sender: self.handed_in[sender] for sender in senders},
            fingerprints={sender: self.fingerprints[sender] for sender in senders},
        )

    def findings_in_force(self) -> pa.Table:
        """What intake found in the sheets in force, in their files as a whole, and in files that were refused."""
        replaced = self.earlier.filter(pc.invert(pc.is_in(self.earlier["file_id"], self.sheets["file_id"])))
        of_sheet = pc.is_in(self.intake_findings["sheet_id"], pc.drop_null(self.sheets["sheet_id"]))
        of_file = pc.and_(
            pc.is_null(self.intake_findings["sheet_id"]),
            pc.invert(pc.is_in(self.intake_findings["file_id"], replaced["file_id"])),
        )
        return self.intake_findings.filter(pc.or_(of_sheet, of_file)).drop_columns(["file_id"])

    def with_standing(self, sheet_ids: Sequence[int]) -> "Inputs":
        """Where some sheets of earlier submissions are in force, too."""
        stands = pc.is_in(self.earlier["sheet_id"], pa.array(sheet_ids, pa.int64()))
        sheets = pa.concat_tables([self.sheets, self.earlier.filter(stands)]).sort_by("sheet_id")
        return replace(self, sheets=sheets, earlier=self.earlier.filter(pc.invert(stands)))


def is_school_code(sender_code: str) -> bool:
    """A department has 2 digits, a district office 3, a commune 5; anything else is a school."""
    return len(sender_code) > 5


def read_inputs(connection: Connection, catalogue: Catalogue, partition: Partition, decisions: Decisions) -> Inputs:
    """Read the sheets of a partition.

    A sheet is in force if no later submission of its sender has a sheet of the same dataset; a file without sheets (it was refused)
    if its sender sent nothing later. Which sheets of earlier submissions stay in force is found by validation (``resubmissions``).
    """
    sheets = submitted_sheets(
        connection,
        partition,
        SubmittedFile.file_id,
        Submission.submission_id,
        Submission.received_at,
        SubmittedFile.name.label("file"),
        Sheet.name.label("sheet"),
        Sheet.dataset,
        Sheet.layout_id,
        Sheet.header_row,
        Sheet.rows_read,
        Sheet.rows_ignored,
    )
    refused = refused_files(connection, partition)
    spoken = spoken_systems(connection, sheets)
    handed_in = handed_in_by(catalogue, sheets, spoken, refused, decisions.fingerprints())
    table = _sheet_table(sheets).append_column("dialect", pa.array(spoken, pa.string()))
    is_last = pa.array([row.is_last for row in sheets], pa.bool_())
    return Inputs(
        sheets=table.filter(is_last),
        earlier=table.filter(pc.invert(is_last)),
        intake_findings=_intake_findings(connection, partition, sheets, refused),
        decisions=decisions,
        handed_in=handed_in,
        fingerprints=fingerprints_now(connection, handed_in),
    )


def read_validated_inputs(
    connection: Connection, catalogue: Catalogue, partition: Partition, decisions: Decisions
) -> Inputs:
    """Those of ``read_inputs`` with the sheets of earlier submissions that stayed in force when they were last validated."""
    inputs = read_inputs(connection, catalogue, partition, decisions)
    return inputs.with_standing(list(connection.scalars(select(StandingSheet.sheet_id))))


def bind_column_letters(engine: Engine, database: Database) -> None:
    """Table ``column_letter`` (layout_id, field, letter) of the layouts that table ``sheet`` names."""
    engine.execute("CREATE OR REPLACE TEMP TABLE column_letter (layout_id VARCHAR, field VARCHAR, letter VARCHAR)")
    in_use = engine.arrow("SELECT DISTINCT layout_id FROM sheet ORDER BY layout_id")["layout_id"]
    names = ("layout_id", "columns")
    with database.connect() as connection:
        # JSON takes much memory while it is taken apart.
        for first in range(0, len(in_use), _LAYOUTS_AT_ONCE):
            some = in_use.slice(first, _LAYOUTS_AT_ONCE).to_pylist()
            layouts = select(Layout.layout_id, Layout.columns).where(Layout.layout_id.in_(some))
            rows = connection.execute(layouts).all()
            columns = {name: pa.array([getattr(row, name) for row in rows], pa.string()) for name in names}
            engine.bind_arrow("layout", pa.table(columns))
            engine.execute(statement("column_letter"))


def rows_submitted(connection: Connection, partition: Partition) -> int:
    """Rows read of all sheets that ever came in: as many as are in force, or more."""
    statement = (
        select(func.sum(Sheet.rows_read))
        .join(SubmittedFile, SubmittedFile.file_id == Sheet.file_id)
        .join(Submission, Submission.submission_id == SubmittedFile.submission_id)
        .where(is_of(partition))
    )
    return connection.scalar(statement) or 0


def submitted_partitions(database: Database) -> list[Partition]:
    """Every partition for which something was received, in order."""
    with database.connect() as connection:
        rows = connection.execute(select(Submission.period, Submission.province_code).distinct())
        return sorted(Partition(period, province) for period, province in rows)


def _sheet_table(rows: Rows) -> pa.Table:
    columns: dict[str, pa.Array[Any]] = {
        "sheet_id": pa.array([r.sheet_id for r in rows], pa.int64()),
        "file_id": pa.array([r.file_id for r in rows], pa.int64()),
        "sequence": pa.array([r.sequence for r in rows], pa.int64()),
        "submission_id": pa.array([r.submission_id for r in rows], pa.string()),
        "sender_code": pa.array([r.sender_code for r in rows], pa.string()),
        "is_school": pa.array([is_school_code(r.sender_code) for r in rows], pa.bool_()),
        "received_on": pa.array([local_day(r.received_at) for r in rows], pa.date32()),
        "header_row": pa.array([r.header_row for r in rows], pa.int64()),
        "rows_read": pa.array([r.rows_read for r in rows], pa.int64()),
        "rows_ignored": pa.array([r.rows_ignored for r in rows], pa.int64()),
    }
    for name in ("file", "sheet", "dataset", "layout_id", "part"):
        columns[name] = pa.array([getattr(r, name) for r in rows], pa.string())
    return pa.table(columns)


def _intake_findings(connection: Connection, partition: Partition, sheets: Rows, refused: Rows) -> pa.Table:
    """Findings of these files, each with its sender, submission and file name."""
    file_ids = {r.file_id for r in sheets} | {r.file_id for r in refused}
    texts = ("sheet", "dataset", "rule_id", "excel_column", "field", "value", "parameters")
    found = connection.execute(
        select(
            IntakeFinding.file_id,
            IntakeFinding.sheet_id,
            IntakeFinding.excel_row,
            *(getattr(IntakeFinding, name) for name in texts),
            Submission.submission_id,
            Submission.sender_code,
            SubmittedFile.name.label("file"),
        )
        .join(SubmittedFile, SubmittedFile.file_id == IntakeFinding.file_id)
        .join(Submission, Submission.submission_id == SubmittedFile.submission_id)
        .where(is_of(partition))
        .order_by(IntakeFinding.finding_id)
    )
    rows = [row for row in found if row.file_id in file_ids]
    columns: dict[str, pa.Array[Any]] = {
        "file_id": pa.array([row.file_id for row in rows], pa.int64()),
        "sheet_id": pa.array([row.sheet_id for row in rows], pa.int64()),
        "excel_row": pa.array([row.excel_row for row in rows], pa.int64()),
    }
    for name in ("submission_id", "sender_code", "file", *texts):
        columns[name] = pa.array([getattr(row, name) for row in rows], pa.string())
    return pa.table(columns)
