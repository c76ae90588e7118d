"""How answers look on a terminal."""

import io

import pytest

from csdl.output import complain, show_table

HEADERS = ("Mức", "Tệp", "Trang", "Dòng", "Cột", "Nội dung")
ROW = ("Lỗi", "hoc_sinh.xlsx", "Học sinh", 1234, None, "Dòng 1234: mục bắt buộc bị bỏ trống.")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, columns: int, headers: tuple[str, ...], row: tuple[object, ...]) -> str:
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    for name, value in (("COLUMNS", str(columns)), ("LINES", "30"), ("TERM", "dumb")):
        monkeypatch.setenv(name, value)
    show_table(headers, [row])
    return terminal.getvalue()


def test_names_that_others_chose_do_not_command_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "a\x1b[31m\u202e\x9bb\r.xlsx"
    row = (*ROW[:1], name, *ROW[2:])
    complain("error", message=name)
    for told in (capsys.readouterr().err, shown(monkeypatch, 250, HEADERS, row)):
        assert "a\ufffd[31m\ufffd\ufffdb\ufffd.xlsx" in told


def test_a_narrow_terminal_has_a_list_of_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, 71, HEADERS, ROW) == (
        "Mức: Lỗi\nTệp: hoc_sinh.xlsx\nTrang: Học sinh\nDòng: 1.234\nNội dung: Dòng 1234: mục bắt buộc bị bỏ trống.\n\n"
    )


@pytest.mark.parametrize(("columns", "headers", "row"), [(72, HEADERS, ROW), (44, HEADERS, ("", "", "", 1, 2, 3))])
def test_a_table_that_fits_is_one(
    monkeypatch: pytest.MonkeyPatch, columns: int, headers: tuple[str, ...], row: tuple[object, ...]
) -> None:
    assert shown(monkeypatch, columns, headers, row).splitlines()[1].split() == " ".join(headers).split()
