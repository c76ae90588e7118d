"""Which sheets are selected: those that stay so beside the first one would be changed together with it."""

import re

from pipelines.feedback.annotation.package import Package
from pipelines.feedback.annotation.xml import Element, child, children, remove_attribute

_SELECTED = re.compile(rb"(\btabSelected\s*=\s*[\"'])(?:1|true|on)\b")
# What ends the head of a worksheet; other kinds of sheets are all head.
_CELLS = b"sheetData"


def unselect(root: Element) -> None:
    for view in children(child(root, "sheetViews"), "sheetView"):
        remove_attribute(view, "tabSelected")


def unselect_unparsed(package: Package, part: str) -> None:
    """The same for a sheet that is not parsed otherwise, as that would take long."""
    content = package.read(part)
    head = content[: content.find(_CELLS)] if _CELLS in content else content
    changed, count = _SELECTED.subn(rb"\g<1>0", head)
    if count:
        package.put(part, changed + content[len(head) :])
