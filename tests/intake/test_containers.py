"""Archives of files: every member is a file of its own, and nothing is unpacked beyond the limits."""

import io
import struct
import unicodedata
import zipfile
from pathlib import Path

import pytest

from pipelines.intake import limits
from tests.intake.books import students, zipped
from tests.intake.conftest import Installation


def submit(installation: Installation, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ho_so.zip"
    path.write_bytes(content)
    installation.submit(path)


def found(installation: Installation) -> list[tuple[str, str]]:
    return sorted((f["file"], f["rule_id"]) for f in installation.findings())


def test_members_are_files_of_the_submission(installation: Installation, tmp_path: Path) -> None:
    submit(
        installation, tmp_path, zipped({"khối 6/6A.xlsx": students(), "__MACOSX/._6A.xlsx": b"x", "ghi chú.docx": b"x"})
    )
    installation.read()
    assert installation.statuses() == {"ho_so.zip!khối 6/6A.xlsx": "read", "ho_so.zip!ghi chú.docx": "refused"}
    assert found(installation) == [("ho_so.zip!ghi chú.docx", "FIL001")]
    assert len(installation.rows()) == 2


@pytest.mark.parametrize(
    "name", [".DS_Store", "khối 6/Thumbs.db", "khối 6\\desktop.ini", "~$6A.xlsx", "._6A.xlsx", "a/.~lock.6A.ods#"]
)
def test_what_systems_leave_in_folders_is_no_member(installation: Installation, tmp_path: Path, name: str) -> None:
    submit(installation, tmp_path, zipped({"6A.xlsx": students(), name: b"x"}))
    assert installation.statuses() == {"ho_so.zip!6A.xlsx": "received"}


def test_names_without_a_utf8_mark(installation: Installation, tmp_path: Path) -> None:
    """Old packers write names as they come: UTF-8 if their bytes say so, CP437 otherwise."""
    plain = zipped({"k.xlsx": students(), "l.xlsx": students()})
    submit(
        installation, tmp_path, plain.replace(b"k.xlsx", "é.xls".encode()).replace(b"l.xlsx", "é.xlsx".encode("cp437"))
    )
    assert set(installation.statuses()) == {"ho_so.zip!é.xls", "ho_so.zip!é.xlsx"}


@pytest.mark.parametrize("encoding", ["cp1258", "utf-8"])
def test_names_of_old_vietnamese_packers(installation: Installation, tmp_path: Path, encoding: str) -> None:
    names = ("Danh sách học sinh lớp 6Ă.xlsx", "Đội ngũ giáo viên.xlsx")
    content = zipped({"first": students(), "second": students()})
    for plain, name in zip((b"first", b"second"), names, strict=True):
        content = renamed(content, plain, in_code_page(name) if encoding == "cp1258" else name.encode())
    submit(installation, tmp_path, content)
    assert set(installation.statuses()) == {f"ho_so.zip!{name}" for name in names}


def in_code_page(name: str) -> bytes:
    """Windows-1258 has base letters and tone marks, not the letters with both."""
    parts = unicodedata.normalize("NFD", name)
    for base, letter in (("a\u0302", "â"), ("a\u0306", "ă"), ("A\u0306", "Ă"), ("e\u0302", "ê"), ("o\u0302", "ô")):
        parts = parts.replace(base, letter).replace(base[0] + "\u0323" + base[1], letter + "\u0323")
    return parts.replace("o\u031b", "ơ").replace("u\u031b", "ư").encode("cp1258")


def renamed(archive: bytes, old: bytes, new: bytes) -> bytes:
    """The archive with an unmarked name of other bytes: its lengths stand before it, in each entry and the directory."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as package, zipfile.ZipFile(memory, "w") as changed:
        for entry in package.infolist():
            name = entry.filename.encode("cp437")
            info = _Unmarked((new if name == old else name).decode("cp437"))
            changed.writestr(info, package.read(entry))
    return memory.getvalue()


class _Unmarked(zipfile.ZipInfo):
    """An entry whose name is written as bytes of CP437, without a mark of UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("cp437"), self.flag_bits & ~0x800


@pytest.mark.parametrize("name", ["../6A.xlsx", "/6A.xlsx", "a/../../6A.xlsx", "..\\6A.xlsx"])
def test_paths_that_lead_outside_are_refused(installation: Installation, tmp_path: Path, name: str) -> None:
    submit(installation, tmp_path, zipped({name: students()}))
    assert found(installation) == [("ho_so.zip", "FIL001")]


def test_too_many_entries_and_none(installation: Installation, tmp_path: Path) -> None:
    submit(installation, tmp_path, zipped({f"{i}.csv": b"" for i in range(limits.ARCHIVE_ENTRIES + 1)}))
    submit(installation, tmp_path, zipped({}))
    assert [f["rule_id"] for f in installation.findings()] == ["FIL001", "FIL001"]


def test_an_archive_in_an_archive_is_refused(installation: Installation, tmp_path: Path) -> None:
    submit(installation, tmp_path, zipped({"trong.zip": zipped({"6A.xlsx": students()}), "6B.xlsx": students()}))
    installation.read()
    assert found(installation) == [("ho_so.zip!trong.zip", "FIL001")]
    assert installation.statuses()["ho_so.zip!6B.xlsx"] == "read"


def test_a_bomb_is_refused_by_its_directory(installation: Installation, tmp_path: Path) -> None:
    submit(installation, tmp_path, zipped({"6A.csv": b"0" * (limits.RATIO_MATTERS_FROM + 1)}))
    assert found(installation) == [("ho_so.zip", "FIL006")]


def test_a_directory_that_lies_is_found_out(installation: Installation, tmp_path: Path) -> None:
    """The directory announces 10 bytes; reading stops there, and the checksum does not fit."""
    honest = zipped({"6A.csv": b"0" * 5_000_000, "6B.xlsx": students()})
    directory = honest.index(b"PK\x01\x02")
    lying = honest[: directory + 24] + struct.pack("<I", 10) + honest[directory + 28 :]
    submit(installation, tmp_path, lying)
    installation.read()
    assert found(installation) == [("ho_so.zip!6A.csv", "FIL002")]
    assert installation.statuses()["ho_so.zip!6B.xlsx"] == "read"


def test_a_locked_member_is_refused_alone(installation: Installation, tmp_path: Path) -> None:
    content = bytearray(zipped({"6A.xlsx": students(), "6B.xlsx": students()}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    submit(installation, tmp_path, bytes(content))
    installation.read()
    assert found(installation) == [("ho_so.zip!6A.xlsx", "FIL003")]
    assert installation.statuses()["ho_so.zip!6B.xlsx"] == "read"


def test_a_damaged_archive_is_refused(installation: Installation, tmp_path: Path) -> None:
    submit(installation, tmp_path, zipped({"6A.xlsx": students()})[:-40])
    assert found(installation) == [("ho_so.zip", "FIL002")]


def test_two_members_of_one_name_are_refused(installation: Installation, tmp_path: Path) -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("6A.xlsx", students())
        archive.writestr("6A.xlsx", students())
    submit(installation, tmp_path, memory.getvalue())
    assert found(installation) == [("ho_so.zip", "FIL001")]


def test_the_same_archive_twice_changes_nothing(installation: Installation, tmp_path: Path) -> None:
    path = tmp_path / "ho_so.zip"
    path.write_bytes(zipped({"6A.xlsx": students(), "x.pdf": b"x"}))
    assert installation.submit(path).is_new
    installation.read()
    assert not installation.submit(path).is_new
