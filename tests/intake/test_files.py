"""Every file of ``tests/should_pass`` and ``tests/should_fail`` is read as the JSON file beside it says.

``rows`` are what is staged, by dataset; ``findings`` are rule and place. To add a file, lay it into the folder of its
area and run this test: it fails, and shows the JSON that it would hold. Look at every line before you keep it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.intake.conftest import install

TESTS = Path(__file__).parents[1]
FILES = sorted(
    path
    for folder in ("should_pass", "should_fail")
    for path in (TESTS / folder).glob("*/*")
    if not path.name.endswith(".json") and path.parent.name != "shapes"  # test_shapes.py knows how these were made
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> dict[str, dict[str, Any]]:
    """Name of each file → what was read of it."""
    installation = install(tmp_path_factory.mktemp("files"), empty_database)
    for path in FILES:
        installation.land(f"{path.parent.parent.name}/{path.parent.name}/{path.name}", path.read_bytes())
    installation.receive()
    # Little memory, that a file may soon use up.
    installation.within(reader_memory=600).read()
    found: dict[str, dict[str, Any]] = {name: {"findings": [], "rows": {}} for name in installation.statuses()}
    for finding in installation.findings():
        place = f"{finding['excel_column']}{finding['excel_row'] or ''}"
        found[finding["file"]]["findings"].append(f"{finding['rule_id']} {place}".rstrip())
    for dataset in installation.datasets():
        for row in installation.rows(dataset):
            rows = found[row.pop("file")]["rows"].setdefault(dataset, [])
            rows.append({name: value for name, value in row.items() if value is not None})
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TESTS).as_posix())
def test_a_file_is_read_as_is_written_beside_it(path: Path, found: dict[str, dict[str, Any]]) -> None:
    shown = json.dumps(found[path.relative_to(TESTS).as_posix()], ensure_ascii=False, indent=1, sort_keys=True)
    expected = path.with_name(f"{path.name}.json")
    assert expected.exists(), f"{expected.name} would be:\n{shown}"
    assert json.loads(shown) == json.loads(expected.read_text(encoding="utf-8"))


def test_a_file_of_should_pass_has_rows_and_one_of_should_fail_an_error(found: dict[str, dict[str, Any]]) -> None:
    assert [name for name, read in found.items() if name.startswith("should_pass") and not read["rows"]] == []
    assert [name for name, read in found.items() if name.startswith("should_fail") and not read["findings"]] == []
