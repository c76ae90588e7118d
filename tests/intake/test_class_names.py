import pytest

from pipelines.intake.class_names import class_in_title, class_of_group, class_of_sheet_name


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
        ("Lớp 6A1 Sĩ số: 35", "6A1"),
        ("Lớp : 6A1 GVCN: Nguyễn Thị Bình", "6A1"),
        ("Lớp:6A1", "6A1"),
        ("LỚP 6A KHỐI 6", "6A"),
        ("LỚP 6A, 35 HỌC SINH", "6A"),
        ("LỚP HOA HỒNG", "HOA HỒNG"),
        ("LỚP 6A1 HKI", "6A1"),
        ("LỚP 6A1 HK 2", "6A1"),
        ("LỚP 6A1 KÌ 1", "6A1"),
        ("LỚP 6A1 ĐẦU NĂM HỌC 2025-2026", "6A1"),
        ("LỚP 6A1 CUỐI HỌC KỲ I", "6A1"),
        ("LỚP HOA KỲ DIỆU", "HOA KỲ DIỆU"),
        ("DANH SÁCH HỌC SINH CÁC LỚP KHỐI 6", None),
        ("DANH SÁCH HỌC SINH LỚP KHỐI 6", None),
        ("DANH SÁCH HỌC SINH LỚP 6 VÀ LỚP 7", None),
        ("DANH SÁCH HỌC SINH LỚP 6A, 6B", None),
        ("DANH SÁCH HỌC SINH LỚP 6A - 6B", None),
        ("DANH SÁCH LỚP TRƯỞNG", None),
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
        ("DS 6A4", "6A4"),
        ("DSHS_10B", "10B"),
        ("Danh sách lớp 6A", "6A"),
        ("Lop 6A5", "6A5"),
        ("11B10 CN", "11B10"),
        ("6A HK1", "6A"),
        ("12A TN", "12A TN"),
        ("Nhóm trẻ 25-36 tháng", "Nhóm trẻ 25-36 tháng"),
        ("6A (2)", "6A"),
        ("Sheet1 (2)", None),
        ("DS 35 HS", None),
        ("DS 2025", None),
        ("DS 6", None),
        ("DS 10.9", None),
        ("10A1-10A2", None),
        ("DS 6A, 6B", None),
    ],
)
def test_class_of_the_only_sheet(sheet: str, name: str | None) -> None:
    assert class_of_sheet_name(sheet, is_one_of_many=False) == name


@pytest.mark.parametrize(
    ("sheet", "name"),
    [
        ("Lá 1", "Lá 1"),
        ("Mẫu giáo lớn B", "Mẫu giáo lớn B"),
        ("Lớp Thỏ Trắng", "Thỏ Trắng"),
        ("Sheet2", None),
        ("Danh sách", None),
        ("Nữ", None),
        ("Khối 6", None),
    ],
)
def test_class_of_one_sheet_of_many(sheet: str, name: str | None) -> None:
    assert class_of_sheet_name(sheet, is_one_of_many=True) == name


@pytest.mark.parametrize(
    ("texts", "name"),
    [(("Lớp:", "6A"), "6A"), (("Lớp", "Lá 1"), "Lá 1"), (("Lớp:", "Sĩ số: 35"), None), (("Số lớp:", "6A"), None)],
)
def test_class_in_two_cells(texts: tuple[str, ...], name: str | None) -> None:
    assert class_in_title(["TRƯỜNG THCS LÊ LỢI", *texts]) == name


@pytest.mark.parametrize("other", ["6A", "6a", "6A (3)"])
def test_a_copy_beside_its_original_is_of_no_class(other: str) -> None:
    assert class_of_sheet_name("6A (2)", [other, "6B"], is_one_of_many=True) is None
    assert class_of_sheet_name("6A (2)", ["6B", "6B (2)"], is_one_of_many=True) == "6A"


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["6B"], "6B"),
        (["6B (35 HS)"], "6B"),
        (["II. LỚP 6B"], "6B"),
        (["* Lớp 6B:"], "6B"),
        (["DANH SÁCH HỌC SINH LỚP 6B"], "6B"),
        (["6B - GVCN: Lê Thị Lan"], "6B"),
        (["Lớp:", "6B"], "6B"),
        (["Lớp 6B", "Sĩ số: 35"], "6B"),
        (["6B", "35"], None),
        (["35"], None),
        (["1."], None),
        (["7h - 11h"], None),
        (["6B chuyển sang 6C"], None),
        (["Chuyển đến từ lớp 6B"], None),
        (["Cộng lớp 6B: 35"], None),
        ([], None),
    ],
)
def test_class_of_the_rows_below(texts: list[str], name: str | None) -> None:
    assert class_of_group(texts) == name
