"""The version of the template that a workbook was made from decides whether it is taken; its period is told."""

import io
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from shutil import which

import pytest
from openpyxl import load_workbook

from pipelines.desk import check_files
from pipelines.intake.findings import Finding
from pipelines.intake.formats.sheet import RefusedFileError
from pipelines.intake.template_mark import TemplateVersions, template_findings, versions_at
from pipelines.periods import Period
from pipelines.templates.write import write_template
from schemas.templates import current_version

CURRENT = current_version()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("template") / "class.xlsx"
    write_template(["class", "student"], path, Period.parse("2026-2027-dau-nam"))
    return path.read_bytes()


def findings(
    content: bytes, current: str, accepted: Mapping[str, str], period: str = "2026-2027-dau-nam"
) -> list[Finding]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return template_findings(archive, TemplateVersions(period, current, accepted))


def test_the_current_template_is_taken_without_a_word(template: bytes) -> None:
    assert findings(template, CURRENT, {}) == []
    assert versions_at(Period.parse("2026-2027-dau-nam")).current == CURRENT


def test_an_earlier_template_is_taken_and_told(template: bytes) -> None:
    [found] = findings(template, "2099.1", {CURRENT: "2099-2100-dau-nam"})
    assert found.rule_id == "FIL030"
    assert found.parameters == {"found": CURRENT, "expected": "2099.1", "period": "2099-2100-dau-nam"}


def test_a_template_that_is_no_longer_accepted_is_refused(template: bytes) -> None:
    with pytest.raises(RefusedFileError) as refusal:
        findings(template, "2099.1", {})
    assert (refusal.value.rule_id, refusal.value.parameters["found"]) == ("FIL008", CURRENT)


def test_a_template_of_another_period_is_told(template: bytes) -> None:
    [found] = findings(template, CURRENT, {}, "2026-2027-giua-nam")
    assert found.rule_id == "FIL019"
    assert found.parameters == {"found": "2026-2027-dau-nam", "expected": "2026-2027-giua-nam"}


def test_a_template_without_a_period_says_nothing_of_it(template: bytes) -> None:
    """As the oldest ones were marked."""
    book = load_workbook(io.BytesIO(template))
    book.custom_doc_props["csdl_template"].value = f"student|{CURRENT}"
    book.save(older := io.BytesIO())
    assert findings(older.getvalue(), CURRENT, {}, "2026-2027-giua-nam") == []


@pytest.mark.parametrize(("period", "told"), [("", 0), ("2024-2025-cuoi-nam", 1), ("2026-2027-dau-nam", 0)])
def test_another_period_is_told_where_one_was_named(template: bytes, tmp_path: Path, period: str, told: int) -> None:
    path = tmp_path / "mau.xlsx"
    path.write_bytes(template)
    rules = [finding["rule_id"] for finding in check_files([path], period=period).findings]
    assert rules.count("FIL019") == told


def test_a_workbook_that_lost_the_mark_is_read_by_its_headers(template: bytes) -> None:
    book = load_workbook(io.BytesIO(template))
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]
    book.save(bare := io.BytesIO())
    assert findings(bare.getvalue(), "2099.1", {}, "2025-2026-dau-nam") == []


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed: cannot save the template again")
def test_the_mark_survives_libreoffice(template: bytes, tmp_path: Path) -> None:
    source = tmp_path / "mau.xlsx"
    source.write_bytes(template)
    profile, out = f"-env:UserInstallation=file://{tmp_path}/profile", tmp_path / "out"
    kind = "xlsx:Calc MS Excel 2007 XML"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with pytest.raises(RefusedFileError):
        findings((out / "mau.xlsx").read_bytes(), "2099.1", {})
