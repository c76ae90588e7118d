from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.engine import Engine
from pipelines.marts.build import bind_views, build_marts
from pipelines.marts.inputs import bind_inputs
from tests.marts.sample import sample
from tests.marts.staged import Staged


def build(staged: Staged, folder: Path) -> Engine:
    """The marts of a workspace, written to ``folder`` and bound in the engine that is answered."""
    engine = Engine(staged.settings.workspace.temporary, memory=600, threads=2)
    bind_inputs(engine, staged.settings, staged.database)
    bind_views(engine)
    build_marts(engine, folder)
    return engine


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    home = tmp_path_factory.mktemp("sample")
    with build(sample(home), home / "marts") as engine:
        yield engine
