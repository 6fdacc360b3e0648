"""Orders and parcels."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import append_only, grant, protect_stores_tables, recorded

revision = "0005_orders"
down_revision = "0004_stock_and_carts"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _orders()
    _order_items()
    _order_numbers()
    _order_timeline()
    _fulfillments()
    _fulfillment_items()
    tables = (
        "orders",
        "order_items",
        "order_numbers",
        "order_timeline",
        "fulfillments",
        "fulfillment_items",
    )
    protect_stores_tables(*tables)
    grant(APP, *tables)
    append_only(APP, "order_timeline")


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("checkout_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("payment_status", sa.Text(), nullable=False),
        sa.Column("fulfilment_status", sa.Text(), nullable=False),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("shipping_address", postgresql.JSONB(), nullable=False),
        sa.Column("search_text", sa.Text(collation="C"), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("items_gross", sa.BigInteger(), nullable=False),
        sa.Column("shipping_name", sa.Text(), nullable=False),
        sa.Column("shipping_net", sa.BigInteger(), nullable=False),
        sa.Column("shipping_tax", sa.BigInteger(), nullable=False),
        sa.Column("shipping_gross", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("tax_name", sa.Text()),
        sa.Column("tax_country", sa.Text()),
        sa.Column("tax_rate_ppm", sa.Integer(), nullable=False),
        sa.Column("tax_inclusive", sa.Boolean(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.Column("cancel_reason", sa.Text()),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_orders"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "checkout_id"],
            ["checkouts.tenant_id", "checkouts.id"],
            name="fk_orders_tenant_id_checkout_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_orders_tenant_id_store_id",
        ),
        sa.UniqueConstraint("tenant_id", "cart_id", name="uq_orders_tenant_id_cart_id"),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "number", name="uq_orders_tenant_id_store_id_number"
        ),
        sa.CheckConstraint(
            "fulfilment_status in ('unfulfilled', 'partial', 'fulfilled', "
            "'partially_returned', 'returned')",
            name="ck_orders_fulfilment_status",
        ),
        sa.CheckConstraint(
            "payment_status in ('unpaid', 'authorized', 'partially_paid', 'paid', "
            "'partially_refunded', 'refunded', 'overpaid')",
            name="ck_orders_payment_status",
        ),
        sa.CheckConstraint(
            "status in ('draft', 'pending', 'open', 'on_hold', 'completed', 'expired', "
            "'cancelled')",
            name="ck_orders_status",
        ),
        sa.CheckConstraint("total = items_gross + shipping_gross", name="ck_orders_sums"),
    )
    op.create_index("ix_orders_placed", "orders", ["tenant_id", "store_id", "placed_at", "id"])


def _order_items() -> None:
    op.create_table(
        "order_items",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("product_slug", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("variant_title", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text()),
        sa.Column("image", postgresql.JSONB()),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("fulfilled_quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_order_items"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["orders.tenant_id", "orders.id"],
            name="fk_order_items_tenant_id_order_id",
        ),
        sa.CheckConstraint(
            "fulfilled_quantity between 0 and quantity", name="ck_order_items_fulfilled"
        ),
        sa.CheckConstraint("quantity > 0", name="ck_order_items_quantity"),
        sa.CheckConstraint("gross = net + tax", name="ck_order_items_sums"),
    )
    op.create_index("ix_order_items_order", "order_items", ["tenant_id", "order_id", "position"])


def _order_numbers() -> None:
    op.create_table(
        "order_numbers",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_order_numbers"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_order_numbers_tenant_id_store_id",
        ),
    )


def _order_timeline() -> None:
    op.create_table(
        "order_timeline",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_order_timeline"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["orders.tenant_id", "orders.id"],
            name="fk_order_timeline_tenant_id_order_id",
        ),
    )
    op.create_index("ix_order_timeline_order", "order_timeline", ["tenant_id", "order_id", "at"])


def _fulfillments() -> None:
    op.create_table(
        "fulfillments",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("tracking_number", sa.Text(), nullable=False),
        sa.Column("tracking_url", sa.Text()),
        sa.Column("shipped_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_fulfillments"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["orders.tenant_id", "orders.id"],
            name="fk_fulfillments_tenant_id_order_id",
        ),
        sa.CheckConstraint(
            "status in ('pending', 'submitted', 'shipped', 'failed', 'cancelled', "
            "'delivered', 'exception', 'returned')",
            name="ck_fulfillments_status",
        ),
    )
    op.create_index("ix_fulfillments_order", "fulfillments", ["tenant_id", "order_id"])


def _fulfillment_items() -> None:
    op.create_table(
        "fulfillment_items",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("fulfilment_id", sa.Uuid(), nullable=False),
        sa.Column("order_item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "fulfilment_id", "order_item_id", name="pk_fulfillment_items"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "fulfilment_id"],
            ["fulfillments.tenant_id", "fulfillments.id"],
            name="fk_fulfillment_items_tenant_id_fulfilment_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_item_id"],
            ["order_items.tenant_id", "order_items.id"],
            name="fk_fulfillment_items_tenant_id_order_item_id",
        ),
        sa.CheckConstraint("quantity > 0", name="ck_fulfillment_items_quantity"),
    )
