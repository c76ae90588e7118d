"""Verify persons against the population register"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "verification",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("mismatched_fields", sa.String(), nullable=False),
        sa.Column("differences", sa.String(), nullable=False),
        sa.Column("died_on", sa.String(), nullable=True),
        sa.Column("checked_on", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "person_key", "fingerprint"),
    )
    op.create_table(
        "verification_batch",
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("province_code", sa.String(), nullable=False),
        sa.Column("made_on", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint("status = 'made' OR status = 'sent'"),
        sa.PrimaryKeyConstraint("batch_id"),
    )
    op.create_table(
        "verification_request",
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("request_no", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_key", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["verification_batch.batch_id"]),
        sa.PrimaryKeyConstraint("batch_id", "request_no"),
        sa.UniqueConstraint("kind", "person_key", "fingerprint"),
    )


def downgrade() -> None:
    op.drop_table("verification_request")
    op.drop_table("verification_batch")
    op.drop_table("verification")
