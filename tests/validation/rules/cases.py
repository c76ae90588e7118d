"""Table-driven tests of rules: rows of one dataset, each with the field where the rule fires, or None."""

from datetime import date
from typing import Any

from tests.validation.bench import SCHOOL, Row, findings_of

Case = tuple[Row, str | None]


def school_of(level_group_code: str, school_code: str = SCHOOL, name: str = "Trường TH Kim Đồng") -> list[Row]:
    """A register that knows one school."""
    return [{"school_code": school_code, "name": name, "level_group_code": level_group_code, "province_code": "79"}]


def assert_fires(rule_id: str, dataset: str, cases: list[Case], **inputs: Any) -> list[Row]:
    """Run one rule over the rows of ``cases``; it must fire where they say, and its messages must be whole."""
    return assert_fires_in(rule_id, {dataset: cases}, **inputs)


def assert_fires_in(rule_id: str, datasets: dict[str, list[Case]], **inputs: Any) -> list[Row]:
    """The same over several datasets at once."""
    rows = {dataset: [row for row, _ in cases] for dataset, cases in datasets.items()}
    findings = findings_of(rule_id, **rows, **inputs)
    expected = [
        (dataset, n + 2, field)
        for dataset, cases in sorted(datasets.items())
        for n, (_, field) in enumerate(cases)
        if field
    ]
    assert [(f["dataset"], f["excel_row"], f["field"]) for f in findings] == expected
    for finding in findings:
        assert finding["value"] == _cell(datasets[finding["dataset"]][finding["excel_row"] - 2][0], finding["field"])
    assert_whole(findings)
    return findings


def _cell(row: Row, field: str) -> str | None:
    """What a finding says stands in the cell."""
    value = row.get(field, SCHOOL if field == "school_code" else None)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if field == "personal_id":
        return f"********{value[-4:]}"
    return value if value is None or isinstance(value, str) else f"{value:.10g}"


def assert_whole(findings: list[Row]) -> None:
    """Messages without a placeholder that nobody filled."""
    for finding in findings:
        for text in (finding["message_vi"], finding["message_en"], finding["public_message_vi"]):
            for trace in ("{", "None", "  ", '""', "()", " ,", " )"):
                assert trace not in text, text
