"""Which values of a row belong together: one of them says nothing of the others' successors."""

from functools import cache

from pipelines.validation.cells import parent_fields
from pipelines.validation.conditions import named_fields
from pipelines.validation.typed_rows import SUPPLIED_FIELDS
from schemas.catalogue import Catalogue
from schemas.model import ADMIN_LEVELS, Dataset

# Beginnings of names that say what kind of value it is, not of what.
_KINDS = frozenset({"is", "has", "school"})


@cache
def belongs_to(catalogue: Catalogue, dataset: Dataset) -> dict[str, list[str]]:
    """Field → the fields that must be the same for its value to be of the same: mother_phone is of mother_name, a ward of its province,
    the date of a card of its number, the reason for leaving of the status.
    """
    pairs: set[tuple[str, str]] = set()
    names = {field.name for field in dataset.columns} - SUPPLIED_FIELDS
    for field in dataset.columns:
        others = set(named_fields(field.condition))
        if field.code_list and field.code_list != ADMIN_LEVELS[0]:
            others |= {parent.name for parent in parent_fields(catalogue, dataset, field)}
        if field.code_list == "grade":
            others |= {"class_code", "class_name"}
        subject = field.name.partition("_")[0]
        if subject not in _KINDS:
            others |= {name for name in names if name.startswith(f"{subject}_")}
        pairs |= {pair for other in others & names for pair in ((field.name, other), (other, field.name))}
    return {name: sorted(other for one, other in pairs if one == name and other != name) for name in names}
