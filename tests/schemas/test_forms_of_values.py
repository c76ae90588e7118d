"""What other systems and forms write: their rows name fields, lists and codes that are there."""

from schemas.catalogue import load_catalogue, read_rows
from schemas.text import fold

CATALOGUE = load_catalogue()
CODES = {name: {code.code for code in codes} for name, codes in CATALOGUE.code_lists.items()}


def test_codes_of_other_systems_stand_for_codes_of_the_ministry() -> None:
    for code in (code for codes in CATALOGUE.dialects.values() for code in codes):
        assert {code.ministry_code, *code.other_codes} - {""} <= CODES[code.list], code
        assert bool(code.ministry_code) + code.is_blank <= 1, code
        assert code.ministry_code not in code.other_codes


def test_marks_stand_for_labels_of_their_field() -> None:
    for row in read_rows("marked_columns.csv"):
        field = CATALOGUE.field(row["dataset"], row["name"])
        labels = {code.label_vi for code in CATALOGUE.code_lists[field.code_list]}
        assert {row["value_vi"], row["otherwise_vi"]} - {""} <= labels


def test_fields_of_marks_are_yes_or_no() -> None:
    for row in read_rows("mark_fields.csv"):
        assert CATALOGUE.field(row["dataset"], row["name"]).type == "boolean"
        assert row["note_en"]


def test_a_word_says_yes_or_no_and_not_both() -> None:
    words = [(fold(row["word"]), row["value"], row["is_mark"]) for row in read_rows("yes_no_words.csv")]
    assert len({word for word, _, _ in words}) == len(words)
    assert {value for _, value, _ in words} == {"yes", "no"}
    assert {value for _, value, is_mark in words if is_mark == "yes"} == {"yes"}
