"""Columns that hold the cells of another one are told once, not cell by cell."""

from sqlalchemy import Engine as Database

from pipelines.settings import Settings
from tests.validation.passes import STUDENT, Row, check_students

NAMES = [
    "Trần Văn Nam",
    "Lê Thị Hoa",
    "Phạm Minh Đức",
    "Võ Thị Sáu",
    "Ngô Bảo Châu",
    "Lý Thái Tổ",
    "Đỗ Thị Mai",
    "Bùi Xuân Phái",
]


def pupils(**columns: list[str | None]) -> list[dict[str, str | None]]:
    rows = [STUDENT | {"local_code": f"HS{n:03d}", "full_name": name} for n, name in enumerate(NAMES)]
    return [row | {field: cells[n] for field, cells in columns.items()} for n, row in enumerate(rows)]


def about_cells(findings: list[Row]) -> list[tuple[str, str]]:
    """Rules on whole columns or single cells of type and list, with their field."""
    return [(f["rule_id"], f["field"]) for f in findings if f["rule_id"][:3] in ("FLD", "FIL")]


def test_two_columns_swapped_with_each_other_are_told_once(settings: Settings, database: Database) -> None:
    days = [f"{n + 1:02d}/05/2014" for n in range(len(NAMES))]
    rows = pupils(birth_date=["Nam", "Nữ"] * 4, sex_code=list(days))
    _, findings = check_students(settings, database, rows)
    [(rule_id, field)] = about_cells(findings)
    assert (rule_id, field) == ("FIL013", "birth_date")
    [finding] = [f for f in findings if f["rule_id"] == "FIL013"]
    assert "E (Ngày sinh) ↔ F (Giới tính)" in finding["message_vi"]
    assert "E (Date of birth) ↔ F (Sex)" in finding["message_en"]
    assert finding["excel_row"] is None


def test_cells_of_another_kind_are_told_once(settings: Settings, database: Database) -> None:
    _, findings = check_students(settings, database, pupils(phone=list(reversed(NAMES))))
    assert about_cells(findings) == [("FIL013", "phone")]
    assert "→" in next(f["message_vi"] for f in findings if f["rule_id"] == "FIL013")


def test_a_text_column_that_holds_the_cells_of_another_is_told(settings: Settings, database: Database) -> None:
    days = [f"{n + 1:02d}/05/2014" for n in range(len(NAMES))]
    rows = pupils(birth_date=[f"{n} Lê Lợi" for n in range(8)], home_address=list(days))
    _, findings = check_students(settings, database, rows)
    assert about_cells(findings) == [("FIL013", "birth_date")]


def test_wrong_cells_of_no_kind_are_told_one_by_one(settings: Settings, database: Database) -> None:
    _, findings = check_students(settings, database, pupils(sex_code=["1", "0"] * 4))
    assert about_cells(findings) == [("FLD028", "sex_code")] * 8


def test_a_few_cells_prove_nothing(settings: Settings, database: Database) -> None:
    phones: list[str | None] = ["0912345678"] * 8
    phones[:3] = NAMES[:3]
    _, findings = check_students(settings, database, pupils(phone=phones))
    assert about_cells(findings) == [("FLD027", "phone")] * 3


def test_exchanged_numbers_are_told_once(settings: Settings, database: Database) -> None:
    rows = pupils(learner_id=[f"079214{n:06d}" for n in range(8)], personal_id=[f"07900000{n:02d}" for n in range(8)])
    _, findings = check_students(settings, database, rows)
    about_numbers = [f["rule_id"] for f in findings if f["field"] in ("learner_id", "personal_id")]
    assert about_numbers == ["IDN016"]


def test_single_wrong_numbers_are_told_one_by_one(settings: Settings, database: Database) -> None:
    rows = pupils(personal_id=["0790000001", "07900002"] + [None] * 6)
    _, findings = check_students(settings, database, rows)
    assert {f["excel_row"] for f in findings if f["rule_id"] == "IDN001"} == {2, 3}
