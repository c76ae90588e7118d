"""The shape of the project: arrows run downwards, packages say what belongs in them, nothing foreign is tracked."""

import ast
import re
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("schemas", "pipelines", "assets", "csdl")
# What the modules of a room must not import: whatever lies above it, and the orchestrator below `assets`.
FORBIDDEN = {
    "schemas": {"pipelines", "assets", "csdl", "dagster"},
    "pipelines": {"assets", "csdl", "dagster"},
    "assets": {"csdl"},
}
COMFORTABLE_LINES = 300
SOURCE_SUFFIXES = {".py", ".sql", ".md", ".toml", ".csv", ".tsv", ".txt", ".yaml", ".yml", ".lock", ""}
# Addresses of package registries and options that name one: each installation uses its own.
REGISTRY = re.compile(r"\b(?:pypi|pythonhosted|anaconda)\.(?:org|com)\b|--(?:extra-)?index-url|--find-links")


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(module: Path) -> Iterator[str]:
    """Top-level packages that a module imports anywhere, also inside functions."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.decode().split("\0") if name]


@pytest.mark.parametrize("room", FORBIDDEN)
def test_arrows_run_downwards(room: str) -> None:
    wrong = {
        f"{module.relative_to(ROOT)} imports {package}"
        for module in modules(room)
        for package in imported(module)
        if package.partition("_")[0] in FORBIDDEN[room]
    }
    assert not wrong


@pytest.mark.parametrize("room", ROOMS)
def test_every_package_says_what_belongs_in_it(room: str) -> None:
    packages = [module for module in modules(room) if module.name == "__init__.py"]
    assert packages, f"{room}/ is no package"
    silent = [
        str(module.relative_to(ROOT))
        for module in packages
        if not ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_modules_fit_on_two_screens() -> None:
    """Only a smell, so it warns and passes."""
    for room in ROOMS:
        for module in modules(room):
            lines = len(module.read_text(encoding="utf-8").splitlines())
            if lines > COMFORTABLE_LINES:
                warnings.warn(f"{module.relative_to(ROOT)} has {lines} lines", stacklevel=1)


def test_nothing_generated_is_tracked() -> None:
    generated = re.compile(r"(^|/)(\.venv|__pycache__|data/workspace|data/demo|benchmarks/cache)(/|$)")
    wrong = [name for path in tracked_files() if generated.search(name := str(path.relative_to(ROOT)))]
    assert not wrong


def test_no_tracked_file_names_a_package_registry() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if path.is_file()
        and path != Path(__file__).resolve()
        and path.suffix in SOURCE_SUFFIXES
        and REGISTRY.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not wrong


def test_every_requirement_is_pinned_and_hashed() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    requirements = re.split(r"\n(?=[a-z])", re.sub(r"^#.*\n", "", lock, flags=re.MULTILINE))
    assert len(requirements) > 50
    assert all("==" in requirement and "--hash=sha256:" in requirement for requirement in requirements)
