"""Repeatable chance: the same seed, purpose and identity give the same draw, wherever and in whatever order it is made.

A person's name or birthday is not stored: it is drawn again from the person's number whenever it is needed. So schools
can be written by several processes, and a learner keeps every trait from period to period.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Objects = NDArray[np.object_]
Days = NDArray[np.datetime64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@lru_cache(maxsize=4096)
def _key(seed: int, purpose: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{seed}:{purpose}".encode(), digest_size=8).digest(), "little")


def _mix(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): every input bit moves half of the output bits."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def new_year(year: ArrayLike) -> Days:
    """The first of January of some years."""
    years: Days = (np.asarray(year, dtype=np.int64) - 1970).astype("M8[Y]")
    return years.astype("M8[D]")


def year_of(days: Days) -> Ints:
    """The years of some days."""
    return days.astype("M8[Y]").astype(np.int64) + 1970


@dataclass(frozen=True)
class Weighted:
    """Values with the share of draws each should get."""

    values: Objects
    edges: Floats

    @classmethod
    def of(cls, pairs: Iterable[tuple[Any, float]]) -> "Weighted":
        values, weights = zip(*pairs, strict=True)
        edges = np.cumsum(np.asarray(weights, dtype=float))
        array = np.empty(len(values), dtype=object)
        array[:] = values
        return cls(array, edges / edges[-1])


@dataclass(frozen=True)
class Chance:
    """All draws of one seed. ``ids`` are arrays of the same length (or numbers): whose draw it is."""

    seed: int

    def _bits(self, purpose: str, ids: Sequence[ArrayLike]) -> NDArray[np.uint64]:
        bits = np.array([_key(self.seed, purpose)], dtype=np.uint64)
        for identity in ids:
            bits = _mix(bits + np.atleast_1d(np.asarray(identity)).astype(np.int64).astype(np.uint64) * _GOLDEN)
        return bits

    def uniform(self, purpose: str, *ids: ArrayLike) -> Floats:
        """Numbers in [0, 1)."""
        return (self._bits(purpose, ids) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def flag(self, purpose: str, share: ArrayLike, *ids: ArrayLike) -> Flags:
        """True for about ``share`` of the identities."""
        return self.uniform(purpose, *ids) < np.asarray(share)

    def integers(self, purpose: str, low: ArrayLike, high: ArrayLike, *ids: ArrayLike) -> Ints:
        """Whole numbers from ``low`` up to, not including, ``high``."""
        low_, high_ = np.asarray(low), np.asarray(high)
        drawn: Floats = low_ + np.floor(self.uniform(purpose, *ids) * (high_ - low_))
        return drawn.astype(np.int64)

    def pick(self, purpose: str, table: Weighted, *ids: ArrayLike) -> Objects:
        """One value of the table for each identity."""
        return table.values[np.searchsorted(table.edges, self.uniform(purpose, *ids), side="right")]

    def days(self, purpose: str, first: ArrayLike, last: ArrayLike, *ids: ArrayLike) -> Days:
        """Days from ``first`` up to, not including, ``last``."""
        start, end = np.asarray(first, dtype="M8[D]"), np.asarray(last, dtype="M8[D]")
        drawn = self.integers(purpose, 0, (end - start).astype(np.int64), *ids)
        days: Days = start + drawn.astype("m8[D]")
        return days

    def birthday(self, purpose: str, year: ArrayLike, *ids: ArrayLike) -> Days:
        """Any day of the year given but the last of a leap year."""
        first = new_year(year)
        return self.days(purpose, first, first + 365, *ids)

    def generator(self, purpose: str, *ids: int) -> np.random.Generator:
        """A stream of draws for one thing, such as the mistakes of one school in one period."""
        return np.random.default_rng([_key(self.seed, purpose), *ids])
