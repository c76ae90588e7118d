"""The version and the period of the template that a workbook was made from, as the template marks it."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from pipelines.intake.findings import Finding
from pipelines.intake.formats.sheet import RefusedFileError
from pipelines.periods import Period
from schemas.templates import TEMPLATE_MARK, template_versions

_PART = "docProps/custom.xml"
_VALUE = re.compile(rf'name="{TEMPLATE_MARK}"[^>]*>\s*<(?:\w+:)?lpwstr[^>]*>[^<|]*\|([^<|]*)(?:\|([^<|]*))?')


@dataclass(frozen=True, slots=True)
class TemplateVersions:
    """What a ``period`` takes: ``current``, and ``accepted`` earlier versions → the last period that takes them."""

    period: str
    current: str
    accepted: Mapping[str, str]


def versions_at(period: Period) -> TemplateVersions:
    """The versions that a period takes."""
    *earlier, current = template_versions()
    accepted = {v.version: v.accepted_until for v in earlier if v.accepted_until}
    return TemplateVersions(
        period.name,
        current.version,
        {version: until for version, until in accepted.items() if period.order <= Period.parse(until).order},
    )


def template_findings(archive: zipfile.ZipFile, versions: TemplateVersions) -> list[Finding]:
    """What there is to say of a workbook that was made from an earlier template (FIL030), or for another period (FIL019).

    A workbook that was not made from a template, or lost the mark, is read by its headers like any other. Raises
    RefusedFileError (FIL008) for a version that is not accepted.
    """
    version, period = _mark(archive)
    findings = []
    if version not in ("", versions.current):
        told = {"found": version, "expected": versions.current}
        until = versions.accepted.get(version)
        if until is None:
            raise RefusedFileError("FIL008", **told)
        findings.append(Finding("FIL030", {**told, "period": until}))
    if period not in ("", versions.period):
        findings.append(Finding("FIL019", {"found": period, "expected": versions.period}))
    return findings


def _mark(archive: zipfile.ZipFile) -> tuple[str, str]:
    """``student,class|2026.1|2025-2026-dau-nam`` → 2026.1 and 2025-2026-dau-nam; each empty where it is not said."""
    if _PART not in archive.NameToInfo:
        return "", ""
    match = _VALUE.search(archive.read(_PART).decode("utf-8", "replace"))
    return (unescape(match[1]), unescape(match[2] or "")) if match else ("", "")
