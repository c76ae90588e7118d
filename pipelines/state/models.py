"""Tables of the operational database.

Integer keys are for joining inside one installation only; what leaves the installation is named by content
(``submission_id``, file and sheet names) or by the registers' own ids.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite counts up by itself only for INTEGER keys.
Key = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    pass


class Installation(Base):
    """One row: the id of the installation, which its workspace keeps, too (see ``installation``)."""

    __tablename__ = "installation"

    installation_id: Mapped[str] = mapped_column(primary_key=True)


class Submission(Base):
    """All that one sender handed in at one moment for one period. The id is made from the content (see intake)."""

    __tablename__ = "submission"

    submission_id: Mapped[str] = mapped_column(primary_key=True)
    # Order of arrival: a later submission replaces an earlier one, dataset by dataset (what stays: validation/resubmissions.py).
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
    ``death``: of what the reader died that had its bytes open; empty unless the file was refused for that.
    """

    __tablename__ = "submitted_file"

    file_id: Mapped[int] = mapped_column(Key, primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.submission_id"))
    name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    status: Mapped[str]
    reading: Mapped[int] = mapped_column(default=1)
    death: Mapped[str] = mapped_column(default="")
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
    """The register of schools. A code, once used, belongs to its school for ever.

    A row is what the first accepted row of the school said, and stays so: what a school is in a period, its own row of that period says.
    """

    __tablename__ = "school"

    school_code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    level_group_code: Mapped[str]
    province_code: Mapped[str]
    ward_code: Mapped[str]
    first_period: Mapped[str]
    # The same as first_period: nobody keeps it up or reads it.
    last_period: Mapped[str]


class ValidatedSender(Base):
    """Which validation part holds a sender's rows now, and the fingerprint of the inputs it was made from."""

    __tablename__ = "validated_sender"

    period: Mapped[str] = mapped_column(primary_key=True)
    province_code: Mapped[str] = mapped_column(primary_key=True)
    sender_code: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str]
    fingerprint: Mapped[str]


class StandingSheet(Base):
    """A sheet of an earlier submission that stays in force, because the one that was to replace it was kept out as a whole."""

    __tablename__ = "standing_sheet"

    sheet_id: Mapped[int] = mapped_column(
        Key, ForeignKey("sheet.sheet_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )


class Release(Base):
    """A published release. Which one is current is said by ``sector.duckdb`` alone."""

    __tablename__ = "release"

    release_id: Mapped[str] = mapped_column(primary_key=True)
    published_at: Mapped[datetime]
    manifest_sha256: Mapped[str]
