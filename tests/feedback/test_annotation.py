"""A school's own workbook given back: marked where it is wrong, untouched elsewhere."""

import re
from collections.abc import Callable

import pytest
from lxml import etree

from pipelines.errors import UnsuitableWorkbookError
from pipelines.feedback.annotation.annotate import annotate
from pipelines.feedback.annotation.model import ResultCell, ResultSheet
from pipelines.feedback.annotation.styles import FILLS
from tests.feedback.annotation_books import (
    HEADER,
    PUPIL_SHEET,
    PUPILS,
    RESULT,
    book_of,
    comment,
    fill,
    finding,
    marked,
    parts,
    plain_workbook,
    prefixed,
    repacked,
    school_workbook,
    strict,
    threaded,
    values,
)

ERROR, QUERY = FILLS["error"], FILLS["query"]
FINDINGS = (
    finding(6, "C"),
    finding(6, "B", "Tên có số", query=True),
    finding(8, "C", "Thiếu ngày sinh"),
    finding(7, "F", "Ngoài bảng"),
    finding(40, "B", "Dòng trống"),
    finding(None, None, "Thiếu cột Giới tính"),
)
# Parts that had to be changed, or that are new.
CHANGED = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",  # marked
    "xl/worksheets/sheet3.xml",  # was the selected one
    "xl/worksheets/sheet4.xml",  # the result
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
}


@pytest.fixture(scope="module")
def school() -> bytes:
    return school_workbook()


@pytest.fixture(scope="module")
def returned(school: bytes) -> bytes:
    return marked(school, *FINDINGS)


def test_cells_keep_their_values(school: bytes, returned: bytes) -> None:
    assert values(returned) == values(school)


def test_all_other_parts_are_the_same_bytes(school: bytes, returned: bytes) -> None:
    before, after = parts(school), parts(returned)
    assert {name for name in after if before.get(name) != after[name]} == CHANGED
    assert before.keys() <= after.keys()
    assert {"xl/media/image1.png", "xl/charts/chart1.xml", "xl/sharedStrings.xml"} <= before.keys()


def test_a_marked_sheet_keeps_every_element(school: bytes, returned: bytes) -> None:
    """Besides new cells at their places, only formats differ."""

    def flattened(content: bytes) -> list[tuple[str, dict[str, str], str | None]]:
        root = etree.fromstring(parts(content)["xl/worksheets/sheet1.xml"])
        return [
            (str(e.tag), {k: v for k, v in e.attrib.items() if k not in ("s", "tabSelected", "spans")}, e.text)
            for e in root.iter()
        ]

    before, after = flattened(school), flattened(returned)
    added = [attributes.get("r") for _, attributes, _ in after if attributes.get("r") in ("F7", "40", "B40")]
    assert added == ["F7", "40", "B40"]
    assert [element for element in after if element[1].get("r") not in added] == before


def test_rows_without_findings_keep_their_bytes(school: bytes, returned: bytes) -> None:
    def rows(content: bytes) -> dict[bytes, bytes]:
        sheet = parts(content)["xl/worksheets/sheet1.xml"]
        return {number: row for row, number in re.findall(rb'(<row r="(\d+)".*?</row>)', sheet)}

    before, after = rows(school), rows(returned)
    assert {number for number in after if before.get(number) != after[number]} == {b"6", b"7", b"8", b"40"}
    assert before.keys() < after.keys()


def test_marks_are_fills_over_the_cells_own_look(school: bytes, returned: bytes) -> None:
    before, after = book_of(school)[PUPIL_SHEET], book_of(returned)
    assert {cell: fill(after, cell) for cell in ("C6", "B6", "C8", "D6", "B7")} == {
        "C6": ERROR,
        "B6": QUERY,
        "C8": ERROR,
        "D6": None,
        "B7": None,
    }
    for cell in ("C6", "B6"):
        for look in ("font", "border", "number_format", "alignment"):
            assert repr(getattr(after[PUPIL_SHEET][cell], look)) == repr(getattr(before[cell], look))


def test_new_cells_look_like_their_column(returned: bytes) -> None:
    cell = book_of(returned)[PUPIL_SHEET]["F7"]
    assert (cell.font.name, cell.number_format, cell.value) == (".VnTime", "0.00", None)


def test_comments_say_message_and_fix_and_keep_what_was_said(returned: bytes) -> None:
    book = book_of(returned)
    assert comment(book, "C6") == "[csdl]\nNgày không có thật\nGhi lại theo giấy khai sinh"
    assert comment(book, "B6") == "Đã kiểm tra\n\n[csdl]\nTên có số\nGhi lại theo giấy khai sinh"
    assert comment(book, "A1", "Ghi chú") == "Ghi chú của trường"
    assert book[PUPIL_SHEET]["C6"].comment.author == "csdl"
    assert book[PUPIL_SHEET]["B6"].comment.author == "Cô Lan"


def test_a_thread_gets_a_reply_which_is_taken_out_again(school: bytes) -> None:
    """Excel 365 shows the thread, not the comment that stands in for it."""

    def thread(content: bytes) -> list[tuple[str | None, str | None, str | None]]:
        root = etree.fromstring(parts(content)["xl/threadedComments/threadedComment1.xml"])
        return [(comment.get("personId"), comment.get("parentId"), comment[0].text) for comment in root]

    content = threaded(school, "B6", "Đã kiểm tra", "Chưa")
    sent = marked(content, *FINDINGS)
    *before, reply = thread(sent)
    assert before == thread(content)
    assert reply[1:] == (before[1][1], "[csdl]\nTên có số\nGhi lại theo giấy khai sinh")
    people = etree.fromstring(parts(sent)["xl/persons/person.xml"])
    assert [person.get("displayName") for person in people if person.get("id") == reply[0]] == ["csdl"]
    assert thread(marked(sent, *FINDINGS)) == thread(sent)
    assert thread(marked(sent)) == thread(content)


def test_every_comment_has_one_box_that_holds_its_text(returned: bytes) -> None:
    drawing = parts(returned)["xl/drawings/vmlDrawing1.vml"].decode()
    places = re.findall(r"<x:Row>(\d+)</x:Row><x:Column>(\d+)</x:Column>", re.sub(r">\s+<", "><", drawing))
    assert sorted(places) == sorted([("5", "1"), ("5", "2"), ("7", "2"), ("6", "5"), ("39", "1")])
    numbers = re.findall(r'id="_x0000_s(\d+)"', drawing)
    assert len(set(numbers)) == len(numbers) == 5
    assert drawing.count("<x:Anchor>") == 5
    assert "2, 15, 5, 4, 7, 0, 9, 18" in drawing  # that of B6 has grown
    etree.fromstring(drawing)


def test_result_stands_in_front_and_is_the_only_one_selected(returned: bytes) -> None:
    book = book_of(returned)
    assert book.sheetnames == ["Kết quả", PUPIL_SHEET, "Ẩn", "Ghi chú"]
    assert book.active.title == "Kết quả"
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "visible", "hidden", "visible"]
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets] == [True, None, None, False]


def test_names_stay_with_their_sheets(returned: bytes) -> None:
    book = book_of(returned)
    assert book[PUPIL_SHEET].print_area == "'Lớp ''6A'' mới'!$A$1:$D$12"
    assert list(book["Ghi chú"].defined_names) == ["Rieng"]
    assert [name for name, defined in book.defined_names.items() if not defined.hidden] == ["Diem"]


def test_result_holds_texts_numbers_and_links(returned: bytes) -> None:
    sheet = book_of(returned)["Kết quả"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] == [["C6", "=1+1"], [3, None]]
    assert (sheet["B3"].data_type, sheet["A4"].data_type) == ("s", "n")
    assert sheet["A3"].hyperlink.location == "'Lớp ''6A'' mới'!C6"
    assert sheet.column_dimensions["B"].width == 60
    assert (sheet["A1"].font.bold, sheet["A1"].font.size) == (True, 16)
    assert sheet["B3"].fill.fgColor.rgb == f"FF{ERROR}"


@pytest.mark.parametrize("start", "=+-@")
def test_nothing_we_write_is_a_formula(start: str) -> None:
    text = f"{start}HYPERLINK(A1)"
    content = annotate(plain_workbook(), [finding(2, "C", text)], ResultSheet("Kết quả", (), [[ResultCell(text)]]))
    assert not any(b"<f>" in part or b"<f " in part for name, part in parts(content).items() if "sheets/" in name)
    assert book_of(content)["Kết quả"]["A1"].value == text
    assert comment(book_of(content), "C2").splitlines()[1] == text


def test_findings_of_one_cell_share_a_comment_errors_first() -> None:
    book = book_of(
        marked(plain_workbook(), finding(2, "C", "hỏi", query=True), finding(2, "C", "sai"), finding(2, "C", "sai"))
    )
    fix = "Ghi lại theo giấy khai sinh"
    assert comment(book, "C2") == f"[csdl]\nsai\n{fix}\n\nhỏi\n{fix}"
    assert fill(book, "C2") == ERROR


def test_findings_without_a_cell_mark_what_stands_for_it() -> None:
    content = plain_workbook([(), HEADER, ("", *PUPILS[0]), PUPILS[1]])
    sheet = book_of(marked(content, finding(3, None), finding(9, None)))[PUPIL_SHEET]
    assert {c.coordinate for row in sheet.iter_rows() for c in row if c.comment} == {"B3", "A9"}


def test_findings_at_no_place_mark_nothing() -> None:
    content = plain_workbook()
    returned = marked(
        content,
        finding(None, "D"),
        finding(None, None),
        finding(2, "C", sheet="Không có"),
        finding(2, "ZZZZ"),
        finding(2_000_000, "A"),
    )
    assert parts(returned)["xl/worksheets/sheet1.xml"].count(b"<c ") == parts(content)[
        "xl/worksheets/sheet1.xml"
    ].count(b"<c ")
    assert "xl/comments1.xml" not in parts(returned)
    assert values(returned) == values(content)


def test_a_merged_cell_is_marked_where_it_is_seen(school: bytes) -> None:
    book = book_of(marked(school, finding(12, "B")))
    assert comment(book, "A12")
    assert fill(book, "A12") == ERROR


def test_rows_and_cells_are_made_in_order_where_places_are_not_written() -> None:
    content = repacked(
        plain_workbook([("a", "b"), ("c", "d")]),
        lambda name, part: re.sub(rb'(<(?:row|c)) r="[A-Z0-9]+"', rb"\1", part) if "sheet1" in name else part,
    )
    returned = marked(content, finding(1, "D"), finding(2, "B"), finding(5, "A"))
    root = etree.fromstring(parts(returned)["xl/worksheets/sheet1.xml"])
    cells = [cell.get("r") for cell in root.iter("{*}c")]
    assert cells == ["A1", "B1", "D1", None, None, "A5"]
    assert fill(book_of(returned), "B2") == ERROR
    assert values(returned) == values(content)


def test_rows_and_cells_are_made_between_others() -> None:
    content = plain_workbook([("a",), (None, None, "c"), (), ("d",), ("e",)])
    returned = marked(content, finding(2, "B"), finding(3, "A"))
    root = etree.fromstring(parts(returned)["xl/worksheets/sheet1.xml"])
    assert [cell.get("r") for cell in root.iter("{*}c")] == ["A1", "B2", "C2", "A3", "A4", "A5"]
    assert values(returned) == values(content)


def _with_comment(sheet: bytes) -> bytes:
    return sheet.replace(b"<sheetData>", b'<sheetData><!-- <row r="2"><c r="A2"/></row> -->')


def _with_cdata(sheet: bytes) -> bytes:
    return sheet.replace(b"</row>", b'<c r="H1" t="inlineStr"><is><t><![CDATA[<row r="3">]]></t></is></c></row>', 1)


def _in_latin1(sheet: bytes) -> bytes:
    sheet = sheet.replace(b"</row>", b'<c r="H1" t="inlineStr"><is><t>\xe9</t></is></c></row>', 1)
    return sheet.replace(b"UTF-8", b"ISO-8859-1")


@pytest.mark.parametrize("variant", [_with_comment, _with_cdata, _in_latin1])
def test_rows_are_found_in_any_spelling_of_xml(variant: Callable[[bytes], bytes]) -> None:
    content = repacked(plain_workbook(), lambda name, part: variant(part) if name.endswith("/sheet1.xml") else part)
    returned = marked(content, finding(2, "A"), finding(3, "B"))
    book = book_of(returned)
    assert (fill(book, "A2"), fill(book, "B3"), fill(book, "A3")) == (ERROR, ERROR, None)
    assert values(returned) == values(content)


@pytest.mark.parametrize("variant", [strict, prefixed])
def test_other_spellings_of_ooxml(variant: Callable[[bytes], bytes], school: bytes) -> None:
    content = variant(plain_workbook())
    returned = marked(content, finding(2, "C"), finding(9, "B"))
    written = parts(returned)
    main = {
        etree.fromstring(written[name]).tag.rpartition("}")[0] for name in written if name.startswith("xl/worksheets/s")
    }
    assert len(main) == 1
    assert not any(b"ns0:" in part for part in written.values())
    ordinary = repacked(returned, lambda _, part: _ordinary(part))
    assert fill(book_of(ordinary), "C2") == ERROR
    assert comment(book_of(ordinary), "B9")
    assert values(ordinary) == values(plain_workbook())


def _ordinary(part: bytes) -> bytes:
    part = part.replace(
        b"http://purl.oclc.org/ooxml/spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"
    )
    return part.replace(
        b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"
    )


def test_a_workbook_without_styles_gets_some() -> None:
    def change(name: str, part: bytes) -> bytes | None:
        if name == "xl/styles.xml":
            return None
        return re.sub(rb"<(?:Override|Relationship) [^>]*styles[^>]*/>", b"", part)

    returned = marked(repacked(plain_workbook(), change), finding(2, "C"))
    assert fill(book_of(returned), "C2") == ERROR
    assert values(returned) == values(plain_workbook())


def test_macros_are_dropped() -> None:
    content = plain_workbook(macros=b"macros")
    written = parts(marked(content, finding(2, "C")))
    assert "xl/vbaProject.bin" in parts(content)
    assert not any(b"vbaProject" in name.encode() + part or b"macroEnabled" in part for name, part in written.items())


def test_a_taken_name_is_not_used_again() -> None:
    content = repacked(plain_workbook(), lambda _, part: part.replace(PUPIL_SHEET.encode(), "Kết quả".encode()))
    book = book_of(marked(content, finding(2, "C", sheet="Kết quả")))
    assert book.sheetnames == ["Kết quả (2)", "Kết quả"]
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets] == [True, None]


def test_drawings_that_are_no_xml_are_kept(school: bytes) -> None:
    """Excel leaves tags open in the texts of form controls."""
    broken = repacked(
        school, lambda name, part: part.replace(b"</div>", b"a<br>b</div>") if name.endswith("1.vml") else part
    )
    drawing = parts(marked(broken, finding(6, "C")))["xl/drawings/vmlDrawing1.vml"]
    assert drawing.count(b"<br>") == 1
    assert drawing.count(b"<x:ClientData") == 2


def test_texts_that_xml_or_excel_would_take_amiss() -> None:
    book = book_of(marked(plain_workbook(), finding(2, "C", "a\x0bb\ud800 <&> _x0041_")))
    assert comment(book, "C2").splitlines()[1] == "a\ufffdb\ufffd <&> _x005F_x0041_"


@pytest.mark.parametrize(
    "part, replacement",
    [
        ("xl/workbook.xml", b'<!DOCTYPE workbook [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook>&e;</workbook>'),
        ("xl/worksheets/sheet1.xml", b"<worksheet"),
        ("xl/styles.xml", b'<!DOCTYPE s [<!ENTITY a "aaaa">]><styleSheet>&a;</styleSheet>'),
        ("_rels/.rels", None),
    ],
)
def test_hostile_or_damaged_parts_are_refused(part: str, replacement: bytes | None) -> None:
    content = repacked(plain_workbook(), lambda name, old: replacement if name == part else old)
    with pytest.raises(UnsuitableWorkbookError):
        annotate(content, [finding(2, "C")], RESULT)


def test_what_is_no_package_is_refused() -> None:
    with pytest.raises(UnsuitableWorkbookError):
        annotate(b"no archive", [], RESULT)
