"""Who a row is: the strategies for learners, one decision a test."""

from dataclasses import replace
from datetime import date

import pytest
from stdnum.iso7064 import mod_11_10

from tests.identity.conftest import KnownProvince
from tests.identity.province import BEGINNING, END, NORTH, SOUTH, Province, child

ID, OTHER_ID = "7901234567", "7907654321"
NUMBER, OTHER_NUMBER = "079214000123", "079214000456"
MIDDLE = "2025-2026-giua-nam"


def outcomes(links: dict) -> dict:
    return {who: link["outcome"] for who, link in links.items()}


def persons(links: dict) -> set:
    return {link["person_key"] for link in links.values()}


def test_a_first_row_gets_a_new_id_of_the_province(province: Province) -> None:
    province.hand_in(NORTH, [child()])
    (link,) = province.identify().values()
    assert (link["outcome"], link["person_id"]) == ("new", "7900000013")
    (learner,) = province.stored("learner")
    assert learner["scheme"] == "new"
    assert (learner["folded_name"], learner["birth_date"]) == ("nguyen thi an", "2014-05-03")
    assert (learner["folded_mother_name"], learner["first_period"]) == ("tran thi binh", BEGINNING)
    assert province.summary.learners == {"new": 1}


def test_new_ids_pass_the_check_of_the_standard(province: Province) -> None:
    province.hand_in(NORTH, [child(full_name=f"Nguyễn Văn {n}") for n in range(300)])
    ids = [link["person_id"] for link in province.identify().values()]
    assert len(set(ids)) == 300
    assert all(mod_11_10.is_valid(person_id) for person_id in ids)
    assert sorted(person_id[2:9] for person_id in ids) == [f"{serial:07d}" for serial in range(1, 301)]


def test_keys_do_not_follow_ids(province: Province) -> None:
    province.hand_in(NORTH, [child(full_name=f"Nguyễn Văn {n}") for n in range(50)])
    links = list(province.identify().values())
    assert sorted(link["person_key"] for link in links) == list(range(1, 51))
    by_key = [link["person_id"] for link in sorted(links, key=lambda link: link["person_key"])]
    assert by_key != sorted(by_key) and by_key != sorted(by_key, reverse=True)


def test_a_serial_whose_digits_exist_is_skipped(province: Province) -> None:
    province.hand_in(NORTH, [child(learner_id="7900000013")])
    assert province.identify()[0]["person_id"] == "7900000013"
    province.hand_in(
        SOUTH, [child(who="new", full_name="Phạm An"), child(who="claims", full_name="Vũ Bảo", learner_id="7900000021")]
    )
    links = province.identify()
    assert mod_11_10.is_valid("7900000021")
    assert links["claims"]["person_id"] == "7900000021"
    assert links["new"]["person_id"][:9] == "790000003"


def test_an_id_the_register_does_not_know_is_registered_as_given(province: Province) -> None:
    province.hand_in(NORTH, [child(learner_id=ID, personal_id=NUMBER)])
    (link,) = province.identify().values()
    assert (link["outcome"], link["person_id"], link["method"]) == ("known", ID, "learner_id@1")
    (learner,) = province.stored("learner")
    assert (learner["scheme"], learner["personal_id"]) == ("given", NUMBER)
    assert province.stored("issuer") == []


@pytest.mark.parametrize(
    "differences",
    [
        {},
        {"full_name": "nguyen thi  AN"},
        {"full_name": "Nguyễn Thị Anh"},
        {"full_name": "Hoàng Bảo", "personal_id": NUMBER},
        {"birth_date": date(2014, 3, 5)},
        {"birth_date": None, "birth_date_partial": "2014"},
    ],
)
def test_a_known_id_that_agrees_in_name_or_birth_date(known: KnownProvince, differences: dict) -> None:
    province = known(child(learner_id=ID, personal_id=NUMBER))
    before = province.links()[0]
    province.hand_in(SOUTH, [child(learner_id=ID, **differences)], END)
    link = province.identify(END)[0]
    assert (link["outcome"], link["person_key"]) == ("known", before["person_key"])
    assert (link["score"] == 1.0) == (differences in ({}, {"full_name": "nguyen thi  AN"}))


@pytest.mark.parametrize(
    "differences",
    [
        {"full_name": "Hoàng Bảo", "birth_date": date(2013, 1, 1)},
        {"full_name": "Nguyễn Thị Hoa", "birth_date": date(2013, 1, 1)},
        {"full_name": "Hoàng Bảo", "personal_id": OTHER_NUMBER},
    ],
)
def test_an_id_of_somebody_else_is_a_conflict(known: KnownProvince, differences: dict) -> None:
    province = known(child(learner_id=ID, personal_id=NUMBER))
    province.hand_in(SOUTH, [child(learner_id=ID, **differences)], END)
    link = province.identify(END)[0]
    assert (link["outcome"], link["person_key"], link["person_id"]) == ("conflict", None, None)
    assert len(province.stored("learner")) == 1


def test_a_row_whose_numbers_lead_to_two_persons_is_a_conflict(known: KnownProvince) -> None:
    province = known(child(learner_id=ID), child(full_name="Hoàng Bảo", personal_id=NUMBER))
    province.hand_in(SOUTH, [child(learner_id=ID, personal_id=NUMBER)], END)
    assert outcomes(province.identify(END)) == {0: "conflict"}


def test_exchanged_ids_of_siblings_are_conflicts(known: KnownProvince) -> None:
    """Each id agrees in part (same birth date), but each row is exactly the other child."""
    an, anh = child(learner_id=ID), child(learner_id=OTHER_ID, full_name="Nguyễn Thị Anh")
    province = known(an, anh)
    province.hand_in(NORTH, [an | {"learner_id": OTHER_ID}, anh | {"learner_id": ID}], END)
    assert outcomes(province.identify(END)) == {0: "conflict", 1: "conflict"}


def test_a_personal_number_finds_its_person(known: KnownProvince) -> None:
    province = known(child(personal_id=NUMBER))
    before = province.links()[0]
    province.hand_in(SOUTH, [child(personal_id=NUMBER, mother_name=None)], END)
    link = province.identify(END)[0]
    assert (link["outcome"], link["method"], link["score"]) == ("matched", "personal_id@1", 1.0)
    assert link["person_id"] == before["person_id"]


def test_a_personal_number_of_somebody_else_is_a_conflict(known: KnownProvince) -> None:
    province = known(child(personal_id=NUMBER))
    province.hand_in(SOUTH, [child(personal_id=NUMBER, full_name="Hoàng Bảo", birth_date=date(2010, 1, 1))], END)
    assert outcomes(province.identify(END)) == {0: "conflict"}


def test_nine_digits_are_no_personal_number(known: KnownProvince) -> None:
    """Old card numbers (IDN002) differ from the personal number of the same person."""
    province = known(child(personal_id="021456789"))
    before = province.links()[0]
    province.hand_in(SOUTH, [child(personal_id=NUMBER)], END)
    assert province.identify(END)[0]["person_key"] == before["person_key"]


def test_name_birth_sex_and_mother_find_a_person_at_another_school(known: KnownProvince) -> None:
    province = known(child())
    before = province.links()[0]
    province.hand_in(SOUTH, [child(full_name="NGUYEN THI AN", mother_name="Tran Thi Binh")], END)
    link = province.identify(END)[0]
    assert (link["outcome"], link["method"]) == ("matched", "name_birth_sex_mother@1")
    assert link["person_key"] == before["person_key"]


@pytest.mark.parametrize(
    "differences",
    [{"mother_name": None}, {"mother_name": "Lê Thị Hoa"}, {"personal_id": OTHER_NUMBER}],
)
def test_name_and_birth_date_alone_find_nobody(known: KnownProvince, differences: dict) -> None:
    province = known(child(personal_id=NUMBER))
    before = province.links()[0]
    province.hand_in(SOUTH, [child(**differences)], END)
    link = province.identify(END)[0]
    assert (link["outcome"], link["person_key"] == before["person_key"]) == ("new", False)


def test_a_birth_year_with_a_mother_is_too_little(known: KnownProvince) -> None:
    year_only = {"birth_date": None, "birth_date_partial": "2014"}
    province = known(child(**year_only))
    province.hand_in(SOUTH, [child(**year_only)], END)
    link = province.identify(END)[0]
    assert (link["outcome"], link["method"]) == ("review", "name_year_sex_mother@1")


def test_the_same_school_knows_its_learners_again(known: KnownProvince) -> None:
    here = child(mother_name=None)
    province = known(here)
    before = province.links()[0]
    province.hand_in(NORTH, [here], END)
    province.hand_in(SOUTH, [here | {"who": "elsewhere"}], END)
    links = province.identify(END)
    assert (links[0]["method"], links[0]["person_key"]) == ("name_birth_sex_school@1", before["person_key"])
    assert links["elsewhere"]["outcome"] == "new"


def test_a_school_that_somebody_moved_to_knows_them_too(known: KnownProvince) -> None:
    here = child(mother_name=None)
    province = known(here | {"learner_id": ID})
    before = province.links()[0]
    province.hand_in(SOUTH, [here | {"learner_id": ID}], END)
    province.identify(END)
    assert [place["school_code"] for place in province.stored("person_school")] == [SOUTH]
    province.hand_in(SOUTH, [here], MIDDLE)
    link = province.identify(MIDDLE)[0]
    assert (link["method"], link["person_key"]) == ("name_birth_sex_school@1", before["person_key"])


def test_several_candidates_are_reviewed(province: Province) -> None:
    province.hand_in(
        NORTH, [child(learner_id=ID, personal_id=NUMBER), child(learner_id=OTHER_ID, personal_id=OTHER_NUMBER)]
    )
    assert len(persons(province.identify())) == 2
    province.hand_in(SOUTH, [child()], END)
    link = province.identify(END)[0]
    assert (link["outcome"], link["method"]) == ("review", "name_birth_sex_mother@1")


def test_another_id_of_a_described_person_is_reviewed(known: KnownProvince) -> None:
    """A school gave this child another id: two ids of one child, or two children."""
    province = known(child(learner_id=OTHER_ID))
    province.hand_in(SOUTH, [child(learner_id=ID)], END)
    assert outcomes(province.identify(END)) == {0: "review"}
    assert len(province.stored("learner")) == 1


def test_twins_stay_two(province: Province) -> None:
    twins = [child(), child(full_name="Nguyễn Thị Ân Bình")]
    province.hand_in(NORTH, twins)
    before = province.identify()
    assert len(persons(before)) == 2
    province.hand_in(NORTH, reversed(twins), END)
    after = province.identify(END)
    assert [after[0]["person_id"], after[1]["person_id"]] == [before[1]["person_id"], before[0]["person_id"]]


def test_different_personal_numbers_are_different_persons(province: Province) -> None:
    province.hand_in(NORTH, [child(personal_id=NUMBER)])
    province.hand_in(SOUTH, [child(who=1, personal_id=OTHER_NUMBER)])
    links = province.identify()
    assert outcomes(links) == {0: "new", 1: "new"}
    assert len(persons(links)) == 2


@pytest.mark.parametrize(
    ("north", "south", "expected"),
    [
        ({"learner_id": ID}, {"learner_id": ID}, {0: "known", 1: "known"}),
        ({"learner_id": ID}, {}, {0: "known", 1: "matched"}),
        (
            {"learner_id": ID, "personal_id": NUMBER},
            {"personal_id": NUMBER, "mother_name": None},
            {0: "known", 1: "matched"},
        ),
        ({"personal_id": NUMBER, "mother_name": None}, {"personal_id": NUMBER, "sex_code": "01"}, {0: "new", 1: "new"}),
        ({}, {}, {0: "new", 1: "new"}),
    ],
)
def test_one_child_at_two_schools_of_a_run_is_one_person(
    province: Province, north: dict, south: dict, expected: dict
) -> None:
    province.hand_in(NORTH, [child(**north)])
    province.hand_in(SOUTH, [child(who=1, **south)])
    links = province.identify()
    assert outcomes(links) == expected
    assert len(persons(links)) == 1
    assert len(province.stored("learner")) == 1


@pytest.mark.parametrize("father", ["Phạm Viết Hoàng", "PHAM VIET HOANG", "Hoàng Phạm Việt", "Phạm Việt Hoàn", None])
def test_a_father_misspelt_or_unknown_is_no_other_father(province: Province, father: str | None) -> None:
    province.hand_in(NORTH, [child(father_name="Phạm Việt Hoàng")])
    province.hand_in(SOUTH, [child(who=1, father_name=father)])
    links = province.identify()
    assert outcomes(links) == {0: "new", 1: "new"}
    assert len(persons(links)) == 1


@pytest.mark.parametrize("father", ["Ngô Ngọc Vỹ", "Phạm Việt Châu"])
def test_namesakes_of_one_day_whose_mothers_are_namesakes_have_other_fathers(province: Province, father: str) -> None:
    """8.3 % of a cohort share name and birth date with somebody; of so many, the mothers of some share a name, too."""
    province.hand_in(NORTH, [child(father_name="Phạm Việt Hoàng")])
    province.hand_in(SOUTH, [child(who=1, father_name=father)])
    assert outcomes(province.identify()) == {0: "review", 1: "review"}
    assert province.stored("learner") == []


def test_who_has_the_number_keeps_the_person_the_one_with_another_father_waits(known: KnownProvince) -> None:
    province = known(child(father_name="Phạm Việt Hoàng", personal_id=NUMBER))
    province.hand_in(NORTH, [child(father_name="Phạm Việt Hoàng", personal_id=NUMBER)], END)
    province.hand_in(SOUTH, [child(who=1, father_name="Ngô Ngọc Vỹ")], END)
    assert outcomes(province.identify(END)) == {0: "matched", 1: "review"}


def test_of_two_with_other_fathers_and_nothing_to_choose_by_both_wait(province: Province) -> None:
    province.hand_in("79760503", [child(father_name="Phạm Việt Hoàng")])
    province.identify()
    province.hand_in(NORTH, [child(father_name="Phạm Việt Hoàng")], END)
    province.hand_in(SOUTH, [child(who=1, father_name="Ngô Ngọc Vỹ")], END)
    assert outcomes(province.identify(END)) == {0: "review", 1: "review"}


def test_one_number_is_one_child_whoever_is_named_as_the_father(province: Province) -> None:
    province.hand_in(NORTH, [child(father_name="Phạm Việt Hoàng", personal_id=NUMBER)])
    province.hand_in(SOUTH, [child(who=1, father_name="Ngô Ngọc Vỹ", personal_id=NUMBER)])
    links = province.identify()
    assert outcomes(links) == {0: "new", 1: "new"}
    assert len(persons(links)) == 1


def test_evidence_is_followed_from_row_to_row(province: Province) -> None:
    """The first row shares its number with the second, the second its id with the third."""
    province.hand_in(NORTH, [child(personal_id=NUMBER, mother_name=None)])
    province.hand_in(SOUTH, [child(who=1, personal_id=NUMBER, learner_id=ID, mother_name=None)])
    province.hand_in("79760503", [child(who=2, learner_id=ID, mother_name=None)])
    links = province.identify()
    assert {link["person_id"] for link in links.values()} == {ID}


def test_two_rows_that_claim_one_unknown_id_are_reviewed(province: Province) -> None:
    province.hand_in(NORTH, [child(learner_id=ID)])
    province.hand_in(SOUTH, [child(who=1, learner_id=ID, full_name="Hoàng Bảo")])
    assert outcomes(province.identify()) == {0: "review", 1: "review"}
    assert province.stored("learner") == []


def test_one_child_with_two_unknown_ids_is_reviewed(province: Province) -> None:
    province.hand_in(NORTH, [child(learner_id=ID)])
    province.hand_in(SOUTH, [child(who=1, learner_id=OTHER_ID)])
    assert outcomes(province.identify()) == {0: "review", 1: "review"}


def test_a_child_that_stands_twice_in_a_school_is_reviewed(province: Province) -> None:
    province.hand_in(NORTH, [child(mother_name=None), child(mother_name=None), child(full_name="Hoàng Bảo")])
    assert outcomes(province.identify()) == {0: "review", 1: "review", 2: "new"}


@pytest.mark.parametrize("number", [{"learner_id": ID}, {"personal_id": NUMBER}])
@pytest.mark.parametrize("senders", [(NORTH, "79"), (NORTH, NORTH)])
def test_who_has_a_number_may_stand_twice_at_a_school(
    province: Province, number: dict, senders: tuple[str, str]
) -> None:
    """In its list and its department's, or as one who left and came back; all at once, or one after the other."""
    rows = {
        sender: [child(who=(sender, n), school_code=NORTH, **number) for n in range(senders.count(sender))]
        for sender in senders
    }
    for sender, listed in rows.items():
        province.hand_in(sender, listed)
    at_once = province.identify()
    assert len({link["person_key"] for link in at_once.values()} - {None}) == len(province.stored("learner")) == 1
    assert "review" not in outcomes(at_once).values()
    province.hand_in("27127", [child(who="later", school_code=NORTH, **number)])
    assert province.identify()["later"]["outcome"] in ("known", "matched")


LISTED_TWICE = [
    pytest.param({}, {}, id="no number"),
    pytest.param({"personal_id": NUMBER}, {}, id="number in one list"),
    pytest.param({"mother_name": None}, {"mother_name": None}, id="no mother either"),
    pytest.param({"personal_id": NUMBER}, {"mother_name": None}, id="number in one list, no mother in the other"),
]


@pytest.mark.parametrize(("own", "of_department"), LISTED_TWICE)
def test_a_school_and_its_department_list_one_newcomer(province: Province, own: dict, of_department: dict) -> None:
    """A row in each list, as in a department's list without numbers: neither keeps the other out."""
    province.hand_in(NORTH, [child(who="own", **own)])
    province.hand_in("79", [child(who="department", school_code=NORTH, **of_department)])
    links = province.identify()
    assert "review" not in outcomes(links).values()
    assert len(persons(links)) == len(province.stored("learner")) == 1


@pytest.mark.parametrize(("own", "of_department"), LISTED_TWICE)
def test_a_school_and_its_department_list_one_known_learner(
    known: KnownProvince, own: dict, of_department: dict
) -> None:
    province = known(child(**own))
    province.hand_in(NORTH, [child(who="own", **own)], END)
    province.hand_in("79", [child(who="department", school_code=NORTH, **of_department)], END)
    at_once = province.identify(END)
    province.hand_in("27127", [child(who="commune", school_code=NORTH, **of_department)], END)
    assert persons(at_once) == persons(province.identify(END)) == persons(province.links())
    assert len(province.stored("learner")) == 1


def test_namesakes_in_one_list_wait_beside_another_list(province: Province) -> None:
    """Which of the two the department means, nobody knows."""
    namesakes = [child(mother_name=None, who="one"), child(mother_name=None, who="other")]
    province.hand_in(NORTH, namesakes)
    province.hand_in("79", [child(school_code=NORTH, mother_name=None, who="department")])
    assert set(outcomes(province.identify()).values()) == {"review"}


def test_lists_that_name_other_mothers_tell_of_two_children(province: Province) -> None:
    province.hand_in(NORTH, [child(who="own")])
    province.hand_in("79", [child(school_code=NORTH, mother_name="Lê Thị Hoa", who="department")])
    assert len(persons(province.identify())) == 2


def test_of_two_rows_alike_the_one_that_says_less_waits(province: Province) -> None:
    province.hand_in(NORTH, [child(mother_name=None, learner_id=ID), child(mother_name=None)])
    assert outcomes(province.identify()) == {0: "known", 1: "review"}


def test_two_rows_of_a_school_for_one_known_person(known: KnownProvince) -> None:
    province = known(child(learner_id=ID))
    province.hand_in(SOUTH, [child(learner_id=ID), child(who="also"), child(who="other", full_name="Hoàng Bảo")], END)
    assert outcomes(province.identify(END)) == {0: "known", "also": "review", "other": "new"}


def test_a_certain_link_teaches_the_register(known: KnownProvince) -> None:
    province = known(child(learner_id=ID, mother_name=None))
    province.hand_in(SOUTH, [child(learner_id=ID, personal_id=NUMBER)], END)
    province.identify(END)
    (learner,) = province.stored("learner")
    assert (learner["personal_id"], learner["folded_mother_name"]) == (NUMBER, "tran thi binh")


def test_a_number_that_others_claim_teaches_nothing(known: KnownProvince) -> None:
    province = known(child(learner_id=ID))
    province.hand_in(
        NORTH, [child(learner_id=ID, personal_id=NUMBER), child(full_name="Hoàng Bảo", personal_id=NUMBER)], END
    )
    assert outcomes(province.identify(END)) == {0: "known", 1: "review"}
    assert [learner["personal_id"] for learner in province.stored("learner")] == [None]


def test_the_first_values_stay(known: KnownProvince) -> None:
    province = known(child(learner_id=ID, personal_id=NUMBER))
    before = province.stored("learner")
    changed = child(learner_id=ID, personal_id=OTHER_NUMBER, mother_name="Lê Thị Hoa")
    province.hand_in(NORTH, [changed], END)
    assert outcomes(province.identify(END)) == {0: "known"}
    assert province.stored("learner") == before


def test_in_a_filled_province_an_unknown_id_waits(known: KnownProvince) -> None:
    province = known(child(who="known", learner_id=ID))
    province.settings = replace(province.settings, filled_provinces=frozenset({"79"}))
    rows = [child(who="known", learner_id=ID), child(who="unknown", full_name="Hoàng Bảo", learner_id=OTHER_ID)]
    twice = {"who": "twice", "full_name": "Vũ Chi", "personal_id": NUMBER}
    rows += [child(**twice, learner_id="7911111111"), child(who="new", full_name="Lý Dũng")]
    province.hand_in(NORTH, rows, END)
    province.hand_in(SOUTH, [child(**twice | {"who": "twice here"})], END)
    links = province.identify(END)
    waiting = {"unknown": "review", "twice": "review", "twice here": "review"}
    assert outcomes(links) == {"known": "known", "new": "new"} | waiting
    assert {links[who]["person_id"] for who in waiting} == {None}
