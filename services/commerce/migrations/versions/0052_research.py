"""Product research: settings, runs, finds with their daily figures, and the watchlist."""

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

revision = "0052_research"
down_revision = "0051_analytics"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"
TABLES = (
    "research_settings",
    "research_runs",
    "research_items",
    "research_observations",
    "watchlist_items",
)


def upgrade() -> None:
    """Make the tables and the look-up of stores whose research is due."""
    _settings()
    _runs()
    _items()
    _observations()
    _watchlist()
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
    locator_may_read(LOCATOR, "research_settings", "tenant_id", "store_id", "next_run_at")
    definer(
        "commerce",
        "due_research(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid)",
        "select r.tenant_id, r.store_id from research_settings r "
        "where r.next_run_at <= p_now order by r.next_run_at limit p_n",
        locator=LOCATOR,
        app=APP,
    )


def _of_store(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "store_id"],
        ["stores.tenant_id", "stores.id"],
        name=f"fk_{table}_tenant_id_store_id",
    )


def _of_item(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", "item_id"],
        ["research_items.tenant_id", "research_items.id"],
        name=f"fk_{table}_tenant_id_item_id",
    )


def _settings() -> None:
    op.create_table(
        "research_settings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column(
            "categories",
            JSONB(),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="suppliers' own; empty: all",
        ),
        sa.Column("max_cost", sa.BigInteger(), comment="in the store's currency"),
        sa.Column(
            "next_run_at",
            sa.DateTime(timezone=True),
            comment="08:00 in the store's timezone; null while switched off",
        ),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", name="pk_research_settings"),
        sa.CheckConstraint("max_cost >= 0", name="ck_research_settings_max_cost"),
        _of_store("research_settings"),
    )
    op.create_index(
        "ix_research_settings_due",
        "research_settings",
        ["next_run_at"],
        postgresql_where=sa.text("next_run_at is not null"),
    )


def _runs() -> None:
    op.create_table(
        "research_runs",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="in the store's timezone"),
        sa.Column("scheduled", sa.Boolean(), nullable=False),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column(
            "suppliers",
            JSONB(),
            nullable=False,
            comment="supplier -> {state: waiting | done | failed, analysed, error}",
        ),
        sa.Column("analysed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("watch_listed", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_research_runs"),
        _of_store("research_runs"),
    )
    op.create_index(
        "uq_research_runs_day",
        "research_runs",
        ["tenant_id", "store_id", "day"],
        unique=True,
        postgresql_where=sa.text("scheduled"),
    )
    op.create_index(
        "ix_research_runs_latest", "research_runs", ["tenant_id", "store_id", "started_at"]
    )


def _items() -> None:
    op.create_table(
        "research_items",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("image_url", sa.Text()),
        sa.Column("category", sa.Text()),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger(), comment="in `currency`; null: not said"),
        sa.Column("list_price", sa.BigInteger()),
        sa.Column("orders_count", sa.BigInteger()),
        sa.Column("score", sa.Integer(), comment="null: no signal answered"),
        sa.Column("coverage", sa.Integer(), nullable=False),
        sa.Column(
            "breakdown", JSONB(), nullable=False, comment="each signal: value, points, words"
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "rule_off",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="a person took it off the watchlist: the rule does not put it back",
        ),
        sa.Column("decided_by", sa.Text()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint("coverage between 0 and 100", name="ck_research_items_coverage"),
        sa.CheckConstraint("score between 0 and 100", name="ck_research_items_score"),
        sa.CheckConstraint(
            "state in ('new', 'watched', 'dismissed')", name="ck_research_items_state"
        ),
        _of_store("research_items"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supplier_id"],
            ["suppliers.tenant_id", "suppliers.id"],
            name="fk_research_items_tenant_id_supplier_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_research_items"),
        sa.UniqueConstraint(
            "tenant_id",
            "supplier_id",
            "external_id",
            name="uq_research_items_tenant_id_supplier_id_external_id",
        ),
    )
    op.create_index(
        "ix_research_items_listed",
        "research_items",
        ["tenant_id", "store_id", "state", "score", "id"],
    )


def _observations() -> None:
    op.create_table(
        "research_observations",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("orders_count", sa.BigInteger()),
        sa.Column("cost", sa.BigInteger()),
        sa.Column("score", sa.Integer()),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _of_item("research_observations"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_research_observations"),
        sa.UniqueConstraint(
            "tenant_id",
            "item_id",
            "day",
            name="uq_research_observations_tenant_id_item_id_day",
        ),
    )


def _watchlist() -> None:
    op.create_table(
        "watchlist_items",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cost_then", sa.BigInteger()),
        sa.Column("stock_then", sa.BigInteger()),
        sa.Column("score_then", sa.Integer()),
        sa.Column("orders_then", sa.BigInteger()),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("added_by in ('person', 'rule')", name="ck_watchlist_items_added_by"),
        _of_item("watchlist_items"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_watchlist_items"),
        sa.UniqueConstraint("tenant_id", "item_id", name="uq_watchlist_items_tenant_id_item_id"),
    )
    op.create_index(
        "ix_watchlist_items_listed",
        "watchlist_items",
        ["tenant_id", "store_id", "added_at", "id"],
    )
