"""Purchases: their parcels, complaints, and what happened to them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import (
    append_only,
    definer,
    grant,
    locator_may_read,
    protect_stores_tables,
    recorded,
)

revision = "0044_purchase_parcels"
down_revision = "0043_purchases"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"
TABLES = (
    "purchase_parcels",
    "purchase_timeline",
    "purchase_disputes",
)


def upgrade() -> None:
    """Make the tables and the look-up of what is due."""
    op.create_table(
        "purchase_parcels",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("tracking_number", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("tracking_url", sa.Text()),
        sa.Column("fulfillment_id", sa.Uuid()),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_movement_at", sa.DateTime(timezone=True)),
        sa.Column("delivered_at", sa.DateTime(timezone=True)),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "fulfillment_id"],
            ["fulfillments.tenant_id", "fulfillments.id"],
            name="fk_purchase_parcels_tenant_id_fulfillment_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "purchase_order_id"],
            ["purchase_orders.tenant_id", "purchase_orders.id"],
            name="fk_purchase_parcels_tenant_id_purchase_order_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_purchase_parcels"),
        sa.UniqueConstraint(
            "tenant_id",
            "purchase_order_id",
            "tracking_number",
            name="uq_purchase_parcels_tenant_id_purchase_order_id_tracking_number",
        ),
    )
    op.create_table(
        "purchase_timeline",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "purchase_order_id"],
            ["purchase_orders.tenant_id", "purchase_orders.id"],
            name="fk_purchase_timeline_tenant_id_purchase_order_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_purchase_timeline"),
    )
    op.create_index(
        "ix_purchase_timeline_order", "purchase_timeline", ["tenant_id", "purchase_order_id", "at"]
    )
    op.create_table(
        "purchase_disputes",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("refund_id", sa.Uuid()),
        sa.Column("return_id", sa.Uuid()),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("dispute_ref", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("lines", JSONB(), nullable=False, comment="[{line_id, quantity, amount}]"),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint(
            "status in ('sending', 'unknown', 'open', 'accepted', 'refused', 'withdrawn')",
            name="ck_purchase_disputes_status",
        ),
        sa.CheckConstraint("amount > 0", name="ck_purchase_disputes_amount"),
        sa.CheckConstraint("refunded >= 0", name="ck_purchase_disputes_refunded"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "purchase_order_id"],
            ["purchase_orders.tenant_id", "purchase_orders.id"],
            name="fk_purchase_disputes_tenant_id_purchase_order_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "refund_id"],
            ["refunds.tenant_id", "refunds.id"],
            name="fk_purchase_disputes_tenant_id_refund_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "return_id"],
            ["returns.tenant_id", "returns.id"],
            name="fk_purchase_disputes_tenant_id_return_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_purchase_disputes"),
        sa.UniqueConstraint(
            "tenant_id", "reference", name="uq_purchase_disputes_tenant_id_reference"
        ),
    )
    op.create_index(
        "ix_purchase_disputes_due",
        "purchase_disputes",
        ["due_at"],
        postgresql_where=sa.text("due_at is not null"),
    )
    op.create_index(
        "ix_purchase_disputes_order", "purchase_disputes", ["tenant_id", "purchase_order_id"]
    )
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
    append_only(APP, "purchase_timeline")
    locator_may_read(LOCATOR, "purchase_disputes", "id", "tenant_id", "store_id", "due_at")
    definer(
        "commerce",
        "due_purchase_disputes(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid, id uuid)",
        "select d.tenant_id, d.store_id, d.id from purchase_disputes d "
        "where d.due_at <= p_now order by d.due_at limit p_n",
        locator=LOCATOR,
        app=APP,
    )
