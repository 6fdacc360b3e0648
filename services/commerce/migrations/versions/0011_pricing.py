"""Taxes by place and class, currencies, their rates and prices; shipping zones."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import append_only, grant, protect_stores_tables, recorded

revision = "0011_pricing"
down_revision = "0010_product_facts"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _exchange_rates()
    _pricing_settings()
    _store_currencies()
    _variant_prices()
    _price_history()
    _tax_rates()
    _shipping_zones()
    _shipping_rates()
    tables = (
        "pricing_settings",
        "store_currencies",
        "variant_prices",
        "price_history",
        "shipping_zones",
    )
    protect_stores_tables(*tables)
    grant(APP, *tables, "exchange_rates")
    append_only(APP, "price_history")


def _exchange_rates() -> None:
    op.create_table(
        "exchange_rates",
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("per_euro_ppm", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("per_euro_ppm > 0", name="ck_exchange_rates_per_euro_ppm"),
        sa.PrimaryKeyConstraint("currency", "day", name="pk_exchange_rates"),
    )


def _pricing_settings() -> None:
    op.create_table(
        "pricing_settings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("tax_rounding", sa.Text(), nullable=False),
        sa.Column("rate_max_age_days", sa.Integer(), nullable=False),
        sa.Column(
            "omnibus",
            sa.Boolean(),
            nullable=False,
            comment="show the lowest price of the 30 days before a reduction",
        ),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint(
            "tax_rounding in ('line', 'order')", name="ck_pricing_settings_tax_rounding"
        ),
        sa.CheckConstraint(
            "rate_max_age_days between 1 and 365", name="ck_pricing_settings_rate_max_age_days"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_pricing_settings_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_pricing_settings"),
    )


def _store_currencies() -> None:
    op.create_table(
        "store_currencies",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("below", sa.BigInteger(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("manual_ppm", sa.BigInteger()),
        sa.Column("manual_day", sa.Date()),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint("direction in ('nearest', 'up')", name="ck_store_currencies_direction"),
        sa.CheckConstraint(
            "(manual_ppm is null) = (manual_day is null)", name="ck_store_currencies_manual"
        ),
        sa.CheckConstraint("manual_ppm > 0", name="ck_store_currencies_manual_ppm"),
        sa.CheckConstraint(
            "step >= 1 and below >= 0 and below < step", name="ck_store_currencies_ending"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_store_currencies_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_store_currencies"),
        sa.UniqueConstraint(
            "tenant_id",
            "store_id",
            "currency",
            name="uq_store_currencies_tenant_id_store_id_currency",
        ),
    )


def _variant_prices() -> None:
    op.create_table(
        "variant_prices",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("compare_at_price", sa.BigInteger()),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint("compare_at_price >= 0", name="ck_variant_prices_compare_at_price"),
        sa.CheckConstraint("price >= 0", name="ck_variant_prices_price"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "variant_id"],
            ["product_variants.tenant_id", "product_variants.id"],
            name="fk_variant_prices_tenant_id_variant_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_variant_prices"),
        sa.UniqueConstraint(
            "tenant_id",
            "variant_id",
            "currency",
            name="uq_variant_prices_tenant_id_variant_id_currency",
        ),
    )
    op.create_index(
        "ix_variant_prices_store", "variant_prices", ["tenant_id", "store_id", "currency"]
    )


def _price_history() -> None:
    op.create_table(
        "price_history",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("price >= 0", name="ck_price_history_price"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "variant_id"],
            ["product_variants.tenant_id", "product_variants.id"],
            name="fk_price_history_tenant_id_variant_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_price_history"),
    )
    op.create_index(
        "ix_price_history_variant", "price_history", ["tenant_id", "variant_id", "currency", "at"]
    )


def _tax_rates() -> None:
    op.add_column(
        "tax_rates", sa.Column("state", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(
        "tax_rates",
        sa.Column("postal_pattern", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    op.add_column(
        "tax_rates",
        sa.Column("tax_class", sa.Text(), server_default=sa.text("'standard'"), nullable=False),
    )
    op.add_column(
        "tax_rates", sa.Column("slot", sa.Integer(), server_default=sa.text("1"), nullable=False)
    )
    op.create_check_constraint("ck_tax_rates_slot", "tax_rates", "slot between 1 and 9")
    op.create_check_constraint(
        "ck_tax_rates_tax_class",
        "tax_rates",
        "tax_class in ('standard', 'reduced', 'zero', 'exempt')",
    )
    op.drop_constraint("uq_tax_rates_tenant_id_store_id_country", "tax_rates", type_="unique")
    op.create_unique_constraint(
        "uq_tax_rates_place",
        "tax_rates",
        ["tenant_id", "store_id", "country", "state", "postal_pattern", "tax_class", "slot"],
    )


def _shipping_zones() -> None:
    op.create_table(
        "shipping_zones",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("regions", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_shipping_zones_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_shipping_zones"),
    )
    op.create_index("ix_shipping_zones_store", "shipping_zones", ["tenant_id", "store_id"])


def _shipping_rates() -> None:
    op.add_column("shipping_rates", sa.Column("zone_id", sa.Uuid()))
    op.add_column(
        "shipping_rates",
        sa.Column("basis", sa.Text(), server_default=sa.text("'flat'"), nullable=False),
    )
    op.add_column(
        "shipping_rates",
        sa.Column("tiers", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.create_check_constraint(
        "ck_shipping_rates_basis", "shipping_rates", "basis in ('flat', 'price', 'weight')"
    )
    op.create_foreign_key(
        "fk_shipping_rates_tenant_id_zone_id",
        "shipping_rates",
        "shipping_zones",
        ["tenant_id", "zone_id"],
        ["tenant_id", "id"],
    )
