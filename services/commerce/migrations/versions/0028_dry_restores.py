"""A restore can be tried out: it says what it would do."""

import sqlalchemy as sa
from alembic import op

revision = "0028_dry_restores"
down_revision = "0027_stock_thresholds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The column; nothing has been restored before it was there."""
    op.add_column(
        "snapshot_restores",
        sa.Column("dry_run", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("snapshot_restores", "dry_run", server_default=None)
