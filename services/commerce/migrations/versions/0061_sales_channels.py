"""Sales channels, what of theirs is what of ours, migrations, and the orders of other shops."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0061_sales_channels"
down_revision = "0060_ab_tests"
branch_labels = None
depends_on = None

APP = "commerce_app"
TABLES = (
    "sales_channels",
    "channel_links",
    "channel_migrations",
    "channel_migration_items",
    "channel_migration_issues",
    "past_orders",
)
ENTITIES = "('products', 'groups', 'customers', 'orders', 'redirects')"


def upgrade() -> None:
    """Make the tables."""
    _channels()
    _links()
    _migrations()
    _items()
    _issues()
    _past_orders()
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)


def _of(
    table: str, column: str, other: str, *, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{other}.tenant_id", f"{other}.id"],
        name=f"fk_{table}_tenant_id_{column}",
        ondelete=ondelete,
    )


def _ids() -> list[sa.Column[object]]:
    return [
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
    ]


def _text(name: str, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, comment=comment)


def _channels() -> None:
    table = "sales_channels"
    op.create_table(
        table,
        *_ids(),
        _text("adapter", "name of its kind in the registry"),
        _text("name"),
        _text("shop_ref", "who we are there"),
        _text("url"),
        _text("currency"),
        _text("status"),
        _text("credentials"),
        sa.Column(
            "missing",
            JSONB(),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="rights it lacks, in words",
        ),
        sa.Column("last_error", sa.Text(), nullable=True),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        sa.UniqueConstraint(
            "tenant_id",
            "store_id",
            "adapter",
            "shop_ref",
            name=f"uq_{table}_tenant_id_store_id_adapter_shop_ref",
        ),
        _of(table, "store_id", "stores"),
        sa.CheckConstraint(
            "status in ('connected', 'attention', 'disconnected')", name=f"ck_{table}_status"
        ),
    )


def _links() -> None:
    table = "channel_links"
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        _text("entity"),
        _text("external_id"),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("local_id", sa.Uuid(), nullable=False),
        _text("hash"),
        sa.PrimaryKeyConstraint(
            "tenant_id", "channel_id", "entity", "external_id", name=f"pk_{table}"
        ),
        _of(table, "channel_id", "sales_channels"),
        sa.CheckConstraint(f"entity in {ENTITIES}", name=f"ck_{table}_entity"),
    )
    op.create_index(
        "ix_channel_links_local", table, ["tenant_id", "channel_id", "entity", "local_id"]
    )


def _migrations() -> None:
    table = "channel_migrations"
    op.create_table(
        table,
        *_ids(),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("entities", JSONB(), nullable=False),
        sa.Column("cursors", JSONB(), nullable=False),
        _text("status"),
        sa.Column(
            "batch",
            sa.Integer(),
            nullable=False,
            comment="counts up; a batch that lost its turn enqueues nothing",
        ),
        sa.Column(
            "dead_hosts",
            JSONB(),
            nullable=False,
            comment="host of pictures -> why it is not asked again in this job",
        ),
        sa.Column("error", sa.Text(), nullable=True),
        _text("actor"),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        _of(table, "store_id", "stores"),
        _of(table, "channel_id", "sales_channels"),
        sa.CheckConstraint(
            "status in ('queued', 'running', 'done', 'failed', 'paused')",
            name=f"ck_{table}_status",
        ),
    )
    op.create_index(
        "ix_channel_migrations_listed", table, ["tenant_id", "store_id", "created_at", "id"]
    )


def _items() -> None:
    table = "channel_migration_items"
    op.create_table(
        table,
        *_ids(),
        sa.Column("migration_id", sa.Uuid(), nullable=False),
        _text("entity"),
        sa.Column(
            "stage",
            sa.Integer(),
            nullable=False,
            comment="the entity's place in the order of work",
        ),
        sa.Column(
            "row",
            sa.Integer(),
            nullable=False,
            comment="which of its entity it is, counted from 1",
        ),
        _text("external_id"),
        _text("title"),
        _text("hash"),
        _text("state"),
        _text("action"),
        sa.Column("changes", JSONB(), nullable=False),
        sa.Column("payload", JSONB(), nullable=True),
        sa.Column("local_id", sa.Uuid(), nullable=True),
        sa.Column("next_picture", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        sa.UniqueConstraint(
            "tenant_id",
            "migration_id",
            "entity",
            "external_id",
            name=f"uq_{table}_external_id",
        ),
        _of(table, "migration_id", "channel_migrations", ondelete="CASCADE"),
        sa.CheckConstraint(f"entity in {ENTITIES}", name=f"ck_{table}_entity"),
        sa.CheckConstraint("state in ('waiting', 'written', 'done')", name=f"ck_{table}_state"),
        sa.CheckConstraint(
            "action in ('create', 'update', 'unchanged', 'skip')", name=f"ck_{table}_action"
        ),
    )
    op.create_index(
        "ix_channel_migration_items_open",
        table,
        ["tenant_id", "migration_id", "stage", "row", "id"],
        postgresql_where=sa.text("state <> 'done'"),
    )


def _issues() -> None:
    table = "channel_migration_issues"
    op.create_table(
        table,
        *_ids(),
        sa.Column("migration_id", sa.Uuid(), nullable=False),
        _text("entity"),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        _text("external_id"),
        _text("field"),
        _text("level"),
        _text("code"),
        _text("reason"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        _of(table, "migration_id", "channel_migrations", ondelete="CASCADE"),
        sa.CheckConstraint(f"entity in {ENTITIES}", name=f"ck_{table}_entity"),
    )
    op.create_index(
        "ix_channel_migration_issues_job",
        table,
        ["tenant_id", "migration_id", "stage", "row", "id"],
    )


def _past_orders() -> None:
    table = "past_orders"
    amounts = ("total", "subtotal", "discount", "shipping", "tax", "refunded")
    op.create_table(
        table,
        *_ids(),
        sa.Column("source_id", sa.Uuid(), nullable=False, comment="the sales channel it came from"),
        _text("source", "what kind of channel that is"),
        _text("external_id"),
        _text("number"),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column(
            "forgotten",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="whose it was is nobody's business now",
        ),
        _text("email"),
        _text("currency"),
        _text("payment"),
        _text("fulfilment"),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in amounts),
        sa.Column("tax_included", sa.Boolean(), nullable=False),
        _text("shipping_name"),
        sa.Column("address", JSONB(), nullable=True),
        sa.Column("lines", JSONB(), nullable=False),
        sa.Column("refunds", JSONB(), nullable=False),
        sa.Column("search_text", sa.Text(collation="C"), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        sa.UniqueConstraint(
            "tenant_id",
            "source_id",
            "external_id",
            name=f"uq_{table}_tenant_id_source_id_external_id",
        ),
        _of(table, "store_id", "stores"),
    )
    op.create_index("ix_past_orders_placed", table, ["tenant_id", "store_id", "placed_at", "id"])
    op.create_index("ix_past_orders_customer", table, ["tenant_id", "customer_id"])
    op.create_index(
        "ix_past_orders_email", table, ["tenant_id", "store_id", sa.text("lower(email)")]
    )
