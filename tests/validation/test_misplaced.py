"""Columns that hold the cells of another one are told once, not cell by cell."""

import pytest

from tests.validation.passes import STUDENT, Row
from tests.validation.schools import Schools, Validated

SCHOOLS = Schools()
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


DAYS = [f"{n + 1:02d}/05/2014" for n in range(len(NAMES))]


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Validated:
    return SCHOOLS.validate(tmp_path_factory.mktemp("misplaced"))


def pupils(case: str, **columns: list[str] | list[str | None]) -> str:
    """A school of pupils with these cells in some columns."""
    rows = [STUDENT | {"local_code": f"HS{n:03d}", "full_name": name} for n, name in enumerate(NAMES)]
    rows = [row | {field: cells[n] for field, cells in columns.items()} for n, row in enumerate(rows)]
    return SCHOOLS.hand_in(case, {"student": rows})


def about_cells(findings: list[Row]) -> list[tuple[str, str]]:
    """Rules on whole columns or single cells of type and list, with their field."""
    return [(f["rule_id"], f["field"]) for f in findings if f["rule_id"][:3] in ("FLD", "FIL")]


SWAPPED = pupils("swapped", birth_date=["Nam", "Nữ"] * 4, sex_code=DAYS)


def test_two_columns_swapped_with_each_other_are_told_once(validated: Validated) -> None:
    assert about_cells(validated.findings(SWAPPED)) == [("FIL013", "birth_date")]
    [finding] = validated.findings(SWAPPED, "FIL013")
    assert "E (Ngày sinh) ↔ F (Giới tính)" in finding["message_vi"]
    assert "E (Date of birth) ↔ F (Sex)" in finding["message_en"]
    assert finding["excel_row"] is None


OF_ANOTHER_KIND = pupils("of another kind", phone=NAMES[::-1])


def test_cells_of_another_kind_are_told_once(validated: Validated) -> None:
    assert about_cells(validated.findings(OF_ANOTHER_KIND)) == [("FIL013", "phone")]
    assert "→" in validated.findings(OF_ANOTHER_KIND, "FIL013")[0]["message_vi"]


IN_A_TEXT = pupils("in a text", birth_date=[f"{n} Lê Lợi" for n in range(8)], home_address=DAYS)


def test_a_text_column_that_holds_the_cells_of_another_is_told(validated: Validated) -> None:
    assert about_cells(validated.findings(IN_A_TEXT)) == [("FIL013", "birth_date")]


OF_NO_KIND = pupils("of no kind", sex_code=["1", "0"] * 4)


def test_wrong_cells_of_no_kind_are_told_one_by_one(validated: Validated) -> None:
    assert about_cells(validated.findings(OF_NO_KIND)) == [("FLD028", "sex_code")] * 8


LABELS_OF_ANOTHER_LIST = pupils("labels of another list", ethnicity_code=["Nam", "Nữ"] * 4)


def test_labels_that_a_right_column_holds_as_well_are_told_one_by_one(validated: Validated) -> None:
    """Lists share labels: the wrong word in one column does not shift it, and must not keep the sheet out."""
    assert about_cells(validated.findings(LABELS_OF_ANOTHER_LIST)) == [("FLD011", "ethnicity_code")] * 8


A_FEW = pupils("a few", phone=[*NAMES[:3], *["0912345678"] * 5])


def test_a_few_cells_prove_nothing(validated: Validated) -> None:
    assert about_cells(validated.findings(A_FEW)) == [("FLD027", "phone")] * 3


EXCHANGED = pupils(
    "exchanged",
    learner_id=[f"079214{n:06d}" for n in range(8)],
    personal_id=[f"07900000{n:02d}" for n in range(8)],
)


def test_exchanged_numbers_are_told_once(validated: Validated) -> None:
    found = validated.findings(EXCHANGED)
    assert [f["rule_id"] for f in found if f["field"] in ("learner_id", "personal_id")] == ["IDN016"]


SINGLE_NUMBERS = pupils("single numbers", personal_id=["0790000001", "07900002", *[None] * 6])


def test_single_wrong_numbers_are_told_one_by_one(validated: Validated) -> None:
    assert {f["excel_row"] for f in validated.findings(SINGLE_NUMBERS, "IDN001")} == {2, 3}


OF_PARENTS = pupils("numbers of parents", personal_id=[f"0790850001{n:02d}" for n in range(8)])
OF_SOME_OTHERS = pupils("numbers of some others", personal_id=[f"079{214 - (n < 3)}0001{n:02d}" for n in range(8)])
OF_FEW = pupils("numbers of few", personal_id=[*(f"0790850001{n:02d}" for n in range(4)), *[None] * 4])


def test_personal_numbers_of_other_people_are_told_once(validated: Validated) -> None:
    [finding] = validated.findings(OF_PARENTS, "FIL013")
    assert (finding["field"], finding["excel_row"]) == ("personal_id", None)
    assert "(Số định danh cá nhân)" in finding["message_vi"]


def test_personal_numbers_of_a_few_others_are_asked_one_by_one(validated: Validated) -> None:
    assert not validated.findings(OF_SOME_OTHERS, "FIL013")
    assert len(validated.findings(OF_SOME_OTHERS, "IDN007")) == 3
    assert not validated.findings(OF_FEW, "FIL013")
