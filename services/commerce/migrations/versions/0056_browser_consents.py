"""What browsers' owners say to being told apart: a log, and the way to what carries their name."""

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.migration_ops import append_only, grant, protect_stores_tables

revision = "0056_browser_consents"
down_revision = "0054_notifications"
branch_labels = None
depends_on = None

APP = "commerce_app"
NAMED = sa.text("visitor is not null")


def upgrade() -> None:
    """Make the log, and find events by the name they carry. Few of them carry one."""
    op.create_table(
        "browser_consents",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("visitor", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_browser_consents"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_browser_consents_tenant_id_store_id",
        ),
        sa.CheckConstraint("purpose in ('statistics')", name="ck_browser_consents_purpose"),
    )
    op.create_index(
        "ix_browser_consents_visitor",
        "browser_consents",
        ["tenant_id", "store_id", "visitor", "at"],
        postgresql_where=NAMED,
    )
    op.create_index(
        "ix_browser_consents_at", "browser_consents", ["tenant_id", "store_id", "at", "id"]
    )
    protect_stores_tables("browser_consents")
    grant(APP, "browser_consents")
    append_only(APP, "browser_consents")
    op.create_index(
        "ix_shop_events_visitor",
        "shop_events",
        ["tenant_id", "store_id", "visitor"],
        postgresql_where=NAMED,
    )
