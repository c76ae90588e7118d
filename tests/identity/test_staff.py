"""The same engine for staff, with strategies of their own."""

from datetime import date

import pytest

from tests.identity.province import END, NORTH, SOUTH, Province, child, teacher

NUMBER = "079085000123"


def test_staff_and_learners_have_registers_of_their_own(province: Province) -> None:
    province.hand_in(NORTH, [child(who="child")])
    province.hand_in(SOUTH, [teacher(who="teacher")], dataset="staff")
    learners = province.identify()
    staff = province.links(kind="staff")
    assert learners["child"]["person_id"] == staff["teacher"]["person_id"] == "7900000013"
    assert (province.summary.learners, province.summary.staff) == ({"new": 1}, {"new": 1})


def test_no_id_is_issued_that_a_school_uses_as_a_code(province: Province) -> None:
    """From the next period on it would be somebody else's (IDN020)."""
    province.hand_in(
        NORTH, [teacher(who="first"), teacher(full_name="Hồ Hải", staff_code="7900000013")], dataset="staff"
    )
    assert province.identify(kind="staff")["first"]["person_id"][:9] != "790000001"
    province.hand_in(SOUTH, [teacher(who="late", full_name="Vũ Ân", staff_code="GV9")], dataset="staff")
    assert "7900000013" not in {link["person_id"] for link in province.identify(kind="staff").values()}


def test_a_sector_id_is_kept_whatever_it_looks_like(province: Province) -> None:
    province.hand_in(NORTH, [teacher(sector_staff_id="GV-79/0001")], dataset="staff")
    before = province.identify(kind="staff")[0]
    assert (before["outcome"], before["person_id"]) == ("known", "GV-79/0001")
    province.hand_in(SOUTH, [teacher(sector_staff_id="GV-79/0001", staff_code="X")], END, dataset="staff")
    after = province.identify(END, kind="staff")[0]
    assert (after["outcome"], after["person_key"]) == ("known", before["person_key"])


def test_a_twelve_digit_identity_number_is_the_personal_number(province: Province) -> None:
    province.hand_in(NORTH, [teacher(personal_id=NUMBER)], dataset="staff")
    province.hand_in(SOUTH, [teacher(who="also here", identity_number=NUMBER)], dataset="staff")
    links = province.identify(kind="staff")
    assert links[0]["person_key"] == links["also here"]["person_key"]


@pytest.mark.parametrize("number", [{}, {"personal_id": NUMBER}])
def test_a_department_that_leaves_the_numbers_out_lists_the_same_staff(province: Province, number: dict) -> None:
    province.hand_in(NORTH, [teacher(**number)], dataset="staff")
    province.hand_in("79", [teacher(who="department", school_code=NORTH)], dataset="staff")
    links = province.identify(kind="staff")
    assert links[0]["person_key"] == links["department"]["person_key"] is not None


def test_namesakes_at_other_schools_are_others(province: Province) -> None:
    year_only = {"birth_date": None, "birth_date_partial": "1985"}
    province.hand_in(NORTH, [teacher(**year_only)], dataset="staff")
    before = province.identify(kind="staff")[0]
    province.hand_in(NORTH, [teacher(**year_only)], END, dataset="staff")
    province.hand_in(SOUTH, [teacher(who="elsewhere", **year_only)], END, dataset="staff")
    links = province.identify(END, kind="staff")
    assert (links[0]["outcome"], links[0]["person_key"]) == ("matched", before["person_key"])
    assert links["elsewhere"]["outcome"] == "new"


def test_a_certain_link_teaches_the_register(province: Province) -> None:
    province.hand_in(NORTH, [teacher(sector_staff_id="1")], dataset="staff")
    province.identify()
    province.hand_in(NORTH, [teacher(sector_staff_id="1", personal_id=NUMBER)], END, dataset="staff")
    province.identify(END)
    (person,) = province.stored("staff_member")
    assert (person["personal_id"], person["birth_date"]) == (NUMBER, date(1985, 2, 1).isoformat())
