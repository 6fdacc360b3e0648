"""Discounts and their use, gift cards, store credit, and the ledger of both."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import append_only, grant, protect_stores_tables, recorded

revision = "0012_promotions"
down_revision = "0011_pricing"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _discounts()
    _discount_usages()
    _gift_cards()
    _store_credits()
    _tender_ledger()
    tables = (
        "discounts",
        "discount_usages",
        "gift_cards",
        "store_credits",
        "tender_ledger",
    )
    protect_stores_tables(*tables)
    grant(APP, *tables)
    append_only(APP, "tender_ledger")


def _discounts() -> None:
    op.create_table(
        "discounts",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text()),
        sa.Column("code_key", sa.Text()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("each", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.Column("ends_at", sa.DateTime(timezone=True)),
        sa.Column("currency", sa.Text()),
        sa.Column("minimum_subtotal", sa.BigInteger()),
        sa.Column("minimum_quantity", sa.Integer()),
        sa.Column(
            "selection",
            postgresql.JSONB(),
            nullable=False,
            comment="{products, groups, excluded_products, excluded_groups}: lists of ids",
        ),
        sa.Column("segments", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column(
            "bogo", postgresql.JSONB(), comment="{buy, get, percent_ppm, times, gets: selection}"
        ),
        sa.Column("usage_limit", sa.Integer()),
        sa.Column("customer_limit", sa.Integer()),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("exclusive", sa.Boolean(), nullable=False),
        sa.Column("exclusive_group", sa.Text()),
        sa.Column("combines_with", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint(
            "kind in ('percentage', 'fixed', 'bogo', 'free_shipping')", name="ck_discounts_kind"
        ),
        sa.CheckConstraint(
            "target in ('product', 'order', 'shipping')", name="ck_discounts_target"
        ),
        sa.CheckConstraint("customer_limit > 0", name="ck_discounts_customer_limit"),
        sa.CheckConstraint("ends_at > starts_at", name="ck_discounts_period"),
        sa.CheckConstraint("minimum_quantity > 0", name="ck_discounts_minimum_quantity"),
        sa.CheckConstraint("minimum_subtotal > 0", name="ck_discounts_minimum_subtotal"),
        sa.CheckConstraint("usage_limit > 0", name="ck_discounts_usage_limit"),
        sa.CheckConstraint("used >= 0", name="ck_discounts_used"),
        sa.CheckConstraint("value >= 0", name="ck_discounts_value"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_discounts_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_discounts"),
    )
    op.create_index(
        "ix_discounts_automatic",
        "discounts",
        ["tenant_id", "store_id"],
        postgresql_where=sa.text("deleted_at is null and code_key is null and active"),
    )
    op.create_index(
        "ix_discounts_updated", "discounts", ["tenant_id", "store_id", "updated_at", "id"]
    )
    op.create_index(
        "uq_discounts_code",
        "discounts",
        ["tenant_id", "store_id", "code_key"],
        unique=True,
        postgresql_where=sa.text("deleted_at is null and code_key is not null"),
    )


def _discount_usages() -> None:
    op.create_table(
        "discount_usages",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("discount_id", sa.Uuid(), nullable=False),
        sa.Column("checkout_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid()),
        sa.Column("customer_key", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint(
            "status in ('held', 'used', 'released')", name="ck_discount_usages_status"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "checkout_id"],
            ["checkouts.tenant_id", "checkouts.id"],
            name="fk_discount_usages_tenant_id_checkout_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "discount_id"],
            ["discounts.tenant_id", "discounts.id"],
            name="fk_discount_usages_tenant_id_discount_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_discount_usages"),
        sa.UniqueConstraint(
            "tenant_id",
            "discount_id",
            "checkout_id",
            name="uq_discount_usages_tenant_id_discount_id_checkout_id",
        ),
    )
    op.create_index("ix_discount_usages_checkout", "discount_usages", ["tenant_id", "checkout_id"])
    op.create_index(
        "ix_discount_usages_customer",
        "discount_usages",
        ["tenant_id", "discount_id", "customer_key"],
    )


def _gift_cards() -> None:
    op.create_table(
        "gift_cards",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("last4", sa.Text(), nullable=False),
        sa.Column("initial", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("email", sa.Text()),
        sa.Column("note", sa.Text()),
        sa.Column("test", sa.Boolean(), nullable=False),
        sa.Column("order_id", sa.Uuid()),
        sa.Column("order_item_id", sa.Uuid()),
        sa.Column("unit", sa.Integer(), nullable=False, comment="which unit of the sold line"),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint("initial > 0", name="ck_gift_cards_initial"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_gift_cards_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_gift_cards"),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "code_hash", name="uq_gift_cards_tenant_id_store_id_code_hash"
        ),
    )
    op.create_index(
        "ix_gift_cards_store", "gift_cards", ["tenant_id", "store_id", "created_at", "id"]
    )
    op.create_index(
        "uq_gift_cards_sold",
        "gift_cards",
        ["tenant_id", "order_item_id", "unit"],
        unique=True,
        postgresql_where=sa.text("order_item_id is not null"),
    )


def _store_credits() -> None:
    op.create_table(
        "store_credits",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "customer_id"],
            ["customer_accounts.tenant_id", "customer_accounts.id"],
            name="fk_store_credits_tenant_id_customer_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_store_credits_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_store_credits"),
        sa.UniqueConstraint(
            "tenant_id",
            "customer_id",
            "currency",
            name="uq_store_credits_tenant_id_customer_id_currency",
        ),
    )
    op.create_index(
        "ix_store_credits_store", "store_credits", ["tenant_id", "store_id", "created_at", "id"]
    )


def _tender_ledger() -> None:
    op.create_table(
        "tender_ledger",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("gift_card_id", sa.Uuid()),
        sa.Column("store_credit_id", sa.Uuid()),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("checkout_id", sa.Uuid()),
        sa.Column("order_id", sa.Uuid()),
        sa.Column("refund_id", sa.Uuid()),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "reason in ('issued', 'redeemed', 'released', 'refunded', 'adjusted')",
            name="ck_tender_ledger_reason",
        ),
        sa.CheckConstraint(
            "(gift_card_id is null) <> (store_credit_id is null)",
            name="ck_tender_ledger_one_account",
        ),
        sa.CheckConstraint("amount <> 0", name="ck_tender_ledger_amount"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "gift_card_id"],
            ["gift_cards.tenant_id", "gift_cards.id"],
            name="fk_tender_ledger_tenant_id_gift_card_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_credit_id"],
            ["store_credits.tenant_id", "store_credits.id"],
            name="fk_tender_ledger_tenant_id_store_credit_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_tender_ledger"),
    )
    op.create_index("ix_tender_ledger_checkout", "tender_ledger", ["tenant_id", "checkout_id"])
    op.create_index(
        "ix_tender_ledger_gift_card", "tender_ledger", ["tenant_id", "gift_card_id", "at"]
    )
    op.create_index(
        "ix_tender_ledger_store_credit", "tender_ledger", ["tenant_id", "store_credit_id", "at"]
    )
