"""A population register that knows the people of generated schools, and of some of them says otherwise, as it is told here.

A channel of verification like any other; what it says of whom is remembered, so that the findings can be held against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipelines.engine import Engine
from pipelines.errors import VerificationError
from pipelines.verification.channel import ANSWER, CHECKED_ON, Batch, Reply

_ANSWERS = Path(__file__).with_suffix(".sql")


@dataclass
class PopulationRegister:
    """Answers at once; ``lies`` has personal_id and the rule that must tell what was answered."""

    engine: Engine
    today: date
    name: str = "batch"
    capacity: int = 1_000_000
    refused: list[VerificationError] = field(default_factory=list)
    lies: list[pa.Table] = field(default_factory=list)

    def has_news(self, batch_id: str) -> bool:
        return False

    def exchange(self, batches: Iterator[Batch]) -> Iterator[Reply]:
        for batch in batches:
            self.engine.bind_arrow("request", batch.read())
            answers = self.engine.arrow(_ANSWERS.read_text(encoding="utf-8"))
            self.lies.append(answers.select(["personal_id", "rule_id"]).filter(answers["rule_id"].is_valid()))
            told = answers.select(ANSWER.names).cast(ANSWER)
            told = told.append_column(CHECKED_ON, pa.repeat(self.today.isoformat(), told.num_rows))
            yield Reply(batch.batch_id, "answered", told)
