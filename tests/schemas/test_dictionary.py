"""The generated documentation says what the catalogue says."""

from schemas.catalogue import load_catalogue
from schemas.dictionary import DICTIONARY, data_dictionary
from schemas.marts import load_marts


def test_data_dictionary_is_up_to_date() -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == data_dictionary(), "run `make docs`"


def test_every_field_and_mart_is_described() -> None:
    page = data_dictionary()
    for dataset in load_catalogue().datasets.values():
        assert all(f"| `{field.name}` | {field.label_vi} |" in page for field in dataset.fields)
    assert all(f"### {mart.schema}.{mart.name}: " in page for mart in load_marts())


def test_cells_do_not_break_the_tables() -> None:
    widths = {line.replace("\\|", "").count("|") for line in data_dictionary().splitlines() if line.startswith("| `")}
    assert widths == {11, 8}
