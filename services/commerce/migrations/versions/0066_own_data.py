"""Requests of people about their own data, and the blanking of their name in the log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import definer, grant, protect, recorded

revision = "0066_own_data"
down_revision = "0065_subscribers"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"

_BLANKED = """case when jsonb_typeof(a.{0}) = 'object' then a.{0} || coalesce(
    (select jsonb_object_agg(k, '[erased]') from jsonb_object_keys(a.{0}) k
      where k in ('email', 'name')), '{{}}') else a.{0} end"""

_FORGET = f"""with done as (
  update audit_log a set before = {_BLANKED.format("before")}, after = {_BLANKED.format("after")}
   where a.resource_type in ('user', 'invite')
     and (a.resource_id = p_user or lower(a.before ->> 'email') = p_email
          or lower(a.after ->> 'email') = p_email)
     and (a.before ?| array['email', 'name'] or a.after ?| array['email', 'name'])
  returning 1
) select count(*)::integer from done"""


def upgrade() -> None:
    """Make the table and the function."""
    op.create_table(
        "user_data_requests",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column(
            "tenants",
            JSONB(),
            nullable=False,
            comment="businesses where they are looked for",
        ),
        sa.Column("receipt", JSONB(), nullable=False),
        sa.Column("waits_for", JSONB(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("file_bytes", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_user_data_requests"),
        sa.CheckConstraint("kind in ('export', 'erase')", name="ck_user_data_requests_kind"),
        sa.CheckConstraint(
            "state in ('queued', 'waiting', 'done', 'failed')", name="ck_user_data_requests_state"
        ),
    )
    op.create_index(
        "ix_user_data_requests_user", "user_data_requests", ["user_id", "created_at", "id"]
    )
    protect(
        "user_data_requests",
        "tenant_id = (select app_tenant()) and (select app_store()) is null "
        "or user_id = (select app_user())",
    )
    grant(APP, "user_data_requests")
    op.execute(
        "grant select (tenant_id, resource_type, resource_id, before, after), "
        f"update (before, after) on audit_log to {LOCATOR}"
    )
    definer(
        "commerce",
        "forget_in_audit(p_user uuid, p_email text)",
        "integer",
        _FORGET,
        locator=LOCATOR,
        app=APP,
        volatility="volatile",
    )
