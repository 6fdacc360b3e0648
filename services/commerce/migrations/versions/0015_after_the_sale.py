"""After the sale: notes, refunds, invoices, tracking."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import append_only, grant, protect_stores_tables

revision = "0015_after_the_sale"
down_revision = "0014_site"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _columns()
    _papers()
    _tracking()
    tables = (
        "order_notes",
        "order_refunds",
        "refund_lines",
        "invoice_numbers",
        "invoices",
        "invoice_sellers",
        "tracking_events",
    )
    protect_stores_tables(*tables)
    grant(APP, *tables)
    append_only(APP, "tracking_events")


def _papers() -> None:
    op.create_table(
        "invoice_numbers",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_invoice_numbers_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_invoice_numbers"),
    )
    op.create_table(
        "invoice_sellers",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("tax_id", sa.Text(), nullable=True),
        sa.Column("footer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_invoice_sellers_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_invoice_sellers"),
    )
    op.create_table(
        "invoices",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "document",
            postgresql.JSONB(),
            nullable=False,
            comment="seller, buyer, lines and sums as they were",
        ),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["orders.tenant_id", "orders.id"],
            name="fk_invoices_tenant_id_order_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_invoices"),
        sa.UniqueConstraint("tenant_id", "order_id", name="uq_invoices_tenant_id_order_id"),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "number", name="uq_invoices_tenant_id_store_id_number"
        ),
    )
    op.create_table(
        "order_notes",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["orders.tenant_id", "orders.id"],
            name="fk_order_notes_tenant_id_order_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_order_notes"),
    )
    op.create_index("ix_order_notes_order", "order_notes", ["tenant_id", "order_id"])
    op.create_table(
        "order_refunds",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("items_gross", sa.BigInteger(), nullable=False),
        sa.Column("shipping_gross", sa.BigInteger(), nullable=False),
        sa.Column("shipping_net", sa.BigInteger(), nullable=False),
        sa.Column("shipping_tax", sa.BigInteger(), nullable=False),
        sa.Column(
            "adjustment_gross",
            sa.BigInteger(),
            nullable=False,
            comment="a free amount on top, or below zero kept back",
        ),
        sa.Column("adjustment_net", sa.BigInteger(), nullable=False),
        sa.Column("adjustment_tax", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "status in ('pending', 'succeeded', 'failed')", name="ck_order_refunds_status"
        ),
        sa.CheckConstraint(
            "amount = items_gross + shipping_gross + adjustment_gross", name="ck_order_refunds_sums"
        ),
        sa.CheckConstraint("amount > 0", name="ck_order_refunds_amount"),
        sa.CheckConstraint(
            "shipping_gross = shipping_net + shipping_tax "
            "and adjustment_gross = adjustment_net + adjustment_tax",
            name="ck_order_refunds_taxes",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["orders.tenant_id", "orders.id"],
            name="fk_order_refunds_tenant_id_order_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_order_refunds"),
    )
    op.create_index("ix_order_refunds_order", "order_refunds", ["tenant_id", "order_id"])
    op.create_table(
        "refund_lines",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("order_refund_id", sa.Uuid(), nullable=False),
        sa.Column("order_item_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column(
            "restocked", sa.Integer(), nullable=False, comment="units that went back on sale"
        ),
        sa.CheckConstraint("gross = net + tax", name="ck_refund_lines_sums"),
        sa.CheckConstraint("quantity > 0", name="ck_refund_lines_quantity"),
        sa.CheckConstraint("restocked between 0 and quantity", name="ck_refund_lines_restocked"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_item_id"],
            ["order_items.tenant_id", "order_items.id"],
            name="fk_refund_lines_tenant_id_order_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_refund_id"],
            ["order_refunds.tenant_id", "order_refunds.id"],
            name="fk_refund_lines_tenant_id_order_refund_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "order_refund_id", "order_item_id", name="pk_refund_lines"
        ),
    )
    op.create_index("ix_refund_lines_item", "refund_lines", ["tenant_id", "order_item_id"])


def _tracking() -> None:
    op.create_table(
        "tracking_events",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("fulfilment_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "fulfilment_id"],
            ["fulfillments.tenant_id", "fulfillments.id"],
            name="fk_tracking_events_tenant_id_fulfilment_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_tracking_events"),
    )
    op.create_index(
        "ix_tracking_events_parcel", "tracking_events", ["tenant_id", "fulfilment_id", "at"]
    )


def _columns() -> None:
    op.add_column(
        "fulfillments", sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "order_items",
        sa.Column(
            "cancelled_quantity",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="units that were refunded before they shipped",
        ),
    )
    op.add_column(
        "order_items",
        sa.Column(
            "returned_quantity",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="shipped units that came back",
        ),
    )
    op.add_column(
        "order_items",
        sa.Column(
            "replaces_item_id",
            sa.Uuid(),
            nullable=True,
            comment="the item this one was sent for in an exchange; such an item has no amount",
        ),
    )
    op.alter_column(
        "order_items",
        "fulfilled_quantity",
        existing_type=sa.Integer(),
        comment="units that shipped",
        existing_nullable=False,
    )
    op.add_column(
        "orders",
        sa.Column(
            "hold_reason", sa.Text(), nullable=True, comment="why it is on hold; null otherwise"
        ),
    )
    op.add_column(
        "orders",
        sa.Column(
            "delivered_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the last of its parcels arrived; null while one is under way",
        ),
    )
    op.add_column(
        "orders",
        sa.Column(
            "tags", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
    )
    op.add_column(
        "refunds",
        sa.Column(
            "order_refund_id",
            sa.Uuid(),
            nullable=True,
            comment="the order's refund this is a part of; null where money bought nothing",
        ),
    )
    op.create_index("ix_refunds_order_refund", "refunds", ["tenant_id", "order_refund_id"])
    op.create_check_constraint(
        "ck_order_items_cancelled",
        "order_items",
        "cancelled_quantity between 0 and quantity - fulfilled_quantity",
    )
    op.create_check_constraint(
        "ck_order_items_returned",
        "order_items",
        "returned_quantity between 0 and fulfilled_quantity",
    )
