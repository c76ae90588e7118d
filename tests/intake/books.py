"""Workbooks made for tests."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

HEADER = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Khối", "Trạng thái")
PUPILS = (
    (1, "Nguyễn Văn An", "15/03/2014", "Nam", "Kinh", "Khối 6", "Đang học"),
    (2, "Trần Thị Bích", "01/12/2014", "Nữ", "Tày", "Khối 6", "Đang học"),
)

Cells = Sequence[Sequence[Any]]


def workbook(sheets: Mapping[str, Cells], hidden: Sequence[str] = ()) -> bytes:
    """A workbook of the given rows: None is an empty cell, text that begins with = a formula that gave #DIV/0!."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(i, j, cell, None, "#DIV/0!")
                elif cell is not None:
                    sheet.write(i, j, cell)
        if name in hidden:
            sheet.hide()
    book.close()
    return memory.getvalue()


def students(*rows: Sequence[Any], header: Sequence[str] = HEADER, name: str = "Học sinh") -> bytes:
    return workbook({name: [header, *(rows or PUPILS)]})


def zipped(members: Mapping[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return memory.getvalue()
