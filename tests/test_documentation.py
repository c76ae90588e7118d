"""What the documentation says exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
ROOMS = ("schemas", "pipelines", "assets", "csdl")


def sources() -> Iterator[str]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            yield path.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_settings_of_the_readme_are_those_of_the_code() -> None:
    named = set(re.findall(r"^\| `(CSDL_[A-Z_]+)`", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    read = {name for text in sources() for name in re.findall(r"\bCSDL_[A-Z_]+[A-Z]\b", text)}
    assert named == read


def test_folders_and_files_in_code_spans_exist() -> None:
    """Paths that begin with a folder of the project; placeholders and patterns are left out."""
    tops = {path.name for path in ROOT.iterdir() if path.is_dir()}
    wrong = []
    for page in PAGES:
        for span in re.findall(r"`([A-Za-z_.]+/[^` ]*)`", page.read_text(encoding="utf-8")):
            is_fixed = not re.search(r"[<>*…$]", span)
            is_generated = span.startswith(("data/workspace", ".venv"))
            if span.partition("/")[0] in tops and is_fixed and not is_generated and not (ROOT / span).exists():
                wrong.append((page.name, span))
    assert wrong == []
