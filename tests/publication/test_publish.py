"""A release is written aside, audited, and switched to in one step."""

import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from threading import Thread

import duckdb
import pytest
from sqlalchemy.orm import Session

from pipelines.errors import AuditError, ReleaseError
from pipelines.locks import exclusive
from pipelines.publication.folders import LOCK
from pipelines.publication.manifest import read_manifest
from pipelines.publication.pointer import read_pointer, switch
from pipelines.publication.publish import publish
from pipelines.publication.releases import (
    current_release,
    list_releases,
    open_release,
    rollback,
    show_release,
)
from pipelines.staging import Partition, Staging
from pipelines.state.models import SubmittedFile
from tests.marts.sample import A, finding, learner, sample, school
from tests.marts.staged import BEGINNING, PROVINCE, Staged


def change(staged: Staged, n: int = 1) -> None:
    """Another submission comes in: one more finding."""
    staged.findings.append(finding(excel_row=100 + n, rule_id=f"STU{n:03d}"))
    staged.write(part=f"changed{n}")


def drop_links(staged: Staged) -> None:
    Staging(staged.settings.workspace.staging).links("learner", Partition(BEGINNING, PROVINCE)).unlink()


def test_a_release_is_complete_and_says_what_it_is(published: Staged) -> None:
    summary = publish(published.settings, published.database)
    assert summary.tables["fact_enrolment"] == 53
    manifest = json.loads((summary.path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["release_id"] == summary.release_id == summary.path.name
    for folder in ("marts", "restricted"):
        for table, file in manifest[folder].items():
            content = (summary.path / folder / f"{table}.parquet").read_bytes()
            assert hashlib.sha256(content).hexdigest() == file["sha256"]
    assert manifest["inputs"]["rows"] == 18
    assert manifest["findings"] == {"FLD001": 1, "FLD002": 1}
    assert not list(published.settings.workspace.releases.glob(".building*"))


def test_the_inputs_are_files_in_force(staged: Staged) -> None:
    """Also one that was refused and has findings; not one of the same submission that a later submission replaced."""
    staged.findings.append(finding(file="refused.xlsx", rule_id="FIL002"))
    staged.write()
    with Session(staged.database) as session, session.begin():
        for number, name in enumerate(("refused.xlsx", "replaced.xlsx"), 900):
            of_file = {
                "submission_id": f"sub-{BEGINNING}-{A}",
                "name": name,
                "sha256": name,
                "size": 1,
                "status": "read",
            }
            session.add(SubmittedFile(file_id=number, **of_file))
    release = publish(staged.settings, staged.database).path
    assert read_manifest(release).inputs.rows == 19
    listed = (release / "inputs.csv").read_text(encoding="utf-8")
    assert "refused.xlsx" in listed and "replaced.xlsx" not in listed


def test_analysts_open_the_pointer_and_find_tables_with_comments(published: Staged) -> None:
    with duckdb.connect(str(published.settings.workspace.sector_database), read_only=True) as connection:
        [(comment,)] = connection.execute(
            "SELECT comment FROM duckdb_views() WHERE view_name = 'dim_student'"
        ).fetchall()
        assert comment.startswith("Người học: Mỗi dòng") and "Learners: One row" in comment
        uncommented = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'marts' AND comment IS NULL"
        )
        assert uncommented.fetchall() == []
        assert connection.execute("SELECT count(*) FROM marts.dim_school WHERE is_current").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM csdl.release").fetchone() == (1,)


def test_nothing_new_changes_nothing(published: Staged) -> None:
    current = current_release(published.settings)
    before = published.settings.workspace.sector_database.stat().st_mtime_ns
    again = publish(published.settings, published.database)
    assert current and (again.release_id, again.is_new) == (current.release_id, False)
    assert published.settings.workspace.sector_database.stat().st_mtime_ns == before


def test_a_release_that_was_deleted_is_built_again(released: Staged) -> None:
    first = publish(released.settings, released.database)
    shutil.rmtree(first.path)
    assert publish(released.settings, released.database) == replace(first, is_new=False)
    assert (first.path / "marts" / "dim_school.parquet").exists()


@pytest.mark.parametrize("folder", ["marts", "restricted"])
@pytest.mark.parametrize("size", [None, 100])
def test_a_release_whose_files_were_deleted_or_cut_short_is_built_again(
    released: Staged, folder: str, size: int | None
) -> None:
    first = publish(released.settings, released.database)
    table = "fact_enrolment" if folder == "marts" else "student"
    damaged = first.path / folder / f"{table}.parquet"
    damaged.unlink() if size is None else os.truncate(damaged, size)
    with pytest.raises(ReleaseError, match=rf"{first.release_id} có tệp thiếu hoặc hỏng: {folder}/{table}\.parquet"):
        open_release(released.settings)
    assert publish(released.settings, released.database) == replace(first, is_new=False)
    with open_release(released.settings) as reader:
        assert reader.execute("SELECT count(*) FROM fact_enrolment").fetchone() == (53,)
    assert rollback(released.settings, released.database, first.release_id).release_id == first.release_id
    assert not list(released.settings.workspace.releases.glob(".building*"))


def test_what_was_altered_within_a_file_is_found_when_it_is_built_again(released: Staged) -> None:
    first = publish(released.settings, released.database)
    mart = first.path / "marts" / "fact_enrolment.parquet"
    sound = mart.read_bytes()
    mart.write_bytes(sound[:100] + bytes(4) + sound[104:])
    with pytest.raises(ReleaseError, match="hỏng"):
        rollback(released.settings, released.database, first.release_id)
    released.write(part="p2")
    assert publish(released.settings, released.database) == replace(first, is_new=False)
    assert mart.read_bytes() == sound


def test_a_release_of_another_day_that_is_built_again_keeps_its_name(released: Staged) -> None:
    """The manifest is that of the folder in which it lies."""
    first = publish(released.settings, released.database)
    earlier = f"20200101-{first.release_id[-10:]}"
    first.path.rename(first.path.with_name(earlier))
    pointer = read_pointer(released.settings.workspace)
    assert pointer
    switch(released.settings.workspace, replace(pointer, release_id=earlier))
    shutil.rmtree(first.path.with_name(earlier))
    assert publish(released.settings, released.database).release_id == earlier
    assert show_release(released.settings, earlier).release_id == earlier


def test_a_damaged_pointer_is_made_again(released: Staged) -> None:
    first = publish(released.settings, released.database)
    released.settings.workspace.sector_database.write_bytes(b"no database " * 1000)
    with pytest.raises(ReleaseError, match=r"Không đọc được .*sector\.duckdb"):
        current_release(released.settings)
    assert [release.release_id for release in list_releases(released.settings, released.database)] == [first.release_id]
    assert publish(released.settings, released.database).release_id == first.release_id
    assert current_release(released.settings)


@pytest.mark.parametrize("is_moved", [True, False])
def test_a_workspace_in_another_folder_is_led_to_its_own_release(
    released: Staged, tmp_path_factory: pytest.TempPathFactory, is_moved: bool
) -> None:
    """Before it is, it answers nothing: not what the folder it was copied from publishes."""
    first = publish(released.settings, released.database)
    copy = released.copy(tmp_path_factory.mktemp("it's [2] elsewhere"))
    if is_moved:
        shutil.rmtree(released.settings.workspace.releases)
    with pytest.raises(ReleaseError, match=rf"dẫn đến các bảng ở {released.settings.workspace.releases}"):
        open_release(copy.settings)
    assert publish(copy.settings, copy.database) == replace(
        first, is_new=False, path=copy.settings.workspace.releases / first.release_id
    )
    with open_release(copy.settings) as reader:
        assert reader.execute("SELECT count(*) FROM fact_enrolment").fetchone() == (53,)


def test_releases_may_lie_on_another_disk(released: Staged, tmp_path: Path) -> None:
    """A link leads to them from the workspace."""
    first = publish(released.settings, released.database)
    releases = released.settings.workspace.releases
    releases.rename(tmp_path / "other disk")
    releases.symlink_to(tmp_path / "other disk")
    with open_release(released.settings) as reader:
        assert reader.execute("SELECT count(*) FROM fact_enrolment").fetchone() == (53,)
    assert publish(released.settings, released.database) == replace(first, is_new=False)


def test_rollback_needs_no_pointer(released: Staged) -> None:
    first = publish(released.settings, released.database)
    change(released)
    publish(released.settings, released.database)
    released.settings.workspace.sector_database.unlink()
    rollback(released.settings, released.database, first.release_id)
    assert publish(released.settings, released.database) == replace(first, is_new=False)


def test_the_same_content_in_other_parts_is_not_a_new_release(released: Staged) -> None:
    first = publish(released.settings, released.database)
    released.write(part="p2")
    assert publish(released.settings, released.database) == replace(first, is_new=False)
    assert [release.release_id for release in list_releases(released.settings, released.database)] == [first.release_id]


def test_the_same_inputs_give_the_same_release_elsewhere(published: Staged, tmp_path: Path) -> None:
    elsewhere = sample(tmp_path, shift=300, is_shuffled=True)
    killed = elsewhere.settings.workspace.releases / ".building-0123456789"
    (killed / "marts").mkdir(parents=True)
    there, here = publish(elsewhere.settings, elsewhere.database), current_release(published.settings)
    assert here and there.release_id == here.release_id
    assert there.is_new and not killed.exists()


def test_a_change_gives_a_new_release_and_the_old_one_stays_for_its_readers(released: Staged) -> None:
    first = publish(released.settings, released.database)
    with open_release(released.settings) as reader:
        assert reader.execute("SELECT count(*) FROM fact_finding").fetchone() == (2,)
        change(released)
        second = publish(released.settings, released.database)
        assert second.is_new and second.release_id != first.release_id
        assert reader.execute("SELECT count(*) FROM fact_finding").fetchone() == (2,)
    with open_release(released.settings) as reader:
        assert reader.execute("SELECT count(*) FROM marts.fact_finding").fetchone() == (3,)


def test_a_release_is_opened_for_reading_only(published: Staged) -> None:
    with open_release(published.settings) as connection, pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("CREATE TABLE mine (i INTEGER)")


def test_rollback_returns_to_a_release_and_stays_there(released: Staged) -> None:
    first = publish(released.settings, released.database)
    change(released)
    second = publish(released.settings, released.database)
    rollback(released.settings, released.database, first.release_id)
    assert publish(released.settings, released.database) == replace(first, is_new=False)
    assert {r.release_id: r.is_current for r in list_releases(released.settings, released.database)} == {
        first.release_id: True,
        second.release_id: False,
    }
    change(released, 2)
    assert publish(released.settings, released.database).is_new


def test_rollback_refuses_what_is_absent_or_damaged(released: Staged) -> None:
    first = publish(released.settings, released.database)
    with pytest.raises(ReleaseError, match="Không có bản phát hành 20200101-none"):
        rollback(released.settings, released.database, "20200101-none")
    with pytest.raises(ReleaseError, match="Không có bản phát hành"):
        show_release(released.settings, "../releases")
    manifest = first.path / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"rows": 53', '"rows": 54'), encoding="utf-8")
    with pytest.raises(ReleaseError, match="bị hỏng"):
        rollback(released.settings, released.database, first.release_id)
    manifest.write_text("{", encoding="utf-8")
    with pytest.raises(ReleaseError, match="Không đọc được tệp kê khai"):
        show_release(released.settings, first.release_id)


def test_old_releases_go_but_never_the_current_one(released: Staged) -> None:
    settings = replace(released.settings, releases_kept=1)
    first = publish(settings, released.database)
    change(released)
    second = publish(settings, released.database)
    assert [release.release_id for release in list_releases(settings, released.database)] == [second.release_id]
    assert not first.path.exists() and second.path.exists()


def test_a_failed_audit_leaves_the_current_release_and_says_why(released: Staged) -> None:
    first = publish(released.settings, released.database)
    change(released)
    drop_links(released)
    with pytest.raises(AuditError) as raised:
        publish(released.settings, released.database)
    told = str(raised.value)
    assert "chưa qua bước nhận diện" in told and "have not been through the identification" in told
    assert f"period = {BEGINNING}" in told
    current = current_release(released.settings)
    assert current and current.release_id == first.release_id
    [failed] = released.settings.workspace.releases.glob(".failed-*")
    assert str(failed) in told and (failed / "marts" / "fact_enrolment.parquet").exists()


def test_one_publication_at_a_time(published: Staged) -> None:
    other = Thread(target=publish, args=(published.settings, published.database))
    with exclusive(published.settings.workspace.releases / LOCK):
        other.start()
        other.join(timeout=0.3)
        assert other.is_alive()
    other.join(timeout=10)
    assert not other.is_alive()


def test_nothing_validated_is_nothing_to_publish(tmp_path: Path) -> None:
    empty = Staged(tmp_path)
    with pytest.raises(ReleaseError, match="Chưa có gì để phát hành"):
        publish(empty.settings, empty.database)
    with pytest.raises(ReleaseError, match="Chưa phát hành bản nào"):
        open_release(empty.settings)


def test_a_workspace_with_learners_only_is_published(tmp_path: Path) -> None:
    """Empty datasets, no staff, no findings: the tables are there, empty."""
    small = Staged(tmp_path)
    small.submit(BEGINNING, A, school=[school(A)], student=[learner(1)])
    small.write()
    tables = publish(small.settings, small.database).tables
    assert (tables["fact_enrolment"], tables["dim_staff"], tables["fact_finding"]) == (1, 0, 0)
