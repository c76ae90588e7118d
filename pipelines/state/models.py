"""Tables of the operational database.

Integer keys are for joining inside one installation only; what leaves the installation is named by content
(``submission_id``, file and sheet names) or by the registers' own ids.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite counts up by itself only for INTEGER keys.
Key = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    pass


class Submission(Base):
    """All that one sender handed in at one moment for one period. The id is made from the content (see intake)."""

    __tablename__ = "submission"

    submission_id: Mapped[str] = mapped_column(primary_key=True)
    # Order of arrival: a later submission replaces an earlier one, dataset by dataset.
    sequence: Mapped[int] = mapped_column(unique=True)
    period: Mapped[str]
    sender_code: Mapped[str]
    province_code: Mapped[str]
    received_at: Mapped[datetime]
    __table_args__ = (Index("submission_by_partition", "period", "province_code"),)


class SubmittedFile(Base):
    """One file of a submission; a member of an archive is ``archive.zip!member.xlsx``.

    ``status``: received (bytes are archived), read (its sheets are staged), refused (findings say why). A file that was
    read and is received once more waits to be read again; until then its sheets stay. ``reading`` counts how often it was.
    """

    __tablename__ = "submitted_file"

    file_id: Mapped[int] = mapped_column(Key, primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.submission_id"))
    name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    status: Mapped[str]
    reading: Mapped[int] = mapped_column(default=1)
    __table_args__ = (
        UniqueConstraint("submission_id", "name"),
        CheckConstraint("status IN ('received', 'read', 'refused')"),
        Index("submitted_file_by_content", "sha256"),
    )


class LandingFile(Base):
    """What was seen in the landing tree, so that an unchanged file is not read again."""

    __tablename__ = "landing_file"

    path: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    modified_ns: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]


class Layout(Base):
    """How the columns of a sheet map to fields; schools that use one template share one layout.

    ``columns`` is JSON: a list of {field, letter, header}; ``field`` is null for a column that was not recognised.
    ``signature`` is made from the headers alone: what one software exports, or one form asks for.
    """

    __tablename__ = "layout"

    layout_id: Mapped[str] = mapped_column(primary_key=True)
    dataset: Mapped[str]
    columns: Mapped[str]
    signature: Mapped[str] = mapped_column(default="", index=True)


class HeaderMapping(Base):
    """A field that a header may stand for where no alias names it.

    ``scope`` is a header signature, a sender, or empty for everybody. ``status``: proposed (waits for an officer), used
    (nothing else can be meant: read as it, and told), confirmed, rejected (never proposed again).
    """

    __tablename__ = "header_mapping"

    mapping_id: Mapped[int] = mapped_column(Key, primary_key=True)
    scope: Mapped[str]
    dataset: Mapped[str]
    header: Mapped[str]
    field: Mapped[str]
    status: Mapped[str]
    score: Mapped[float]
    decided_at: Mapped[datetime | None]
    __table_args__ = (
        UniqueConstraint("dataset", "header", "scope", "field"),
        CheckConstraint("status IN ('proposed', 'used', 'confirmed', 'rejected')"),
    )


class DialectChoice(Base):
    """Whose codes are those of another system (dialects.csv): ``scope`` is a header signature or a sender."""

    __tablename__ = "dialect_choice"

    scope: Mapped[str] = mapped_column(primary_key=True)
    dialect: Mapped[str]
    decided_at: Mapped[datetime]


class Sheet(Base):
    """One sheet (or text file) that was read as rows of one dataset. ``part`` is its staging file."""

    __tablename__ = "sheet"

    sheet_id: Mapped[int] = mapped_column(Key, primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("submitted_file.file_id"))
    name: Mapped[str]
    dataset: Mapped[str]
    layout_id: Mapped[str] = mapped_column(ForeignKey("layout.layout_id"))
    header_row: Mapped[int]
    rows_read: Mapped[int]
    # Blank, total, note and signature rows below the header: counted, not data (FIL023).
    rows_ignored: Mapped[int]
    part: Mapped[str]
    __table_args__ = (Index("sheet_by_file", "file_id"),)


class IntakeFinding(Base):
    """A finding made while a file was opened and its sheets were laid out; kept because reading happens once.

    ``parameters`` is JSON: the placeholders of the rule's message. ``sheet`` is empty for the file as a whole.
    """

    __tablename__ = "intake_finding"

    finding_id: Mapped[int] = mapped_column(Key, primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("submitted_file.file_id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("sheet.sheet_id"))
    sheet: Mapped[str]
    dataset: Mapped[str]
    rule_id: Mapped[str]
    excel_row: Mapped[int | None]
    excel_column: Mapped[str]
    field: Mapped[str]
    value: Mapped[str]
    parameters: Mapped[str]
    __table_args__ = (Index("intake_finding_by_file", "file_id"),)


class School(Base):
    """The register of schools. A code, once used, belongs to its school for ever."""

    __tablename__ = "school"

    school_code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    level_group_code: Mapped[str]
    province_code: Mapped[str]
    ward_code: Mapped[str]
    first_period: Mapped[str]
    last_period: Mapped[str]


class ValidatedSender(Base):
    """Which validation part holds a sender's rows now, and the fingerprint of the inputs it was made from."""

    __tablename__ = "validated_sender"

    period: Mapped[str] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(primary_key=True)
    sender_code: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str]
    fingerprint: Mapped[str]


class Issuer(Base):
    """The next serial number of a province's block of new ids (``kind``: learner or staff)."""

    __tablename__ = "issuer"

    kind: Mapped[str] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(primary_key=True)
    next_serial: Mapped[int]


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

    kind: Mapped[str] = mapped_column(primary_key=True)
    person_key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    attribute: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    school_code: Mapped[str] = mapped_column(primary_key=True)
    settled_in: Mapped[str | None]


class Release(Base):
    """A published release. Which one is current is said by ``sector.duckdb`` alone."""

    __tablename__ = "release"

    release_id: Mapped[str] = mapped_column(primary_key=True)
    published_at: Mapped[datetime]
    manifest_sha256: Mapped[str]
