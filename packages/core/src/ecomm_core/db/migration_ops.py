"""What revisions do beside making tables: row-level security, grants, look-ups. **Frozen**.

Released revisions call these functions, so none of them may ever do anything else than today: a new
rule is a new function. What the rule *is* stands in `rls`; a service's agreement test holds what
its revisions made against that.
"""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.kernel_revisions import statements

TENANT = "tenant_id = (select app_tenant())"
STORE = "((select app_store()) is null or store_id = (select app_store()))"


def recorded(name: str) -> sa.Column[datetime]:
    """A bookkeeping time that the database writes."""
    return sa.Column(
        name, sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")
    )


def protect(table: str, using: str = TENANT) -> None:
    """Put a table under row-level security, its owner too; `using` says which rows are seen, and
    the same condition says which may be written."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy tenant on {table} using ({using}) with check ({using})")


def protect_stores_tables(*tables: str) -> None:
    """Protect tables with a store_id: shoppers' and public requests see one store's rows only."""
    for table in tables:
        protect(table, f"{TENANT} and {STORE}")


def protect_unforced(table: str, owner: str, schema: str) -> None:
    """Enable row-level security on a store's table and give the table to a role that cannot log in,
    which alone is not held by it."""
    using = f"{TENANT} and {STORE}"
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"create policy tenant on {table} using ({using}) with check ({using})")
    op.execute(f"grant usage, create on schema {schema} to {owner}")
    op.execute(f"alter table {table} owner to {owner}")
    op.execute(f"revoke create on schema {schema} from {owner}")


def grant(app: str, *tables: str) -> None:
    """Let the app role work on tables; row-level security says on which rows."""
    for table in tables:
        op.execute(f"grant select, insert, update, delete on {table} to {app}")


def append_only(app: str, *tables: str) -> None:
    """Take the right to change rows from the app role (after `grant`)."""
    for table in tables:
        op.execute(f"revoke update, truncate on {table} from {app}")


def locator_may_read(locator: str, table: str, *columns: str) -> None:
    """Let the locator role find rows of a table across tenants, by the named columns only."""
    op.execute(f"grant select ({', '.join(columns)}) on {table} to {locator}")
    op.execute(f"create policy locate on {table} for select to {locator} using (true)")


def definer(
    schema: str,
    signature: str,
    returns: str,
    body: str,
    *,
    locator: str,
    app: str,
    language: str = "sql",
    volatility: str = "stable",
) -> None:
    """Make a SECURITY DEFINER function with a pinned search_path, owned by the locator role and
    executable by the app role only.

    signature: `name(argument type, …)`, such as `locate_store(p_slug text)`.
    """
    name, _, arguments = signature.removesuffix(")").partition("(")
    types = ", ".join(part.strip().split(" ", 1)[1] for part in arguments.split(","))
    function = f"{schema}.{name}({types})"
    op.execute(
        f"create function {schema}.{name}({arguments}) returns {returns} "
        f"language {language} {volatility} security definer "
        f"set search_path = {schema}, pg_temp as $body$ {body} $body$"
    )
    op.execute(f"revoke all on function {function} from public")
    op.execute(f"grant execute on function {function} to {app}")
    op.execute(f"grant create on schema {schema} to {locator}")
    op.execute(f"alter function {function} owner to {locator}")
    op.execute(f"revoke create on schema {schema} from {locator}")


def kernel(number: int, service: str, schema: str) -> None:
    """Apply one of the kernel's own revisions: the first thing a service's chain does."""
    for statement in statements(number, service=service, schema=schema):
        op.execute(sa.text(statement.replace(":", r"\:")))


def product(number: int, service: str, schema: str) -> None:
    """Apply one of the revisions of what products have beside the kernel's tables (after
    `kernel`)."""
    for statement in statements(number, service=service, schema=schema, line="p"):
        op.execute(sa.text(statement.replace(":", r"\:")))
