"""Marking a school's own workbook."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipelines.feedback.annotation.comments import add_comments, draw_boxes
from pipelines.feedback.annotation.earlier import remove_earlier
from pipelines.feedback.annotation.grid import Grid
from pipelines.feedback.annotation.macros import drop_macros
from pipelines.feedback.annotation.model import CellFinding, ResultSheet, Severity
from pipelines.feedback.annotation.package import Package
from pipelines.feedback.annotation.places import LAST_ROW, Place, column_number
from pipelines.feedback.annotation.result import put_result_in_front
from pipelines.feedback.annotation.selection import unselect, unselect_unparsed
from pipelines.feedback.annotation.styles import Styles, format_of
from pipelines.feedback.annotation.workbook import Sheet, Workbook
from pipelines.feedback.annotation.worksheet import Worksheet


def annotate(content: bytes, findings: Sequence[CellFinding], result: ResultSheet) -> bytes:
    """An .xlsx or .xlsm workbook with its faulty cells coloured and commented, and ``result`` in front; an .xlsx.

    What an earlier annotation put in is taken out before. A finding on a row marks the first cell that the row shows; one
    without a row is told by ``result`` only. The archive must have been inspected before.

    Raises UnsuitableWorkbookError for what is no package of XML (.xlsb) or has damaged or oversized parts.
    """
    package = Package(content)
    book = Workbook(package)
    remove_earlier(package, book)
    styles = Styles(package, book)
    by_sheet: dict[Sheet, list[CellFinding]] = defaultdict(list)
    for finding in findings:
        if sheet := book.worksheet(finding.sheet):
            by_sheet[sheet].append(finding)
    for sheet in book.sheets:
        if sheet in by_sheet:
            _mark(package, book, styles, sheet, by_sheet[sheet])
        elif sheet.kind in ("worksheet", "chartsheet", "dialogsheet"):
            unselect_unparsed(package, sheet.part)
    put_result_in_front(package, book, styles, result)
    drop_macros(package, book)
    return package.to_bytes()


def _mark(package: Package, book: Workbook, styles: Styles, sheet: Sheet, findings: Iterable[CellFinding]) -> None:
    worksheet = Worksheet(package.read(sheet.part))
    unselect(worksheet.frame)
    grid = Grid(worksheet)
    by_place: dict[Place, list[CellFinding]] = defaultdict(list)
    for finding in findings:
        if place := _place(finding, grid):
            by_place[grid.shown(place)].append(finding)
    for place, found in by_place.items():
        cell = grid.cell(place)
        severity: Severity = "error" if any(finding.severity == "error" for finding in found) else "query"
        cell.set("s", str(styles.marked(format_of(cell), severity)))
    if by_place:
        boxes = add_comments(package, book, sheet, grid, by_place)
        draw_boxes(package, book, sheet, worksheet.frame, boxes)
    package.put(sheet.part, worksheet.to_bytes())


def _place(finding: CellFinding, grid: Grid) -> Place | None:
    row = finding.excel_row
    if row is None or not 1 <= row <= LAST_ROW:
        return None
    if finding.excel_column is None:
        return grid.first_cell(row)
    column = column_number(finding.excel_column)
    return (row, column) if column else None
