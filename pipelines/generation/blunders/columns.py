"""What can be wrong with all that stands in a column, though each cell may look right. A table."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache

from pipelines.generation.blunders.making import Blunder
from pipelines.generation.mistakes.planting import Mistake
from pipelines.generation.papers import Papers
from pipelines.generation.schools import School
from pipelines.generation.styles import Cell, Style
from pipelines.periods import Point
from schemas.catalogue import load_catalogue
from schemas.letters import legacy_letters
from schemas.text import fold

Plant = Callable[[Papers], Iterable[Mistake]]
# The system whose codes a school may write (schemas/ministry/dialects.csv).
DIALECT = "provincial-hub"
# One in so many rows, for a habit that is not everybody's.
_SOME = 10


def one_list(school: School, style: Style) -> bool:
    """Whether all learners stand on one sheet."""
    return style.shape != "class_sheets"


def _has_results(school: School, style: Style) -> bool:
    return school.kind.levels != ("01",)


def _rewritten(dataset: str, name: str, change: Callable[[Papers, Sequence[Cell]], list[Cell]]) -> Plant:
    """A column whose cells are written otherwise."""

    def plant(papers: Papers) -> Iterable[Mistake]:
        grid = papers.grid(dataset)
        grid.cells[name] = change(papers, grid.cells[name])
        yield papers.at(dataset, "column", name)

    return plant


def _month_first(papers: Papers, cells: Sequence[Cell]) -> list[Cell]:
    days = papers.grid("staff").table.columns["hire_date"]
    return [f"{day.month:02d}/{day.day:02d}/{day.year}" if isinstance(day, date) else None for day in days]


def _without_accents(papers: Papers, cells: Sequence[Cell]) -> list[Cell]:
    return [fold(str(name)).title() for name in cells]


def _born_at_new_year(papers: Papers, cells: Sequence[Cell]) -> list[Cell]:
    days = papers.grid("student").table.columns["birth_date"]
    return [
        papers.style.day(day.replace(month=1, day=1)) if isinstance(day, date) and row % _SOME == 0 else cell
        for row, (day, cell) in enumerate(zip(days, cells, strict=True))
    ]


@cache
def _as_tcvn3() -> dict[int, str]:
    """Vietnamese letters as a program shows them that takes TCVN3 for Windows-1252; it has capitals without tones only."""
    letters = {letter: bytes([byte]).decode("cp1252") for byte, letter in legacy_letters()["TCVN3"].items()}
    capitals = {letter.upper(): shown for letter, shown in letters.items() if letter.upper() not in letters}
    return str.maketrans(capitals | letters)


def _in_tcvn3(papers: Papers, cells: Sequence[Cell]) -> list[Cell]:
    return [str(cell).translate(_as_tcvn3()) for cell in cells]


def _exchanged_numbers(papers: Papers) -> Iterable[Mistake]:
    cells = papers.grid("student").cells
    cells["learner_id"], cells["personal_id"] = cells["personal_id"], cells["learner_id"]
    yield papers.at("student", "column", "learner_id")


def _numbers_of_the_next(papers: Papers) -> Iterable[Mistake]:
    """Each learner's results under the numbers of the learner below, as when one was left out in a column that was copied."""
    grid = papers.grid("result")
    assert grid.table.persons is not None
    persons = grid.table.persons.tolist()
    first_row = {person: row for row, person in reversed(list(enumerate(persons)))}
    once = list(dict.fromkeys(persons))
    below = dict(zip(once, once[1:] + once[:1], strict=True))
    for name in ("learner_id", "local_code", "personal_id"):
        if name in grid.cells:
            cells = grid.cells[name]
            grid.cells[name] = [cells[first_row[below[person]]] for person in persons]
    yield papers.at("result", "row", "full_name", row=len(persons) // 2)


def _districts(papers: Papers) -> Iterable[Mistake]:
    """Districts, years after they ended."""
    old = papers.office.gazetteer.old
    cells: list[Cell] = [old[ward].district for ward in papers.office.roll["ward"].tolist()]
    name = "home_district_code"
    papers.grid("student").add_column(name, load_catalogue().field("student", name).label_vi, cells)
    yield papers.at("student", "column", name)


def _old_ratings(papers: Papers) -> Iterable[Mistake]:
    """Learning ratings of the circular before."""
    name = "old_learning_rating_code"
    terms = papers.grid("result").table.columns["term_code"]
    cells: list[Cell] = ["G" if term == "3" else None for term in terms]
    papers.grid("result").add_column(name, load_catalogue().field("result", name).label_vi, cells)
    yield papers.at("result", "column", name)


def _of_another_system(papers: Papers) -> Iterable[Mistake]:
    """Codes of another system: told once an officer has said whose they are (FLD036 where one stands for several)."""
    grid, catalogue = papers.grid("student"), load_catalogue()
    for name, rule_id in (("sex_code", "FLD035"), ("status_code", "FLD036")):
        codes = {
            ministry_code: code.code
            for code in catalogue.dialects[DIALECT]
            if code.list == catalogue.field("student", name).code_list
            for ministry_code in (code.ministry_code, *code.other_codes)
        }
        grid.cells[name] = [codes[str(value)] for value in grid.table.columns[name]]
        yield papers.at("student", "column", name, rule_id=rule_id)


TABLE_BLUNDERS = [
    Blunder("FIL022", "staff", _rewritten("staff", "full_name", _in_tcvn3), reach="sheet"),
    Blunder("FLD004", "staff", _rewritten("staff", "hire_date", _month_first)),
    Blunder("FLD026", "student", _rewritten("student", "full_name", _without_accents), one_list),
    Blunder("FLD033", "student", _districts, one_list, reach="sheet"),
    Blunder("FLD035", "student", _of_another_system, one_list),
    Blunder("FLD039", "result", _old_ratings, _has_results, reach="sheet", points=(Point.END,)),
    Blunder("IDN016", "student", _exchanged_numbers, one_list),
    Blunder("STU020", "student", _rewritten("student", "birth_date", _born_at_new_year), one_list),
    Blunder("XSC029", "result", _numbers_of_the_next, _has_results, reach="sheet"),
]
