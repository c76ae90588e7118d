"""Validating some senders: what is in force of them, and again where a sheet is kept out and that of an earlier submission stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

import pyarrow.compute as pc
from sqlalchemy import Engine as Database

from pipelines.settings import Settings
from pipelines.staging import Partition
from pipelines.validation.carried_values import Carried
from pipelines.validation.inputs import Inputs, is_school_code
from pipelines.validation.passes import Pass, PassResult, run_passes, share_out
from pipelines.validation.resubmissions import donors_of, standing_sheets


@dataclass(frozen=True, slots=True)
class Rounds:
    """Runs passes whose parts are numbered from ``numbers`` on; ``parts`` are those that hold a sender in the end, with their senders."""

    settings: Settings
    database: Database
    partition: Partition
    unasked: frozenset[str]
    numbers: "count[int]"
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    results: list[PassResult] = field(default_factory=list)

    def run(self, inputs: Inputs, senders: Sequence[str]) -> list[int]:
        """Validate senders; answers the sheets of earlier submissions that stand."""
        standing: list[int] = []
        waiting = list(senders)
        while waiting:
            current = inputs.of(waiting).with_standing(standing)
            kept_out = self._validate(current)
            more = standing_sheets(current, kept_out)
            standing += more
            again = current.earlier.filter(pc.field("sheet_id").isin(more))["sender_code"]
            waiting = self._together(waiting, {str(sender) for sender in again.to_pylist()})
        return standing

    def _validate(self, inputs: Inputs) -> set[int]:
        """One round; answers the sheets that are kept out as a whole."""
        carried = self._carried(inputs)
        results = []
        for part, senders, result in self._run(inputs, carried):
            for name, others in list(self.parts.items()):
                self.parts[name] = tuple(sender for sender in others if sender not in senders)
            self.parts[part] = senders
            results.append(result)
        self.results.extend(results)
        return {sheet_id for result in results for sheet_id in result.kept_out}

    def _carried(self, inputs: Inputs) -> Carried | None:
        """The rows of earlier submissions of which values may stay, each validated as it was then: the earliest first."""
        if not inputs.earlier.num_rows:
            return None
        with self.database.connect() as connection:
            donors = donors_of(connection, inputs)
        carried = None
        for rank in reversed(range(len(donors.ranks))):
            senders = self._together(list(inputs.fingerprints), set(donors.senders(inputs, rank)))
            then = self._run(donors.inputs(inputs, rank).of(senders), carried)
            parts = (*carried.parts, *(part for part, *_ in then)) if carried else tuple(part for part, *_ in then)
            carried = Carried(parts, donors.fields)
        return carried

    def _together(self, everybody: list[str], some: set[str]) -> list[str]:
        """Who is looked at where ``some`` must be: a department's list is about many schools, so everybody is."""
        are_schools = all(map(is_school_code, everybody))
        return sorted(some if are_schools or not some else everybody)

    def _run(self, inputs: Inputs, carried: Carried | None = None) -> list[tuple[str, tuple[str, ...], PassResult]]:
        """The part of each pass, its senders and its result."""
        senders = sorted(inputs.fingerprints)
        groups = share_out(inputs, senders) if all(map(is_school_code, senders)) else [tuple(senders)]
        passes = [
            Pass(
                self.settings,
                self.partition,
                inputs.of(group),
                group,
                f"{next(self.numbers):06d}",
                self.unasked,
                carried,
            )
            for group in groups
        ]
        results = run_passes(passes, self.settings, self.database)
        return [(one.part, one.senders, result) for one, result in zip(passes, results, strict=True)]
