"""Stores with what a merchant sets up first, and shoppers' accounts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import (
    definer,
    grant,
    locator_may_read,
    protect,
    protect_stores_tables,
    recorded,
)

revision = "0002_stores"
down_revision = "0001_kernel"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _stores()
    _customer_accounts()
    _tax_rates()
    _shipping_rates()
    protect(
        "stores",
        "tenant_id = (select app_tenant()) "
        "and ((select app_store()) is null or id = (select app_store()))",
    )
    protect_stores_tables("customer_accounts", "tax_rates", "shipping_rates")
    grant(APP, "stores", "customer_accounts", "tax_rates", "shipping_rates")
    locator_may_read(LOCATOR, "stores", "id", "tenant_id", "slug", "deleted_at")
    definer(
        "commerce",
        "locate_store(p_slug text)",
        "table (tenant_id uuid, store_id uuid)",
        "select s.tenant_id, s.id from stores s where s.slug = p_slug and s.deleted_at is null",
        locator=LOCATOR,
        app=APP,
    )


def _stores() -> None:
    op.create_table(
        "stores",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("niche", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("description", sa.Text()),
        sa.Column("contact_email", sa.Text()),
        sa.Column("test_mode", sa.Boolean(), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("shipping_taxable", sa.Boolean(), nullable=False),
        sa.Column("theme", postgresql.JSONB(), nullable=False),
        sa.Column("setup", postgresql.JSONB(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_stores"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name="fk_stores_tenant_id"),
        sa.CheckConstraint(
            "niche in ('fashion', 'jewelry', 'beauty', 'home', 'electronics', 'fitness', "
            "'pets', 'kids', 'outdoor', 'food', 'general')",
            name="ck_stores_niche",
        ),
        sa.CheckConstraint("status in ('active', 'paused', 'deleted')", name="ck_stores_status"),
    )
    op.create_index(
        "uq_stores_slug",
        "stores",
        ["slug"],
        unique=True,
        postgresql_where=sa.text("deleted_at is null"),
    )


def _customer_accounts() -> None:
    op.create_table(
        "customer_accounts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("email_verified_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_customer_accounts"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_customer_accounts_tenant_id_store_id",
        ),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "email", name="uq_customer_accounts_tenant_id_store_id_email"
        ),
    )


def _tax_rates() -> None:
    op.create_table(
        "tax_rates",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rate_ppm", sa.Integer(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_tax_rates"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_tax_rates_tenant_id_store_id",
        ),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "country", name="uq_tax_rates_tenant_id_store_id_country"
        ),
        sa.CheckConstraint("rate_ppm between 0 and 1000000", name="ck_tax_rates_rate_ppm"),
    )


def _shipping_rates() -> None:
    op.create_table(
        "shipping_rates",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("countries", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("free_over", sa.BigInteger()),
        sa.Column("min_days", sa.Integer(), nullable=False),
        sa.Column("max_days", sa.Integer(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_shipping_rates"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_shipping_rates_tenant_id_store_id",
        ),
        sa.CheckConstraint("amount >= 0 and free_over >= 0", name="ck_shipping_rates_amounts"),
        sa.CheckConstraint("min_days >= 0 and max_days >= min_days", name="ck_shipping_rates_days"),
    )
    op.create_index("ix_shipping_rates_store", "shipping_rates", ["tenant_id", "store_id"])
