"""The two kinds of persons that have a register."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of person: the dataset whose rows speak of it, and its register (a table of the operational database).

    ``own_number`` is the field with the number that the school itself gave them, ``sector_number`` that with their id.
    """

    name: str
    dataset: str
    register: str
    keeps_mother: bool
    own_number: str
    sector_number: str


LEARNER = Kind("learner", "student", "learner", keeps_mother=True, own_number="local_code", sector_number="learner_id")
STAFF = Kind(
    "staff", "staff", "staff_member", keeps_mother=False, own_number="staff_code", sector_number="sector_staff_id"
)
KINDS = {kind.name: kind for kind in (LEARNER, STAFF)}
