"""Publishing: build a release aside, audit it, name it, and switch to it in one step.

Whatever dies when, ``sector.duckdb`` points to one complete release: a folder gets its final name only when it is
complete and audited, and is never changed afterwards; the pointer is one file, replaced at once.
"""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine as Database

from pipelines.decisions.corrections import CORRECTED
from pipelines.decisions.waivers import waivers_in_force
from pipelines.engine import Engine
from pipelines.errors import AuditError, ReleaseError
from pipelines.local_time import today
from pipelines.locks import exclusive
from pipelines.marts.build import bind_views, build_marts
from pipelines.marts.inputs import bind_inputs
from pipelines.publication.audit import audit_reconciliation, audit_tables
from pipelines.publication.folders import BUILDING, FAILED, LOCK, put_in_place, remove_leftovers
from pipelines.publication.keys import ensure_restricted_key
from pipelines.publication.manifest import (
    INPUTS,
    Manifest,
    content_of,
    count_findings,
    damaged_files,
    hash_inputs,
    hash_tables,
    read_manifest,
    write_manifest,
)
from pipelines.publication.plausibility import PlausibilityAudit
from pipelines.publication.pointer import Pointer, leads_here, readable_pointer, switch
from pipelines.publication.releases import delete_old_releases, record_release
from pipelines.publication.restricted import write_restricted
from pipelines.publication.versions import staging_fingerprint, versions, write_inputs
from pipelines.settings import Settings
from pipelines.staging import validated_partitions
from pipelines.validation.corrections_check import check_corrections


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """The release that is current now; ``is_new`` is False where nothing had changed. ``tables``: table → rows."""

    release_id: str
    is_new: bool
    tables: dict[str, int]
    path: Path


def publish(settings: Settings, database: Database) -> ReleaseSummary:
    """Publish what is in force in staging; does nothing where that is what was last published.

    Waits for another publication to end. Raises AuditError (the building folder stays as ``.failed-<id>``, the current
    release stays in force; also where corrections no longer find their cell) and ReleaseError (nothing was validated yet).
    """
    workspace = settings.workspace
    workspace.create()
    if not validated_partitions(database):
        raise ReleaseError("release.nothing_validated")
    if stale := [one.problem for one in check_corrections(settings, database) if one.is_stale]:
        raise AuditError("release.stale_corrections", corrections="\n".join(stale))
    with exclusive(workspace.releases / LOCK):
        fingerprint = staging_fingerprint(settings, database)
        current = readable_pointer(workspace)
        # A release that somebody deleted or damaged is built again.
        if (
            current
            and current.staging_fingerprint == fingerprint
            and _is_whole(workspace.releases / current.release_id)
        ):
            if not leads_here(workspace):
                switch(workspace, current)
            return _summary(workspace.releases / current.release_id, is_new=False)
        remove_leftovers(workspace)
        building = workspace.releases / f"{BUILDING}{fingerprint[:10]}"
        manifest = _build(settings, database, building)
        is_new = current is None or current.content_sha256 != manifest.content_sha256
        release = workspace.releases / (manifest.release_id if is_new or not current else current.release_id)
        was_published = _is_whole(release, by_content=True)
        if was_published:
            shutil.rmtree(building)
        else:
            write_manifest(building, replace(manifest, release_id=release.name))
            put_in_place(building, release)
        pointer = Pointer(
            release_id=release.name,
            content_sha256=manifest.content_sha256,
            staging_fingerprint=fingerprint,
            schema_version=manifest.schema_version,
            code_version=manifest.code_version,
            published_at=record_release(database, release, is_written_anew=not was_published),
        )
        switch(workspace, pointer)
        delete_old_releases(settings, database)
    return _summary(release, is_new=is_new)


def _build(settings: Settings, database: Database, building: Path) -> Manifest:
    """Write and audit everything that a release holds; answers its manifest."""
    key = ensure_restricted_key(settings.workspace)
    with (
        PlausibilityAudit(building / "audit") as plausibility,
        Engine(settings.workspace.temporary, settings.engine_memory, settings.workers) as engine,
    ):
        bind_inputs(engine, settings, database)
        bind_views(engine)
        rows = build_marts(engine, building / "marts")
        failures, measures = audit_tables(engine, building / "marts")
        plausibility.begin(engine, measures)
        restricted_rows = write_restricted(engine, settings, database, building / "restricted", key)
        inputs = write_inputs(engine, database, building / INPUTS)
        failures += audit_reconciliation(engine, restricted_rows)
        forbidding, remarks = plausibility.result()
        failures += forbidding
        if failures:
            failed = building.rename(building.with_name(building.name.replace(BUILDING, FAILED)))
            told = "\n".join(f"- {failure.check}: {failure}" for failure in failures)
            raise AuditError("release.audit_failed", path=failed, failures=told)
        marts = hash_tables(building / "marts", rows)
        written_inputs = hash_inputs(building, inputs)
        periods = sorted({partition.period for partition in validated_partitions(database)})
        waivers = waivers_in_force(database, periods)
        content = content_of(versions(), written_inputs, marts, waivers)
        findings = count_findings(engine)
        return Manifest(
            release_id=f"{today():%Y%m%d}-{content[:10]}",
            content_sha256=content,
            schema_version=versions().schema,
            code_version=versions().code,
            periods=periods,
            inputs=written_inputs,
            marts=marts,
            restricted=hash_tables(building / "restricted", restricted_rows),
            findings=findings,
            remarks=[str(remark) for remark in remarks],
            corrected_cells=findings.get(CORRECTED, 0),
            waivers=waivers,
        )


def _is_whole(release: Path, *, by_content: bool = False) -> bool:
    try:
        return not damaged_files(release, by_content=by_content)
    except ReleaseError:
        return False


def _summary(release: Path, *, is_new: bool) -> ReleaseSummary:
    manifest = read_manifest(release)
    tables = {name: file.rows for name, file in (manifest.marts | manifest.restricted).items()}
    return ReleaseSummary(release.name, is_new, tables, release)
