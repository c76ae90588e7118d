"""Dropdowns, and the sheet of code lists that they read."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from pipelines.templates.cells import FONT, put
from pipelines.templates.columns import choices, list_title, parent_list, template_columns
from pipelines.texts import Texts
from schemas.catalogue import Catalogue
from schemas.model import ADMIN_LEVELS, Dataset, Field


def dropdown_formula(catalogue: Catalogue, field: Field, letters: dict[str, str], row: int, texts: Texts) -> str:
    """What the dropdown of a cell in ``row`` offers; empty where the field has none. ``letters``: field → column.

    A place is offered from what it is part of (a ward from its province, or district), once that is chosen.
    """
    if field.type == "boolean":
        return f'"{texts("yes")},{texts("no")}"'
    if not field.code_list:
        return ""
    whole = _range_name(field.code_list)
    above = parent_list(catalogue, field.code_list) if field.code_list in ADMIN_LEVELS else ""
    letter = letters.get(field.name.replace(field.code_list, above), "") if above else ""
    if not letter:
        return f"={whole}"
    chosen, parents = f"${letter}{row}", _parents_name(field.code_list)
    # Places stand in the order of what they are part of.
    parts = f"OFFSET({whole},MATCH({chosen},{parents},0)-1,0,COUNTIF({parents},{chosen}),1)"
    return f"=IF(COUNTIF({parents},{chosen})=0,{whole},{parts})"


def dropdown(formula: str, texts: Texts) -> DataValidation:
    """A dropdown that warns and lets pass: codes and synonyms are read as well as labels."""
    return DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle=texts("warning_title"),
        error=texts("warning"),
    )


def _range_name(code_list: str) -> str:
    return f"DM_{code_list}"


def _parents_name(code_list: str) -> str:
    return f"DM_{code_list}_parent"


def write_lists(book: Workbook, catalogue: Catalogue, datasets: Sequence[Dataset], texts: Texts) -> None:
    """One column a list, under a name that the dropdowns use, and beside it the parents where codes have one."""
    sheet = book.create_sheet(texts("lists_sheet"))
    used = dict.fromkeys(f.code_list for d in datasets for f in template_columns(d) if f.code_list)
    number = 0
    for code_list in used:
        listed = choices(catalogue, code_list)
        columns = {_range_name(code_list): [choice.label for choice in listed]}
        titles = [texts("list_title", label=list_title(code_list, texts))]
        if parents := parent_list(catalogue, code_list):
            columns[_parents_name(code_list)] = [choice.parent for choice in listed]
            titles.append(texts("list_parent", label=list_title(parents, texts)))
        for (name, labels), title in zip(columns.items(), titles, strict=True):
            number += 1
            letter = get_column_letter(number)
            reference = f"'{sheet.title}'!${letter}$2:${letter}${len(listed) + 1}"
            book.defined_names[name] = DefinedName(name, attr_text=reference)
            put(sheet, 1, number, title).font = Font(name=FONT, bold=True)
            for row, label in enumerate(labels, 2):
                put(sheet, row, number, label)
            widest = max(len(label) for label in [title, *labels])
            sheet.column_dimensions[letter].width = min(widest + 2, 50)
    sheet.freeze_panes = "A2"
