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
  update outbox o set lease_until = p_lease, attempts = o.attempts + 1
    from due where o.tenant_id = due.tenant_id and o.id = due.id
  returning o.tenant_id, o.id, o.task
"""
"""Leases due rows: PostgreSQL decides who publishes them, and an expired lease goes out again."""


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
    statements += [
        f"grant select, update (lease_until, attempts, dead_at) on outbox to {locator}",
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
        name="due_work",
        arguments="p_queue text, p_n integer, p_now timestamptz, p_lease timestamptz, "
        "p_max integer",
        returns="table (tenant_id uuid, id uuid, task text)",
        body=f"#variable_conflict use_column\nbegin return query {DUE_WORK}; end",
        language="plpgsql",
        volatility="volatile",
        **common,
    )
    return statements


def grant_all(app: str, names: list[str]) -> list[str]:
    """Let the app role work on tables; row-level security says on which rows."""
    return [f"grant select, insert, update, delete on {name} to {app}" for name in names]
