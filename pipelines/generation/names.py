"""Names of people: drawn from the frequencies in ``data/names`` and fitting to sex and ethnicity."""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from pipelines.generation.chance import Chance, Flags, Ints, Objects, Weighted
from schemas.text import fold

NAMES = Path(__file__).parents[2] / "data" / "names"
MALE, FEMALE = 1, 2

# "thi" between family and given name belongs to women, "van" as second word to men (rule STU021), in any accents.
_NOT_FOR_MEN = frozenset({"thi"})
_NOT_FOR_WOMEN = frozenset({"van"})


def _tokens(name: str) -> list[tuple[str, float]]:
    with (NAMES / name).open(encoding="utf-8", newline="") as file:
        return [(row["token"], float(row["count"])) for row in csv.DictReader(file, delimiter="\t")]


@cache
def _sexes() -> dict[tuple[str, str], int]:
    """(part, token) -> the sex that bears it; tokens that both bear are left out of the file."""
    with (NAMES / "sex.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {(row["part"], row["token"]): MALE if row["sex"] == "male" else FEMALE for row in rows}


def _worn_by(part: str, sex: int, tokens: Iterable[tuple[str, float]]) -> Weighted:
    banned = _NOT_FOR_MEN if sex == MALE else _NOT_FOR_WOMEN
    sexes = _sexes()
    return Weighted.of(
        (token, count)
        for token, count in tokens
        if sexes.get((part, token), sex) == sex and (part == "given" or fold(token) not in banned)
    )


@cache
def _parts(part: str, sex: int) -> Weighted:
    """Middle syllables or given names of one sex. Letters standing alone ("A", "H'") are left to the minorities."""
    name = {"middle": "middle_syllable.tsv", "given": "given.tsv"}[part]
    return _worn_by(
        part, sex, ((token, count) for token, count in _tokens(name) if len(token) > 1 and "'" not in token)
    )


@cache
def _families() -> dict[str, Weighted]:
    """Family names by ethnicity code; "" holds those of everybody else."""
    counts = dict(_tokens("family.tsv"))
    with (NAMES / "family_by_ethnicity.tsv").open(encoding="utf-8", newline="") as file:
        own = {
            row["ethnicity_code"]: Weighted.of((token, counts.get(token, 50.0)) for token in row["tokens"].split())
            for row in csv.DictReader(file, delimiter="\t")
        }
    general = [
        (token, count) for token, count in counts.items() if count > 1500 and "'" not in token and len(token) > 1
    ]
    return own | {"": Weighted.of(general)}


def family_names(chance: Chance, purpose: str, ids: ArrayLike, ethnicity: Objects) -> Objects:
    """A family name for each id, of the kind borne by the ethnicity given (codes)."""
    ids = np.asarray(ids)
    tables = _families()
    names = chance.pick(purpose, tables[""], ids)
    for code in set(ethnicity.tolist()) & tables.keys():
        chosen = ethnicity == code
        names[chosen] = chance.pick(purpose, tables[code], ids[chosen])
    return names


def full_names(chance: Chance, purpose: str, ids: ArrayLike, sex: Ints, family: Objects) -> Objects:
    """Family, one or two middle syllables and given name; ``sex`` is 1 male, 2 female."""
    ids = np.asarray(ids)
    middle, second, given = (np.empty(len(ids), dtype=object) for _ in range(3))
    for one in (MALE, FEMALE):
        chosen: Flags = sex == one
        middle[chosen] = chance.pick(f"{purpose} middle", _parts("middle", one), ids[chosen])
        second[chosen] = chance.pick(f"{purpose} second", _parts("middle", one), ids[chosen])
        given[chosen] = chance.pick(f"{purpose} given", _parts("given", one), ids[chosen])
    long = chance.flag(f"{purpose} long", 0.22, ids)
    names = np.empty(len(ids), dtype=object)
    names[:] = [
        f"{f} {m} {s} {g}" if two and s not in (m, g) and s not in ("Thị", "Văn") else f"{f} {m} {g}"
        for f, m, s, g, two in zip(family, middle, second, given, long, strict=True)
    ]
    return names
