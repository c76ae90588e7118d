"""Who sits in which class: tables that several rules share, made once between the stages of a pass."""

from pipelines.engine import Engine
from pipelines.validation.sql import statement


def place_students(engine: Engine) -> None:
    """Tables class_of_student and combined_class; after the error rules of class, before those of student."""
    engine.execute(statement("class_of_student"))


def count_classes(engine: Engine) -> None:
    """Table class_headcount; after the last error rule, before the query rules."""
    engine.execute(statement("class_headcount"))
