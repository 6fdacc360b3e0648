"""What people of a team are told, and what they want to be told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import definer, grant, locator_may_read, protect_stores_tables

revision = "0054_notifications"
down_revision = "0053_goods_imports"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"
KINDS = (
    "kind in ('order_placed', 'review_written', 'low_stock', 'fraud_held', 'fraud_review', "
    "'supplier_attention', 'purchase_attention', 'webhook_disabled', 'dispute_changed')"
)
TOLD = "in_app and folded_into is null"


def upgrade() -> None:
    """Make the tables and their look-ups."""
    _notifications()
    _preferences()
    tables = ("notifications", "notification_preferences")
    protect_stores_tables(*tables)
    grant(APP, *tables)
    locator_may_read(
        LOCATOR,
        "notifications",
        "id",
        "tenant_id",
        "store_id",
        "user_id",
        "mail_at",
        "created_at",
    )
    definer(
        "commerce",
        "due_summaries(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid, user_id uuid)",
        "select n.tenant_id, n.store_id, n.user_id from notifications n "
        "where n.mail_at <= p_now group by n.tenant_id, n.store_id, n.user_id "
        "order by min(n.mail_at) limit p_n",
        locator=LOCATOR,
        app=APP,
    )
    definer(
        "commerce",
        "stale_notifications(p_before timestamptz, p_n integer)",
        "table (tenant_id uuid, notification_id uuid)",
        "select n.tenant_id, n.id from notifications n "
        "where n.created_at < p_before order by n.created_at limit p_n",
        locator=LOCATOR,
        app=APP,
    )


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name=f"fk_{table}_tenant_id_store_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["memberships.tenant_id", "memberships.user_id"],
            name=f"fk_{table}_tenant_id_user_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(KINDS, name=f"ck_{table}_kind"),
    ]


def _notifications() -> None:
    op.create_table(
        "notifications",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("resource_type", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("facts", JSONB(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False, comment="events it stands for"),
        sa.Column("folded_into", sa.Uuid(), nullable=True, comment="the one that counts this one"),
        sa.Column("in_app", sa.Boolean(), nullable=False, comment="false: for the mail alone"),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when the last event it stands for happened",
        ),
        sa.Column(
            "mail_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the summary takes it along",
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *_keys("notifications"),
        sa.UniqueConstraint(
            "tenant_id", "user_id", "event_id", name="uq_notifications_tenant_id_user_id_event_id"
        ),
        sa.CheckConstraint("units > 0", name="ck_notifications_units"),
        sa.CheckConstraint(
            "folded_into is null or mail_at is null", name="ck_notifications_folded"
        ),
    )
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["tenant_id", "user_id", "store_id", "kind"],
        postgresql_where=sa.text(f"{TOLD} and read_at is null"),
    )
    op.create_index(
        "ix_notifications_listed",
        "notifications",
        ["tenant_id", "user_id", "at", "id"],
        postgresql_where=sa.text(TOLD),
    )
    op.create_index(
        "ix_notifications_mail",
        "notifications",
        ["mail_at"],
        postgresql_where=sa.text("mail_at is not null"),
    )
    op.create_index("ix_notifications_created", "notifications", ["created_at"])


def _preferences() -> None:
    op.create_table(
        "notification_preferences",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        *_keys("notification_preferences"),
        sa.CheckConstraint(
            "email in ('never', 'at_once', 'daily')", name="ck_notification_preferences_email"
        ),
    )
    op.create_index(
        "uq_notification_preferences_everywhere",
        "notification_preferences",
        ["tenant_id", "user_id", "kind"],
        unique=True,
        postgresql_where=sa.text("store_id is null"),
    )
    op.create_index(
        "uq_notification_preferences_store",
        "notification_preferences",
        ["tenant_id", "user_id", "kind", "store_id"],
        unique=True,
        postgresql_where=sa.text("store_id is not null"),
    )
