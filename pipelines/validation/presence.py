"""Which schools are there, dataset by dataset: what depends on a dataset asks for them (XSC001); and whose list of them counts."""

from pipelines.engine import Engine, quote_identifier, quote_text
from pipelines.validation.sql import statement


def create_present_school(engine: Engine) -> None:
    """Make table ``present_school``: dataset and the schools of which some row of it was accepted."""
    engine.execute("CREATE TABLE present_school (dataset VARCHAR NOT NULL, school_code VARCHAR NOT NULL)")


def note_present_schools(engine: Engine, dataset: str) -> None:
    """Add the schools of one dataset, whose rows must have been rejected before."""
    accepted = quote_identifier(f"accepted_{dataset}")
    engine.execute(
        f"INSERT INTO present_school SELECT DISTINCT {quote_text(dataset)}, school_code FROM {accepted} "
        "WHERE school_code IS NOT NULL"
    )


def choose_lists(engine: Engine) -> None:
    """Views ``leading_list`` and, of the datasets that rules count, ``leading_<dataset>``: of a school in several lists only one."""
    engine.execute(statement("leading_list"))
