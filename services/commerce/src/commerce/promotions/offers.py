"""What the shop offers with products: volume prices, bundles, cross-sells. Drafts and what is sold
out are never among it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.service import groups_of
from commerce.promotions.engine.model import DiscountKind, Item
from commerce.promotions.loading import selection_of
from commerce.promotions.models import Discount
from commerce.promotions.upsell_models import CrossSell, CrossSellSource, Placement
from commerce.reads import offers as reads

MOST_BUNDLES = 4

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """Products somebody looks at, has in the cart, or has bought."""

    tenant_id: UUID
    store_id: UUID
    products: Sequence[UUID]
    placement: Placement
    now: datetime
    media: str
    currency: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A cross-sell with the cards of its products; `discount` is the name of an automatic discount
    that holds now."""

    row: CrossSell
    cards: list[dict[str, Any]]
    discount: str | None


@dataclass(slots=True)
class Offers:
    """Everything for one place of the shop. `timed`: something of it begins or ends later, so the
    answer is not one to keep."""

    volume: list[Discount] = field(default_factory=list)
    variants: list[Row] = field(default_factory=list)
    bundles: list[tuple[Row, dict[str, Any]]] = field(default_factory=list)
    cross_sells: list[Shown] = field(default_factory=list)
    timed: bool = False


async def offers(session: AsyncSession, asked: Asked) -> Offers:
    """Find what is offered. Products that are not published count for nothing."""
    found = Offers()
    known = await reads.listed(session, asked.store_id, asked.products)
    if not known:
        return found
    groups = await groups_of(session, known)
    items = [
        Item(product, product, product, 0, 1, groups.get(product, frozenset())) for product in known
    ]
    if asked.placement is Placement.PRODUCT:
        await _volume(session, asked, items, found)
        await _bundles(session, asked, known, found)
    await _cross_sells(session, asked, items, found)
    return found


async def _volume(
    session: AsyncSession, asked: Asked, items: Sequence[Item], found: Offers
) -> None:
    rows = await session.scalars(
        select(Discount)
        .where(
            Discount.store_id == asked.store_id,
            Discount.kind == DiscountKind.VOLUME.value,
            Discount.deleted_at.is_(None),
            Discount.active,
        )
        .order_by(Discount.priority.desc(), Discount.id)
    )
    for row in rows.all():
        selection = selection_of(row.selection)
        if row.segments or not any(selection.has(item) for item in items):
            continue
        later = [at for at in (row.starts_at, row.ends_at) if at is not None and at > asked.now]
        found.timed = found.timed or bool(later)
        begun = row.starts_at is None or row.starts_at <= asked.now
        if begun and (row.ends_at is None or row.ends_at > asked.now):
            found.volume.append(row)
    if found.volume:
        ids = [item.product_id for item in items]
        found.variants = await reads.variants(session, asked.store_id, ids)


async def _bundles(
    session: AsyncSession, asked: Asked, known: Sequence[UUID], found: Offers
) -> None:
    rows = await reads.bundles(session, asked.store_id, known, most=MOST_BUNDLES)
    cards = await _cards(session, asked, [row["product_id"] for row in rows])
    for row in rows:
        card = cards.get(row["product_id"])
        if card is not None:
            found.bundles.append((row, card))


async def _cross_sells(
    session: AsyncSession, asked: Asked, items: Sequence[Item], found: Offers
) -> None:
    rows = await session.scalars(
        select(CrossSell)
        .where(
            CrossSell.store_id == asked.store_id,
            CrossSell.deleted_at.is_(None),
            CrossSell.active,
            CrossSell.placements.contains([asked.placement.value]),
        )
        .order_by(CrossSell.position, CrossSell.id)
    )
    fitting = [
        row for row in rows.all() if any(selection_of(row.trigger).has(item) for item in items)
    ]
    wanted = {row.id: await _candidates(session, asked, row) for row in fitting}
    cards = await _cards(
        session, asked, list(dict.fromkeys(i for ids in wanted.values() for i in ids))
    )
    names = await _discounts(session, asked, fitting, found)
    used: set[UUID] = {item.product_id for item in items}
    for row in fitting:
        fresh = [id_ for id_ in wanted[row.id] if id_ in cards and id_ not in used][: row.most]
        used.update(fresh)
        if fresh:
            shown = [cards[id_] for id_ in fresh]
            name = names.get(row.discount_id) if row.discount_id is not None else None
            found.cross_sells.append(Shown(row, shown, name))


async def _candidates(session: AsyncSession, asked: Asked, row: CrossSell) -> list[UUID]:
    match CrossSellSource(row.source):
        case CrossSellSource.PRODUCTS:
            return await reads.listed(session, asked.store_id, row.products)
        case CrossSellSource.GROUP:
            if row.group_id is None:
                return []
            return await reads.in_group(session, asked.store_id, row.group_id)
        case CrossSellSource.BOUGHT_TOGETHER:
            return await reads.together(session, asked.store_id, asked.products)


async def _cards(
    session: AsyncSession, asked: Asked, products: Sequence[UUID]
) -> dict[UUID, dict[str, Any]]:
    """Cards of products that can be bought now."""
    found = await reads.cards(
        session,
        tenant_id=asked.tenant_id,
        store_id=asked.store_id,
        now=asked.now,
        media=asked.media,
        currency=asked.currency,
        products=products,
    )
    return {UUID(card["id"]): card for card in found if card["available"]}


async def _discounts(
    session: AsyncSession, asked: Asked, rows: Sequence[CrossSell], found: Offers
) -> dict[UUID, str]:
    ids = {row.discount_id for row in rows if row.discount_id is not None}
    if not ids:
        return {}
    named: dict[UUID, str] = {}
    discounts = await session.scalars(
        select(Discount).where(
            Discount.store_id == asked.store_id,
            Discount.id.in_(ids),
            Discount.deleted_at.is_(None),
            Discount.active,
            Discount.code_key.is_(None),
        )
    )
    for row in discounts.all():
        later = [at for at in (row.starts_at, row.ends_at) if at is not None and at > asked.now]
        found.timed = found.timed or bool(later)
        begun = row.starts_at is None or row.starts_at <= asked.now
        if begun and (row.ends_at is None or row.ends_at > asked.now):
            named[row.id] = row.name
    return named
