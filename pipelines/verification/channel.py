"""What is common to the ways in which the population register can be asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

import pyarrow as pa

from pipelines.errors import VerificationError

_PERSON: dict[str, pa.DataType] = {"full_name": pa.string(), "birth_date": pa.string(), "sex_code": pa.string()}
_NUMBER: dict[str, pa.DataType] = {"request_no": pa.int64()}
# What a request says, and what an answer may say, in the order that they have in files.
REQUEST = pa.schema(_NUMBER | {"personal_id": pa.string()} | _PERSON)
ANSWER = pa.schema(_NUMBER | {"result": pa.string()} | _PERSON | {"died_on": pa.string()})
# The day of the check (ISO).
CHECKED_ON = pa.field("checked_on", pa.string())


@dataclass(frozen=True, slots=True)
class Batch:
    """Persons to ask about together. ``read`` answers their open requests (REQUEST); ``is_sent``: the register has them."""

    batch_id: str
    made_on: str
    is_sent: bool
    read: Callable[[], pa.Table]


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a batch: ``sent`` (answers come later), ``answered``, or ``failed`` (``why``), which leaves it open.

    ``answers`` (ANSWER and CHECKED_ON, the day of the check) may be of some requests only, or of none that were asked. ``forget``
    is called once they are stored.
    """

    batch_id: str
    outcome: Literal["sent", "answered", "failed"]
    answers: pa.Table | None = None
    why: VerificationError | None = None
    forget: Callable[[], None] = _nothing


class Channel(Protocol):
    """A way to ask. ``capacity``: the most persons in one batch; ``refused``: what came that cannot be taken."""

    name: str
    refused: list[VerificationError]

    @property
    def capacity(self) -> int: ...

    def has_news(self, batch_id: str) -> bool:
        """Whether an open batch that was handed over before could be answered now."""

    def exchange(self, batches: Iterator[Batch]) -> Iterator[Reply]:
        """Hand over the batches, and answer what came back, in whatever order.

        Raises VerificationError where it makes no sense to go on; what was answered until then stays.
        """
