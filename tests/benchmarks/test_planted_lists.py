"""Planted mistakes of the further datasets are found where they stand, and nothing is told where none was planted."""

from dataclasses import replace

import pytest

from benchmarks.rules_truth import LOADS, Truth, measure
from pipelines.generation.mistakes.kinds import KINDS
from schemas.catalogue import load_catalogue

[LOAD] = [load for load in LOADS if "class_subject" in load.datasets]


@pytest.fixture(scope="module")
def truths() -> list[Truth]:
    return measure(replace(LOAD, schools=3))[0]


def test_every_mistake_is_found_at_its_cell(truths: list[Truth]) -> None:
    assert sum(truth.planted for truth in truths) > 300
    assert [truth for truth in truths if truth.found != truth.planted] == []


def test_nothing_is_told_elsewhere(truths: list[Truth]) -> None:
    assert [truth for truth in truths if truth.elsewhere] == []


def test_kinds_spoil_fields_by_rules_that_look_at_them() -> None:
    catalogue = load_catalogue()
    for dataset in LOAD.datasets:
        assert len({kind.rule_id for kind in KINDS[dataset]}) >= 8
        for kind in KINDS[dataset]:
            rule = catalogue.rules[kind.rule_id]
            assert rule.dataset in ("any", dataset)
            assert {kind.field, "*"} & set(rule.fields), kind
