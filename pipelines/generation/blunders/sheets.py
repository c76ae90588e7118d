"""What can be wrong with the shape of a sheet: its header, its columns, rows that are merged, hidden or split. A table."""

import re
from collections.abc import Callable, Iterable

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the package has no stubs

from pipelines.generation.blunders.making import Blunder
from pipelines.generation.mistakes.planting import Mistake
from pipelines.generation.papers import Papers
from pipelines.generation.schools import School
from pipelines.generation.sheets import Sheet, Touch
from pipelines.generation.styles import Style

_LIST = "facility"
_LONG_WORD = re.compile(r"(\w\w)(\w)(\w\w+)")
Plant = Callable[[Papers], Iterable[Mistake]]


def _from_template(school: School, style: Style) -> bool:
    return style.shape == "template"


def _own_list(school: School, style: Style) -> bool:
    return style.shape != "template"


def _with_titles(school: School, style: Style) -> bool:
    return style.header_row > 4


def _nameless(papers: Papers) -> Iterable[Mistake]:
    """Headers that say nothing."""
    grid = papers.grid(_LIST)
    grid.headers = {name: f"Cột {number}" for number, name in enumerate(grid.headers, start=1)}
    yield papers.at(_LIST, "sheet")


def _without(dataset: str, name: str) -> Plant:
    """A required column is missing."""

    def plant(papers: Papers) -> Iterable[Mistake]:
        grid = papers.grid(dataset)
        del grid.headers[name], grid.cells[name]
        yield papers.at(dataset, "sheet")

    return plant


def _own_column(papers: Papers) -> Iterable[Mistake]:
    """A column that no field is."""
    grid = papers.grid(_LIST)
    grid.add_column("note", "Màu sơn tường", ["xanh lam"] * len(grid.table))
    yield papers.at(_LIST, "sheet")


def _twice(dataset: str, name: str) -> Plant:
    def plant(papers: Papers) -> Iterable[Mistake]:
        grid = papers.grid(dataset)
        grid.add_column(f"{name} again", grid.headers[name], list(grid.cells[name]))
        yield papers.at(dataset, "sheet")

    return plant


def _exchanged(dataset: str, one: str, other: str) -> Plant:
    """The contents of two columns stand under each other's headers."""

    def plant(papers: Papers) -> Iterable[Mistake]:
        cells = papers.grid(dataset).cells
        cells[one], cells[other] = cells[other], cells[one]
        yield papers.at(dataset, "sheet")

    return plant


def _misspelt(papers: Papers) -> Iterable[Mistake]:
    """A letter doubled within a long word of the header."""
    headers = papers.grid(_LIST).headers
    headers["quantity"] = _LONG_WORD.sub(r"\1\2\2\3", headers["quantity"], count=1)
    yield papers.at(_LIST, "column", "quantity")


def _emptied(papers: Papers) -> Iterable[Mistake]:
    papers.grid(_LIST).take([])
    yield papers.at(_LIST, "sheet")


def _touched(dataset: str, touch: Touch) -> Plant:
    def plant(papers: Papers) -> Iterable[Mistake]:
        papers.touch(dataset, touch)
        yield papers.at(dataset, "sheet")

    return plant


def _hidden_sheet(page: Worksheet, sheet: Sheet) -> None:
    page.hide()


def _hidden_row(page: Worksheet, sheet: Sheet) -> None:
    page.set_row(sheet.excel_row(sheet.start), None, None, {"hidden": True})


def _merged_cells(page: Worksheet, sheet: Sheet) -> None:
    """The type of the first room over the second as well."""
    column = sheet.excel_column("facility_type_code") - 1
    first = sheet.excel_row(sheet.start) - 1
    page.merge_range(first, column, first + 1, column, sheet.grid.cells["facility_type_code"][sheet.start])


def _failed_formula(papers: Papers) -> Iterable[Mistake]:
    """A formula of the last room leads nowhere."""
    grid = papers.grid(_LIST)
    row = len(grid.table) - 1

    def touch(page: Worksheet, sheet: Sheet) -> None:
        page.write_formula(sheet.excel_row(row) - 1, sheet.excel_column("area_m2") - 1, "=1/0", value="#DIV/0!")

    papers.touch(_LIST, touch, row)
    yield papers.write(_LIST, "area_m2", row, "#DIV/0!")


def _two_rows_each(says_otherwise: bool) -> Plant:
    """Every member of staff stands in two rows: the e-mail address in the second, or another one in both."""

    def plant(papers: Papers) -> Iterable[Mistake]:
        grid = papers.grid("staff")
        grid.take([row for row in range(len(grid.table)) for _ in range(2)])
        for name, cells in grid.cells.items():
            cells[1::2] = [None] * (len(cells) // 2) if name != "email" else [f"x{mail}" for mail in cells[1::2]]
            if name == "email" and not says_otherwise:
                cells[::2] = [None] * (len(cells) // 2)
        yield papers.at("staff", "sheet")

    return plant


def _other_school(papers: Papers) -> Iterable[Mistake]:
    """The code of another school, whose list this was."""
    grid = papers.grid(_LIST)
    code = papers.office.school.code
    grid.cells["school_code"] = [f"{code[:-2]}{99 - int(code[-2:]):02d}"] * len(grid.table)
    yield papers.at(_LIST, "column", "school_code")


def _other_year(papers: Papers) -> Iterable[Mistake]:
    grid = papers.grid(_LIST)
    grid.cells["school_year"] = [papers.office.period.school_year - 1] * len(grid.table)
    yield papers.at(_LIST, "column", "school_year")


SHEET_BLUNDERS = [
    Blunder("FIL009", _LIST, _nameless, _own_list),
    Blunder("FIL010", _LIST, _without(_LIST, "quantity")),
    Blunder("FIL010", "class", _without("class", "grade_code")),
    Blunder("FIL011", _LIST, _own_column, reach="row"),
    Blunder("FIL012", _LIST, _twice(_LIST, "quantity")),
    Blunder("FIL013", "staff", _exchanged("staff", "full_name", "birth_date")),
    Blunder("FIL014", _LIST, _emptied, _own_list),
    Blunder("FIL015", _LIST, _failed_formula, reach="row"),
    Blunder("FIL016", _LIST, _touched(_LIST, _merged_cells), reach="sheet"),
    Blunder("FIL017", _LIST, _touched(_LIST, _hidden_row), reach="row"),
    Blunder("FIL018", _LIST, _other_school, _from_template),
    Blunder("FIL019", _LIST, _other_year, _from_template),
    Blunder("FIL024", _LIST, _misspelt, reach="row"),
    Blunder("FIL026", _LIST, _touched(_LIST, _hidden_sheet), _from_template),
    Blunder("FIL028", "staff", _two_rows_each(says_otherwise=False), _from_template),
    Blunder("FIL029", "staff", _two_rows_each(says_otherwise=True), _from_template),
    Blunder("FIL031", _LIST, _emptied, _from_template),
]
