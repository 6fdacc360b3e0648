"""Row-level security as data: the statements migrations run, and what the catalogue test reads.

Every tenant table is ENABLEd and FORCEd. `app_tenant()` reads the transaction's setting; the
subselect makes the planner evaluate it once. Look-ups that come before a tenant is known go
through SECURITY DEFINER functions owned by the service's `<service>_locator` role, which has its
own SELECT policy on the few tables those functions read and owns no table.
"""

from collections.abc import Iterable

FUNCTIONS = [
    f"create or replace function app_{name}() returns uuid language sql stable parallel safe as "
    f"$$ select nullif(current_setting('app.{name}{suffix}', true), '')::uuid $$"
    for name, suffix in (("tenant", "_id"), ("store", "_id"), ("user", "_id"))
]

TENANT = "tenant_id = (select app_tenant())"
STORE = "((select app_store()) is null or store_id = (select app_store()))"


def protect(table: str, *, store: bool = False, using: str | None = None) -> list[str]:
    """Statements that put a table under row-level security.

    `store`: the table has a store_id, and shoppers' and public requests see one store only.
    `using`: another condition, for the few tables that have no plain tenant_id.
    """
    condition = using or (f"{TENANT} and {STORE}" if store else TENANT)
    return [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy tenant on {table} using ({condition}) with check ({condition})",
    ]


def protect_unforced(table: str, owner: str, schema: str) -> list[str]:
    """The same for a store's table that one role, which cannot log in, owns and reads past
    row-level security: it is enabled, not forced. Such a table needs a reason (the index of a
    search is no use under row-level security) and stands on the list of the catalogue test."""
    condition = f"{TENANT} and {STORE}"
    return [
        f"alter table {table} enable row level security",
        f"create policy tenant on {table} using ({condition}) with check ({condition})",
        f"grant usage, create on schema {schema} to {owner}",
        f"alter table {table} owner to {owner}",
        f"revoke create on schema {schema} from {owner}",
    ]


def locator_may_read(table: str, locator: str, columns: Iterable[str]) -> list[str]:
    """Let the locator role find rows of a table across tenants, by the named columns only."""
    return [
        f"grant select ({', '.join(columns)}) on {table} to {locator}",
        f"create policy locate on {table} for select to {locator} using (true)",
    ]


def locator_may_clear(table: str, locator: str, using: str) -> list[str]:
    """Let the locator role delete rows of a table across tenants, those of a condition only: what
    is past its time belongs to nobody's day."""
    return [
        f"grant delete on {table} to {locator}",
        f"create policy clear on {table} for delete to {locator} using ({using})",
    ]


def definer(
    *,
    schema: str,
    name: str,
    arguments: str,
    returns: str,
    body: str,
    locator: str,
    app: str,
    language: str = "sql",
    volatility: str = "stable",
) -> list[str]:
    """A SECURITY DEFINER function with a pinned search_path, owned by the locator role and
    executable by the app role only."""
    signature = f"{schema}.{name}({', '.join(_types(arguments))})"
    return [
        f"create or replace function {schema}.{name}({arguments}) returns {returns} "
        f"language {language} {volatility} security definer "
        f"set search_path = {schema}, pg_temp as $body$ {body} $body$",
        f"revoke all on function {signature} from public",
        f"grant execute on function {signature} to {app}",
        f"grant create on schema {schema} to {locator}",
        f"alter function {signature} owner to {locator}",
        f"revoke create on schema {schema} from {locator}",
    ]


def _types(arguments: str) -> list[str]:
    return [part.strip().split(" ", 1)[1] for part in arguments.split(",") if part.strip()]
