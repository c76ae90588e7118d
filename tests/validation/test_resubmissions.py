"""A later submission replaces an earlier one, but what it lacks it does not take away."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from pipelines.feedback.reports import submission_reports
from pipelines.intake.read import read_partition
from pipelines.state.database import open_database
from pipelines.state.models import StandingSheet
from pipelines.validation.validate import validate_partition
from tests.validation.passes import Row, register_school, rows_and_findings
from tests.validation.resubmitted import CLASSES, HEAD, Cases, Submission, Validated
from tests.validation.staged import PARTITION, settings_in

_LAN = "HS001;Nguyễn Thị Lan;03/05/2014;Nữ;Kinh;6A;6A;Khối 6;Đang học;Lê Thị Mai;02/02/1985"
_HOA = "HS002;Trần Văn Hoà;04/06/2014;Nam;Tày;6A;6A;Khối 6;Đang học;Phạm Thị Cúc;03/03/1986"


def students(*columns: str, lan: Sequence[str] = (), hoa: Sequence[str] = ()) -> Submission:
    """Both pupils with some columns more."""
    rows = [(HEAD, columns), (_LAN, lan), (_HOA, hoa)]
    return {"hoc-sinh.csv": "\n".join(";".join([start, *more]) for start, more in rows)}


def without(submission: Submission, header: str) -> Submission:
    """The same without one column."""
    [(name, text)] = submission.items()
    lines = [line.split(";") for line in text.splitlines()]
    place = lines[0].index(header)
    return {name: "\n".join(";".join(line[:place] + line[place + 1 :]) for line in lines)}


CASES = Cases()


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Validated:
    return CASES.validate(tmp_path_factory.mktemp("resubmissions"))


_FULL = CLASSES | students("Số điện thoại", "Chiều cao", lan=["0912345678", "141"], hoa=["0987654321", "150"])
_MISSING = CASES.case("optional column left out", _FULL, students())
_THRICE = CASES.case("left out again", _FULL, students(), students("Chiều cao", lan=["142"], hoa=["151"]), students())


@pytest.mark.parametrize(("case", "heights"), [(_MISSING, [141.0, 150.0]), (_THRICE, [142.0, 151.0])])
def test_values_of_a_column_that_is_left_out_stay(validated: Validated, case: str, heights: list[float]) -> None:
    rows = validated.of(case).values()
    assert [row["phone"] for row in rows] == ["0912345678", "0987654321"]
    assert [row["height_cm"] for row in rows] == heights
    [told] = validated.told(case, "FIL032")
    assert "Số điện thoại, Chiều cao" in told["message_vi"]
    assert (told["severity"], told["excel_row"]) == ("query", None)


_CHAIN = CASES.case(
    "left out where it is required, and then another",
    _FULL,
    without(students("Chiều cao", lan=["142"], hoa=["151"]), "Ngày sinh mẹ"),
    without(students(), "Ngày sinh mẹ"),
)


def test_what_came_in_by_values_that_stayed_gives_its_own(validated: Validated) -> None:
    assert [row["height_cm"] for row in validated.of(_CHAIN).values()] == [142.0, 151.0]


_BLANK = CASES.case("column sent blank", _FULL, students("Số điện thoại", lan=[""], hoa=["0900000001"]))


def test_blank_cells_of_a_column_take_values_away(validated: Validated) -> None:
    rows = validated.of(_BLANK)
    assert (rows["HS001"]["phone"], rows["HS001"]["height_cm"]) == (None, 141.0)
    assert rows["HS002"]["phone"] == "0900000001"


_CONDITION = CASES.case("condition of a required cell", _FULL, without(students(), "Ngày sinh mẹ"))


def test_what_a_condition_requires_stays_too(validated: Validated) -> None:
    rows = validated.of(_CONDITION).values()
    assert [row["mother_birth_date"] for row in rows] == [date(1985, 2, 2), date(1986, 3, 3)]


_NEW_PROVINCE = CASES.case(
    "value of something else",
    CLASSES | students("Tỉnh thường trú", "Xã thường trú", lan=["Thành phố Hà Nội", "Phường Ba Đình"], hoa=["", ""]),
    students("Tỉnh thường trú", lan=["Thành phố Hồ Chí Minh"], hoa=[""]),
)


def test_a_value_does_not_stay_with_something_else(validated: Validated) -> None:
    lan = validated.of(_NEW_PROVINCE)["HS001"]
    assert (lan["home_province_code"], lan["home_ward_code"]) == ("79", None)


_FATHER = CASES.case(
    "another father",
    CLASSES | students("Họ tên cha", lan=["Nguyễn Văn Ba"], hoa=["Trần Văn Tư"]),
    without(without(students("Họ tên cha", lan=["Nguyễn Văn Bảy"], hoa=["Trần Văn Tư"]), "Họ tên mẹ"), "Ngày sinh mẹ"),
)


def test_what_is_told_of_one_parent_says_nothing_of_the_other(validated: Validated) -> None:
    lan = validated.of(_FATHER)["HS001"]
    assert (lan["father_name"], lan["mother_name"]) == ("Nguyễn Văn Bảy", "Lê Thị Mai")


_MOVED = CASES.case(
    "codes moved by one",
    _FULL,
    {"hs.csv": "\n".join([HEAD, _LAN.replace("HS001", "HS002"), _HOA.replace("HS002", "HS003")])},
)


def test_codes_that_moved_to_others_give_nothing_away(validated: Validated) -> None:
    rows = validated.of(_MOVED)
    assert {code: row["height_cm"] for code, row in rows.items()} == {"HS002": 141.0, "HS003": 150.0}


_DIGIT = CASES.case(
    "digit corrected",
    CLASSES | students("Số định danh cá nhân", "Chiều cao", lan=["079314000011", "141"], hoa=["", "150"]),
    students("Số định danh cá nhân", lan=["079314000012"], hoa=[""]),
)
_RENAMED_CLASS = CASES.case(
    "class renamed",
    _FULL,
    {name: text.replace("6A;6A", "6A1;6A1") for name, text in (CLASSES | students()).items() if name != "truong.csv"},
)


@pytest.mark.parametrize("case", [_DIGIT, _RENAMED_CLASS])
def test_values_stay_though_something_else_was_corrected(validated: Validated, case: str) -> None:
    assert [row["height_cm"] for row in validated.of(case).values()] == [141.0, 150.0]


_ROOMS = "Loại phòng, công trình;Mức độ kiên cố;Số lượng"
_SPOILED = CASES.case(
    "value that would keep its row out",
    CLASSES
    | {"csvc.csv": f"{_ROOMS};Diện tích;Số lượng đang sử dụng\nPhòng học;Kiên cố;20;1000;20\nThư viện;Kiên cố;1;70;1"},
    {"csvc.csv": f"{_ROOMS}\nPhòng học;Kiên cố;18\nThư viện;Kiên cố;1"},
)
_MARKS = "Mã học sinh;Họ và tên;Ngày sinh;Mã lớp;Lớp;Khối;Học kỳ;Môn học;Điểm giữa kỳ"
_SUBJECTS = CASES.case(
    "another subject",
    _FULL | {"kq.csv": f"{_MARKS};Điểm cuối kỳ\nHS001;Nguyễn Thị Lan;03/05/2014;6A;6A;Khối 6;Học kỳ I;Toán;9;9"},
    {
        "kq.csv": f"{_MARKS}\nHS001;Nguyễn Thị Lan;03/05/2014;6A;6A;Khối 6;Học kỳ I;Ngữ văn;6\n"
        "HS002;Trần Văn Hoà;04/06/2014;6A;6A;Khối 6;Học kỳ I;Toán;5"
    },
)


def test_a_value_that_would_keep_its_row_out_does_not_stay(validated: Validated) -> None:
    rows = validated.accepted(_SPOILED, "facility")
    assert [(row["quantity"], row["area_m2"]) for row in rows] == [(18, None), (1, 70.0)]


def test_things_are_known_again_by_their_whole_key(validated: Validated) -> None:
    assert [row["final_score"] for row in validated.accepted(_SUBJECTS, "result")] == [None, None]


_REJECTED = CASES.case(
    "rejected before",
    CLASSES | students("Số điện thoại", "Ngày vào trường", lan=["0912345678", "31/02/2025"], hoa=["0987654321", ""]),
    students(),
)


def test_of_a_row_that_was_kept_out_nothing_stays(validated: Validated) -> None:
    rows = validated.of(_REJECTED)
    assert [row["phone"] for row in rows.values()] == [None, "0987654321"]


_RENAMED = CASES.case("other codes", _FULL, {"hs.csv": students()["hoc-sinh.csv"].replace("HS00", "6A-0")})
_OTHERS = CASES.case(
    "other people", _FULL, {"hs.csv": students()["hoc-sinh.csv"].replace("HS00", "6A-0").replace("/2014", "/2013")}
)


def test_people_are_known_again_by_name_birth_date_and_sex(validated: Validated) -> None:
    assert [row["height_cm"] for row in validated.of(_RENAMED).values()] == [141.0, 150.0]
    assert [row["height_cm"] for row in validated.of(_OTHERS).values()] == [None, None]


_REQUIRED = CASES.case("required column left out", _FULL, CLASSES | students(), without(students(), "Dân tộc"))
_SCHOOL = CASES.case(
    "another school's file", CLASSES | students(), students("Mã trường", lan=["79000001"], hoa=["79000001"])
)


@pytest.mark.parametrize(("case", "rule_id"), [(_REQUIRED, "FIL010"), (_SCHOOL, "FIL018")])
def test_a_sheet_that_is_kept_out_as_a_whole_replaces_nothing(validated: Validated, case: str, rule_id: str) -> None:
    assert [row["ethnicity_code"] for row in validated.of(case).values()] == ["01", "02"]
    [why], [stands] = validated.told(case, rule_id), validated.told(case, "FIL033")
    assert stands["submission_id"] == why["submission_id"]
    assert not validated.told(case, "FLD029")
    assert why["submission_id"] not in {told["submission_id"] for told in validated.told(case, "FIL032")}


def test_each_submission_is_told_of_its_own_rows(validated: Validated) -> None:
    reports = submission_reports(validated.settings, validated.database, PARTITION, "vi", CASES.code(_SCHOOL))
    told = [(report.totals.all_grades.learners, sum(sheet.rejected for sheet in report.sheets)) for report in reports]
    assert sorted(told) == [(0, 2), (2, 0)]


_SHEETS = CASES.case(
    "one of two sheets",
    CLASSES | {"a.csv": f"{HEAD}\n{_LAN}", "b.csv": f"{HEAD}\n{_HOA}"},
    {"a.csv": f"{HEAD}\n{_LAN}", "b.csv": without({"b": f"{HEAD}\n{_HOA}"}, "Dân tộc")["b"]},
)
_FEWER = CASES.case(
    "one of two sheets emptied", *CASES.handed_in[_SHEETS][:1], {"a.csv": f"{HEAD}\n{_LAN}", "b.csv": HEAD}
)


def test_of_several_sheets_the_one_of_the_same_name_stands(validated: Validated) -> None:
    assert [row["full_name"] for row in validated.of(_SHEETS).values()] == ["Trần Văn Hoà", "Nguyễn Thị Lan"]
    assert [row["full_name"] for row in validated.of(_FEWER).values()] == ["Nguyễn Thị Lan"]


_FILES = CASES.case(
    "two files of one sheet name",
    CLASSES | {"6a/a.csv": f"{HEAD}\n{_LAN}", "6b/a.csv": f"{HEAD}\n{_HOA}"},
    {"6a/a.csv": f"{HEAD}\n{_LAN}", "6b/a.csv": without({"b": f"{HEAD}\n{_HOA}"}, "Dân tộc")["b"]},
)
_GONE_OVER = CASES.case(
    "rows that went to another sheet",
    *CASES.handed_in[_SHEETS][:1],
    {"a.csv": f"{HEAD}\n{_LAN}\n{_HOA}", "b.csv": CASES.handed_in[_SHEETS][1]["b.csv"]},
)


_NUMBERED = f"{HEAD};Số định danh cá nhân"
_HOA_NUMBERED = f"{_HOA};079214000012"
_RENUMBERED = CASES.case(
    "rows that went to another sheet under a new code",
    CLASSES | {"a.csv": f"{_NUMBERED}\n{_LAN};", "b.csv": f"{_NUMBERED}\n{_HOA_NUMBERED}"},
    {
        "a.csv": f"{_NUMBERED}\n{_LAN};\n{_HOA_NUMBERED}".replace("HS002", "HS009"),
        "b.csv": without({"b": f"{_NUMBERED}\n{_HOA_NUMBERED}"}, "Dân tộc")["b"],
    },
)


_MOVED_ROOM = CASES.case(
    "a room that went to another sheet",
    CLASSES | {"a.csv": f"{_ROOMS}\nPhòng học;Kiên cố;20", "b.csv": f"{_ROOMS};Diện tích\nThư viện;Kiên cố;1;70"},
    {
        "a.csv": f"{_ROOMS}\nPhòng học;Kiên cố;18\nThư viện;Kiên cố;2",
        "b.csv": without({"b": f"{_ROOMS};Diện tích\nThư viện;Kiên cố;1;70"}, "Mức độ kiên cố")["b"],
    },
)


def test_a_sheet_that_stands_takes_no_number_of_a_newer_row(validated: Validated) -> None:
    assert sorted(validated.of(_RENUMBERED)) == ["HS001", "HS009"]
    assert sorted(row["quantity"] for row in validated.accepted(_MOVED_ROOM, "facility")) == [2, 18]


def test_a_sheet_that_stands_takes_no_place_of_a_newer_row(validated: Validated) -> None:
    newer = {row["submission_id"] for row in validated.told(_GONE_OVER, "FIL010")}
    assert len(validated.of(_FILES)) == len(validated.of(_GONE_OVER)) == 2
    assert not validated.told(_FILES, "FLD029")
    assert newer.isdisjoint(row["submission_id"] for row in validated.told(_GONE_OVER, "FLD029"))


_MENDED = CASES.case("mended", *CASES.handed_in[_REQUIRED], students(lan=[], hoa=[]))


def test_a_mended_sheet_replaces_all(validated: Validated) -> None:
    assert len(validated.of(_MENDED)) == 2
    assert not validated.told(_MENDED, "FIL010", "FIL033")


def test_it_does_not_matter_when_submissions_are_looked_at(validated: Validated, tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home")
    database = open_database(settings.database_url)
    for name in CASES.handed_in:
        register_school(database, CASES.code(name))
    for number in range(max(map(len, CASES.handed_in.values()))):
        for name, submissions in CASES.handed_in.items():
            if number < len(submissions):
                CASES.send(settings, database, tmp_path, name, number)
        read_partition(settings, database, PARTITION)
        validate_partition(settings, database, PARTITION, under_contract=True)
    rows, findings = rows_and_findings(settings, database)
    assert contents(rows) == contents(validated.rows)
    assert contents(findings) == contents(validated.findings)
    with database.connect() as connection:
        standing = set(connection.scalars(select(StandingSheet.sheet_id)))
    assert len(standing) == 7


def contents(rows: list[Row]) -> list[str]:
    """Rows without their places in this workspace."""
    return sorted(repr({name: value for name, value in row.items() if name != "row_id"}) for row in rows)
