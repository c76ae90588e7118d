"""The workbook part: its sheets in order, and putting one in front of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.errors import UnsuitableWorkbookError
from pipelines.feedback.annotation.package import Package
from pipelines.feedback.annotation.places import sheet_name
from pipelines.feedback.annotation.xml import add, child, children, local, namespace, number, remove_attribute

_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    part: str
    # worksheet, chartsheet, dialogsheet, …
    kind: str


class Workbook:
    """Which parts are its sheets, in what namespaces it is written (ordinary or Strict)."""

    def __init__(self, package: Package) -> None:
        """Raises UnsuitableWorkbookError where the package is no workbook of XML, such as .xlsb."""
        self._package = package
        main = next((r for r in package.relationships("") if r.kind == "officeDocument"), None)
        if main is None:
            raise UnsuitableWorkbookError("The package does not say which part is the workbook.")
        self.part = main.target
        self._root = package.tree(self.part)
        if local(self._root) != "workbook" or not namespace(self._root):
            raise UnsuitableWorkbookError(f"The part {self.part} is no workbook.")
        self.namespace = namespace(self._root)
        # Of relationships, without a slash at its end; the namespace of r:id.
        self.relationship_base = main.type.rpartition("/")[0]
        self.sheets = list(self._listed())

    def _listed(self) -> Iterator[Sheet]:
        related = {r.id: r for r in self._package.relationships(self.part)}
        for element in children(child(self._root, "sheets"), "sheet"):
            relationship = related.get(element.get(f"{{{self.relationship_base}}}id", ""))
            if relationship and relationship.target in self._package:
                yield Sheet(element.get("name", ""), relationship.target, relationship.kind)

    def worksheet(self, name: str) -> Sheet | None:
        """The worksheet of that name, or of the name that ``name`` becomes where Excel does not allow it."""
        worksheets = {sheet.name: sheet for sheet in self.sheets if sheet.kind == "worksheet"}
        return worksheets.get(name) or worksheets.get(sheet_name(name, ()))

    def related(self, kind: str) -> str | None:
        """The part of a kind that belongs to the workbook as a whole."""
        related = self._package.relationships(self.part)
        return next((r.target for r in related if r.kind == kind and r.target in self._package), None)

    def add_part(self, name: str, kind: str, owner: str = "") -> str:
        """Declare a new part of the workbook or of one of its sheets; returns the id of its relationship."""
        content_type = f"{_SPREADSHEET}{kind}+xml"
        add(self._package.content_types(), "Override", PartName=f"/{name}", ContentType=content_type)
        return self._package.relate(owner or self.part, f"{self.relationship_base}/{kind}", name)

    def put_in_front(self, wanted: str, part: str) -> None:
        """Make a worksheet the first one, and the one that is seen on opening."""
        root = self._package.edit(self.part)
        sheets = child(root, "sheets")
        if sheets is None:
            raise UnsuitableWorkbookError("The workbook has no list of sheets.")
        listed = list(children(sheets, "sheet"))
        name = sheet_name(wanted, {sheet.get("name", "").lower() for sheet in listed})
        first = etree.Element(self.namespace + "sheet", nsmap={"r": self.relationship_base})
        first.set("name", name)
        first.set("sheetId", str(max((number(sheet.get("sheetId")) for sheet in listed), default=0) + 1))
        first.set(f"{{{self.relationship_base}}}id", self.add_part(part, "worksheet"))
        sheets.insert(0, first)
        for defined in children(child(root, "definedNames"), "definedName"):
            if "localSheetId" in defined.attrib:
                defined.set("localSheetId", str(number(defined.get("localSheetId")) + 1))
        for view in children(child(root, "bookViews"), "workbookView"):
            remove_attribute(view, "firstSheet")
            view.set("activeTab", "0")
