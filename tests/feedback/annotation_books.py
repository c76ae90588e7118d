"""Workbooks as schools make them, for tests of annotation; and looking into packages."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence

import fastexcel
import xlsxwriter
from openpyxl import Workbook, load_workbook

from pipelines.feedback.annotation.annotate import annotate
from pipelines.feedback.annotation.model import CellFinding, ResultCell, ResultSheet
from pipelines.intake.package import inspect

HEADER = ("STT", "Họ và tên", "Ngày sinh", "Điểm")
PUPILS = ((1, "Nguyễn Văn An", "31/02/2014", 8.5), (2, "Trần Thị Bích", "01/12/2014", 9), (3, "Lê Cường", "", 7))
PUPIL_SHEET = "Lớp '6A' mới"
RESULT = ResultSheet(
    "Kết quả",
    (30, 60),
    (
        (ResultCell("Kết quả kiểm tra", "title"),),
        (ResultCell("Ô", "heading"), ResultCell("Lỗi", "heading")),
        (ResultCell("C6", "link", (PUPIL_SHEET, "C6")), ResultCell("=1+1", "error")),
        (ResultCell(3, "number"), ResultCell(None)),
    ),
)


def finding(
    row: int | None,
    column: str | None,
    message: str = "Ngày không có thật",
    *,
    sheet: str = PUPIL_SHEET,
    query: bool = False,
) -> CellFinding:
    return CellFinding(sheet, row, column, "query" if query else "error", message, "Ghi lại theo giấy khai sinh")


def marked(content: bytes, *findings: CellFinding) -> bytes:
    """Annotate as the pipeline does: after the look at the package."""
    inspect("truong.xlsm", content)
    return annotate(content, findings, RESULT)


def school_workbook() -> bytes:
    """Title and header from row 5, picture, chart, merged cells, names, comments, rules; the second sheet is active."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    pupils, hidden, other = (book.add_worksheet(name) for name in (PUPIL_SHEET, "Ẩn", "Ghi chú"))
    bold = book.add_format({"bold": True, "font_name": ".VnTime", "border": 1, "num_format": "0.00"})
    pupils.merge_range("A1:D1", "TRƯỜNG TIỂU HỌC", bold)
    pupils.set_column("B:B", 28)
    pupils.set_column("F:F", 12, bold)
    pupils.write_row("A5", HEADER, bold)
    for row, pupil in enumerate(PUPILS, 5):
        pupils.write_row(row, 0, pupil, bold)
    pupils.merge_range("A12:B12", "Người lập", bold)
    pupils.write_formula("D9", "=SUM(D6:D8)", None, 24.5)
    pupils.conditional_format("D6:D8", {"type": "cell", "criteria": "<", "value": 8, "format": bold})
    pupils.data_validation("D6:D8", {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 10})
    pupils.write_comment("B6", "Đã kiểm tra", {"author": "Cô Lan"})
    pupils.insert_image("H2", "dot.png", {"image_data": io.BytesIO(_dot())})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": [PUPIL_SHEET, 5, 3, 7, 3]})
    pupils.insert_chart("H10", chart)
    pupils.print_area("A1:D12")
    pupils.autofilter("A5:D8")
    hidden.hide()
    other.write("A1", "Không đổi")
    other.write_comment("A1", "Ghi chú của trường")
    other.activate()
    book.define_name("Diem", f"='{PUPIL_SHEET.replace(chr(39), chr(39) * 2)}'!$D$6:$D$8")
    book.define_name("'Ghi chú'!Rieng", "='Ghi chú'!$A$1")
    book.close()
    return memory.getvalue()


def plain_workbook(rows: Sequence[Sequence[object]] = (HEADER, *PUPILS), macros: bytes = b"") -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    sheet = book.add_worksheet(PUPIL_SHEET)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    if macros:
        book.add_vba_project(io.BytesIO(macros), is_stream=True)
    book.close()
    return memory.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with each part as ``change`` returns it; None leaves it out."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts(content).items():
            changed = change(name, part)
            if changed is not None:
                archive.writestr(name, changed)
    return memory.getvalue()


def threaded(content: bytes, cell: str, *said: str) -> bytes:
    """The school's workbook with the comment of a cell as a thread, as Excel 365 writes it."""
    ids = [f"{{{n:08X}-CA47-1067-B31D-00DD010662DA}}" for n, _ in enumerate(said)]
    base = "http://schemas.microsoft.com/office"
    namespace = f'xmlns="{base}/spreadsheetml/2018/threadedcomments"'
    comments = "".join(
        f'<threadedComment ref="{cell}" dT="2026-01-01T00:00:00.00" personId="{{1}}" id="{id_}"'
        + (f' parentId="{ids[0]}"' if number else "")
        + f"><text>{text}</text></threadedComment>"
        for number, (id_, text) in enumerate(zip(ids, said, strict=True))
    )
    person = '<person displayName="Cô Lan" id="{1}" userId="lan" providerId="None"/>'
    new = {
        "xl/persons/person.xml": f"<personList {namespace}>{person}</personList>",
        "xl/threadedComments/threadedComment1.xml": f"<ThreadedComments {namespace}>{comments}</ThreadedComments>",
    }
    related = {
        "xl/_rels/workbook.xml.rels": ("person", "/xl/persons/person.xml"),
        "xl/worksheets/_rels/sheet1.xml.rels": ("threadedComment", "/xl/threadedComments/threadedComment1.xml"),
    }

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/comments1.xml":
            return part.replace("Cô Lan".encode(), f"tc={ids[0]}".encode())
        if name in related:
            kind, target = related[name]
            type_ = f"{base}/2017/10/relationships/{kind}"
            relationship = f'<Relationship Id="rId90" Type="{type_}" Target="{target}"/></Relationships>'
            return part.replace(b"</Relationships>", relationship.encode())
        return part

    memory = io.BytesIO(repacked(content, change))
    with zipfile.ZipFile(memory, "a") as archive:
        for name, part in new.items():
            archive.writestr(name, part)
    return memory.getvalue()


def strict(content: bytes) -> bytes:
    """The same in the namespaces of Strict OOXML."""
    spellings = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
    )

    def change(_: str, part: bytes) -> bytes:
        for ordinary, spelled in spellings:
            part = part.replace(ordinary, spelled)
        return part

    return repacked(content, change)


def prefixed(content: bytes) -> bytes:
    """The same with a prefix at every element of the spreadsheet's own namespace."""

    def change(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/") or name.endswith(".rels") or b"/spreadsheetml/2006/main" not in part:
            return part
        part = re.sub(rb"<(/?)(?=[A-Za-z]+[ >/])", rb"<\1x:", part)
        return part.replace(b"xmlns=", b"xmlns:x=")

    return repacked(content, change)


def book_of(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def values(content: bytes) -> dict[str, object]:
    """What openpyxl and fastexcel see in the cells, sheet by sheet, without the result sheet."""
    book = book_of(content)
    reader = fastexcel.read_excel(content)
    assert reader.sheet_names == book.sheetnames
    seen: dict[str, object] = {}
    for name in book.sheetnames:
        if not name.startswith(RESULT.title):
            cells = {c.coordinate: c.value for row in book[name].iter_rows() for c in row if c.value is not None}
            read = reader.load_sheet(name, header_row=None, dtypes="string", skip_rows=0).to_arrow().to_pylist()
            filled = [{k: v for k, v in row.items() if v is not None} for row in read]
            while filled and not filled[-1]:
                filled.pop()
            seen[name] = cells, filled
    return seen


def comment(book: Workbook, cell: str, sheet: str = PUPIL_SHEET) -> str:
    found = book[sheet][cell].comment
    return found.text if found else ""


def fill(book: Workbook, cell: str, sheet: str = PUPIL_SHEET) -> str | None:
    pattern = book[sheet][cell].fill
    return str(pattern.fgColor.rgb)[2:] if pattern.patternType == "solid" else None


def _dot() -> bytes:
    """A PNG picture of one pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    header = struct.pack(">2L5B", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
