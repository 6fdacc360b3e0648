"""Who belongs to a business: roles, stores, leaving, and an owner at all times.

Rules: nobody gives or takes a role with rights that they lack; an owner enters every store; a
business is never without an owner.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit
from ecomm_core.accounts import api_keys
from ecomm_core.accounts.people import Role
from ecomm_core.accounts.rights import Held, Table
from ecomm_core.accounts.sessions import end_all
from ecomm_core.errors import Conflict, Forbidden, Invalid, NotFound


class LastOwner(Conflict):
    """A business needs an owner."""

    code = "last_owner"
    message = "A business needs an owner. Make somebody else the owner first."


class AboveYou(Forbidden):
    """The role has rights that the caller lacks."""

    code = "above_you"
    message = "You cannot give, change or remove a role that may do more than your own."


class AlreadyMember(Conflict):
    """The person belongs to the business already."""

    code = "already_member"
    message = "This person is already in your team."


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a business. `store_ids` None is all stores."""

    user_id: UUID
    email: str
    name: str
    role: Role
    store_ids: tuple[UUID, ...] | None
    two_factor: bool
    verified: bool
    joined_at: datetime
    last_used_at: datetime | None
    role_id: UUID | None
    role_name: str | None
    """Of a custom role."""
    permissions: frozenset[str] | None

    @property
    def held(self) -> Held:
        """The role as they hold it."""
        return Held(self.role, self.permissions, self.role_id)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes the team: their id, the role as they hold it, and the table it is out of."""

    user_id: UUID
    held: Held
    table: Table

    @property
    def name(self) -> str:
        """For the audit log."""
        return f"user:{self.user_id}"

    def judge(self, *roles: Held) -> None:
        """Raise AboveYou (403) where one of the roles has rights that the actor lacks."""
        if not self.table.covers(self.held, roles):
            raise AboveYou


_MEMBERS = """
  select m.user_id, u.email, u.name, m.role, m.store_ids, m.role_id, c.name as role_name,
         c.permissions,
         u.totp_enabled_at is not null as two_factor, u.email_verified_at is not null as verified,
         m.created_at,
         (select max(coalesce(f.last_used_at, f.created_at)) from token_families f
           where f.tenant_id = m.tenant_id and f.subject_id = m.user_id) as last_used_at
    from memberships m join users u on u.id = m.user_id
    left join custom_roles c on c.tenant_id = m.tenant_id and c.id = m.role_id
   where m.tenant_id = :tenant
"""


async def listed(
    session: AsyncSession, tenant_id: UUID, *, offset: int, limit: int
) -> tuple[list[Member], int]:
    """(members, how many), who joined first first."""
    rows = await session.execute(
        text(f"{_MEMBERS} order by m.created_at, m.user_id offset :offset limit :limit"),
        {"tenant": tenant_id, "offset": offset, "limit": limit},
    )
    total = await session.scalar(
        text("select count(*) from memberships where tenant_id = :tenant"), {"tenant": tenant_id}
    )
    return [_member(row) for row in rows], int(total or 0)


async def one(session: AsyncSession, tenant_id: UUID, user_id: UUID) -> Member:
    """A member. Raises NotFound (404)."""
    row = (
        await session.execute(
            text(f"{_MEMBERS} and m.user_id = :user"), {"tenant": tenant_id, "user": user_id}
        )
    ).first()
    if row is None:
        raise NotFound
    return _member(row)


def judged_stores(role: Role, store_ids: Sequence[UUID] | None) -> list[str] | None:
    """Store ids as they are kept. Raises Invalid (422) for an owner who is kept out of some."""
    if store_ids is None:
        return None
    if role is Role.OWNER:
        raise Invalid.on_field("store_ids", "An owner enters every store.")
    return sorted({str(store_id) for store_id in store_ids})


async def change(
    session: AsyncSession,
    tenant_id: UUID,
    actor: Actor,
    user_id: UUID,
    *,
    held: Held,
    store_ids: Sequence[UUID] | None,
) -> Member:
    """Give a member another role or other stores (the tenant's own; who calls has looked); in force
    from their next request on.

    Raises NotFound (404), AboveYou (403), LastOwner (409), Invalid (422).
    """
    before = await locked(session, tenant_id, user_id)
    actor.judge(before.held, held)
    kept = judged_stores(held.role, store_ids)
    if before.role is Role.OWNER and held.role is not Role.OWNER:
        await _another_owner(session, tenant_id, user_id)
    await session.execute(
        text(
            """update memberships
                  set role = :role, role_id = :role_id, store_ids = cast(:stores as jsonb)
                where tenant_id = :tenant and user_id = :user"""
        ),
        {
            "tenant": tenant_id,
            "user": user_id,
            "role": held.role.value,
            "role_id": held.role_id,
            "stores": None if kept is None else json.dumps(kept),
        },
    )
    changed = await one(session, tenant_id, user_id)
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=actor.name,
        action="member.update",
        resource_type="user",
        resource_id=user_id,
        before=told(before),
        after=told(changed),
    )
    return changed


async def remove(session: AsyncSession, tenant_id: UUID, actor: Actor, user_id: UUID) -> None:
    """Take a member out; their log-ins here end at once, and keys they made stay within what they
    could do last.

    Raises NotFound (404), AboveYou (403), LastOwner (409).
    """
    before = await locked(session, tenant_id, user_id)
    actor.judge(before.held)
    if before.role is Role.OWNER:
        await _another_owner(session, tenant_id, user_id)
    await end_all(session, user_id, "removed", tenant_id=tenant_id)
    await api_keys.keep_to(
        session,
        tenant_id=tenant_id,
        user_id=user_id,
        permissions=None
        if before.role in (Role.OWNER, api_keys.KEY_ROLE)
        else actor.table.of(before.held),
        store_ids=before.store_ids,
    )
    await session.execute(
        text("delete from memberships where tenant_id = :tenant and user_id = :user"),
        {"tenant": tenant_id, "user": user_id},
    )
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=actor.name,
        action="member.remove",
        resource_type="user",
        resource_id=user_id,
        before={"email": before.email, **told(before)},
    )


async def hand_over(session: AsyncSession, tenant_id: UUID, actor: Actor, user_id: UUID) -> None:
    """Make a member the owner; the owner who does so is an admin from now on.

    Raises NotFound (404), Conflict (409) for oneself.
    """
    if user_id == actor.user_id:
        raise Conflict("You are the owner already.")
    await locked(session, tenant_id, user_id)
    moved = {str(user_id): Role.OWNER.value, str(actor.user_id): Role.ADMIN.value}
    await session.execute(
        text(
            """update memberships set role = cast(:roles as jsonb) ->> user_id::text,
                 role_id = null, store_ids = null
                where tenant_id = :tenant and user_id = any(:users)"""
        ),
        {
            "roles": json.dumps(moved),
            "tenant": tenant_id,
            "users": [user_id, actor.user_id],
        },
    )
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=actor.name,
        action="member.hand_over",
        resource_type="user",
        resource_id=user_id,
        after=moved,
    )


async def add(
    session: AsyncSession,
    tenant_id: UUID,
    user_id: UUID,
    *,
    held: Held,
    store_ids: Sequence[str] | None,
) -> None:
    """Let a user in. Raises AlreadyMember (409)."""
    made = await session.execute(
        text(
            """insert into memberships (tenant_id, user_id, role, role_id, store_ids)
               values (:tenant, :user, :role, :role_id, cast(:stores as jsonb))
               on conflict (tenant_id, user_id) do nothing returning 1"""
        ),
        {
            "tenant": tenant_id,
            "user": user_id,
            "role": held.role.value,
            "role_id": held.role_id,
            "stores": None if store_ids is None else json.dumps(list(store_ids)),
        },
    )
    if made.first() is None:
        raise AlreadyMember


async def lock_team(session: AsyncSession, tenant_id: UUID) -> None:
    """Keep the team and its roles as they are until the end of the transaction: changes of one
    team come one after the other, so that two owners never take the role from each other, and no
    role is given that is being deleted."""
    await session.execute(
        text("select 1 from tenants where id = :tenant for no key update"), {"tenant": tenant_id}
    )


async def locked(session: AsyncSession, tenant_id: UUID, user_id: UUID) -> Member:
    """A member, with the team as it is (`lock_team`). Raises NotFound (404)."""
    await lock_team(session, tenant_id)
    return await one(session, tenant_id, user_id)


def told(member: Member) -> dict[str, Any]:
    """Role and stores of a member, for the audit log."""
    said: dict[str, Any] = {"role": member.role.value, "store_ids": _plain(member.store_ids)}
    if member.role_id is not None:
        said |= {"role_id": str(member.role_id), "role_name": member.role_name}
    return said


async def _another_owner(session: AsyncSession, tenant_id: UUID, user_id: UUID) -> None:
    found = await session.scalar(
        text(
            """select 1 from memberships
                where tenant_id = :tenant and role = 'owner' and user_id <> :user limit 1"""
        ),
        {"tenant": tenant_id, "user": user_id},
    )
    if found is None:
        raise LastOwner


def _member(row: Any) -> Member:
    return Member(
        row.user_id,
        row.email,
        row.name,
        Role(row.role),
        None if row.store_ids is None else tuple(UUID(s) for s in row.store_ids),
        row.two_factor,
        row.verified,
        row.created_at,
        row.last_used_at,
        row.role_id,
        row.role_name,
        None if row.permissions is None else frozenset(row.permissions),
    )


def _plain(store_ids: Sequence[UUID] | None) -> list[str] | None:
    return None if store_ids is None else [str(store_id) for store_id in store_ids]
