import pytest

from pipelines.intake.class_names import class_in_title, class_of_sheet_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("DANH SÁCH HỌC SINH LỚP 6A", "6A"),
        ("DANH SÁCH HỌC SINH LỚP 6A NĂM HỌC 2025-2026", "6A"),
        ("Lớp: 10 Toán 1", "10 Toán 1"),
        ("Lớp 6/2 - Trường THCS Lê Lợi", "6/2"),
        ("DANH SÁCH TRẺ LỚP LÁ 1", "LÁ 1"),
        ("DANH SÁCH LỚP HỌC", None),
        ("DANH SÁCH HỌC SINH THEO LỚP", None),
        ("TRƯỜNG THCS LÊ LỢI", None),
    ],
)
def test_class_in_title(title: str, name: str | None) -> None:
    assert class_in_title(["SỞ GIÁO DỤC VÀ ĐÀO TẠO", title]) == name


@pytest.mark.parametrize(
    ("sheet", "name"),
    [
        ("6A", "6A"),
        ("Lớp 10A1", "10A1"),
        ("6.2", "6.2"),
        ("12 Toán", "12 Toán"),
        (" 9A10 ", "9A10"),
        ("Học sinh", None),
        ("Sheet1", None),
        ("2025", None),
        ("2025-2026", None),
        ("Lá 1", None),
    ],
)
def test_class_of_the_only_sheet(sheet: str, name: str | None) -> None:
    assert class_of_sheet_name(sheet, is_one_of_many=False) == name


def test_any_name_among_many_is_a_class() -> None:
    assert class_of_sheet_name("Lá 1", is_one_of_many=True) == "Lá 1"
