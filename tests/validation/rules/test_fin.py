"""Rules FIN: what a school spent and means to spend, in million VND. The census date 30/9/2025 lies in fiscal year 2025."""

from tests.validation.bench import Row, findings_of
from tests.validation.rules.cases import Case, assert_fires, assert_whole


def lines(amounts: dict[str, float], field: str = "planned_amount", year: int = 2025) -> list[Row]:
    return [{"fiscal_year": year, "budget_line_code": code, field: amount} for code, amount in amounts.items()]


def fired(rule_id: str, rows: list[Row], **datasets: list[Row]) -> list[tuple[int, str, str]]:
    findings = findings_of(rule_id, finance=rows, **datasets)
    assert_whole(findings)
    return [(f["excel_row"], f["field"], f["value"]) for f in findings]


def test_fin002_sources_add_up() -> None:
    right = {"16": 100.0, "17": 80, "18": 15, "19": 5.5, "24": 50, "25": 50}
    assert fired("FIN002", lines(right)) == []
    wrong = lines({"16": 100, "17": 80, "18": 15, "40": 30, "41": 29.4})
    assert fired("FIN002", wrong) == [(2, "planned_amount", "100"), (5, "planned_amount", "30")]
    # A total alone, or parts alone, are not compared; nor years and columns with each other.
    assert fired("FIN002", lines({"16": 100, "21": 50}) + lines({"17": 1})[:0]) == []
    assert fired("FIN002", lines({"16": 100}) + lines({"17": 80}, "estimated_amount")) == []
    assert fired("FIN002", lines({"16": 100}) + lines({"17": 80}, year=2024)) == []


def test_fin002_says_line_and_sum() -> None:
    [finding] = findings_of("FIN002", finance=lines({"16": 100, "17": 80}))
    assert finding["message_vi"] == "Mã số 16: 100 khác tổng theo nguồn 80 (triệu đồng)."


def test_fin003_spending_groups_add_up() -> None:
    assert fired("FIN003", lines({"16": 100, "17": 1, "20": 40, "21": 30, "22": 20, "23": 10})) == []
    assert fired("FIN003", lines({"64": 100, "68": 40, "71": 59.4})) == [(2, "planned_amount", "100")]


def test_fin004_recurrent_spending_holds_its_parts() -> None:
    assert fired("FIN004", lines({"15": 150, "16": 100, "56": 50.4})) == []
    assert fired("FIN004", lines({"15": 200, "24": 100})) == []
    assert fired("FIN004", lines({"15": 150, "24": 100, "64": 51})) == [(2, "planned_amount", "150")]
    assert fired("FIN004", lines({"24": 100})) == []


def test_fin005_an_amount_in_another_unit() -> None:
    assert fired("FIN005", lines({"15": 500_000, "64": 900_000})) == []
    assert fired("FIN005", lines({"15": 500_001})) == [(2, "planned_amount", "500001")]
    school: list[Row] = [{"student_count": 400}]
    assert fired("FIN005", lines({"16": 150, "24": 60}), school=school) == []
    assert fired("FIN005", lines({"16": 100, "24": 60}), school=school) == [(2, "planned_amount", "100")]
    assert fired("FIN005", lines({"24": 80_001}, "final_amount"), school=school) == [(2, "final_amount", "80001")]


def test_what_the_department_lists_too_is_not_added_up() -> None:
    rows = lines({"15": 150.0, "16": 100, "17": 80, "18": 20, "20": 40, "21": 30, "22": 20, "23": 10})
    rows = [row | {"sender_code": "79"} for row in rows] + rows
    for rule_id in ("FIN002", "FIN003", "FIN004"):
        assert fired(rule_id, rows) == [], rule_id
    school: list[Row] = [{"student_count": 1}]
    spent = lines({"16": 150})
    assert fired("FIN005", [row | {"sender_code": "79"} for row in spent] + spent, school=school) == []


def test_fin006_an_amount_stands_in_the_column_of_its_year() -> None:
    cases: list[Case] = [
        ({"fiscal_year": 2025, "planned_amount": 1.0, "estimated_amount": 1.0}, None),
        ({"fiscal_year": 2025, "final_amount": 3.0}, "final_amount"),
        ({"fiscal_year": 2024, "final_amount": 3.0}, None),
        ({"fiscal_year": 2024, "planned_amount": 3.0}, "planned_amount"),
        ({"fiscal_year": 2024, "estimated_amount": 3.0}, "estimated_amount"),
        ({"fiscal_year": 2023, "final_amount": 3.0}, "fiscal_year"),
        ({"fiscal_year": 2026, "planned_amount": 3.0}, "fiscal_year"),
    ]
    findings = assert_fires("FIN006", "finance", cases)
    assert findings[0]["message_vi"] == "Dòng 3: cột số liệu không ứng với năm tài chính 2025."
    # The end of the school year 2025-2026 lies in 2026.
    later = {"fiscal_year": 2026, "planned_amount": 3.0}
    assert findings_of("FIN006", period="2025-2026-cuoi-nam", finance=[later]) == []
