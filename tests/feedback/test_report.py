"""The report of a submission: rows, totals to recognise, causes; the files it is written to; the first sheet of a workbook."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine as Database

from pipelines.desk import check_files
from pipelines.feedback.labels import feedback_texts
from pipelines.feedback.report import Report, StaffTotal
from pipelines.feedback.result_sheet import result_sheet
from pipelines.feedback.write import write_feedback
from pipelines.settings import Settings
from pipelines.state.database import open_database
from tests.feedback.conftest import class_of, hand_in
from tests.validation.passes import SCHOOL, register_school
from tests.validation.staged import PARTITION, settings_in

OTHER_SCHOOL = "79760502"


@pytest.fixture(scope="module")
def folder(settings: Settings, database: Database, submission_id: str) -> Path:
    """Where the feedback was written."""
    assert write_feedback(settings, database, PARTITION).submissions == 1
    return settings.workspace.feedback / PARTITION.period / SCHOOL / submission_id


def test_a_report_says_whose_it_is(report: Report, submission_id: str) -> None:
    assert (report.submission_id, report.sender_code, report.sender_name) == (
        submission_id,
        SCHOOL,
        "Trường THCS Kim Đồng",
    )
    assert report.received_at.isoformat() == "2025-10-05T00:00:00+00:00"
    assert {sheet.dataset: sheet.read for sheet in report.sheets} == {"Cán bộ": 3, "Lớp học": 2, "Học sinh": 59}
    assert all(sheet.read == sheet.accepted + sheet.queried + sheet.rejected for sheet in report.sheets)
    assert report.all_sheets.rejected == 43


def test_totals_are_those_of_the_accepted_rows(report: Report) -> None:
    totals = report.totals
    assert totals.sexes == ("Nam", "Nữ")
    assert [(grade.grade, grade.classes, grade.learners_by_sex) for grade in totals.grades] == [
        ("Khối 6", 1, (5, 5)),
        ("Khối 7", 1, (3, 3)),
    ]
    assert totals.staff == (StaffTotal("Cán bộ quản lý", 1), StaffTotal("Giáo viên", 2))
    [learners] = [sheet for sheet in report.sheets if sheet.dataset == "Học sinh"]
    assert totals.all_grades.learners == learners.accepted + learners.queried == 16


def test_a_misspelt_class_of_40_learners_is_one_cause(report: Report) -> None:
    cause = report.causes[0]
    assert (cause.severity, cause.rule_id, cause.dataset, cause.field) == ("error", "XSC002", "Học sinh", "Mã lớp")
    assert (cause.findings, cause.value) == (40, "6X")
    [sheet] = cause.sheets
    assert (sheet.file, sheet.sheet, sheet.first_row, sheet.last_row) == ("student.xlsx", "student", 18, 57)
    assert [place.row for place in sheet.places] == list(range(18, 58))
    assert {place.column for place in sheet.places} == {"H"}
    assert report.errors == 4


def test_errors_come_first_then_the_most_frequent(report: Report) -> None:
    order = [(cause.severity, -cause.findings) for cause in report.causes]
    assert order == sorted(order)
    assert report.queries > 1


def test_each_wrong_class_is_a_cause(report: Report) -> None:
    unknown = [(cause.value, cause.findings) for cause in report.causes if cause.rule_id == "XSC002"]
    assert unknown == [("6X", 40), ("6Y", 2)]


def test_a_cause_spans_the_sheets_of_a_workbook(tmp_path: Path) -> None:
    """One sheet a class: what is wrong in the same way on each is mended in one go."""
    book = openpyxl.Workbook()
    header = ["Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Khối", "Lớp", "Trạng thái"]
    for name in ("6A", "6B"):
        sheet = book.create_sheet(name)
        sheet.append(header)
        sheet.append(["Nguyễn Văn An", "12/05/2014", "Nam", "Kinhh", "Khối 6", name, "Đang học"])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "hoc_sinh.xlsx")
    findings = check_files([tmp_path / "hoc_sinh.xlsx"], period=PARTITION.period).findings
    unknown = [finding for finding in findings if finding["field"] == "ethnicity_code"]
    assert {finding["sheet"] for finding in unknown} == {"6A", "6B"}
    assert len({finding["cause_id"] for finding in unknown}) == 1


def test_an_unrecognised_header_and_the_column_it_leaves_missing_are_one_cause(tmp_path: Path) -> None:
    """An error (FIL010) and a query (FIL011), however many other causes lie between the two severities."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Họ và tên", "DOB", "Giới tính", "Dân tộc", "Khối", "Lớp", "Trạng thái"])
    for _ in range(3):
        book.worksheets[0].append(["Nguyễn Văn An", "12/05/2014", "Nam", "Kinhh", "Khối 6", "6A", "Đang học"])
    book.save(tmp_path / "hoc_sinh.xlsx")
    check_files([tmp_path / "hoc_sinh.xlsx"], period=PARTITION.period, annotated=tmp_path / "ket_qua.xlsx")
    result = openpyxl.load_workbook(tmp_path / "ket_qua.xlsx").worksheets[0]
    told = [cell for row in result.iter_rows(values_only=True) for cell in row]
    assert told.count("FIL010") == 1
    assert "FIL011" not in told


def test_english_by_switch(english_report: Report) -> None:
    assert english_report.totals.sexes == ("Male", "Female")
    assert [grade.grade for grade in english_report.totals.grades] == ["Grade 6", "Grade 7"]
    assert english_report.causes[0].message == 'Row 18: class "6X" is not among the accepted classes of the school.'


def test_findings_json_holds_the_report_and_every_finding(folder: Path, report: Report) -> None:
    told = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    assert (told["submission_id"], told["period"], told["sender_code"]) == (folder.name, PARTITION.period, SCHOOL)
    assert [cause["cause_id"] for cause in told["causes"]] == [cause.cause_id for cause in report.causes]
    for cause in told["causes"]:
        findings = [finding for finding in told["findings"] if finding["cause_id"] == cause["cause_id"]]
        assert len(findings) == cause["findings"]
    assert {"grade_code": "06", "sex_code": "01", "learners": 5} in told["totals"]["learners"]
    assert {"rows_read", "rows_accepted", "rows_queried", "rows_rejected"} <= told["sheets"][0].keys()


def test_findings_csv_has_a_line_for_every_finding(folder: Path, report: Report) -> None:
    with (folder / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(cause.findings for cause in report.causes)
    assert rows[0].keys() >= {"Bảng dữ liệu", "Dòng", "Cách sửa"}


def test_only_what_is_new_is_told(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    database = open_database(settings.database_url)
    pages = settings.workspace.feedback / PARTITION.period
    for school in (SCHOOL, OTHER_SCHOOL):
        register_school(database, school)
        submission_id = hand_in(settings, database, {"class": [class_of("6A", "06")]}, school)
        assert write_feedback(settings, database, PARTITION).submissions == 1
        assert (pages / school / submission_id / "ket_qua.html").exists()
        assert write_feedback(settings, database, PARTITION).submissions == 0
    database.dispose()


def test_a_sheet_for_a_file_links_into_that_file_only(report: Report) -> None:
    sheet = result_sheet(report, feedback_texts(), "student.xlsx")
    assert sheet.title == "Kết quả"
    assert max(map(len, sheet.rows)) <= len(sheet.column_widths)
    links = [cell.link for row in sheet.rows for cell in row if cell.link]
    assert {name for name, _ in links} == {"student"}
    assert {("student", f"H{row}") for row in range(18, 58)} <= set(links)
    of_staff = [row for row in sheet.rows if any(cell.value == "staff.xlsx · staff" for cell in row)]
    assert of_staff and not any(cell.link for row in of_staff for cell in row)


def test_a_sheet_reads_totals_back(report: Report) -> None:
    rows = [[cell.value for cell in row] for row in result_sheet(report, feedback_texts(), "class.xlsx").rows]
    assert ["Khối 6", 1, 5, 5, 10] in rows
    assert ["Học sinh", "student.xlsx", "student", 59, 0, 16, 43] in rows
    assert ["Giáo viên", 2] in rows
