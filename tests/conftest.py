"""Samples that tests of several areas share; made once."""

from pathlib import Path

import pytest

from pipelines.generation.generate import generate

SAMPLE_PERIOD = "2025-2026-dau-nam"


@pytest.fixture(scope="session")
def sample_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A landing tree of three schools in one period, with planted mistakes. Not to be written to."""
    out = tmp_path_factory.mktemp("samples")
    generate(out, schools=3, periods=[SAMPLE_PERIOD], seed=5)
    return out / "landing"
