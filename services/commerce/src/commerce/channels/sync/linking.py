"""Which variant there is which of ours: by its SKU, or as part of a product that was taken over."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.service import same_sku
from commerce.channels import repository as channels
from commerce.channels.models import Entity
from commerce.channels.publishing import repository as publishing
from commerce.channels.publishing import seeing
from commerce.channels.sync import repository
from commerce.channels.sync.turn import Turn
from commerce.reads import channel_stock
from ecomm_connectors.channels import ChannelRefused
from ecomm_connectors.channels.goods import ChannelProduct, ChannelVariant
from ecomm_connectors.channels.port import Page
from ecomm_core import clock

EVERY: Final = timedelta(hours=24)
"""How often the whole shop is read through; in between, hints tell of products."""


async def scan(turn: Turn) -> bool:
    """Read the shop's products through where that is due; False where the time is up before the
    end. Goes on with the page it stopped at."""
    while True:
        async with turn.transaction() as (_, row):
            fresh = row.scanned_at is not None and row.scanned_at > clock.now() - EVERY
            if fresh and row.scan_cursor is None:
                return True
            cursor = row.scan_cursor
        if turn.due():
            return False
        page = await _page(turn, cursor)
        async with turn.transaction() as (session, row):
            await link(turn, session, page.items)
            await seeing.see(session, turn.channel_id, page.items)
            row.scan_cursor = page.cursor
            if page.cursor is None:
                row.scanned_at = clock.now()
            await session.flush()


async def _page(turn: Turn, cursor: str | None) -> Page[ChannelProduct]:
    try:
        return await turn.shop.products(cursor)
    except ChannelRefused:
        if cursor is not None:
            # It may be the place that it no longer knows: the next turn begins anew.
            async with turn.transaction() as (_, row):
                row.scan_cursor = None
        raise


async def link(turn: Turn, session: AsyncSession, products: Sequence[ChannelProduct]) -> int:
    """Link the variants of these products; how many are newly linked."""
    ids = [one.external_id for one in products]
    known = await channels.links(session, turn.channel_id, Entity.PRODUCTS, ids)
    skus = sorted({same_sku(v.sku) for one in products for v in one.variants if v.sku.strip()})
    ours = await channel_stock.variants(
        session, turn.store.id, [row.local_id for row in known.values()], skus
    )
    began = await _begun(turn, session, ids)
    rows: dict[UUID, dict[str, Any]] = {}
    for product in products:
        mine = known.get(product.external_id)
        for variant in product.variants:
            found = _ours(variant, len(product.variants), ours, mine.local_id if mine else None)
            if found is None or found in rows or not variant.stock_key:
                continue
            rows[found] = {
                "tenant_id": turn.store.tenant_id,
                "store_id": turn.store.id,
                "channel_id": turn.channel_id,
                "variant_id": found,
                "product_ref": product.external_id,
                "variant_ref": variant.external_id,
                "stock_key": variant.stock_key,
                "known": began.get(variant.external_id),
            }
    return await repository.link_stock(session, list(rows.values()))


async def _begun(turn: Turn, session: AsyncSession, ids: Sequence[str]) -> Mapping[str, int]:
    """What variants were made with there by us since this is switched on: nobody's number to take
    over, whoever leads."""
    row = await repository.sync(session, turn.store.id, turn.channel_id)
    if row is None:
        return {}
    return await publishing.begun_with(session, turn.channel_id, ids, row.started_at)


def _ours(
    variant: ChannelVariant, siblings: int, ours: Sequence[Any], product_id: UUID | None
) -> UUID | None:
    """A SKU names one variant of the store; what was taken over is known by its options, too."""
    sku = same_sku(variant.sku)
    for row in ours:
        if sku and row.sku == sku:
            return UUID(str(row.id))
    if product_id is None:
        return None
    own = [row for row in ours if row.product_id == product_id]
    if siblings == 1 and len(own) == 1:
        return UUID(str(own[0].id))
    wanted = [value.strip().casefold() for value in variant.option_values]
    for row in own:
        if wanted and [str(value).strip().casefold() for value in row.option_values] == wanted:
            return UUID(str(row.id))
    return None
