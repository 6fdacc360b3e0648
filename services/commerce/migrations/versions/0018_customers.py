"""Customers whole: what a store knows of them, addresses, wishlists, consents, links, segments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import append_only, grant, protect_stores_tables, recorded

revision = "0018_customers"
down_revision = "0017_mail_wishes"
branch_labels = None
depends_on = None

APP = "commerce_app"
TABLES = (
    "customer_addresses",
    "customer_wishlists",
    "consents",
    "customer_links",
    "segments",
    "segment_members",
)


def upgrade() -> None:
    """New columns of accounts, six tables, and the index that finds orders by e-mail."""
    _accounts()
    _addresses()
    _wishlists()
    _consents()
    _links()
    _segments()
    op.create_index("ix_orders_email", "orders", ["tenant_id", "store_id", sa.text("lower(email)")])
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
    append_only(APP, "consents")


def _accounts() -> None:
    op.alter_column("customer_accounts", "password_hash", nullable=True)
    sort_key = sa.Text(collation="C")
    for column in (
        sa.Column("source", sa.Text(), nullable=False, server_default="account"),
        sa.Column("phone", sa.Text()),
        sa.Column("disabled_at", sa.DateTime(timezone=True)),
        sa.Column(
            "tags", postgresql.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'")
        ),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("country", sa.Text()),
        sa.Column("marketing", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("search_text", sort_key, nullable=False, server_default=""),
        sa.Column("sort_name", sort_key, nullable=False, server_default=""),
        sa.Column("orders_count", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("total_spent", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("last_order_at", sa.DateTime(timezone=True)),
    ):
        op.add_column("customer_accounts", column)
    # Good enough for the few rows there are; each is written anew by Python when it changes.
    op.execute("alter table customer_accounts no force row level security")
    op.execute(
        "update customer_accounts set search_text = lower(email || ' ' || name), "
        "sort_name = lower(name)"
    )
    op.execute("alter table customer_accounts force row level security")
    op.create_check_constraint(
        "ck_customer_accounts_source",
        "customer_accounts",
        "source in ('account', 'order', 'merchant', 'import')",
    )
    for name, column in (("joined", "created_at"), ("name", "sort_name"), ("spent", "total_spent")):
        op.create_index(
            f"ix_customer_accounts_{name}",
            "customer_accounts",
            ["tenant_id", "store_id", column, "id"],
        )


def _owned(table: str, *columns: sa.Column[object], parent: str = "customer_accounts") -> None:
    """A table of rows below a customer."""
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "customer_id"],
            [f"{parent}.tenant_id", f"{parent}.id"],
            name=f"fk_{table}_tenant_id_customer_id",
            ondelete="CASCADE",
        ),
    )


def _addresses() -> None:
    _owned(
        "customer_addresses",
        sa.Column("address", postgresql.JSONB(), nullable=False),
        sa.Column("default_shipping", sa.Boolean(), nullable=False),
        sa.Column("default_billing", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
    )
    op.create_check_constraint(
        "ck_customer_addresses_added_by",
        "customer_addresses",
        "added_by in ('shopper', 'merchant')",
    )
    op.create_index(
        "ix_customer_addresses_customer", "customer_addresses", ["tenant_id", "customer_id"]
    )


def _wishlists() -> None:
    _owned(
        "customer_wishlists",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_foreign_key(
        "fk_customer_wishlists_tenant_id_product_id",
        "customer_wishlists",
        "products",
        ["tenant_id", "product_id"],
        ["tenant_id", "id"],
        ondelete="CASCADE",
    )
    op.create_unique_constraint(
        "uq_customer_wishlists_tenant_id_customer_id_product_id",
        "customer_wishlists",
        ["tenant_id", "customer_id", "product_id"],
    )
    op.create_index(
        "ix_customer_wishlists_product", "customer_wishlists", ["tenant_id", "product_id"]
    )


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_consents"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_consents_tenant_id_store_id",
        ),
        sa.CheckConstraint("purpose in ('marketing_email')", name="ck_consents_purpose"),
    )
    op.create_index(
        "ix_consents_email", "consents", ["tenant_id", "store_id", "email", "purpose", "at"]
    )


def _links() -> None:
    _owned(
        "customer_links",
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
    )
    op.create_check_constraint(
        "ck_customer_links_purpose", "customer_links", "purpose in ('verify', 'reset')"
    )
    op.create_index(
        "ix_customer_links_customer", "customer_links", ["tenant_id", "customer_id", "purpose"]
    )


def _segments() -> None:
    op.create_table(
        "segments",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("match", sa.Text(), nullable=False),
        sa.Column("conditions", postgresql.JSONB(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_segments"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_segments_tenant_id_store_id",
        ),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "name_key", name="uq_segments_tenant_id_store_id_name_key"
        ),
        sa.CheckConstraint("kind in ('manual', 'rules')", name="ck_segments_kind"),
        sa.CheckConstraint("match in ('all', 'any')", name="ck_segments_match"),
    )
    op.create_table(
        "segment_members",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id", "segment_id", "customer_id", name="pk_segment_members"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "segment_id"],
            ["segments.tenant_id", "segments.id"],
            name="fk_segment_members_tenant_id_segment_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "customer_id"],
            ["customer_accounts.tenant_id", "customer_accounts.id"],
            name="fk_segment_members_tenant_id_customer_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_segment_members_customer", "segment_members", ["tenant_id", "customer_id"])
