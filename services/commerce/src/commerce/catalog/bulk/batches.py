"""One batch of a bulk edit: at most 500 products read, changed and written in one transaction, told
in one event. The same way forth and back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.catalog.bulk import repository
from commerce.catalog.bulk.kinds import ItemState
from commerce.catalog.bulk.models import BulkEdit, BulkEditItem
from commerce.catalog.bulk.operations import Facts, Refused, changes, closed_for, event_names
from commerce.catalog.collections.schemas import MAX_BY_HAND
from commerce.catalog.events import BULK, ProductBulkChanged
from commerce.catalog.models import Product, ProductVariant
from commerce.catalog.products.values import search_text_of
from commerce.catalog.schemas import ProductStatus
from commerce.catalog.stock import StockWish, stock_of
from ecomm_core.db.signals import drop_tags
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel

SIZE: Final = BULK
"""Products of a batch, and of its event."""

MONEY: Final = ("price", "compare_at_price", "cost")


@dataclass(slots=True)
class Outcome:
    """What a batch makes of one product."""

    state: ItemState
    facts: Facts
    note: str | None = None


Change = Callable[[BulkEditItem, Facts], Outcome]
"""From a product's place in the edit and its facts now to what becomes of it. Raises Refused."""


@dataclass(slots=True)
class Loaded:
    """Products of a batch as they are."""

    products: dict[UUID, Product]
    variants: dict[UUID, list[ProductVariant]]
    facts: dict[UUID, Facts] = field(default_factory=dict)


async def load(
    kernel: Kernel,
    session: AsyncSession,
    store_id: UUID,
    ids: Sequence[UUID],
    collection_ids: Iterable[UUID],
    now: datetime,
    *,
    lock: bool,
) -> Loaded:
    """Products and what is known of them: six statements, whatever their number."""
    found = await repository.products(session, store_id, ids, lock=lock)
    here = [product.id for product in found]
    loaded = Loaded({product.id: product for product in found}, {one: [] for one in here})
    for variant in await repository.variants(session, here):
        loaded.variants[variant.product_id].append(variant)
    policies = await repository.policies(session, stock_of(kernel), here, now)
    placed = await repository.categories(session, here)
    collections = set(collection_ids)
    inside = await repository.members(session, collections, here) if collections else set()
    for product in found:
        facts: Facts = {
            "status": product.status,
            "vendor": product.vendor,
            "product_type": product.product_type,
            "tags": list(product.tags),
            "category_ids": placed.get(product.id, []),
        }
        for one in collections:
            facts[f"collection:{one}"] = (one, product.id) in inside
        for variant in loaded.variants[product.id]:
            for name in MONEY:
                facts[f"variant:{variant.id}:{name}"] = getattr(variant, name)
            if variant.id in policies:
                facts[f"variant:{variant.id}:policy"] = policies[variant.id]
        loaded.facts[product.id] = facts
    return loaded


async def run(
    kernel: Kernel,
    session: AsyncSession,
    job: BulkEdit,
    items: Sequence[BulkEditItem],
    collection_ids: Iterable[UUID],
    change: Change,
    now: datetime,
    *,
    images: bool,
) -> None:
    """Change the products of a batch and write down what happened; `images`: keep what they were
    before and after, so that it can be undone."""
    collections = set(collection_ids)
    places = {
        f"collection:{one}": MAX_BY_HAND - size
        for one, size in (await repository.sizes(session, collections)).items()
    }
    ids = [item.product_id for item in items]
    loaded = await load(kernel, session, job.store_id, ids, collections, now, lock=True)
    outcomes: dict[UUID, Outcome] = {}
    changed: dict[UUID, dict[str, tuple[Any, Any]]] = {}
    for item in items:
        facts = loaded.facts.get(item.product_id)
        if facts is None:
            outcomes[item.product_id] = Outcome(ItemState.FAILED, {}, "The product is gone.")
            continue
        try:
            outcome = change(item, facts)
            found = changes(facts, outcome.facts)
            _take_place(found, places)
            await _policies(kernel, session, found, job.actor, now)
        except (Refused, AppError) as refused:
            outcomes[item.product_id] = Outcome(ItemState.FAILED, facts, str(refused))
            continue
        outcomes[item.product_id] = outcome
        if found:
            changed[item.product_id] = found
    await _write(session, job, loaded, outcomes, changed, now)
    await _tell(kernel, session, job, loaded, changed)
    await repository.write_items(
        session,
        job.id,
        [
            _row(product_id, outcome, changed.get(product_id, {}), images=images)
            for product_id, outcome in outcomes.items()
        ],
    )


def _row(
    product_id: UUID, outcome: Outcome, found: Mapping[str, tuple[Any, Any]], *, images: bool
) -> dict[str, Any]:
    keep = images and bool(found)
    return {
        "product_id": product_id,
        "state": outcome.state.value,
        "before": {name: pair[0] for name, pair in found.items()} if keep else None,
        "after": {name: pair[1] for name, pair in found.items()} if keep else None,
        "note": outcome.note,
    }


def _take_place(found: Mapping[str, tuple[Any, Any]], places: dict[str, int]) -> None:
    joins = {name: pair[1] for name, pair in found.items() if name.startswith("collection:")}
    for name, joined in joins.items():
        if joined and name not in places:
            raise Refused("The collection is gone.")
    if closed_for(joins, places) is not None:
        raise Refused(f"The collection is full: it can have {MAX_BY_HAND:,} products.")
    for name, joined in joins.items():
        if name in places:
            places[name] -= 1 if joined else -1


async def _policies(
    kernel: Kernel,
    session: AsyncSession,
    found: Mapping[str, tuple[Any, Any]],
    actor: str,
    now: datetime,
) -> None:
    """Inventory keeps them; it refuses, too, and then only this product is left as it is."""
    wishes = [
        StockWish(UUID(name.split(":")[1]), None, pair[1], "policy")
        for name, pair in found.items()
        if name.endswith(":policy")
    ]
    if wishes:
        async with session.begin_nested():
            await stock_of(kernel).apply(session, wishes=wishes, actor=actor, now=now)


async def _write(
    session: AsyncSession,
    job: BulkEdit,
    loaded: Loaded,
    outcomes: Mapping[UUID, Outcome],
    changed: Mapping[UUID, Mapping[str, Any]],
    now: datetime,
) -> None:
    await repository.write_variants(
        session,
        [
            {
                "id": variant.id,
                **{
                    name: outcomes[product_id].facts[f"variant:{variant.id}:{name}"]
                    for name in MONEY
                },
            }
            for product_id, found in changed.items()
            for variant in loaded.variants[product_id]
            if any(f"variant:{variant.id}:{name}" in found for name in MONEY)
        ],
        now,
    )
    await repository.write_products(
        session,
        [
            _product_row(
                loaded.products[product_id],
                loaded.variants[product_id],
                outcomes[product_id].facts,
                now,
            )
            for product_id in changed
        ],
        now,
    )
    await repository.write_categories(
        session,
        job,
        {
            product_id: outcomes[product_id].facts["category_ids"]
            for product_id, found in changed.items()
            if "category_ids" in found
        },
    )
    names = {name for found in changed.values() for name in found}
    for name in sorted(one for one in names if one.startswith("collection:")):
        collection_id = UUID(name.partition(":")[2])
        moved = {one: found[name][1] for one, found in changed.items() if name in found}
        joined = [one for one, inside in moved.items() if inside]
        left = [one for one, inside in moved.items() if not inside]
        if joined:
            await repository.join(session, job, collection_id, joined)
        if left:
            await repository.leave(session, collection_id, left)


def _product_row(
    product: Product, variants: Sequence[ProductVariant], facts: Facts, now: datetime
) -> dict[str, Any]:
    status = facts["status"]
    prices = [facts[f"variant:{variant.id}:price"] for variant in variants]
    moved = status != product.status
    published, archived = product.published_at, product.archived_at
    if moved:
        archived = now if status == ProductStatus.ARCHIVED else None
        if status == ProductStatus.ACTIVE:
            published = published or now
    return {
        "id": product.id,
        "status": status,
        "vendor": facts["vendor"],
        "product_type": facts["product_type"],
        "tags": facts["tags"],
        "search_text": search_text_of(
            product.title,
            facts["vendor"],
            facts["product_type"],
            facts["tags"],
            [variant.sku for variant in variants],
        ),
        "price_min": min(prices),
        "price_max": max(prices),
        "published_at": published.isoformat() if published else None,
        "archived_at": archived.isoformat() if archived else None,
    }


async def _tell(
    kernel: Kernel,
    session: AsyncSession,
    job: BulkEdit,
    loaded: Loaded,
    changed: Mapping[UUID, Mapping[str, tuple[Any, Any]]],
) -> None:
    if not changed:
        return
    names = event_names({name for found in changed.values() for name in found})
    stale: list[str] = []
    for product_id, found in changed.items():
        statuses = found.get("status", (loaded.products[product_id].status,))
        if ProductStatus.ACTIVE in statuses:
            stale.append(tags.product(job.store_id, product_id))
    if stale:
        stale.append(tags.products(job.store_id))
        if {"status", "category_ids"} & set(names):
            stale.append(tags.categories(job.store_id))
        if "collections" in names:
            stale.append(tags.collections(job.store_id))
    drop_tags(session, *stale)
    became = {found["status"][1] for found in changed.values() if "status" in found}
    await kernel.outbox.emit(
        session,
        ProductBulkChanged(
            ids=list(changed),
            status=ProductStatus(became.pop()) if len(became) == 1 else None,
            changed=names,
            tags=stale,
        ),
        tenant_id=job.tenant_id,
        store_id=job.store_id,
        resource_id=job.store_id,
    )
