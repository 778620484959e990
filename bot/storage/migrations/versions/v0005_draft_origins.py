"""Drafts: which files still hold what others wrote, and for which cluster a draft was begun."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("basis", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("cluster", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take it back to the one before."""
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_column("cluster")
        batch_op.drop_column("basis")
