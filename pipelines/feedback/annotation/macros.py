"""Taking the macros out of a workbook, which makes an .xlsx of an .xlsm."""

from pipelines.errors import UnsuitableWorkbookError
from pipelines.feedback.annotation.package import Package
from pipelines.feedback.annotation.workbook import Workbook
from pipelines.feedback.annotation.xml import children

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WITH_MACROS = ".macroenabled."
_PROJECT_TYPE = "application/vnd.ms-office.vbaProject"


def drop_macros(package: Package, book: Workbook) -> None:
    """Raises UnsuitableWorkbookError for a workbook with sheets of macros (Excel 4.0), which has no other form."""
    for relationship in package.relationships(book.part):
        if relationship.kind in ("xlMacrosheet", "xlIntlMacrosheet"):
            raise UnsuitableWorkbookError("The workbook has sheets of macros.")
        if relationship.kind == "vbaProject":
            for signature in package.relationships(relationship.target):
                package.drop(signature.target)
            package.drop(relationship.target)
            package.unrelate(book.part, relationship)
    _declare_ordinary(package)


def _declare_ordinary(package: Package) -> None:
    types = package.tree("[Content_Types].xml")
    for entry in (*children(types, "Override"), *children(types, "Default")):
        content_type = entry.get("ContentType", "")
        if _WITH_MACROS in content_type.lower() and content_type.endswith(".main+xml"):
            package.content_types()
            entry.set("ContentType", _MAIN)
    overridden = {override.get("PartName", "").lower() for override in children(types, "Override")}
    for default in list(children(types, "Default")):
        if default.get("ContentType") == _PROJECT_TYPE:
            ending = f".{default.get('Extension', '')}".lower()
            if all(f"/{name}".lower() in overridden for name in package.names() if name.lower().endswith(ending)):
                package.content_types().remove(default)
