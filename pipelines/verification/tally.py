"""What a run of verification came to, in numbers: nothing about single persons."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.errors import VerificationError


@dataclass
class Tally:
    """``asked``: newly asked about; ``answered``: results stored, by ``statuses``; ``still_open``: asked, not answered yet.

    Of the answers that came, ``repeated`` add nothing to another one, ``later`` say that the register cannot tell yet; ``unknown`` (nobody
    asked), ``contradictory`` and ``malformed`` ones were not taken. ``failures`` say which batches or files were not;
    ``stopped``, why the rest was not tried.
    """

    asked: int = 0
    answered: int = 0
    still_open: int = 0
    repeated: int = 0
    later: int = 0
    unknown: int = 0
    contradictory: int = 0
    malformed: int = 0
    batches_sent: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    failures: list[VerificationError] = field(default_factory=list)
    stopped: VerificationError | None = None

    @property
    def is_clean(self) -> bool:
        """Whether everything that came back could be taken."""
        return not (self.failures or self.unknown or self.contradictory or self.malformed)

    def add(self, answers: int, verdicts: Mapping[str, int], statuses: Mapping[str, int]) -> None:
        """Count answers: how many came, how many different ones there are of each verdict, and the statuses of what was stored."""
        self.answered += verdicts.get("told", 0)
        self.later += verdicts.get("later", 0)
        self.unknown += verdicts.get("unknown", 0)
        self.contradictory += verdicts.get("contradictory", 0)
        self.malformed += verdicts.get("malformed", 0)
        self.repeated += answers - sum(verdicts.values())
        self.statuses.update(statuses)
