"""Bulk edits of products: what was asked, and each product before and after."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0021_bulk_edits"
down_revision = "0020_identity"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the tables, and say who may see which rows."""
    op.create_table(
        "bulk_edits",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("operations", postgresql.JSONB(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("undo_until", sa.DateTime(timezone=True), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_bulk_edits"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_bulk_edits_tenant_id_store_id",
        ),
        sa.CheckConstraint(
            "status in ('queued', 'running', 'done', 'failed', 'undoing', 'undone')",
            name="ck_bulk_edits_status",
        ),
    )
    op.create_index("ix_bulk_edits_store", "bulk_edits", ["tenant_id", "store_id", "id"])
    op.create_table(
        "bulk_edit_items",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("bulk_edit_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB()),
        sa.Column("after", postgresql.JSONB()),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint(
            "tenant_id", "bulk_edit_id", "product_id", name="pk_bulk_edit_items"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "bulk_edit_id"],
            ["bulk_edits.tenant_id", "bulk_edits.id"],
            name="fk_bulk_edit_items_tenant_id_bulk_edit_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["products.tenant_id", "products.id"],
            name="fk_bulk_edit_items_tenant_id_product_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "state in ('pending', 'changed', 'unchanged', 'failed', 'undone', 'kept')",
            name="ck_bulk_edit_items_state",
        ),
    )
    op.create_index(
        "ix_bulk_edit_items_state",
        "bulk_edit_items",
        ["tenant_id", "bulk_edit_id", "state", "product_id"],
    )
    op.create_index("ix_bulk_edit_items_product", "bulk_edit_items", ["tenant_id", "product_id"])
    protect_stores_tables("bulk_edits", "bulk_edit_items")
    grant(APP, "bulk_edits", "bulk_edit_items")
