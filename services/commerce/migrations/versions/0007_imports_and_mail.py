"""Imports of products, and sent mails."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0007_imports_and_mail"
down_revision = "0006_payments"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _import_jobs()
    _import_items()
    _import_issues()
    _mail_messages()
    tables = ("import_jobs", "import_items", "import_issues", "mail_messages")
    protect_stores_tables(*tables)
    grant(APP, *tables)


def _import_jobs() -> None:
    op.create_table(
        "import_jobs",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("file_key", sa.Text()),
        sa.Column("images_key", sa.Text()),
        sa.Column("fingerprint", sa.Text(), nullable=False, comment="SHA-256 of the file"),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column(
            "batch",
            sa.Integer(),
            nullable=False,
            comment="counts up; a batch that lost its turn enqueues nothing",
        ),
        sa.Column("parsed", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column(
            "columns",
            postgresql.JSONB(),
            nullable=False,
            server_default=sa.text("'{}'"),
            comment="our name of a column -> its name in the file",
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column(
            "dead_hosts",
            postgresql.JSONB(),
            nullable=False,
            server_default=sa.text("'{}'"),
            comment="host -> why it is not asked again in this job",
        ),
        sa.Column("summary", postgresql.JSONB()),
        sa.Column("error", sa.Text()),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_import_jobs"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_import_jobs_tenant_id_store_id",
        ),
        sa.CheckConstraint(
            "status in ('queued', 'running', 'done', 'failed', 'cancelled')",
            name="ck_import_jobs_status",
        ),
    )
    op.create_index("ix_import_jobs_store", "import_jobs", ["tenant_id", "store_id", "created_at"])


def _import_items() -> None:
    op.create_table(
        "import_items",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("handle_key", sa.Text(), nullable=False, comment="the handle, case-folded"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
        sa.Column(
            "payload",
            postgresql.JSONB(),
            comment="the product as read; null once it is done, or skipped for what was read",
        ),
        sa.Column("product_id", sa.Uuid()),
        sa.Column("variants", sa.Integer(), nullable=False),
        sa.Column("tracked_variants", sa.Integer(), nullable=False),
        sa.Column("stock_units", sa.Integer(), nullable=False),
        sa.Column("pictures", sa.Integer(), nullable=False),
        sa.Column("pictures_stored", sa.Integer(), nullable=False),
        sa.Column("pictures_failed", sa.Integer(), nullable=False),
        sa.Column("next_picture", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_import_items"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "job_id"],
            ["import_jobs.tenant_id", "import_jobs.id"],
            name="fk_import_items_tenant_id_job_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "tenant_id", "job_id", "position", name="uq_import_items_tenant_id_job_id_position"
        ),
        sa.CheckConstraint(
            "action in ('create', 'update', 'unchanged', 'skip')", name="ck_import_items_action"
        ),
        sa.CheckConstraint("state in ('waiting', 'written', 'done')", name="ck_import_items_state"),
    )
    op.create_index("ix_import_items_handle", "import_items", ["tenant_id", "job_id", "handle_key"])
    op.create_index(
        "ix_import_items_open",
        "import_items",
        ["tenant_id", "job_id", "position"],
        postgresql_where=sa.text("state <> 'done'"),
    )


def _import_issues() -> None:
    op.create_table(
        "import_issues",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Text()),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_import_issues"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "job_id"],
            ["import_jobs.tenant_id", "import_jobs.id"],
            name="fk_import_issues_tenant_id_job_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("found in ('reading', 'applying')", name="ck_import_issues_found"),
    )
    op.create_index("ix_import_issues_job", "import_issues", ["tenant_id", "job_id", "row", "id"])


def _mail_messages() -> None:
    op.create_table(
        "mail_messages",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("message_key", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_mail_messages"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_mail_messages_tenant_id_store_id",
        ),
        sa.UniqueConstraint(
            "tenant_id", "message_key", name="uq_mail_messages_tenant_id_message_key"
        ),
    )
