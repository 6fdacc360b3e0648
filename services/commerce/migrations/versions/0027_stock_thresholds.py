"""Variants have a threshold of their own, and adjustments a note."""

import sqlalchemy as sa
from alembic import op

revision = "0027_stock_thresholds"
down_revision = "0026_price_history"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns."""
    op.add_column(
        "inventory_items",
        sa.Column(
            "low_at",
            sa.Integer(),
            comment="units left at which the merchant is warned; null: the shop's usual 5",
        ),
    )
    op.create_check_constraint("ck_inventory_items_low_at", "inventory_items", "low_at >= 0")
    op.add_column("inventory_movements", sa.Column("note", sa.Text()))
