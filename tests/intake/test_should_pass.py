"""Every file of should_pass/ holds the same three pupils."""

from pathlib import Path

import pytest

from tests.intake.conftest import Installation, Row, install

FILES = sorted((Path(__file__).parent / "should_pass").iterdir())


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Installation:
    installation = install(tmp_path_factory.mktemp("pass"), empty_database)
    installation.submit(*FILES)
    installation.read()
    return installation


def test_no_file_has_a_finding_but_on_hidden_sheets(loaded: Installation) -> None:
    assert set(loaded.statuses().values()) == {"read"}
    assert [(f["file"], f["rule_id"]) for f in loaded.findings()] == [
        ("protected.xls", "FIL026"),
        ("protected.xlsx", "FIL026"),
        ("students.ods", "FIL026"),
        ("students.xls", "FIL026"),
    ]


@pytest.mark.parametrize("name", [path.name for path in FILES])
def test_a_file_of_every_kind_is_read(name: str, loaded: Installation) -> None:
    def shown(row: Row) -> tuple[str, ...]:
        return row["full_name"], row["birth_date"], row["sex_code"], row["ethnicity_code"]

    assert [shown(row) for row in loaded.rows() if row["file"] == name] == [
        ("Nguyễn Văn An", "15/03/2014", "Nam", "Kinh"),
        ("Trần Thị Bích", "01/12/2014", "Nữ", "Tày"),
        ("Lê Hoàng Cường", "30/07/2014", "Nam", "Kinh"),
    ]
