"""Published releases: which there are, which is current, the way back, and reading the current one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from sqlalchemy import Engine as Database
from sqlalchemy import select
from sqlalchemy.orm import Session

from pipelines.engine import memory_bounds, quote_identifier, quote_text
from pipelines.errors import ReleaseError
from pipelines.locks import exclusive
from pipelines.publication.folders import LOCK, remove_release
from pipelines.publication.keys import restricted_key
from pipelines.publication.manifest import Manifest, damaged_files, manifest_sha256, read_manifest
from pipelines.publication.pointer import Pointer, read_pointer, readable_pointer, switch
from pipelines.publication.restricted import read_restricted
from pipelines.publication.versions import staging_fingerprint
from pipelines.settings import Settings
from pipelines.state.models import Release
from schemas.marts import load_marts


@dataclass(frozen=True, slots=True)
class PublishedRelease:
    """A release that can be read or rolled back to. Times in UTC."""

    release_id: str
    published_at: datetime
    is_current: bool
    path: Path


def record_release(database: Database, release: Path, *, is_written_anew: bool) -> datetime:
    """Remember a release, and its manifest, in the operational database; answers when it was first published (UTC)."""
    with Session(database) as session, session.begin():
        recorded = session.get(Release, release.name)
        if recorded is None:
            recorded = Release(
                release_id=release.name,
                published_at=datetime.now(UTC).replace(tzinfo=None),
                manifest_sha256=manifest_sha256(release),
            )
            session.add(recorded)
        elif is_written_anew:
            recorded.manifest_sha256 = manifest_sha256(release)
        return recorded.published_at


def current_release(settings: Settings) -> PublishedRelease | None:
    """The release that ``sector.duckdb`` points to; None before the first."""
    pointer = read_pointer(settings.workspace)
    if pointer is None:
        return None
    path = settings.workspace.releases / pointer.release_id
    return PublishedRelease(pointer.release_id, pointer.published_at, True, path)


def list_releases(settings: Settings, database: Database) -> list[PublishedRelease]:
    """The releases that are kept, newest first."""
    pointer = readable_pointer(settings.workspace)
    with Session(database) as session:
        recorded = session.scalars(select(Release).order_by(Release.published_at.desc(), Release.release_id)).all()
    folders = [(settings.workspace.releases / release.release_id, release) for release in recorded]
    return [
        PublishedRelease(path.name, release.published_at, pointer is not None and path.name == pointer.release_id, path)
        for path, release in folders
        if path.is_dir()
    ]


def show_release(settings: Settings, release_id: str) -> Manifest:
    """What a release holds; raises ReleaseError where there is none of that name."""
    path = settings.workspace.releases / release_id
    if release_id.startswith(".") or path.parent != settings.workspace.releases or not path.is_dir():
        raise ReleaseError("release.absent", release=release_id)
    return read_manifest(path)


def rollback(settings: Settings, database: Database, release_id: str) -> PublishedRelease:
    """Make an earlier release current again, in one step; raises ReleaseError where it is absent or damaged.

    It stays current until the inputs change: a publication with nothing new does not undo it.
    """
    manifest = show_release(settings, release_id)
    path = settings.workspace.releases / release_id
    with Session(database) as session:
        recorded = session.get(Release, release_id)
    with exclusive(settings.workspace.releases / LOCK):
        if recorded is None or recorded.manifest_sha256 != manifest_sha256(path):
            raise ReleaseError("release.damaged", release=release_id)
        _refuse_damaged(path, by_content=True)
        current = readable_pointer(settings.workspace)
        pointer = Pointer(
            release_id=release_id,
            content_sha256=manifest.content_sha256,
            staging_fingerprint=current.staging_fingerprint if current else staging_fingerprint(settings, database),
            schema_version=manifest.schema_version,
            code_version=manifest.code_version,
            published_at=recorded.published_at,
        )
        switch(settings.workspace, pointer)
    return PublishedRelease(release_id, recorded.published_at, True, path)


def delete_old_releases(settings: Settings, database: Database) -> None:
    """Keep the newest releases (``Settings.releases_kept``) and the current one; delete the folders of the others."""
    for release in list_releases(settings, database)[settings.releases_kept :]:
        if not release.is_current:
            remove_release(release.path)


def open_release(settings: Settings, *, restricted: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to the current release, read-only: schema ``marts`` and, with the key, ``restricted``.

    Raises ReleaseError before the first release and where it is damaged, SettingsError where ``restricted`` is asked for without a key.
    """
    current = current_release(settings)
    if current is None:
        raise ReleaseError("release.none_yet")
    _refuse_damaged(current.path)
    connection = duckdb.connect(config=dict(memory_bounds(settings.workspace.temporary, settings.engine_memory)))
    # It would be written into the answer of a command, JSON included.
    connection.execute("SET enable_progress_bar = false")
    connection.execute(f"ATTACH {quote_text(str(settings.workspace.sector_database))} AS sector (READ_ONLY)")
    if restricted:
        _attach_restricted(connection, current.path / "restricted", restricted_key(settings.workspace))
    connection.execute("USE sector.marts")
    return connection


def _refuse_damaged(release: Path, *, by_content: bool = False) -> None:
    if damaged := damaged_files(release, by_content=by_content):
        raise ReleaseError("release.damaged_files", release=release.name, files=", ".join(damaged))


def _attach_restricted(connection: duckdb.DuckDBPyConnection, folder: Path, key: bytes) -> None:
    connection.execute("ATTACH ':memory:' AS restricted")
    for mart in load_marts():
        if mart.is_restricted:
            decrypted = f"decrypted_{mart.name}"
            connection.register(decrypted, read_restricted(folder / f"{mart.name}.parquet", key))
            connection.execute(f"CREATE VIEW restricted.{quote_identifier(mart.name)} AS SELECT * FROM {decrypted}")
