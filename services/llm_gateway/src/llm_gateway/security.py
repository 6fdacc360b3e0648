"""Who may see which rows: row-level security of the gateway's own tables, and its look-ups.

This is the rule as it is today. Revisions say it in their own words (they are frozen); the
agreement test holds what they made against this.
"""

from ecomm_core.db import rls
from ecomm_core.db.kernel_schema import grant_all

SCHEMA = "llm_gateway"
APP = "llm_gateway_app"
LOCATOR = "llm_gateway_locator"

TENANT_TABLES = [
    "budget_leases",
    "budget_periods",
    "budgets",
    "deferred_calls",
    "gateway_tenants",
    "model_prices",
    "provider_keys",
    "rate_windows",
    "route_versions",
    "usage_calls",
    "usage_days",
    "virtual_keys",
]
"""All of them: what is nobody's in particular belongs to the platform's tenant."""

APPEND_ONLY = ["model_prices", "route_versions", "usage_calls"]

READABLE: dict[str, list[str]] = {
    "virtual_keys": ["hash", "tenant_id", "id"],
    "gateway_tenants": ["tenant_id", "service", "external_id"],
    "budget_leases": ["tenant_id", "id", "state", "expires_at"],
    "usage_calls": ["tenant_id", "id", "at"],
    "deferred_calls": ["tenant_id", "id", "finished_at"],
}
"""What look-ups that come before a tenant is known may read."""

LOOKUPS: list[tuple[str, str, str, str]] = [
    (
        "locate_virtual_key",
        "p_hash bytea",
        "table (tenant_id uuid, key_id uuid)",
        "select k.tenant_id, k.id from virtual_keys k where k.hash = p_hash",
    ),
    (
        "locate_gateway_tenant",
        "p_service text, p_external uuid",
        "table (tenant_id uuid)",
        "select t.tenant_id from gateway_tenants t "
        "where t.service = p_service and t.external_id = p_external",
    ),
    (
        "gateway_tenants_after",
        "p_after uuid, p_n integer",
        "table (tenant_id uuid)",
        "select t.tenant_id from gateway_tenants t where t.tenant_id > p_after "
        "order by t.tenant_id limit p_n",
    ),
    (
        "due_leases",
        "p_now timestamptz, p_n integer",
        "table (tenant_id uuid, lease_id uuid)",
        "select l.tenant_id, l.id from budget_leases l "
        "where l.state = 'open' and l.expires_at < p_now order by l.expires_at limit p_n",
    ),
]
"""Name, arguments, answer, body."""

CLEARING: list[tuple[str, str, str, str]] = [
    (
        "clear_usage_calls",
        "usage_calls",
        "true",
        "with old as (select c.tenant_id, c.id from usage_calls c where c.at < p_until "
        "order by c.at limit p_most), gone as (delete from usage_calls c using old "
        "where c.tenant_id = old.tenant_id and c.id = old.id returning 1) "
        "select count(*)::integer from gone",
    ),
    (
        "clear_deferred_calls",
        "deferred_calls",
        "finished_at is not null",
        "with old as (select c.tenant_id, c.id from deferred_calls c "
        "where c.finished_at < p_until order by c.finished_at limit p_most), "
        "gone as (delete from deferred_calls c using old "
        "where c.tenant_id = old.tenant_id and c.id = old.id returning 1) "
        "select count(*)::integer from gone",
    ),
]
"""Name, table, what alone may be deleted, body."""


def statements() -> list[str]:
    """Everything after the tables exist."""
    result: list[str] = []
    for table in TENANT_TABLES:
        result += rls.protect(table)
    result += grant_all(APP, TENANT_TABLES)
    result += [f"revoke update, truncate on {table} from {APP}" for table in APPEND_ONLY]
    for table, columns in READABLE.items():
        result += rls.locator_may_read(table, LOCATOR, columns)
    for name, arguments, returns, body in LOOKUPS:
        result += rls.definer(
            schema=SCHEMA,
            name=name,
            arguments=arguments,
            returns=returns,
            body=body,
            locator=LOCATOR,
            app=APP,
        )
    for name, table, using, body in CLEARING:
        result += rls.locator_may_clear(table, LOCATOR, using)
        result += rls.definer(
            schema=SCHEMA,
            name=name,
            arguments="p_until timestamptz, p_most integer",
            returns="integer",
            body=body,
            volatility="volatile",
            locator=LOCATOR,
            app=APP,
        )
    return result
