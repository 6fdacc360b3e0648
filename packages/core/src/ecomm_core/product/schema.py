"""The statements that come after a product's kernel tables exist: policies, look-ups, grants."""

from ecomm_core.db import rls
from ecomm_core.db.kernel_schema import grant_all
from ecomm_core.product.tables import NAMES

LOCATE_CONNECTION = (
    "select c.tenant_id, c.id from platform_connections c where c.store_id = p_store"
)
LOCATE_BUSINESS = """select c.tenant_id from platform_connections c
 where c.platform_tenant_id = p_business order by c.id limit 1"""
LOCATE_TICKET = "select t.tenant_id, t.id from sign_in_tickets t where t.hash = p_hash"

CLEAR_INBOX = """with old as (
  select i.tenant_id, i.id from inbox i
   where i.handled_at < p_until order by i.handled_at limit p_most
), gone as (
  delete from inbox i using old
   where i.tenant_id = old.tenant_id and i.id = old.id and i.handled_at < p_until
  returning 1
) select count(*)::integer from gone"""
"""Deletes what was handled before a time."""

CLEAR_TICKETS = """with old as (
  select t.tenant_id, t.id from sign_in_tickets t
   where t.expires_at < p_until order by t.expires_at limit p_most
), gone as (
  delete from sign_in_tickets t using old
   where t.tenant_id = old.tenant_id and t.id = old.id
  returning 1
) select count(*)::integer from gone"""
"""Deletes tickets long over. They outlive their minute: a session knows by its ticket that it came
from the platform."""

CLEAR_AUDIT = """with gone as (
  delete from audit_log a
   where a.tenant_id = p_tenant and not exists (select 1 from tenants t where t.id = p_tenant)
  returning 1
) select count(*)::integer from gone"""
"""Deletes the log of a business that is gone; of one that is there, nothing."""

READABLE: dict[str, list[str]] = {
    "platform_connections": ["tenant_id", "id", "store_id", "platform_tenant_id"],
    "sign_in_tickets": ["tenant_id", "id", "hash", "expires_at"],
    "inbox": ["tenant_id", "id", "handled_at"],
    "audit_log": ["tenant_id"],
    "tenants": ["id"],
}


def product_statements(service: str, schema: str) -> list[str]:
    """Policies, look-up functions and grants for one product's copy of the tables."""
    app, locator = f"{service}_app", f"{service}_locator"
    statements: list[str] = []
    for table in NAMES:
        statements += rls.protect(table)
    statements += grant_all(app, list(NAMES))
    for table, columns in READABLE.items():
        statements += rls.locator_may_read(table, locator, columns)
    common = {"schema": schema, "locator": locator, "app": app}
    for name, arguments, returns, body in (
        (
            "locate_connection",
            "p_store uuid",
            "table (tenant_id uuid, connection_id uuid)",
            LOCATE_CONNECTION,
        ),
        ("locate_business", "p_business uuid", "table (tenant_id uuid)", LOCATE_BUSINESS),
        ("locate_ticket", "p_hash bytea", "table (tenant_id uuid, ticket_id uuid)", LOCATE_TICKET),
    ):
        statements += rls.definer(
            name=name, arguments=arguments, returns=returns, body=body, **common
        )
    for table, using in (
        ("inbox", "handled_at is not null"),
        ("sign_in_tickets", "true"),
        ("audit_log", "true"),
    ):
        statements += rls.locator_may_clear(table, locator, using)
    for name, arguments, body in (
        ("clear_inbox", "p_until timestamptz, p_most integer", CLEAR_INBOX),
        ("clear_tickets", "p_until timestamptz, p_most integer", CLEAR_TICKETS),
        ("clear_audit", "p_tenant uuid", CLEAR_AUDIT),
    ):
        statements += rls.definer(
            name=name,
            arguments=arguments,
            returns="integer",
            body=body,
            volatility="volatile",
            **common,
        )
    return statements
