"""What is in a collection: put there by hand, shown, or found by conditions that are tried."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.collections import filling, repository, telling
from commerce.catalog.collections.schemas import (
    MAX_BY_HAND,
    CategoryRule,
    CollectionProductOut,
    PreviewIn,
    PreviewOut,
    Rule,
)
from commerce.catalog.errors import CollectionFull, NotByHand, problem, refuse
from commerce.catalog.kinds import CollectionKind, CollectionSort
from commerce.catalog.media.service import first_of
from commerce.catalog.media.storage import storage_of
from commerce.catalog.media.view import picture_out
from commerce.catalog.models import Collection, CollectionProduct, Product
from commerce.catalog.schemas import ProductStatus
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.api.schemas import Money
from ecomm_core.kernel import Kernel

SHOWN: Final = 5
"""Products of a preview."""


async def arrange_products(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    collection_id: UUID,
    product_ids: Sequence[UUID],
    *,
    actor: str,
) -> None:
    """Make these the collection's products, in this order.

    Raises CollectionNotFound (404), NotByHand (409), Invalid (422) on `product_ids.N`.
    """
    collection = await _by_hand(session, store, collection_id)
    wanted = list(dict.fromkeys(product_ids))
    await check_products(session, store, wanted)
    await _write(kernel, session, collection, wanted, actor)


async def add_products(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    collection_id: UUID,
    product_ids: Sequence[UUID],
    *,
    actor: str,
) -> None:
    """Put products at the end of a collection; those that are in it stay where they are.

    Raises CollectionNotFound (404), NotByHand, CollectionFull (409), Invalid (422).
    """
    collection = await _by_hand(session, store, collection_id)
    await check_products(session, store, product_ids)
    before = await repository.members(session, collection_id)
    wanted = list(dict.fromkeys([*before, *product_ids]))
    if len(wanted) > MAX_BY_HAND:
        raise CollectionFull
    await _write(kernel, session, collection, wanted, actor)


async def remove_products(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    collection_id: UUID,
    product_ids: Sequence[UUID],
    *,
    actor: str,
) -> None:
    """Take products out of a collection; those that are not in it do not matter.

    Raises CollectionNotFound (404), NotByHand (409), Invalid (422) for ids of no product.
    """
    collection = await _by_hand(session, store, collection_id)
    await check_products(session, store, product_ids)
    out = set(product_ids)
    before = await repository.members(session, collection_id)
    await _write(kernel, session, collection, [one for one in before if one not in out], actor)


async def preview(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, body: PreviewIn
) -> PreviewOut:
    """What rules would find now. Raises Invalid (422) for an unknown category."""
    await check_categories(session, store, body.rules)
    wanted = filling.wanted(kernel, store.id, body.match, body.rules)
    total, ids = await repository.matching(session, store.id, wanted, most=SHOWN)
    found = await repository.products(session, store.id, ids)
    return PreviewOut(total=total, products=await _shown(kernel, session, store, found))


async def products_of(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    collection_id: UUID,
    *,
    offset: int,
    limit: int,
) -> tuple[list[CollectionProductOut], int]:
    """(products of the page in the collection's order, how many there are).

    Raises CollectionNotFound (404).
    """
    collection = await repository.one(session, store.id, collection_id)
    found, total = await repository.products_of(
        session, collection_id, _order(collection), offset=offset, limit=limit
    )
    return await _shown(kernel, session, store, found), total


async def _shown(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, found: Sequence[Product]
) -> list[CollectionProductOut]:
    pictures = await first_of(session, [product.id for product in found]) if found else {}
    storage = storage_of(kernel)
    return [
        CollectionProductOut(
            id=product.id,
            slug=product.slug,
            title=product.title,
            status=ProductStatus(product.status),
            price_min=Money(amount=product.price_min, currency=store.currency),
            image=picture_out(storage, pictures[product.id]) if product.id in pictures else None,
        )
        for product in found
    ]


def _order(collection: Collection) -> list[ColumnElement[Any]]:
    match CollectionSort(collection.sort):
        case CollectionSort.MANUAL:
            return [CollectionProduct.position.asc(), Product.id.asc()]
        case CollectionSort.TITLE:
            return [Product.sort_title.asc(), Product.id.asc()]
        case CollectionSort.TITLE_DESC:
            return [Product.sort_title.desc(), Product.id.desc()]
        case CollectionSort.PRICE:
            return [Product.price_min.asc(), Product.id.asc()]
        case CollectionSort.PRICE_DESC:
            return [Product.price_min.desc(), Product.id.desc()]
        case CollectionSort.NEWEST:
            return [Product.published_at.desc().nulls_last(), Product.id.desc()]


async def _by_hand(session: AsyncSession, store: StoreFacts, collection_id: UUID) -> Collection:
    collection = await repository.one(session, store.id, collection_id, lock=True)
    if collection.kind != CollectionKind.MANUAL:
        raise NotByHand
    return collection


async def _write(
    kernel: Kernel,
    session: AsyncSession,
    collection: Collection,
    wanted: Sequence[UUID],
    actor: str,
) -> None:
    before = await repository.members(session, collection.id)
    if before == list(wanted):
        return
    await repository.write_members(session, collection, wanted)
    collection.updated_at = clock.now()
    await session.flush()
    await telling.changed(kernel, session, collection)
    came, left = set(wanted) - set(before), set(before) - set(wanted)
    await telling.record(
        session,
        collection,
        actor,
        "arrange",
        before={"products": len(before)},
        after={
            "products": len(wanted),
            "added": [str(one) for one in sorted(came)],
            "removed": [str(one) for one in sorted(left)],
        },
    )


async def check_products(
    session: AsyncSession, store: StoreFacts, product_ids: Sequence[UUID]
) -> None:
    """Raise Invalid (422) on `product_ids.N` for what is no product of the store."""
    known = await repository.known_products(session, store.id, product_ids)
    refuse(
        [
            problem(f"product_ids.{n}", "There is no such product in this store.")
            for n, product_id in enumerate(product_ids)
            if product_id not in known
        ]
    )


async def check_categories(session: AsyncSession, store: StoreFacts, rules: Sequence[Rule]) -> None:
    """Raise Invalid (422) on `rules.N.value` for what is no category of the store."""
    places = {n: rule.value for n, rule in enumerate(rules) if isinstance(rule, CategoryRule)}
    unknown = await repository.unknown_categories(session, store.id, set(places.values()))
    refuse(
        [
            problem(f"rules.{n}.value", "There is no such category in this store.")
            for n, category_id in places.items()
            if category_id in unknown
        ]
    )
