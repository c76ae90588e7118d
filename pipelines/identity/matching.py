"""From rows to persons: against the register, then among the rows of the run themselves."""

from collections.abc import Sequence

from pipelines.engine import Engine
from pipelines.identity.absentees import compare_with_absentees
from pipelines.identity.decisions import add_doubtful_pairs, heed_before_matching, heed_candidates
from pipelines.identity.model import weigh_pairs
from pipelines.identity.register import Register
from pipelines.identity.statements import statement
from pipelines.identity.strategies import Strategy, strategy_table

_NAMESAKES = ("namesake", "namesake_at_school")
_CREATE_CANDIDATE = """
CREATE TABLE candidate (
    row_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    person_key BIGINT NOT NULL,
    score DOUBLE NOT NULL,
    claims_other_id BOOLEAN NOT NULL,
    is_settled BOOLEAN NOT NULL
)
"""
_CREATE_VERDICT = """
CREATE TABLE verdict (
    row_id BIGINT NOT NULL,
    person_key BIGINT,
    outcome VARCHAR NOT NULL,
    position BIGINT NOT NULL,
    method VARCHAR NOT NULL,
    score DOUBLE NOT NULL
)
"""
_CREATE_SHARED_KEY = """
CREATE TABLE shared_key (
    position BIGINT NOT NULL,
    key VARCHAR NOT NULL,
    row_id BIGINT NOT NULL,
    is_sound BOOLEAN NOT NULL
)
"""


def match_rows(engine: Engine, register: Register, strategies: Sequence[Strategy]) -> None:
    """Decide about every row of ``pending``: table ``decision``, and view ``alone`` of those that name a new person each.

    Columns of ``decision``: row_id, person_key or newcomer (a row that names a person the register does not know yet),
    outcome, position and method of the strategy, score. And table ``doubtful_pair``: whom those may be that wait.
    """
    engine.bind_arrow("strategy", strategy_table(strategies))
    _recognise(engine, register, strategies)
    _compare_rows(engine, strategies)
    engine.execute(statement("decide"))
    engine.execute(statement("crowd"))
    add_doubtful_pairs(engine)


def hold_unknown_ids(engine: Engine) -> None:
    """Let rows wait that would enter somebody under an id the register does not know (IDN013); comes after ``match_rows``."""
    engine.execute(statement("hold_unknown_ids"))


def _recognise(engine: Engine, register: Register, strategies: Sequence[Strategy]) -> None:
    """Table ``verdict``: the rows for which the register has candidates, and what these amount to."""
    engine.execute(_CREATE_CANDIDATE)
    engine.execute(_CREATE_VERDICT)
    register.bind_persons()
    heed_before_matching(engine)
    rows = "pending"
    for strategy in strategies:
        if strategy.is_number:
            _find(engine, rows, strategy)
            engine.execute(statement("open_rows").format(rows=rows))
            rows = "open_row"
    engine.execute(statement("namesakes"))
    register.bind_schools_of_namesakes()
    for strategy in strategies:
        if strategy.persons in _NAMESAKES:
            _find(engine, "row_with_namesake", strategy)
    heed_candidates(engine)
    engine.execute(statement("judge"))
    _recognise_absentees(engine, register, [s for s in strategies if s.persons == "absentee"])


def _recognise_absentees(engine: Engine, register: Register, strategies: Sequence[Strategy]) -> None:
    """Extend ``verdict`` by rows of persons who were in the province before and not seen yet in this period."""
    if not strategies or not compare_with_absentees(engine, register.kind):
        return
    engine.execute("CREATE TEMP VIEW wanted_person AS SELECT DISTINCT person_key FROM blocked_pair")
    register.bind_more_persons()
    engine.execute(statement("absent/compared"))
    for strategy in strategies:
        if strategy.bands is None:
            _find(engine, "residue", strategy)
    heed_candidates(engine)
    engine.execute(statement("judge"))
    engine.execute(statement("absent/claimed_twice"))
    for strategy in strategies:
        if strategy.bands is not None:
            weigh_pairs(engine, strategy.bands)
            engine.execute(statement("absent/banded"))


def _find(engine: Engine, rows: str, strategy: Strategy) -> None:
    _bind_keys(engine, "row_side", rows, strategy)
    _bind_keys(engine, "person_side", strategy.persons, strategy)
    engine.execute(statement("find"), {"position": strategy.position})


def _compare_rows(engine: Engine, strategies: Sequence[Strategy]) -> None:
    """Table ``settled``: where the rows belong that have to do with others and for which the register has nobody."""
    engine.execute(statement("tell_apart"))
    engine.execute(statement("members"))
    engine.execute(_CREATE_SHARED_KEY)
    for strategy in strategies:
        if strategy.persons != "absentee":
            _bind_keys(engine, "row_side", "member", strategy)
            engine.execute(statement("share"), {"position": strategy.position})
    engine.execute(statement("tie"))
    before, after = None, engine.value("SELECT sum(component) FROM component")
    while after != before:
        engine.execute(statement("spread"))
        before, after = after, engine.value("SELECT sum(component) FROM component")
    engine.execute(statement("doubt"))
    engine.execute(statement("settle"))


def _bind_keys(engine: Engine, name: str, subject: str, strategy: Strategy) -> None:
    engine.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS WITH subject AS (SELECT * FROM {subject}) {strategy.keys}")
