"""What rows say that the register knows otherwise: kept, and resolved anew only by the policy."""

from datetime import date

from tests.identity.conftest import KnownProvince
from tests.identity.province import BEGINNING, END, NORTH, SOUTH, Province, child, teacher

ID, MIDDLE, NEXT = "7901234567", "2025-2026-giua-nam", "2026-2027-dau-nam"
NUMBER, OTHER_NUMBER = "079214000123", "079214000456"
OTHER_DAY = {"birth_date": date(2014, 5, 13)}


def claims(province: Province) -> list[tuple]:
    names = ("attribute", "value", "period", "school_code", "settled_in")
    return sorted(tuple(claim[name] for name in names) for claim in province.stored("claim"))


def test_what_differs_is_kept_beside_the_link(known: KnownProvince) -> None:
    province = known(child(learner_id=ID, personal_id=NUMBER))
    before = province.links()[0]
    learners = province.stored("learner")
    province.hand_in(SOUTH, [child(learner_id=ID, sex_code="01", **OTHER_DAY)], END)
    assert province.identify(END)[0]["person_key"] == before["person_key"]
    assert claims(province) == [
        ("birth_date", "2014-05-13", END, SOUTH, None),
        ("sex_code", "01", END, SOUTH, None),
    ]
    assert province.stored("learner") == learners


def test_what_agrees_or_is_blank_is_no_claim(known: KnownProvince) -> None:
    province = known(child(learner_id=ID, personal_id=NUMBER))
    province.hand_in(SOUTH, [child(learner_id=ID, full_name="NGUYEN THI AN", mother_name=None)], END)
    province.identify(END)
    assert claims(province) == []


def test_an_id_that_nobody_issued_is_a_claim(known: KnownProvince) -> None:
    """The school knows the child by an id that the register never heard of; here the child got one of its own."""
    province = known(child())
    before = province.links()[0]
    province.hand_in(NORTH, [child(learner_id=ID)], END)
    assert province.identify(END)[0]["person_id"] == before["person_id"]
    assert claims(province) == [("person_id", ID, END, NORTH, None)]


def test_two_schools_resolve_a_value_anew(known: KnownProvince) -> None:
    province = known(child(learner_id=ID))
    province.hand_in(NORTH, [child(learner_id=ID, **OTHER_DAY)], END)
    province.identify(END)
    assert province.stored("learner")[0]["birth_date"] == "2014-05-03"
    province.hand_in(SOUTH, [child(learner_id=ID, **OTHER_DAY)], NEXT)
    province.identify(NEXT)
    assert province.stored("learner")[0]["birth_date"] == "2014-05-13"
    assert claims(province) == [
        ("birth_date", "2014-05-03", NEXT, NORTH, NEXT),
        ("birth_date", "2014-05-13", END, NORTH, NEXT),
        ("birth_date", "2014-05-13", NEXT, SOUTH, NEXT),
    ]
    # Found by its new description.
    province.hand_in(NORTH, [child(**OTHER_DAY)], "2026-2027-cuoi-nam")
    link = province.identify("2026-2027-cuoi-nam")[0]
    assert (link["method"], link["person_id"]) == ("name_birth_sex_mother@1", ID)


def test_one_school_resolves_a_value_in_the_third_period(known: KnownProvince) -> None:
    periods = [END, "2026-2027-dau-nam", "2026-2027-giua-nam"]
    province = known(child(learner_id=ID))
    sexes = []
    for period in periods:
        province.hand_in(NORTH, [child(learner_id=ID, sex_code="01")], period)
        province.identify(period)
        sexes.append(province.stored("learner")[0]["sex_code"])
    assert sexes == ["02", "02", "01"]


def test_a_number_of_somebody_else_is_never_resolved(known: KnownProvince) -> None:
    province = known(child(learner_id=ID, personal_id=NUMBER))
    for school, period in ((NORTH, MIDDLE), (SOUTH, END)):
        province.hand_in(school, [child(learner_id=ID, personal_id=OTHER_NUMBER)], period)
        if period == END:
            other = child(who="other", full_name="Hoàng Bảo", birth_date=date(2013, 1, 1), personal_id=OTHER_NUMBER)
            province.hand_in("79760503", [other], "2024-2025-cuoi-nam")
            province.identify("2024-2025-cuoi-nam")
        province.identify(period)
    assert {learner["personal_id"] for learner in province.stored("learner")} == {NUMBER, OTHER_NUMBER}
    assert all(settled is None for *_, settled in claims(province))


def test_a_number_claimed_for_two_children_is_resolved_for_neither(known: KnownProvince) -> None:
    """Not even when a school later says something else of one of them."""
    second = {"learner_id": "7901234575", "full_name": "Hoàng Bảo", "birth_date": date(2013, 1, 1)}
    first = {"learner_id": ID}
    province = known(child(**first, personal_id=NUMBER), child(**second, personal_id="079213000458"))
    for period, (in_north, in_south) in ((MIDDLE, (first, second)), (END, (second, first))):
        province.hand_in(NORTH, [child(**in_north, personal_id=OTHER_NUMBER)], period)
        province.hand_in(SOUTH, [child(**in_south, personal_id=OTHER_NUMBER)], period)
        province.identify(period)
    for told in (first, second):
        province.hand_in(NORTH, [child(**told, mother_name="Vũ Thị Hoa")], NEXT)
        province.identify(NEXT)
    assert {learner["personal_id"] for learner in province.stored("learner")} == {NUMBER, "079213000458"}
    assert all(settled is None for *_, settled in claims(province))


def test_an_id_is_never_resolved_anew(known: KnownProvince) -> None:
    province = known(child())
    before = province.links()[0]
    for school, period in ((NORTH, MIDDLE), (SOUTH, END)):
        province.hand_in(school, [child(learner_id=ID)], period)
        province.identify(period)
    assert province.stored("learner")[0]["person_id"] == before["person_id"]
    assert len(claims(province)) == 2


def test_staff_make_claims_too(province: Province) -> None:
    province.hand_in(NORTH, [teacher(sector_staff_id="1")], dataset="staff")
    province.identify()
    for school, period in ((NORTH, MIDDLE), (SOUTH, END)):
        province.hand_in(school, [teacher(sector_staff_id="1", sex_code="02")], period, dataset="staff")
        province.identify(period)
    assert province.stored("staff_member")[0]["sex_code"] == "02"


def test_the_same_rows_again_claim_nothing_new(known: KnownProvince) -> None:
    province = known(child(learner_id=ID))
    for _ in range(3):
        province.hand_in(NORTH, [child(learner_id=ID, **OTHER_DAY)], END)
        province.identify(END)
    assert claims(province) == [("birth_date", "2014-05-13", END, NORTH, None)]
    assert province.stored("learner")[0]["first_period"] == BEGINNING
