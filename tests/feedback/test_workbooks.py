"""Schools' own files with marked cells: written on ordinary nights, on demand after a bulk load, whatever a file does."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine as Database

from pipelines.feedback.workbooks import marked_submissions, write_workbooks_of
from pipelines.feedback.write import FeedbackSummary, write_feedback
from pipelines.intake.archive import Archive
from pipelines.intake.read import read_partition
from pipelines.intake.receive import receive_files
from pipelines.periods import Period
from pipelines.settings import Settings
from pipelines.staging import Partition
from pipelines.state.database import open_database
from pipelines.validation.validate import validate_partition
from tests.validation.passes import SCHOOL, register_school
from tests.validation.staged import PARTITION, settings_in

_HEADER = ["Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Khối", "Lớp", "Trạng thái"]
_WRONG = ["Nguyễn Văn An", "31/02/2014", "Nam", "Kinh", "Khối 6", "6A", "Đang học"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = settings_in(tmp_path)
    settings.workspace.create()
    return settings


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = open_database(settings.database_url)
    register_school(database)
    yield database
    database.dispose()


def _hand_in(settings: Settings, database: Database, folder: Path) -> str:
    book = openpyxl.Workbook()
    book.worksheets[0].append(_HEADER)
    book.worksheets[0].append(_WRONG)
    folder.mkdir()
    book.save(folder / "hoc_sinh.xlsx")
    (folder / "hoc_sinh.csv").write_text(";".join(_HEADER) + "\n" + ";".join(_WRONG), encoding="utf-8")
    (folder / "hong.xlsx").write_bytes(b"PK\x03\x04 cut short")
    [receipt] = receive_files(
        settings, database, sorted(folder.iterdir()), sender_code=SCHOOL, period=Period.parse(PARTITION.period)
    )
    partition = Partition(receipt.period, receipt.province_code)
    read_partition(settings, database, partition)
    validate_partition(settings, database, partition)
    return receipt.submission_id


def _tell(settings: Settings, database: Database) -> FeedbackSummary:
    return write_feedback(settings, database, PARTITION)


def _is_marked(path: Path) -> bool:
    book = openpyxl.load_workbook(path)
    comment = book.worksheets[1]["B2"].comment
    return book.sheetnames[0] == "Kết quả" and comment is not None and "31/02/2014" in comment.text


def test_an_ordinary_night_marks_the_files_with_findings(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    submission_id = _hand_in(settings, database, tmp_path / "files")
    told = _tell(settings, database)
    folder = settings.workspace.feedback / PARTITION.period / SCHOOL / submission_id
    assert not told.is_bulk
    marked = {file.name: file.target for file in told.workbooks}
    # A file that could not be read has no cells to mark: its findings are told on the page.
    assert set(marked) == {"hoc_sinh.csv", "hoc_sinh.xlsx"}
    for target in marked.values():
        assert target and target.is_relative_to(folder) and _is_marked(target)
    page = (folder / "ket_qua.html").read_text(encoding="utf-8")
    assert 'href="tep_da_danh_dau/hoc_sinh.csv.xlsx"' in page
    assert marked_submissions(settings.workspace) == 1


def test_a_bulk_load_marks_on_demand(settings: Settings, database: Database, tmp_path: Path) -> None:
    submission_id = _hand_in(settings, database, tmp_path / "files")
    told = _tell(replace(settings, marked_submissions=0), database)
    assert (told.submissions, told.is_bulk, told.workbooks) == (1, True, [])
    assert marked_submissions(settings.workspace) == 0
    files = write_workbooks_of(settings, database, SCHOOL, tmp_path / "out", PARTITION.period)
    assert [file.target for file in files] == [
        tmp_path / "out" / submission_id / name for name in ("hoc_sinh.csv.xlsx", "hoc_sinh.xlsx")
    ]
    assert all(file.target and _is_marked(file.target) for file in files)
    assert write_workbooks_of(settings, database, SCHOOL, tmp_path / "out", "2030-2031-dau-nam") == []
    assert write_workbooks_of(settings, database, "79999999", tmp_path / "out") == []


def test_a_file_that_cannot_be_marked_is_told_and_the_others_are(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    submission_id = _hand_in(settings, database, tmp_path / "files")
    [sha256] = [
        receipt.sha256
        for receipt in receive_files(
            settings,
            database,
            sorted((tmp_path / "files").iterdir()),
            sender_code=SCHOOL,
            period=Period.parse(PARTITION.period),
        )[0].files
        if receipt.name == "hoc_sinh.xlsx"
    ]
    damaged = Archive(settings.workspace.archive).path(sha256)
    damaged.chmod(0o644)
    damaged.write_bytes(b"PK\x03\x04 damaged on disk")
    told = _tell(settings, database)
    assert {file.name: file.target is not None for file in told.workbooks} == {
        "hoc_sinh.csv": True,
        "hoc_sinh.xlsx": False,
    }
    page = settings.workspace.feedback / PARTITION.period / SCHOOL / submission_id / "ket_qua.html"
    assert "hoc_sinh.csv.xlsx" in page.read_text(encoding="utf-8")
