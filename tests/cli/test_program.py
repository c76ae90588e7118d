"""The program as a whole: help, language, errors."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.errors import QUERY_INTERRUPTED
from tests.cli.conftest import Csdl

COMMANDS = (
    "demo", "generate", "template", "check", "submit", "run", "status", "findings", "query", "releases", "up", "doctor",
)  # fmt: skip


def test_help_lists_the_commands(csdl: Csdl) -> None:
    answer = csdl("--help")
    assert answer.exit_code == 0
    assert [command for command in COMMANDS if f" {command} " not in answer.stdout] == []


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, csdl.app; print({'duckdb', 'dagster', 'sqlalchemy', 'pandas', 'pyarrow'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "set()"


def test_the_language_may_stand_anywhere(csdl: Csdl) -> None:
    assert "Kiểm tra tệp" in csdl.program("check", "--help").stdout
    assert "Check files" in csdl.program("check", "--help", "--lang=en").stdout
    assert "Check files" in csdl.program("--lang", "en", "check", "--help").stdout


@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_a_closed_stream_stops_no_command(tmp_path: Path, closed: str) -> None:
    (tmp_path / "a.csv").write_text("a;b", encoding="utf-8")
    check = [sys.executable, "-c", "from csdl.main import main; main()", "check", str(tmp_path / "a.csv")]
    answer = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *check], capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stderr) == (1, "")


@pytest.mark.parametrize("output", ["--json", "--lang=en"])
def test_an_answer_without_room_is_told_of_its_receiver(output: str) -> None:
    program = [sys.executable, "-c", "from csdl.main import main; main()", "rules", "list", output]
    with Path("/dev/full").open("w") as full:
        answer = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert answer.returncode == 2
    assert "No space left on device" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("rules", "export", "/proc/none"),
        ("rules", "export", "/etc/hostname"),
        ("template", "class", "-o", "/proc/none.xlsx"),
        ("submit", "/dev/null"),
        ("generate", "--schools", "1", "--period", "2025-2026-dau-nam", "--out", "/proc/none"),
        ("generate", "--schools", "1", "--period", "2025-2026-dau-nam", "--out", "/tmp/none", "--province", "99"),
    ],
)
def test_a_place_that_cannot_be_used_is_told_in_words(csdl: Csdl, arguments: tuple[str, ...]) -> None:
    answer = csdl(*arguments)
    assert (answer.exit_code, type(answer.exception)) == (2, SystemExit)
    assert arguments[-1] in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--verbose",), "không có tùy chọn --verbose"),
        (("sumbit",), "không có lệnh sumbit"),
        (("releases", "diff"), "không có lệnh diff"),
        (("status", "--foo"), "không có tùy chọn --foo"),
        (("status", "--school"), "tùy chọn --school cần một giá trị"),
        (("status", "--json=1"), "tùy chọn --json không nhận giá trị"),
        (("status", "79"), "thừa 79"),
        (("query",), "thiếu sql"),
        (("identity", "train"), "thiếu --version"),
        (("check", "/nowhere"), "file: không có '/nowhere'"),
        (("check", "/"), "file: '/' là thư mục, cần một tệp"),
        (("findings", "--annotated", "/etc/hostname"), "--annotated: '/etc/hostname' là tệp, cần một thư mục"),
        (("demo", "--schools", "0"), "--schools: nhỏ nhất là 1"),
        (("up", "--port", "99999"), "--port: lớn nhất là 65535"),
        (("up", "--port", "web"), "--port: cần một số nguyên"),
        (("generate", "--error-rate", "few"), "--error-rate: cần một số"),
        (("learner", "1", "--kind", "cat"), "--kind: không có 'cat'; có: 'learner', 'staff'"),
        (("waive", "STU005", "--until", "31-12-26"), "--until: '31-12-26' không phải ngày"),
        (("template", "pupil", "-o", "a.xlsx"), "không có bảng pupil"),
    ],
)
def test_a_slip_is_told_on_one_line_in_the_chosen_language(csdl: Csdl, arguments: tuple[str, ...], told: str) -> None:
    answer = csdl(*arguments)
    assert (answer.exit_code, answer.stdout) == (2, "")
    [line] = answer.stderr.splitlines()
    assert told in line and "--help" in line


def test_a_statement_that_is_stopped_ends_without_a_word(csdl: Csdl, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise RuntimeError(QUERY_INTERRUPTED)

    monkeypatch.setattr("pipelines.settings.Settings.from_environment", stop)
    answer = csdl("doctor")
    assert (answer.exit_code, answer.output) == (130, "")


def test_an_unknown_language_is_told(csdl: Csdl) -> None:
    answer = csdl.program("--lang", "fr", "--help")
    assert answer.returncode == 2
    assert "vi" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_empty_installation_says_what_to_do(csdl: Csdl) -> None:
    assert "csdl submit" in csdl("status").stdout
    assert "csdl run" in csdl("releases", "list").stdout
    answer = csdl("query", "SELECT 1")
    assert answer.exit_code == 2
    assert "csdl run" in answer.stderr


def test_single_files_need_a_sender_and_a_period(csdl: Csdl) -> None:
    answer = csdl("submit", Path(__file__))
    assert answer.exit_code == 2
    assert "--school" in answer.stderr


def test_what_nobody_foresaw_does_not_count_as_done() -> None:
    """Python ends with 1, which here would mean: done, and some rows were rejected."""
    code = "from csdl.main import main; from pipelines.settings import Settings; del Settings.from_environment; main()"
    answer = subprocess.run([sys.executable, "-c", code, "status"], capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "Traceback" in answer.stderr and "from_environment" in answer.stderr


@pytest.mark.parametrize(
    "url",
    [
        "somewhere",
        "nosuch://x:secret@h/z",
        "postgresql://x:secret@h:port/z",
        "postgresql://x:p@h:secret@h/z",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///x.sqlite?mode=ro",
    ],
)
def test_what_is_no_address_of_a_database_is_told(csdl: Csdl, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CSDL_DATABASE_URL", url)
    answer = csdl("status")
    assert answer.exit_code == 2
    assert "CSDL_DATABASE_URL" in answer.stderr and "secret" not in answer.stderr


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://x:ab@secret@127.0.0.1:1/z",
        "postgresql://x:ab@secret/more@127.0.0.1:1/z",
        "postgresql://x:ab@secret?more@127.0.0.1:1/z",
        "postgresql://x:ab@secret#more@127.0.0.1:1/z",
    ],
)
def test_a_password_that_needs_escaping_is_not_repeated(csdl: Csdl, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CSDL_DATABASE_URL", url)
    answer = csdl("status")
    assert answer.exit_code == 2
    assert "%40" in answer.stderr and "secret" not in answer.stderr and "more" not in answer.stderr


def test_an_escaped_password_is_taken(csdl: Csdl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_DATABASE_URL", "postgresql://x:ab%40secret@127.0.0.1:1/z")
    answer = csdl("status")
    assert "x:***@127.0.0.1:1/z" in answer.stderr and "secret" not in answer.stderr


def test_an_empty_address_counts_as_none(csdl: Csdl, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSDL_DATABASE_URL", "")
    assert csdl("status").exit_code == 0


@pytest.mark.parametrize(
    ("url", "shown", "why"),
    [
        ("postgresql://x:secret@127.0.0.1:1/z", "x:***@127.0.0.1:1/z", "Connection refused"),
        ("postgres://x:secret@127.0.0.1:1/z", "x:***@127.0.0.1:1/z", "Connection refused"),
        ("postgresql://x@127.0.0.1:1/z?password=secret&sslpassword=secret", "x@127.0.0.1:1/z (", "Connection refused"),
        ("postgresql://x@127.0.0.1:1/z?application_name=secret", "x@127.0.0.1:1/z (", "Connection refused"),
        ("postgresql://x:secret@127.0.0.1:1/z?nosuch=secret", "x:***@127.0.0.1:1/z (", "nosuch"),
        ("postgresql://x:secret@127.0.0.1:1/z?connect_timeout=abc", "x:***@127.0.0.1:1/z (", "connect_timeout"),
        ("sqlite:////proc/csdl.sqlite", "/proc/csdl.sqlite", "unable to open database file"),
        ("sqlite:////dev/null/csdl.sqlite", "/dev/null/csdl.sqlite", "File exists"),
    ],
)
def test_a_database_out_of_reach_is_told_in_words(
    csdl: Csdl, monkeypatch: pytest.MonkeyPatch, url: str, shown: str, why: str
) -> None:
    monkeypatch.setenv("CSDL_DATABASE_URL", url)
    answer = csdl("status")
    assert answer.exit_code == 2
    assert shown in answer.stderr and why in answer.stderr
    assert "secret" not in answer.stderr


@pytest.mark.parametrize(
    ("home", "why"),
    [
        ("/dev/null", "/dev/null/landing"),
        ("/dev/null/x", "/dev/null/x/landing"),
        ("/proc/x", "/proc/x"),
        ("/tmp/\udcff", "CSDL_HOME"),
        ("/tmp/csdl [2026]", "/tmp/csdl [2026] có dấu"),
    ],
)
@pytest.mark.parametrize("command", ["status", "run", "up"])
def test_a_workspace_that_cannot_be_is_told(home: str, why: str, command: str) -> None:
    answer = Csdl(Path(home)).program(command)
    assert answer.returncode == 2
    assert why in answer.stderr and len(answer.stderr.splitlines()) == 1


def test_a_full_disk_is_a_message(tmp_path: Path) -> None:
    """A bound on the size of files stands in for the disk: SQLite, the first to reach it, speaks of both alike."""
    code = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (60_000, 60_000)); from csdl.main import main; main()"
    answer = subprocess.run(
        [sys.executable, "-c", code, "run"],
        env=os.environ | {"CSDL_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert f"Đĩa chứa {tmp_path}" in answer.stderr.splitlines()[-1]
    assert "Traceback" not in answer.stderr and "sqlite3" not in answer.stderr


@pytest.mark.parametrize(
    ("database", "command", "remedy"),
    [
        ("csdl.sqlite", "status", "{home}/csdl.sqlite bị hỏng"),
        ("dagster/history/runs.db", "run", "xóa thư mục {home}/dagster rồi"),
    ],
)
def test_a_damaged_database_is_a_message(tmp_path: Path, database: str, command: str, remedy: str) -> None:
    path = tmp_path / database
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"no database " * 1000)
    answer = Csdl(tmp_path).program(command)
    assert answer.returncode == 2
    assert remedy.format(home=tmp_path) in answer.stderr
    assert "Traceback" not in answer.stderr and "sqlite3" not in answer.stderr
