"""``sector.duckdb``: views on the current release. The file is the only place that says which release is current.

It is written in the storage format of DuckDB 1.0.0: every DuckDB from 1.0.0 on opens it (tried with 1.0.0 and 1.5.5).
Readers that have it open keep the release they opened.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.engine import quote_identifier, quote_text
from pipelines.errors import ReleaseError
from pipelines.publication.folders import put_in_place
from pipelines.settings import Workspace
from schemas.marts import Mart, MartColumn, load_marts

_STORAGE_VERSION = "v1.0.0"
# The file that a view reads, as its statement names it.
_FIRST_VIEW = r"""
    SELECT replace(regexp_extract(sql, 'read_parquet\(''(.*)''\)', 1), '''''', '''')
    FROM duckdb_views() WHERE database_name = 'sector' AND schema_name = 'marts' LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Pointer:
    """The current release. ``staging_fingerprint`` is the state of staging that was last considered for publication."""

    release_id: str
    content_sha256: str
    staging_fingerprint: str
    schema_version: str
    code_version: str
    published_at: datetime


def read_pointer(workspace: Workspace) -> Pointer | None:
    """What ``sector.duckdb`` points to; None before the first release.

    Raises ReleaseError where it cannot be read, and where its views lead out of this workspace: in a copy of a workspace
    they would show what the other publishes, in one that was moved they find nothing.
    """
    pointer, folder = _read(workspace)
    if pointer and folder != _marts(workspace, pointer).resolve():
        raise ReleaseError("release.elsewhere", path=workspace.sector_database, folder=folder)
    return pointer


def readable_pointer(workspace: Workspace) -> Pointer | None:
    """The same for who makes the file anew: one that cannot be read points to nothing, and one may lead elsewhere."""
    try:
        return _read(workspace)[0]
    except ReleaseError:
        return None


def leads_here(workspace: Workspace) -> bool:
    """Whether the views of a file that can be read are views on its release in this workspace."""
    try:
        return read_pointer(workspace) is not None
    except ReleaseError:
        return False


def _read(workspace: Workspace) -> tuple[Pointer | None, Path]:
    """The pointer, and the folder that the views read."""
    if not workspace.sector_database.exists():
        return None, Path()
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH {quote_text(str(workspace.sector_database))} AS sector (READ_ONLY)")
            row = connection.execute(f"SELECT {', '.join(Pointer.__slots__)} FROM sector.csdl.release").fetchone()
            view = connection.execute(_FIRST_VIEW).fetchone()
    except duckdb.Error as error:
        raise ReleaseError("release.no_pointer", path=workspace.sector_database) from error
    # Links may lead there: from the old place of a folder that was moved, or to another disk.
    return Pointer(*row) if row else None, Path(view[0]).resolve().parent if view else Path()


def _marts(workspace: Workspace, pointer: Pointer) -> Path:
    return workspace.releases / pointer.release_id / "marts"


def switch(workspace: Workspace, pointer: Pointer) -> None:
    """Put a release in force: build the file beside and replace it in one step."""
    partial = workspace.home / ".sector.duckdb.partial"
    for leftover in (partial, partial.with_name(f"{partial.name}.wal")):
        leftover.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(
            f"ATTACH {quote_text(str(partial))} AS sector (STORAGE_VERSION {quote_text(_STORAGE_VERSION)})"
        )
        connection.execute("CREATE SCHEMA sector.csdl")
        connection.execute(
            "CREATE TABLE sector.csdl.release (release_id VARCHAR, content_sha256 VARCHAR, "
            "staging_fingerprint VARCHAR, schema_version VARCHAR, code_version VARCHAR, published_at TIMESTAMP)"
        )
        connection.execute("INSERT INTO sector.csdl.release VALUES (?, ?, ?, ?, ?, ?)", list(asdict(pointer).values()))
        connection.execute("CREATE SCHEMA sector.marts")
        folder = _marts(workspace, pointer)
        for mart in load_marts():
            path = folder / f"{mart.name}.parquet"
            if not mart.is_restricted and path.exists():
                _create_view(connection, mart, path)
        connection.execute("DETACH sector")
    put_in_place(partial, workspace.sector_database)


def _create_view(connection: duckdb.DuckDBPyConnection, mart: Mart, path: Path) -> None:
    view = f"sector.marts.{quote_identifier(mart.name)}"
    connection.execute(f"CREATE VIEW {view} AS SELECT * FROM read_parquet({quote_text(str(path))})")
    connection.execute(f"COMMENT ON VIEW {view} IS {_in_both_languages(mart)}")
    # An older release may lack columns that were described later.
    present = {row[0] for row in connection.execute(f"DESCRIBE {view}").fetchall()}
    for column in mart.columns:
        if column.name in present:
            name = f"{view}.{quote_identifier(column.name)}"
            connection.execute(f"COMMENT ON COLUMN {name} IS {_in_both_languages(column)}")


def _in_both_languages(described: Mart | MartColumn) -> str:
    return quote_text(f"{described.description('vi')} / {described.description('en')}")
