"""Queries of custom roles and of who holds them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

SHOWN_HOLDERS = 5

_ROLES = f"""
  select c.id, c.name, c.description, c.permissions, c.created_at, c.updated_at,
         (select count(*) from memberships m
           where m.tenant_id = c.tenant_id and m.role_id = c.id) as members,
         (select count(*) from invites i
           where i.tenant_id = c.tenant_id and i.role_id = c.id
             and i.accepted_at is null and i.revoked_at is null) as invites,
         (select coalesce(jsonb_agg(jsonb_build_object('user_id', h.user_id, 'name', h.name)
                                    order by h.created_at, h.user_id), '[]')
            from (select m.user_id, u.name, m.created_at
                    from memberships m join users u on u.id = m.user_id
                   where m.tenant_id = c.tenant_id and m.role_id = c.id
                   order by m.created_at, m.user_id limit {SHOWN_HOLDERS}) h) as holders
    from custom_roles c
   where c.tenant_id = :tenant
"""  # noqa: S608 - a constant

_ADD = text(
    """insert into custom_roles
         (tenant_id, id, name, description, permissions, created_at, updated_at)
       values (:tenant, :id, :name, :description, :permissions, :now, :now)"""
).bindparams(bindparam("permissions", type_=JSONB()))

_CHANGE = text(
    """update custom_roles
          set name = :name, description = :description, permissions = :permissions,
              updated_at = :now
        where tenant_id = :tenant and id = :id"""
).bindparams(bindparam("permissions", type_=JSONB()))


async def page(
    session: AsyncSession, tenant_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[Row[Any]], int]:
    """(roles, how many), by name."""
    rows = await session.execute(
        text(f"{_ROLES} order by lower(c.name), c.id offset :offset limit :limit"),
        {"tenant": tenant_id, "offset": offset, "limit": limit},
    )
    return rows.all(), await count(session, tenant_id)


async def count(session: AsyncSession, tenant_id: UUID) -> int:
    """How many roles a business has."""
    found = await session.scalar(
        text("select count(*) from custom_roles where tenant_id = :tenant"), {"tenant": tenant_id}
    )
    return int(found or 0)


async def one(session: AsyncSession, tenant_id: UUID, role_id: UUID) -> Row[Any] | None:
    """A role with who holds it."""
    rows = await session.execute(
        text(f"{_ROLES} and c.id = :id"), {"tenant": tenant_id, "id": role_id}
    )
    return rows.first()


async def permissions(session: AsyncSession, role_id: UUID) -> frozenset[str] | None:
    """What a role of the business in scope may do; None where there is none."""
    found = await session.scalar(
        text("select permissions from custom_roles where id = :id"), {"id": role_id}
    )
    return None if found is None else frozenset(found)


async def names(session: AsyncSession) -> dict[UUID, str]:
    """What the roles of the business in scope are called, by id."""
    rows = await session.execute(text("select id, name from custom_roles"))
    return {row.id: row.name for row in rows}


async def presets_held(session: AsyncSession, tenant_id: UUID) -> dict[str, int]:
    """How many members hold each preset."""
    rows = await session.execute(
        text(
            """select role, count(*) as members from memberships
                where tenant_id = :tenant group by role"""
        ),
        {"tenant": tenant_id},
    )
    return {row.role: row.members for row in rows}


async def holders(session: AsyncSession, tenant_id: UUID, role_id: UUID) -> list[UUID]:
    """Everybody who holds a role, in the order they joined."""
    rows = await session.scalars(
        text(
            """select user_id from memberships where tenant_id = :tenant and role_id = :id
                order by created_at, user_id"""
        ),
        {"tenant": tenant_id, "id": role_id},
    )
    return list(rows)


async def add(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Insert. Raises IntegrityError for a name that is taken (`uq_custom_roles_name`)."""
    await session.execute(_ADD, values)


async def change(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write name, description and permissions. Raises IntegrityError as `add`."""
    await session.execute(_CHANGE, values)


async def delete(session: AsyncSession, tenant_id: UUID, role_id: UUID) -> None:
    """Delete a role that nobody holds."""
    await session.execute(
        text("delete from custom_roles where tenant_id = :tenant and id = :id"),
        {"tenant": tenant_id, "id": role_id},
    )


async def move_invites(
    session: AsyncSession, tenant_id: UUID, role_id: UUID, *, role: str, to: UUID | None
) -> None:
    """Open invitations for a role are for another one from now on."""
    await session.execute(
        text(
            """update invites set role = :role, role_id = :to
                where tenant_id = :tenant and role_id = :id
                  and accepted_at is null and revoked_at is null"""
        ),
        {"tenant": tenant_id, "id": role_id, "role": role, "to": to},
    )
