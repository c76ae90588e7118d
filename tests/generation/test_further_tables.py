"""Generated finance and exam registrations keep the rules that they are held against."""

from collections import defaultdict
from typing import Any

import pytest

from pipelines.generation.datasets.exams import exam_registration_table
from pipelines.generation.datasets.finances import finance_table
from pipelines.generation.datasets.learners import student_table
from pipelines.generation.datasets.results import result_table
from pipelines.generation.tables import Office, Table
from tests.generation.test_results import offices

BEGINNING, END = "2025-2026-dau-nam", "2025-2026-cuoi-nam"
AMOUNTS = ("planned_amount", "estimated_amount", "final_amount")


@pytest.fixture(scope="module")
def beginning() -> list[Office]:
    return list(offices((BEGINNING,), 40))


@pytest.fixture(scope="module")
def end() -> list[Office]:
    return list(offices((END,), 40))


def rows_of(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in zip(*table.columns.values(), strict=True)]


def test_budget_lines_add_up_by_source_and_by_spending(beginning: list[Office]) -> None:
    """Rules FIN002 to FIN006, for the block of every level."""
    seen = set()
    for office in beginning:
        amounts: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
        for row in rows_of(finance_table(office, student_table(office))):
            for name in AMOUNTS:
                if row[name] is not None:
                    amounts[row["fiscal_year"], name][int(row["budget_line_code"])] = row[name]
        assert set(amounts) == {(2024, "final_amount"), (2025, "planned_amount"), (2025, "estimated_amount")}
        for lines in amounts.values():
            totals = [first for first in (16, 24, 32, 40, 48) if first in lines]
            seen |= set(totals)
            assert lines[15] == sum(lines[first] for first in totals)
            assert min(lines.values()) >= 0
            for first in totals:
                assert (
                    lines[first]
                    == sum(lines[first + n] for n in (1, 2, 3))
                    == sum(lines[first + n] for n in (4, 5, 6, 7))
                )
    assert seen >= {16, 24, 32}


def test_finance_is_told_at_the_beginning_of_a_year(end: list[Office]) -> None:
    assert not any(len(finance_table(office, student_table(office))) for office in end)


def test_learners_of_grade_12_register_for_two_subjects_they_learnt(end: list[Office]) -> None:
    """Rules EXA001 to EXA007; continuing education has subject codes of its own."""
    subjects = {
        "vat-li": {"35", "54"}, "hoa-hoc": {"36", "55"}, "sinh-hoc": {"37", "56"}, "tin-hoc": {"38", "63"},
        "lich-su": {"40", "58"}, "dia-li": {"41", "59"}, "gdktpl": {"52", "65"}, "cong-nghe-cn": {"46"}, "ngoai-ngu": {"42"},
    }  # fmt: skip
    registered = 0
    for office in end:
        students = student_table(office)
        table = exam_registration_table(office, students)
        if not len(table):
            continue
        results = result_table(office, students)
        assert table.persons is not None and results.persons is not None
        learnt: dict[int, set[Any]] = defaultdict(set)
        for person, subject in zip(results.persons.tolist(), results.columns["subject_code"], strict=True):
            learnt[person].add(subject)
        stages = dict(
            zip(
                office.roll["person"][office.active].tolist(), office.roll["stage"][office.active].tolist(), strict=True
            )
        )
        for person, row in zip(table.persons.tolist(), rows_of(table), strict=True):
            electives = {row["first_elective_code"], row["second_elective_code"]}
            assert stages[person] == 12
            assert len(electives) == 2
            assert all(subjects[name] & learnt[person] for name in electives)
            assert (row["foreign_language_code"] is not None) == ("ngoai-ngu" in electives)
            assert row["personal_id"]
            registered += 1
    assert registered > 50


def test_nobody_registers_before_the_end_of_the_year(beginning: list[Office]) -> None:
    assert not any(len(exam_registration_table(office, student_table(office))) for office in beginning)
