"""A school mends the workbook that it got and sends that: what was put in before is gone, and nothing is said twice."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Fill, GradientFill, PatternFill

from pipelines.desk import check_files
from pipelines.feedback.annotation.styles import FILLS
from tests.feedback.annotation_books import (
    PUPIL_SHEET,
    book_of,
    comment,
    fill,
    finding,
    marked,
    parts,
    plain_workbook,
    school_workbook,
    values,
)
from tests.validation.staged import PARTITION

FINDINGS = (finding(6, "C"), finding(6, "B", "Tên có số", query=True), finding(40, "B", "Dòng trống"))
# Excel's own "Bad", as schools use it, and others that a shade has to stand for.
FILLED: dict[str, Fill] = {
    "A2": PatternFill("solid", start_color="FFC7CE"),
    "B2": PatternFill("solid", start_color="92D050"),
    "C2": GradientFill(stop=("FFFFFF", "00B050")),
    "D2": PatternFill("lightUp", start_color="FF0000"),
    "A3": PatternFill("solid", start_color="92D050"),
}


def _by_openpyxl(content: bytes) -> bytes:
    """As another program writes the same workbook: other parts, other numbers of formats."""
    memory = io.BytesIO()
    book_of(content).save(memory)
    return memory.getvalue()


def _by_libreoffice(content: bytes, folder: Path) -> bytes:
    (folder / "sent.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        folder / "out",
    ]
    subprocess.run([*command, folder / "sent.xlsx"], check=True, capture_output=True)
    return (folder / "out" / "sent.xlsx").read_bytes()


def _filled() -> bytes:
    book = book_of(plain_workbook())
    for cell, its in FILLED.items():
        book[PUPIL_SHEET][cell].fill = its
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def _comments(content: bytes) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (sheet.title, cell.coordinate): (cell.comment.text, cell.comment.author)
        for sheet in book_of(content).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


@pytest.mark.parametrize("resaved", [bytes, _by_openpyxl])
def test_what_was_put_in_is_taken_out(resaved: Callable[[bytes], bytes]) -> None:
    school = school_workbook()
    again = marked(resaved(marked(school, *FINDINGS)))
    assert book_of(again).sheetnames == ["Kết quả", *book_of(school).sheetnames]
    assert values(again) == values(resaved(school))
    assert _comments(again) == _comments(school)
    assert {cell: fill(book_of(again), cell) for cell in ("B6", "C6", "B40")} == dict.fromkeys(("B6", "C6", "B40"))
    names = {name for name, defined in book_of(again).defined_names.items() if not defined.hidden}
    assert names == {"Diem"}
    assert book_of(again)[PUPIL_SHEET].print_area == book_of(school)[PUPIL_SHEET].print_area


def test_nothing_is_said_twice() -> None:
    once = marked(school_workbook(), *FINDINGS)
    twice = marked(once, *FINDINGS)
    assert _comments(twice) == _comments(once)
    assert book_of(twice).sheetnames == book_of(once).sheetnames
    drawings = [parts(content)["xl/drawings/vmlDrawing1.vml"] for content in (once, twice)]
    assert [drawing.count(b"<x:Row>") for drawing in drawings] == [3, 3]
    assert parts(twice).keys() == parts(once).keys()


@pytest.mark.parametrize("resaved", [bytes, _by_openpyxl])
def test_cells_get_their_own_fills_back(resaved: Callable[[bytes], bytes]) -> None:
    sent = resaved(marked(_filled(), *(finding(int(cell[1]), cell[0]) for cell in [*FILLED, "B3"])))
    assert {fill(book_of(sent), cell) for cell in FILLED} != {FILLS["error"]}, "shades tell them apart"
    after = book_of(marked(sent, finding(3, "B")))
    assert {cell: repr(after[PUPIL_SHEET][cell].fill) for cell in FILLED} == {
        cell: repr(book_of(_filled())[PUPIL_SHEET][cell].fill) for cell in FILLED
    }
    assert fill(after, "B3") == FILLS["error"]


def test_more_fills_than_shades_are_marked_all_the_same() -> None:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    sheet = book.add_worksheet(PUPIL_SHEET)
    for row in range(40):
        sheet.write(row, 0, "a", book.add_format({"bg_color": f"#00{row + 16:02X}00"}))
    book.close()
    sent = marked(memory.getvalue(), *(finding(row + 1, "A") for row in range(40)))
    assert {(fill(book_of(sent), f"A{row + 1}") or "")[:5] for row in range(40)} == {"FFC6C", "FFC6D"}
    again = book_of(marked(sent))
    assert [fill(again, cell) for cell in ("A1", "A15", "A40")] == ["001000", "001E00", None]


def test_marks_are_found_where_the_school_moved_them() -> None:
    book = book_of(marked(_filled(), finding(2, "B"), finding(3, "C")))
    book[PUPIL_SHEET].insert_rows(2, 5)
    book[PUPIL_SHEET]["C8"].comment.text = "Đã hỏi gia đình\n\n" + book[PUPIL_SHEET]["C8"].comment.text
    # As Excel does it, names follow.
    book["Kết quả"].title = "Lần trước"
    name = book.defined_names["csdl_result"]
    name.attr_text = name.attr_text.replace("Kết quả", "Lần trước")
    memory = io.BytesIO()
    book.save(memory)
    again = book_of(marked(memory.getvalue()))
    assert again.sheetnames == ["Kết quả", PUPIL_SHEET]
    assert (fill(again, "B7"), fill(again, "C8")) == ("92D050", None)
    assert (comment(again, "B7"), comment(again, "C8")) == ("", "Đã hỏi gia đình")


def test_a_school_may_have_deleted_the_result() -> None:
    book = book_of(marked(_filled(), finding(2, "B"), finding(3, "C")))
    del book["Kết quả"]
    book.defined_names["csdl_result"].attr_text = "#REF!"
    memory = io.BytesIO()
    book.save(memory)
    again = book_of(marked(memory.getvalue()))
    assert (fill(again, "B2"), fill(again, "C3"), comment(again, "C3")) == (None, None, "")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_workbook_that_libreoffice_saved(tmp_path: Path) -> None:
    sent = _by_libreoffice(marked(school_workbook(), *FINDINGS, finding(7, "F")), tmp_path)
    again = book_of(marked(sent))
    assert again.sheetnames == ["Kết quả", PUPIL_SHEET, "Ẩn", "Ghi chú"]
    assert [fill(again, cell) for cell in ("B6", "C6", "F7", "B40")] == [None] * 4
    assert [comment(again, cell) for cell in ("B6", "C6", "F7", "B40")] == ["Đã kiểm tra", "", "", ""]


def test_a_workbook_that_was_never_annotated_keeps_what_looks_like_it() -> None:
    book = book_of(plain_workbook())
    cell = book[PUPIL_SHEET]["B2"]
    cell.fill = PatternFill("solid", start_color=FILLS["error"])
    cell.comment = openpyxl.comments.Comment("[csdl]\nCủa trường", "Cô Lan")
    memory = io.BytesIO()
    book.save(memory)
    after = book_of(marked(memory.getvalue()))
    assert (fill(after, "B2"), comment(after, "B2")) == (FILLS["error"], "[csdl]\nCủa trường")


def test_the_result_is_no_data_when_it_comes_back(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Khối", "Lớp", "Trạng thái"])
    for day in range(1, 30):
        book.worksheets[0].append(["Họ và tên", f"{day}/13/2014", "Nam", "Kinhh", "Khối 6", "6A", "Đang học"])
    book.save(tmp_path / "1.xlsx")
    first = check_files([tmp_path / "1.xlsx"], period=PARTITION.period, annotated=tmp_path / "2.xlsx")
    second = check_files([tmp_path / "2.xlsx"], period=PARTITION.period)
    assert second.rows == first.rows
    assert [(f["rule_id"], f["sheet"]) for f in second.findings] == [(f["rule_id"], f["sheet"]) for f in first.findings]
