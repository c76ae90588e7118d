"""Cells of which a dataset has rules of its own, through a whole pass: marks, absences, amounts, addresses, exemptions."""

import pytest
from sqlalchemy import Engine as Database

from pipelines.settings import Settings
from pipelines.validation.validate import validate_partition
from schemas.catalogue import load_catalogue, read_rows
from tests.validation.passes import SCHOOL, STUDENT, register_school, rows_and_findings
from tests.validation.staged import PARTITION, Rows, stage

RESULT: dict[str, str | None] = {
    "local_code": "HS001",
    "full_name": "Nguyễn Thị Minh Anh",
    "birth_date": "03/05/2014",
    "grade_code": "06",
    "term_code": "1",
    "subject_code": "Toán",
}
# Field, cell, the typed value, and the rule that tells (None: none).
CELLS: list[tuple[str, str, object, str | None]] = [
    ("score", "7,5", 7.5, None),
    ("score", "vắng", None, "RES001"),
    ("score", "8; 9", None, "RES001"),
    ("score", "-1", -1.0, "RES002"),
    ("score", "10,5", 10.5, "RES002"),
    ("score", "85", 85.0, "RES003"),
    ("score", "M", None, None),
    ("score", "Miễn", None, None),
    ("midterm_score", "v", None, "RES001"),
    ("periodic_test_score", "9", 9, None),
    ("periodic_test_score", "8,5", None, "RES005"),
    ("periodic_test_score", "giỏi", None, "RES001"),
    ("periodic_test_score", "-2", -2, "RES002"),
    ("days_absent", "2,5", None, "RES015"),
    ("days_absent", "nhiều", None, "RES015"),
    ("days_absent", "-3", -3, "RES015"),
    ("days_absent", "12", 12, None),
]


def check_results(
    settings: Settings, database: Database, rows: Rows
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Typed rows of results of one school and the findings about them."""
    register_school(database)
    classes: Rows = [{"class_code": "6A", "class_name": "6A", "grade_code": "06"}]
    columns = dict.fromkeys(name for row in rows for name in row)
    stage(
        settings, database, SCHOOL, {"class": classes, "student": [STUDENT], "result": [columns | row for row in rows]}
    )
    validate_partition(settings, database, PARTITION)
    typed, findings = rows_and_findings(settings, database, "result")
    return typed, [f for f in findings if f["dataset"] == "result"]


def test_the_own_rule_tells_of_a_cell(settings: Settings, database: Database) -> None:
    rows: Rows = [RESULT | {"local_code": f"HS{n}", field: cell} for n, (field, cell, _, _) in enumerate(CELLS)]
    typed, findings = check_results(settings, database, rows)
    fields = {field for field, *_ in CELLS}
    told = {(f["excel_row"], f["field"]): f["rule_id"] for f in findings if f["field"] in fields and f["excel_row"]}
    for n, (field, cell, value, rule_id) in enumerate(CELLS):
        assert typed[n][field] == value, cell
        assert told.get((n + 2, field)) == rule_id, cell


def test_an_exemption_is_told_once_and_asks_for_no_rating(settings: Settings, database: Database) -> None:
    rows: Rows = [
        RESULT | {"subject_code": "Thể dục", "score": "M"},
        RESULT | {"subject_code": "Âm nhạc", "score": None, "subject_rating_2021_code": "miễn"},
        RESULT | {"subject_code": "Mỹ thuật", "score": None},
    ]
    _, findings = check_results(settings, database, rows)
    by_rule = {rule: [f for f in findings if f["rule_id"] == rule] for rule in ("FLD038", "RES006", "FLD022")}
    assert sorted((f["excel_row"], f["field"]) for f in by_rule["FLD038"]) == [
        (None, "score"),
        (None, "subject_rating_2021_code"),
    ]
    assert [f["excel_row"] for f in by_rule["RES006"]] == [4]
    assert by_rule["FLD022"] == []


@pytest.mark.parametrize(
    "row", list(read_rows("own_cell_rules.csv")), ids=lambda row: f"{row['name']}-{row['rule_id']}"
)
def test_own_rules_are_those_of_the_field(row: dict[str, str]) -> None:
    catalogue = load_catalogue()
    rule = catalogue.rules[row["rule_id"]]
    assert rule.dataset == row["dataset"] and row["name"] in rule.fields
    assert catalogue.field(row["dataset"], row["name"]) and row["general_rule_id"] in catalogue.rules


def test_amounts_and_addresses(settings: Settings, database: Database) -> None:
    """FIN001 and LRN001 at the cell; nothing general beside them."""
    register_school(database)
    amounts: Rows = [
        {"fiscal_year": "2025", "budget_line_code": "15", "planned_amount": "-1", "estimated_amount": "100"},
        {"fiscal_year": "2025", "budget_line_code": "57", "planned_amount": "1,5", "estimated_amount": "-0,5"},
    ]
    resources: Rows = [
        {"resource_code": "HL1", "title": "Phân số", "url": "hoclieu.vn/1", "file_name": None},
        {"resource_code": "HL2", "title": "Số thập phân", "url": "https://hoclieu.vn/2", "file_name": None},
        {"resource_code": "HL3", "title": "Tỉ số", "url": None, "file_name": None},
    ]
    stage(settings, database, SCHOOL, {"finance": amounts, "learning_resource": resources})
    validate_partition(settings, database, PARTITION)
    _, findings = rows_and_findings(settings, database, "finance")
    places = {(f["rule_id"], f["excel_row"], f["field"]) for f in findings}
    told = {place for place in places if place[2] in ("planned_amount", "estimated_amount", "url")}
    assert told == {
        ("FIN001", 2, "planned_amount"),
        ("FIN001", 3, "estimated_amount"),
        ("LRN001", 2, "url"),
        ("LRN001", 4, "url"),
    }
