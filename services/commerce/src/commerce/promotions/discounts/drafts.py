"""What a merchant takes off one draft: discounts whose codes nobody is told, good for one use. So
that the draft is priced, traced and refunded by the same rules as everything else (R4.1, R4.3)."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.promotions.codes import ALPHABET, code_key
from commerce.promotions.engine.model import DiscountClass, DiscountKind
from commerce.promotions.models import Discount
from ecomm_core.ids import new_id

SIGNS = 16
FIRST = 1_000_000
"""Goes before everything that a store's own rules say of priority."""


async def put(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    draft_id: UUID,
    name: str,
    percent_ppm: int | None,
    amount: int | None,
    currency: str,
    now: datetime,
) -> str:
    """Write the draft's discount, a share or an amount in minor units; the key of its code."""
    found = await _of(session, draft_id, DiscountClass.ORDER)
    if found is None:
        found = _new(tenant_id, store_id, draft_id, DiscountClass.ORDER)
        session.add(found)
    percentage = percent_ppm is not None
    found.kind = (DiscountKind.PERCENTAGE if percentage else DiscountKind.FIXED).value
    found.value = percent_ppm if percent_ppm is not None else amount or 0
    found.currency = None if percentage else currency
    return await _written(session, found, name, now)


async def put_free_shipping(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    draft_id: UUID,
    name: str,
    now: datetime,
) -> str:
    """The draft ships for nothing; the key of the code that says so."""
    found = await _of(session, draft_id, DiscountClass.SHIPPING)
    if found is None:
        found = _new(tenant_id, store_id, draft_id, DiscountClass.SHIPPING)
        session.add(found)
    found.kind = DiscountKind.FREE_SHIPPING.value
    found.value = 0
    return await _written(session, found, name, now)


async def drop(session: AsyncSession, draft_id: UUID, now: datetime) -> None:
    """Take the draft's discounts away, if it has any."""
    for target in DiscountClass:
        found = await _of(session, draft_id, target)
        if found is not None:
            found.deleted_at = now
    await session.flush()


def _new(tenant_id: UUID, store_id: UUID, draft_id: UUID, target: DiscountClass) -> Discount:
    code = "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))
    return Discount(
        tenant_id=tenant_id,
        id=new_id(),
        store_id=store_id,
        draft_id=draft_id,
        code=code,
        code_key=code_key(code),
        target=target.value,
        usage_limit=1,
        priority=FIRST,
        combines_with=[kind.value for kind in DiscountClass],
        segments=[],
        selection={},
    )


async def _written(session: AsyncSession, found: Discount, name: str, now: datetime) -> str:
    found.name = name
    found.updated_at = now
    await session.flush()
    key = found.code_key
    if key is None:
        raise ValueError("a draft's discount has a code")
    return key


async def _of(session: AsyncSession, draft_id: UUID, target: DiscountClass) -> Discount | None:
    found: Discount | None = await session.scalar(
        select(Discount).where(
            Discount.draft_id == draft_id,
            Discount.target == target.value,
            Discount.deleted_at.is_(None),
        )
    )
    return found
