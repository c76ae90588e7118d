"""Keep which sheets of earlier submissions stand"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing_sheet",
        sa.Column("sheet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.sheet_id"], ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("standing_sheet")
