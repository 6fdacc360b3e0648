"""Purchases: what sold items need, and the orders at suppliers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import (
    definer,
    grant,
    locator_may_read,
    protect_stores_tables,
    recorded,
)

revision = "0043_purchases"
down_revision = "0042_source_pricing"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"
TABLES = (
    "sourcing_needs",
    "purchase_numbers",
    "purchase_orders",
    "purchase_lines",
)


def upgrade() -> None:
    """Make the tables and the look-ups of what is due."""
    op.create_table(
        "purchase_numbers",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_purchase_numbers_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_purchase_numbers"),
    )
    op.create_table(
        "purchase_orders",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column(
            "attempt",
            sa.Integer(),
            server_default=sa.text("1"),
            nullable=False,
            comment="how many references it has had",
        ),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), comment="stable code of why it is where it is"),
        sa.Column("detail", sa.Text(), comment="the same in words"),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("method_name", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("min_days", sa.Integer()),
        sa.Column("max_days", sa.Integer()),
        sa.Column(
            "currency", sa.Text(), nullable=False, comment="the supplier's; amounts below are in it"
        ),
        sa.Column("goods", sa.BigInteger(), nullable=False, comment="expected, then booked"),
        sa.Column("shipping", sa.BigInteger(), nullable=False),
        sa.Column("duty", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column(
            "booked",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="amounts are the supplier's word",
        ),
        sa.Column("refunded", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "rate",
            JSONB(),
            nullable=False,
            comment="{from, to, ppm, date}: supplier's currency to the store's, frozen when placed",
        ),
        sa.Column(
            "spend_day", sa.Date(), comment="the day whose cap it counts against; null: it does not"
        ),
        sa.Column("supplier_ref", sa.Text()),
        sa.Column("payment_url", sa.Text()),
        sa.Column(
            "place_after",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="the end of the grace time",
        ),
        sa.Column(
            "due_at", sa.DateTime(timezone=True), comment="when the machine looks at it again"
        ),
        sa.Column(
            "looks",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="looks for an unknown outcome so far",
        ),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("approved_by", sa.Text()),
        sa.Column(
            "placing_at", sa.DateTime(timezone=True), comment="when the call was about to be made"
        ),
        sa.Column("placed_at", sa.DateTime(timezone=True)),
        sa.Column("paid_at", sa.DateTime(timezone=True)),
        sa.Column("shipped_at", sa.DateTime(timezone=True)),
        sa.Column("delivered_at", sa.DateTime(timezone=True)),
        sa.Column("last_movement_at", sa.DateTime(timezone=True)),
        sa.Column(
            "flagged",
            sa.Text(),
            comment="no_tracking (7 days after payment) or no_movement (48 h), as the monitor saw",
        ),
        sa.Column("replaces_id", sa.Uuid(), comment="the one it took over from"),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint(
            "status in ('queued', 'validating', 'awaiting_approval', 'placing', 'unknown', "
            "'placed_unpaid', 'paid', 'shipped', 'delivered', 'rejected', 'cancelled', 'disputed')",
            name="ck_purchase_orders_status",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["orders.tenant_id", "orders.id"],
            name="fk_purchase_orders_tenant_id_order_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_purchase_orders_tenant_id_store_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supplier_id"],
            ["suppliers.tenant_id", "suppliers.id"],
            name="fk_purchase_orders_tenant_id_supplier_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_purchase_orders"),
        sa.UniqueConstraint(
            "tenant_id", "reference", name="uq_purchase_orders_tenant_id_reference"
        ),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "number", name="uq_purchase_orders_tenant_id_store_id_number"
        ),
    )
    op.create_index(
        "ix_purchase_orders_due",
        "purchase_orders",
        ["due_at"],
        postgresql_where=sa.text("due_at is not null"),
    )
    op.create_index(
        "ix_purchase_orders_listed",
        "purchase_orders",
        ["tenant_id", "store_id", "created_at", "id"],
    )
    op.create_index("ix_purchase_orders_order", "purchase_orders", ["tenant_id", "order_id"])
    op.create_index(
        "ix_purchase_orders_supplier", "purchase_orders", ["tenant_id", "supplier_id", "status"]
    )
    op.create_table(
        "sourcing_needs",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("order_item_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), comment="stable code of what it waits for"),
        sa.Column("detail", sa.Text(), comment="the same in words"),
        sa.Column("due_at", sa.DateTime(timezone=True), comment="when it is looked at again"),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint(
            "status <> 'waiting' or reason is not null", name="ck_sourcing_needs_reason"
        ),
        sa.CheckConstraint(
            "status in ('waiting', 'ordered', 'shipped', 'own', 'cancelled')",
            name="ck_sourcing_needs_status",
        ),
        sa.CheckConstraint("quantity > 0", name="ck_sourcing_needs_quantity"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["orders.tenant_id", "orders.id"],
            name="fk_sourcing_needs_tenant_id_order_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_item_id"],
            ["order_items.tenant_id", "order_items.id"],
            name="fk_sourcing_needs_tenant_id_order_item_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_sourcing_needs"),
        sa.UniqueConstraint(
            "tenant_id", "order_item_id", name="uq_sourcing_needs_tenant_id_order_item_id"
        ),
    )
    op.create_index(
        "ix_sourcing_needs_due",
        "sourcing_needs",
        ["due_at"],
        postgresql_where=sa.text("due_at is not null"),
    )
    op.create_index(
        "ix_sourcing_needs_listed",
        "sourcing_needs",
        ["tenant_id", "store_id", "status", "created_at", "id"],
    )
    op.create_index("ix_sourcing_needs_order", "sourcing_needs", ["tenant_id", "order_id"])
    op.create_table(
        "purchase_lines",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("order_item_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_variant_id", sa.Uuid(), nullable=False),
        sa.Column("mapping_id", sa.Uuid(), comment="the way chosen; it may be gone since"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("external_sku", sa.Text(), nullable=False),
        sa.Column("order_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("options", JSONB(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False, comment="the supplier's units"),
        sa.Column("max_unit_cost", sa.BigInteger(), nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=False, comment="expected, then booked"),
        sa.Column("goods", sa.BigInteger(), nullable=False),
        sa.Column("shipping", sa.BigInteger(), nullable=False, comment="its share of the order's"),
        sa.Column("duty", sa.BigInteger(), nullable=False, comment="its share of the order's"),
        sa.Column("refunded", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_purchase_lines_quantity"),
        sa.CheckConstraint(
            "refunded between 0 and goods + shipping + duty", name="ck_purchase_lines_refunded"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "need_id"],
            ["sourcing_needs.tenant_id", "sourcing_needs.id"],
            name="fk_purchase_lines_tenant_id_need_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "purchase_order_id"],
            ["purchase_orders.tenant_id", "purchase_orders.id"],
            name="fk_purchase_lines_tenant_id_purchase_order_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supplier_variant_id"],
            ["supplier_variants.tenant_id", "supplier_variants.id"],
            name="fk_purchase_lines_tenant_id_supplier_variant_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_purchase_lines"),
    )
    op.create_index(
        "ix_purchase_lines_order", "purchase_lines", ["tenant_id", "purchase_order_id", "position"]
    )
    op.create_index(
        "ix_purchase_lines_variant", "purchase_lines", ["tenant_id", "supplier_variant_id"]
    )
    op.create_index(
        "uq_purchase_lines_active",
        "purchase_lines",
        ["tenant_id", "need_id", "supplier_variant_id"],
        unique=True,
        postgresql_where=sa.text("active"),
    )
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
    locator_may_read(LOCATOR, "sourcing_needs", "id", "tenant_id", "store_id", "due_at")
    definer(
        "commerce",
        "due_sourcing_needs(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid, id uuid)",
        "select d.tenant_id, d.store_id, d.id from sourcing_needs d "
        "where d.due_at <= p_now order by d.due_at limit p_n",
        locator=LOCATOR,
        app=APP,
    )
    locator_may_read(LOCATOR, "purchase_orders", "id", "tenant_id", "store_id", "due_at")
    definer(
        "commerce",
        "due_purchase_orders(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid, id uuid)",
        "select d.tenant_id, d.store_id, d.id from purchase_orders d "
        "where d.due_at <= p_now order by d.due_at limit p_n",
        locator=LOCATOR,
        app=APP,
    )
