"""What own stock had cost when it was sold, which of it is back on the shelf, and by which rules
days are written."""

import sqlalchemy as sa
from alembic import op

revision = "0072_cost_of_own_stock"
down_revision = "0071_channel_products"
branch_labels = None
depends_on = None

ITEMS = "order_items"


def upgrade() -> None:
    """Add three columns, without writing a row again. What was sold before has no cost: nobody can
    say today what a variant had cost then, so it is unknown and not zero. Written days are made
    anew, because they are by rules 0."""
    op.add_column(
        ITEMS,
        sa.Column(
            "restocked_quantity",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="cancelled and returned units that went back on sale; the others are lost",
        ),
    )
    op.add_column(
        ITEMS,
        sa.Column(
            "unit_cost",
            sa.BigInteger(),
            nullable=True,
            comment="what the merchant had said the variant costs them when it was sold, minor"
            " units of the store's currency; null where they had not. No shopper ever sees it",
        ),
    )
    op.create_check_constraint(
        f"ck_{ITEMS}_restocked",
        ITEMS,
        "restocked_quantity between 0 and cancelled_quantity + returned_quantity",
    )
    op.create_check_constraint(f"ck_{ITEMS}_unit_cost", ITEMS, "unit_cost >= 0")
    op.add_column(
        "metrics_marks",
        sa.Column(
            "rules",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="which definition of the figures",
        ),
    )
