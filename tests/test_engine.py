"""The engine is silent: what it prints would stand in the answers of commands."""

from pathlib import Path

from pipelines.engine import Engine


def test_no_progress_bar_is_printed(tmp_path: Path) -> None:
    # A statement must take seconds before there would be one.
    with Engine(tmp_path, memory=500, threads=1) as engine:
        assert engine.value("SELECT current_setting('enable_progress_bar')") is False
