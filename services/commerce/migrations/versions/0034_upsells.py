"""Bundles that share the stock of their components, cross-sells, and what sells together."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0034_upsells"
down_revision = "0033_translations"
branch_labels = None
depends_on = None

APP = "commerce_app"
TABLES = ("kit_components", "bundles", "cross_sells", "bought_together", "upsell_days")


def upgrade() -> None:
    """Make the tables, say who may see which rows, and mark what a bundle or an offer sold."""
    _kits()
    _bundles()
    _cross_sells()
    _counts()
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
    op.add_column("cart_lines", sa.Column("upsell_id", sa.Uuid()))
    op.add_column(
        "order_items",
        sa.Column(
            "bundle",
            postgresql.JSONB(),
            comment="the bundle this item was sold in: {line, variant_id, product_id, "
            "product_slug, title, variant_title, sku, quantity, unit_price}",
        ),
    )
    op.add_column("order_items", sa.Column("upsell_id", sa.Uuid()))
    op.create_index(
        "ix_order_items_upsell",
        "order_items",
        ["tenant_id", "upsell_id"],
        postgresql_where=sa.text("upsell_id is not null"),
    )


def _owned(table: str) -> list[sa.Column[object] | sa.Constraint]:
    return [
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
    ]


def _kits() -> None:
    op.add_column(
        "inventory_items",
        sa.Column(
            "kit",
            sa.Boolean(),
            nullable=False,
            server_default=sa.false(),
            comment="its stock is that of its components",
        ),
    )
    op.create_table(
        "kit_components",
        *_owned("kit_components"),
        sa.Column("kit_id", sa.Uuid(), nullable=False),
        sa.Column("kit_product_id", sa.Uuid(), nullable=False),
        sa.Column("component_id", sa.Uuid(), nullable=False),
        sa.Column("component_product_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kit_id"],
            ["product_variants.tenant_id", "product_variants.id"],
            name="fk_kit_components_tenant_id_kit_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("quantity between 1 and 99", name="ck_kit_components_quantity"),
        sa.CheckConstraint("kit_id <> component_id", name="ck_kit_components_circle"),
        sa.UniqueConstraint(
            "tenant_id",
            "kit_id",
            "component_id",
            name="uq_kit_components_tenant_id_kit_id_component_id",
        ),
    )
    op.create_index("ix_kit_components_component", "kit_components", ["tenant_id", "component_id"])
    op.create_index(
        "ix_kit_components_product", "kit_components", ["tenant_id", "component_product_id"]
    )


def _bundles() -> None:
    op.create_table(
        "bundles",
        *_owned("bundles"),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("pricing", sa.Text(), nullable=False),
        sa.Column("percent_ppm", sa.Integer()),
        sa.Column("shown_with_components", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "variant_id"],
            ["product_variants.tenant_id", "product_variants.id"],
            name="fk_bundles_tenant_id_variant_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("pricing in ('fixed', 'percent')", name="ck_bundles_pricing"),
        sa.CheckConstraint(
            "(pricing = 'percent') = (percent_ppm is not null)", name="ck_bundles_percent"
        ),
        sa.UniqueConstraint("tenant_id", "variant_id", name="uq_bundles_tenant_id_variant_id"),
    )
    op.create_index("ix_bundles_store", "bundles", ["tenant_id", "store_id", "created_at", "id"])


def _cross_sells() -> None:
    op.create_table(
        "cross_sells",
        *_owned("cross_sells"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "trigger",
            postgresql.JSONB(),
            nullable=False,
            comment="{products, groups, excluded_products, excluded_groups}: lists of ids",
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("products", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("group_id", sa.Uuid()),
        sa.Column("placements", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("discount_id", sa.Uuid()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        recorded("updated_at"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_cross_sells_tenant_id_store_id",
        ),
        sa.CheckConstraint(
            "source in ('products', 'group', 'bought_together')", name="ck_cross_sells_source"
        ),
        sa.CheckConstraint("most between 1 and 12", name="ck_cross_sells_most"),
    )
    op.create_index(
        "ix_cross_sells_live",
        "cross_sells",
        ["tenant_id", "store_id", "position", "id"],
        postgresql_where=sa.text("deleted_at is null"),
    )


def _counts() -> None:
    op.create_table(
        "bought_together",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "product_id", "other_id", name="pk_bought_together"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_bought_together_tenant_id_store_id",
        ),
    )
    op.create_table(
        "upsell_days",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("upsell_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shown", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "upsell_id", "day", name="pk_upsell_days"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_upsell_days_tenant_id_store_id",
        ),
    )
