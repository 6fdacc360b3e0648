"""Sales that merchants prepare."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0037_draft_orders"
down_revision = "0036_exchanges"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the table; carts of drafts and their discounts are known as such."""
    op.create_table(
        "draft_orders",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column(
            "sequence",
            sa.Integer(),
            nullable=False,
            comment="1, 2 … within the store; part of its name",
        ),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid()),
        sa.Column("email", sa.Text()),
        sa.Column("shipping_address", JSONB()),
        sa.Column("shipping_rate_id", sa.Uuid()),
        sa.Column("discount", JSONB()),
        sa.Column("note", sa.Text()),
        sa.Column("tags", ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("order_id", sa.Uuid()),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_draft_orders"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_draft_orders_tenant_id_store_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cart_id"],
            ["carts.tenant_id", "carts.id"],
            name="fk_draft_orders_tenant_id_cart_id",
        ),
        sa.UniqueConstraint("tenant_id", "cart_id", name="uq_draft_orders_tenant_id_cart_id"),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "sequence", name="uq_draft_orders_tenant_id_store_id_sequence"
        ),
        sa.CheckConstraint(
            "status in ('draft', 'pending', 'open', 'cancelled')", name="ck_draft_orders_status"
        ),
    )
    op.create_index(
        "ix_draft_orders_listed", "draft_orders", ["tenant_id", "store_id", "updated_at", "id"]
    )
    protect_stores_tables("draft_orders")
    grant(APP, "draft_orders")
    op.add_column(
        "order_numbers",
        sa.Column(
            "drafts",
            sa.Integer(),
            nullable=False,
            server_default=sa.text("0"),
            comment="how many drafts it ever had",
        ),
    )
    op.add_column(
        "discounts",
        sa.Column(
            "draft_id",
            sa.Uuid(),
            comment="the draft order it belongs to; it is on no list then",
        ),
    )
    op.create_index(
        "uq_discounts_draft",
        "discounts",
        ["tenant_id", "draft_id"],
        unique=True,
        postgresql_where=sa.text("deleted_at is null and draft_id is not null"),
    )
    op.drop_constraint("ck_carts_status", "carts")
    op.create_check_constraint(
        "ck_carts_status", "carts", "status in ('open', 'draft', 'completed', 'merged')"
    )
