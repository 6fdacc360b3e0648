"""A try is counted when a consumer takes a row; being published is none."""

from alembic import op

from ecomm_core.db.migration_ops import definer

revision = "0008_tries"
down_revision = "0007_imports_and_mail"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"

DUE_WORK = """#variable_conflict use_column
begin return query
  with dead as (
    update outbox set dead_at = p_now
     where queue = p_queue and done_at is null and dead_at is null
       and attempts >= p_max and not_before <= p_now and lease_until < p_now
  ), due as (
    select o.tenant_id, o.id from outbox o
     where o.queue = p_queue and o.done_at is null and o.dead_at is null
       and o.not_before <= p_now and (o.lease_until is null or o.lease_until < p_now)
       and o.attempts < p_max
     order by o.not_before limit p_n for update skip locked
  )
  update outbox o
     set lease_until = greatest(
           p_lease, p_now + least((p_now - o.not_before) / 4, interval '10 minutes'))
    from due where o.tenant_id = due.tenant_id and o.id = due.id
  returning o.tenant_id, o.id, o.task, o.attempts
; end"""

TAKE_WORK = """#variable_conflict use_column
begin
  perform set_config('app.tenant_id', p_tenant::text, true);
  return query
    with taken as (
      update outbox o set attempts = o.attempts + 1, lease_until = p_lease
       where o.tenant_id = p_tenant and o.id = (
         select c.id from outbox c
          where c.tenant_id = p_tenant and c.id = p_id and c.attempts = p_attempts
            and c.done_at is null and c.dead_at is null
            for update skip locked)
      returning o.attempts, o.args, o.event_id
    )
    select t.attempts, t.args, t.event_id, e.type, e.store_id, e.resource_id, e.sequence,
           e.occurred_at, e.data
      from taken t left join events e on e.tenant_id = p_tenant and e.id = t.event_id
; end"""


def upgrade() -> None:
    """Another `due_work`, which counts nothing, and `take_work`, which does."""
    op.execute("drop function due_work(text, integer, timestamptz, timestamptz, integer)")
    definer(
        "commerce",
        "due_work(p_queue text, p_n integer, p_now timestamptz, p_lease timestamptz, "
        "p_max integer)",
        "table (tenant_id uuid, id uuid, task text, attempts integer)",
        DUE_WORK,
        locator=LOCATOR,
        app=APP,
        language="plpgsql",
        volatility="volatile",
    )
    op.execute(f"revoke update (attempts) on outbox from {LOCATOR}")
    op.execute(
        "create function commerce.take_work(p_tenant uuid, p_id uuid, p_attempts integer, "
        "p_lease timestamptz) returns table (attempts integer, args jsonb, event_id uuid, "
        "type text, store_id uuid, resource_id uuid, sequence bigint, occurred_at timestamptz, "
        "data jsonb) language plpgsql volatile set search_path = commerce, pg_temp "
        f"as $body$ {TAKE_WORK} $body$"
    )
    types = "uuid, uuid, integer, timestamptz"
    op.execute(f"revoke all on function commerce.take_work({types}) from public")
    op.execute(f"grant execute on function commerce.take_work({types}) to {APP}")
