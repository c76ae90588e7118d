"""What releases say about verification, and how far it has come."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from pipelines.publication.versions import staging_fingerprint
from pipelines.verification.coverage import Coverage, coverage
from tests.marts.conftest import build
from tests.marts.sample import teacher
from tests.marts.staged import BEGINNING, END
from tests.verification.register import Sandbox
from tests.verification.town import HERE, NORTH, SOUTH, TODAY, Town, learner, number_of, record_of, register_of, service

TEACHER = "079180000501"


def staff(key: int, **said: Any) -> dict[str, Any]:
    return teacher(key, personal_id=f"079180{key:06d}", **said)


def verified_town(home: Path, sandbox: Sandbox, *, is_shuffled: bool = False) -> Town:
    """Two schools: of 10 learners at NORTH 8 are verified, of 6 at SOUTH 3; one of two teachers."""
    town = Town(home)
    south = [learner(key) for key in range(11, 16)] + [learner(16, personal_id=None)]
    north = [learner(key) for key in range(1, 11)] + [learner(17, status_code="08")]
    schools = [(NORTH, north, [staff(501), staff(502)]), (SOUTH, south, None)]
    for sender, learners, teachers in reversed(schools) if is_shuffled else schools:
        town.hand_in(sender, learners[::-1] if is_shuffled else learners, staff=teachers)
    sandbox.people = register_of(13) | {number_of(1): record_of(1, sex_code="01")}
    del sandbox.people[number_of(2)]
    sandbox.people[TEACHER] = {"full_name": "TRẦN THỊ 501", "birth_date": "1980-01-01", "sex_code": "02"}
    assert town.ask(service(sandbox)).still_open == 0
    return town


def test_the_last_check_of_each_person_is_published(home: Path, sandbox: Sandbox) -> None:
    town = verified_town(home, sandbox)
    with build(town, home / "marts") as engine:
        rows = engine.rows(
            "SELECT person_type, person_key, status, status_label, mismatched_fields, differences, checked_on "
            "FROM fact_verification WHERE person_key IN (1, 2, 3, 501) ORDER BY person_key"
        )
        assert engine.value("SELECT count(*) FROM fact_verification") == 16 + 2
    assert rows == [
        ("learner", 1, "mismatch", "Sai lệch thông tin", "sex_code", "sex", TODAY),
        ("learner", 2, "not_found", "Không tìm thấy", None, None, TODAY),
        ("learner", 3, "verified", "Đã xác thực", None, None, TODAY),
        ("staff", 501, "verified", "Đã xác thực", None, None, TODAY),
    ]


def test_the_newest_rows_count_then_the_newest_check(home: Path, sandbox: Sandbox) -> None:
    town = Town(home)
    sandbox.people = register_of(2)
    town.hand_in(NORTH, [learner(1), learner(2, full_name="Nguyễn Sai")])
    town.hand_in(NORTH, [learner(1, full_name="Nguyễn Khác"), learner(2)], period=END)
    town.ask(service(sandbox))
    later = TODAY + timedelta(days=1)
    town.ask(service(sandbox, later), later, partitions=[HERE])
    with build(town, home / "marts") as engine:
        assert engine.rows("SELECT person_key, status, checked_on FROM fact_verification ORDER BY 1") == [
            (1, "mismatch", TODAY),
            (2, "verified", TODAY),
        ]


def test_indicators_say_what_share_is_verified(home: Path, sandbox: Sandbox) -> None:
    town = verified_town(home, sandbox)
    with build(town, home / "marts") as engine:
        shares = engine.rows(
            "SELECT indicator, area_code, value FROM agg_indicator "
            "WHERE starts_with(indicator, 'verified') AND area_level IN ('school', 'province') ORDER BY ALL"
        )
    assert shares == [
        ("verified_learners_share", "79", 11 / 16),
        ("verified_learners_share", NORTH, 8 / 10),
        ("verified_learners_share", SOUTH, 3 / 6),
        ("verified_staff_share", "79", 1 / 2),
        ("verified_staff_share", NORTH, 1 / 2),
    ]


def test_nothing_is_said_where_nobody_was_checked(home: Path) -> None:
    town = Town(home)
    town.hand_in(NORTH, [learner(key) for key in range(1, 11)])
    with build(town, home / "marts") as engine:
        assert engine.value("SELECT count(*) FROM agg_indicator WHERE starts_with(indicator, 'verified')") == 0
        assert engine.value("SELECT count(*) FROM fact_verification") == 0


def test_the_same_checks_give_the_same_bytes(tmp_path: Path) -> None:
    """In another installation, with another key, in whatever order rows and answers came."""
    digests = []
    for n in range(2):
        with Sandbox() as sandbox:
            sandbox.mend = [list, lambda answers: answers[::-1]][n]  # type: ignore[list-item]
            town = verified_town(tmp_path / str(n), sandbox, is_shuffled=bool(n))
        with build(town, tmp_path / f"marts{n}"):
            names = ("fact_verification", "agg_indicator")
            digests.append(
                [hashlib.sha256((tmp_path / f"marts{n}" / f"{name}.parquet").read_bytes()).digest() for name in names]
            )
    assert digests[0] == digests[1]


def test_new_results_are_published(home: Path, sandbox: Sandbox) -> None:
    town = Town(home)
    town.hand_in(NORTH, [learner(1)])
    sandbox.people = register_of(1)
    before = staging_fingerprint(town.settings, town.database)
    town.ask(service(sandbox))
    after = staging_fingerprint(town.settings, town.database)
    assert before != after
    town.ask(service(sandbox))
    assert staging_fingerprint(town.settings, town.database) == after


def test_coverage_counts_everybody_who_is_there(home: Path, sandbox: Sandbox) -> None:
    town = verified_town(home, sandbox)
    town.hand_in(
        SOUTH,
        [learner(key) for key in range(11, 15)] + [learner(15, full_name="Nguyễn Mới"), learner(16, personal_id=None)],
    )
    [learners, _] = coverage(town.settings, town.database, [HERE])
    assert learners == Coverage(BEGINNING, "79", "learner", 16, 8, 1, 1, 0, 1, 5)
    assert (learners.share, learners.target) == (0.5, 0.92)


def test_coverage_is_told_by_school_and_commune(home: Path, sandbox: Sandbox) -> None:
    town = verified_town(home, sandbox)
    told = coverage(town.settings, town.database, [HERE], "school")
    assert [(area.area_code, area.kind, area.persons, area.verified, area.target) for area in told] == [
        (NORTH, "learner", 10, 8, 0.92),
        (NORTH, "staff", 2, 1, 0.95),
        (SOUTH, "learner", 6, 3, 0.92),
    ]
    wards = coverage(town.settings, town.database, [HERE], "ward")
    assert [(area.area_code, area.kind, area.persons) for area in wards] == [
        ("26734", "learner", 16),
        ("26734", "staff", 2),
    ]
