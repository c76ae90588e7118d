"""What intake found, as findings of the pass."""

import json
from collections import defaultdict

import pyarrow as pa

from pipelines.engine import Engine
from pipelines.validation.rules import finding_columns
from schemas.catalogue import Catalogue

_PLACED = """
INSERT INTO finding BY NAME
SELECT
    row_place(sheet_id, coalesce(excel_row, 0)) AS row_id,
    nullif(excel_column, '') AS letter,
    nullif(field, '') AS field,
    nullif(value, '') AS value,
    * EXCLUDE (submission_id, sender_code, file, sheet, sheet_id, excel_row, excel_column, field, value)
FROM intake_finding
WHERE sheet_id IS NOT NULL
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
FROM intake_finding
WHERE sheet_id IS NULL
"""


def bind_intake_findings(engine: Engine, catalogue: Catalogue, findings: pa.Table) -> None:
    """Fill ``finding`` with what was found in sheets, and make ``file_finding`` of what was found in files as a whole."""
    columns = findings.to_pydict()
    texts: dict[str, list[str]] = {name: [] for name in finding_columns()}
    severities = []
    places = zip(*(columns[name] for name in ("rule_id", "parameters", "dataset", "field")), strict=True)
    for rule_id, parameters, dataset, field_name in places:
        rule = catalogue.rules[rule_id]
        field = catalogue.field(dataset, field_name) if field_name else None
        values = defaultdict(str, {name: str(value) for name, value in json.loads(parameters).items()})
        severities.append(rule.severity)
        for name in texts:
            values["field"] = field.label("vi" if name.endswith("vi") else "en") if field else ""
            # What intake finds says where a file is broken, not who stands in it: the public text is the same.
            texts[name].append(getattr(rule, name.removeprefix("public_")).format_map(values))
    table = findings.drop_columns(["parameters"]).append_column("severity", pa.array(severities, pa.string()))
    for name, values_of_column in texts.items():
        table = table.append_column(name, pa.array(values_of_column, pa.string()))
    engine.bind_arrow("intake_finding", table)
    engine.execute(_PLACED)
    engine.execute(_OF_FILES)
