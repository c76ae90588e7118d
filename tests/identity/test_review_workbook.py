"""The queue as a workbook: what officers see in it, and what becomes of what they fill in."""

from pathlib import Path

import openpyxl
import pytest

from pipelines import review
from pipelines.errors import ReviewError
from pipelines.identity.kinds import LEARNER
from pipelines.identity.strategies import load_strategies
from pipelines.review.filled import Imported, import_workbook
from pipelines.review.life import life_of
from pipelines.review.queue import Filter, list_pairs
from pipelines.review.sides import Comparison, compare
from pipelines.review.workbook import APPROVED_BY, BY, DECISION, FIRST_ROW, REASON, write_workbook
from pipelines.texts import Texts
from tests.identity.conftest import MakeProvince
from tests.identity.province import END, NORTH, SOUTH, Province, child

ID, NUMBER = "7901234567", "079214000123"
YEAR_ONLY = {"birth_date": None, "birth_date_partial": "2014"}


@pytest.fixture(scope="module")
def identified(make_province: MakeProvince) -> Province:
    """A row that may be two persons, and one that may be one. To copy."""
    province = make_province()
    province.hand_in(
        NORTH,
        [
            child(learner_id=ID),
            child(full_name="Hoàng Bảo", personal_id=NUMBER),
            child(full_name="Hồ Hải", **YEAR_ONLY),
        ],
    )
    province.identify()
    rows = [child(learner_id=ID, personal_id=NUMBER), child(full_name="Hồ Hải", **YEAR_ONLY)]
    province.hand_in(SOUTH, rows, END)
    province.identify(END)
    return province


@pytest.fixture
def doubtful(identified: Province, tmp_path: Path) -> Province:
    return identified.copy(tmp_path)


def compared(province: Province) -> list[Comparison]:
    return compare(province.settings, province.database, list_pairs(province.database, Filter()), "vi")


def fill(province: Province, path: Path, *decisions: tuple[str, ...]) -> Imported:
    """Write the workbook, fill its pairs in (decision, reason, by, approved by), and import it."""
    if not path.exists():
        write_workbook(compared(province), "learner", path, "vi")
    book = openpyxl.load_workbook(path)
    for number, cells in enumerate(decisions):
        for column, text in zip((DECISION, REASON, BY, APPROVED_BY), cells, strict=False):
            book.worksheets[0].cell(FIRST_ROW + 1 + 2 * number, column + 1, text)
    book.save(path)
    return import_workbook(province.settings, province.database, path)


def test_both_sides_are_told_with_what_differs(doubtful: Province) -> None:
    by_name = {comparison.lines[0].other: comparison for comparison in compared(doubtful)}
    assert set(by_name) == {"Nguyễn Thị An", "Hoàng Bảo", "Hồ Hải"}
    marks = {line.field: (line.row, line.other, line.mark) for line in by_name["Hoàng Bảo"].lines}
    assert marks["full_name"] == ("Nguyễn Thị An", "Hoàng Bảo", "different")
    assert marks["birth_date"] == ("03/05/2014", "03/05/2014", "equal")
    assert marks["personal_id"] == (NUMBER, NUMBER, "equal")
    assert marks["learner_id"] == (ID, "", "unknown")
    assert marks["school_code"] == (SOUTH, NORTH, "changed")
    assert by_name["Hồ Hải"].other_id and NORTH in by_name["Hồ Hải"].places[0]
    assert any("ngày sinh" in reason for reason in by_name["Hồ Hải"].reasons)


def test_the_workbook_is_locked_but_for_the_decisions(doubtful: Province, tmp_path: Path) -> None:
    path = tmp_path / "queue.xlsx"
    write_workbook(compared(doubtful), "learner", path, "vi")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    first = [sheet.cell(FIRST_ROW + 1, column + 1) for column in range(12)]
    assert sheet.protection.sheet and [cell.column - 1 for cell in first if not cell.protection.locked] == [
        DECISION,
        REASON,
        BY,
        APPROVED_BY,
    ]
    assert sheet.data_validations.dataValidation[0].formula1 == '"Là một người,Là hai người,Là người mới"'


def test_decisions_are_taken_and_once_only(doubtful: Province, tmp_path: Path) -> None:
    path = tmp_path / "queue.xlsx"
    order = [comparison.lines[0].other for comparison in compared(doubtful)]
    said = {"Hồ Hải": "Là một người", "Nguyễn Thị An": "Same person", "Hoàng Bảo": "Là hai người"}
    decisions = [(said[name], "đã gọi điện", "Hoa") for name in order]
    assert fill(doubtful, path, *decisions) == Imported(3, 0, 0, [])
    assert import_workbook(doubtful.settings, doubtful.database, path) == Imported(0, 0, 3, [])
    links = doubtful.identify(END)
    assert {link["method"] for link in links.values()} == {"decision@1"} and links[0]["person_id"] == ID


@pytest.mark.parametrize(
    "cells", [("Là một người", "", "Hoa"), ("Là một người", "lý do", ""), ("Có thể", "lý do", "Hoa")]
)
def test_what_cannot_be_taken_is_told_and_hinders_nothing(
    doubtful: Province, tmp_path: Path, cells: tuple[str, ...]
) -> None:
    imported = fill(doubtful, tmp_path / "queue.xlsx", cells, ("Là hai người", "lý do", "Hoa"))
    assert (imported.decided, [remark.excel_row for remark in imported.remarks]) == (1, [FIRST_ROW + 1])


@pytest.mark.parametrize(("second", "merged"), [("Ba", 1), ("", 0), ("Hoa", 0)])
def test_a_row_that_is_two_persons_merges_them_if_two_people_say_so(
    doubtful: Province, tmp_path: Path, second: str, merged: int
) -> None:
    said = [
        ("Là một người", "giấy khai sinh", "Hoa", second) if comparison.lines[0].row == "Nguyễn Thị An" else ("",)
        for comparison in compared(doubtful)
    ]
    imported = fill(doubtful, tmp_path / "queue.xlsx", *said)
    assert (imported.merged, len(imported.remarks)) == (merged, 0 if merged else 2)
    told = life_of(doubtful.settings, doubtful.database, LEARNER, ID)
    assert len(told.superseded) == merged
    if merged:
        assert doubtful.identify(END)[0]["person_id"] == ID


def test_of_several_merges_all_are_done_or_none(province: Province, tmp_path: Path) -> None:
    """Of three persons who are said to be one, two have numbers."""
    province.hand_in(NORTH, [child(learner_id=ID), child(learner_id="7907654321", personal_id=NUMBER)])
    province.hand_in("79760503", [child(learner_id="7901111111", personal_id="079214000888")])
    province.identify()
    province.hand_in(SOUTH, [child()], END)
    province.identify(END)
    pairs = len(list_pairs(province.database, Filter()))
    assert pairs == 3
    imported = fill(province, tmp_path / "queue.xlsx", *[("Là một người", "giấy khai sinh", "Hoa", "Ba")] * pairs)
    assert (imported.decided, imported.merged, len(imported.remarks)) == (0, 0, pairs)
    assert province.stored("identity_change") == province.stored("relink_request") == []
    assert {learner["superseded_by"] for learner in province.stored("learner")} == {None}


def test_another_workbook_is_told(doubtful: Province, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    (tmp_path / "no.xlsx").write_text("x")
    for file in (path, tmp_path / "no.xlsx"):
        with pytest.raises(ReviewError, match=file.name):
            import_workbook(doubtful.settings, doubtful.database, file)


def test_dates_of_either_kind_are_compared(doubtful: Province) -> None:
    lines = {line.field: line for c in compared(doubtful) for line in c.lines if line.row == "2014"}
    assert lines["birth_date"].mark == "equal"


@pytest.mark.parametrize("kind", ["learner", "staff"])
def test_every_strategy_can_be_told_in_words(kind: str) -> None:
    texts = Texts(Path(review.__file__).with_name("texts.csv"), "vi")
    assert all(texts(f"method.{strategy.method.partition('@')[0]}") for strategy in load_strategies(kind))
