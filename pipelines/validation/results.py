"""What learners achieved, whom results and candidates mean, rooms and money as they add up: tables that several rules share."""

from pipelines.engine import Engine
from pipelines.validation.sql import statement

# Dataset → table that its rules read. Those of result_learner are read by rules of student as well.
_PREPARATIONS = {
    "facility": "counted_facility",
    "result": "learner_term",
    "exam_registration": "candidate_learner",
    "finance": "budget_amount",
}


def find_learners(engine: Engine) -> None:
    """Tables result_learner and learner_of_result; after the error rules of student."""
    engine.execute(statement("result_learner"))


def prepare(engine: Engine, dataset: str) -> None:
    """Make what the rules of a dataset read besides the rows; before its error rules."""
    if name := _PREPARATIONS.get(dataset):
        engine.execute(statement(name))
