"""The workbook part: its sheets in order, and putting one in front of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.errors import UnsuitableWorkbookError
from pipelines.feedback.annotation.package import Package
from pipelines.feedback.annotation.places import sheet_name
from pipelines.feedback.annotation.xml import (
    add,
    child,
    children,
    drop,
    local,
    namespace,
    number,
    place_child,
    remove_attribute,
)

# What stands before the names in a workbook.
_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames",
)  # fmt: skip
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

    def put_in_front(self, wanted: str, part: str) -> str:
        """Make a worksheet the first one, and the one that is seen on opening; returns its name."""
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
        return name

    def remove(self, sheet: Sheet) -> None:
        """Take out a sheet, what belongs to it alone and the names that lead to it."""
        root = self._package.edit(self.part)
        listed = list(children(child(root, "sheets"), "sheet"))
        position = next(i for i, element in enumerate(listed) if element.get("name") == sheet.name)
        drop(listed[position])
        for defined in list(children(child(root, "definedNames"), "definedName")):
            owner = number(defined.get("localSheetId"), -1)
            if owner == position:
                drop(defined)
            elif owner > position:
                defined.set("localSheetId", str(owner - 1))
        for relationship in self._package.relationships(self.part):
            if relationship.target == sheet.part:
                self._package.unrelate(self.part, relationship)
        for relationship in self._package.relationships(sheet.part):
            if relationship.target in self._package:
                self._package.drop(relationship.target)
        self._package.drop(sheet.part)
        self.sheets.remove(sheet)

    def add_name(self, name: str, reference: str) -> None:
        """A name that people do not see."""
        names = place_child(self._package.edit(self.part), "definedNames", _ORDER)
        made = add(names, "definedName", hidden=1)
        made.set("name", name)
        made.text = reference

    def take_name(self, name: str) -> str | None:
        """What a name of the workbook leads to; it is there no longer."""
        for defined in children(child(self._root, "definedNames"), "definedName"):
            if defined.get("name") == name:
                drop(defined)
                self._package.edit(self.part)
                return defined.text or ""
        return None
