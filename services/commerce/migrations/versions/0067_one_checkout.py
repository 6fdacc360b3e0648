"""Which checkout page of a business's subscription is open, so that another one replaces it."""

import sqlalchemy as sa
from alembic import op

revision = "0067_one_checkout"
down_revision = "0066_own_data"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column(
        "subscriptions",
        sa.Column("page_provider", sa.Text(), comment="whose checkout page is open"),
    )
    op.add_column("subscriptions", sa.Column("page_ref", sa.Text()))
    op.add_column(
        "subscriptions", sa.Column("page_mark", sa.Text(), comment="what was asked for on it")
    )
