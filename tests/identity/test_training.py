"""The model is made on purpose and is the same each time it is made the same way."""

import json
from pathlib import Path

from typer.testing import CliRunner

from csdl.app import app
from pipelines.identity.model import model_path
from pipelines.identity.strategies import load_strategies
from pipelines.identity.training import train_learners


def test_the_same_seed_makes_the_same_model(tmp_path: Path) -> None:
    first, second = (train_learners(3_000, 7, tmp_path) for _ in range(2))
    assert first == second


def test_the_model_in_use_ships_and_is_whole() -> None:
    (bands,) = [strategy.bands for strategy in load_strategies("learner") if strategy.bands]
    model = json.loads(model_path(bands.model).read_text(encoding="utf-8"))
    levels = [level for comparison in model["comparisons"] for level in comparison["comparison_levels"]]
    shares = [level for level in levels if not level.get("is_null_level")]
    assert all(0 < level["m_probability"] <= 1 and 0 < level["u_probability"] <= 1 for level in shares)


def test_agreeing_speaks_for_one_person(tmp_path: Path) -> None:
    """The most agreeing level of each comparison weighs more than none of its kind."""
    for comparison in train_learners(3_000, 7, tmp_path)["comparisons"]:
        levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        odds = [level["m_probability"] / level["u_probability"] for level in levels]
        assert max(odds) > 1 > odds[-1], comparison["output_column_name"]


def test_a_model_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text("as it was")
    answer = CliRunner().invoke(app, ["identity", "train", "--version", "1", "--out", str(path)])
    assert answer.exit_code == 2
    assert path.read_text() == "as it was"
