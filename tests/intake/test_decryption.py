"""What Excel opens without asking for a password is read; whatever else is encrypted is refused, soon and in words."""

import io
import time
from pathlib import Path

import pytest
from msoffcrypto import OfficeFile

from pipelines.intake import decryption
from pipelines.intake.decryption import decrypted
from pipelines.intake.formats.sheet import RefusedFileError
from pipelines.intake.package import inspect
from tests.intake.books import students

SAMPLES = Path(__file__).parent / "should_pass"
# What Excel encrypts a workbook with that has a protected structure.
FIXED = "VelvetSweatshop"


def encrypted(content: bytes, password: str) -> bytes:
    memory = io.BytesIO()
    OfficeFile(io.BytesIO(content)).encrypt(password, memory)
    return memory.getvalue()


def test_the_workbook_itself_comes_out() -> None:
    book = students()
    assert decrypted(encrypted(book, FIXED)) == book
    package = inspect("a.xlsx", encrypted(book, FIXED))
    assert (package.kind, package.content, package.queries) == ("ooxml", book, ())


def test_another_password_is_refused() -> None:
    with pytest.raises(RefusedFileError, match="FIL003"):
        inspect("a.xlsx", encrypted(students(), "another"))


def test_more_rounds_than_excel_asks_for_are_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    content = encrypted(students(), FIXED)
    assert b'spinCount="100000"' in content
    monkeypatch.setattr(decryption, "_MOST_ROUNDS", 99_999)
    assert decrypted(content) is None


@pytest.mark.parametrize("name", ["protected.xls", "protected.xlsx"])
def test_damaged_ones_are_refused_soon(name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    started = time.monotonic()
    for at in range(600, len(content), 2503):
        for damaged in (content[:at], content[:at] + b"\xff" * 64 + content[at + 64 :]):
            plain = decrypted(damaged)
            assert plain is None or len(plain) <= len(content)
    assert time.monotonic() - started < 60
