"""What officers said before: whose rows are whose, and which persons are one."""

from pipelines.engine import Engine
from pipelines.identity.register import Register
from pipelines.identity.statements import statement


def bind_decisions(engine: Engine, register: Register) -> None:
    """The last word on rows of ``pending``, each direction of a pair of rows: tables

    - ``same_person`` (row_id, person_key), of each row the newest, and ``other_person``, whom it is not;
    - ``same_row`` (row_id, other_row_id) and ``other_row``;
    - ``told_row`` (row_id, content_key), the rows of schools about which something was said.
    """
    register.bind_decisions()
    engine.execute(statement("told_rows").format(own_number=register.kind.own_number))
    engine.execute(statement("decided"))


def heed_before_matching(engine: Engine) -> None:
    """Take away from rows the numbers of persons and rows that they were said not to be."""
    engine.execute(statement("disown"))


def heed_candidates(engine: Engine) -> None:
    """Candidates become the persons that survive; of rows with a decision only those are left that were not excluded."""
    engine.execute(statement("heed"))


def add_doubtful_pairs(engine: Engine) -> None:
    """Table ``doubtful_pair`` (row_id, person_key or other_row_id, method, score): whom the rows that wait may be."""
    engine.execute(statement("doubtful_pairs"))
