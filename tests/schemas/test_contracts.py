"""The contracts of typed rows: clean rows pass, every planted violation is counted, values stay behind."""

from dataclasses import asdict
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from schemas import contracts
from schemas.arrow import typed_schema
from schemas.catalogue import load_catalogue
from schemas.contracts import Violation, keep_contract, typed_contract, violations

DATASETS = load_catalogue().datasets
STUDENT = DATASETS["student"]
NAME = "Nguyễn Thị Lan"
CLEAN = {
    "row_id": 1,
    "sender_code": "79760501",
    "school_code": "79760501",
    "school_year": 2025,
    "full_name": NAME,
    "birth_date": date(2015, 3, 2),
    "birth_date_year": 2015,
    "sex_code": "02",
    "ethnicity_code": "01",
    "nationality_code": "704",
    "personal_id": "079315000123",
    "learner_id": "7900123458",
    "class_name": "5A",
    "grade_code": "05",
    "status_code": "01",
    "admission_type_code": "0",
    "home_province_code": "79",
    "phone": "0912345678",
}


def students(*changes: dict[str, Any]) -> pa.Table:
    schema = typed_schema(STUDENT)
    assert all(change.keys() <= set(schema.names) for change in (CLEAN, *changes))
    required = {field.name: "x" for field in STUDENT.columns if field.required == "yes"}
    assert required.keys() <= CLEAN.keys(), required.keys() - CLEAN.keys()
    return pa.Table.from_pylist([CLEAN | change for change in changes], schema=schema)


def test_clean_rows_pass() -> None:
    table = students({}, {"row_id": 2, "phone": None})
    assert violations(STUDENT, table) == []
    assert keep_contract(STUDENT, [table, table.slice(0, 0), students({"phone": "0912345679"})])


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.name)
def test_empty_table_passes(dataset: Any) -> None:
    assert violations(dataset, typed_schema(dataset).empty_table()) == []


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.name)
def test_contract_covers_every_typed_column(dataset: Any) -> None:
    typed = set(typed_schema(dataset).names) - {"row_id", "sender_code"}
    assert set(typed_contract(dataset).columns) == typed


@pytest.mark.parametrize(
    ("change", "column", "check"),
    [
        ({"full_name": None}, "full_name", "not_nullable"),
        ({"sex_code": "1"}, "sex_code", "isin"),
        ({"home_province_code": "03"}, "home_province_code", "isin"),
        ({"learner_id": "123"}, "learner_id", "pattern"),
        ({"school_year": 1492}, "school_year", "pattern"),
        ({"full_name": "A" * 151}, "full_name", "str_length"),
    ],
)
def test_planted_violation_is_counted(change: dict[str, Any], column: str, check: str) -> None:
    table = students({}, change, {}, change)
    assert Violation(column, check, 2) in violations(STUDENT, table)


@pytest.mark.parametrize("few", [0, 1, 1000])
@pytest.mark.parametrize("column", ["full_name", "sex_code", "home_province_code", "learner_id", "school_year"])
def test_one_wrong_row_of_many_tables_breaks_the_contract(
    column: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether its column has few witnesses or many, and wherever it stands."""
    monkeypatch.setattr(contracts, "_FEW_WITNESSES", few)
    wrong = {"full_name": None, "sex_code": "1", "home_province_code": "03", "learner_id": "123", "school_year": 1492}
    right, table = students({}, {"full_name": "Lê Văn An"}), students({}, {column: wrong[column]})
    texts = [field.name for field in table.schema if field.type == pa.string()]
    encoded = pa.table(
        {n: c.dictionary_encode() if n in texts else c for n, c in zip(table.column_names, table.columns, strict=True)}
    )
    for broken in (table, encoded):
        assert not keep_contract(STUDENT, [broken, right])
        assert not keep_contract(STUDENT, [right, right, broken])
    assert keep_contract(STUDENT, [right, right])


def test_a_table_without_a_column_or_with_another_type_breaks_the_contract() -> None:
    right = students({})
    assert not keep_contract(STUDENT, [right, right.drop_columns(["phone"])])
    position = right.schema.get_field_index("school_year")
    assert not keep_contract(STUDENT, [right, right.set_column(position, "school_year", pa.array(["2025"]))])


def test_numbers_are_bounded() -> None:
    dataset = DATASETS["facility"]
    row = {
        "school_code": "79760501",
        "school_year": 2025,
        "facility_type_code": load_catalogue().code_lists["facility_type"][0].code,
        "construction_code": load_catalogue().code_lists["construction"][0].code,
    }
    table = pa.Table.from_pylist(
        [row | {"quantity": 3}, row | {"quantity": -1}, row | {"quantity": -2}], schema=typed_schema(dataset)
    )
    assert violations(dataset, table) == [Violation("quantity", "greater_than_or_equal_to", 2)]


def test_what_a_query_accepts_is_no_violation() -> None:
    """Old phone and identity card numbers are told and accepted (FLD027, IDN002)."""
    assert violations(STUDENT, students({"phone": "01234567890", "personal_id": "123456789"})) == []


def test_counts_are_summed_over_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contracts, "_BATCH_ROWS", 2)
    assert violations(STUDENT, students(*[{"sex_code": "9"}] * 5)) == [Violation("sex_code", "isin", 5)]


def test_required_column_that_is_empty_throughout_is_found() -> None:
    assert violations(STUDENT, students({"sex_code": None}, {"sex_code": None})) == [
        Violation("sex_code", "not_nullable", 2)
    ]


def test_birth_date_may_be_known_in_part_but_not_be_missing() -> None:
    year_only = {"birth_date": None, "birth_date_partial": "2015"}
    assert violations(STUDENT, students(year_only)) == []
    missing = {"birth_date": None, "birth_date_year": None}
    assert violations(STUDENT, students({}, missing)) == [Violation("birth_date_year", "not_nullable", 1)]


def test_missing_column_and_wrong_type_are_found() -> None:
    table = students({}, {}).drop_columns(["ethnicity_code"])
    position = table.schema.get_field_index("school_year")
    table = table.set_column(position, "school_year", pa.array(["2025", "2025"]))
    found = violations(STUDENT, table)
    assert Violation("ethnicity_code", "column_in_dataframe", 2) in found
    assert Violation("school_year", "dtype('int64[pyarrow]')", 2) in found


def test_values_stay_behind() -> None:
    found = violations(STUDENT, students({"sex_code": NAME, "learner_id": NAME}))
    assert found
    assert NAME not in str([asdict(violation) for violation in found])
