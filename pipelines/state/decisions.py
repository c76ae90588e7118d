"""Tables of what people decide about findings: explanations of queries, waivers of rules. Nothing is deleted: who, when."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from pipelines.state.models import Base, Key


class Explanation(Base):
    """Why the queries of a rule at one sender are right as they are; those with ``value`` only, unless it is empty.

    ``code`` is one of explanations.csv or empty. Acts until it is withdrawn.
    """

    __tablename__ = "explanation"

    explanation_id: Mapped[int] = mapped_column(Key, primary_key=True)
    rule_id: Mapped[str]
    sender_code: Mapped[str]
    period: Mapped[str]
    province_code: Mapped[str]
    value: Mapped[str]
    code: Mapped[str]
    text: Mapped[str]
    person: Mapped[str]
    explained_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    __table_args__ = (Index("explanation_by_partition", "period", "province_code"),)


class Waiver(Base):
    """A rule that does not hold in a period for a school, a commune or a province, up to and including ``expires_on``."""

    __tablename__ = "waiver"

    waiver_id: Mapped[int] = mapped_column(Key, primary_key=True)
    rule_id: Mapped[str]
    period: Mapped[str]
    scope: Mapped[str]
    area_code: Mapped[str]
    reason: Mapped[str]
    person: Mapped[str]
    expires_on: Mapped[date]
    waived_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    __table_args__ = (
        CheckConstraint("scope IN ('school', 'commune', 'province')"),
        Index("waiver_by_period", "period"),
    )
