"""Schools' own files with marked cells: written on ordinary nights, on demand after a bulk load, whatever a file does."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine as Database

from pipelines.feedback.annotated_names import annotated_names
from pipelines.feedback.folder import replace_file
from pipelines.feedback.workbooks import WORKBOOKS, marked_submissions, write_workbooks_of
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


def _save(path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(_HEADER)
    book.worksheets[0].append(_WRONG)
    book.save(path)


def _hand_in(settings: Settings, database: Database, folder: Path) -> str:
    folder.mkdir()
    _save(folder / "hoc_sinh.xlsx")
    (folder / "hoc_sinh.csv").write_text(";".join(_HEADER) + "\n" + ";".join(_WRONG), encoding="utf-8")
    (folder / "hong.xlsx").write_bytes(b"PK\x03\x04 cut short")
    return _receive(settings, database, folder)


def _receive(settings: Settings, database: Database, folder: Path) -> str:
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


def test_no_name_leads_out_of_the_folder_of_a_submission(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    """A name with "!" is not an archive and its member; a member of an archive may be called anything."""
    outside, folder = tmp_path / "outside", tmp_path / "files"
    outside.mkdir()
    folder.mkdir()
    absolute = str(outside / "absolute.xlsx").replace("/", "!")
    climbing = "..!" * 20 + "climbing.xlsx"
    for name in (absolute, climbing, "lop!6A.xlsx"):
        _save(folder / name)
    with zipfile.ZipFile(folder / "goi.zip", "w") as archive:
        for name in (absolute, climbing, "khối 6/6B.xlsx", "6C.xlsx/6C.xlsx", f"{'Lớp ' * 90}6D.xlsx"):
            archive.write(folder / "lop!6A.xlsx", name)
    submission_id = _receive(settings, database, folder)
    marked = [file.target for file in _tell(settings, database).workbooks]
    told = settings.workspace.feedback / PARTITION.period / SCHOOL / submission_id / "tep_da_danh_dau"
    assert {path for path in told.rglob("*") if path.is_file()} == set(marked)
    assert len(marked) == 8
    assert {told / "lop!6A.xlsx", told / "goi.zip" / "khối 6" / "6B.xlsx"} <= set(marked)
    assert not list(outside.iterdir())


@pytest.mark.parametrize(
    ("files", "paths"),
    [
        (["lop.csv", "a/LOP.XLSX"], ["lop.csv.xlsx", "a/LOP.XLSX"]),
        (["lop.zip!a/b.xlsx", "a!b.xlsx", "a.zip!b!c.csv"], ["lop.zip/a/b.xlsx", "a!b.xlsx", "a.zip/b!c.csv.xlsx"]),
        (["lop.csv", "lop.csv.xlsx"], ["lop.csv.xlsx", "lop.csv~5d068f81.xlsx"]),
        (["a.zip!../b", "a.zip!./b", r"..\b"], ["b~e6aa8024.xlsx", "b~998629a2.xlsx", "b~a1f5362d.xlsx"]),
    ],
)
def test_names_of_copies_are_distinct_and_lie_below_their_folder(files: list[str], paths: list[str]) -> None:
    assert list(annotated_names(files).values()) == paths


def test_long_names_are_cut_and_stay_distinct() -> None:
    long = "Danh sách học sinh lớp Một " * 20
    files = [f"{long}{n}.{ending}" for n in (1, 2) for ending in ("csv", "xlsx")] + [f"a.zip!{'d/' * 2000}a.xlsx"]
    names = set(annotated_names(files).values())
    assert len(names) == len(files)
    assert all(len(name.encode()) <= 255 and "/" not in name and name.endswith(".xlsx") for name in names)


def test_a_file_of_the_longest_name_is_written_and_what_fails_leaves_nothing(tmp_path: Path) -> None:
    longest = tmp_path / ("a" * 250 + ".xlsx")
    replace_file(longest, b"")
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(OSError):
        replace_file(folder, b"")
    assert set(tmp_path.iterdir()) == {longest, folder}


def test_a_copy_that_cannot_be_written_is_no_file_that_cannot_be_marked(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    """It is marked once there is room: what was told is not remembered."""
    submission_id = _hand_in(settings, database, tmp_path / "files")
    folder = settings.workspace.feedback / PARTITION.period / SCHOOL / submission_id
    folder.mkdir(parents=True)
    in_the_way = folder / WORKBOOKS
    in_the_way.touch()
    with pytest.raises(OSError, match=WORKBOOKS):
        _tell(settings, database)
    in_the_way.unlink()
    assert all(file.target for file in _tell(settings, database).workbooks)
