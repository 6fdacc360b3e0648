"""Queries of what customers keep: addresses, wishlist, consents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import Consent, CustomerAccount, CustomerAddress, WishlistItem
from ecomm_core import clock
from ecomm_core.ids import new_id


async def addresses(
    session: AsyncSession, customer_id: UUID, *, shopper: bool
) -> Sequence[CustomerAddress]:
    """The book, defaults first. To the `shopper`, what the merchant wrote down is there only once
    the e-mail is proven."""
    query = select(CustomerAddress).where(CustomerAddress.customer_id == customer_id)
    if shopper:
        proven = (
            select(CustomerAccount.id)
            .where(
                CustomerAccount.id == customer_id, CustomerAccount.email_verified_at.is_not(None)
            )
            .exists()
        )
        query = query.where(or_(CustomerAddress.added_by == "shopper", proven))
    query = query.order_by(
        CustomerAddress.default_shipping.desc(),
        CustomerAddress.default_billing.desc(),
        CustomerAddress.id,
    )
    return (await session.scalars(query)).all()


async def clear_defaults(
    session: AsyncSession, customer_id: UUID, but: UUID, *, shipping: bool, billing: bool
) -> None:
    """Another address is the default now."""
    for wanted, column in (
        (shipping, CustomerAddress.default_shipping),
        (billing, CustomerAddress.default_billing),
    ):
        if wanted:
            await session.execute(
                update(CustomerAddress)
                .where(
                    CustomerAddress.customer_id == customer_id, CustomerAddress.id != but, column
                )
                .values({column: False})
            )


async def lock(session: AsyncSession, store_id: UUID, customer_id: UUID) -> CustomerAccount | None:
    """The customer, kept from others: what hangs below them is counted and chosen one by one."""
    found: CustomerAccount | None = await session.scalar(
        select(CustomerAccount)
        .where(CustomerAccount.store_id == store_id, CustomerAccount.id == customer_id)
        .with_for_update(key_share=True)
    )
    return found


async def add_wishes(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    customer_id: UUID,
    products: Sequence[UUID],
    now: datetime,
) -> int:
    """Put products on the list; how many are new."""
    if not products:
        return 0
    rows = [
        {
            "tenant_id": tenant_id,
            "id": new_id(),
            "store_id": store_id,
            "customer_id": customer_id,
            "product_id": product,
            "added_at": now,
        }
        for product in products
    ]
    made = await session.execute(
        insert(WishlistItem).values(rows).on_conflict_do_nothing().returning(WishlistItem.id)
    )
    return len(made.all())


async def remove_wish(session: AsyncSession, customer_id: UUID, product_id: UUID) -> bool:
    """Take a product off the list; False when it was not on it."""
    gone = await session.execute(
        delete(WishlistItem)
        .where(WishlistItem.customer_id == customer_id, WishlistItem.product_id == product_id)
        .returning(WishlistItem.id)
    )
    return gone.first() is not None


async def wishes(session: AsyncSession, customer_id: UUID) -> dict[UUID, datetime]:
    """Product -> since when, the latest first."""
    rows = await session.execute(
        select(WishlistItem.product_id, WishlistItem.added_at)
        .where(WishlistItem.customer_id == customer_id)
        .order_by(WishlistItem.added_at.desc(), WishlistItem.id)
    )
    return {row.product_id: row.added_at for row in rows}


async def count_wishes(session: AsyncSession, customer_id: UUID) -> int:
    """How many products are on the list."""
    found = await session.scalar(
        select(func.count()).where(WishlistItem.customer_id == customer_id)
    )
    return int(found or 0)


MARKETING: Final = "marketing_email"
"""A consent that counts."""
ASK: Final = "marketing_ask"
"""A wish that is not confirmed yet: it allows nothing."""

_AGREE = text(
    """update customer_accounts set marketing = :granted, updated_at = :now
        where store_id = :store and email = :email and marketing is distinct from :granted"""
)


async def add_consent(session: AsyncSession, values: dict[str, Any]) -> None:
    """Write down what somebody said, and keep what it allows on their row if they have one."""
    session.add(Consent(**values))
    await session.flush()
    if values["purpose"] != MARKETING:
        return
    await session.execute(
        _AGREE,
        {
            "granted": values["granted"],
            "store": values["store_id"],
            "email": values["email"],
            "now": values["at"],
        },
    )


async def latest_consent(session: AsyncSession, store_id: UUID, email: str) -> Consent | None:
    """What counts now for marketing e-mail."""
    return next(iter(await consents(session, store_id, email, limit=1)), None)


async def consents(
    session: AsyncSession, store_id: UUID, email: str, *, limit: int = 50
) -> list[Consent]:
    """What an address said, the latest first."""
    rows = await session.scalars(
        select(Consent)
        .where(
            Consent.store_id == store_id,
            Consent.email == email,
            Consent.purpose == MARKETING,
        )
        .order_by(Consent.at.desc(), Consent.id.desc())
        .limit(limit)
    )
    return list(rows)


async def all_said(
    session: AsyncSession, store_id: UUID, email: str, *, limit: int = 100
) -> list[Consent]:
    """The same with wishes that nobody confirmed."""
    rows = await session.scalars(
        select(Consent)
        .where(Consent.store_id == store_id, Consent.email == email)
        .order_by(Consent.at.desc(), Consent.id.desc())
        .limit(limit)
    )
    return list(rows)


async def forget_said(session: AsyncSession, store_id: UUID, email: str) -> None:
    """Delete what an address said; what it allowed is over."""
    await session.execute(
        delete(Consent).where(Consent.store_id == store_id, Consent.email == email)
    )
    values = {"granted": False, "store": store_id, "email": email, "now": clock.now()}
    await session.execute(_AGREE, values)
