"""One school's submission for one period: its tables, written in its style, with its mistakes. Runs in a worker."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.generation.blunders.kinds import BLUNDERS
from pipelines.generation.blunders.making import make_blunder
from pipelines.generation.chance import Chance
from pipelines.generation.datasets.assessments import assessment_table
from pipelines.generation.datasets.careers import salary_table, training_table
from pipelines.generation.datasets.class_subjects import class_subject_table
from pipelines.generation.datasets.classes import class_names, class_table
from pipelines.generation.datasets.courses import language_table, language_training_table, pedagogy_training_table
from pipelines.generation.datasets.employees import staff_table
from pipelines.generation.datasets.exams import exam_registration_table
from pipelines.generation.datasets.finances import finance_table
from pipelines.generation.datasets.honours import award_table, discipline_table
from pipelines.generation.datasets.learners import student_table
from pipelines.generation.datasets.premises import campus_table, facility_table, school_table
from pipelines.generation.datasets.resources import resource_table
from pipelines.generation.datasets.results import result_table
from pipelines.generation.mistakes.kinds import KINDS
from pipelines.generation.mistakes.planting import plant_mistakes
from pipelines.generation.papers import Papers
from pipelines.generation.people.population import Enrolments
from pipelines.generation.people.workforce import Employments
from pipelines.generation.places import load_gazetteer
from pipelines.generation.schools import School
from pipelines.generation.sheets import Grid, lay_out, write_grid
from pipelines.generation.styles import Style, choose_style
from pipelines.generation.tables import Office, Table
from pipelines.generation.truth import Truth, tell_truth
from pipelines.generation.workbooks import write_workbooks
from pipelines.periods import Period

# Datasets that schools send besides those every school sends, in the order of their sheets.
FURTHER: Mapping[str, Callable[[Office, Table], Table]] = {
    "result": result_table,
    "exam_registration": exam_registration_table,
    "finance": finance_table,
    "class_subject": class_subject_table,
    "learning_resource": resource_table,
    "staff_salary": salary_table,
    "staff_training": training_table,
    "staff_language": language_table,
    "staff_award": award_table,
    "staff_discipline": discipline_table,
    "staff_standard_assessment": assessment_table,
    "staff_language_training": language_training_table,
    "staff_pedagogy_training": pedagogy_training_table,
}


@dataclass(frozen=True)
class Errand:
    """What a worker needs to write one submission into ``folder``."""

    folder: Path
    seed: int
    period: Period
    school: School
    roll: Enrolments
    staff: Employments
    error_rate: float
    further: tuple[str, ...] = ()  # datasets beyond those that every school sends
    blunder: int | None = None  # its place in BLUNDERS
    visitors: frozenset[int] = frozenset()  # persons whom another school lists as well
    is_host: bool = False


def submit(errand: Errand, change: Callable[[list[Grid]], None] | None = None) -> tuple[int, Truth]:
    """Write the files of one submission; the number of files and the truth about them.

    ``change`` may alter the cells of a later version of the submission.
    """
    chance = Chance(errand.seed)
    style = choose_style(chance, errand.school.index)
    office = Office(
        chance=chance,
        gazetteer=load_gazetteer(),
        school=errand.school,
        period=errand.period,
        roll=errand.roll,
        staff=errand.staff,
        class_names=class_names(errand.school, style.class_scheme),
        has_class_codes="class_code" in style.headers["class"],
    )
    grids = _grids(office, style, errand.further)
    mistakes = plant_mistakes(grids, KINDS, style, office, errand.error_rate)
    if change:
        change(grids)
    papers = Papers(office, style, grids, errand.visitors, errand.is_host)
    if errand.blunder is not None:
        mistakes += make_blunder(BLUNDERS[errand.blunder], papers)
    sheets = papers.touched(lay_out(papers.grids, style, office))
    paths = write_workbooks(errand.folder, sheets)
    papers.alter_files(errand.folder)
    return len(paths), tell_truth(str(errand.period), errand.school.code, sheets, mistakes)


def _grids(office: Office, style: Style, further: Collection[str]) -> list[Grid]:
    """The tables that have rows, in the order of the datasets; what a school does not have it does not send."""
    students = student_table(office)
    tables = [
        school_table(office),
        campus_table(office),
        class_table(office),
        staff_table(office),
        students,
        facility_table(office),
    ]
    tables += [build(office, students) for name, build in FURTHER.items() if name in further]
    return [write_grid(table, style, office) for table in tables if len(table)]
