"""A new business says who brought it: once, early, and never itself."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.partners import repository, terms
from commerce.partners.errors import (
    AlreadyIntroduced,
    CodeUnknown,
    SelfReferral,
    TooLateForCode,
)
from commerce.partners.offering import credit_of, need_open
from commerce.partners.states import Kind
from commerce.reads.owners import owner_of
from ecomm_core import audit, clock
from ecomm_core.api.auth import TenantContext
from ecomm_core.db.crossing import in_tenant
from ecomm_core.ids import new_id
from ecomm_core.plan_table import CURRENCY

_SIGNS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH: Final = 10
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Partner:
    """Whom a code belongs to."""

    tenant_id: UUID
    kind: Kind


async def find(session: AsyncSession, code: str) -> Partner | None:
    """Whose a code is. Needs no scope."""
    found = await session.execute(
        text("select tenant_id, kind from locate_partner(:code)"), {"code": code.strip().lower()}
    )
    row = found.first()
    return None if row is None else Partner(UUID(str(row.tenant_id)), Kind(row.kind))


async def code_for(session: AsyncSession, tenant_id: UUID, kind: Kind, now: datetime) -> str:
    """The business's code of a kind, made where it has none."""
    for _ in range(_TRIES):
        known = (await repository.codes(session, tenant_id)).get(kind)
        if known is not None:
            return known
        made = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        await repository.make_code(session, tenant_id, kind, made, now)
    raise RuntimeError("no code is free")


async def may_claim(session: AsyncSession, tenant_id: UUID, now: datetime) -> bool:
    """Whether a code still counts for this business."""
    return await repository.taken(session, tenant_id) is None and await _early(
        session, tenant_id, now
    )


async def claim(context: TenantContext, code: str) -> None:
    """Write down, on both sides, who brought the caller's business.

    Raises PartnersOff, AlreadyIntroduced, TooLateForCode, SelfReferral (409), CodeUnknown (422).
    """
    need_open(context.kernel)
    session, business, now = context.session, context.tenant_id, clock.now()
    if await repository.taken(session, business) is not None:
        raise AlreadyIntroduced
    partner = await find(session, code)
    if partner is None or (partner.kind is Kind.REFERRAL and not credit_of(context.kernel)):
        raise CodeUnknown.on_field("code")
    reason = await _oneself(session, business, partner.tenant_id)
    if reason is not None:
        raise SelfReferral(reason)
    if not await _early(session, business, now):
        raise TooLateForCode
    await _write(context, partner, now)


async def _early(session: AsyncSession, tenant_id: UUID, now: datetime) -> bool:
    begun = await repository.begun_at(session, tenant_id)
    return now < begun + terms.ATTRIBUTION and not await repository.invoices(session, tenant_id)


async def _oneself(session: AsyncSession, business: UUID, partner: UUID) -> str | None:
    """Why the partner is the business itself; None where it is somebody else."""
    if partner == business:
        return "same_business"
    await repository.lock_pair(session, business, partner)
    ours = await repository.people(session, business)
    our_card = await repository.card_of(session, business)
    if await repository.brought(session, business, partner):
        return "in_a_circle"
    async with in_tenant(session, partner, back_to=business):
        theirs = await repository.people(session, partner)
        their_card = await repository.card_of(session, partner)
    if not ours.keys().isdisjoint(theirs):
        return "same_user"
    if terms.share_a_mailbox(ours.values(), theirs.values()):
        return "same_email"
    if our_card is not None and our_card == their_card:
        return "same_card"
    return None


async def _write(context: TenantContext, partner: Partner, now: datetime) -> None:
    session, business = context.session, context.tenant_id
    row_id, credit = new_id(), credit_of(context.kernel) if partner.kind is Kind.REFERRAL else 0
    ours = await owner_of(session, business)
    async with in_tenant(session, partner.tenant_id, back_to=business):
        theirs = await owner_of(session, partner.tenant_id)
    if theirs is None or ours is None:
        raise CodeUnknown.on_field("code")
    common = {"id": row_id, "kind": partner.kind, "credit": credit, "currency": CURRENCY}
    made = await repository.take(
        session,
        {
            **common,
            "tenant": business,
            "partner": partner.tenant_id,
            "name": theirs.name,
            "now": now,
        },
    )
    if not made:
        raise AlreadyIntroduced
    await audit.record(
        session,
        tenant_id=business,
        actor=context.actor,
        action="partner.claim",
        resource_type="introduction",
        resource_id=row_id,
        after={"kind": partner.kind.value},
    )
    async with in_tenant(session, partner.tenant_id, back_to=business):
        await repository.introduce(
            session,
            {
                **common,
                "tenant": partner.tenant_id,
                "business": business,
                "name": terms.short_name(ours.name),
                "now": now,
            },
        )
        await audit.record(
            session,
            tenant_id=partner.tenant_id,
            actor="system",
            action="partner.introduce",
            resource_type="introduction",
            resource_id=row_id,
            after={"kind": partner.kind.value},
        )
