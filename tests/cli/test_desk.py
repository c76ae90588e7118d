"""check and template: what a clerk does before anything is submitted."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import Result

from csdl import output
from pipelines.texts import Texts
from schemas.catalogue import load_catalogue
from schemas.model import Language
from tests.cli.conftest import Csdl
from tests.conftest import SAMPLE_PERIOD
from tests.intake.books import HEADER, PUPILS, students, workbook

CONTRACT = {
    *(
        "submission_id",
        "period",
        "school_code",
        "dataset",
        "file",
        "sheet",
        "excel_row",
        "excel_column",
        "field",
        "value",
    ),
    *("rule_id", "severity", "message_vi", "message_en", "fix_vi", "fix_en", "cause_id"),
}


@pytest.fixture(scope="module")
def student_list(sample_tree: Path) -> Path:
    """The list of students of a school that hands in a file for each dataset."""
    return next(path for path in sorted(sample_tree.rglob("*.xlsx")) if path.name.startswith("hoc_sinh"))


@dataclass(frozen=True)
class Checked:
    """What became of files that were checked with ``--annotated``, in an empty workspace."""

    answer: Result
    home: Path
    annotated: Path

    @property
    def report(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.answer.stdout)
        return told


def check(tmp_path_factory: pytest.TempPathFactory, annotated: str, *arguments: object) -> Checked:
    home, out = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("out") / annotated
    answer = Csdl(home)("check", *arguments, "--period", SAMPLE_PERIOD, "--json", "--annotated", out)
    return Checked(answer, home, out)


@pytest.fixture(scope="module")
def checked_list(student_list: Path, tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return check(tmp_path_factory, "ket_qua.xlsx", student_list)


@pytest.fixture(scope="module")
def checked_school(student_list: Path, tmp_path_factory: pytest.TempPathFactory) -> Checked:
    school = student_list.parent
    return check(tmp_path_factory, "ket_qua", *sorted(school.iterdir()), "--school", school.name)


def test_a_list_alone_is_checked_without_noise(checked_list: Checked) -> None:
    assert checked_list.answer.exit_code == 1, checked_list.answer.stderr
    report = checked_list.report
    assert set(report["findings"][0]) == CONTRACT
    assert {"school", "class"} <= set(report["missing_datasets"])
    rows = report["rows"]["student"]
    assert rows["read"] == rows["accepted"] + rows["queried"] + rows["rejected"]
    # What was planted is some 2 % of the rows.
    assert 0 < rows["rejected"] < 0.1 * rows["read"]


def test_findings_stand_where_excel_shows_them(csdl: Csdl, tmp_path: Path) -> None:
    """Under two title rows and beside an empty column: Excel's own row number and column letter."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    header = [None, "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Khối", "Lớp", "Trạng thái"]
    rows = [
        [None, "Nguyễn Văn An", "12/05/2014", "Nam", "Kinh", "Khối 6", "6A", "Đang học"],
        [None, "Trần Thị Bình", "31/02/2014", "Nữ", "Kinh", "Khối 6", "6A", "Đang học"],
        [None, "Lê Văn Cường", "20/11/2014", "0", "Kinh", "Khối 6", "6A", "Đang học"],
    ]
    for row in [["DANH SÁCH HỌC SINH"], [], header, *rows]:
        sheet.append(row)
    path = tmp_path / "danh sách.xlsx"
    book.save(path)
    report = json.loads(csdl("check", path, "--period", SAMPLE_PERIOD, "--json").stdout)
    places = {(f["rule_id"], f["file"], f["excel_row"], f["excel_column"], f["value"]) for f in report["findings"]}
    assert {("FLD003", path.name, 5, "C", "31/02/2014"), ("FLD028", path.name, 6, "D", "0")} <= places


def test_a_formula_error_is_told_once(csdl: Csdl, tmp_path: Path) -> None:
    """Not as the odd name, the unknown code or the impossible date that #DIV/0! would be, too."""
    failed = (2, *["=1/0"] * 5, "Đang học")
    path = tmp_path / "loi.xlsx"
    path.write_bytes(students(PUPILS[0], failed, PUPILS[1]))
    report = json.loads(csdl("check", path, "--period", SAMPLE_PERIOD, "--json").stdout)
    told = [(f["rule_id"], f["excel_column"]) for f in report["findings"] if f["value"] == "#DIV/0!"]
    assert told == [("FIL015", column) for column in "BCDEF"]


def test_a_long_value_is_quoted_in_part(csdl: Csdl, tmp_path: Path) -> None:
    """A cell may hold 32,767 characters, and so may the cell that says what is wrong with it."""
    number, _, *rest = PUPILS[0]
    path = tmp_path / "dai.xlsx"
    path.write_bytes(students((number, "An1" * 10_000, *rest), PUPILS[1]))
    report = json.loads(csdl("check", path, "--period", SAMPLE_PERIOD, "--json").stdout)
    [told] = [finding for finding in report["findings"] if finding["rule_id"] == "FLD023"]
    assert len(told["value"]) == 30_000
    assert f'"{("An1" * 67)[:199]}…"' in told["message_vi"]


def test_a_whole_school_is_checked_across_its_files(checked_school: Checked) -> None:
    report = checked_school.report
    assert set(report["rows"]) >= {"school", "class", "student", "staff"}
    assert not {"school", "class"} & set(report["missing_datasets"])


def test_a_clerk_reads_it_in_either_language(csdl: Csdl, student_list: Path) -> None:
    vietnamese = csdl("check", student_list, "--period", SAMPLE_PERIOD).stdout
    english = csdl.program("check", student_list, "--period", SAMPLE_PERIOD, "--lang", "en").stdout
    assert "Chưa kiểm tra các quy tắc đối chiếu với: Trường" in vietnamese
    assert "Rules that compare with these were not checked: School" in english


def test_nothing_is_stored(checked_list: Checked) -> None:
    assert not list(checked_list.home.iterdir())


def test_a_broken_file_is_a_finding(csdl: Csdl, tmp_path: Path) -> None:
    path = tmp_path / "hong.xlsx"
    path.write_bytes(b"PK\x03\x04 cut short")
    answer = csdl("check", path, "--json")
    assert answer.exit_code == 1, answer.stderr
    assert [finding["rule_id"] for finding in json.loads(answer.stdout)["findings"]] == ["FIL002"]


def test_an_impossible_period_is_told_in_words(csdl: Csdl, student_list: Path) -> None:
    answer = csdl("check", student_list, "--period", "2025")
    assert answer.exit_code == 2
    assert "2025-2026-dau-nam" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_template_is_accepted_as_it_is(csdl: Csdl, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    assert csdl("template", "school", "student", "-o", path).exit_code == 0
    assert {"Trường", "Học sinh"} <= set(openpyxl.load_workbook(path).sheetnames)
    assert csdl("template", "pupils", "-o", path).exit_code == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_help_of_templates_names_all_datasets(language: Language) -> None:
    named = Texts(Path(output.__file__).with_name("texts.csv"), language)("argument.dataset")
    assert named.partition(": ")[2].rstrip(".").split(", ") == list(load_catalogue().datasets)


def test_an_empty_template_is_annotated_as_well(csdl: Csdl, tmp_path: Path) -> None:
    csdl("template", "student", "-o", tmp_path / "mau.xlsx")
    answer = csdl("check", tmp_path / "mau.xlsx", "--annotated", tmp_path / "ket_qua.xlsx")
    assert answer.exit_code == 1
    assert "FIL014" in answer.stdout and "Không mở được tệp" not in answer.stdout
    result = openpyxl.load_workbook(tmp_path / "ket_qua.xlsx").worksheets[0]
    assert "FIL014" in {cell.value for row in result for cell in row}


def test_a_template_is_for_its_period(csdl: Csdl, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    for period, has_districts in (("2019-2020-dau-nam", True), ("2026-2027-dau-nam", False)):
        answer = csdl("template", "school", "-o", path, "--period", period)
        assert answer.exit_code == 0 and period in answer.stdout
        headers = [cell.value for cell in openpyxl.load_workbook(path)["Trường"][1]]
        assert ("Quận/huyện" in headers) == has_districts
    assert csdl("template", "school", "-o", path, "--school", "79760501").exit_code == 2, "a period is needed"


def test_a_workbook_comes_back_with_its_cells_marked(checked_list: Checked, student_list: Path) -> None:
    before, after = openpyxl.load_workbook(student_list), openpyxl.load_workbook(checked_list.annotated)
    assert after.sheetnames == ["Kết quả", *before.sheetnames]
    placed = [f for f in checked_list.report["findings"] if f["excel_row"] and f["excel_column"]]
    assert placed
    for finding in placed:
        cell = after[finding["sheet"]][f"{finding['excel_column']}{finding['excel_row']}"]
        assert finding["message_vi"] in cell.comment.text
        assert cell.fill.start_color.rgb in ("FFFFC6CE", "FFFFEA9C")
    for name in before.sheetnames:
        assert [[c.value for c in row] for row in after[name]] == [[c.value for c in row] for row in before[name]]


def test_a_finding_on_a_column_marks_the_header_of_its_own_table(csdl: Csdl, tmp_path: Path) -> None:
    """Two lists, one below the other."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in LIST.splitlines():
        sheet.append(line.split(";"))
    sheet.append([])
    answers = ["Lớp ghép", "Lớp chuyên", "Lớp bán trú", "Lớp VNEN"]
    sheet.append(["Tên lớp", "Khối", *answers, "Lớp ghép độ tuổi", "Cột lạ"])
    for name in ("6A", "6B"):
        sheet.append([name, "Khối 6", *("Không" for _ in answers), "0", "abc"])
    book.save(tmp_path / "hai_bang.xlsx")
    csdl("check", tmp_path / "hai_bang.xlsx", "--period", SAMPLE_PERIOD, "--annotated", tmp_path / "ket_qua.xlsx")
    after = openpyxl.load_workbook(tmp_path / "ket_qua.xlsx").worksheets[1]
    told = [cell.coordinate for row in after for cell in row if cell.comment and "Cột lạ" in cell.comment.text]
    assert told == ["H5"]


# The first learner was born on 31 February.
LIST = """Họ và tên;Ngày sinh;Giới tính;Dân tộc;Lớp;Khối;Trạng thái
Nguyễn Văn An;31/02/2014;Nam;Kinh;6A;Khối 6;Đang học
=1+1;03/04/2014;Nữ;Kinh;6A;Khối 6;Đang học"""


def test_a_row_of_a_table_beside_another_is_marked_where_its_table_begins(csdl: Csdl, tmp_path: Path) -> None:
    """The left table begins in A, the right one in J; both have a row 2 and a row 3."""
    header, (left, right) = [*HEADER, "Họ tên mẹ"], ([*pupil, "Lê Thị Lan"] for pupil in PUPILS)
    parentless = [3, "Lê Văn Sáu", "20/11/2014", "Nam", "Kinh", "Khối 6", "Đang học", None]
    path, marked = tmp_path / "hai_bang.xlsx", tmp_path / "ket_qua.xlsx"
    beside = [[*header, None, *header], [*left, None, *parentless], [*right, None, *right]]
    path.write_bytes(workbook({"6A": beside}))
    report = json.loads(csdl("check", path, "--period", SAMPLE_PERIOD, "--json", "--annotated", marked).stdout)
    [found] = [f for f in report["findings"] if f["rule_id"] == "STU019"]
    assert (found["excel_row"], found["excel_column"]) == (2, "J")
    assert openpyxl.load_workbook(marked)["6A"]["J2"].comment
    [twin] = [f for f in report["findings"] if f["rule_id"] == "FLD029"]
    assert twin["message_vi"].startswith("Dòng 3: trùng với dòng A3 (cùng ")


def test_a_text_file_comes_back_as_a_workbook(csdl: Csdl, tmp_path: Path) -> None:
    source, out = tmp_path / "hoc_sinh.csv", tmp_path / "ket_qua.xlsx"
    source.write_text(LIST, encoding="utf-8")
    csdl("check", source, "--period", SAMPLE_PERIOD, "--annotated", out)
    sheet = openpyxl.load_workbook(out).worksheets[1]
    assert sheet["B2"].value == "31/02/2014"
    assert "31/02/2014" in sheet["B2"].comment.text
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")


def test_a_whole_submission_is_annotated_into_a_folder(checked_school: Checked, student_list: Path) -> None:
    annotated = {Path(path) for path in checked_school.report["annotated"]}
    assert annotated == {checked_school.annotated / file.name for file in student_list.parent.iterdir()}
    for path in annotated:
        assert openpyxl.load_workbook(path).sheetnames[0] == "Kết quả"


@pytest.mark.parametrize(
    ("files", "out", "written"),
    [
        (["a.csv"], "kq.xlsx", ["kq.xlsx"]),
        (["a.csv"], "kq.xls", ["kq.xls.xlsx"]),
        (["a.csv"], "folder", ["folder/a.csv.xlsx"]),
        (["goi.zip"], "kq", ["kq/goi.zip/6A.csv.xlsx", "kq/goi.zip/6B.csv.xlsx"]),
        (["a.csv", "b/a.csv"], "kq", ["kq/a.csv.xlsx", "kq/b/a.csv.xlsx"]),
    ],
)
def test_each_file_is_annotated_at_a_place_of_its_own(
    csdl: Csdl, tmp_path: Path, files: list[str], out: str, written: list[str]
) -> None:
    _lay_out(tmp_path)
    answer = csdl("check", *(tmp_path / file for file in files), "--json", "--annotated", tmp_path / out)
    assert answer.exit_code == 1, answer.stderr
    assert json.loads(answer.stdout)["annotated"] == [str(tmp_path / path) for path in written]
    for path in written:
        assert openpyxl.load_workbook(tmp_path / path).worksheets[1]["B2"].comment


@pytest.mark.parametrize(
    ("files", "out", "told"),
    [
        (["a.csv", "b/a.csv"], "file", "phải là thư mục"),
        (["goi.zip"], "file", "phải là thư mục"),
        (["a.csv"], "file/a.xlsx", "Không ghi được"),
        (["a.xlsx"], "a.xlsx", "không ghi đè"),
        (["a.xlsx"], "", "không ghi đè"),
    ],
)
def test_where_nothing_can_be_annotated_is_told_in_words(
    csdl: Csdl, tmp_path: Path, files: list[str], out: str, told: str
) -> None:
    _lay_out(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    answer = csdl("check", *(tmp_path / file for file in files), "--annotated", tmp_path / out)
    assert answer.exit_code == 2
    assert told in answer.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def _lay_out(folder: Path) -> None:
    """Lists of one learner each, alone and in an archive, and a file and a folder of other things."""
    for name in ("b", "folder"):
        (folder / name).mkdir()
    for file in ("a.csv", "b/a.csv", "file"):
        (folder / file).write_text(LIST, encoding="utf-8")
    with zipfile.ZipFile(folder / "goi.zip", "w") as archive:
        for name in ("6A.csv", "6B.csv"):
            archive.writestr(name, LIST)
    book = openpyxl.Workbook()
    for line in LIST.splitlines():
        book.worksheets[0].append(line.split(";"))
    book.save(folder / "a.xlsx")


def test_a_file_that_cannot_be_opened_is_told_and_not_annotated(csdl: Csdl, tmp_path: Path) -> None:
    source, out = tmp_path / "hoc_sinh.xlsx", tmp_path / "ket_qua.xlsx"
    source.write_bytes(b"PK\x03\x04 no workbook")
    answer = csdl("check", source, "--annotated", out, "--json")
    assert answer.exit_code == 1, answer.stderr
    report = json.loads(answer.stdout)
    assert [finding["rule_id"] for finding in report["findings"]] == ["FIL002"]
    assert report["annotated"] == []
    assert not out.exists()
