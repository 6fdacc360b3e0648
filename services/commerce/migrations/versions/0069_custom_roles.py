"""Roles of a business's own making; members, invitations and API keys that hold one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import grant, protect

revision = "0069_custom_roles"
down_revision = "0068_channel_sync"
branch_labels = None
depends_on = None

APP = "commerce_app"
ROLES = "role in ('owner', 'admin', 'staff', 'viewer', 'custom')"
BOTH = "(role = 'custom') = (role_id is not null)"


def upgrade() -> None:
    """Add the table, and whoever holds a row of it."""
    op.create_table(
        "custom_roles",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "permissions",
            postgresql.JSONB(),
            nullable=False,
            comment="out of the service's table",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["tenants.id"],
            name="fk_custom_roles_tenant_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_custom_roles"),
        comment="Roles that a business made of its own, beside the presets.",
    )
    op.create_index(
        "uq_custom_roles_name",
        "custom_roles",
        ["tenant_id", sa.text("lower(name)")],
        unique=True,
    )
    protect("custom_roles")
    grant(APP, "custom_roles")

    op.add_column("memberships", sa.Column("role_id", sa.UUID()))
    op.create_foreign_key(
        "fk_memberships_tenant_id_role_id",
        "memberships",
        "custom_roles",
        ["tenant_id", "role_id"],
        ["tenant_id", "id"],
    )
    op.create_index("ix_memberships_role_id", "memberships", ["tenant_id", "role_id"])
    op.add_column(
        "invites",
        sa.Column(
            "role_id",
            sa.UUID(),
            comment="open ones name a role that is there; of others it may be gone",
        ),
    )
    for table in ("memberships", "invites"):
        op.drop_constraint(op.f(f"ck_{table}_role"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_role"), table, ROLES)
        op.create_check_constraint(op.f(f"ck_{table}_custom_role"), table, BOTH)
    op.add_column(
        "api_keys",
        sa.Column(
            "permissions",
            postgresql.JSONB(),
            comment="of its maker's custom role; null: a preset's",
        ),
    )
