"""rules: the catalogue at the terminal, and for makers of software."""

import csv
import json
from pathlib import Path

from schemas.catalogue import load_catalogue
from tests.cli.conftest import Csdl

CATALOGUE = load_catalogue()


def test_rules_are_listed_by_dataset_family_and_severity(csdl: Csdl) -> None:
    answer = csdl("rules", "list", "--dataset", "result", "--severity", "query", "--json")
    listed = json.loads(answer.stdout)
    assert listed["version"] == CATALOGUE.version
    ids = {rule["rule_id"] for rule in listed["rules"]}
    assert {"RES004", "FLD022"} <= ids and not ids & {"RES009", "FIN005", "STU003"}
    finance = json.loads(csdl("rules", "list", "--family", "fin", "--json").stdout)["rules"]
    assert [rule["rule_id"] for rule in finance] == [f"FIN{n:03d}" for n in range(1, 7)]
    table = csdl("rules", "list", "--family", "RES")
    assert table.exit_code == 0 and "RES018" in table.stdout and "18 quy tắc" in table.stdout


def test_a_rule_is_explained_in_both_languages(csdl: Csdl) -> None:
    answer = csdl("rules", "show", "exa004")
    assert answer.exit_code == 0
    for text in ("EXA004 (error)", "từ 2025-02-08 đến —", "Ví dụ: Dòng 12: môn thi tự chọn", "How to mend: "):
        assert text in answer.stdout
    rule = json.loads(csdl("rules", "show", "EXA004", "--json").stdout)
    assert (rule["since"], rule["until"], rule["fields"][0]) == ("2025-02-08", None, "first_elective_code")


def test_what_is_not_there_is_said(csdl: Csdl) -> None:
    for arguments, words in (
        (("show", "RES999"), "RES999"),
        (("list", "--dataset", "pupils"), "student"),
        (("list", "--family", "ZZZ"), "RES"),
        (("list", "--severity", "fatal"), "query"),
    ):
        answer = csdl("rules", *arguments)
        assert answer.exit_code == 2 and words in answer.stderr


def test_the_catalogue_is_exported_with_its_version(csdl: Csdl, tmp_path: Path) -> None:
    assert csdl("rules", "export", tmp_path / "out").exit_code == 0
    as_json = json.loads((tmp_path / "out" / f"rules-{CATALOGUE.version}.json").read_text(encoding="utf-8"))
    assert as_json["version"] == CATALOGUE.version
    assert [rule["rule_id"] for rule in as_json["rules"]] == list(CATALOGUE.rules)
    with (tmp_path / "out" / f"rules-{CATALOGUE.version}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(CATALOGUE.rules)
    assert rows[0]["message_vi"] == CATALOGUE.rules["FIL001"].message_vi
    assert {row["version"] for row in rows} == {CATALOGUE.version}
