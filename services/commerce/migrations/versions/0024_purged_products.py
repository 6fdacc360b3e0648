"""Products that are purged: emptied, and found by nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0024_purged_products"
down_revision = "0023_shopper_carts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column without a default: no row is rewritten."""
    op.add_column("products", sa.Column("purged_at", sa.DateTime(timezone=True)))
