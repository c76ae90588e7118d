"""Releases: ``query`` and ``releases list|show|rollback``."""

from math import isfinite
from typing import TYPE_CHECKING, Annotated

import typer

from csdl.installation import open_installation
from csdl.output import AsJson, Commands, complain, say, show_csv, show_json, show_records, show_table, texts

if TYPE_CHECKING:
    import duckdb

ReleaseId = Annotated[str, typer.Argument(help=texts("argument.release"))]

# Rows that fit to be read; programs ask for all of them with --json or --csv.
_MOST_ROWS = 100


def add_to(app: typer.Typer) -> None:
    app.command("query", help=texts("help.query"))(query)
    releases = typer.Typer(cls=Commands, help=texts("help.releases"), no_args_is_help=True)
    releases.command("list", help=texts("help.releases.list"))(list_releases)
    releases.command("show", help=texts("help.releases.show"))(show)
    releases.command("rollback", help=texts("help.releases.rollback"))(rollback)
    app.add_typer(releases, name="releases")


def query(
    sql: Annotated[str, typer.Argument(help=texts("argument.sql"))],
    restricted: Annotated[bool, typer.Option("--restricted", help=texts("option.restricted"))] = False,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help=texts("option.csv"))] = False,
) -> None:
    import duckdb

    from pipelines.engine import interruptible
    from pipelines.errors import ReleaseError
    from pipelines.publication.releases import open_release
    from pipelines.settings import Settings

    with open_release(Settings.from_environment(), restricted=restricted) as connection:
        try:
            if not connection.extract_statements(sql):
                raise ReleaseError("query.empty")
            most = None if as_json or as_csv else _MOST_ROWS + 1
            headers, rows = interruptible(connection, lambda: _answer(connection, sql, most))
        except duckdb.Error as error:
            raise ReleaseError("query.failed", error=error) from None
    if as_json:
        names = _distinct(headers)
        show_json([dict(zip(names, map(_json_cell, row), strict=True)) for row in rows])
    elif as_csv:
        show_csv(headers, rows)
    else:
        show_table(headers, rows[:_MOST_ROWS], as_is=True)
        if len(rows) > _MOST_ROWS:
            complain("query.more", rows=_MOST_ROWS)


def _answer(
    connection: "duckdb.DuckDBPyConnection", sql: str, most: int | None
) -> tuple[list[str], list[tuple[object, ...]]]:
    """Names of columns and rows, ``most`` of them where it is given."""
    answer = connection.execute(sql)
    headers = [column[0] for column in answer.description or ()]
    return headers, answer.fetchall() if most is None else answer.fetchmany(most)


def _distinct(headers: list[str]) -> list[str]:
    """Names for columns, each another one, as DuckDB gives them to the columns of a table: ``n``, ``n_1``."""
    names: list[str] = []
    for header in headers:
        name, number = header, 0
        while name in names:
            number += 1
            name = f"{header}_{number}"
        names.append(name)
    return names


def _json_cell(value: object) -> object:
    """JSON has no number that is none, or infinite."""
    return None if isinstance(value, float) and not isfinite(value) else value


def list_releases(as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from pipelines.publication.releases import list_releases as published

    releases = [asdict(release) for release in published(*open_installation())]
    if as_json:
        show_json(releases)
        return
    if not releases:
        say("releases.none")
        return
    for release in releases:
        release["is_current"] = texts("release.current") if release["is_current"] else ""
        release["published_at"] = f"{release['published_at']:%Y-%m-%d %H:%M} UTC"
    show_records(("release_id", "published_at", "is_current", "path"), releases)


def show(release_id: ReleaseId, as_json: AsJson = False) -> None:
    from dataclasses import asdict

    from pipelines.publication.releases import show_release
    from pipelines.settings import Settings

    manifest = show_release(Settings.from_environment(), release_id)
    if as_json:
        show_json(asdict(manifest))
        return
    say(
        "release.about",
        release=manifest.release_id,
        periods=", ".join(manifest.periods),
        schema=manifest.schema_version,
        code=manifest.code_version,
        inputs=manifest.inputs.rows,
    )
    files = [
        {"schema": schema, "table": name, "rows": file.rows, "sha256": file.sha256}
        for schema, tables in (("marts", manifest.marts), ("restricted", manifest.restricted))
        for name, file in tables.items()
    ]
    show_records(("schema", "table", "rows", "sha256"), files)
    for remark in manifest.remarks:
        say("release.remark", remark=remark)


def rollback(release_id: ReleaseId) -> None:
    from pipelines.publication.releases import rollback as roll_back

    settings, database = open_installation()
    say("release.rolled_back", release=roll_back(settings, database, release_id).release_id)
