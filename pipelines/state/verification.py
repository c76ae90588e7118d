"""Tables of the operational database about the population register: what was asked, and what it answered.

There are as many rows as people, so that every column counts. Days are ISO texts.
"""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pipelines.state.models import Base


class Verification(Base):
    """The last answer about what was claimed of a person (``kind``: learner or staff).

    ``fingerprint`` stands for number, name, birth date and sex as they were asked (see claims.py): none of them is kept,
    nor anything of the register's record but the day of death. ``mismatched_fields`` and ``differences`` (how they
    differ, codes of list verification_difference) are separated by semicolons.
    """

    __tablename__ = "verification"

    kind: Mapped[str] = mapped_column(primary_key=True)
    person_key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    fingerprint: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    status: Mapped[str]
    mismatched_fields: Mapped[str]
    differences: Mapped[str]
    died_on: Mapped[str | None]
    checked_on: Mapped[str]
    channel: Mapped[str]


class VerificationBatch(Base):
    """Persons of one partition that are asked about together. It goes when its last request is answered.

    ``status``: made, sent (the register has it).
    """

    __tablename__ = "verification_batch"

    batch_id: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    period: Mapped[str]
    province_code: Mapped[str]
    made_on: Mapped[str]
    status: Mapped[str]
    __table_args__ = (CheckConstraint("status = 'made' OR status = 'sent'"),)


class VerificationRequest(Base):
    """A person about whom a batch asks; the register knows them by ``request_no`` only. It goes when it is answered.

    A claim is asked once at a time.
    """

    __tablename__ = "verification_request"

    batch_id: Mapped[str] = mapped_column(ForeignKey("verification_batch.batch_id"), primary_key=True)
    request_no: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str]
    person_key: Mapped[int] = mapped_column(BigInteger)
    fingerprint: Mapped[int] = mapped_column(BigInteger)
    __table_args__ = (UniqueConstraint("kind", "person_key", "fingerprint"),)
