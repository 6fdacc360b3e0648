"""What identity adds to the kernel's accounts: what a business asks of its team. Invites:
`invites`."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.identity import repository, roles
from commerce.identity.errors import OwnFactorFirst
from commerce.identity.invites import known_stores
from ecomm_core import audit
from ecomm_core.accounts import members
from ecomm_core.accounts.people import Role
from ecomm_core.plans import CUSTOM_DOMAINS, PRODUCTS, STORES

_SHOWN: Final = (STORES, PRODUCTS, CUSTOM_DOMAINS)


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
