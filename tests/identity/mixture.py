"""Rows of three schools over two periods in which most things that can happen to an identity happen once."""

from datetime import date

from tests.identity.province import BEGINNING, END, NORTH, SOUTH, Province, Row, child, teacher

EAST = "79760503"
YEAR_ONLY: Row = {"birth_date": None, "birth_date_partial": "2014"}


def _rows() -> list[Row]:
    rows = [
        child(who="twin 1"),
        child(who="twin 2", full_name="Nguyễn Thị Ân Bình"),
        child(who="here and there", school_code=NORTH, full_name="Đỗ Hà", mother_name="Vũ Lan"),
        child(who="there and here", school_code=SOUTH, full_name="Đỗ Hà", mother_name="Vũ Lan"),
        child(who="chain 1", school_code=NORTH, full_name="Bùi Chi", mother_name=None, personal_id="079214000001"),
        child(who="chain 2", school_code=SOUTH, full_name="Bùi Chi", mother_name=None, personal_id="079214000001")
        | {"learner_id": "7911111111"},
        child(who="chain 3", school_code=EAST, full_name="Bùi Chi", mother_name=None, learner_id="7911111111"),
        child(who="double 1", school_code=EAST, full_name="Lý Dũng", mother_name=None),
        child(who="double 2", school_code=EAST, full_name="Lý Dũng", mother_name=None),
        child(who="number 1", full_name="Tô Uyên", school_code=SOUTH, personal_id="079214000002"),
        child(who="number 2", full_name="Tô Uyên", school_code=EAST, personal_id="079214000333"),
        child(who="mistyped 1", full_name="Vi Sen", school_code=SOUTH, personal_id="079214000004"),
        child(who="mistyped 2", full_name="Vi Sen", school_code=EAST, personal_id="079214000040"),
        child(who="claims 1", school_code=SOUTH, full_name="Mai Em", learner_id="7922222222"),
        child(who="claims 2", school_code=EAST, full_name="Tạ Giang", learner_id="7922222222"),
        child(who="year", school_code=EAST, full_name="Hồ Hải", **YEAR_ONLY),
        child(who="rejected", school_code=EAST, full_name="Hồ Hải", outcome="rejected"),
    ]  # fmt: skip
    rows += [child(who=f"new {n}", school_code=EAST, full_name=f"Ngô Thị {n}") for n in range(8)]
    return [{"school_code": NORTH} | row for row in rows]


ROWS = _rows()
STAFF = [
    teacher(who="teacher", school_code=NORTH),
    teacher(who="head", school_code=NORTH, full_name="Trần Thu", sector_staff_id="S1"),
]
NEXT_ROWS: list[Row] = [
    child(who="twin 1 stays", school_code=NORTH),
    child(who="twin 2 moves", school_code=SOUTH, full_name="Nguyễn Thị Ân Bình"),
    child(who="chain", school_code=NORTH, full_name="Bùi Chi", mother_name="Đinh Hoa", learner_id="7911111111"),
    child(who="chain elsewhere", school_code=SOUTH, full_name="Bùi Chi", birth_date=date(2013, 1, 1))
    | {"personal_id": "079214000001"},
    child(who="year again", school_code=EAST, full_name="Hồ Hải", **YEAR_ONLY),
    child(who="not the same", school_code=EAST, full_name="Võ Khang", birth_date=date(2011, 1, 1))
    | {"learner_id": "7911111111"},
    child(who="late", school_code=EAST, full_name="Lâm Phúc"),
]  # fmt: skip


def hand_in_all(province: Province, rows: list[Row] = ROWS, period: str = BEGINNING) -> None:
    """Each school hands in its own rows."""
    for school in sorted({row["school_code"] for row in rows}):
        province.hand_in(school, [row for row in rows if row["school_code"] == school], period)


def two_periods(province: Province) -> dict[str, Row]:
    """The links of both periods, without the places of the rows."""
    hand_in_all(province)
    province.hand_in("79", STAFF, dataset="staff")
    first = province.identify()
    staff = province.links(kind="staff")
    hand_in_all(province, NEXT_ROWS, END)
    return without_places(first | staff | province.identify(END))


def without_places(links: dict[str, Row]) -> dict[str, Row]:
    return {who: {name: value for name, value in link.items() if name != "row_id"} for who, link in links.items()}
