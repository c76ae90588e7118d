"""docs/next_year.md, done: the schema of 2027-2028 on a copy of the data files, and both years loaded beside each other."""

import csv
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import schemas.catalogue
from pipelines.engine import Engine
from pipelines.in_force import bind_in_force
from pipelines.intake.headers import dataset_headers
from pipelines.overview.findings import findings_by_rule
from pipelines.staging import Partition, Staging
from pipelines.state.database import open_database
from pipelines.templates.columns import template_columns
from pipelines.validation.validate import validate_partition
from schemas.catalogue import load_catalogue
from tests.validation.passes import SCHOOL, STUDENT, register_school
from tests.validation.staged import settings_in, stage

THIS_YEAR, NEXT_YEAR = Partition("2026-2027-dau-nam", "79"), Partition("2027-2028-dau-nam", "79")
NEW_ROWS = {
    "fields.csv": [
        {
            "dataset": "student", "name": "interest_group_code", "label_vi": "Nhóm sở thích", "label_en": "Interest group",
            "type": "code", "required": "yes", "code_list": "interest_group", "sensitivity": "none", "source": "decision",
        },
    ],
    "code_lists.csv": [
        {"list": "interest_group", "code": "1", "label_vi": "Thể thao", "label_en": "Sports"},
        {"list": "interest_group", "code": "2", "label_vi": "Nghệ thuật", "label_en": "Arts"},
        {"list": "transfer_destination", "code": "04", "label_vi": "Trong vùng", "label_en": "Within the region"},
    ],
    "header_aliases.csv": [
        {"dataset": "student", "name": "short_name", "alias_vi": "Biệt danh"},
        {"dataset": "student", "name": "interest_group_code", "alias_vi": "Biệt danh"},
    ],
    "validity.csv": [
        {"kind": "field", "of": "student", "name": "interest_group_code", "since": "2027-09-01"},
        {"kind": "field", "of": "student", "name": "short_name", "until": "2027-08-31"},
        {"kind": "code", "of": "transfer_destination", "name": "04", "since": "2027-09-01"},
        {"kind": "code", "of": "transfer_destination", "name": "01", "until": "2027-08-31", "successor": "04"},
        {"kind": "alias", "of": "student.short_name", "name": "Biệt danh", "until": "2027-08-31"},
        {"kind": "alias", "of": "student.interest_group_code", "name": "Biệt danh", "since": "2027-09-01"},
    ],
}  # fmt: skip
LEAVER = STUDENT | {
    "short_name": "MA",
    "interest_group_code": None,
    "status_code": "04",
    "status_date": "20/09/2026",
    "transfer_destination_code": "01",
}


@pytest.fixture
def next_years_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "ministry"
    shutil.copytree(schemas.catalogue.MINISTRY, folder)
    for name, rows in NEW_ROWS.items():
        with (folder / name).open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        with (folder / name).open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, columns, restval="", lineterminator="\n").writerows(rows)
    monkeypatch.setattr(schemas.catalogue, "MINISTRY", folder)
    _forget()
    yield folder
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    load_catalogue.cache_clear()
    schemas.catalogue._validities.cache_clear()


@pytest.mark.usefixtures("next_years_schema")
def test_both_years_are_loaded_each_under_its_schema(tmp_path: Path) -> None:
    settings = settings_in(tmp_path / "home")
    database = open_database(settings.database_url)
    register_school(database)
    rows, told = {}, {}
    for partition in (THIS_YEAR, NEXT_YEAR):
        stage(settings, database, SCHOOL, {"student": [LEAVER]}, partition)
        validate_partition(settings, database, partition)
        told[partition] = {str(group["rule_id"]) for group in findings_by_rule(settings, database, [partition])}
        with Engine(settings.workspace.temporary, 500, 1) as engine:
            staging = Staging(settings.workspace.staging)
            bind_in_force(engine, "typed", database, staging, "typed", [partition], "student")
            rows[partition] = engine.rows("SELECT short_name, transfer_destination_code FROM typed")
    database.dispose()
    assert rows == {THIS_YEAR: [("MA", "01")], NEXT_YEAR: [(None, "04")]}
    changes = {"FLD001", "FLD040", "FLD039"}
    assert told[THIS_YEAR] & changes == set()
    assert told[NEXT_YEAR] & changes == changes


@pytest.mark.usefixtures("next_years_schema")
def test_a_header_means_what_it_meant_at_the_time() -> None:
    catalogue = load_catalogue()
    before, after = (dataset_headers(catalogue, day)["student"] for day in (date(2026, 9, 30), date(2027, 9, 30)))
    assert (before.aliases["biệt danh"], after.aliases["biệt danh"]) == ("short_name", "interest_group_code")
    assert "interest_group_code" not in before.required and "interest_group_code" in after.required


@pytest.mark.usefixtures("next_years_schema")
def test_a_template_is_that_of_its_year() -> None:
    catalogue = load_catalogue()
    before, after = (
        {field.name for field in template_columns(catalogue.in_force(day).datasets["student"])}
        for day in (date(2026, 9, 30), date(2027, 9, 30))
    )
    assert before ^ after == {"short_name", "interest_group_code"} and "short_name" in before


def test_what_holds_for_a_time_is_of_the_schema() -> None:
    catalogue = load_catalogue()
    aliases = {
        (f"{row['dataset']}.{row['name']}", row["alias_vi"])
        for row in schemas.catalogue.read_rows("header_aliases.csv")
    }
    known = {
        "field": {(d.name, f.name) for d in catalogue.datasets.values() for f in d.fields},
        "code": {(c.list, c.code) for codes in catalogue.code_lists.values() for c in codes},
        "alias": aliases,
    }
    for row in schemas.catalogue.read_rows("validity.csv"):
        assert (row["of"], row["name"]) in known[row["kind"]], row
        assert not row["successor"] or (row["of"], row["successor"]) in known["code"], row
        assert row["since"] or row["until"], row
