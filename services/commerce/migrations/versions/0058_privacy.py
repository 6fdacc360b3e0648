"""Requests for copies of personal data and for erasure, with their receipts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0058_privacy"
down_revision = "0057_waiting"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "data_requests",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column(
            "own_email",
            sa.Boolean(),
            nullable=False,
            comment="whether what belongs to the address alone is theirs too",
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("receipt", JSONB(), nullable=False),
        sa.Column("waits_for", JSONB(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("file_bytes", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_data_requests"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_data_requests_tenant_id_store_id",
        ),
        sa.CheckConstraint("kind in ('export', 'erase')", name="ck_data_requests_kind"),
        sa.CheckConstraint(
            "state in ('queued', 'waiting', 'done', 'failed')", name="ck_data_requests_state"
        ),
    )
    op.create_index(
        "ix_data_requests_store",
        "data_requests",
        ["tenant_id", "store_id", "created_at", "id"],
    )
    op.create_index(
        "uq_data_requests_erasing",
        "data_requests",
        ["tenant_id", "customer_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'erase' and state in ('queued', 'waiting')"),
    )
    protect_stores_tables("data_requests")
    grant(APP, "data_requests")
