"""What contradicts an earlier collection, in which the same school told the truth. A table."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np

from pipelines.generation.blunders.columns import one_list
from pipelines.generation.blunders.making import Blunder
from pipelines.generation.blunders.schools import active_learners, has_levels, put_in_class
from pipelines.generation.mistakes.planting import Mistake
from pipelines.generation.papers import Papers
from pipelines.generation.people.population import PROMOTED, REPEATING, STUDYING
from pipelines.generation.people.workforce import EMPLOYEE, WORKING
from pipelines.periods import Period, Point

Plant = Callable[[Papers], Iterable[Mistake]]
_BEGINNING = (Point.BEGINNING,)
# Columns that stay filled from year to year and that a sheet may lack, in the order in which one of them is left out.
_NEARLY_ALL = 0.9
_MAY_BE_LACKING = ("mother_occupation", "father_occupation", "birth_place", "home_address", "mother_phone", "phone")


def year_before(period: Period) -> Period:
    return Period(period.school_year - 1, period.point)


def end_of_last_year(period: Period) -> Period:
    return Period(period.school_year - 1, Point.END)


def beginning_of_this_year(period: Period) -> Period:
    return Period(period.school_year, Point.BEGINNING)


def _known(papers: Papers, row: int) -> bool:
    """Whether a learner was here last year, under the same learner id, and simply went up."""
    learner = papers.office.roll[row]
    is_old = learner["entry_year"] < papers.office.period.school_year and learner["admission"] == PROMOTED
    return bool(is_old and learner["knows_learner_id"])


def _known_learners(papers: Papers) -> Iterator[int]:
    return (row for row in reversed(active_learners(papers)) if _known(papers, row))


def _class_of(papers: Papers, row: int, grades: int) -> int | None:
    """The row of the class some grades above (below) a learner's own, under the same number."""
    learner = papers.office.roll[row]
    key = (int(learner["stage"]) + grades, int(learner["section"]))
    return papers.office.school.sections.index(key) if key in papers.office.school.sections and key[0] > 0 else None


def _halved(dataset: str) -> Plant:
    """Half of a list is missing; told on the list of learners, of classes at the school."""

    def plant(papers: Papers) -> Iterable[Mistake]:
        grid = papers.grid(dataset)
        grid.take(range(len(grid.table) // 2))
        yield papers.at("student", "sheet") if dataset == "student" else papers.at("school", "row")

    return plant


def _lost(dataset: str, row: int) -> Plant:
    """One row of a list is missing (counted from its end where below 0)."""

    def plant(papers: Papers) -> Iterable[Mistake]:
        grid = papers.grid(dataset)
        rows = list(range(len(grid.table)))
        del rows[row]
        grid.take(rows)
        yield papers.at(dataset, "sheet")

    return plant


def _lost_learner(papers: Papers) -> Iterable[Mistake]:
    """A learner who was here before, and would go on, is gone."""
    roll, year = papers.office.roll, papers.office.period.school_year
    stays = (roll["entry_year"] < year) | (papers.office.period.point is not Point.BEGINNING)
    stays &= (roll["status"] == STUDYING) & np.isnat(roll["status_day"]) & (roll["admission"] != REPEATING)
    for gone in np.flatnonzero(stays)[-1:].tolist():
        grid = papers.grid("student")
        grid.take([row for row in range(len(grid.table)) if row != gone])
        yield papers.at("student", "sheet")


def _lost_colleague(papers: Papers) -> Iterable[Mistake]:
    """A member of staff who was here a year ago is gone."""
    staff, grid = papers.office.staff, papers.grid("staff")
    a_year_ago = np.datetime64(year_before(papers.office.period).census_date)
    was_here = (staff["group"] == EMPLOYEE) & (staff["status"] == WORKING) & (staff["hire_date"] < a_year_ago)
    for row in np.flatnonzero(was_here)[-1:].tolist():
        grid.take([other for other in range(len(grid.table)) if other != row])
        yield papers.at("staff", "sheet")


def _in_grade(grades: int) -> Plant:
    """A learner stands some grades above or below the right one."""

    def plant(papers: Papers) -> Iterable[Mistake]:
        for row in _known_learners(papers):
            class_row = _class_of(papers, row, grades)
            if class_row is not None:
                put_in_class(papers, row, class_row)
                yield papers.at("student", "cell", "grade_code", row)
                return

    return plant


def _called_repeater(papers: Papers) -> Iterable[Mistake]:
    """A learner who went up is said to repeat."""
    for row in _known_learners(papers):
        if papers.office.roll["stage"][row] > 1:
            yield papers.write(
                "student", "admission_type_code", row, papers.written("student", "admission_type_code", "3")
            )
            return


def _changed(*names: str) -> Plant:
    """Other particulars of a learner who keeps the id; without personal number, which would contradict them."""

    def plant(papers: Papers) -> Iterable[Mistake]:
        columns = papers.grid("student").table.columns
        row = next(_known_learners(papers), None)
        if row is None:
            return
        if len(names) > 1:
            papers.write("student", "personal_id", row, None)
        born, sex = papers.office.roll["birth_date"][row].item(), columns["sex_code"][row]
        # Within the year of birth, of which the personal number speaks too.
        other_day = born + timedelta(days=40 if born.month < 7 else -40)
        other = {"birth_date": other_day, "sex_code": "02" if sex == "01" else "01", "full_name": "Vừ Mí Pó"}
        for name in names:
            mistake = papers.write("student", name, row, papers.written("student", name, other[name]))
        yield mistake

    return plant


def _without_id(papers: Papers) -> Iterable[Mistake]:
    """The id of a learner who had one is left out."""
    for row in _known_learners(papers):
        if papers.grid("student").table.columns["personal_id"][row]:
            yield papers.write("student", "learner_id", row, None)
            return


def _unknown_id(papers: Papers) -> Iterable[Mistake]:
    row = next(_known_learners(papers), None)
    if row is not None:
        yield papers.write("student", "learner_id", row, f"99{papers.office.roll['person'][row]:08d}")


def _lost_column(papers: Papers) -> Iterable[Mistake]:
    grid = papers.grid("student")
    filled = {name: sum(cell is not None for cell in cells) for name, cells in grid.cells.items()}
    name = next((name for name in _MAY_BE_LACKING if filled.get(name, 0) > _NEARLY_ALL * len(grid.table)), None)
    if name:
        del grid.headers[name], grid.cells[name]
        yield papers.at("student", "sheet")


def _copied_list(papers: Papers) -> Iterable[Mistake]:
    """The list of last year is handed in again: who came is not in it, who stayed is where they were."""
    grid, told = papers.grid("student"), []
    for row in active_learners(papers):
        class_row = _class_of(papers, row, -1)
        if papers.office.roll["entry_year"][row] < papers.office.period.school_year and class_row is not None:
            put_in_class(papers, row, class_row)
            told.append(row)
    grid.take(told)
    if len(told) >= 30:
        yield papers.at("student", "row", row=len(told) // 2)


def _renamed(*, moved: bool) -> Plant:
    """Another name for the school; where it also stands in another commune it is another school with the same code."""

    def plant(papers: Papers) -> Iterable[Mistake]:
        if moved:
            home = papers.office.school.ward
            away = next(
                n
                for n, place in enumerate(papers.office.gazetteer.new)
                if place.province == papers.office.gazetteer.new[home].province
                and place.ward != papers.office.gazetteer.new[home].ward
            )
            papers.write(
                "school", "ward_code", 0, papers.written("school", "ward_code", papers.office.gazetteer.new[away].ward)
            )
        mistake = papers.write("school", "school_name", 0, f"{papers.office.school.kind.title} Xyz Quốc tế Wonderkids")
        yield mistake
        if moved:
            yield replace(mistake, rule_id="SCH001")

    return plant


EARLIER_BLUNDERS = [
    Blunder("PER001", "student", _halved("student"), one_list, follows=year_before),
    Blunder("PER002", "class", _halved("class"), follows=year_before),
    Blunder("PER003", "class", _lost("class", -1), follows=beginning_of_this_year),
    Blunder("PER004", "student", _lost_learner, one_list, follows=beginning_of_this_year, points=(Point.MIDDLE, Point.END)),
    Blunder("PER005", "student", _lost_learner, has_levels("02", "03", "04"), points=_BEGINNING, follows=end_of_last_year),
    Blunder("PER006", "student", _in_grade(-2), has_levels("02", "03"), points=_BEGINNING, follows=end_of_last_year),
    Blunder("PER007", "student", _in_grade(1), has_levels("02", "03"), points=_BEGINNING, follows=end_of_last_year),
    Blunder("PER008", "student", _called_repeater, has_levels("02", "03"), points=_BEGINNING, follows=end_of_last_year),
    Blunder("PER009", "student", _changed("birth_date"), one_list, follows=year_before),
    Blunder("PER010", "student", _changed("sex_code", "full_name"), one_list, follows=year_before),
    Blunder("PER011", "staff", _lost_colleague, follows=year_before),
    Blunder("PER012", "student", _lost_column, one_list, follows=year_before),
    Blunder("PER013", "student", _copied_list, has_levels("02", "03"), points=_BEGINNING, follows=end_of_last_year),
    Blunder("IDN013", "student", _unknown_id, one_list, follows=year_before),
    Blunder("IDN014", "student", _changed("birth_date", "full_name"), one_list, follows=year_before),
    Blunder("IDN015", "student", _without_id, one_list, follows=year_before),
    Blunder("SCH001", "school", _renamed(moved=False), follows=year_before),
    Blunder("XNA007", "school", _renamed(moved=True), follows=year_before),
]  # fmt: skip
