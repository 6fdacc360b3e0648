"""Suppliers: accounts, what they sell, what it costs and how it travels."""

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

revision = "0041_suppliers"
down_revision = "0040_charged_exchanges"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"
TABLES = (
    "suppliers",
    "supplier_events",
    "supplier_spend",
    "supplier_products",
    "supplier_variants",
    "cost_snapshots",
    "lane_quotes",
)


def upgrade() -> None:
    """Make the tables and the look-ups of accounts."""
    op.create_table(
        "suppliers",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("adapter", sa.Text(), nullable=False, comment="name of its kind in the registry"),
        sa.Column("name", sa.Text(), nullable=False, comment="what the merchant calls it"),
        sa.Column("account_ref", sa.Text(), nullable=False, comment="who we are there"),
        sa.Column("currency", sa.Text(), nullable=False, comment="what it is paid in"),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("credentials", sa.Text(), nullable=False),
        sa.Column("credentials_expire_at", sa.DateTime(timezone=True)),
        sa.Column(
            "missing",
            JSONB(),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="approvals it still lacks, in words",
        ),
        sa.Column("auto_order", sa.Boolean(), nullable=False, comment="order without being asked"),
        sa.Column("approval", sa.Text(), nullable=False),
        sa.Column("approval_above", sa.BigInteger(), comment="in `currency`"),
        sa.Column("daily_spend_cap", sa.BigInteger(), comment="in `currency`, per UTC day"),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "max_cost_rise_ppm",
            sa.Integer(),
            nullable=False,
            comment="how far a cost may rise above the last one known before a purchase waits",
        ),
        sa.Column(
            "stale_after_minutes",
            sa.Integer(),
            nullable=False,
            comment="how old a reading may be before stock and cost count as unknown",
        ),
        sa.Column("last_success_at", sa.DateTime(timezone=True)),
        sa.Column("failing_since", sa.DateTime(timezone=True)),
        sa.Column("last_error", sa.Text()),
        sa.Column(
            "next_poll_at",
            sa.DateTime(timezone=True),
            comment="when its goods are read again; null: never (paused, disconnected)",
        ),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint(
            "approval <> 'above' or approval_above is not null", name="ck_suppliers_approval_above"
        ),
        sa.CheckConstraint(
            "approval in ('never', 'above', 'always')", name="ck_suppliers_approval"
        ),
        sa.CheckConstraint(
            "status in ('connected', 'paused', 'attention', 'disconnected')",
            name="ck_suppliers_status",
        ),
        sa.CheckConstraint("approval_above >= 0", name="ck_suppliers_approval_amount"),
        sa.CheckConstraint("daily_spend_cap >= 0", name="ck_suppliers_daily_spend_cap"),
        sa.CheckConstraint("grace_minutes between 0 and 1440", name="ck_suppliers_grace_minutes"),
        sa.CheckConstraint(
            "max_cost_rise_ppm between 0 and 10000000", name="ck_suppliers_max_cost_rise_ppm"
        ),
        sa.CheckConstraint(
            "stale_after_minutes between 15 and 10080", name="ck_suppliers_stale_after_minutes"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_suppliers_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_suppliers"),
    )
    op.create_index(
        "ix_suppliers_listed", "suppliers", ["tenant_id", "store_id", "created_at", "id"]
    )
    op.create_index(
        "ix_suppliers_poll",
        "suppliers",
        ["next_poll_at"],
        postgresql_where=sa.text("next_poll_at is not null"),
    )
    op.create_table(
        "supplier_events",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("hints", JSONB(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supplier_id"],
            ["suppliers.tenant_id", "suppliers.id"],
            name="fk_supplier_events_tenant_id_supplier_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_supplier_events"),
        sa.UniqueConstraint(
            "tenant_id",
            "supplier_id",
            "event_id",
            name="uq_supplier_events_tenant_id_supplier_id_event_id",
        ),
    )
    op.create_index("ix_supplier_events_received", "supplier_events", ["tenant_id", "received_at"])
    op.create_table(
        "supplier_products",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("image_url", sa.Text()),
        sa.Column("option_names", JSONB(), nullable=False),
        sa.Column("raw", JSONB(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column(
            "gone_readings",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="readings in a row that did not find it",
        ),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.Column(
            "fetched_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when it was last read in full",
        ),
        sa.Column(
            "next_read_at",
            sa.DateTime(timezone=True),
            comment="when the monitor reads it again, by risk; null: nothing sold depends on it",
        ),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_supplier_products_tenant_id_store_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supplier_id"],
            ["suppliers.tenant_id", "suppliers.id"],
            name="fk_supplier_products_tenant_id_supplier_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_supplier_products"),
        sa.UniqueConstraint(
            "tenant_id",
            "supplier_id",
            "external_id",
            name="uq_supplier_products_tenant_id_supplier_id_external_id",
        ),
    )
    op.create_index(
        "ix_supplier_products_due",
        "supplier_products",
        ["tenant_id", "supplier_id", "next_read_at"],
    )
    op.create_table(
        "supplier_spend",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="UTC"),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount >= 0", name="ck_supplier_spend_amount"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supplier_id"],
            ["suppliers.tenant_id", "suppliers.id"],
            name="fk_supplier_spend_tenant_id_supplier_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "supplier_id", "day", name="pk_supplier_spend"),
    )
    op.create_table(
        "supplier_variants",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_product_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("external_sku", sa.Text(), nullable=False),
        sa.Column(
            "order_key", sa.Text(), nullable=False, comment="what its order call wants, verbatim"
        ),
        sa.Column("options", JSONB(), nullable=False, comment="name -> value, verbatim"),
        sa.Column(
            "warehouse",
            sa.Text(),
            nullable=False,
            comment="the supplier's code; '' where it has none",
        ),
        sa.Column("origin", sa.Text(), comment="country it ships from"),
        sa.Column("cost", sa.BigInteger()),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("list_price", sa.BigInteger()),
        sa.Column("availability", sa.Text(), nullable=False),
        sa.Column("stock", sa.Integer(), comment="null: it does not say how many"),
        sa.Column("out_readings", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "read_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when stock and cost were last read",
        ),
        sa.Column("weight_grams", sa.Integer()),
        sa.Column("image_url", sa.Text()),
        sa.Column("barcode", sa.Text()),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint(
            "availability in ('in_stock', 'doubtful', 'out', 'gone', 'unknown')",
            name="ck_supplier_variants_availability",
        ),
        sa.CheckConstraint("cost >= 0", name="ck_supplier_variants_cost"),
        sa.CheckConstraint("stock >= 0", name="ck_supplier_variants_stock"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_supplier_variants_tenant_id_store_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supplier_product_id"],
            ["supplier_products.tenant_id", "supplier_products.id"],
            name="fk_supplier_variants_tenant_id_supplier_product_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_supplier_variants"),
        sa.UniqueConstraint(
            "tenant_id",
            "supplier_product_id",
            "external_sku",
            "warehouse",
            name="uq_supplier_variants_offer",
        ),
    )
    op.create_table(
        "cost_snapshots",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_variant_id", sa.Uuid(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "source in ('import', 'poll', 'webhook', 'order')", name="ck_cost_snapshots_source"
        ),
        sa.CheckConstraint("cost >= 0", name="ck_cost_snapshots_cost"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supplier_variant_id"],
            ["supplier_variants.tenant_id", "supplier_variants.id"],
            name="fk_cost_snapshots_tenant_id_supplier_variant_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_cost_snapshots"),
    )
    op.create_index(
        "ix_cost_snapshots_variant", "cost_snapshots", ["tenant_id", "supplier_variant_id", "at"]
    )
    op.create_table(
        "lane_quotes",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_variant_id", sa.Uuid(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("min_days", sa.Integer()),
        sa.Column("max_days", sa.Integer()),
        sa.Column("tracked", sa.Boolean(), nullable=False),
        sa.Column("duty", sa.BigInteger()),
        sa.Column("tariff_lines", sa.Integer()),
        sa.Column("quoted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("cost >= 0", name="ck_lane_quotes_cost"),
        sa.CheckConstraint("duty >= 0", name="ck_lane_quotes_duty"),
        sa.CheckConstraint("min_days <= max_days", name="ck_lane_quotes_days"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supplier_variant_id"],
            ["supplier_variants.tenant_id", "supplier_variants.id"],
            name="fk_lane_quotes_tenant_id_supplier_variant_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_lane_quotes"),
        sa.UniqueConstraint(
            "tenant_id",
            "supplier_variant_id",
            "destination",
            "method",
            name="uq_lane_quotes_tenant_id_supplier_variant_id_destination_method",
        ),
    )
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
    append_only(APP, "cost_snapshots")
    locator_may_read(LOCATOR, "suppliers", "id", "tenant_id", "store_id", "adapter", "next_poll_at")
    definer(
        "commerce",
        "locate_supplier(p_id uuid, p_adapter text)",
        "table (tenant_id uuid, store_id uuid)",
        "select s.tenant_id, s.store_id from suppliers s "
        "where s.id = p_id and s.adapter = p_adapter",
        locator=LOCATOR,
        app=APP,
    )
    definer(
        "commerce",
        "due_suppliers(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid, supplier_id uuid)",
        "select s.tenant_id, s.store_id, s.id from suppliers s "
        "where s.next_poll_at <= p_now order by s.next_poll_at limit p_n",
        locator=LOCATOR,
        app=APP,
    )
