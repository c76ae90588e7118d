"""Rules across schools: each with what it tells and what it lets pass."""

import pytest

from schemas.text import fold
from tests.comparison.bench import HERE, NAMES, THERE, Row, compare, places

LEARNER: Row = {
    "learner_id": "7900000017",
    "personal_id": "079214000001",
    "full_name": "Nguyễn Thị Minh Anh",
    "birth_date": "2014-05-03",
    "sex_code": "02",
    "mother_name": "Trần Thị Lan",
    "status_code": "01",
}
BOTH = [(HERE, 2), (THERE, 2)]


def elsewhere(row: Row, **said: object) -> Row:
    return row | {"school_code": THERE} | said


@pytest.mark.parametrize(("rule_id", "key"), [("XNA001", "personal_id"), ("XNA002", "learner_id")])
def test_an_id_is_active_at_one_school(rule_id: str, key: str) -> None:
    other = {"personal_id": "001214000002", "learner_id": "0100000018"}
    told = compare(rule_id, student=[LEARNER, elsewhere(LEARNER), elsewhere(LEARNER | other)])
    assert places(told) == BOTH
    assert {f["field"] for f in told} == {key}
    assert NAMES[THERE] in told[0]["message_vi"] and NAMES[HERE] in told[1]["message_vi"]
    for here, there in (
        (LEARNER, elsewhere(LEARNER, status_code="04")),
        (LEARNER, LEARNER),
        (LEARNER | {key: None}, elsewhere(LEARNER, **{key: None})),
        (LEARNER, elsewhere(LEARNER, is_accepted=False)),
    ):
        assert not compare(rule_id, student=[here, there])


def test_neither_school_sees_the_others_personal_data() -> None:
    told = compare("XNA001", student=[LEARNER, elsewhere(LEARNER, full_name="Phạm Văn Bí Mật")])
    for finding in told:
        assert "079214000001" not in str(finding) and "Bí Mật" not in str(finding)
        assert "********0001" in finding["message_vi"]
        assert "0001" not in finding["public_message_vi"]


def test_xna003_an_id_is_one_persons() -> None:
    stranger = {"full_name": "Phạm Quốc Hùng", "birth_date": "2012-01-09"}
    for name in (stranger["full_name"], "Nguyễn Thị Minh Thuỷ"):
        assert (
            places(compare("XNA003", student=[LEARNER, elsewhere(LEARNER, **stranger | {"full_name": name})])) == BOTH
        )
    for there in (
        elsewhere(LEARNER, birth_date="2012-01-09"),
        elsewhere(LEARNER, full_name="Phạm Quốc Hùng"),
        elsewhere(LEARNER, **stranger | {"birth_date": "2014"}),
        elsewhere(LEARNER, **stranger, learner_id="0100000018"),
        LEARNER | stranger,
    ):
        assert not compare("XNA003", student=[LEARNER, there])


def test_xna004_a_person_has_one_id() -> None:
    twin = {"learner_id": "0100000018", "personal_id": None, "full_name": "NGUYỄN THỊ MINH ANH"}
    assert places(compare("XNA004", student=[LEARNER, elsewhere(LEARNER, **twin)])) == BOTH
    for spell in (fold, str.upper):
        names = {name: spell(str(LEARNER[name])) for name in ("full_name", "mother_name")}
        assert places(compare("XNA004", student=[LEARNER, elsewhere(LEARNER, **twin | names)])) == BOTH
    for there in (
        elsewhere(LEARNER),
        elsewhere(LEARNER, **twin | {"personal_id": "001214000002"}),
        elsewhere(LEARNER, **twin, mother_name="Lê Thị Hoa"),
        elsewhere(LEARNER, **twin, mother_name=None),
        elsewhere(LEARNER, **twin, sex_code="01"),
        elsewhere(LEARNER, **twin | {"learner_id": None}),
        LEARNER | twin,
    ):
        assert not compare("XNA004", student=[LEARNER, there])


def test_xna005_staff_are_full_time_at_one_school() -> None:
    member: Row = {"personal_id": "079185000001", "status_code": "01", "contract_type_code": "07"}
    told = compare("XNA005", staff=[member, elsewhere(member, contract_type_code="03")])
    assert places(told) == BOTH
    assert "079185000001" not in str(told)
    for there in (
        elsewhere(member, contract_type_code="06"),
        elsewhere(member, status_code="02"),
        elsewhere(member, personal_id="079185000002"),
        member,
    ):
        assert not compare("XNA005", staff=[member, there])


@pytest.mark.parametrize(
    ("name", "ward_code", "fires"),
    [
        ("Trung tâm GDTX Xuyên Mộc", "27000", True),
        ("Trường THCS Kim Đồng", "27000", False),
        ("Trung tâm GDTX Xuyên Mộc", "26734", False),
        ("Trung tâm GDTX Xuyên Mộc", None, False),
    ],
)
def test_xna007_a_code_is_never_given_again(name: str, ward_code: str, fires: bool) -> None:
    register = [{"school_code": HERE, "name": "Trường THCS Kim Đồng", "ward_code": "26734"}]
    told = compare("XNA007", register=register, school=[{"school_name": name, "ward_code": ward_code}])
    assert bool(told) == fires
    assert all("Trường THCS Kim Đồng" in finding["message_vi"] for finding in told)


def test_xna007_a_ward_that_was_merged_is_the_same_place() -> None:
    given = [{"school_name": "Trung tâm GDTX Xuyên Mộc", "ward_code": "26734"}]
    register = [{"school_code": HERE, "name": "Trường THCS Kim Đồng", "ward_code": "26737"}]
    assert not compare("XNA007", register=register, school=given)


def leaving(day: str, **said: object) -> Row:
    from datetime import date

    left = {"status_code": "04", "transfer_destination_code": "01", "status_date": date.fromisoformat(day)}
    return LEARNER | left | said


def coming(day: str) -> Row:
    from datetime import date

    return elsewhere(LEARNER, status_code="02", status_date=date.fromisoformat(day))


def test_xna008_leaving_and_coming_fit() -> None:
    stranger = elsewhere(LEARNER, learner_id="0100000018")
    assert places(compare("XNA008", student=[leaving("2025-08-20"), stranger])) == [(HERE, 2)]
    assert places(compare("XNA008", student=[leaving("2025-04-01"), coming("2025-09-05")])) == [(THERE, 2)]
    [dropout] = compare("XNA008", student=[leaving("2025-09-01", status_code="05"), elsewhere(LEARNER)])
    assert NAMES[THERE] in dropout["message_vi"] and "dropped out" in dropout["message_en"]
    assert (dropout["field"], dropout["value"], dropout["public_value"]) == ("status_code", "05", None)
    for rows in (
        [leaving("2025-08-20"), coming("2025-08-25")],
        [leaving("2025-09-20"), stranger],
        [leaving("2025-08-20", transfer_destination_code="03"), stranger],
        [leaving("2025-08-20")],  # THERE, which the register knows, is still awaited
        [leaving("2025-09-01", status_code="05"), stranger],
    ):
        assert not compare("XNA008", student=rows)


def test_xna008_a_school_that_opens_later_is_not_awaited() -> None:
    """What was told of a collection stays told when the register grows."""
    there = {"school_code": THERE, "name": NAMES[THERE], "first_period": "2026-2027-dau-nam"}
    assert places(compare("XNA008", register=[there], student=[leaving("2025-08-20")])) == [(HERE, 2)]


CANDIDATE: Row = {
    "exam_year": 2026,
    "personal_id": "079208000001",
    "learner_id": "7900000017",
    "candidate_number": "02000001",
}
OTHER_CANDIDATE: Row = {"personal_id": "001208000002", "learner_id": "0100000018", "candidate_number": "02000002"}


def test_xna009_a_candidate_registers_once() -> None:
    for same in ("personal_id", "learner_id", "candidate_number"):
        there = elsewhere(CANDIDATE | OTHER_CANDIDATE | {same: CANDIDATE[same]})
        told = compare("XNA009", exam_registration=[CANDIDATE, there])
        assert places(told) == BOTH
        assert {f["field"] for f in told} == {same}
        assert CANDIDATE["personal_id"] not in str(told)
    for there in (
        elsewhere(CANDIDATE | OTHER_CANDIDATE),
        elsewhere(CANDIDATE, exam_year=2025),
        CANDIDATE,
    ):
        assert not compare("XNA009", exam_registration=[CANDIDATE, there])
