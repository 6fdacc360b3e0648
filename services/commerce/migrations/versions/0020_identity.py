"""Mailed links, second factor, API keys, invites."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import TENANT, definer, grant, locator_may_read, protect

revision = "0020_identity"
down_revision = "0019_collections"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"

OUR_USERS = "select m.user_id from memberships m where m.tenant_id = (select app_tenant())"


def _time(name: str, *, nullable: bool = True) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Tables, their policies, and the look-ups that come before a tenant is known."""
    op.add_column(
        "tenants",
        sa.Column(
            "require_two_factor", sa.Boolean(), nullable=False, server_default=sa.text("false")
        ),
    )
    op.add_column(
        "users",
        sa.Column("totp_secret", sa.Text(), comment="sealed; not in force before totp_enabled_at"),
    )
    op.add_column("users", _time("totp_enabled_at"))
    op.add_column(
        "users",
        sa.Column(
            "totp_last_step",
            sa.BigInteger(),
            comment="of the last code taken: none counts twice",
        ),
    )
    op.add_column(
        "users",
        sa.Column(
            "recovery_codes", postgresql.JSONB(), comment="keyed hashes of those not used yet"
        ),
    )
    _links()
    _keys()
    _invites()


def _links() -> None:
    op.create_table(
        "account_links",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        _time("expires_at", nullable=False),
        _time("used_at"),
        _time("created_at", nullable=False),
        sa.CheckConstraint("purpose in ('verify', 'reset')", name=op.f("ck_account_links_purpose")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_account_links_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_links")),
        comment="Links sent by mail. The token is an HMAC over the row; it is stored nowhere.",
    )
    op.create_index("ix_account_links_user_id", "account_links", ["user_id", "purpose"])
    protect("account_links", f"user_id = (select app_user()) or user_id in ({OUR_USERS})")
    grant(APP, "account_links")
    locator_may_read(LOCATOR, "account_links", "id", "user_id")
    definer(
        "commerce",
        "locate_link(p_id uuid)",
        "table (user_id uuid, tenant_id uuid)",
        "select l.user_id, m.tenant_id from account_links l "
        "left join memberships m on m.user_id = l.user_id "
        "where l.id = p_id order by m.created_at limit 1",
        locator=LOCATOR,
        app=APP,
    )


def _keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the key"),
        sa.Column("hint", sa.Text(), nullable=False, comment="its last four characters"),
        sa.Column("scopes", postgresql.JSONB(), nullable=False),
        sa.Column("store_ids", postgresql.JSONB(), comment="null: all stores of the tenant"),
        sa.Column("created_by", sa.UUID(), nullable=False),
        _time("created_at", nullable=False),
        _time("expires_at"),
        _time("last_used_at"),
        _time("revoked_at"),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_api_keys_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_api_keys")),
    )
    op.create_index("uq_api_keys_hash", "api_keys", ["hash"], unique=True)
    protect("api_keys")
    grant(APP, "api_keys")
    locator_may_read(LOCATOR, "api_keys", "hash", "tenant_id", "id")
    definer(
        "commerce",
        "locate_api_key(p_hash bytea)",
        "table (tenant_id uuid, key_id uuid)",
        "select k.tenant_id, k.id from api_keys k where k.hash = p_hash",
        locator=LOCATOR,
        app=APP,
    )


def _invites() -> None:
    op.create_table(
        "invites",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("store_ids", postgresql.JSONB(), comment="null: all stores of the tenant"),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by", sa.UUID(), nullable=False),
        _time("created_at", nullable=False),
        _time("sent_at", nullable=False),
        _time("expires_at", nullable=False),
        _time("accepted_at"),
        _time("revoked_at"),
        sa.Column("tenant_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.CheckConstraint(
            "role in ('owner', 'admin', 'staff', 'viewer')", name=op.f("ck_invites_role")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_invites")),
    )
    op.create_index(
        "uq_invites_open",
        "invites",
        ["tenant_id", "email"],
        unique=True,
        postgresql_where=sa.text("accepted_at is null and revoked_at is null"),
    )
    protect("invites", TENANT)
    grant(APP, "invites")
    locator_may_read(LOCATOR, "invites", "id", "tenant_id")
    definer(
        "commerce",
        "locate_invite(p_id uuid)",
        "table (tenant_id uuid)",
        "select i.tenant_id from invites i where i.id = p_id",
        locator=LOCATOR,
        app=APP,
    )
