"""The product's own tables."""

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.migration_ops import grant, protect

revision = "0002_notes"
down_revision = "0001_kernel"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, then say who may see which rows."""
    op.create_table(
        "notes",
        sa.Column("store_id", sa.UUID(), nullable=False),
        sa.Column("product_id", sa.UUID(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_notes"),
    )
    op.create_index("ix_notes_product", "notes", ["tenant_id", "store_id", "product_id"])
    protect("notes")
    grant("template_product_app", "notes")
