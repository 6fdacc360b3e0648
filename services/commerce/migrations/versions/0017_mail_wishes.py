"""Mails have a state, may be wished for by any room, and may be of no store."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017_mail_wishes"
down_revision = "0016_returns"
branch_labels = None
depends_on = None

STATES = "'queued', 'sending', 'sent', 'failed', 'unknown', 'skipped'"


def upgrade() -> None:
    """Columns of state and source; what has been sent is said to be."""
    op.alter_column("mail_messages", "store_id", nullable=True)
    op.add_column(
        "mail_messages",
        sa.Column("state", sa.Text(), nullable=False, server_default=sa.text("'queued'")),
    )
    op.add_column("mail_messages", sa.Column("order_id", sa.Uuid()))
    op.add_column("mail_messages", sa.Column("source", postgresql.JSONB()))
    op.add_column("mail_messages", sa.Column("context", sa.Text()))
    op.add_column("mail_messages", sa.Column("provider", sa.Text()))
    op.add_column("mail_messages", sa.Column("error", sa.Text()))
    op.execute("update mail_messages set state = 'sent' where sent_at is not null")
    op.create_check_constraint("ck_mail_messages_state", "mail_messages", f"state in ({STATES})")
    op.create_index(
        "ix_mail_messages_order",
        "mail_messages",
        ["tenant_id", "order_id"],
        postgresql_where=sa.text("order_id is not null"),
    )
    op.create_index(
        "ix_mail_messages_store", "mail_messages", ["tenant_id", "store_id", "created_at", "id"]
    )
