"""Rules of cross-sells: with X show Y."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.media.storage import public_prefix
from commerce.promotions.cross_sells.schemas import (
    CrossSellIn,
    CrossSellOut,
    CrossSellReplace,
    CrossSellTestIn,
    CrossSellTestOut,
    OfferedProductOut,
)
from commerce.promotions.discounts.repository import one as discount
from commerce.promotions.discounts.repository import unknown
from commerce.promotions.discounts.schemas import SelectionOut
from commerce.promotions.errors import (
    BadCrossSell,
    CrossSellNotFound,
    CrossSellStale,
    TooManyCrossSells,
)
from commerce.promotions.offers import Asked, offers
from commerce.promotions.telling import tell
from commerce.promotions.upsell_models import CrossSell, CrossSellSource, Placement
from commerce.promotions.volume.schemas import UpsellBulkIn
from commerce.stores.contexts import StoreContext
from ecomm_core import clock
from ecomm_core.ids import new_id

MOST = 100
"""All of a store's are looked at for each page that shows them."""

Stored = dict[str, Any]

SORTS = {
    "position": (CrossSell.position, CrossSell.id),
    "-created": (CrossSell.created_at.desc(), CrossSell.id.desc()),
    "created": (CrossSell.created_at, CrossSell.id),
    "name": (func.lower(CrossSell.name).collate("C"), CrossSell.id),
}


async def listed(
    context: StoreContext,
    *,
    search: str | None,
    active: bool | None,
    placement: Placement | None,
    sort: str,
    offset: int,
    limit: int,
) -> tuple[list[CrossSellOut], int]:
    """One page, and how many there are in all."""
    where: list[ColumnElement[bool]] = [
        CrossSell.store_id == context.store_id,
        CrossSell.deleted_at.is_(None),
    ]
    if search:
        where.append(func.lower(CrossSell.name).contains(search.casefold(), autoescape=True))
    if active is not None:
        where.append(CrossSell.active.is_(active))
    if placement is not None:
        where.append(CrossSell.placements.contains([placement.value]))
    total = await context.session.scalar(select(func.count()).select_from(CrossSell).where(*where))
    rows = await context.session.scalars(
        select(CrossSell).where(*where).order_by(*SORTS[sort]).offset(offset).limit(limit)
    )
    return [out(row) for row in rows.all()], int(total or 0)


async def get(context: StoreContext, cross_sell_id: UUID) -> CrossSellOut:
    """One. Raises CrossSellNotFound (404)."""
    return out(await _found(context.session, context.store_id, cross_sell_id))


async def create(context: StoreContext, body: CrossSellIn) -> CrossSellOut:
    """Make one. Raises BadCrossSell (422), TooManyCrossSells (409)."""
    values = await _checked(context, body)
    count = await context.session.scalar(
        select(func.count())
        .select_from(CrossSell)
        .where(CrossSell.store_id == context.store_id, CrossSell.deleted_at.is_(None))
    )
    if int(count or 0) >= MOST:
        raise TooManyCrossSells
    row = CrossSell(tenant_id=context.tenant_id, id=new_id(), store_id=context.store_id, **values)
    context.session.add(row)
    await context.session.flush()
    await context.session.refresh(row)
    await tell(context, "cross_sell", row.id, "create", after=body.model_dump(mode="json"))
    return out(row)


async def replace(
    context: StoreContext, cross_sell_id: UUID, body: CrossSellReplace
) -> CrossSellOut:
    """Change one. Raises CrossSellNotFound (404), BadCrossSell (422), CrossSellStale (409)."""
    values = await _checked(context, body)
    row = await _found(context.session, context.store_id, cross_sell_id, lock=True)
    if row.version != body.version:
        raise CrossSellStale
    before = out(row).model_dump(mode="json")
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    await context.session.flush()
    await context.session.refresh(row)
    await tell(
        context, "cross_sell", row.id, "update", before=before, after=body.model_dump(mode="json")
    )
    return out(row)


async def archive(context: StoreContext, cross_sell_id: UUID) -> None:
    """Remove one; what it sold stays counted. Raises CrossSellNotFound (404)."""
    row = await _found(context.session, context.store_id, cross_sell_id, lock=True)
    row.deleted_at = clock.now()
    await context.session.flush()
    await tell(context, "cross_sell", row.id, "archive", before={"name": row.name})


async def bulk(context: StoreContext, body: UpsellBulkIn) -> int:
    """Enable, disable or archive several; how many changed."""
    rows = await context.session.scalars(
        select(CrossSell)
        .where(
            CrossSell.store_id == context.store_id,
            CrossSell.id.in_(set(body.ids)),
            CrossSell.deleted_at.is_(None),
        )
        .order_by(CrossSell.id)
        .with_for_update()
    )
    changed = 0
    for row in rows.all():
        if body.action == "archive":
            row.deleted_at = clock.now()
        elif row.active == (body.action == "enable"):
            continue
        else:
            row.active = body.action == "enable"
        row.version += 1
        changed += 1
        await tell(context, "cross_sell", row.id, body.action)
    await context.session.flush()
    return changed


async def test(context: StoreContext, body: CrossSellTestIn) -> list[CrossSellTestOut]:
    """What a shopper with these products would be shown in a place, in its order."""
    found = await offers(
        context.session,
        Asked(
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            products=body.products,
            placement=body.placement,
            now=clock.now(),
            media=public_prefix(context.kernel),
            currency=context.store.currency,
        ),
    )
    return [
        CrossSellTestOut(
            id=shown.row.id,
            name=shown.row.name,
            title=shown.row.title,
            products=[OfferedProductOut.model_validate(card) for card in shown.cards],
        )
        for shown in found.cross_sells
    ]


def out(row: CrossSell) -> CrossSellOut:
    """A cross-sell as its merchant set it."""
    return CrossSellOut(
        id=row.id,
        name=row.name,
        title=row.title,
        active=row.active,
        trigger=SelectionOut.model_validate(row.trigger),
        source=CrossSellSource(row.source),
        products=row.products,
        group_id=row.group_id,
        placements=[Placement(name) for name in row.placements],
        position=row.position,
        most=row.most,
        discount_id=row.discount_id,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


async def _checked(context: StoreContext, body: CrossSellIn) -> Stored:
    """The columns of a body. Raises BadCrossSell (422) on the field that is wrong."""
    by_hand, by_group = (
        body.source is CrossSellSource.PRODUCTS,
        body.source is CrossSellSource.GROUP,
    )
    if by_hand != bool(body.products):
        raise BadCrossSell.on_field("products", "Products are named where they are the source.")
    if by_group != (body.group_id is not None):
        raise BadCrossSell.on_field("group_id", "A group is named where it is the source.")
    part = body.trigger
    known_by: list[tuple[str, list[UUID], list[UUID]]] = [
        (
            "trigger",
            [*part.products, *part.excluded_products],
            [*part.groups, *part.excluded_groups],
        ),
        ("products", body.products, []),
        ("group_id", [], [] if body.group_id is None else [body.group_id]),
    ]
    for name, products, groups in known_by:
        if await unknown(
            context.session, context.store_id, products=products, groups=groups, segments=[]
        ):
            raise BadCrossSell.on_field(name, "Not all of these are in this store.")
    if body.discount_id is not None:
        row = await discount(context.session, context.store_id, body.discount_id)
        if row is None or row.code_key is not None:
            raise BadCrossSell.on_field("discount_id", "There is no such automatic discount.")
    return {
        "name": body.name,
        "title": body.title,
        "active": body.active,
        "trigger": part.model_dump(mode="json"),
        "source": body.source.value,
        "products": list(dict.fromkeys(body.products)),
        "group_id": body.group_id,
        "placements": sorted({placement.value for placement in body.placements}),
        "position": body.position,
        "most": body.most,
        "discount_id": body.discount_id,
    }


async def _found(
    session: AsyncSession, store_id: UUID, cross_sell_id: UUID, *, lock: bool = False
) -> CrossSell:
    query = select(CrossSell).where(
        CrossSell.store_id == store_id,
        CrossSell.id == cross_sell_id,
        CrossSell.deleted_at.is_(None),
    )
    row: CrossSell | None = await session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise CrossSellNotFound
    return row
