"""The statements that come after the kernel's tables exist: policies, look-ups, grants."""

from ecomm_core.db import rls, tables

DUE_WORK = """
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
"""
"""Leases due rows: PostgreSQL decides who publishes them, and an expired lease goes out again.

Being published is no try: a row that nobody takes (no worker, an emptied broker) never dies of it.
The longer it waits the rarer it goes out, or a night without a worker would fill the broker."""

TAKE_WORK = """
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
"""
"""Counts a try and lends the row to it. `p_attempts` is the count the message was published with:
whatever the broker delivers twice, one message is one try."""

BACKLOG = """select q.queue, d.due, d.oldest,
       (select count(*) from outbox o where o.queue = q.queue and o.dead_at is not null)
  from unnest(array['critical', 'default', 'bulk']) as q (queue)
  cross join lateral (
    select count(*), min(o.not_before) from outbox o
     where o.queue = q.queue and o.done_at is null and o.dead_at is null
       and o.not_before <= p_now) as d (due, oldest)"""
"""What waits in each queue, of all tenants: counts and a time, no contents."""

CLEAR_DELIVERIES = """with old as (
  select o.tenant_id, o.id from outbox o
   where o.done_at < p_until order by o.done_at limit p_most
), gone as (
  delete from outbox o using old
   where o.tenant_id = old.tenant_id and o.id = old.id and o.done_at < p_until
  returning 1
) select count(*)::integer from gone"""
"""Deletes deliveries that were made before a time. The policy lets the locator delete no others,
whatever stands here."""

CLEAR_REPLIES = """with old as (
  select r.tenant_id, r.key from idempotency r
   where r.expires_at < p_until order by r.expires_at limit p_most
), gone as (
  delete from idempotency r using old
   where r.tenant_id = old.tenant_id and r.key = old.key and r.expires_at < p_until
  returning 1
) select count(*)::integer from gone"""
"""Deletes replies that are replayed no more. One whose key is used anew meanwhile has a later end
by the time it is looked at, and stays."""

DUE_ENDPOINTS = """select e.tenant_id, e.id from delivery_endpoints e
 where e.due_at <= p_now order by e.due_at limit p_n"""
"""Endpoints that something waits for, of all tenants; what it is, the tenant's own transaction
reads."""

CLEAR_MESSAGES = """with old as (
  select d.tenant_id, d.id from deliveries d
   where d.done_at < p_until order by d.done_at limit p_most
), gone as (
  delete from deliveries d using old
   where d.tenant_id = old.tenant_id and d.id = old.id and d.done_at < p_until
  returning 1
) select count(*)::integer from gone"""
"""Deletes messages to others that were settled before a time, with their tries."""


def kernel_statements(service: str, schema: str) -> list[str]:
    """Policies, look-up functions and grants for one service's copy of the kernel tables."""
    app, locator = f"{service}_app", f"{service}_locator"
    statements = [*rls.FUNCTIONS, f"grant usage on schema {schema} to {app}, {locator}"]
    for table, using in tables.POLICIES.items():
        statements += rls.protect(table, using=using)
    statements += grant_all(app, [*tables.POLICIES, *tables.GLOBAL_TABLES])
    statements.append(f"revoke update, delete, truncate on audit_log from {app}")
    statements += rls.locator_may_read("users", locator, ["id", "email"])
    statements += rls.locator_may_read(
        "refresh_tokens", locator, ["hash", "tenant_id", "family_id"]
    )
    statements += rls.locator_may_read(
        "memberships", locator, ["tenant_id", "user_id", "created_at"]
    )
    statements += rls.locator_may_read("account_links", locator, ["id", "user_id"])
    statements += rls.locator_may_read("api_keys", locator, ["hash", "tenant_id", "id"])
    statements += [
        f"grant select, update (lease_until, dead_at) on outbox to {locator}",
        f"create policy locate on outbox for select to {locator} using (true)",
        f"create policy lease on outbox for update to {locator} using (true) with check (true)",
    ]
    common = {"schema": schema, "locator": locator, "app": app}
    statements += rls.definer(
        name="locate_user",
        arguments="p_email text",
        returns="table (user_id uuid, tenant_id uuid)",
        body="select u.id, m.tenant_id from users u left join memberships m on m.user_id = u.id "
        "where u.email = p_email order by m.created_at limit 1",
        **common,
    )
    statements += rls.definer(
        name="locate_token",
        arguments="p_hash bytea",
        returns="table (tenant_id uuid, family_id uuid)",
        body="select t.tenant_id, t.family_id from refresh_tokens t where t.hash = p_hash",
        **common,
    )
    statements += rls.definer(
        name="locate_link",
        arguments="p_id uuid",
        returns="table (user_id uuid, tenant_id uuid)",
        body="select l.user_id, m.tenant_id from account_links l "
        "left join memberships m on m.user_id = l.user_id "
        "where l.id = p_id order by m.created_at limit 1",
        **common,
    )
    statements += rls.definer(
        name="locate_api_key",
        arguments="p_hash bytea",
        returns="table (tenant_id uuid, key_id uuid)",
        body="select k.tenant_id, k.id from api_keys k where k.hash = p_hash",
        **common,
    )
    statements += rls.definer(
        name="due_work",
        arguments="p_queue text, p_n integer, p_now timestamptz, p_lease timestamptz, "
        "p_max integer",
        returns="table (tenant_id uuid, id uuid, task text, attempts integer)",
        body=f"#variable_conflict use_column\nbegin return query {DUE_WORK}; end",
        language="plpgsql",
        volatility="volatile",
        **common,
    )
    statements += take_work(schema, app)
    statements += rls.definer(
        name="outbox_backlog",
        arguments="p_now timestamptz",
        returns="table (queue text, due bigint, oldest timestamptz, dead bigint)",
        body=BACKLOG,
        **common,
    )
    statements += rls.locator_may_read("idempotency", locator, ["tenant_id", "key", "expires_at"])
    statements += rls.locator_may_read("deliveries", locator, ["tenant_id", "id", "done_at"])
    for table, using in (
        ("outbox", "done_at is not null"),
        ("idempotency", "true"),
        ("deliveries", "done_at is not null"),
    ):
        statements += rls.locator_may_clear(table, locator, using)
    for name, body in (
        ("clear_deliveries", CLEAR_DELIVERIES),
        ("clear_replies", CLEAR_REPLIES),
        ("clear_messages", CLEAR_MESSAGES),
    ):
        statements += rls.definer(
            name=name,
            arguments="p_until timestamptz, p_most integer",
            returns="integer",
            body=body,
            volatility="volatile",
            **common,
        )
    statements += rls.locator_may_read("delivery_endpoints", locator, ["tenant_id", "id", "due_at"])
    statements += rls.definer(
        name="due_endpoints",
        arguments="p_now timestamptz, p_n integer",
        returns="table (tenant_id uuid, endpoint_id uuid)",
        body=DUE_ENDPOINTS,
        **common,
    )
    return statements


def take_work(schema: str, app: str) -> list[str]:
    """The function a consumer begins with: one round trip, under the tenant's row-level security,
    committed before the handler starts, so that a try that kills its process has been counted."""
    types = "uuid, uuid, integer, timestamptz"
    return [
        f"create or replace function {schema}.take_work(p_tenant uuid, p_id uuid, "
        "p_attempts integer, p_lease timestamptz) "
        "returns table (attempts integer, args jsonb, event_id uuid, type text, store_id uuid, "
        "resource_id uuid, sequence bigint, occurred_at timestamptz, data jsonb) "
        f"language plpgsql volatile set search_path = {schema}, pg_temp "
        f"as $body$ #variable_conflict use_column\nbegin {TAKE_WORK}; end $body$",
        f"revoke all on function {schema}.take_work({types}) from public",
        f"grant execute on function {schema}.take_work({types}) to {app}",
    ]


def grant_all(app: str, names: list[str]) -> list[str]:
    """Let the app role work on tables; row-level security says on which rows."""
    return [f"grant select, insert, update, delete on {name} to {app}" for name in names]
