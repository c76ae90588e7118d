"""What two schools say of the same person: each of the two lists the ``visitors`` of the other, and both are told. A table."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import numpy as np

from pipelines.generation.blunders.columns import one_list
from pipelines.generation.blunders.making import Blunder
from pipelines.generation.blunders.schools import active_learners
from pipelines.generation.mistakes.planting import Mistake
from pipelines.generation.papers import Papers
from pipelines.generation.people.population import Enrolments, is_active
from pipelines.generation.people.workforce import TEACHER, WORKING, Employments
from pipelines.generation.schools import School
from pipelines.generation.tables import Value

Plant = Callable[[Papers], Iterable[Mistake]]
_LEARNERS = 3


def visiting_learners(roll: Enrolments, host: School) -> Enrolments:
    """Some learners of a school with their ids, as ``host``, a school of the same kind, would list them too."""
    chosen = np.flatnonzero(is_active(roll) & roll["knows_learner_id"] & (roll["disability"] == 0))[:_LEARNERS]
    visitors: Enrolments = roll[chosen].copy()
    visitors["school"], visitors["section"] = host.index, 0
    return visitors


def visiting_teacher(staff: Employments, host: School) -> Employments:
    """The last teacher of a school, who also teaches full-time at ``host``; the post comes after all of its own."""
    chosen = np.flatnonzero((staff["group"] == TEACHER) & (staff["status"] == WORKING))[-1:]
    visitor: Employments = staff[chosen].copy()
    visitor["school"], visitor["post"] = host.index, np.iinfo(np.int32).max
    return visitor


def _rows_of_visitors(papers: Papers, dataset: str) -> list[int]:
    persons = papers.grid(dataset).table.persons
    assert persons is not None
    return [row for row, person in enumerate(persons.tolist()) if person in papers.visitors]


def _listed_twice(dataset: str, **rules: str) -> Plant:
    """Both schools list the person; each rule tells the number by which it knows."""

    def plant(papers: Papers) -> Iterable[Mistake]:
        cells = papers.grid(dataset).cells
        for row in _rows_of_visitors(papers, dataset):
            for name, rule_id in rules.items():
                if cells[name][row] is not None:
                    yield papers.at(dataset, "cell", name, row, rule_id)

    return plant


def _same_id(papers: Papers) -> Iterable[Mistake]:
    """The host gives the visitors' ids to somebody else."""
    for row in _rows_of_visitors(papers, "student"):
        if papers.is_host:
            born = papers.office.roll["birth_date"][row].item()
            papers.write("student", "full_name", row, "Vừ Mí Pó")
            papers.write(
                "student", "birth_date", row, papers.style.day(born + timedelta(days=40 if born.month < 7 else -40))
            )
            papers.write("student", "personal_id", row, None)
        yield papers.at("student", "cell", "learner_id", row)


def _other_id(papers: Papers) -> Iterable[Mistake]:
    """The host gives the visitors ids of their own, and no personal number."""
    for row in _rows_of_visitors(papers, "student"):
        if papers.is_host:
            papers.write("student", "personal_id", row, None)
            papers.write("student", "learner_id", row, f"98{papers.office.roll['person'][row] % 100_000_000:08d}")
        if papers.grid("student").cells["mother_name"][row] is not None:
            yield papers.at("student", "cell", "learner_id", row)


def _gone_nowhere(papers: Papers) -> Iterable[Mistake]:
    """A learner who left in summer for a school of the province, and is in none."""
    office = papers.office
    left = office.census_date - timedelta(days=40)
    province = office.gazetteer.place(office.school.ward, has_districts=office.has_districts).province
    for row in active_learners(papers):
        if office.roll["knows_learner_id"][row]:
            values: dict[str, Value] = {
                "status_date": left,
                "transfer_destination_code": "01",
                "transfer_to_province_code": province,
            }
            for name, value in values.items():
                papers.write("student", name, row, papers.written("student", name, value))
            yield papers.write("student", "status_code", row, papers.written("student", "status_code", "04"))
            return


SHARED_BLUNDERS = [
    Blunder(
        "XNA001", "student", _listed_twice("student", personal_id="XNA001", learner_id="XNA002"), one_list, shares=True
    ),
    Blunder("XNA003", "student", _same_id, one_list, shares=True),
    Blunder("XNA004", "student", _other_id, one_list, shares=True),
    Blunder("XNA005", "staff", _listed_twice("staff", personal_id="XNA005"), shares=True),
    Blunder("XNA008", "student", _gone_nowhere, one_list),
]
