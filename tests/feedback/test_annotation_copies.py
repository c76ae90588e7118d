"""Workbooks made of files that are none, and of LibreOffice; both are marked like a school's own."""

import shutil
import subprocess
from pathlib import Path

import fastexcel
import pytest

from pipelines.feedback.annotation.copy import as_workbook, copy_of
from pipelines.intake.formats.sheet import RefusedFileError
from tests.feedback.annotation_books import book_of, comment, finding, marked, plain_workbook, values

SAMPLES = Path(__file__).parent.parent / "intake" / "should_pass"


def test_texts_stay_texts_at_their_places() -> None:
    rows = [(None, "001", "=1+1"), (), ("http://a.vn", None, "-5")]
    sheet = book_of(as_workbook([("Lớp", rows)]))["Lớp"]
    cells = {c.coordinate: (c.value, c.data_type, c.number_format) for row in sheet.iter_rows() for c in row if c.value}
    assert cells == {
        "B1": ("001", "s", "@"),
        "C1": ("=1+1", "s", "@"),
        "A3": ("http://a.vn", "s", "@"),
        "C3": ("-5", "s", "@"),
    }
    assert sheet["A3"].hyperlink is None


def test_names_that_excel_does_not_allow_are_changed_and_found_again() -> None:
    name = "Danh sách học sinh [lớp 6A] năm học 2025-2026"
    content = as_workbook([(name, [("a",)]), (name, [("b",)])])
    assert [len(title) <= 31 for title in book_of(content).sheetnames] == [True, True]
    assert comment(book_of(marked(content, finding(1, "A", sheet=name))), "A1", book_of(content).sheetnames[0])


@pytest.mark.parametrize("name", ["students.xls", "students.ods", "semicolon_bom.csv", "tab_utf16.txt", "titles.tsv"])
def test_copies_hold_the_same_cells(name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    copied = copy_of(name, content)
    if name.endswith(("xls", "ods")):
        reader, copy = fastexcel.read_excel(content), fastexcel.read_excel(copied)
        assert copy.sheet_names == [n for n in reader.sheet_names if reader.load_sheet(n).visible == "visible"]
        for sheet in copy.sheet_names:
            read = [
                book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_arrow().to_pylist()
                for book in (reader, copy)
            ]
            assert read[0] == read[1]
    title = book_of(copied).sheetnames[0]
    returned = marked(copied, finding(2, "B", sheet=title))
    assert comment(book_of(returned), "B2", title)
    assert values(returned) == values(copied)


def test_a_member_of_an_archive_is_named_as_its_findings_name_it() -> None:
    content = copy_of("lop.zip!lớp 6A.csv", (SAMPLES / "comma.csv").read_bytes())
    assert book_of(content).sheetnames == ["lớp 6A"]


def test_a_damaged_file_is_refused() -> None:
    content = (SAMPLES / "students.ods").read_bytes()
    with pytest.raises(RefusedFileError):
        copy_of("a.ods", content.replace(b"PK\x01\x02", b"PK\x01\x03"))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_workbook_of_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "school.xlsx").write_bytes(plain_workbook())
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run([*command, "--outdir", tmp_path / "out", tmp_path / "school.xlsx"], check=True, capture_output=True)
    content = (tmp_path / "out" / "school.xlsx").read_bytes()
    returned = marked(content, finding(2, "C"), finding(30, "H"))
    assert comment(book_of(returned), "C2")
    assert comment(book_of(returned), "H30")
    assert values(returned) == values(content)
