"""Every working rule is accounted for, and what the rules found is held against the truth rightly."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from benchmarks.rules_truth import STATEMENT, Truth, reasons, working_rules
from pipelines.engine import Engine
from pipelines.generation.blunders.kinds import BLUNDERS
from pipelines.generation.mistakes.kinds import KINDS

_PLACE = {"file": "a.xlsx", "sheet": "S", "excel_row": 5, "excel_column": "B", "field": "score"}
_MISTAKE = _PLACE | {"rule_id": "RES001", "school_code": "1", "reach": "row", "dataset": "result", "true_value": "5"}
_FINDING = _PLACE | {
    "rule_id": "RES001",
    "sender_code": "1",
    "row_id": 5,
    "cause_id": "x",
    "dataset": "result",
    "value": "12",
}
_PERSON = {"school_code": "1", "file": "a.xlsx", "sheet": "S", "excel_row": 5, "person_id": 77}
_TYPES = {"person_id": pa.int64(), "excel_row": pa.int64(), "row_id": pa.int64()}


def planted_rules() -> set[str]:
    kinds = {kind.rule_id for kinds in KINDS.values() for kind in kinds}
    register = {f"VER{number:03d}" for number in range(1, 9)}
    return kinds | {blunder.rule_id for blunder in BLUNDERS} | _TOLD_WITH_OTHERS | register


# Planted by the blunder of another rule: codes of another system stand for one or several, who is listed twice has two numbers, who moves
# out of a class leaves it empty.
_TOLD_WITH_OTHERS = {"FLD036", "XNA002", "XSC005"}


def test_every_working_rule_is_planted_or_has_a_reason() -> None:
    assert set(working_rules()) - planted_rules() - reasons().keys() == set()


def test_no_reason_is_given_for_a_rule_that_is_planted_or_does_not_work() -> None:
    assert reasons().keys() & planted_rules() == set()
    assert reasons().keys() <= set(working_rules())


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with Engine(tmp_path, 200, 1) as engine:
        engine.bind_arrow("pointing", pa.table({"rule_id": ["RES001"], "fields": [["score"]]}))
        yield engine


def judged(
    engine: Engine,
    mistakes: list[dict[str, object]],
    findings: list[dict[str, object]],
    true: list[dict[str, object]] | None = None,
    persons: list[dict[str, object]] | None = None,
) -> list[Truth]:
    for name, rows, like in (
        ("mistake", mistakes, _MISTAKE),
        ("finding", findings, _FINDING),
        ("true_finding", true or [], _FINDING),
        ("person", persons or [], _PERSON),
    ):
        columns = {column: [row[column] for row in rows] for column in like}
        arrays = {column: pa.array(values, _TYPES.get(column, pa.string())) for column, values in columns.items()}
        engine.bind_arrow(name, pa.table(arrays))
    return [Truth(**row) for row in engine.arrow(STATEMENT.read_text(encoding="utf-8")).to_pylist()]


def test_a_mistake_is_found_at_its_cell_only(engine: Engine) -> None:
    assert judged(engine, [_MISTAKE], [_FINDING]) == [Truth("RES001", 1, 1, 0, 0)]
    told_below = _FINDING | {"excel_row": 6, "cause_id": "y"}
    assert judged(engine, [_MISTAKE], [told_below]) == [Truth("RES001", 1, 0, 0, 1)]
    assert judged(engine, [_MISTAKE], [_FINDING, told_below | {"cause_id": "x"}]) == [Truth("RES001", 1, 1, 1, 0)]


def test_what_follows_within_reach_is_a_consequence(engine: Engine) -> None:
    elsewhere = _FINDING | {"sheet": "T", "cause_id": "y"}
    assert judged(engine, [_MISTAKE | {"reach": "school"}], [_FINDING, elsewhere]) == [Truth("RES001", 1, 1, 1, 0)]
    assert judged(engine, [_MISTAKE | {"reach": "file"}], [_FINDING, elsewhere]) == [Truth("RES001", 1, 1, 1, 0)]
    assert judged(engine, [_MISTAKE | {"reach": "sheet"}], [_FINDING, elsewhere]) == [Truth("RES001", 1, 1, 0, 1)]


def test_what_is_told_of_the_same_person_elsewhere_is_a_consequence(engine: Engine) -> None:
    elsewhere = _FINDING | {"sender_code": "2", "cause_id": "y"}
    persons = [_PERSON, _PERSON | {"school_code": "2"}]
    assert judged(engine, [_MISTAKE], [_FINDING, elsewhere], persons=persons) == [Truth("RES001", 1, 1, 1, 0)]
    persons[1]["person_id"] = 78
    assert judged(engine, [_MISTAKE], [_FINDING, elsewhere], persons=persons) == [Truth("RES001", 1, 1, 0, 1)]


def test_a_row_whose_key_another_list_lost_is_a_consequence(engine: Engine) -> None:
    lost = _MISTAKE | {"dataset": "student", "field": "local_code", "true_value": "HS1"}
    told = _FINDING | {"sheet": "T", "field": "student_local_code", "value": "HS1", "cause_id": "y"}
    assert judged(engine, [lost], [told]) == [Truth("RES001", 1, 0, 1, 0)]
    assert judged(engine, [lost], [told | {"value": "HS2"}]) == [Truth("RES001", 1, 0, 0, 1)]


def test_what_was_told_without_mistakes_is_no_fault(engine: Engine) -> None:
    other = _FINDING | {"excel_row": 9, "cause_id": "y"}
    assert judged(engine, [_MISTAKE], [_FINDING, other], [other]) == [Truth("RES001", 1, 1, 0, 0)]


def test_a_mistake_of_a_file_is_found_without_a_sheet(engine: Engine) -> None:
    of_file = _MISTAKE | {"sheet": None, "excel_row": None, "excel_column": None, "field": None}
    told = _FINDING | {"sheet": None, "excel_row": None, "excel_column": None, "field": None, "row_id": None}
    assert judged(engine, [of_file], [told]) == [Truth("RES001", 1, 1, 0, 0)]
    assert judged(engine, [of_file], [told | {"file": "b.xlsx"}]) == [Truth("RES001", 1, 0, 0, 1)]
