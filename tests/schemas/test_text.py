"""How Vietnamese text is compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.text import fold, tidy_header

VIETNAMESE = st.text(
    st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ")
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng  Thị\u00a0Hương ", "dang thi huong"),
        ("NGUYỄN VĂN ĐẠT", "nguyen van dat"),
        ("Hoà Bình", "hoa binh"),
        ("Lớp 6A1", "lop 6a1"),
        ("\u00d0ặng \u00f0ình \u0189ạt", "dang dinh dat"),
        ("Gu\u00f0rún", "gu\u00f0run"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_vietnamese_folds_to_plain_letters(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text.upper()) == fold(text)


@given(VIETNAMESE)
def test_unicode_form_does_not_matter(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert tidy_header(unicodedata.normalize("NFD", text)) == tidy_header(text)


@given(st.text())
def test_folded_text_is_tidy(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())


@pytest.mark.parametrize("header", ["Ngày\nsinh (*)", " ngày  SINH*", "[Ngày sinh]:", "Nga\u0300y sinh"])
def test_header_marks_are_dropped(header: str) -> None:
    assert tidy_header(header) == "ngày sinh"


def test_a_header_may_have_another_letter_for_d() -> None:
    assert tidy_header("\u00d0iện thoại") == "điện thoại"
