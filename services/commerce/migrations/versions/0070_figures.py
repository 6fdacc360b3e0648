"""Today's checkouts and a period's test orders are found, whatever a store has behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0070_figures"
down_revision = "0069_custom_roles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make two indexes: reports had read every checkout and every order."""
    op.create_index("ix_checkouts_created", "checkouts", ["tenant_id", "store_id", "created_at"])
    op.create_index(
        "ix_orders_test",
        "orders",
        ["tenant_id", "store_id", "placed_at"],
        postgresql_where=sa.text("test"),
    )
