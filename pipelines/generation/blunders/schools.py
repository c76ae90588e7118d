"""What contradicts itself within a school: classes, their learners, the school's own row, results and candidates. A table."""

from collections.abc import Callable, Iterable, Sequence

from pipelines.generation.blunders.columns import one_list
from pipelines.generation.blunders.making import Blunder
from pipelines.generation.datasets.curriculum import curriculum
from pipelines.generation.datasets.exams import ELECTIVES, LAST_GRADE, WHO
from pipelines.generation.mistakes.planting import Mistake
from pipelines.generation.mistakes.spoiling import FIRST_GRADES
from pipelines.generation.papers import Papers
from pipelines.generation.people.population import ACTIVE
from pipelines.generation.schools import KINDS, School
from pipelines.generation.styles import Cell, Style
from pipelines.periods import Point

Plant = Callable[[Papers], Iterable[Mistake]]
_ACTIVE = {f"{status:02d}" for status in ACTIVE}
_INDEPENDENT_PRESCHOOL = "04"
# Disabled learners that no class may have.
_TOO_MANY_DISABLED = 3
_END = (Point.END,)


def has_levels(*levels: str) -> Callable[[School, Style], bool]:
    """Schools with one of the levels, whose learners stand on one sheet."""
    return lambda school, style: one_list(school, style) and any(level in school.kind.levels for level in levels)


def of_one_level(*levels: str) -> Callable[[School, Style], bool]:
    """Schools that have just one of these levels."""
    return lambda school, style: school.kind.levels in [(level,) for level in levels]


def active_learners(papers: Papers, class_row: int | None = None) -> list[int]:
    """Rows of the learners who are there, of one class or of all."""
    columns = papers.grid("student").table.columns
    code = None if class_row is None else papers.grid("class").table.columns["class_code"][class_row]
    return [
        row
        for row, (status, of) in enumerate(zip(columns["status_code"], columns["class_code"], strict=True))
        if status in _ACTIVE and code in (None, of)
    ]


def put_in_class(papers: Papers, row: int, class_row: int) -> None:
    """Let a learner's row name another class, and its grade."""
    classes, learners = papers.grid("class"), papers.grid("student")
    for name in ("class_code", "class_name", "grade_code"):
        if name in learners.cells:
            learners.cells[name][row] = papers.written("student", name, classes.table.columns[name][class_row])


def _pairs_of_classes(papers: Papers, grades: Sequence[str]) -> list[tuple[int, int]]:
    """Neighbouring classes of the same grade and campus."""
    columns = papers.grid("class").table.columns
    keys = list(zip(columns["grade_code"], columns["campus_code"], strict=True))
    return [(row - 1, row) for row in range(1, len(keys)) if keys[row] == keys[row - 1] and keys[row][0] in grades]


def _united(rule_id: str, grades: Sequence[str], limit: int, mixed: str = "") -> Plant:
    """All learners of one class sit in another one: it is too large (rule_id), and the first is empty (XSC005)."""

    def plant(papers: Papers) -> Iterable[Mistake]:
        sizes = papers.grid("class").table.columns["student_count"]
        for emptied, filled in _pairs_of_classes(papers, grades):
            if int(str(sizes[emptied])) + int(str(sizes[filled])) > limit:
                for row in active_learners(papers, emptied):
                    put_in_class(papers, row, filled)
                if mixed:
                    papers.write("class", "mixed_age_code", filled, papers.written("class", "mixed_age_code", mixed))
                yield papers.at("class", "row", row=filled)
                yield papers.at("class", "row", row=emptied, rule_id="XSC005")
                return

    return plant


def _same_name(papers: Papers) -> Iterable[Mistake]:
    for first, second in _pairs_of_classes(papers, [str(grade) for grade in _all_grades(papers)])[:1]:
        yield papers.write("class", "class_name", second, papers.grid("class").cells["class_name"][first])


def _all_grades(papers: Papers) -> set[object]:
    return set(papers.grid("class").table.columns["grade_code"])


def _other_level(papers: Papers) -> Iterable[Mistake]:
    levels = papers.office.school.kind.levels
    grade = next(grade for level, grade in FIRST_GRADES.items() if level not in levels)
    yield papers.write("class", "grade_code", 0, papers.written("class", "grade_code", grade))


def _other_number(papers: Papers) -> Iterable[Mistake]:
    """A class named after another grade."""
    last = len(papers.grid("class").table) - 1
    stage = papers.office.school.sections[last][0]
    yield papers.write("class", "class_name", last, f"{stage - 1}K9")


def _combined(papers: Papers) -> Iterable[Mistake]:
    """Two full classes that are said to be taught together."""
    classes = papers.grid("class")
    key = "class_code" if "class_code" in classes.headers else "class_name"
    for one, other in _pairs_of_classes(papers, [str(grade) for grade in _all_grades(papers)])[:1]:
        for row, partner in ((one, other), (other, one)):
            papers.write("class", "is_combined", row, papers.written("class", "is_combined", True))
            papers.write("class", "combined_class_code", row, classes.cells[key][partner])
            yield papers.at("class", "row", row=row)


def _disabled(papers: Papers) -> Iterable[Mistake]:
    """Too many disabled learners in the last class."""
    last = len(papers.grid("class").table) - 1
    for row in active_learners(papers, last)[:_TOO_MANY_DISABLED]:
        papers.write("student", "is_disabled", row, papers.written("student", "is_disabled", True))
        kind = papers.written("student", "disability_type_code", "01")
        papers.write("student", "disability_type_code", row, kind)
    yield papers.at("class", "row", row=last)


def _independent(papers: Papers) -> Iterable[Mistake]:
    """A preschool that calls itself an independent establishment, with a large group of the smallest."""
    sizes = papers.grid("class").table.columns["student_count"]
    papers.write("school", "level_group_code", 0, papers.written("school", "level_group_code", _INDEPENDENT_PRESCHOOL))
    papers.write("class", "preschool_age_group_code", 0, papers.written("class", "preschool_age_group_code", "01"))
    if int(str(sizes[0])) > 12:
        yield papers.at("class", "row", row=0)


def _without(dataset: str, told: str) -> Plant:
    """A list that others need is not handed in; ``told`` is one of those."""

    def plant(papers: Papers) -> Iterable[Mistake]:
        papers.leave_out(dataset)
        yield papers.at(told, "sheet")

    return plant


def _misshapen_code(papers: Papers) -> Iterable[Mistake]:
    yield papers.write("facility", "school_code", 0, f"{papers.office.school.code[:5]}-{papers.office.school.code[5:]}")


def _other_level_group(papers: Papers) -> Iterable[Mistake]:
    """The levels of another kind of school than the code says."""
    kind = papers.office.school.kind
    other = next(k for k in KINDS if not set(k.levels) & set(kind.levels))
    written = papers.written("school", "level_group_code", other.level_group)
    yield papers.write("school", "level_group_code", 0, written)


def _twice(papers: Papers) -> Iterable[Mistake]:
    """A learner who is entered again under other numbers."""
    one, again = active_learners(papers, len(papers.grid("class").table) - 1)[:2]
    cells = papers.grid("student").cells
    for name in ("birth_date", "sex_code", "mother_name"):
        if name in cells:
            papers.write("student", name, again, cells[name][one])
    papers.write("student", "personal_id", again, None)
    yield papers.write("student", "full_name", again, cells["full_name"][one])


def _vanished(papers: Papers) -> Iterable[Mistake]:
    """No result of one learner."""
    learners, results = papers.grid("student").table.columns, papers.grid("result")
    code = results.table.columns["local_code"][0]
    results.take([row for row, of in enumerate(results.table.columns["local_code"]) if of != code])
    yield papers.at("student", "sheet", row=list(learners["local_code"]).index(code))


def _rating_of_other_scale(papers: Papers) -> Iterable[Mistake]:
    """Primary learners rated as in secondary schools, or the other way round."""
    row = list(papers.grid("result").table.columns["subject_code"]).index(None)
    is_primary = papers.office.school.kind.levels == ("02",)
    name, value = ("learning_rating_code", "1") if is_primary else ("primary_overall_rating_code", "HT")
    yield papers.write("result", name, row, papers.written("result", name, value))


def _diploma(papers: Papers) -> Iterable[Mistake]:
    """A lower secondary diploma, which is issued no more."""
    columns = papers.grid("result").table.columns
    rows = zip(columns["grade_code"], columns["term_code"], columns["subject_code"], strict=True)
    for row, of in enumerate(rows):
        if of == ("09", "3", None):
            yield papers.write("result", "is_graduated", row, papers.written("result", "is_graduated", True))
            return


def _candidate_of_another_grade(papers: Papers) -> Iterable[Mistake]:
    """A learner of the grade below in the place of the first candidate."""
    learners, exam = papers.grid("student"), papers.grid("exam_registration")
    columns = learners.table.columns
    for row in active_learners(papers):
        if columns["grade_code"][row] == "11" and columns["learner_id"][row] and columns["personal_id"][row]:
            for name in WHO:
                if name in exam.cells and name in learners.cells:
                    exam.cells[name][0] = learners.cells[name][row]
            yield papers.at("exam_registration", "row", row=0)
            return


def _elective_not_taught(papers: Papers) -> Iterable[Mistake]:
    school = papers.office.school
    level = school.kind.levels[-1]
    stage, section = next(key for key in school.sections if key[0] == LAST_GRADE)
    taught = curriculum(level, stage, section, papers.office.period.school_year).scored
    for elective, subjects in ELECTIVES.items():
        if not set(subjects) & set(taught):
            written = papers.written("exam_registration", "second_elective_code", elective)
            yield papers.write("exam_registration", "second_elective_code", 0, written)
            return


def _candidate_numbers(rule_id: str, *numbers: Cell) -> Plant:
    def plant(papers: Papers) -> Iterable[Mistake]:
        if len(papers.grid("exam_registration").table) >= len(numbers):
            for row, number in enumerate(numbers):
                yield papers.write("exam_registration", "candidate_number", row, number)

    return plant


_PRIMARY = ("01", "02", "03", "04", "05")
_SECONDARY = ("06", "07", "08", "09", "10", "11", "12")

SCHOOL_BLUNDERS = [
    Blunder("XSC001", "class", _without("class", "student")),
    Blunder("XNA006", "school", _without("school", "class")),
    Blunder("CLS001", "class", _same_name, one_list),
    Blunder("CLS002", "class", _other_level, of_one_level("01", "02", "03", "04")),
    Blunder("CLS003", "class", _other_number, has_levels("02", "03", "04")),
    Blunder("XSC011", "class", _united("XSC011", _PRIMARY, 35), has_levels("02")),
    Blunder("XSC014", "class", _united("XSC014", _SECONDARY, 45), has_levels("03", "04")),
    Blunder("XSC017", "class", _united("XSC017", ("17",), 30, mixed="2"), has_levels("01")),
    Blunder("XSC012", "class", _combined, one_list),
    Blunder("XSC013", "class", _disabled, has_levels("02", "03", "04")),
    Blunder("XSC018", "class", _independent, has_levels("01")),
    Blunder("STU001", "student", _twice, one_list),
    Blunder("IDN017", "facility", _misshapen_code, lambda school, style: style.shape == "template"),
    Blunder("IDN018", "school", _other_level_group),
    Blunder("XSC026", "result", _vanished, has_levels("02", "03", "04"), points=_END),
    Blunder("RES011", "result", _rating_of_other_scale, of_one_level("02", "03", "04"), points=_END),
    Blunder("RES017", "result", _diploma, has_levels("03"), points=_END),
    Blunder("EXA002", "exam_registration", _candidate_of_another_grade, has_levels("04"), points=_END),
    Blunder("EXA005", "exam_registration", _elective_not_taught, has_levels("04"), points=_END),
    Blunder("EXA006", "exam_registration", _candidate_numbers("EXA006", "SBD12"), has_levels("04"), points=_END),
    Blunder("XNA009", "exam_registration", _candidate_numbers("XNA009", "01000001", "01000001"), has_levels("04"),
            points=_END),
]  # fmt: skip
