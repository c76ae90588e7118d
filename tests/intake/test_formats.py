"""The same sheets in every format of workbook are the same cells."""

from pathlib import Path

import pytest

from pipelines.intake.formats.workbook import read_workbook

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "odd_files" / "calamine"


def cells(path: Path, name: str) -> dict[tuple[str, str, int], str]:
    return {
        (sheet.name, letter, row): text
        for sheet in read_workbook(path.read_bytes(), {})
        for letter, column in zip(sheet.letters, sheet.columns, strict=True)
        for row, text in enumerate(column.to_pylist(), 1)
        if text and sheet.name == name
    }


@pytest.mark.parametrize("suffix", [".xlsb", ".xls", ".ods"])
def test_a_workbook_is_read_as_its_twin_in_xlsx(suffix: str) -> None:
    """It also has hidden sheets and a chart, which in .xlsb cannot be loaded."""
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus of odd files is not here: {CORPUS}")
    expected = cells(CORPUS / "any_sheets.xlsx", "Visible")
    assert len(expected) > 5
    assert cells(CORPUS / f"any_sheets{suffix}", "Visible") == expected
