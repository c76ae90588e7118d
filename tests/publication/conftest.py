from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pipelines.engine import Engine
from pipelines.publication import publish as publishing
from pipelines.publication.audit import Failure, TableMeasures
from pipelines.publication.pointer import readable_pointer, switch
from tests.marts.sample import sample
from tests.marts.staged import Staged


class QuickPlausibility:
    """Stands in for the Great Expectations process, which takes seconds to start (see ``test_plausibility.py``)."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)

    def __enter__(self) -> "QuickPlausibility":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def begin(self, engine: Engine, tables: Sequence[TableMeasures]) -> None:
        pass

    def result(self) -> tuple[list[Failure], list[Failure]]:
        return [], []


@pytest.fixture(autouse=True, scope="module")
def quick_audit() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publishing, "PlausibilityAudit", QuickPlausibility)
        patch.delenv("CSDL_RESTRICTED_KEY", raising=False)
        yield


@pytest.fixture
def staged(tmp_path: Path) -> Staged:
    """A workspace that nothing was published from."""
    return sample(tmp_path)


@pytest.fixture(scope="module")
def published(quick_audit: None, tmp_path_factory: pytest.TempPathFactory) -> Staged:
    """A workspace with a release, for tests that change nothing."""
    staged = sample(tmp_path_factory.mktemp("published"))
    publishing.publish(staged.settings, staged.database)
    return staged


@pytest.fixture
def released(published: Staged, tmp_path: Path) -> Staged:
    """A workspace of the test's own from which the same was published."""
    copy = published.copy(tmp_path)
    pointer = readable_pointer(copy.settings.workspace)
    assert pointer
    switch(copy.settings.workspace, pointer)
    return copy
