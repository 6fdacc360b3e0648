"""Orders are found by the SKUs in them."""

import sqlalchemy as sa
from alembic import op

revision = "0030_order_skus"
down_revision = "0029_exports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_order_items_sku", "order_items", ["tenant_id", "store_id", sa.text("lower(sku)")]
    )
