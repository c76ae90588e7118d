"""The two kinds of persons that have a register."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of person: the dataset whose rows speak of it, and its register (a table of the operational database)."""

    name: str
    dataset: str
    register: str
    keeps_mother: bool


LEARNER = Kind("learner", "student", "learner", keeps_mother=True)
STAFF = Kind("staff", "staff", "staff_member", keeps_mother=False)
