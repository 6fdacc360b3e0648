"""Stores write their own mails, and send them in their own name."""

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.migration_ops import append_only, grant, protect_stores_tables

revision = "0025_mail_templates"
down_revision = "0024_purged_products"
branch_labels = None
depends_on = None

APP = "commerce_app"


def upgrade() -> None:
    """Make the tables, then say who may see which rows."""
    _email_templates()
    _email_template_versions()
    _mail_senders()
    tables = ("email_templates", "email_template_versions", "mail_senders")
    protect_stores_tables(*tables)
    grant(APP, *tables)
    append_only(APP, "email_template_versions")


def _time(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _owned(table: str) -> list[sa.Column[object] | sa.Constraint]:
    return [
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name=f"fk_{table}_tenant_id_store_id",
        ),
    ]


def _email_templates() -> None:
    op.create_table(
        "email_templates",
        *_owned("email_templates"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.Column("enabled", sa.Boolean(), nullable=False, server_default=sa.text("true")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text()),
        _time("problem_at"),
        sa.Column("updated_by", sa.Text(), nullable=False),
        _time("updated_at", nullable=False),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "kind", name="uq_email_templates_tenant_id_store_id_kind"
        ),
    )


def _email_template_versions() -> None:
    op.create_table(
        "email_template_versions",
        *_owned("email_template_versions"),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.Column("actor", sa.Text(), nullable=False),
        _time("created_at", nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "template_id"],
            ["email_templates.tenant_id", "email_templates.id"],
            name="fk_email_template_versions_tenant_id_template_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "tenant_id",
            "template_id",
            "version",
            name="uq_email_template_versions_tenant_id_template_id_version",
        ),
    )


def _mail_senders() -> None:
    op.create_table(
        "mail_senders",
        *_owned("mail_senders"),
        sa.Column("from_name", sa.Text()),
        sa.Column("reply_to", sa.Text()),
        sa.Column("from_email", sa.Text()),
        sa.Column("nonce", sa.Text(), nullable=False),
        _time("verified_at"),
        _time("checked_at"),
        sa.Column("failure", sa.Text()),
        _time("updated_at", nullable=False),
        sa.UniqueConstraint("tenant_id", "store_id", name="uq_mail_senders_tenant_id_store_id"),
    )
