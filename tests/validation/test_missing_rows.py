"""Lists that replace others and lack many of their rows (FIL035)."""

from collections.abc import Iterable

import pytest

from tests.validation.resubmitted import CLASSES, HEAD, Cases, Submission, Validated

CASES = Cases()


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Validated:
    return CASES.validate(tmp_path_factory.mktemp("missing"))


def listed(names: Iterable[str], class_name: str, code: str = "HS", number: str = "") -> str:
    """Lines of pupils; their codes begin anew in every list."""
    return "".join(
        f"\n{code}{i:03d};{name};0{i}/06/2014;Nữ;Kinh;{class_name};{class_name};Khối 6;Đang học;Lê Thị Mai;02/02/1985"
        + (f";{number}{i}" if number else "")
        for i, name in enumerate(names, 1)
    )


def marked(names: Iterable[str], subject: str) -> str:
    """Marks of pupils in one subject."""
    head = "Mã học sinh;Họ và tên;Ngày sinh;Mã lớp;Lớp;Khối;Học kỳ;Môn học;Điểm giữa kỳ"
    lines = (f"\nA{i:03d};{name};0{i}/06/2014;6A;6A;Khối 6;Học kỳ I;{subject};8" for i, name in enumerate(names, 1))
    return head + "".join(lines)


_6A = [f"Nguyễn Thị {name} Anh" for name in ("Bích", "Chi", "Dung", "Hạnh", "Lan", "Mai")]
_6B = [f"Trần Thị {name} Thư" for name in ("Bích", "Chi", "Dung", "Hạnh", "Lan", "Mai")]
_START = CLASSES | {"lop.csv": CLASSES["lop.csv"] + "\n6B;6B;Khối 6;Không;Không;Không;Không;0"}
_BOTH = {"hoc-sinh.csv": HEAD + listed(_6A, "6A", "A") + listed(_6B, "6B", "B")}

_BY_CLASS = CASES.case(
    "class by class", _START | {"6a.csv": HEAD + listed(_6A, "6A")}, {"6b.csv": HEAD + listed(_6B, "6B")}
)
_ONE_CLASS = CASES.case("one class of two", _START | _BOTH, {"hoc-sinh.csv": HEAD + listed(_6B, "6B", "B")})
_BY_CODE = CASES.case(
    "classes by their codes only",
    _START | {name: text.replace("Tên lớp", "Ghi chú riêng") for name, text in _BOTH.items()},
    {"hoc-sinh.csv": (HEAD + listed(_6B, "6B", "B")).replace("Tên lớp", "Ghi chú riêng")},
)
_BY_SUBJECT = CASES.case(
    "subject by subject",
    _START | _BOTH | {"toan.csv": marked(_6A, "Toán")},
    {"van.csv": marked(_6A, "Ngữ văn")},
)


_ONLY_6B = {"hoc-sinh.csv": HEAD + listed(_6B, "6B", "B")}
# Without a column that is required.
_KEPT_OUT = {name: text.replace("Trạng thái", "Ghi chú riêng") for name, text in _BOTH.items()}
_AFTER_KEPT_OUT = CASES.case(
    "one class after a list that was kept out",
    _START | _BOTH,
    {name: text.replace("Trạng thái", "Ghi chú riêng") for name, text in _ONLY_6B.items()},
    _ONLY_6B,
)
_BEFORE_KEPT_OUT = CASES.case("one class before a list that is kept out", _START | _BOTH, _ONLY_6B, _KEPT_OUT)


@pytest.mark.parametrize(
    ("case", "before"),
    [(_BY_CLASS, 6), (_ONE_CLASS, 12), (_BY_CODE, 12), (_BY_SUBJECT, 6), (_AFTER_KEPT_OUT, 12), (_BEFORE_KEPT_OUT, 12)],
)
def test_rows_of_the_list_before_that_are_not_sent_again_are_told(validated: Validated, case: str, before: int) -> None:
    [told] = validated.told(case, "FIL035")
    assert told["severity"] == "query"
    assert f"6 trong {before} dòng" in told["message_vi"]
    assert "(6A: 6);" in told["message_vi"]


_IN_THE_END = CASES.case("all parts in the end", *CASES.handed_in[_BY_CLASS], _BOTH)
_FOUR = CASES.case(
    "four of twelve gone", _START | _BOTH, {"hoc-sinh.csv": HEAD + listed(_6A, "6A", "A") + listed(_6B[:2], "6B", "B")}
)
_NUMBERED = f"{HEAD};Số định danh cá nhân"
_RESPELLED = CASES.case(
    "names that lost their accents mended",
    _START | {"a.csv": _NUMBERED + listed([f"Nguy?n Th? {i}" for i in "bcdhlm"], "6A", number="07931400001")},
    {"a.csv": _NUMBERED + listed(_6A, "6A", number="07931400001")},
)
_MISTAKEN = CASES.case(
    "another school's file first",
    _START | {"a.csv": f"Mã trường;{HEAD}" + listed(_6B, "6B").replace("\n", "\n79000001;")},
    {"a.csv": HEAD + listed(_6A, "6A")},
)


_IN_CODES = CASES.case(
    "codes instead of labels",
    _START | _BOTH | {"toan.csv": marked(_6A, "Hóa học")},
    {"toan.csv": marked(_6A, "17").replace("Học kỳ I", "1")},
)


@pytest.mark.parametrize("case", [_IN_THE_END, _FOUR, _RESPELLED, _MISTAKEN, _IN_CODES])
def test_a_list_that_seems_whole_is_not_asked_about(validated: Validated, case: str) -> None:
    assert validated.of(case)
    assert not validated.told(case, "FIL035")


def of_schools(number: int, pupils: Iterable[str]) -> Submission:
    """A department's list of all its schools."""
    lines = (
        listed(pupils, "6A", f"{n}A").replace("\n", f"\n7999{n:04d};").replace(";Nguyễn", f";{chr(65 + n)} Nguyễn")
        for n in range(number)
    )
    return {"hoc-sinh.csv": f"Mã trường;{HEAD}" + "".join(lines)}


_DEPARTMENT = CASES.case(
    "a department without one of its schools", of_schools(20, _6A), of_schools(19, _6A), sender_code="79"
)
_COMMUNE = CASES.case(
    "a commune whose schools all lack one pupil", of_schools(9, _6A), of_schools(9, _6A[1:]), sender_code="26734"
)


def test_of_a_list_of_many_schools_each_is_looked_at(validated: Validated) -> None:
    [told] = validated.told(_DEPARTMENT, "FIL035")
    assert "6 trong 120 dòng" in told["message_vi"]
    assert "(79990019: 6);" in told["message_vi"]
    assert not validated.told(_COMMUNE, "FIL035")
