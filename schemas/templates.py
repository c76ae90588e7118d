"""Versions of the template, as data: which one is current, and until when earlier ones are accepted (rule FIL008)."""

import hashlib
from dataclasses import dataclass
from functools import cache

from schemas.catalogue import load_catalogue, read_rows

# The document property that says of which version and for which period a workbook is
# (``student,class|2026.1|2025-2026-dau-nam``): it survives when Excel or LibreOffice saves the workbook again.
TEMPLATE_MARK = "csdl_template"


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """A version of the template. ``accepted_until`` is the last period in which it is accepted; None while it is current.

    ``columns`` is the fingerprint of the columns that it had (``fingerprint``).
    """

    version: str
    accepted_until: str | None
    columns: str


@cache
def template_versions() -> tuple[TemplateVersion, ...]:
    """All versions there ever were, the current one last."""
    return tuple(
        TemplateVersion(row["version"], row["accepted_until"] or None, row["columns"])
        for row in read_rows("template_versions.csv")
    )


def current_version() -> str:
    return template_versions()[-1].version


def fingerprint() -> str:
    """Changes whenever a dataset, or a column of one, is added, removed, renamed or made required.

    Then schools need a new version of the template: see docs/adding.md.
    """
    columns = [
        (dataset.name, field.name, field.label_vi, field.required)
        for dataset in load_catalogue().datasets.values()
        for field in dataset.columns
    ]
    return hashlib.sha256(repr(columns).encode()).hexdigest()[:12]
