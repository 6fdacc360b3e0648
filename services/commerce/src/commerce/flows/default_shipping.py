"""The way to ship that a new store begins with."""

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.checkout.models import ShippingRate
from commerce.stores.models import Store

FLAT = {"AUD", "CAD", "CHF", "EUR", "GBP", "NZD", "USD"}
"""Currencies in which 4.90, free from 60.00, is an ordinary parcel price."""


async def create_default_rates(session: AsyncSession, store: Store) -> None:
    """A standard rate within the store's own country; free where a price would be a guess."""
    flat = store.currency in FLAT
    session.add(
        ShippingRate(
            tenant_id=store.tenant_id,
            store_id=store.id,
            name="Standard",
            countries=[store.country],
            amount=490 if flat else 0,
            free_over=6000 if flat else None,
            min_days=2,
            max_days=5,
        )
    )
    await session.flush()
