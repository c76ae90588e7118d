"""Every byte is kept once, and a submission is recorded exactly when something changes."""

import errno
import io
import os
import resource
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import DeliveryError, StorageError
from pipelines.intake.copy import copy_into_landing
from pipelines.intake.landing import Refusal
from pipelines.intake.receive import receive_files, receive_landing
from pipelines.intake.senders import Senders
from pipelines.periods import Period
from pipelines.state.models import LandingFile, School, Submission, SubmittedFile
from schemas.catalogue import load_catalogue
from tests.intake.books import students
from tests.intake.conftest import PERIOD, SCHOOL, Installation

OTHER = [(1, "Lê Hoàng Cường", "30/07/2014", "Nam", "Kinh", "Khối 6", "Đang học")]


def touch(path: Path) -> None:
    """As if the same file was copied into the landing tree again."""
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 10**9))


def archived(installation: Installation) -> list[Path]:
    return [
        path for path in installation.settings.workspace.archive.rglob("*") if path.is_file() and path.suffix != ".lock"
    ]


def test_a_receipt_names_what_was_kept(installation: Installation) -> None:
    content = students()
    installation.land("hoc_sinh.xlsx", content)
    (receipt,) = installation.receive()
    assert (receipt.period, receipt.sender_code, receipt.province_code, receipt.is_new) == (
        PERIOD.name,
        SCHOOL,
        "79",
        True,
    )
    (file,) = receipt.files
    assert (file.name, file.size) == ("hoc_sinh.xlsx", len(content))
    (path,) = archived(installation)
    assert path.name == file.sha256
    assert path.read_bytes() == content


def test_what_arrived_earlier_is_dated_so(installation: Installation) -> None:
    """Files of a time that is gone by, such as samples."""
    day = datetime(2025, 10, 9, 3)
    installation.land("hoc_sinh.xlsx", students())
    receive_landing(installation.settings, installation.database, lambda period, sender: day)
    assert [row["received_at"] for row in installation.table(Submission)] == [day]
    assert installation.receive() == []


def test_nothing_new_gives_no_receipt(installation: Installation) -> None:
    installation.land("hoc_sinh.xlsx", students())
    assert len(installation.receive()) == 1
    assert installation.receive() == []


def test_the_same_bytes_twice_change_nothing(installation: Installation) -> None:
    path = installation.land("hoc_sinh.xlsx", students())
    (first,) = installation.receive()
    touch(path)
    (second,) = installation.receive()
    assert (second.submission_id, second.is_new) == (first.submission_id, False)
    installation.read()
    assert not installation.submit(path).is_new
    assert len(installation.table(Submission)) == 1
    assert len(archived(installation)) == 1


def test_the_same_bytes_of_two_schools_are_kept_once(installation: Installation) -> None:
    content = students()
    installation.land("a.xlsx", content)
    installation.land("b.xlsx", content, sender="79760502")
    assert [receipt.is_new for receipt in installation.receive()] == [True, True]
    assert len(archived(installation)) == 1


def test_ids_are_made_from_content_alone(tmp_path: Path, installation: Installation, empty_database: Path) -> None:
    from tests.intake.conftest import install

    elsewhere = install(tmp_path / "elsewhere", empty_database)
    content, other = students(), students(*OTHER)
    ids = []
    for place in (installation, elsewhere):
        place.land("b.xlsx", other, sender="79760502")
        place.land("a.xlsx", content)
        ids.append({receipt.submission_id for receipt in place.receive()})
    assert ids[0] == ids[1]


def test_a_resubmission_comes_later(installation: Installation) -> None:
    installation.land("hoc_sinh.xlsx", students())
    installation.receive()
    installation.land("hoc_sinh.xlsx", students(*OTHER))
    (receipt,) = installation.receive()
    assert receipt.is_new
    assert [row["sequence"] for row in installation.table(Submission)] == [1, 2]
    assert len(archived(installation)) == 2


@pytest.mark.parametrize("is_read_between", [False, True])
def test_old_content_handed_in_again_is_in_force_again(installation: Installation, is_read_between: bool) -> None:
    """Also under another name than that of the content that replaced it."""
    first, second = students(), students(*OTHER)
    ids = []
    for name, content in (("a.xlsx", first), ("b.xlsx", second), ("a.xlsx", first), ("b.xlsx", second)):
        touch(installation.land(name, content))
        (receipt,) = installation.receive()
        assert receipt.is_new
        ids.append(receipt.submission_id)
        if is_read_between:
            installation.read()
    assert len(set(ids)) == 4
    assert ids[2] == f"{ids[0]}-2"
    assert ids[3] == f"{ids[1]}-2"


def test_another_dataset_leaves_the_earlier_in_force(installation: Installation) -> None:
    pupils = installation.land("hoc_sinh.xlsx", students())
    installation.receive()
    installation.read()
    classes = "Tên lớp,Khối,Lớp ghép,Lớp chuyên,Lớp bán trú,Lớp VNEN,Lớp ghép độ tuổi\n6A,Khối 6,,,,,\n"
    installation.land("lop.csv", classes.encode())
    installation.receive()
    installation.read()
    touch(pupils)
    (receipt,) = installation.receive()
    assert not receipt.is_new


def test_files_handed_in_together_are_one_submission(installation: Installation) -> None:
    installation.land("6A.xlsx", students())
    installation.land("khoi_7/7A.xlsx", students(*OTHER))
    (receipt,) = installation.receive()
    assert [file.name for file in receipt.files] == ["6A.xlsx", "khoi_7/7A.xlsx"]


def test_one_changed_among_files_handed_in_again_brings_them_all(installation: Installation, tmp_path: Path) -> None:
    """A submission replaces the earlier one as a whole: the unchanged class must be in it."""
    a, b = tmp_path / "6A.xlsx", tmp_path / "6B.xlsx"
    a.write_bytes(students())
    b.write_bytes(students(*OTHER))
    installation.submit(a, b)
    b.write_bytes(students(*OTHER, *OTHER))
    receipt = installation.submit(a, b)
    assert receipt.is_new
    assert len(receipt.files) == 2


def test_what_belongs_to_nobody_is_told_and_does_not_stop_the_others(installation: Installation) -> None:
    landing = installation.settings.workspace.landing
    installation.land("hoc_sinh.xlsx", students())
    installation.land("a.xlsx", b"", period="2025-2026")
    installation.land("a.xlsx", b"", period="1025-1026-dau-nam")
    installation.land("a.xlsx", b"", period="0000-0001-dau-nam")
    installation.land("a.xlsx", b"", period="2198-2199-dau-nam")
    installation.land("b.xlsx", b"", sender="Trường Lê Lợi")
    installation.land("c.xlsx", b"", sender="99760501")
    (landing / "d.xlsx").write_bytes(b"")
    (landing / PERIOD.name / "e.xlsx").write_bytes(b"")
    installation.land(".DS_Store", b"")
    installation.land("~$hoc_sinh.xlsx", b"")
    receipts = installation.receive()
    assert [r.submission_id != "" for r in receipts if r.refusal is None] == [True]
    assert {r.files[0].name: r.refusal for r in receipts if r.refusal} == {
        "2025-2026/79760501/a.xlsx": Refusal.NOT_A_PERIOD,
        "1025-1026-dau-nam/79760501/a.xlsx": Refusal.NOT_A_PERIOD,
        "0000-0001-dau-nam/79760501/a.xlsx": Refusal.NOT_A_PERIOD,
        "2198-2199-dau-nam/79760501/a.xlsx": Refusal.TOO_EARLY,
        f"{PERIOD}/Trường Lê Lợi": Refusal.NOT_A_SENDER,
        "d.xlsx": Refusal.MISPLACED,
        f"{PERIOD}/e.xlsx": Refusal.MISPLACED,
        f"{PERIOD}/99760501": Refusal.NOT_A_SENDER,
    }


def test_a_name_that_is_no_text_is_told_and_does_not_stop_the_others(installation: Installation) -> None:
    """As an old program writes it, in a code page of Windows."""
    installation.land("a.xlsx", students())
    folder = installation.settings.workspace.landing / PERIOD.name / SCHOOL
    (folder / os.fsdecode(b"l\xf4p.xlsx")).write_bytes(students())
    received, refused = installation.receive()
    assert [file.name for file in received.files] == ["a.xlsx"]
    assert (refused.refusal, refused.files[0].name) == (Refusal.MISNAMED, f"{PERIOD}/{SCHOOL}/l\ufffdp.xlsx")


def test_a_tree_from_elsewhere_may_have_the_longest_names(installation: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "tree" / PERIOD.name / SCHOOL
    folder.mkdir(parents=True)
    longest = "a" * 250 + ".xlsx"
    (folder / longest).write_bytes(students())
    workspace = installation.settings.workspace
    assert copy_into_landing(workspace, tmp_path / "tree") == []
    assert (workspace.landing / PERIOD.name / SCHOOL / longest).read_bytes() == students()


def test_a_file_that_is_called_as_a_member_of_an_archive_is_received_beside_it(installation: Installation) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("b.xlsx", students())
    installation.land("a.zip", packed.getvalue())
    installation.land("a.zip!b.xlsx", students(*OTHER))
    (receipt,) = installation.receive()
    assert {file.name for file in receipt.files} == {"a.zip!b.xlsx", "~a.zip!b.xlsx"}


def test_links_and_pipes_are_told_and_not_opened(installation: Installation, tmp_path: Path) -> None:
    """Reading a pipe would never end; a link may lead to files that are not the sender's."""
    school = installation.land("a.xlsx", students()).parent
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "b.xlsx").write_bytes(b"secret")
    (school / "b.xlsx").symlink_to(elsewhere / "b.xlsx")
    (school / "khối 7").symlink_to(elsewhere)
    (school.parent / "79760502").symlink_to(elsewhere)
    os.mkfifo(school / "c.xlsx")
    receipts = installation.receive()
    assert {r.files[0].name.removeprefix(f"{PERIOD}/"): r.refusal for r in receipts if r.refusal} == dict.fromkeys(
        (f"{SCHOOL}/b.xlsx", f"{SCHOOL}/c.xlsx", f"{SCHOOL}/khối 7", "79760502"), Refusal.IRREGULAR
    )
    assert list(installation.statuses()) == ["a.xlsx"]
    assert len(archived(installation)) == 1
    with pytest.raises(DeliveryError, match=r"c\.xlsx"):
        installation.submit(school / "c.xlsx")


def test_an_unreadable_file_is_told_each_time(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    installation.land("a.xlsx", students())
    installation.land("b.xlsx", students())
    really_open = Path.open

    def open_permitted(path: Path, *rest: Any, **options: Any) -> Any:
        if path.name == "b.xlsx":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return really_open(path, *rest, **options)

    monkeypatch.setattr(Path, "open", open_permitted)
    for expected in ([None, Refusal.UNREADABLE], [Refusal.UNREADABLE]):
        assert [receipt.refusal for receipt in installation.receive()] == expected


def test_a_refused_sender_is_told_each_time(installation: Installation) -> None:
    installation.land("a.xlsx", students())
    installation.land("b.xlsx", students(), sender="99760501")
    for expected in ([None, Refusal.NOT_A_SENDER], [Refusal.NOT_A_SENDER]):
        assert [receipt.refusal for receipt in installation.receive()] == expected


def test_named_files_must_be_there_and_have_a_sender(installation: Installation, tmp_path: Path) -> None:
    path = tmp_path / "hoc_sinh.xlsx"
    with pytest.raises(DeliveryError, match=r"hoc_sinh\.xlsx"):
        installation.submit(path)
    path.write_bytes(students())
    with pytest.raises(DeliveryError, match="Lê Lợi"):
        installation.submit(path, sender="Lê Lợi")
    with pytest.raises(DeliveryError, match="2198-2199"):
        receive_files(
            installation.settings,
            installation.database,
            [path],
            sender_code=SCHOOL,
            period=Period.parse("2198-2199-dau-nam"),
        )
    with pytest.raises(DeliveryError):
        installation.submit()
    assert installation.table(Submission) == installation.table(SubmittedFile) == []


def test_named_files_of_one_name_keep_their_folders(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the folder that they have in common, however they are named at the terminal."""
    for folder in ("6A", "6B"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ds.xlsx").write_bytes(students())
    monkeypatch.chdir(tmp_path / "6A")
    paths = [Path("ds.xlsx"), Path("../6B/ds.xlsx"), tmp_path / "6A" / "ds.xlsx"]
    assert [file.name for file in installation.submit(*paths).files] == ["6A/ds.xlsx", "6B/ds.xlsx"]


@pytest.mark.parametrize(
    ("sender", "period", "province"),
    [
        ("79760501", "2025-2026-dau-nam", "79"),
        ("74760501", "2025-2026-dau-nam", "79"),  # Bình Dương went to Ho Chi Minh City on 1 July 2025
        ("74760501", "2024-2025-cuoi-nam", "74"),
        ("74", "2025-2026-dau-nam", "79"),
        ("74", "2024-2025-dau-nam", "74"),
        ("00004", "2025-2026-dau-nam", "01"),
        ("00001", "2025-2026-dau-nam", "01"),  # a ward that was merged
        ("00001", "2024-2025-dau-nam", "01"),
        ("0100000001", "2025-2026-dau-nam", "01"),
    ],
)
def test_province_of_a_sender(installation: Installation, sender: str, period: str, province: str) -> None:
    installation.land("a.xlsx", b"", sender=sender, period=period)
    (receipt,) = installation.receive()
    assert receipt.province_code == province


def test_a_time_before_every_province_has_an_answer(installation: Installation) -> None:
    """Many units were succeeded by one of the same code."""
    with installation.database.connect() as connection:
        assert Senders(connection, load_catalogue(), date(1025, 9, 30)).province_code(SCHOOL) == "79"


def test_the_register_knows_better_than_the_code(installation: Installation, tmp_path: Path) -> None:
    school: dict[str, Any] = dict.fromkeys(("name", "level_group_code", "ward_code", "first_period", "last_period"), "")
    with installation.database.begin() as connection:
        connection.execute(School.__table__.insert(), {**school, "school_code": SCHOOL, "province_code": "01"})
    installation.land("a.xlsx", b"")
    assert installation.receive()[0].province_code == "01"


def test_a_sender_stays_in_its_province_within_a_period(installation: Installation) -> None:
    installation.land("a.xlsx", b"")
    installation.receive()
    school: dict[str, Any] = dict.fromkeys(("name", "level_group_code", "ward_code", "first_period", "last_period"), "")
    with installation.database.begin() as connection:
        connection.execute(School.__table__.insert(), {**school, "school_code": SCHOOL, "province_code": "01"})
    installation.land("b.xlsx", b"")
    assert installation.receive()[0].province_code == "79"


def on_a_full_disk(patch: pytest.MonkeyPatch, step: str) -> None:
    """Writing to a file, or moving it to its place, fails as on a full disk."""
    really_open = Path.open

    def open_full(path: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        return really_open(Path("/dev/full") if path.suffix == ".partial" else path, mode, *rest, **options)

    def cannot_replace(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if step == "write":
        patch.setattr(Path, "open", open_full)
    else:
        patch.setattr(Path, "replace", cannot_replace)


@pytest.mark.parametrize("step", ["write", "replace"])
def test_a_full_disk_leaves_nothing_half(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    installation.land("a.xlsx", students())
    with monkeypatch.context() as patch:
        on_a_full_disk(patch, step)
        with pytest.raises(StorageError, match="No space left"):
            installation.receive()
    assert archived(installation) == []
    assert installation.table(Submission) == installation.table(LandingFile) == []
    assert installation.receive()[0].is_new


def nearly_full_disk(patch: pytest.MonkeyPatch, room: int) -> None:
    """Files take so many bytes, as on a disk that is nearly full: what is written last goes in only in part."""
    really_open = Path.open

    def open_full(path: Path, *rest: Any, **options: Any) -> Any:
        file = really_open(path, *rest, **options)
        if path.suffix == ".partial":
            resource.prlimit(0, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        return file

    patch.setattr(Path, "open", open_full)


def test_a_nearly_full_disk_keeps_nothing_under_a_wrong_name(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation.land("a.xlsx", content := students())
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        with monkeypatch.context() as patch:
            nearly_full_disk(patch, len(content) // 2)
            with pytest.raises(StorageError):
                installation.receive()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert archived(installation) == []
    assert installation.receive()[0].is_new


def test_a_damaged_file_of_the_archive_is_told_and_replaced(installation: Installation) -> None:
    """What is wrong is the archive: nothing is found with the school's file."""
    landed = installation.land("a.xlsx", content := students())
    installation.receive()
    (path,) = archived(installation)
    path.write_bytes(content[:1000])
    with pytest.raises(StorageError, match=path.name):
        installation.read()
    assert installation.statuses() == {"a.xlsx": "received"} and installation.findings() == []
    touch(landed)
    installation.receive()
    assert path.read_bytes() == content
    assert installation.read().files_read == 1


@pytest.mark.parametrize("size", [None, 1000])
def test_what_the_archive_lost_is_taken_from_the_landing_tree_again(
    installation: Installation, tmp_path: Path, size: int | None
) -> None:
    """Who submits the same tree again leaves it as it lies. It is no submission: one that came later stays in force."""
    installation.land("a.xlsx", content := students())
    installation.receive()
    (path,) = archived(installation)
    (tmp_path / "a.xlsx").write_bytes(students(*OTHER))
    installation.submit(tmp_path / "a.xlsx")
    path.unlink() if size is None else os.truncate(path, size)
    assert installation.receive() == []
    assert path.read_bytes() == content


def test_what_a_killed_load_left_half_written_is_removed(installation: Installation) -> None:
    left = installation.settings.workspace.archive / ".0123.partial"
    left.write_bytes(b"PK")
    installation.receive()
    assert archived(installation) == []


def test_periods_are_apart(installation: Installation) -> None:
    content = students()
    installation.land("a.xlsx", content)
    installation.land("a.xlsx", content, period=Period.parse("2024-2025-cuoi-nam").name)
    first, second = installation.receive()
    assert first.is_new and second.is_new
    assert first.submission_id != second.submission_id
