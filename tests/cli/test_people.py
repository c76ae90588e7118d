"""learner, review and identity: what an officer sees and types."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Csdl
from tests.identity.province import BEGINNING, END, NORTH, SOUTH, Province, child, teacher

ID, NUMBER = "7901234567", "079214000123"
YEAR_ONLY = {"birth_date": None, "birth_date_partial": "2014"}
SIGNED = ("--person", "Lê Thị Hoa", "--reason", "giấy khai sinh")
BY_TWO = (*SIGNED, "--approved-by", "Trần Văn Ba")


@pytest.fixture(scope="module")
def identified(tmp_path_factory: pytest.TempPathFactory) -> Province:
    """A child of two schools, one who is doubtful, one who vanishes. To copy."""
    province = Province(tmp_path_factory.mktemp("identified"))
    active = {"status_code": "01", "class_name": "6A"}
    province.hand_in(
        NORTH,
        [
            child(learner_id=ID, personal_id=NUMBER, **active),
            child(full_name="Hồ Hải", **YEAR_ONLY, **active),
            child(full_name="Vũ Dung", **active),
        ],
    )
    province.identify()
    province.hand_in(SOUTH, [child(learner_id=ID), child(full_name="Hồ Hải", **YEAR_ONLY)], END)
    province.hand_in(NORTH, [child(full_name="Đỗ Hà")], END)
    province.identify(END)
    return province


@pytest.fixture
def province(identified: Province, tmp_path: Path) -> Province:
    return identified.copy(tmp_path)


@pytest.fixture
def csdl(province: Province) -> Csdl:
    return Csdl(province.home)


def first_pair(csdl: Csdl) -> str:
    answer = csdl("review", "list", "--json")
    assert answer.exit_code == 0, answer.stderr
    return str(json.loads(answer.stdout)[0]["pair_id"])


@pytest.mark.parametrize(
    "asked",
    [
        ("review", "list", "--school", "79999999"),
        ("review", "list", "--province", "99"),
        ("review", "export", "--out", "hang-doi.xlsx", "--period", "2030-2031-dau-nam"),
        ("learner", "--vanished", "--school", "79999999", "--period", END),
        ("learner", "--vanished", "--school", NORTH, "--period", "2030-2031-dau-nam"),
        ("explanations", "list", "--school", "79999999"),
        ("explanations", "list", "--period", "2030-2031-dau-nam"),
        ("verify", "status", "--period", "2030-2031-dau-nam"),
        ("verify", "status", "--province", "99"),
    ],
    ids=" ".join,
)
def test_unknown_names_are_refused(csdl: Csdl, asked: tuple[str, ...]) -> None:
    answer = csdl(*asked)
    assert answer.exit_code == 2
    assert answer.stderr and not answer.stdout


def test_a_doubtful_row_is_listed_shown_and_accepted(csdl: Csdl, province: Province) -> None:
    pair = first_pair(csdl)
    assert pair[:8] in csdl("review", "list", "--school", SOUTH, "--period", END).stdout
    assert "Không có cặp nào" in csdl("review", "list", "--province", "01").stdout
    shown = csdl("review", "show", pair[:8]).stdout
    assert "Hồ Hải" in shown and "không rõ ngày sinh" in shown and NORTH in shown
    assert csdl("review", "accept", pair[:8], *SIGNED).exit_code == 0
    assert "Không có cặp nào" in csdl("review", "list").stdout
    assert province.identify(END)[1]["method"] == "decision@1"


def test_a_rejected_row_is_new(csdl: Csdl, province: Province) -> None:
    assert csdl("review", "reject", first_pair(csdl), "--new", *SIGNED).exit_code == 0
    assert province.identify(END)[1]["outcome"] == "new"


def test_a_whole_life_is_told(csdl: Csdl) -> None:
    told = csdl("learner", ID).stdout
    assert all(text in told for text in (ID, BEGINNING, END, NORTH, SOUTH, "Nguyễn Thị An", "6A", "learner_id@1"))
    life = json.loads(csdl("learner", ID, "--json").stdout)
    assert [enrolment["school_code"] for enrolment in life["enrolments"]] == [NORTH, SOUTH]
    assert life["enrolments"][0]["said"]["personal_id"] == NUMBER


def test_claims_are_told_with_what_became_of_them(csdl: Csdl, province: Province) -> None:
    """Another mother once; another birth date by two schools, which replaces the first one."""
    claimed = {"birth_date": date(2014, 5, 13), "mother_name": "Lê Thị Hoa"}
    for school, period in ((NORTH, "2026-2027-dau-nam"), (SOUTH, "2026-2027-cuoi-nam")):
        province.hand_in(school, [child(learner_id=ID, **claimed)], period)
        claimed["mother_name"] = "Trần Thị Bình"
        province.identify(period)
    life = json.loads(csdl("learner", ID, "--json").stdout)
    told = [(c["attribute"], c["value"], c["known"], c["school_code"], c["status"]) for c in life["claims"]]
    assert told == [
        ("birth_date", "2014-05-13", "2014-05-13", NORTH, "resolved"),
        ("folded_mother_name", "le thi hoa", "tran thi binh", NORTH, "open"),
        ("birth_date", "2014-05-03", "2014-05-13", NORTH, "replaced"),
        ("birth_date", "2014-05-13", "2014-05-13", SOUTH, "resolved"),
    ]
    shown = csdl("learner", ID).stdout
    assert all(text in shown for text in ("Họ tên mẹ", "le thi hoa", "13/05/2014", "03/05/2014", "2026-2027-cuoi-nam"))
    assert "chưa thay đổi danh bạ" in shown and "Đã thay bằng giá trị khác" in shown


def test_claims_about_staff_are_told(csdl: Csdl, province: Province) -> None:
    province.hand_in(NORTH, [teacher(sector_staff_id="S1", personal_id=NUMBER)], dataset="staff")
    province.identify()
    province.hand_in(NORTH, [teacher(sector_staff_id="S2", personal_id=NUMBER)], END, dataset="staff")
    province.identify(END)
    (told,) = json.loads(csdl("learner", "S1", "--kind", "staff", "--json").stdout)["claims"]
    assert (told["attribute"], told["value"], told["known"], told["period"]) == ("person_id", "S2", "S1", END)
    assert "S2" in csdl("learner", "S1", "--kind", "staff").stdout


def test_who_vanished_is_listed(csdl: Csdl) -> None:
    told = csdl("learner", "--vanished", "--school", NORTH, "--period", END).stdout
    assert "Vũ Dung" in told and "Nguyễn Thị An" not in told


def test_a_merge_is_seen_and_undone(csdl: Csdl, province: Province) -> None:
    other = province.links()[2]["person_id"]
    merged = csdl("identity", "merge", other, ID, *BY_TWO)
    assert merged.exit_code == 0, merged.stderr
    told = csdl("learner", other).stdout
    assert f"{other} đã được gộp vào {ID}" in told and "Trần Văn Ba" in told
    change = json.loads(csdl("learner", ID, "--json").stdout)["changes"][0]["change_id"]
    assert csdl("identity", "undo", change, *BY_TWO).exit_code == 0
    assert json.loads(csdl("learner", other, "--json").stdout)["person"]["person_id"] == other


def test_rows_are_split_off(csdl: Csdl, province: Province) -> None:
    assert csdl("identity", "split", ID, "--school", SOUTH, *BY_TWO).exit_code == 0
    assert province.identify(END)[0]["person_id"] != ID


def test_decisions_come_back_in_the_workbook(csdl: Csdl, tmp_path: Path) -> None:
    path = tmp_path / "queue.xlsx"
    assert csdl("review", "export", "-o", path.with_suffix("")).exit_code == 0
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["B3"] = "Là một người"
    book.save(path)
    unsigned = csdl("review", "import", path, "--json")
    assert (unsigned.exit_code, json.loads(unsigned.stdout)["remarks"][0]["excel_row"]) == (1, 3)
    sheet["C3"], sheet["D3"] = "đã hỏi trường", "Hoa"
    book.save(path)
    taken = csdl("review", "import", path, "--json")
    assert (taken.exit_code, json.loads(taken.stdout)["decided"]) == (0, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("learner",),
        ("learner", "0000000000"),
        ("learner", "--vanished", "--school", NORTH),
        ("review", "show", "abcdef12"),
        ("review", "accept", "abcdef12", *SIGNED),
        ("identity", "merge", ID, ID, *BY_TWO),
        ("identity", "merge", ID, "0000000000", *SIGNED, "--approved-by", "lê thị hoa"),
        ("identity", "split", ID, *BY_TWO),
        ("identity", "undo", "99", *BY_TWO),
        ("review", "import", "/etc/hostname"),
        ("review", "export", "-o", "/proc/none/queue.xlsx"),
    ],
)
def test_what_cannot_be_done_is_told(csdl: Csdl, arguments: tuple[str, ...]) -> None:
    answer = csdl(*arguments)
    assert answer.exit_code == 2 and "Không thực hiện được" in answer.stderr
