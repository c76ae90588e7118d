"""What headers stand for: ``mapping list|confirm|reject|layouts|dialect``."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from csdl.installation import open_installation
from csdl.output import AsJson, Commands, School, say, show_json, show_records, texts

if TYPE_CHECKING:
    from sqlalchemy import Engine as Database

Mapping = Annotated[list[int], typer.Argument(help=texts("argument.mapping"))]
Layout = Annotated[str, typer.Option(help=texts("option.layout"))]

_MAPPING = ("mapping_id", "status", "dataset", "header", "field", "score", "seen", "scope", "example")
_LAYOUT = ("signature", "dataset", "files", "senders", "dialect", "headers")


def add_to(app: typer.Typer) -> None:
    mapping = typer.Typer(cls=Commands, help=texts("help.mapping"), no_args_is_help=True)
    mapping.command("list", help=texts("help.mapping.list"))(list_mappings)
    mapping.command("confirm", help=texts("help.mapping.confirm"))(confirm)
    mapping.command("reject", help=texts("help.mapping.reject"))(reject)
    mapping.command("layouts", help=texts("help.mapping.layouts"))(layouts)
    mapping.command("dialect", help=texts("help.mapping.dialect"))(dialect)
    app.add_typer(mapping, name="mapping")


def list_mappings(
    status: Annotated[
        Literal["", "proposed", "used", "confirmed", "rejected"], typer.Option(help=texts("option.mapping_status"))
    ] = "",
    as_json: AsJson = False,
) -> None:
    from dataclasses import asdict

    from pipelines.intake import mappings

    _, database = open_installation()
    listed = [asdict(mapping) for mapping in mappings.list_mappings(database, status)]
    if as_json:
        show_json(listed)
    elif not listed:
        say("mapping.none")
    else:
        for mapping in listed:
            mapping["mapping_id"] = str(mapping["mapping_id"])
            mapping["status"] = texts(f"mapping.status.{mapping['status']}")
            mapping["scope"] = mapping["scope"] or texts("mapping.everybody")
        show_records(_MAPPING, listed)


def confirm(
    mapping: Annotated[list[int] | None, typer.Argument(help=texts("argument.mapping"))] = None,
    header: Annotated[str, typer.Option(help=texts("option.header"))] = "",
    dataset: Annotated[str, typer.Option(help=texts("option.dataset"))] = "",
    field: Annotated[str, typer.Option(help=texts("option.field"))] = "",
    school: School = "",
    layout: Layout = "",
    as_json: AsJson = False,
) -> None:
    from pipelines.errors import MappingError
    from pipelines.intake.mappings import map_header

    if header:
        if mapping or not (dataset and field) or (school and layout):
            raise MappingError("mapping.incomplete")
        _, database = open_installation()
        _require_scope(database, school, layout)
        _tell_files(map_header(database, dataset, header, field, school or layout), as_json=as_json)
    else:
        if not mapping or dataset or field or school or layout:
            raise MappingError("mapping.incomplete")
        _decide(mapping, "confirmed", as_json=as_json)


def reject(mapping: Mapping, as_json: AsJson = False) -> None:
    _decide(mapping, "rejected", as_json=as_json)


def layouts(school: School = "", as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from pipelines.intake.dialects import list_layouts

    _, database = open_installation()
    _require_scope(database, school)
    listed = [asdict(layout) for layout in list_layouts(database, school)]
    if as_json:
        show_json(listed)
    elif not listed:
        say("status.nothing")
    else:
        show_records(_LAYOUT, [layout | {"headers": ", ".join(layout["headers"])} for layout in listed])


def dialect(
    name: Annotated[str, typer.Argument(help=texts("argument.dialect"))],
    school: School = "",
    layout: Layout = "",
) -> None:
    from pipelines.errors import MappingError
    from pipelines.intake.dialects import MINISTRY, choose_dialect

    if bool(school) == bool(layout):
        raise MappingError("mapping.no_scope")
    _, database = open_installation()
    _require_scope(database, school, layout)
    choose_dialect(database, school or layout, name)
    say("mapping.dialect.removed" if name == MINISTRY else "mapping.dialect.done", scope=school or layout, dialect=name)


def _require_scope(database: "Database", school: str, layout: str = "") -> None:
    from pipelines.known import require_layout, require_sender

    if school:
        require_sender(database, school)
    if layout:
        require_layout(database, layout)


def _decide(mapping_ids: list[int], status: Literal["confirmed", "rejected"], *, as_json: bool) -> None:
    from pipelines.intake.mappings import decide

    _, database = open_installation()
    _tell_files(decide(database, mapping_ids, status), as_json=as_json)


def _tell_files(files: int, *, as_json: bool) -> None:
    if as_json:
        show_json({"files_to_read_again": files})
    else:
        say("mapping.done", files=files)
