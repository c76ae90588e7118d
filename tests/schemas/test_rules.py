"""The published rules are complete, name real fields and codes, and say the same in both languages."""

import re
from collections import defaultdict

import pytest

from schemas.catalogue import MINISTRY, load_catalogue, read_rows
from schemas.text import fold

RULES = load_catalogue().rules
FIELDS = list(read_rows("fields.csv"))
FIELD_NAMES = {row["name"] for row in FIELDS}
LISTS_OF: dict[str, set[str]] = defaultdict(set)
for _row in FIELDS:
    if _row["code_list"]:
        LISTS_OF[_row["name"]].add(_row["code_list"])
CODES: dict[str, set[str]] = defaultdict(set)
for _row in read_rows("code_lists.csv"):
    CODES[_row["list"]].add(_row["code"])

DATASETS = {"any", *(row["dataset"] for row in FIELDS)}
LEVELS = {"file", "cell", "row", "table", "school", "cross_school", "cross_period"}
# Names that conditions use beside the fields: counts of the reconciliation, datasets, terms.
TERMS = {"rows_read", "rows_accepted", "rows_rejected", "rows_ignored", "people_founded", "is_not"} | DATASETS
TERMS |= {path.stem for path in MINISTRY.glob("*.csv")}
# Fields of form rows under the names that rules give them.
OTHER_NAMES = {
    "amount_planned": "planned_amount",
    "amount_estimated": "estimated_amount",
    "amount_final": "final_amount",
    "study_rating_code": "learning_rating_code",
}
# Rules on personal numbers whose message is not about the number itself.
UNMASKED = {"XNA005", "XNA009", "PER009"}

NAME = re.compile(r"(?<![A-Za-z0-9_])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![A-Za-z0-9_])")
CODE_SET = re.compile(r"([a-z_]+_code) (?:not )?in \{([^}]*)\}")
CODE_VALUE = re.compile(r"([a-z_]+_code) (?:=|<>) ([0-9A-Za-z_-]+)")
CODE_RANGE = re.compile(r"([a-z_]+_code) in (\d\d-\d\d)")


def placeholders(message: str) -> set[str]:
    return set(re.findall(r"\{([a-z_]+)\}", message))


def spelled_out(codes: str) -> list[str]:
    """The codes of `01, 03-05, 09`."""
    listed = []
    for part in re.split(r"\s*,\s*", codes.strip()):
        bounds = re.fullmatch(r"(\d\d)-(\d\d)", part)
        listed += [f"{n:02d}" for n in range(int(bounds[1]), int(bounds[2]) + 1)] if bounds else [part]
    return listed


def test_rules_are_numbered_without_gaps() -> None:
    numbers = defaultdict(list)
    for rule_id in RULES:
        assert re.fullmatch(r"[A-Z]{3}[0-9]{3}", rule_id)
        numbers[rule_id[:3]].append(int(rule_id[3:]))
    assert {family for family, found in numbers.items() if sorted(found) != list(range(1, len(found) + 1))} == set()


def test_rules_are_complete() -> None:
    wrong = [
        rule.id
        for rule in RULES.values()
        if rule.dataset not in DATASETS
        or rule.level not in LEVELS
        or rule.severity not in ("error", "query")
        or not all((rule.condition_en, rule.message_vi, rule.message_en, rule.fix_vi, rule.fix_en, rule.source))
        or not (rule.fields or rule.id.startswith("FIL"))
    ]
    assert wrong == []


def test_rules_point_to_fields() -> None:
    unknown = {
        (rule.id, name)
        for rule in RULES.values()
        for name in rule.fields
        if name != "*" and OTHER_NAMES.get(name, name) not in FIELD_NAMES
    }
    assert unknown == set()


def test_texts_have_the_same_placeholders_in_both_languages() -> None:
    wrong = [
        rule.id
        for rule in RULES.values()
        if placeholders(rule.message_vi) != placeholders(rule.message_en)
        or placeholders(rule.fix_vi) != placeholders(rule.fix_en)
    ]
    assert wrong == []


def test_rules_on_a_sheet_as_a_whole_name_no_row_of_the_finding() -> None:
    wrong = [rule.id for rule in RULES.values() if rule.level == "table" and "row" in placeholders(rule.message_vi)]
    assert wrong == []


def test_personal_numbers_are_masked() -> None:
    bare = {
        rule.id
        for rule in RULES.values()
        if rule.id[:3] in ("IDN", "VER", "XNA")
        and "personal_id" in rule.fields
        and "value" in placeholders(rule.message_vi)
    }
    assert bare <= UNMASKED


def test_conditions_name_known_things() -> None:
    known = FIELD_NAMES | set(OTHER_NAMES) | TERMS | set().union(*CODES.values())
    for rule in RULES.values():
        names = set(NAME.findall(re.sub(r"\^\S+", "", rule.condition_en)))
        assert names <= known, rule.id
        assert set(re.findall(r"\b[A-Z]{3}[0-9]{3}\b", rule.condition_en)) <= set(RULES), rule.id


def test_conditions_use_codes_of_the_list() -> None:
    for rule in RULES.values():
        condition = rule.condition_en
        for field, codes in CODE_SET.findall(condition) + CODE_VALUE.findall(condition) + CODE_RANGE.findall(condition):
            known = set().union(*(CODES[name] for name in LISTS_OF.get(field, ())))
            named = {code for code in spelled_out(codes) if code and not re.search(r"_code$|^blank$|^filled$", code)}
            assert not known or named <= known, (rule.id, field)


def test_english_messages_are_english() -> None:
    ratings = re.compile(r'"[^"]*"|Đạt|Chưa|Tốt|Nam|Xuất')
    wrong = [rule.id for rule in RULES.values() if re.search(r"[À-ỹ]", ratings.sub("", rule.message_en))]
    assert wrong == []


def test_dates_are_in_order() -> None:
    wrong = [rule.id for rule in RULES.values() if rule.since and rule.until and rule.since > rule.until]
    assert wrong == []


def test_a_rule_holds_on_both_its_bounds() -> None:
    dated = [rule for rule in RULES.values() if rule.since]
    assert dated
    for rule in dated:
        assert rule.since and rule.holds_at(rule.since)
        assert not rule.holds_at(rule.since.replace(year=rule.since.year - 1))


@pytest.mark.parametrize("rule_id", ["STU007", "STU008", "IDN016"])
def test_columns_that_advice_names_are_read_as_fields_of_the_rule(rule_id: str) -> None:
    rule = RULES[rule_id]
    aliases = {fold(a["alias_vi"]): a["name"] for a in read_rows("header_aliases.csv") if a["dataset"] == "student"}
    named = re.findall('"([^"{]+)"', rule.fix_vi)
    assert named
    assert {aliases[fold(name)] for name in named} <= set(rule.fields)


def test_advice_asks_for_no_number_that_has_no_column() -> None:
    assert [rule.id for rule in RULES.values() if "thì ghi số quyết định" in rule.fix_vi] == []
