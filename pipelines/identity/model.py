"""The probabilistic model: how much speaks for two descriptions being of one person (Splink, after Fellegi and Sunter).

A model is versioned JSON under ``models/``, made by ``csdl identity train`` and never changed by a run; strategies.csv says
which one is used and from which weights on a pair is linked or shown. How common a name is comes from the counts of
syllables that ship with csdl, not from the rows of a run, so that a pair weighs the same in any company.
"""

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from pipelines.engine import Engine
from pipelines.identity.statements import statement
from pipelines.identity.strategies import Bands
from schemas.text import fold

if TYPE_CHECKING:
    from splink import Linker, SettingsCreator

_MODELS = Path(__file__).with_name("models")
_NAMES = Path(__file__).parents[2] / "data" / "names"
_PARTS = {"family": "family.tsv", "middle": "middle_syllable.tsv", "given": "given.tsv"}
# Columns compared by how common their value is.
NAMES = ("folded_name", "folded_mother_name", "folded_father_name")
_SIDES = ("absentee", "residue")


def model_path(name: str) -> Path:
    return _MODELS / f"{name}.json"


def weigh_pairs(engine: Engine, bands: Bands) -> None:
    """Table ``weight`` (row_id, person_key, weight): the pairs of ``blocked_pair`` that weigh enough to be shown.

    Weights are log2 of the odds.
    """
    with engine.connect_beside() as connection:
        linker = open_linker(engine, connection, model_path(bands.model))
        weighed = linker.inference.predict(threshold_match_weight=bands.review_at).physical_name
        weights = connection.execute(statement("absent/weights").format(weighed=weighed)).to_arrow_table()
    engine.bind_arrow("weight", weights)


def open_linker(engine: Engine, connection: duckdb.DuckDBPyConnection, settings: "Path | SettingsCreator") -> "Linker":
    """A linker of ``absentee`` and ``residue`` over the pairs of ``blocked_pair``. Splink takes a second to import."""
    from splink import DuckDBAPI, Linker

    interface = DuckDBAPI(connection)
    sides = [
        interface.register(engine.arrow(statement(f"absent/{side}_described")), dataset_display_name=side)
        for side in _SIDES
    ]
    linker = Linker(sides, settings, log_level="WARNING", validate_settings=False)
    engine.bind_arrow("token_share", _token_shares())
    shares = engine.arrow(statement("absent/name_share"))
    for column in NAMES:
        renamed = shares.rename_columns([column, f"tf_{column}"])
        linker.table_management.register_term_frequency_lookup(interface.register(renamed), column)
    pairs = interface.register(engine.arrow(statement("absent/pairs_to_weigh")))
    linker.table_management.register_blocked_pairs_for_predict(pairs)
    return linker


@cache
def _token_shares() -> pa.Table:
    """Share of each folded syllable at its place in a name."""
    shares: dict[tuple[str, str], float] = {}
    for part, name in _PARTS.items():
        with (_NAMES / name).open(encoding="utf-8", newline="") as file:
            counts = [(fold(row["token"]), int(row["count"])) for row in csv.DictReader(file, delimiter="\t")]
        total = sum(count for _, count in counts)
        for token, count in counts:
            shares[part, token] = shares.get((part, token), 0.0) + count / total
    parts, tokens = zip(*shares, strict=True)
    return pa.table({"part": parts, "token": tokens, "share": list(shares.values())})
