"""Exports of products."""

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0029_exports"
down_revision = "0028_dry_restores"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the table, and say who may see which rows."""
    op.create_table(
        "export_jobs",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("wanted_status", sa.Text()),
        sa.Column("cursor", sa.Uuid()),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_export_jobs"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_export_jobs_tenant_id_store_id",
        ),
        sa.CheckConstraint("format in ('shopify', 'own')", name="ck_export_jobs_format"),
        sa.CheckConstraint(
            "status in ('queued', 'running', 'done', 'failed')", name="ck_export_jobs_status"
        ),
    )
    op.create_index("ix_export_jobs_store", "export_jobs", ["tenant_id", "store_id", "id"])
    protect_stores_tables("export_jobs")
    grant(APP, "export_jobs")
