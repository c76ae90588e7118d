"""No id is given twice and no link is half, whatever dies or runs at the same time."""

import os
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from benchmarks.identity_kills import kill_often
from pipelines.engine import Engine
from pipelines.errors import RegisterError
from pipelines.generation.people.lives import Lives
from pipelines.identity.identify import identify_partition
from pipelines.state.database import Bulk, bulk, open_database
from pipelines.state.models import Base
from tests.identity.mixture import two_periods
from tests.identity.processes import run_at_once, start
from tests.identity.province import BEGINNING, END, NORTH, SOUTH, Province, child

CHILDREN = [child(full_name=f"Nguyễn Văn {n}") for n in range(40)]


def stored(province: Province) -> dict:
    return {
        table: province.stored(table) for table in Base.metadata.tables.keys() - {"validated_sender", "installation"}
    }


def _die_at(home: Path, point: str) -> None:
    """Identify in this process, which dies without a word at one point of its way."""

    def dying(method: Callable) -> Callable:
        def run(self: object, subject: object, *others: object) -> object:
            answer = None if point == "the file" else method(self, subject, *others)
            if point == "the file" or subject == point:
                os._exit(9)
            return answer

        return run

    if point == "the file":
        Engine.write_parquet = dying(Engine.write_parquet)  # type: ignore[method-assign]
    elif point == "COMMIT":
        Bulk.execute = dying(Bulk.execute)  # type: ignore[method-assign]
    else:
        Bulk.append = dying(Bulk.append)  # type: ignore[method-assign]
    Province(home).identify()


@pytest.mark.parametrize("point", ["learner", "person_link", "COMMIT", "the file"])
def test_a_run_that_dies_is_completed_by_the_next(make_province: Callable[[], Province], point: str) -> None:
    expected = make_province()
    expected.hand_in(NORTH, CHILDREN)
    links = expected.identify()
    province = make_province()
    province.hand_in(NORTH, CHILDREN)
    process = start(_die_at, province.home, point)
    process.join(120)
    assert process.exitcode == 9
    assert len(province.stored("learner")) == len(province.stored("person_link"))
    assert (len(province.stored("learner")) == len(CHILDREN)) == (point in ("COMMIT", "the file"))
    assert province.identify() == links
    assert stored(province) == stored(expected)


def test_kills_at_random_moments_do_no_harm(tmp_path: Path) -> None:
    """A short campaign; the long one is a benchmark."""
    killed, _ = kill_often(tmp_path, Lives(300, 0.7, 0.3), kills=4, seed=3)
    assert killed == 4


def test_a_broken_constraint_undoes_everything(province: Province) -> None:
    province.hand_in(NORTH, CHILDREN)
    with province.database.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO person_link (row_id, kind, outcome, method, score) "
            f"VALUES ({2**21 + 10}, 'staff', 'review', 'x', 1)"
        )
    before = stored(province)
    with pytest.raises(Exception, match=r"(?i)constraint"):
        province.identify()
    assert stored(province) == before


def _identify(home: Path, url: str, code: str, period: str, barrier: Barrier) -> None:
    province = Province(home, url, code)
    barrier.wait()
    identify_partition(province.settings, province.database, province.partition(period))


@pytest.mark.parametrize("periods", [(BEGINNING, END), (BEGINNING, BEGINNING)])
def test_two_processes_give_no_id_twice(province: Province, periods: tuple[str, str]) -> None:
    province.hand_in(NORTH, CHILDREN)
    province.hand_in(SOUTH, [child(full_name=f"Phạm Thị {n}") for n in range(40)], periods[1])
    run_at_once(*((_identify, (province.home, "", "79", period)) for period in periods))
    learners = province.stored("learner")
    assert sorted(learner["person_id"][2:9] for learner in learners) == [f"{serial:07d}" for serial in range(1, 81)]
    assert sorted(link["person_key"] for link in province.stored("person_link")) == list(range(1, 81))


def test_a_block_that_is_used_up_is_told(province: Province) -> None:
    province.hand_in(NORTH, CHILDREN)
    with province.database.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO issuer (kind, province_code, next_serial) VALUES ('learner', '79', 9999980)"
        )
    before = stored(province)
    with pytest.raises(RegisterError, match="79"):
        province.identify()
    assert stored(province) == before


def test_a_province_without_rows(province: Province) -> None:
    assert province.identify() == {}
    assert (province.summary.learners, province.summary.staff) == ({}, {})


def test_sessions_and_bulk_transactions_exclude_each_other(province: Province) -> None:
    with province.database.connect(), pytest.raises(RuntimeError), bulk(province.database):
        pass
    with bulk(province.database), pytest.raises(RuntimeError), province.database.connect():
        pass
    with (
        bulk(province.database) as transaction,
        pytest.raises(RuntimeError),
        open_database(province.settings.database_url).connect(),
    ):
        transaction.read("SELECT 1")


def test_postgresql_gives_the_same_persons(
    make_province: Callable[[], Province], postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = two_periods(make_province())
    province = Province(tmp_path / "postgresql", postgresql_url)
    assert two_periods(province) == expected
    assert province.identify(END) == province.links(END)


def test_postgresql_looks_persons_up(
    make_province: Callable[[], Province], postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.identity.register._READ_WHOLE", 0)
    assert two_periods(Province(tmp_path / "postgresql", postgresql_url)) == two_periods(make_province())


def test_postgresql_with_eight_writers(postgresql_url: str, tmp_path: Path) -> None:
    """Eight provinces at once, each with children of its own and one that all of them claim."""
    codes = ["01", "31", "38", "46", "48", "56", "79", "92"]
    for code in codes:
        province = Province(tmp_path / code, postgresql_url, code, sheets=int(code) * 100)
        rows = [child(full_name=f"Nguyễn {code} {n}") for n in range(20)]
        province.hand_in(f"{code}760501", [*rows, child(personal_id="079214000001")])
    run_at_once(*((_identify, (tmp_path / code, postgresql_url, code, BEGINNING)) for code in codes))
    learners = province.stored("learner")
    assert sorted(learner["person_key"] for learner in learners) == list(range(1, 162))
    assert len({learner["person_id"] for learner in learners}) == 161
    assert len(province.stored("person_link")) == 168
