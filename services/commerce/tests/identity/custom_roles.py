"""Words for tests of custom roles."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant
from ecomm_testing.members import join

PACKER = ["products:read", "orders:read", "orders:write", "stores:read"]
MANAGER = ["products:read", "stores:read", "team:read", "team:manage"]
"""Somebody who manages the team and sees products, and nothing else."""


async def make(owner: Merchant, name: str, permissions: list[str], **fields: Any) -> dict[str, Any]:
    """A role that is made."""
    reply = await owner.post(
        "/team/roles", json={"name": name, "permissions": permissions, **fields}
    )
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def colleague(kernel: Kernel, owner: Merchant, name: str, permissions: list[str]) -> Merchant:
    """Somebody who holds a new role."""
    made = await make(owner, name, permissions)
    return await join(kernel, owner, "custom", role_id=UUID(made["id"]))


async def everything(kernel: Kernel, owner: Merchant) -> str:
    """Roles, members, invitations and keys of a business, and its log: what a refusal leaves as it
    was."""
    found = []
    async with kernel.database.transaction(Scope(tenant_id=owner.tenant_id)) as session:
        for table, key in (
            ("custom_roles", "id"),
            ("memberships", "user_id"),
            ("invites", "id"),
            ("api_keys", "id"),
            ("audit_log", "id"),
        ):
            rows = await session.execute(
                text(f"select * from {table} where tenant_id = :t order by {key}"),
                {"t": owner.tenant_id},
            )
            found += [str(row) for row in rows]
    return "\n".join(found)


async def on_plan(kernel: Kernel, owner: Merchant, plan: str) -> None:
    """The business pays for another plan from now on."""
    async with kernel.database.transaction(Scope(tenant_id=owner.tenant_id)) as session:
        await session.execute(
            text("update tenants set plan = :plan where id = :id"),
            {"plan": plan, "id": owner.tenant_id},
        )


async def log_of(kernel: Kernel, owner: Merchant, action: str) -> list[Any]:
    """(before, after) of each entry of the log, the oldest first."""
    async with kernel.database.transaction(Scope(tenant_id=owner.tenant_id)) as session:
        rows = await session.execute(
            text("select before, after from audit_log where action = :action order by at, id"),
            {"action": action},
        )
        return [(row.before, row.after) for row in rows]
