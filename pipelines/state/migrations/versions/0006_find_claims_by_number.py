"""Find claims by number"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    condition = sa.text("attribute = 'personal_id' AND settled_in IS NULL")
    op.create_index("claim_of_number", "claim", ["kind", "value"], sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    op.drop_index("claim_of_number", table_name="claim")
