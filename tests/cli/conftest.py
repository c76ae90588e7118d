"""The program on workspaces of its own: an empty one, and one that it loaded itself."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from csdl.app import app

Answer = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Csdl:
    """Commands on one workspace: called in this process, or as a ``program`` of their own."""

    home: Path
    answers: dict[str, Answer] = field(default_factory=dict)

    def __call__(self, *arguments: object) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], env={"CSDL_HOME": str(self.home)})

    def program(self, *arguments: object) -> Answer:
        return subprocess.run(
            [sys.executable, "-c", "from csdl.main import main; main()", *map(str, arguments)],
            env=os.environ | {"CSDL_HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def csdl(tmp_path_factory: pytest.TempPathFactory) -> Csdl:
    """An empty workspace."""
    return Csdl(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="session")
def loaded(sample_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Csdl:
    """A workspace into which three schools handed in, with the program's answers to submit and run."""
    installation = Csdl(tmp_path_factory.mktemp("loaded"))
    installation.answers["submit"] = installation.program("submit", sample_tree, "--json")
    installation.answers["run"] = installation.program("run")
    return installation
