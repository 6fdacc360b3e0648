"""What came of upsells."""

from datetime import timedelta
from typing import Literal
from uuid import UUID

from commerce.reads import offers as reads
from commerce.stores.contexts import StoreContext
from ecomm_core import clock
from ecomm_core.api.schemas import Money, Output


class UpsellStatisticsOut(Output):
    """One upsell. Of bundles `units` are bundles; volume prices have `saved` instead of revenue."""

    kind: Literal["cross_sell", "bundle", "volume"]
    id: UUID
    name: str
    shown: int
    added: int
    orders: int
    units: int
    revenue: Money
    saved: Money


async def statistics(context: StoreContext, span: timedelta) -> list[UpsellStatisticsOut]:
    """Every upsell of the store, by kind, what sold most first."""
    currency = context.store.currency
    rows = await reads.statistics(
        context.session, context.store_id, since=clock.now() - span, currency=currency
    )
    return [
        UpsellStatisticsOut.model_validate(
            {
                **row,
                "revenue": Money(amount=int(row["revenue"]), currency=currency),
                "saved": Money(amount=int(row["saved"]), currency=currency),
            }
        )
        for row in rows
    ]
