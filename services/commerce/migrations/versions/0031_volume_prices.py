"""Quantity breaks: a kind of discount with tiers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031_volume_prices"
down_revision = "0030_order_skus"
branch_labels = None
depends_on = None

KINDS = "kind in ('percentage', 'fixed', 'bogo', 'free_shipping', 'volume')"


def upgrade() -> None:
    """A column that is null for every other kind, and the new kind."""
    op.add_column(
        "discounts",
        sa.Column(
            "volume",
            postgresql.JSONB(),
            comment="{counting, tiers: [{quantity, percent_ppm | price, prices}]}",
        ),
    )
    op.drop_constraint("ck_discounts_kind", "discounts", type_="check")
    op.create_check_constraint("ck_discounts_kind", "discounts", KINDS)
