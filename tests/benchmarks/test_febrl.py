"""The loader of FEBRL's records, on a few of the same form."""

from datetime import date
from pathlib import Path

import pytest

from benchmarks import febrl
from benchmarks.judgement import judge
from pipelines.engine import Engine

_RECORDS = """\
rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id
rec-1-org, hugo, webb, 6, tullaroop street, willaroo, st james, 4011, wa, 19081209, 6988048
rec-1-dup-0, hugo, webb, 6, tullaroop street, willaroo, st james, 4011, wa, 19081209, 6988048
rec-1-dup-1, , webb, , , , st james, 4011, wa, 19081309, 6988048
rec-5-org, sarah, bruhn, 44, forbes street, wintersloe, kellerberrin, 4510, vic, 19300213, 7535316
rec-5-dup-0, sarah, bruhn, 44, forbes street, wintersloe, kellerberrin, 4510, vic, 19300213, 7535316
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "dataset.csv"
    path.write_text(_RECORDS)
    return path


def test_records_become_rows_of_learners(path: Path, tmp_path: Path) -> None:
    with Engine(tmp_path, 500, 1) as engine:
        records = {
            (r["child"], r["duplicate"]): r for r in febrl.read_records(engine, [path], with_numbers=True).to_pylist()
        }
    assert records.keys() == {(1, None), (1, 0), (1, 1), (5, 0)}
    assert records[1, None]["full_name"] == "webb hugo"
    assert records[1, None]["birth_date"] == date(1908, 12, 9)
    assert records[1, None]["mother_name"] == "6 tullaroop street"
    assert records[1, None]["personal_id"] == "000006988048"
    spoilt = records[1, 1]
    assert (spoilt["full_name"], spoilt["birth_date"], spoilt["birth_date_partial"]) == ("webb", None, "1908")
    assert spoilt["mother_name"] is None


def test_strangers_are_new_and_each_round_meets_the_originals(path: Path, tmp_path: Path) -> None:
    """The fifth original does not enter the register: its duplicate must be new."""
    with Engine(tmp_path, 500, 1) as engine:
        judged = judge(engine, febrl.identify(febrl.read_records(engine, [path], with_numbers=True)))
    assert (judged.rows, judged.returning, judged.wrong) == (3, 2, 0)
    assert judged.found + judged.waiting == 2
