"""Deliveries long made and replies past their time are deleted, whoever the tenants are."""

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.migration_ops import definer, locator_may_read

revision = "0038_clean_up"
down_revision = "0037_draft_orders"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"

CLEAR_DELIVERIES = """with old as (
  select o.tenant_id, o.id from outbox o
   where o.done_at < p_until order by o.done_at limit p_most
), gone as (
  delete from outbox o using old
   where o.tenant_id = old.tenant_id and o.id = old.id and o.done_at < p_until
  returning 1
) select count(*)::integer from gone"""

CLEAR_REPLIES = """with old as (
  select r.tenant_id, r.key from idempotency r
   where r.expires_at < p_until order by r.expires_at limit p_most
), gone as (
  delete from idempotency r using old
   where r.tenant_id = old.tenant_id and r.key = old.key and r.expires_at < p_until
  returning 1
) select count(*)::integer from gone"""


def upgrade() -> None:
    """An index of what was delivered, what may be deleted, and the two functions that do."""
    op.create_index(
        "ix_outbox_done", "outbox", ["done_at"], postgresql_where=sa.text("done_at is not null")
    )
    locator_may_read(LOCATOR, "idempotency", "tenant_id", "key", "expires_at")
    for table, using in (("outbox", "done_at is not null"), ("idempotency", "true")):
        op.execute(f"grant delete on {table} to {LOCATOR}")
        op.execute(f"create policy clear on {table} for delete to {LOCATOR} using ({using})")
    for name, body in (("clear_deliveries", CLEAR_DELIVERIES), ("clear_replies", CLEAR_REPLIES)):
        definer(
            "commerce",
            f"{name}(p_until timestamptz, p_most integer)",
            "integer",
            body,
            locator=LOCATOR,
            app=APP,
            volatility="volatile",
        )
