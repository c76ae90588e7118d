"""Keep what ended a reader"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submitted_file", sa.Column("death", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("submitted_file", "death")
