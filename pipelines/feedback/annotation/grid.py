"""The cells of a worksheet's XML by place, and how wide and high they are shown."""

from lxml import etree

from pipelines.feedback.annotation.places import LAST_COLUMN, LAST_ROW, Place, cell_name, parse_cell, parse_range
from pipelines.feedback.annotation.styles import format_of
from pipelines.feedback.annotation.worksheet import Worksheet
from pipelines.feedback.annotation.xml import (
    TRUE,
    Element,
    child,
    children,
    flag,
    measure,
    namespace,
    number,
    remove_attribute,
)

_DIGIT = 7  # pixels, in Excel's usual font
_COLUMN_WIDTH = 9.14  # digits, where nothing is said
_ROW_HEIGHT = 15.0  # points
_PIXELS_PER_POINT = 4 / 3


class Grid:
    """Finds cells and makes them; cells may lack their places, which then follow from their order."""

    def __init__(self, sheet: Worksheet) -> None:
        root = sheet.frame
        self._sheet = sheet
        self._columns = [
            (number(column.get("min")), number(column.get("max")), column)
            for columns in children(root, "cols")
            for column in children(columns, "col")
        ]
        defaults = child(root, "sheetFormatPr")
        self._width = measure(defaults.get("defaultColWidth") if defaults is not None else None, _COLUMN_WIDTH)
        self._height = measure(defaults.get("defaultRowHeight") if defaults is not None else None, _ROW_HEIGHT)
        self._merged = [
            corners
            for merged in children(child(root, "mergeCells"), "mergeCell")
            if (corners := parse_range(merged.get("ref", "")))
        ]

    def shown(self, place: Place) -> Place:
        """Where a cell is seen: at the first one of those that it is merged with."""
        for (top, left), (bottom, right) in self._merged:
            if top <= place[0] <= bottom and left <= place[1] <= right:
                return top, left
        return place

    def first_cell(self, row_number: int) -> Place:
        """The first cell of a row that holds something and can be seen."""
        row = self._sheet.row(row_number)
        if row is not None:
            for column, cell in _cells(row):
                if len(cell) and self.column_pixels(column):
                    return row_number, column
        return row_number, 1

    def cell(self, place: Place) -> Element:
        """The cell at a place, made if there is none, in the look of its row or column."""
        row = self._sheet.row(place[0])
        if row is None:
            row = self._sheet.add_row(place[0])
        cells = _cells(row)
        following = None
        for column, cell in cells:
            if column == place[1]:
                return cell
            if column > place[1] and following is None:
                following = cell
        for column, cell in cells:
            cell.set("r", cell_name((place[0], column)))
        # Says which columns the row has, no longer rightly.
        remove_attribute(row, "spans")
        made = etree.Element(namespace(row) + "c")
        made.set("r", cell_name(place))
        source = row if flag(row, "customFormat") else self._column(place[1])
        if source is not None and format_of(source):
            made.set("s", str(format_of(source)))
        if following is None:
            row.append(made)
        else:
            following.addprevious(made)
        return made

    def _column(self, column_number: int) -> Element | None:
        found = (column for first, last, column in self._columns if first <= column_number <= last)
        return next(found, None)

    def column_pixels(self, column_number: int) -> int:
        column = self._column(column_number)
        if column is None:
            return round(self._width * _DIGIT)
        return 0 if flag(column, "hidden") else round(measure(column.get("width"), self._width) * _DIGIT)

    def row_pixels(self, row_number: int) -> int:
        if self._sheet.attribute(row_number, "hidden") in TRUE:
            return 0
        return round(measure(self._sheet.attribute(row_number, "ht"), self._height) * _PIXELS_PER_POINT)

    def across(self, column: int, pixels: int) -> tuple[int, int]:
        """Where one arrives so many pixels to the right of a column's left edge: the column and the pixels in it."""
        while column < LAST_COLUMN and pixels >= (width := self.column_pixels(column)):
            column, pixels = column + 1, pixels - width
        return column, pixels

    def down(self, row: int, pixels: int) -> tuple[int, int]:
        """Where one arrives so many pixels below a row's upper edge."""
        while row < LAST_ROW and pixels >= (height := self.row_pixels(row)):
            row, pixels = row + 1, pixels - height
        return row, pixels


def _cells(row: Element) -> list[tuple[int, Element]]:
    found = []
    last = 0
    for cell in children(row, "c"):
        place = parse_cell(cell.get("r", ""))
        last = place[1] if place else last + 1
        found.append((last, cell))
    return found
