"""What shoppers were shown, in currencies besides the store's own: a row whenever it changes.

The store's own currency is written by triggers (`sql/006_price_history.sql`), in the transaction of
the change. The others follow from it, from explicit prices and from rates; so they are compared
with what was shown last, after any of these has changed.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.pricing import currency_repository
from commerce.pricing.errors import ExchangeRateStale
from commerce.pricing.presenting import Presenter
from commerce.reads.variant_prices import variant_prices

BATCH: Final = 2000
"""Variants compared in one go."""


async def keep(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    base: str,
    now: datetime,
    variants: Sequence[UUID] | None = None,
    products: Sequence[UUID] | None = None,
) -> int:
    """Append what is shown otherwise than before; how many rows that were.

    A currency whose rate is too old is shown to nobody, so nothing is written for it.
    """
    presenters = await _presenters(session, store_id, base, now)
    if not presenters:
        return 0
    rows = [
        row
        for row in await variant_prices(session, store_id, ids=variants, products=products)
        if row.shown
    ]
    written = 0
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        ids = [row.id for row in batch]
        own = await currency_repository.explicit(session, store_id, ids)
        last = await currency_repository.last_shown(session, ids, list(presenters))
        changed: dict[tuple[UUID, str], int] = {}
        for row in batch:
            for code, presenter in presenters.items():
                explicit = own.get((row.id, code))
                price = presenter.price(row.price, explicit.price if explicit else None)
                if last.get((row.id, code)) != price:
                    changed[(row.id, code)] = price
        await currency_repository.write_shown(session, tenant_id, store_id, now, changed)
        written += len(changed)
    return written


async def _presenters(
    session: AsyncSession, store_id: UUID, base: str, now: datetime
) -> dict[str, Presenter]:
    found = {}
    facts = await currency_repository.facts(session, store_id, base, now.date())
    for code, known in facts.items():
        try:
            found[code] = Presenter.of(base, code, known, today=now.date())
        except ExchangeRateStale:
            continue
    return found
