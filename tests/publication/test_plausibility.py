"""The Great Expectations checkpoint, run for real, once."""

from pathlib import Path

import pytest

from pipelines.engine import Engine
from pipelines.errors import CsdlError
from pipelines.publication import plausibility
from pipelines.publication.audit import TableMeasures
from pipelines.publication.plausibility import PlausibilityAudit

AREAS = """
SELECT
    '2025-2026-dau-nam' AS period,
    province_code,
    schools,
    1000 AS learners,
    0.01 AS share_of_rows_rejected,
    0.0 AS share_of_links_in_review,
    0.0 AS share_of_enrolments_without_class,
    CAST(NULL AS DOUBLE) AS share_of_results_without_learner,
    30.0 AS learners_per_class,
    share_of_girls,
    20.0 AS learners_per_teacher
FROM (VALUES ('01', 3, 0.5), ('79', 0, 0.9), ('80', 1, NULL)) AS v(province_code, schools, share_of_girls)
"""


def test_implausible_figures_are_told_with_their_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    areas = tmp_path / "areas.sql"
    areas.write_text(AREAS, encoding="utf-8")
    monkeypatch.setattr(plausibility, "_AREAS", areas)
    folder = tmp_path / "audit"
    tables = [TableMeasures("dim_school", 3, 0, 0, 0), TableMeasures("fact_enrolment", 3000, 2, 0, 0)]
    with PlausibilityAudit(folder) as audit, Engine(tmp_path, memory=300, threads=1) as engine:
        audit.begin(engine, tables)
        critical, remarks = audit.result()
    # No school at all and a key that occurs twice forbid publication; a strange share is worth a look.
    told = sorted(failure.message_en for failure in critical)
    assert told == [
        "Figure duplicate_keys is outside what is plausible in 1 places (fact_enrolment).",
        "Figure schools is outside what is plausible in 1 places (2025-2026-dau-nam 79).",
    ]
    assert [remark.message_vi for remark in remarks] == [
        "Số liệu share_of_girls nằm ngoài mức hợp lý ở 1 nơi (2025-2026-dau-nam 79)."
    ]
    pages = [page.read_text(encoding="utf-8") for page in (folder / "data_docs" / "validations").rglob("*.html")]
    assert len(pages) == 2
    assert any("Tỉ lệ nữ" in page and "2025-2026-dau-nam 79" in page for page in pages)
    assert (folder / "data_docs" / "index.html").exists()


def test_an_audit_that_is_not_needed_ends_at_once(tmp_path: Path) -> None:
    with PlausibilityAudit(tmp_path / "audit") as audit:
        process = audit._process
    assert process.returncode is not None


def test_a_checkpoint_that_died_is_told_with_its_last_words(tmp_path: Path) -> None:
    with PlausibilityAudit(tmp_path / "audit") as audit:
        assert audit._process.stdin
        # Before the measures are written.
        audit._process.stdin.write("go\n")
        with pytest.raises(CsdlError, match=r"tables\.csv"):
            audit.result()
