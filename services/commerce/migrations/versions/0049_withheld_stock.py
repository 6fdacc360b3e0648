"""What a supplier's hold took of a variant's stock."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0049_withheld_stock"
down_revision = "0048_reviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column(
        "supplier_holds",
        sa.Column(
            "stock",
            JSONB(),
            comment="{taken, tracked}: what to give back; null: no stock was taken",
        ),
    )
