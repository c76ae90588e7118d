"""The sheet that is put in front of a workbook."""

from collections.abc import Mapping, Sequence

from pipelines.feedback.annotation.model import ResultCell, ResultSheet
from pipelines.feedback.annotation.package import Package
from pipelines.feedback.annotation.places import Place, cell_name
from pipelines.feedback.annotation.styles import Styles, wraps
from pipelines.feedback.annotation.workbook import Workbook
from pipelines.feedback.annotation.xml import Element, add, parse, set_text

_A4 = 9
# Points: a row of one line, of a title.
_LINE, _TITLE = 15, 26
# Letters in the width of a digit, in which columns are measured.
_LETTERS = 1.1
# Leads to the row below the result, where hidden cells show the fills that marked cells had before.
RESULT_NAME = "csdl_result"
# Excel allows 409 points a row.
_MOST_LINES = 27


def put_result_in_front(package: Package, book: Workbook, styles: Styles, result: ResultSheet) -> None:
    """Add the sheet; texts are written as such, so that none is ever a formula."""
    root = parse(f'<worksheet xmlns="{book.namespace[1:-1]}"/>'.encode())
    add(add(root, "sheetPr"), "pageSetUpPr", fitToPage=1)
    add(add(root, "sheetViews"), "sheetView", showGridLines=0, tabSelected=1, workbookViewId=0)
    add(root, "sheetFormatPr", defaultRowHeight=_LINE)
    if result.column_widths:
        columns = add(root, "cols")
        for number, width in enumerate(result.column_widths, 1):
            add(columns, "col", min=number, max=number, width=width, customWidth=1)
    data = add(root, "sheetData")
    links: dict[Place, tuple[str, str]] = {}
    for row_number, cells in enumerate(result.rows, 1):
        height = _height(cells, result.column_widths)
        row = add(data, "row", r=row_number, ht=height, customHeight=1)
        for column_number, cell in enumerate(cells, 1):
            place = row_number, column_number
            _write(row, place, cell, styles)
            if cell.link and (sheet := book.worksheet(cell.link[0])):
                links[place] = sheet.name, cell.link[1]
    last = len(result.rows) + 1
    samples = add(data, "row", r=last, hidden=1)
    for column_number, former in enumerate(styles.formers, 1):
        add(samples, "c", r=cell_name((last, column_number)), s=former)
    _link(root, links)
    add(root, "pageMargins", left=0.5, right=0.5, top=0.5, bottom=0.5, header=0.3, footer=0.3)
    add(root, "pageSetup", paperSize=_A4, orientation="landscape", fitToWidth=1, fitToHeight=0)
    part = package.free_name("xl/worksheets/sheet{}.xml")
    package.put(part, root)
    name = book.put_in_front(result.title, part)
    book.add_name(RESULT_NAME, f"{_quoted(name)}!$A${last}")


def _height(cells: Sequence[ResultCell], widths: Sequence[float]) -> int:
    """The height of a row in points: not every program finds it out itself on opening."""
    if any(cell.style == "title" for cell in cells):
        return _TITLE
    lines = [
        sum(1 + int(len(line) / (width * _LETTERS)) for line in cell.value.split("\n"))
        for cell, width in zip(cells, widths, strict=False)
        if isinstance(cell.value, str) and wraps(cell.style)
    ]
    return _LINE * min(max(lines, default=1), _MOST_LINES)


def _write(row: Element, place: Place, cell: ResultCell, styles: Styles) -> None:
    written = add(row, "c", r=cell_name(place), s=styles.look(cell.style))
    if isinstance(cell.value, int):
        add(written, "v").text = str(cell.value)
    elif cell.value:
        written.set("t", "inlineStr")
        set_text(add(add(written, "is"), "t"), cell.value)


def _link(root: Element, links: Mapping[Place, tuple[str, str]]) -> None:
    if not links:
        return
    parent = add(root, "hyperlinks")
    for place, (sheet, cell) in links.items():
        add(parent, "hyperlink", ref=cell_name(place), location=f"{_quoted(sheet)}!{cell}")


def _quoted(sheet: str) -> str:
    """The name of a sheet as references write it."""
    return "'{}'".format(sheet.replace("'", "''"))
