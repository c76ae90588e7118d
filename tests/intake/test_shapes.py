"""One workbook a shape: every row is found, every finding stands where it belongs, nothing else is told."""

from functools import cache
from typing import Any

import pytest

from pipelines.intake.reader import ReadFile
from pipelines.validation.rules import OWN_PLACEHOLDERS, PLACEHOLDER
from schemas.catalogue import load_catalogue
from tests.intake.shapes import FOLDER, PUPILS, SHAPES, Example
from tests.intake.test_sheets import read

FILES = sorted(path.name for path in FOLDER.iterdir())


@cache
def read_shape(name: str) -> tuple[Example, ReadFile]:
    path = FOLDER / name
    return SHAPES[path.stem](PUPILS), read(path.read_bytes(), name)


def records(file: ReadFile, fields: set[str]) -> list[tuple[Any, ...]]:
    return [
        (sheet.name, sheet.dataset, row, {name: value for name, value in values.items() if name in fields and value})
        for sheet in file.sheets
        for row, values in zip(sheet.rows.excel_rows.tolist(), sheet.rows.fields.to_pylist(), strict=True)
    ]


def test_each_shape_has_its_workbook() -> None:
    assert {path.stem for path in FOLDER.glob("*.xlsx")} == set(SHAPES)


@pytest.mark.parametrize("name", FILES)
def test_the_rows_of_a_shape_are_read(name: str) -> None:
    example, file = read_shape(name)
    fields = {field for record in example.records for field in record.values}
    expected = [(r.sheet, r.dataset, r.excel_row, r.values) for r in example.records]
    assert sorted(records(file, fields), key=repr) == sorted(expected, key=repr)


@pytest.mark.parametrize("name", FILES)
def test_the_header_of_a_shape_is_found(name: str) -> None:
    example, file = read_shape(name)
    assert [(sheet.name, sheet.dataset, sheet.header_row) for sheet in file.sheets] == example.tables


@pytest.mark.parametrize("name", FILES)
def test_the_findings_of_a_shape_are_told_and_no_others(name: str) -> None:
    example, file = read_shape(name)
    found = [(f.rule_id, f.sheet, f.excel_row, f.excel_column) for f in file.findings]
    assert sorted(found, key=repr) == sorted(example.findings, key=repr)


@pytest.mark.parametrize("name", FILES)
def test_the_findings_of_a_shape_say_what_their_message_needs(name: str) -> None:
    for finding in read_shape(name)[1].findings:
        needed = PLACEHOLDER.findall(load_catalogue().rules[finding.rule_id].message_vi)
        assert set(needed) - OWN_PLACEHOLDERS - {"value"} <= finding.parameters.keys()
