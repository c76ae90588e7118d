"""The page of a submission: complete in itself, safe whatever a cell holds, readable in either language."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from pipelines.feedback.labels import feedback_texts
from pipelines.feedback.page import page
from pipelines.feedback.report import Place, Report, SheetPlaces
from pipelines.feedback.result_sheet import result_sheet
from tests.feedback.conftest import SCRIPT

EMPTY_TAGS = {"meta", "br"}


class Reader(HTMLParser):
    """What a browser makes of a page: its tags, addresses and text; tags must close in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        if tag not in EMPTY_TAGS:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.words += data.split()

    @property
    def text(self) -> str:
        return " ".join(self.words)


def test_a_page_says_what_to_mend_and_where(report: Report) -> None:
    text = Reader(page(report, feedback_texts())).text
    assert "Trường THCS Kim Đồng" in text
    assert "Đầu năm học 2025–2026" in text
    assert "Nhận lúc 07:00 05/10/2025" in text
    assert "Cần sửa rồi nộp lại: 43 trong 64 dòng chưa được nhận. Số nguyên nhân: 4." in text
    assert "Lỗi Học sinh › Mã lớp Số chỗ: 40" in text
    assert "student.xlsx · trang student · cột H · dòng 18–57 · quy tắc XSC002" in text
    assert "Khối 6 1 5 5 10" in text
    assert "H18 , H19" in text and "H57" in text


@pytest.mark.parametrize(
    ("without", "told"),
    [({"classes": 0}, "Khối Nam Nữ Học sinh Khối 6 5 5 10"), ({"learners_by_sex": ()}, "Khối Số lớp Khối 6 1")],
)
def test_what_was_not_handed_in_is_not_told_as_none(report: Report, without: dict[str, object], told: str) -> None:
    grades = tuple(replace(grade, **without) for grade in report.totals.grades)  # type: ignore[arg-type]
    sexes = report.totals.sexes if "classes" in without else ()
    handed_in = replace(report, totals=replace(report.totals, grades=grades, sexes=sexes))
    assert told in Reader(page(handed_in, feedback_texts())).text
    sheet = result_sheet(handed_in, feedback_texts(), "")
    assert told in " ".join(str(cell.value) for row in sheet.rows for cell in row)


def test_a_page_stands_alone(report: Report) -> None:
    reader = Reader(page(report, feedback_texts()))
    assert not {"script", "link", "img", "iframe"} & set(reader.tags)
    assert reader.addresses == ["#causes"]


def test_text_of_cells_stays_text(report: Report) -> None:
    hostile = replace(report, sender_name=f'{SCRIPT}"><b onload=', sender_code="&amp;")
    source = page(hostile, feedback_texts())
    assert "<script" not in source
    assert SCRIPT in Reader(source).text


def test_a_page_is_told_in_english(english_report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_LANG", "en")
    source = page(english_report, feedback_texts())
    assert '<html lang="en">' in source
    text = Reader(source).text
    assert "To be mended and handed in again: 43 of 64 rows were not taken. Causes: 4." in text
    assert 'Row 18: class "6X" is not among the accepted classes of the school.' in text
    assert "Grade 6 1 5 5 10" in text


def test_queries_alone_are_accepted(report: Report) -> None:
    sheets = tuple(replace(sheet, accepted=sheet.accepted + sheet.rejected, rejected=0) for sheet in report.sheets)
    queries = tuple(cause for cause in report.causes if cause.severity == "query")
    text = Reader(page(replace(report, sheets=sheets, causes=queries), feedback_texts())).text
    assert f"Đã nhận: cả 64 dòng đều được nhận. Điểm cần xem lại: {len(queries)}." in text
    assert "Cần sửa rồi nộp lại" not in text


def test_a_page_without_findings_says_so(report: Report) -> None:
    sheets = tuple(replace(sheet, accepted=sheet.read, queried=0, rejected=0) for sheet in report.sheets)
    text = Reader(page(replace(report, sheets=sheets, causes=()), feedback_texts())).text
    assert "Đã nhận: cả 64 dòng đều được nhận, không phải sửa gì." in text
    assert "Không có lỗi và không có điểm cần giải trình." in text


def test_a_flood_of_places_is_cut_and_counted(report: Report) -> None:
    places = tuple(Place(row, "H", "6X") for row in range(2, 202))
    cause = replace(
        report.causes[0],
        findings=1500,
        sheets=(SheetPlaces("hs.xlsx", "6A", 1101, places), SheetPlaces("hs.xlsx", "6B", 401, places)),
    )
    text = Reader(page(replace(report, causes=(cause,)), feedback_texts())).text
    assert "hs.xlsx · 2 trang · quy tắc XSC002" in text
    assert "Xem từng chỗ (1.500)" in text
    assert "và 1.300 chỗ nữa" in text
    assert text.count("H201") == 1
