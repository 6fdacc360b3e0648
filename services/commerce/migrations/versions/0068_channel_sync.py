"""Sales channels kept in step: the switch, numbers there, orders that took units, inbox, log."""

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

revision = "0068_channel_sync"
down_revision = "0067_one_checkout"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"
TABLES = (
    "channel_syncs",
    "channel_stock",
    "channel_orders",
    "channel_order_lines",
    "channel_events",
    "channel_log",
)
HAPPENINGS = (
    "switched_on",
    "switched_off",
    "set_there",
    "corrected_there",
    "taken_over",
    "answer_lost",
    "changed_meanwhile",
    "order_taken",
    "oversold",
    "filled",
    "given_back",
    "shipped",
    "waived",
    "unreadable",
    "failed",
    "recovered",
)


def upgrade() -> None:
    """Make the tables and their look-ups."""
    _syncs()
    _stock()
    _orders()
    _lines()
    _events()
    _log()
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
    _lookups()


def _of(
    table: str, column: str, other: str, *, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["tenant_id", column],
        [f"{other}.tenant_id", f"{other}.id"],
        name=f"fk_{table}_tenant_id_{column}",
        ondelete=ondelete,
    )


def _id(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable, comment=comment)


def _text(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable, comment=comment)


def _time(name: str, *, nullable: bool = True, comment: str | None = None) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=comment)


def _number(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable, comment=comment)


def _syncs() -> None:
    table = "channel_syncs"
    op.create_table(
        table,
        _id("tenant_id"),
        _id("channel_id"),
        _id("store_id"),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        _text("lead"),
        _time(
            "started_at",
            nullable=False,
            comment="orders placed there from then on take units here",
        ),
        _time("due_at", comment="when it is looked at again"),
        _number("round"),
        _time("leased_until"),
        _id("leased_by", nullable=True, comment="the outbox row whose turn it is"),
        _time(
            "orders_since",
            nullable=False,
            comment="orders that changed there from then on are read next, by its clock",
        ),
        _text("orders_cursor", nullable=True),
        _time("orders_newest"),
        _text("scan_cursor", nullable=True),
        _time("scanned_at", comment="when its products were last read through; null: being read"),
        _time("hooks_at", comment="when we last asked to be told"),
        _text("hooks_note", nullable=True, comment="why it does not tell us by itself"),
        _number("failures", comment="in a row"),
        _time("failing_since"),
        _text("last_error", nullable=True),
        _time("last_ok_at"),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "channel_id", name=f"pk_{table}"),
        _of(table, "store_id", "stores"),
        _of(table, "channel_id", "sales_channels"),
        sa.CheckConstraint("lead in ('here', 'channel')", name=f"ck_{table}_lead"),
    )
    op.create_index(
        f"ix_{table}_due", table, ["due_at"], postgresql_where=sa.text("due_at is not null")
    )


def _stock() -> None:
    table = "channel_stock"
    op.create_table(
        table,
        _id("tenant_id"),
        _id("channel_id"),
        _id("variant_id"),
        _id("store_id"),
        _text("product_ref"),
        _text("variant_ref"),
        _text("stock_key"),
        _text("state"),
        _number("known", nullable=True),
        _time("known_at"),
        _number("drift"),
        _number("doubt"),
        _number("writing", nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "channel_id", "variant_id", name=f"pk_{table}"),
        sa.UniqueConstraint(
            "tenant_id",
            "channel_id",
            "variant_ref",
            name=f"uq_{table}_tenant_id_channel_id_variant_ref",
        ),
        _of(table, "channel_id", "sales_channels"),
        _of(table, "variant_id", "product_variants", ondelete="CASCADE"),
        sa.CheckConstraint(
            "state in ('waiting', 'in_step', 'unknown', 'missing')", name=f"ck_{table}_state"
        ),
    )
    op.create_index(f"ix_{table}_variant", table, ["tenant_id", "variant_id"])


def _orders() -> None:
    table = "channel_orders"
    op.create_table(
        table,
        _id("store_id"),
        _id("channel_id"),
        _text("external_id"),
        _text("number"),
        _text("currency"),
        sa.Column("total", sa.BigInteger(), nullable=False),
        _time("placed_at", nullable=False),
        _time("changed_at", comment="by the channel's clock"),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("fulfilled", sa.Boolean(), nullable=False),
        _id("tenant_id"),
        _id("id"),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        sa.UniqueConstraint(
            "tenant_id",
            "channel_id",
            "external_id",
            name=f"uq_{table}_tenant_id_channel_id_external_id",
        ),
        _of(table, "channel_id", "sales_channels"),
    )
    op.create_index(f"ix_{table}_listed", table, ["tenant_id", "channel_id", "placed_at", "id"])


def _lines() -> None:
    table = "channel_order_lines"
    op.create_table(
        table,
        _id("store_id"),
        _id("channel_id"),
        _id("order_id"),
        _text("external_id"),
        _text("title"),
        _text("sku"),
        _number("quantity"),
        _id("variant_id", nullable=True, comment="null: not linked to one of ours"),
        sa.Column(
            "parts", JSONB(), nullable=False, comment="what one is made of: variant -> units"
        ),
        _number("units"),
        _number("gone"),
        _number("oversold"),
        _number("waived"),
        _id("tenant_id"),
        _id("id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        sa.UniqueConstraint(
            "tenant_id",
            "order_id",
            "external_id",
            name=f"uq_{table}_tenant_id_order_id_external_id",
        ),
        _of(table, "order_id", "channel_orders", ondelete="CASCADE"),
        sa.CheckConstraint(
            "units >= 0 and oversold >= 0 and waived >= 0 and gone between 0 and units",
            name=f"ck_{table}_units",
        ),
    )
    op.create_index(
        f"ix_{table}_oversold",
        table,
        ["tenant_id", "channel_id"],
        postgresql_where=sa.text("oversold > 0"),
    )


def _events() -> None:
    table = "channel_events"
    op.create_table(
        table,
        _id("store_id"),
        _id("channel_id"),
        _text("event_id"),
        _text("kind"),
        _text("external_id"),
        _time("received_at", nullable=False),
        _time("heard_at"),
        _id("tenant_id"),
        _id("id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        sa.UniqueConstraint(
            "tenant_id",
            "channel_id",
            "event_id",
            name=f"uq_{table}_tenant_id_channel_id_event_id",
        ),
        _of(table, "channel_id", "sales_channels"),
    )
    op.create_index(
        f"ix_{table}_unheard",
        table,
        ["tenant_id", "channel_id", "received_at"],
        postgresql_where=sa.text("heard_at is null"),
    )


def _log() -> None:
    table = "channel_log"
    listed = ", ".join(f"'{one}'" for one in HAPPENINGS)
    op.create_table(
        table,
        _id("store_id"),
        _id("channel_id"),
        _time("at", nullable=False),
        _text("what"),
        _text("title", comment="the variant or order that it is about"),
        _id("variant_id", nullable=True),
        _number("before", nullable=True),
        _number("after", nullable=True),
        _text("note"),
        _id("tenant_id"),
        _id("id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        _of(table, "channel_id", "sales_channels"),
        sa.CheckConstraint(f"what in ({listed})", name=f"ck_{table}_what"),
    )
    op.create_index(f"ix_{table}_listed", table, ["tenant_id", "channel_id", "at", "id"])


def _lookups() -> None:
    locator_may_read(LOCATOR, "sales_channels", "id", "tenant_id", "store_id", "adapter")
    locator_may_read(LOCATOR, "channel_syncs", "tenant_id", "store_id", "channel_id", "due_at")
    definer(
        "commerce",
        "locate_channel(p_id uuid, p_adapter text)",
        "table (tenant_id uuid, store_id uuid)",
        "select c.tenant_id, c.store_id from sales_channels c "
        "where c.id = p_id and c.adapter = p_adapter",
        locator=LOCATOR,
        app=APP,
    )
    definer(
        "commerce",
        "due_channels(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid, channel_id uuid)",
        "select s.tenant_id, s.store_id, s.channel_id from channel_syncs s "
        "where s.due_at <= p_now order by s.due_at limit p_n",
        locator=LOCATOR,
        app=APP,
    )
