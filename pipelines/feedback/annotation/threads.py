"""Threads of comments (Excel 365, Google Sheets), which are shown in place of the comments of a worksheet's older part."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

from pipelines.feedback.annotation.model import AUTHOR, MARK
from pipelines.feedback.annotation.package import Package
from pipelines.feedback.annotation.places import Place, cell_name
from pipelines.feedback.annotation.workbook import Sheet, Workbook
from pipelines.feedback.annotation.xml import Element, add, child, children, writable

_PERSON = uuid5(NAMESPACE_URL, AUTHOR)


def reply_in_threads(package: Package, book: Workbook, sheet: Sheet, said: Mapping[Place, str]) -> None:
    """Say in the thread of a cell, where it has one, what its comment says."""
    part, people = _part(package, sheet), book.related("person")
    if part is None or people is None:
        return
    threads: dict[str, list[Element]] = defaultdict(list)
    tree = package.tree(part)
    for comment in children(tree, "threadedComment"):
        threads[comment.get("ref", "")].append(comment)
    for place, text in said.items():
        if thread := threads.get(cell_name(place)):
            package.edit(part)
            first, last = thread[0], thread[-1]
            root = first.get("parentId") or first.get("id") or ""
            reply = add(
                tree,
                "threadedComment",
                ref=cell_name(place),
                dT=last.get("dT", ""),
                personId=_person(package, people),
                id=_id(uuid5(_PERSON, f"{part} {root} {len(thread)}")),
                parentId=root,
            )
            add(reply, "text").text = writable(text)
            last.addnext(reply)


def remove_replies(package: Package, sheet: Sheet) -> None:
    """Take out what ``reply_in_threads`` said."""
    part = _part(package, sheet)
    if part is None:
        return
    root = package.edit(part)
    for comment in list(children(root, "threadedComment")):
        text = child(comment, "text")
        if text is not None and (text.text or "").startswith(MARK):
            root.remove(comment)


def _part(package: Package, sheet: Sheet) -> str | None:
    related = package.relationships(sheet.part)
    return next((r.target for r in related if r.kind == "threadedComment" and r.target in package), None)


def _person(package: Package, people: str) -> str:
    """The id of the one who replies, made known to the workbook."""
    root, id_ = package.edit(people), _id(_PERSON)
    if all(person.get("id") != id_ for person in children(root, "person")):
        add(root, "person", displayName=AUTHOR, id=id_, userId=AUTHOR, providerId="None")
    return id_


def _id(uuid: UUID) -> str:
    return f"{{{uuid}}}".upper()
