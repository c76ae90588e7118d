"""Code lists and administrative units: labels, parents, successors."""

import re
from collections import Counter, defaultdict

from schemas.catalogue import load_catalogue, read_rows
from schemas.model import AdminUnit
from schemas.text import tidy_header

CODES = list(read_rows("code_lists.csv"))
UNITS = load_catalogue().admin_units
OLD = [unit for unit in UNITS if unit.valid_to]
NEW = [unit for unit in UNITS if not unit.valid_to]
DIGITS = {"province": 2, "district": 3, "ward": 5}


def keys(units: list[AdminUnit]) -> set[tuple[str, str]]:
    return {(unit.level, unit.code) for unit in units}


def test_codes_have_labels_and_known_sources() -> None:
    assert [row for row in CODES if not (row["code"] and row["label_vi"] and row["label_en"])] == []
    assert {row["source"] for row in CODES} <= {"spec-2020", "emis-form", "circular", "national-schema", "project"}


def test_the_codes_of_a_list_are_of_one_form() -> None:
    forms = [re.compile(form) for form in (r"\d{1,6}", r"[a-z]+\d*([_-][a-z]+)*", r"[A-ZĐ]+")]
    lists: dict[str, list[str]] = defaultdict(list)
    for row in CODES:
        lists[row["list"]].append(row["code"])
    assert [name for name, codes in lists.items() if not any(all(map(f.fullmatch, codes)) for f in forms)] == []


def test_parents_exist() -> None:
    lists = load_catalogue().code_lists
    wrong = [
        (code.list, code.code, parent)
        for codes in lists.values()
        for code in codes
        for parent in code.parent_codes
        if parent not in {other.code for other in lists[code.parent_list]}
    ]
    assert wrong == []
    assert [row for row in CODES if bool(row["parent_code"]) != bool(row["parent_list"])] == []


def test_an_alias_leads_to_one_code_under_its_parent() -> None:
    leads_to: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in CODES:
        for alias in filter(None, row["aliases_vi"].split(";")):
            leads_to[row["list"], row["parent_code"], tidy_header(alias)].add(row["code"])
    assert {alias: codes for alias, codes in leads_to.items() if len(codes) > 1} == {}


def test_no_alias_is_the_label_of_another_code() -> None:
    labels = {(row["list"], row["parent_code"], tidy_header(row["label_vi"])): row["code"] for row in CODES}
    wrong = [
        (row["list"], row["code"], alias)
        for row in CODES
        for alias in filter(None, row["aliases_vi"].split(";"))
        if labels.get((row["list"], row["parent_code"], tidy_header(alias)), row["code"]) != row["code"]
    ]
    assert wrong == []


def test_both_eras_are_complete() -> None:
    assert Counter(unit.level for unit in OLD) == {"province": 63, "district": 696, "ward": 10035}
    assert Counter(unit.level for unit in NEW) == {"province": 34, "ward": 3321}


def test_unit_codes_have_the_digits_of_their_level() -> None:
    assert [unit for unit in UNITS if not (unit.code.isdigit() and len(unit.code) == DIGITS[unit.level])] == []


def test_units_lie_in_a_unit_of_their_era() -> None:
    for era in (OLD, NEW):
        known = keys(era)
        orphans = [
            unit
            for unit in era
            if unit.level != "province" and not {("province", unit.parent_code), ("district", unit.parent_code)} & known
        ]
        assert orphans == []


def test_old_units_have_successors_in_force() -> None:
    known = keys(NEW)
    assert [unit for unit in OLD if not unit.successor_codes] == []
    wrong = [
        (unit.code, successor)
        for unit in OLD
        for successor in unit.successor_codes
        if ("province" if unit.level == "province" else "ward", successor) not in known
    ]
    assert wrong == []


def test_personal_number_prefixes_are_the_old_provinces() -> None:
    rows = list(read_rows("personal_id_provinces.csv"))
    assert len(rows) == 63
    assert [row for row in rows if row["prefix"] != "0" + row["province_code"]] == []
    assert {("province", row["province_code"]) for row in rows} <= keys(OLD)
    assert {("province", row["current_province_code"]) for row in rows} <= keys(NEW)
    assert load_catalogue().personal_id_provinces["079"] == "79"


def test_every_subject_of_the_exam_is_compulsory_or_studied_under_a_code() -> None:
    lists = load_catalogue().code_lists
    rows = list(read_rows("exam_subjects.csv"))
    assert [row["exam_subject_code"] for row in rows] == [code.code for code in lists["exam_subject"]]
    studied = {row["subject_code"] for row in rows} - {""}
    assert studied <= {code.code for code in lists["subject"]}
    # The foreign language is studied under a code of its own each.
    assert [r["exam_subject_code"] for r in rows if r["is_compulsory"] == "no" and not r["subject_code"]] == [
        "ngoai-ngu"
    ]


def test_the_numbers_of_a_rank_since_2021_lead_to_the_rank_of_that_name() -> None:
    named = {
        alias: row["label_vi"] for row in CODES for alias in row["aliases_vi"].split(";") if row["list"] == "staff_rank"
    }
    assert named["V.07.02.26"] == named["V.07.02.05"] == "Giáo viên mầm non hạng III"
    assert named["V.07.03.28"] == named["V.07.03.07"] == "Giáo viên tiểu học hạng II"
    assert named["V.07.04.30"] == named["V.07.04.10"] == "Giáo viên trung học cơ sở hạng I"
