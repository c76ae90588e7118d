"""A bare label right of another person's name is not the pupil's."""

from collections.abc import Sequence

import pytest

from pipelines.intake.headers import dataset_headers
from pipelines.intake.layout import LayoutFinder
from schemas.catalogue import load_catalogue, read_rows
from schemas.text import tidy_header
from tests.intake.books import HEADER, PUPILS, workbook
from tests.intake.test_header_levels import SCHOOL, TEACHER
from tests.intake.test_layout import STUDENT, fields, find
from tests.intake.test_sheets import read

NAMES = ("name", "birth_date", "occupation", "phone")
CONTACT = ("SĐT", "CCCD", "Email")


@pytest.fixture(scope="module")
def finder() -> LayoutFinder:
    return LayoutFinder(dataset_headers(load_catalogue()))


def beside(finder: LayoutFinder, *labels: str, before: Sequence[str] = STUDENT) -> list[str | None]:
    """The fields of further columns of a list."""
    return fields(find(finder, (*before, *labels)))[len(before) :]


def test_what_stands_after_each_parent_is_theirs(finder: LayoutFinder) -> None:
    labels = ("Năm sinh", "Nghề nghiệp", "SĐT")
    theirs = [f"{parent}_{name}" for parent in ("father", "mother") for name in NAMES]
    assert beside(finder, "Họ tên cha", *labels, "Họ tên mẹ", *labels) == theirs


@pytest.mark.parametrize("label", ["Năm sinh", "Ngày sinh", "Ngày tháng năm sinh"])
def test_a_second_birth_date_is_that_of_the_parent_on_its_left(finder: LayoutFinder, label: str) -> None:
    assert beside(finder, "Mẹ", label) == ["mother_name", "mother_birth_date"]


def test_what_the_pupil_has_elsewhere_is_the_parents(finder: LayoutFinder) -> None:
    assert beside(finder, "SĐT", "CCCD", "Người giám hộ", "Điện thoại", "Số CCCD") == [
        "phone",
        "personal_id",
        "guardian_name",
        "guardian_phone",
        "guardian_personal_id",
    ]


def test_what_stands_between_two_names_is_of_the_first(finder: LayoutFinder) -> None:
    assert beside(finder, "Họ tên cha", "SĐT", "Họ tên mẹ") == ["father_name", "father_phone", "mother_name"]


@pytest.mark.parametrize(
    "names", [("Họ tên mẹ",), ("Họ tên cha", "Họ tên mẹ"), ("Người giám hộ", "Quan hệ với học sinh")]
)
def test_what_may_be_the_familys_is_not_read(finder: LayoutFinder, names: Sequence[str]) -> None:
    assert beside(finder, *names, *CONTACT)[len(names) :] == [None] * 3


@pytest.mark.parametrize(
    "name", ["GVCN", "Họ và tên GVCN", "HO TEN PHU HUYNH", "Cha/Mẹ", "Người đón trẻ", "Chủ hộ", "Bà ngoại"]
)
def test_what_stands_after_the_name_of_someone_without_fields_is_not_the_pupils(
    finder: LayoutFinder, name: str
) -> None:
    assert beside(finder, name, *CONTACT) == [None] * 4
    assert beside(finder, "SĐT", name, "SĐT") == ["phone", None, None]


def test_a_label_that_says_whose_it_is_stays_so(finder: LayoutFinder) -> None:
    assert beside(finder, "Họ tên mẹ", "SĐT liên hệ") == ["mother_name", "phone"]
    assert beside(finder, "Họ tên mẹ", "SĐT học sinh", "Email học sinh") == ["mother_name", "phone", "email"]
    assert beside(finder, "Họ tên mẹ", "SĐT mẹ", "SĐT") == ["mother_name", "mother_phone", "phone"]
    assert beside(finder, "Họ tên mẹ", "SĐT", "SĐT mẹ") == ["mother_name", "phone", "mother_phone"]


def test_what_is_not_told_of_persons_alone_stays_the_pupils(finder: LayoutFinder) -> None:
    assert beside(finder, "Họ tên mẹ", "Địa chỉ", "SĐT") == ["mother_name", "home_address", "phone"]
    assert beside(finder, "GVCN", "Nơi sinh") == [None, "birth_place"]


def test_the_only_telephone_is_the_schools_also_after_its_principal(finder: LayoutFinder) -> None:
    assert beside(finder, "Hiệu trưởng", "SĐT", "Email", before=SCHOOL) == ["principal_name", "phone", "email"]
    held = beside(finder, "Điện thoại", "Hiệu trưởng", "SĐT", before=SCHOOL)
    assert held == ["phone", "principal_name", "principal_phone"]


def test_a_birth_year_of_the_mother_is_not_the_pupils_where_the_pupil_has_none() -> None:
    header = (*HEADER[:2], *HEADER[3:], "Họ tên mẹ", "Năm sinh")
    file = read(workbook({"6A": [header, *((*pupil[:2], *pupil[3:], "Lê Thị Tư", 1982) for pupil in PUPILS)]}))
    told = {(f.rule_id, f.parameters["list"]) for f in file.findings}
    assert told == {("FIL010", "Ngày sinh"), ("FIL011", "H (Họ tên mẹ / Năm sinh)")}
    assert "birth_date" not in file.sheets[0].rows.fields.schema.names


@pytest.mark.parametrize("spouse", ["Họ tên chồng", "Vợ/chồng", "Họ và tên vợ (chồng)"])
def test_what_stands_after_the_spouse_is_not_the_teachers(finder: LayoutFinder, spouse: str) -> None:
    held = beside(finder, "SĐT", spouse, "Năm sinh", "Nghề nghiệp", "SĐT", before=TEACHER)
    assert held[0] == "phone" and held[2:] == [None, "spouse_occupation", "spouse_phone"]
    assert beside(finder, spouse, "SĐT", "Email", before=TEACHER)[1:] == [None, None]


@pytest.mark.parametrize("child", ["Họ tên con", "Con thứ nhất"])
def test_what_stands_after_a_child_is_not_the_teachers(finder: LayoutFinder, child: str) -> None:
    assert beside(finder, child, "Năm sinh", before=TEACHER) == [None, None]


@pytest.mark.parametrize("other", ["Trường cũ", "Họ tên anh/chị/em", "Chuyển đến từ trường", "Anh chị em ruột"])
def test_the_class_of_another_is_not_the_pupils(finder: LayoutFinder, other: str) -> None:
    assert beside(finder, other, "Lớp", "Khối") == [None] * 3
    assert beside(finder, "Lớp", other, "Lớp") == ["class_name", None, None]
    assert beside(finder, "GVCN", "Lớp") == [None, "class_name"]


def test_the_place_of_another_school_is_not_where_the_pupil_lives(finder: LayoutFinder) -> None:
    assert beside(finder, "Trường cũ", "Tỉnh", "Huyện") == [None] * 3


def test_the_parts_of_where_the_pupil_lives_now_are_not_where_he_is_registered(finder: LayoutFinder) -> None:
    now = ["current_address", "current_ward_code", "current_province_code"]
    assert beside(finder, "Tỉnh thường trú", "Xã thường trú", "Chỗ ở hiện nay", "Xã", "Tỉnh")[2:] == now
    assert beside(finder, "Chỗ ở hiện nay", "Xã", "Tỉnh") == ["current_address", None, None]
    assert beside(finder, "Địa chỉ thường trú", "Xã", "Tỉnh")[1:] == ["home_ward_code", "home_province_code"]


@pytest.mark.parametrize("paper", ["Số thẻ BHYT", "Giấy khai sinh số", "Thẻ BHYT số"])
def test_the_issue_of_other_papers_is_not_that_of_the_card(finder: LayoutFinder, paper: str) -> None:
    assert beside(finder, paper, "Ngày cấp", "Nơi cấp")[1:] == [None, None]
    card = ["personal_id", "identity_issue_date", "identity_issue_place"]
    assert beside(finder, "CCCD", "Ngày cấp", "Nơi cấp", paper, "Ngày cấp")[:3] == card


@pytest.mark.parametrize(
    "paper",
    ["Số hiệu bằng", "Bằng cấp", "Trường đào tạo", "Năm tốt nghiệp", "Cơ sở đào tạo, bồi dưỡng", "Số thẻ đảng viên"],
)
def test_the_issue_of_a_diploma_is_not_that_of_the_teachers_card(finder: LayoutFinder, paper: str) -> None:
    assert beside(finder, paper, "Ngày cấp", "Nơi cấp", before=TEACHER)[1:] == [None, None]
    card = ["identity_issue_date", "identity_issue_place"]
    assert beside(finder, "Số CCCD", "Ngày cấp", "Nơi cấp", paper, "Ngày cấp", before=TEACHER)[1:3] == card


def test_words_of_names_are_written_as_headers_are_compared() -> None:
    words = [row["words_vi"] for row in read_rows("header_others.csv")]
    assert [word for word in words if word != tidy_header(word) and "(" not in word] == []


def test_what_others_are_told_by_are_fields_and_their_kinds_known() -> None:
    catalogue = load_catalogue()
    fields = {f.name for dataset in catalogue.datasets.values() for f in dataset.columns}
    rows = list(read_rows("header_other_fields.csv"))
    kinds = {row["kind"] for row in [*read_rows("header_others.csv"), *rows] if row.get("is_name") != "no"}
    assert [row for row in rows if row["name"] not in fields or row["kind"] not in kinds] == []
