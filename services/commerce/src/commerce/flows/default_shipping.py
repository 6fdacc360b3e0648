"""The way to ship that a new store begins with."""

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.checkout import rates
from commerce.stores.models import Store
from commerce.stores.schemas import ShippingRateIn
from ecomm_core.kernel import Kernel

FLAT = frozenset({"AUD", "CAD", "CHF", "EUR", "GBP", "NZD", "USD"})
"""Currencies in which 4.90, free from 60.00, is an ordinary parcel price."""


async def create_default_rates(
    kernel: Kernel, session: AsyncSession, store: Store, actor: str
) -> None:
    """A standard rate within the store's own country; free where a price would be a guess."""
    flat = store.currency in FLAT
    await rates.create(
        kernel,
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        body=ShippingRateIn(
            name="Standard",
            countries=[store.country],
            amount=490 if flat else 0,
            free_over=6000 if flat else None,
        ),
    )
