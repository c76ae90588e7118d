"""What intake found, as findings of the pass."""

import json
from collections import defaultdict

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.engine import Engine
from pipelines.validation.rules import OWN_PLACEHOLDERS, TEXTS
from schemas.catalogue import Catalogue
from schemas.model import LANGUAGES, Rule

_PLACED = """
INSERT INTO finding BY NAME
SELECT
    row_place(sheet_id, coalesce(excel_row, 0)) AS row_id,
    nullif(excel_column, '') AS letter,
    nullif(field, '') AS field,
    nullif(value, '') AS value,
    * EXCLUDE (submission_id, sender_code, file, sheet, sheet_id, excel_row, excel_column, field, value)
FROM intake_finding
"""

_OF_FILES = """
CREATE TEMP TABLE file_finding AS
SELECT
    nullif(sheet, '') AS sheet,
    CASE WHEN length(sender_code) > 5 THEN sender_code ELSE '' END AS school_code,
    excel_row,
    nullif(excel_column, '') AS excel_column,
    nullif(field, '') AS field,
    nullif(value, '') AS value,
    NULL::BIGINT AS row_id,
    * EXCLUDE (sheet_id, sheet, excel_row, excel_column, field, value)
FROM intake_finding_of_file
"""


def bind_intake_findings(engine: Engine, catalogue: Catalogue, findings: pa.Table, unasked: frozenset[str]) -> None:
    """Fill ``finding`` with what was found in sheets, and make ``file_finding`` of what was found in files as a whole.

    What rules ``unasked`` found is not told.
    """
    findings = findings.filter(pc.invert(pc.is_in(findings["rule_id"], pa.array(sorted(unasked), pa.string()))))
    severities = [rule.severity for rule in _rules(catalogue, findings)]
    findings = findings.append_column("severity", pa.array(severities, pa.string()))
    is_placed = pc.is_valid(findings["sheet_id"])
    engine.bind_arrow("intake_finding", _with_parameters(findings.filter(is_placed)))
    engine.execute(_PLACED)
    engine.bind_arrow("intake_finding_of_file", _told(catalogue, findings.filter(pc.invert(is_placed))))
    engine.execute(_OF_FILES)


def _parameters(findings: pa.Table) -> list[dict[str, object]]:
    return [json.loads(str(text)) for text in findings["parameters"].to_pylist()]


def _rules(catalogue: Catalogue, findings: pa.Table) -> list[Rule]:
    return [catalogue.rules[str(rule_id)] for rule_id in findings["rule_id"].to_pylist()]


def _with_parameters(findings: pa.Table) -> pa.Table:
    """Each parameter in a column of its own, from which the text is filled like that of any finding."""
    given = _parameters(findings)
    findings = findings.drop_columns(["parameters"])
    for name in sorted({name for values in given for name in values} - OWN_PLACEHOLDERS - {"value"}):
        texts = [str(values[name]) if name in values else None for values in given]
        findings = findings.append_column(name, pa.array(texts, pa.string()))
    return findings


def _told(catalogue: Catalogue, findings: pa.Table) -> pa.Table:
    """With their texts, which in public are the same: they say where a file is broken, not who stands in it."""
    rules = _rules(catalogue, findings)
    fields = [
        catalogue.field(str(dataset), str(name)) if name else None
        for dataset, name in zip(findings["dataset"].to_pylist(), findings["field"].to_pylist(), strict=True)
    ]
    given = _parameters(findings)
    findings = findings.drop_columns(["parameters"])
    for language in LANGUAGES:
        labels = [field.label(language) if field else "" for field in fields]
        values = [defaultdict(str, {**said, "field": label}) for said, label in zip(given, labels, strict=True)]
        for text in (text for text in TEXTS if text.endswith(language)):
            filled = [getattr(rule, text).format_map(v) for rule, v in zip(rules, values, strict=True)]
            for name in (text, f"public_{text}"):
                findings = findings.append_column(name, pa.array(filled, pa.string()))
    return findings
