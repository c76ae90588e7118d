"""What is told of a sheet whose header lacks too much to be one."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.intake.books import workbook
from tests.intake.test_sheets import read

CONTACTS = ("STT", "Họ và tên", "Ngày sinh", "SĐT", "Địa chỉ")
PUPIL = (1, "Nguyễn Văn An", "15/03/2014", "0912345678", "12 Lê Lợi")


def told(*rows: Sequence[Any], name: str = "Sheet1") -> list[tuple[str, Any]]:
    return [(f.rule_id, f.parameters.get("list")) for f in read(workbook({name: rows})).findings]


def test_what_a_sheet_of_marks_lacks_is_told() -> None:
    header = ("STT", "Họ và tên", "TX1", "TX2", "TX3", "GK", "CK", "TBM")
    assert told(("BẢNG ĐIỂM LỚP 6A",), header, (1, "Nguyễn Văn An", 8, 9, 8, 7, 8, 8)) == [
        ("FIL009", None),
        ("FIL010", "Ngày sinh, Khối, Học kỳ"),
        ("FIL011", "C (TX1), D (TX2), E (TX3)"),
    ]


@pytest.mark.parametrize(
    ("title", "lacking"),
    [("DANH SÁCH HỌC SINH LỚP 6A", "Giới tính, Dân tộc, Khối, Trạng thái"), ("Danh bạ", None)],
)
def test_whose_list_it_is_must_be_known(title: str, lacking: str | None) -> None:
    """Pupils and teachers have these columns alike."""
    assert told((title,), CONTACTS, PUPIL) == [("FIL009", None), *([("FIL010", lacking)] if lacking else [])]
    assert told(CONTACTS, PUPIL, name=title)[1:] == told((title,), CONTACTS, PUPIL)[1:]


def test_of_few_known_columns_nothing_is_said() -> None:
    assert told(("STT", "Tên hàng", "Số lượng", "Ngày sinh", "Giới tính", "Đơn giá", "Ghi chú"), (1, "Bút")) == [
        ("FIL009", None)
    ]
    assert told(("Họ và tên", "Lớp"), ("Nguyễn Văn An", "6A")) == [("FIL009", None)]


def test_the_sheet_that_says_most_is_told() -> None:
    file = read(workbook({"Bìa": [["TRƯỜNG THCS LÊ LỢI"]], "6A": [("Danh sách học sinh",), CONTACTS, PUPIL]}))
    assert {finding.sheet for finding in file.findings} == {"6A"}
