"""How fast a school's workbook is given back with its faulty cells marked, against openpyxl.

``python -m benchmarks.annotation`` prints one table: workbooks a second on two processes, each of 450 × 45 cells with
30 findings.
"""

import io
import time
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]  # the package has no stubs
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from benchmarks.measure import Cost
from benchmarks.table import Line, print_table
from pipelines.feedback.annotation.annotate import annotate
from pipelines.feedback.annotation.model import CellFinding, ResultCell, ResultSheet

PROCESSES = 2
ROWS, COLUMNS = 450, 45
FINDINGS = 30
WORKBOOKS = {"csdl": 120, "openpyxl": 24}
TARGET = 12.0  # workbooks a second

Marker = Callable[[bytes], bytes]


def workbook() -> bytes:
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    sheet = book.add_worksheet("Học sinh")
    sheet.write_row(0, 0, [f"Cột số {column}" for column in range(COLUMNS)])
    for row in range(1, ROWS):
        sheet.write_row(row, 0, [f"{row * 7919 % 997} Nguyễn {column}" for column in range(COLUMNS)])
    book.close()
    return memory.getvalue()


def findings() -> list[CellFinding]:
    return [
        CellFinding(
            "Học sinh", 5 + i * 14, "ABCDEFGHIJ"[i % 10], "error" if i % 3 else "query", f"Sai ô {i}", "Sửa lại"
        )
        for i in range(FINDINGS)
    ]


def by_csdl(content: bytes) -> bytes:
    cells = [[ResultCell(f.message, "text", (f.sheet, f"{f.excel_column}{f.excel_row}"))] for f in findings()]
    return annotate(content, findings(), ResultSheet("Kết quả", [60], cells))


def by_openpyxl(content: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    result = book.create_sheet("Kết quả", 0)
    fill = PatternFill("solid", start_color="FFC7CE")
    for finding in findings():
        cell = book[finding.sheet][f"{finding.excel_column}{finding.excel_row}"]
        cell.fill = fill
        cell.comment = Comment(f"{finding.message}\n{finding.fix}", "csdl")
        result.append([finding.message])
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def mark(marker: Marker, content: bytes, _: int) -> int:
    return len(marker(content))


def measure(marker: Marker, count: int) -> Cost:
    content = workbook()
    with get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(partial(mark, marker, content), range(PROCESSES))  # imports
        begin = time.perf_counter()
        pool.map(partial(mark, marker, content), range(count), chunksize=4)
        return Cost(time.perf_counter() - begin, 0)


def main() -> None:
    lines = []
    for name, marker, target in (("csdl", by_csdl, TARGET), ("openpyxl", by_openpyxl, None)):
        count = WORKBOOKS[name]
        cost = measure(marker, count)
        what = f"{count} workbooks of {ROWS} × {COLUMNS} cells annotated by {name}"
        lines.append(Line(what, cost, count / cost.seconds, target, "workbooks/s", is_least=True))
    print_table(lines)


if __name__ == "__main__":
    main()
