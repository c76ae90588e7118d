"""Codes and places of an earlier collection as those of a later one: what took their place."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipelines.templates.previous import Row
from schemas.catalogue import Catalogue
from schemas.model import ADMIN_LEVELS, Dataset


def with_codes_in_force(dataset: Dataset, rows: Sequence[Row], then: Catalogue, now: Catalogue) -> list[Row]:
    """Rows of ``then`` with the codes of ``now``; ``dataset`` is as now.

    A code that nothing took the place of, or several, is left blank: only the school knows which of them it is.
    """
    lists = {field.name: _became(field.code_list, then, now) for field in dataset.columns if field.code_list}
    return [row | {name: became.get(str(row.get(name))) for name, became in lists.items()} for row in rows]


@lru_cache(maxsize=500)
def _became(code_list: str, then: Catalogue, now: Catalogue) -> Mapping[str, str]:
    """Code of then → the one code of now that takes its place; left out where there is none.

    A place that was divided may have left its code to one of its parts: it has come to an end all the same.
    """
    if code_list in ADMIN_LEVELS:
        units = {unit for unit in now.admin_units if unit.level == code_list}
        in_force = {unit.code for unit in units}
        followers = {
            unit.code: (unit.code,) if unit in units else unit.successor_codes
            for unit in then.admin_units
            if unit.level == code_list
        }
    else:
        in_force = {code.code for code in now.code_lists[code_list]}
        followers = {c.code: (c.code,) if c.code in in_force else (c.successor,) for c in then.code_lists[code_list]}
    found = {code: in_force.intersection(codes) for code, codes in followers.items()}
    return {code: min(codes) for code, codes in found.items() if len(codes) == 1}
