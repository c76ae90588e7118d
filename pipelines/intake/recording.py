"""Writing what a batch gave into the operational database."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from pipelines.intake.protocol import BatchResult, SheetResult
from pipelines.state.models import HeaderMapping, IntakeFinding, Layout, Sheet, SubmittedFile

Row = dict[str, object]


def record(connection: Connection, result: BatchResult) -> None:
    """Write layouts, proposals, sheets, findings and the new status of the files; what an earlier reading gave goes."""
    layouts: dict[str, Row] = {}
    proposals: dict[tuple[str, ...], Row] = {}
    sheets: list[Row] = []
    findings: list[Row] = []
    for file in result.files:
        findings += [f.to_row(file.file_id) for f in file.findings]
        for sheet in file.sheets:
            findings += [f.to_row(file.file_id, sheet.sheet_id) for f in sheet.findings]
            layout = _layout(sheet)
            layouts[str(layout["layout_id"])] = layout
            proposals |= _proposals(sheet)
            sheets.append(
                {
                    "sheet_id": sheet.sheet_id,
                    "file_id": file.file_id,
                    "name": sheet.name,
                    "dataset": sheet.dataset,
                    "layout_id": layout["layout_id"],
                    "header_row": sheet.header_row,
                    "rows_read": sheet.rows_read,
                    "rows_ignored": sheet.rows_ignored,
                    "part": result.part,
                }
            )
    _forget_reading(connection, [file.file_id for file in result.files])
    known = set(connection.scalars(select(Layout.layout_id).where(Layout.layout_id.in_(layouts))))
    for table, new in (
        (Layout, [layout for layout_id, layout in layouts.items() if layout_id not in known]),
        (HeaderMapping, _unknown(connection, proposals)),
        (Sheet, sheets),
        (IntakeFinding, findings),
    ):
        if new:
            connection.execute(insert(table), new)
    for status in ("read", "refused"):
        done = [file.file_id for file in result.files if bool(file.sheets) == (status == "read")]
        connection.execute(update(SubmittedFile).where(SubmittedFile.file_id.in_(done)).values(status=status, death=""))
    for file in result.files:
        if file.death:
            of_file = SubmittedFile.file_id == file.file_id
            connection.execute(update(SubmittedFile).where(of_file).values(death=file.death))


def _forget_reading(connection: Connection, file_ids: Sequence[int]) -> None:
    again = list(
        connection.scalars(
            select(SubmittedFile.file_id).where(SubmittedFile.file_id.in_(file_ids), SubmittedFile.reading > 1)
        )
    )
    if again:
        connection.execute(delete(IntakeFinding).where(IntakeFinding.file_id.in_(again)))
        connection.execute(delete(Sheet).where(Sheet.file_id.in_(again)))


def _layout(sheet: SheetResult) -> Row:
    """A row of table ``layout``; its id is made from what it says."""
    layout_id = hashlib.sha256(f"{sheet.dataset}\n{sheet.columns}\n{sheet.signature}".encode()).hexdigest()[:16]
    return {
        "layout_id": layout_id,
        "dataset": sheet.dataset,
        "columns": sheet.columns,
        "signature": sheet.signature,
    }


def _proposals(sheet: SheetResult) -> dict[tuple[str, ...], Row]:
    """Rows of table ``header_mapping`` by what makes them different."""
    return {
        (sheet.signature, sheet.dataset, proposal.header, proposal.field): {
            "scope": sheet.signature,
            "dataset": sheet.dataset,
            "header": proposal.header,
            "field": proposal.field,
            "status": "used" if proposal.is_used else "proposed",
            "score": proposal.score,
            "decided_at": None,
        }
        for proposal in sheet.proposals
    }


def _unknown(connection: Connection, proposals: dict[tuple[str, ...], Row]) -> list[Row]:
    """Proposals that are not on record yet."""
    if not proposals:
        return []
    mapping = (HeaderMapping.scope, HeaderMapping.dataset, HeaderMapping.header, HeaderMapping.field)
    scopes = {scope for scope, *_ in proposals}
    known = {tuple(row) for row in connection.execute(select(*mapping).where(HeaderMapping.scope.in_(scopes)))}
    return [row for key, row in proposals.items() if key not in known]
