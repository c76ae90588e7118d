"""Tables of the registers of learners and staff: who there is, which submitted rows are theirs, what is said of them otherwise."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from pipelines.state.models import Base, Key


class Issuer(Base):
    """The next serial number of a province's block of new ids (``kind``: learner or staff)."""

    __tablename__ = "issuer"

    kind: Mapped[str] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(primary_key=True)
    next_serial: Mapped[int]


OPEN_NUMBER = text("attribute = 'personal_id' AND settled_in IS NULL")


def superseded_index(register: str) -> Index:
    """Finds the few persons that are superseded, and those whom a person supersedes."""
    condition = text("superseded_by IS NOT NULL")
    return Index(f"{register}_superseded", "superseded_by", sqlite_where=condition, postgresql_where=condition)


class Learner(Base):
    """The register of learners: one row a person, the resolved attributes by which they are found again.

    ``scheme``: given (an id that existed before csdl) or new (issued here, check digit ISO 7064 MOD 11,10).
    """

    __tablename__ = "learner"

    person_key: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[str] = mapped_column(unique=True, index=True)
    scheme: Mapped[str]
    folded_name: Mapped[str]
    birth_date: Mapped[str]  # ISO, or YYYY or YYYY-MM where the day is not known
    sex_code: Mapped[str]
    personal_id: Mapped[str | None] = mapped_column(unique=True, index=True)
    folded_mother_name: Mapped[str]
    # Finds namesakes: a number made from folded name, birth date and sex. Persons of one run are keyed in its order.
    name_key: Mapped[int] = mapped_column(BigInteger)
    first_period: Mapped[str]
    first_province_code: Mapped[str]
    first_school_code: Mapped[str]
    superseded_by: Mapped[int | None] = mapped_column(ForeignKey("learner.person_key"))
    # Not IN: SQLite makes a table of the values anew for every row.
    __table_args__ = (
        CheckConstraint("scheme = 'given' OR scheme = 'new'"),
        Index("learner_by_name", "name_key"),
        superseded_index("learner"),
    )


class StaffMember(Base):
    """The register of staff: as Learner."""

    __tablename__ = "staff_member"

    person_key: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[str] = mapped_column(unique=True, index=True)
    scheme: Mapped[str]
    folded_name: Mapped[str]
    birth_date: Mapped[str]
    sex_code: Mapped[str]
    personal_id: Mapped[str | None] = mapped_column(unique=True, index=True)
    name_key: Mapped[int] = mapped_column(BigInteger)
    first_period: Mapped[str]
    first_province_code: Mapped[str]
    first_school_code: Mapped[str]
    superseded_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.person_key"))
    __table_args__ = (
        CheckConstraint("scheme = 'given' OR scheme = 'new'"),
        Index("staff_member_by_name", "name_key"),
        superseded_index("staff_member"),
    )


class PersonLink(Base):
    """A submitted row and the person it belongs to. ``row_id`` is the place: sheet and row (see macros.sql).

    ``outcome``: known, matched, new, review, conflict; ``person_key`` is null while a row waits for a decision. Only
    then its period and province are kept here too: its sheet says them. There are as many links as rows, so that every
    column and index counts; a person's rows are found through the schools (first_school_code, PersonSchool).
    """

    __tablename__ = "person_link"

    row_id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str]
    period: Mapped[str | None]
    province_code: Mapped[str | None]
    person_key: Mapped[int | None] = mapped_column(BigInteger)
    outcome: Mapped[str]
    method: Mapped[str]
    score: Mapped[float]
    __table_args__ = (
        # Not IN: as above.
        CheckConstraint(
            "outcome = 'known' OR outcome = 'matched' OR outcome = 'new' OR outcome = 'review' OR outcome = 'conflict'"
        ),
        Index(
            "person_link_waiting",
            "kind",
            "period",
            "province_code",
            sqlite_where=text("person_key IS NULL"),
            postgresql_where=text("person_key IS NULL"),
        ),
    )


class PersonSchool(Base):
    """Where a person (``kind``: learner or staff) was linked besides the school at which they entered the register."""

    __tablename__ = "person_school"

    kind: Mapped[str] = mapped_column(primary_key=True)
    person_key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    school_code: Mapped[str] = mapped_column(primary_key=True)


class Claim(Base):
    """A value that a school gave in a period for an attribute of a person whom the register describes otherwise.

    ``attribute`` is a column of the register, ``value`` in its form there. ``settled_in`` is the period in which the
    attribute was resolved anew: claims until then count no more. A resolved value that was replaced becomes a claim of
    the school that entered the person.
    """

    __tablename__ = "claim"
    __table_args__ = (
        # Whom a number is claimed for.
        Index("claim_of_number", "kind", "value", sqlite_where=OPEN_NUMBER, postgresql_where=OPEN_NUMBER),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    person_key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    attribute: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    school_code: Mapped[str] = mapped_column(primary_key=True)
    settled_in: Mapped[str | None]
