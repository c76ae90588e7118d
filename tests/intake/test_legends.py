"""What headers say of the signs in their columns."""

from typing import Any

import pytest

from pipelines.intake.legends import legend
from tests.intake.books import HEADER, PUPILS, students
from tests.intake.test_sheets import column, only_sheet, read


def cells(label: str, field: str, *signs: Any) -> list[Any]:
    """What a column with this header says."""
    if field == "sex_code":
        rows = [(*PUPILS[0][:3], sign, *PUPILS[0][4:]) for sign in signs]
        file = read(students(*rows, header=(*HEADER[:3], label, *HEADER[4:])))
    else:
        file = read(students(*[(*PUPILS[0], sign) for sign in signs], header=(*HEADER, label)))
    assert not file.findings
    return [cell for _, cell in column(only_sheet(file), field)]


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        ("1: Nam, 0: Nữ", {"1": "nam", "0": "nữ"}),
        ("Nam: 1, Nữ: 2", {"1": "nam", "2": "nữ"}),
        ("Nam=1; Nữ=0", {"1": "nam", "0": "nữ"}),
        ("0 - Nam / 1 - Nữ", {"0": "nam", "1": "nữ"}),
        ("01: Nam 02: Nữ", {"1": "nam", "2": "nữ"}),
        ("Nam ghi 1, Nữ ghi 0", {"1": "nam", "0": "nữ"}),
        ("1 là nữ và 0 là nam", {"1": "nữ", "0": "nam"}),
        ("x nếu là nữ", {"x": "nữ"}),
        ("1. Đang học 2. Chuyển đi", {"1": "đang học", "2": "chuyển đi"}),
        ("Nam/Nữ", {}),
        ("1 buổi/2 buổi", {}),
        ("3-5 tuổi", {}),
        ("3-5", {}),
        ("dd/mm/yyyy", {}),
        ("1: Nam, 1: Nữ", {}),
        ("ghi 1 nếu là Nam hay 2", {}),
        ("HK1", {}),
        ("năm 2025", {}),
    ],
)
def test_what_is_a_legend(hint: str, said: dict[str, str]) -> None:
    assert legend(hint) == said


def test_signs_are_read_as_their_header_says() -> None:
    assert cells("Giới tính (1: Nam, 0: Nữ)", "sex_code", 1, 0, "01", "Nữ", None) == ["nam", "nữ", "nam", "Nữ", None]
    assert cells("Giới tính\n(Nam: 0, Nữ: 1) *", "sex_code", 1, 0) == ["nữ", "nam"]
    assert cells("Giới tính (Nam: 2, Nữ: 1)", "sex_code", 1, 2) == ["nữ", "nam"]


def test_a_sign_that_the_legend_lacks_is_none_of_the_ministrys() -> None:
    assert cells("Giới tính (1: Nam, 0: Nữ)", "sex_code", 2, "x") == [
        "2 (1: nam, 0: nữ)",
        "x (1: nam, 0: nữ)",
    ]


def test_yes_and_no_by_sign() -> None:
    assert cells("Hộ nghèo (1: có, 0: không)", "is_poor_household", 1, 0, "x") == ["1", "0", "x"]
    assert cells("Hộ nghèo (1: không, 2: có)", "is_poor_household", 1, 2) == ["không", "có"]
    assert cells("Khuyết tật (có: x)", "is_disabled", "x", None) == ["x", None]


def test_brackets_of_other_columns_are_no_legend() -> None:
    file = read(students((*PUPILS[0], "0912345678"), header=(*HEADER, "SĐT (1: cha, 2: mẹ)")))
    assert [f.rule_id for f in file.findings] == ["FIL011"]


def test_a_legend_may_stand_in_a_row_of_its_own() -> None:
    hints = (None, None, "(dd/mm/yyyy)", "(1: Nữ, 0: Nam)", None, None, None)
    file = read(students(hints, (*PUPILS[0][:3], 0, *PUPILS[0][4:]), (*PUPILS[1][:3], 1, *PUPILS[1][4:])))
    assert column(only_sheet(file), "sex_code") == [(3, "nam"), (4, "nữ")]
    assert not file.findings


def test_a_hint_that_says_something_else_takes_its_column_out() -> None:
    hints = (None, None, None, None, "(cũ)", None, None)
    file = read(students(hints, *PUPILS))
    assert [(f.rule_id, f.parameters["list"]) for f in file.findings] == [
        ("FIL010", "Dân tộc"),
        ("FIL011", "E (Dân tộc / (cũ))"),
    ]
