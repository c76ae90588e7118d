"""Tables of what officers decide about persons: the queue of doubtful pairs, the log of decisions, merges and splits."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from pipelines.state.models import Base, Key


class ReviewPair(Base):
    """A row that waits, and somebody it may be: a person of the register, or another row that waits too.

    Replaced with each identification of its partition. Rows that say the same are one pair: ``row_id`` is one of them.
    ``content_key`` is made from what the row says, so that a decision outlives the place of the row; ``pair_id`` from
    that and from whom it is compared with.
    """

    __tablename__ = "review_pair"

    pair_id: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    row_id: Mapped[int] = mapped_column(BigInteger)
    content_key: Mapped[int] = mapped_column(BigInteger)
    school_code: Mapped[str]
    folded_name: Mapped[str]
    birth_date: Mapped[str]
    person_key: Mapped[int | None] = mapped_column(BigInteger)
    other_row_id: Mapped[int | None] = mapped_column(BigInteger)
    other_content_key: Mapped[int | None] = mapped_column(BigInteger)
    other_school_code: Mapped[str]
    outcome: Mapped[str]
    method: Mapped[str]
    score: Mapped[float]
    __table_args__ = (
        CheckConstraint("(person_key IS NULL) <> (other_row_id IS NULL)"),
        Index("review_pair_by_partition", "kind", "period", "province_code"),
        Index("review_pair_by_school", "school_code"),
    )


class ReviewDecision(Base):
    """What an officer said of a pair; only ever added to, the last word counts.

    ``verdict``: same (the row belongs to that person, the two rows are of one person) or different.
    """

    __tablename__ = "review_decision"

    decision_id: Mapped[int] = mapped_column(Key, primary_key=True)
    pair_id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    content_key: Mapped[int] = mapped_column(BigInteger)
    school_code: Mapped[str]
    folded_name: Mapped[str]
    birth_date: Mapped[str]
    person_key: Mapped[int | None] = mapped_column(BigInteger)
    other_content_key: Mapped[int | None] = mapped_column(BigInteger)
    other_school_code: Mapped[str]
    verdict: Mapped[str]
    reason: Mapped[str]
    decided_by: Mapped[str]
    decided_at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("verdict IN ('same', 'different')"),
        CheckConstraint("(person_key IS NULL) <> (other_content_key IS NULL)"),
        CheckConstraint("reason <> '' AND decided_by <> ''"),
        Index("review_decision_by_school", "kind", "school_code"),
        Index("review_decision_by_other_school", "kind", "other_school_code"),
        Index("review_decision_by_person", "kind", "person_key"),
    )


class RelinkRequest(Base):
    """A partition whose links an officer's word has changed: the next run identifies it again and takes this away."""

    __tablename__ = "relink_request"

    request_id: Mapped[int] = mapped_column(Key, primary_key=True)
    period: Mapped[str]
    province_code: Mapped[str]
    # A number that was taken away must not come again: a run takes away those up to the last one it saw.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012  # as SQLAlchemy declares it


class IdentityChange(Base):
    """A merge or a split of persons, or the undoing of one; only ever added to. Two different people ask for it.

    merge: ``other_key`` is superseded by ``person_key``. split: rows of ``person_key`` go to ``other_key``, or to whom
    the next run finds or registers for them. ``wrong_number`` is the personal number that was taken from
    ``wrong_number_of``. ``last_key`` is the highest person key of that moment.
    """

    __tablename__ = "identity_change"

    change_id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str]
    action: Mapped[str]
    person_key: Mapped[int] = mapped_column(BigInteger)
    other_key: Mapped[int | None] = mapped_column(BigInteger)
    wrong_number: Mapped[str | None]
    wrong_number_of: Mapped[int | None] = mapped_column(BigInteger)
    last_key: Mapped[int] = mapped_column(BigInteger)
    # A change is undone once.
    undoes: Mapped[int | None] = mapped_column(ForeignKey("identity_change.change_id"), unique=True)
    reason: Mapped[str]
    requested_by: Mapped[str]
    approved_by: Mapped[str]
    changed_at: Mapped[datetime]
    __table_args__ = (
        CheckConstraint("action IN ('merge', 'split', 'undo')"),
        CheckConstraint("(action = 'undo') = (undoes IS NOT NULL)"),
        CheckConstraint("requested_by <> '' AND approved_by <> '' AND requested_by <> approved_by"),
        CheckConstraint("reason <> ''"),
        CheckConstraint("person_key <> other_key"),
        Index("identity_change_by_person", "kind", "person_key"),
        Index("identity_change_by_other", "kind", "other_key"),
    )


class ChangedLink(Base):
    """A link as it was at a change: of a merge, all of both persons; of a split, those that go. See PersonLink."""

    __tablename__ = "changed_link"

    change_id: Mapped[int] = mapped_column(ForeignKey("identity_change.change_id"), primary_key=True)
    row_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    person_key: Mapped[int] = mapped_column(BigInteger)
    content_key: Mapped[int] = mapped_column(BigInteger)
    school_code: Mapped[str]
    period: Mapped[str]
    province_code: Mapped[str]
