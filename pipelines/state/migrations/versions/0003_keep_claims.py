"""Keep what rows claim about known persons"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_key", sa.BigInteger(), nullable=False),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("school_code", sa.String(), nullable=False),
        sa.Column("settled_in", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "person_key", "attribute", "value", "period", "school_code"),
    )


def downgrade() -> None:
    op.drop_table("claim")
