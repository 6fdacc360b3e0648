"""Stock, carts and checkouts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import (
    append_only,
    definer,
    grant,
    locator_may_read,
    protect_stores_tables,
    recorded,
)

revision = "0004_stock_and_carts"
down_revision = "0003_catalog"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _inventory_items()
    _reservations()
    _inventory_movements()
    _carts()
    _cart_lines()
    _checkouts()
    tables = (
        "inventory_items",
        "reservations",
        "inventory_movements",
        "carts",
        "cart_lines",
        "checkouts",
    )
    protect_stores_tables(*tables)
    grant(APP, *tables)
    append_only(APP, "inventory_movements")
    locator_may_read(LOCATOR, "checkouts", "id", "tenant_id", "store_id", "due_at")
    definer(
        "commerce",
        "due_checkouts(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid, checkout_id uuid)",
        "select c.tenant_id, c.store_id, c.id from checkouts c "
        "where c.due_at < p_now order by c.due_at limit p_n",
        locator=LOCATOR,
        app=APP,
    )


def _inventory_items() -> None:
    op.create_table(
        "inventory_items",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column(
            "product_id", sa.Uuid(), nullable=False, comment="the variant's, which never changes"
        ),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("tracked", sa.Boolean(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("committed", sa.Integer(), nullable=False),
        sa.Column("safety_stock", sa.Integer(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_inventory_items"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["products.tenant_id", "products.id"],
            name="fk_inventory_items_tenant_id_product_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_inventory_items_tenant_id_store_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "variant_id"],
            ["product_variants.tenant_id", "product_variants.id"],
            name="fk_inventory_items_tenant_id_variant_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "tenant_id", "variant_id", name="uq_inventory_items_tenant_id_variant_id"
        ),
        sa.CheckConstraint("committed >= 0", name="ck_inventory_items_committed"),
        sa.CheckConstraint(
            "policy = 'backorder' or not tracked or committed <= on_hand",
            name="ck_inventory_items_no_oversell",
        ),
        sa.CheckConstraint("on_hand >= 0", name="ck_inventory_items_on_hand"),
        sa.CheckConstraint("policy in ('deny', 'backorder')", name="ck_inventory_items_policy"),
        sa.CheckConstraint("safety_stock >= 0", name="ck_inventory_items_safety_stock"),
    )
    op.create_index("ix_inventory_items_product", "inventory_items", ["tenant_id", "product_id"])


def _reservations() -> None:
    op.create_table(
        "reservations",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False, comment="the checkout"),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        recorded("created_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_reservations"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_items.tenant_id", "inventory_items.id"],
            name="fk_reservations_tenant_id_item_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "tenant_id", "holder_id", "item_id", name="uq_reservations_tenant_id_holder_id_item_id"
        ),
        sa.CheckConstraint("quantity > 0", name="ck_reservations_quantity"),
        sa.CheckConstraint(
            "status in ('open', 'committed', 'released')", name="ck_reservations_status"
        ),
    )
    op.create_index(
        "ix_reservations_open",
        "reservations",
        ["tenant_id", "item_id", "expires_at"],
        postgresql_where=sa.text("status = 'open'"),
    )


def _inventory_movements() -> None:
    op.create_table(
        "inventory_movements",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on_hand_change", sa.Integer(), nullable=False),
        sa.Column("committed_change", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_inventory_movements"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["inventory_items.tenant_id", "inventory_items.id"],
            name="fk_inventory_movements_tenant_id_item_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_inventory_movements_item", "inventory_movements", ["tenant_id", "item_id", "at"]
    )


def _carts() -> None:
    op.create_table(
        "carts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid()),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_carts"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_carts_tenant_id_store_id",
        ),
        sa.CheckConstraint("status in ('open', 'completed')", name="ck_carts_status"),
    )
    op.create_index("ix_carts_updated", "carts", ["tenant_id", "store_id", "status", "updated_at"])


def _cart_lines() -> None:
    op.create_table(
        "cart_lines",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_cart_lines"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cart_id"],
            ["carts.tenant_id", "carts.id"],
            name="fk_cart_lines_tenant_id_cart_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "variant_id"],
            ["product_variants.tenant_id", "product_variants.id"],
            name="fk_cart_lines_tenant_id_variant_id",
        ),
        sa.UniqueConstraint(
            "tenant_id", "cart_id", "variant_id", name="uq_cart_lines_tenant_id_cart_id_variant_id"
        ),
        sa.CheckConstraint("quantity between 1 and 999", name="ck_cart_lines_quantity"),
    )


def _checkouts() -> None:
    op.create_table(
        "checkouts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("cart_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("shipping_address", postgresql.JSONB(), nullable=False),
        sa.Column("shipping_rate_id", sa.Uuid(), nullable=False),
        sa.Column("shipping_name", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("lines", postgresql.JSONB(), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("items_gross", sa.BigInteger(), nullable=False),
        sa.Column("shipping_net", sa.BigInteger(), nullable=False),
        sa.Column("shipping_tax", sa.BigInteger(), nullable=False),
        sa.Column("shipping_gross", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("tax_name", sa.Text()),
        sa.Column("tax_country", sa.Text()),
        sa.Column("tax_rate_ppm", sa.Integer(), nullable=False),
        sa.Column("tax_inclusive", sa.Boolean(), nullable=False),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("message", sa.Text()),
        sa.Column("order_id", sa.Uuid()),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "due_at", sa.DateTime(timezone=True), comment="when the sweeper looks at it next"
        ),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_checkouts"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cart_id"],
            ["carts.tenant_id", "carts.id"],
            name="fk_checkouts_tenant_id_cart_id",
        ),
        sa.UniqueConstraint("tenant_id", "cart_id", name="uq_checkouts_tenant_id_cart_id"),
        sa.CheckConstraint(
            "state in ('awaiting_payment', 'processing', 'completed', 'failed', 'expired', "
            "'refunded')",
            name="ck_checkouts_state",
        ),
        sa.CheckConstraint(
            "total = items_gross + shipping_gross and shipping_gross = shipping_net + shipping_tax",
            name="ck_checkouts_sums",
        ),
    )
    op.create_index(
        "ix_checkouts_due", "checkouts", ["due_at"], postgresql_where=sa.text("due_at is not null")
    )
