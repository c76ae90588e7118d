"""Validating some senders: what is in force of them, and again where what they sent earlier changes it.

A sheet is kept out, and that of an earlier submission stands; or a value that stayed keeps its row out, and does not stay.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Engine as Database

from pipelines.settings import Settings
from pipelines.staging import Partition
from pipelines.validation.carried_values import Carried
from pipelines.validation.inputs import Inputs, is_school_code
from pipelines.validation.passes import Pass, PassResult, run_passes, share_out
from pipelines.validation.resubmissions import donors_of, standing_sheets

_SPOILED: dict[str, pa.DataType] = {"row_id": pa.int64(), "sender_code": pa.string()}


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
        kept_out: set[int] = set()
        spoiled = pa.schema(_SPOILED).empty_table()
        waiting = list(senders)
        while waiting:
            current = replace(inputs.of(waiting).with_standing(standing), kept_out=frozenset(kept_out))
            results = self._validate(current, kept_out, spoiled)
            kept_out.update(*(result.kept_out for result in results))
            more = standing_sheets(current, kept_out)
            standing += more
            new = pa.concat_tables([result.spoiled for result in results])
            new = new.filter(pc.invert(pc.is_in(new["row_id"], spoiled["row_id"].combine_chunks())))
            spoiled = pa.concat_tables([spoiled, new])
            changed = [current.earlier.filter(pc.field("sheet_id").isin(more))["sender_code"], new["sender_code"]]
            waiting = self._together(waiting, {str(sender) for some in changed for sender in some.to_pylist()})
        return standing

    def _validate(self, inputs: Inputs, kept_out: Collection[int], spoiled: pa.Table) -> list[PassResult]:
        """One round."""
        results = []
        for part, senders, result in self._run(inputs, self._carried(inputs, kept_out, spoiled)):
            for name, others in list(self.parts.items()):
                self.parts[name] = tuple(sender for sender in others if sender not in senders)
            self.parts[part] = senders
            results.append(result)
        self.results.extend(results)
        return results

    def _carried(self, inputs: Inputs, kept_out: Collection[int], spoiled: pa.Table) -> Carried | None:
        """The rows of earlier submissions of which values may stay, each validated as it was then: the earliest first."""
        if not inputs.earlier.num_rows:
            return None
        with self.database.connect() as connection:
            donors = donors_of(connection, inputs, kept_out)
        carried = None
        for rank in reversed(range(len(donors.ranks))):
            senders = self._together(list(inputs.fingerprints), set(donors.ranks[rank]))
            then = self._run(donors.inputs(inputs, rank).of(senders), carried)
            parts = tuple(part for part, *_ in then)
            carried = Carried((*carried.parts, *parts) if carried else parts, donors.fields, spoiled)
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
