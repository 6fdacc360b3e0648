"""What identity adds to the kernel's accounts: plan and use, profile, what a business asks of its
team. Invites: `invites`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.identity import repository, roles
from commerce.identity.errors import OwnFactorFirst
from commerce.identity.invites import known_stores
from commerce.identity.permissions import TABLE, of_scope
from commerce.identity.scopes import SCOPES
from ecomm_core import audit
from ecomm_core.accounts import api_keys, members
from ecomm_core.accounts.api_keys import ApiKey
from ecomm_core.accounts.people import Role
from ecomm_core.accounts.rights import Held
from ecomm_core.errors import Invalid
from ecomm_core.plans import CUSTOM_DOMAINS, PRODUCTS, STORES, Standing, standing_of

_SHOWN: Final = (STORES, PRODUCTS, CUSTOM_DOMAINS)


@dataclass(frozen=True, slots=True)
class Use:
    """Use against one limit; `limit` None is unlimited."""

    name: str
    used: int
    limit: int | None


async def plan_use(session: AsyncSession, tenant_id: UUID) -> tuple[Standing, list[Use]]:
    """(what the plan entitles to, use of each limit). For per-store limits the fullest store
    counts."""
    row = (
        await session.execute(
            text(
                """select t.plan, t.entitlements, t.read_only_since, coalesce(
                     (select jsonb_object_agg(u.name, u.used) from
                       (select name, max(used) as used from usage group by name) u), '{}') as used
                   from tenants t where t.id = :tenant"""
            ),
            {"tenant": tenant_id},
        )
    ).one()
    found, used = standing_of(row), row.used
    return found, [Use(name, used.get(name, 0), found.limit(name)) for name in _SHOWN]


async def rename(session: AsyncSession, tenant_id: UUID, user_id: UUID, name: str) -> None:
    """Give oneself another name."""
    before = await repository.rename(session, user_id, name)
    if before == name:
        return
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=f"user:{user_id}",
        action="account.update",
        resource_type="user",
        resource_id=user_id,
        before={"name": before},
        after={"name": name},
    )


async def change_member(
    session: AsyncSession,
    tenant_id: UUID,
    actor: members.Actor,
    user_id: UUID,
    *,
    role: Role,
    role_id: UUID | None,
    store_ids: Sequence[UUID] | None,
) -> members.Member:
    """Another role or other stores of a member. Raises as `members.change`, NotFound (404) for a
    role and for stores that are not the business's own, and LimitReached (402) for a custom role
    that they do not hold yet and the plan does not include."""
    await known_stores(session, store_ids)
    before = await members.locked(session, tenant_id, user_id)
    held = await roles.held(session, role, role_id)
    actor.judge(before.held, held)
    await roles.giving(session, tenant_id, held, before=before.held)
    return await members.change(session, tenant_id, actor, user_id, held=held, store_ids=store_ids)


async def require_factor(
    session: AsyncSession, tenant_id: UUID, user_id: UUID, *, on: bool
) -> None:
    """Ask everybody in the business for a second factor, or no longer.

    Raises OwnFactorFirst (409) for an owner who has none.
    """
    own = await repository.user_facts(session, user_id)
    if on and (own is None or own.totp_enabled_at is None):
        raise OwnFactorFirst
    before = await repository.required(session, tenant_id)
    if before == on:
        return
    await repository.require(session, tenant_id, on=on)
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=f"user:{user_id}",
        action="tenant.require_two_factor",
        resource_type="tenant",
        resource_id=tenant_id,
        before={"required": before},
        after={"required": on},
    )


async def factor_rule(session: AsyncSession, tenant_id: UUID) -> tuple[bool, int]:
    """(whether the business asks for a second factor, how many members have none)."""
    return (
        await repository.required(session, tenant_id),
        await repository.without_factor(session, tenant_id),
    )


async def create_key(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    user_id: UUID,
    held: Held,
    name: str,
    scopes: Sequence[str],
    store_ids: Sequence[UUID] | None,
    expires_at: datetime | None,
) -> tuple[ApiKey, str]:
    """(an API key, what it is called by). `held` is its maker's role: the key never does more.

    Raises Invalid (422) for scopes nobody knows, AboveYou (403) for those whose permission the
    maker lacks, NotFound (404) for stores that are not the business's own, LimitReached (402).
    """
    mine = TABLE.of(held)
    for place, scope in enumerate(scopes):
        if scope not in SCOPES:
            raise Invalid.on_field(f"scopes.{place}", "There is no such scope.")
        if of_scope(scope) not in mine:
            raise members.AboveYou.on_field(
                f"scopes.{place}", "A key may do no more than your own role."
            )
    await known_stores(session, store_ids)
    return await api_keys.create(
        session,
        tenant_id=tenant_id,
        user_id=user_id,
        name=name,
        scopes=scopes,
        store_ids=store_ids,
        expires_at=expires_at,
        permissions=held.permissions,
    )
