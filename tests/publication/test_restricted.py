"""The restricted tables: complete for who has the key, nothing for who has not."""

import base64
import os
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import update

from pipelines.errors import ReleaseError, SettingsError
from pipelines.overview.health import examine
from pipelines.publication.keys import ensure_restricted_key, key_path, restricted_key
from pipelines.publication.publish import publish
from pipelines.publication.releases import current_release, open_release
from pipelines.state.models import ValidatedSender
from schemas.marts import load_mart
from tests.marts.sample import END, A
from tests.marts.staged import BEGINNING, Staged


def test_with_the_key_names_are_found(published: Staged) -> None:
    with open_release(published.settings, restricted=True) as connection:
        row = connection.execute(
            "SELECT learner_id, personal_id, full_name, sex_code, first_period, last_period "
            "FROM restricted.learner_crosswalk WHERE learner_key = 1"
        ).fetchone()
        assert row == ("7900000001", "079216000001", "Nguyễn Văn 1", "02", "2025-2026-dau-nam", END)
        both = connection.execute(
            "SELECT count(*) FROM restricted.student AS s JOIN marts.fact_enrolment USING (learner_key, period, school_code) "
            f"WHERE s.school_code = '{A}' AND s.full_name LIKE 'Nguyễn%'"
        ).fetchone()
        assert both == (28,)
        teacher = "SELECT full_name, staff_code FROM restricted.staff WHERE staff_key = 503"
        assert connection.execute(teacher).fetchall() == [("Trần Thị 503", "GV503")]


def test_rows_are_those_in_force_with_all_they_say(staged: Staged) -> None:
    """Two parts hold every row: each sender counts in its own. Texts are texts, also where they are kept as dictionaries."""
    staged.write(part="p2")
    with staged.database.begin() as connection:
        connection.execute(update(ValidatedSender).where(ValidatedSender.sender_code == A).values(part="p1"))
    tables = publish(staged.settings, staged.database).tables
    assert tables["student"] == tables["fact_enrolment"] == 53
    with open_release(staged.settings, restricted=True) as connection:
        told = connection.execute(
            "SELECT period, personal_id, birth_date, class_name, email FROM restricted.student WHERE learner_key = 21 ORDER BY 1"
        ).fetchall()
        assert told == [(p, "079216000021", date(2016, 1, 22), "4B", None) for p in (END, BEGINNING)]
        types = {name: kind for name, kind, *_ in connection.execute("DESCRIBE restricted.student").fetchall()}
    expected = {"string": "VARCHAR", "integer": "BIGINT", "decimal": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
    assert types == {column.name: expected[column.type] for column in load_mart("student").columns}


def test_a_question_keeps_to_the_memory_of_the_installation(published: Staged) -> None:
    settings = replace(published.settings, engine_memory=512)
    with open_release(settings) as connection:
        limits = "SELECT current_setting('memory_limit'), current_setting('temp_directory')"
        [(memory, spilled)] = connection.execute(limits).fetchall()
    assert memory == "512.0 MiB"
    assert Path(spilled).parent == settings.workspace.temporary


def test_without_the_key_nothing_can_be_read(published: Staged, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (_release(published) / "restricted").iterdir():
        content = path.read_bytes()
        assert content.endswith(b"PARE")  # the footer is encrypted too
        assert "Nguyễn".encode() not in content and b"full_name" not in content
        with pytest.raises(OSError, match="ncrypt"):
            pq.read_table(path)
    monkeypatch.setenv("CSDL_RESTRICTED_KEY", "00" * 32)
    with open_release(published.settings) as connection:
        assert connection.execute("SELECT count(*) FROM dim_student").fetchone() == (27,)
    with pytest.raises(ReleaseError, match=r"Khóa đang dùng không mở được .*\.parquet"):
        open_release(published.settings, restricted=True)
    [key] = [result for result in examine(published.settings) if result.subject == "key"]
    assert not key.is_well and "Khóa đang dùng không mở được" in key.found


def test_no_name_reaches_the_disk_outside_staging_and_the_restricted_folder(published: Staged) -> None:
    release = _release(published)
    for path in release.rglob("*"):
        if path.is_file() and path.suffix in (".csv", ".json", ".html"):
            assert "Nguyễn Văn" not in path.read_text(encoding="utf-8")
    names = {"full_name", "personal_id", "birth_date", "phone"}
    for path in (release / "marts").iterdir():
        assert not names & set(pq.read_schema(path).names)
    assert list(published.settings.workspace.temporary.iterdir()) == []


def test_the_key_is_made_once_for_its_owner_only(staged: Staged) -> None:
    workspace = staged.settings.workspace
    key = ensure_restricted_key(workspace)
    assert len(key) == 32
    assert stat.S_IMODE(key_path(workspace).stat().st_mode) == 0o600
    assert ensure_restricted_key(workspace) == key


def test_the_key_may_come_from_the_environment(staged: Staged, monkeypatch: pytest.MonkeyPatch) -> None:
    key = os.urandom(32)
    for text in (key.hex(), base64.b64encode(key).decode()):
        monkeypatch.setenv("CSDL_RESTRICTED_KEY", text)
        assert ensure_restricted_key(staged.settings.workspace) == key
    assert not key_path(staged.settings.workspace).exists()
    monkeypatch.setenv("CSDL_RESTRICTED_KEY", "secret")
    with pytest.raises(SettingsError, match="CSDL_RESTRICTED_KEY không phải khóa 32 byte"):
        restricted_key(staged.settings.workspace)


def test_a_missing_key_is_told(staged: Staged) -> None:
    with pytest.raises(SettingsError, match="Chưa có khóa của các bảng hạn chế"):
        restricted_key(staged.settings.workspace)


def _release(published: Staged) -> Path:
    current = current_release(published.settings)
    assert current
    return current.path
