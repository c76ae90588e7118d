"""The fields of the ministry schema agree with each other and with the code lists."""

import re
from collections import Counter, defaultdict

import pytest

from schemas.catalogue import load_catalogue, read_rows
from schemas.model import ADMIN_LEVELS, Dataset
from schemas.text import tidy_header

Row = dict[str, str]

ROWS = list(read_rows("fields.csv"))
FIELDS: dict[str, dict[str, Row]] = defaultdict(dict)
for _row in ROWS:
    FIELDS[_row["dataset"]][_row["name"]] = _row

CODES: dict[str, set[str]] = defaultdict(set)
for _row in read_rows("code_lists.csv"):
    CODES[_row["list"]].add(_row["code"])
for _row in read_rows("admin_units.csv"):
    CODES[_row["level"]].add(_row["code"])

ALIASES = list(read_rows("header_aliases.csv"))

VALUES = {
    "type": {
        "string",
        "code",
        "integer",
        "decimal",
        "boolean",
        "date",
        "year",
        "phone",
        "email",
        "list",
        "binary",
    },
    "required": {"yes", "no", "conditional", "dropped"},
    "sensitivity": {"direct", "sensitive", "quasi", "none"},
    "source": {"spec-2020", "emis-form", "circular", "national-schema", "project"},
    "is_past_event": {"", "yes"},
    "allows_partial_date": {"", "yes"},
}

# One comparison of a condition: `name = v`, `name in (a, b)`, `name is null`; comparisons are joined by `and` / `or`.
COMPARISON = re.compile(
    r"(?P<field>[a-z][a-z0-9_]*) "
    r"(?:(?:=|!=|<|<=|>|>=) (?P<value>[\w-]+)|(?:not )?in \((?P<values>[\w-]+(?:, [\w-]+)*)\)|is (?:not )?null)"
)


def name_of(row: Row) -> str:
    return f"{row['dataset']}.{row['name']}"


def dataset_names() -> list[str]:
    return list(load_catalogue().datasets)


@pytest.fixture(params=dataset_names())
def dataset(request: pytest.FixtureRequest) -> Dataset:
    return load_catalogue().datasets[request.param]


def test_all_keys_of_the_specification_are_here() -> None:
    assert sum(bool(row["ministry_key"]) for row in ROWS) == 443


@pytest.mark.parametrize("column", VALUES)
def test_enumerated_columns_hold_known_values(column: str) -> None:
    assert {row[column] for row in ROWS} <= VALUES[column]


def test_keys_come_from_the_specification_and_only_from_it() -> None:
    assert [name_of(row) for row in ROWS if (row["source"] == "spec-2020") != bool(row["ministry_key"])] == []


def test_every_field_has_labels_in_both_languages() -> None:
    assert [name_of(row) for row in ROWS if not (row["label_vi"] and row["label_en"])] == []


def test_names_tell_the_type() -> None:
    wrong = [
        name_of(row)
        for row in ROWS
        if not re.fullmatch(r"[a-z][a-z0-9_]*", row["name"])
        or (row["type"] == "code") > row["name"].endswith("_code")
        or (row["type"] == "date") > row["name"].endswith("_date")
        or (row["type"] == "boolean")
        != (row["name"].startswith(("is_", "has_")) or row["name"] == "teaches_two_sessions")
    ]
    assert wrong == []


def test_coded_fields_name_a_known_list() -> None:
    wrong = [
        name_of(row)
        for row in ROWS
        if (row["type"] == "code" and not row["code_list"])
        or (row["code_list"] and row["type"] not in ("code", "list"))
        or (row["code_list"] and row["code_list"] not in CODES)
    ]
    assert wrong == []


def test_patterns_compile_and_bounds_are_numbers() -> None:
    for row in ROWS:
        re.compile(row["pattern"])
        assert row["max_length"] == "" or int(row["max_length"]) > 0, name_of(row)
        low, high = (float(row[bound]) if row[bound] else None for bound in ("minimum", "maximum"))
        assert low is None or high is None or low <= high, name_of(row)


def test_codes_match_the_pattern_of_their_field() -> None:
    wrong = [
        (name_of(row), code)
        for row in ROWS
        if row["pattern"] and row["code_list"]
        for code in CODES[row["code_list"]]
        if not re.search(row["pattern"], code)
    ]
    assert wrong == []


def test_conditional_fields_and_only_they_have_a_condition() -> None:
    assert [name_of(row) for row in ROWS if (row["required"] == "conditional") != bool(row["condition"])] == []


def test_conditions_follow_the_grammar() -> None:
    for row in (row for row in ROWS if row["condition"]):
        for comparison in re.split(r" and | or ", row["condition"]):
            match = COMPARISON.fullmatch(comparison)
            assert match, f"{name_of(row)}: cannot read {comparison!r}"
            field = FIELDS[row["dataset"]].get(match["field"])
            assert field, f"{name_of(row)}: no field {match['field']}"
            values = {match["value"]} if match["value"] else set((match["values"] or "").split(", ")) - {""}
            if field["type"] == "code":
                assert values <= CODES[field["code_list"]], name_of(row)
            if field["type"] == "boolean":
                assert values <= {"true", "false"}, name_of(row)


def test_key_fields_exist_and_can_stand_in_a_sheet(dataset: Dataset) -> None:
    columns = {field.name for field in dataset.columns}
    assert {name for key in dataset.key_fields for name in key.split("|")} <= columns
    assert {"school_code", "school_year"} <= columns


def test_datasets_depend_on_earlier_ones(dataset: Dataset) -> None:
    names = dataset_names()
    assert set(dataset.depends_on) <= set(names[: names.index(dataset.name)])


def test_labels_of_a_dataset_are_unlike(dataset: Dataset) -> None:
    """A template has one column a field, so two fields must not share a header."""
    labels = Counter(tidy_header(field.label_vi) for field in dataset.columns)
    assert [label for label, count in labels.items() if count > 1] == []


def test_every_label_finds_its_own_field(dataset: Dataset) -> None:
    aliases = load_catalogue().aliases[dataset.name]
    wrong = [field.name for field in dataset.columns if aliases[tidy_header(field.label_vi)] != field.name]
    assert wrong == []


def test_aliases_name_fields_and_carry_no_marks() -> None:
    assert [row for row in ALIASES if row["name"] not in FIELDS[row["dataset"]]] == []
    assert [row for row in ALIASES if re.search(r"[*()]", row["alias_vi"])] == []


def test_a_telephone_is_no_ethnicity() -> None:
    """Short headers that differ by an accent only."""
    aliases = load_catalogue().aliases["student"]
    assert (aliases["đt"], aliases["dt"]) == ("phone", "ethnicity_code")


def test_an_alias_leads_to_one_field() -> None:
    leads_to: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in ALIASES:
        leads_to[row["dataset"], tidy_header(row["alias_vi"])].add(row["name"])
    assert {alias: fields for alias, fields in leads_to.items() if len(fields) > 1} == {}


def test_required_fields_are_found_under_several_headers(dataset: Dataset) -> None:
    headers = Counter(load_catalogue().aliases[dataset.name].values())
    assert [field.name for field in dataset.columns if field.required == "yes" and headers[field.name] < 3] == []


def test_admin_levels_are_no_code_lists() -> None:
    assert not set(ADMIN_LEVELS) & set(load_catalogue().code_lists)
