"""Every rule works and a test proves it, or it is said why not."""

import pytest

from pipelines.rulebook.evidence import Evidence, evidence
from pipelines.rulebook.page import PAGE, rules_page
from schemas.catalogue import load_catalogue

EVIDENCE = evidence(load_catalogue())


def test_the_page_of_rules_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(), "run `make docs`"


@pytest.mark.parametrize("one", EVIDENCE, ids=lambda one: one.rule.id)
def test_a_rule_works_or_says_why_not(one: Evidence) -> None:
    assert one.works or one.reason, "no statement, no program and no reason: see pipelines/rulebook/reasons.csv"
    assert not one.works or one.tests, "no test names the rule"


def test_statements_are_those_of_rules() -> None:
    found = {path for one in EVIDENCE for path in one.statements}
    assert "pipelines/validation/rules/RES009.sql" in found
    assert "pipelines/validation/rules/FLD029_student.sql" in found
    of_rule = {one.rule.id: one for one in EVIDENCE}
    assert of_rule["RES001"].statements == ()
    assert "schemas/ministry/own_cell_rules.csv" in of_rule["RES001"].compiled
    assert of_rule["IDN019"].reason and not of_rule["IDN019"].works
