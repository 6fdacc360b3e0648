"""Imports of suppliers' goods: the public face of this folder. How a product goes on its way by
itself is a flow (`flows/import_goods.py`); here is what people do."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.schemas import ProductOut, ProductPatch, ProductStatus, VariantIn
from commerce.conflicts import refusing
from commerce.sourcing.imports import repository
from commerce.sourcing.imports.checking import blocked, judge
from commerce.sourcing.imports.errors import (
    AlreadyImported,
    GoodsImportNotFound,
    NotDrafted,
    NotPublishable,
    NotRetryable,
)
from commerce.sourcing.imports.models import GoodsImportItem, GoodsState
from commerce.sourcing.imports.schemas import (
    GoodsDecidedOut,
    GoodsDraftPatch,
    GoodsRefusedOut,
    GoodsSettingsOut,
)
from commerce.sourcing.imports.showing import detail, draft_of, job, jobs, page
from commerce.sourcing.imports.starting import TASK, Wanted, begin, enqueue, rewind, start
from commerce.sourcing.price_rules import service as price_rules
from commerce.sourcing.price_rules.schemas import LocksIn
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.errors import AppError, Invalid
from ecomm_core.kernel import Kernel

__all__ = [
    "TASK",
    "Wanted",
    "begin",
    "detail",
    "dismiss",
    "draft_of",
    "edit",
    "enqueue",
    "job",
    "jobs",
    "page",
    "publish",
    "repository",
    "restore",
    "retry",
    "set_settings",
    "settings",
    "start",
]

GOODS_KEY = "uq_goods_import_items_goods"
DRAFTS = (GoodsState.DRAFTED.value, GoodsState.NEEDS_REVIEW.value)


async def edit(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    item_id: UUID,
    body: GoodsDraftPatch,
    *,
    actor: str,
) -> None:
    """Change the draft; what a person sets is written down as theirs, and kept: price rules leave
    such a variant alone.

    Raises GoodsImportNotFound (404), NotDrafted (409), and what `catalog.update_product` raises.
    """
    item = await _locked(session, store, item_id)
    product = await draft_of(kernel, session, store, item)
    if product is None or item.state not in DRAFTS or product.status != ProductStatus.DRAFT:
        raise NotDrafted
    given = body.model_dump(exclude_unset=True, exclude={"variants"})
    if body.variants is not None:
        given["variants"] = _variants(product, body)
    patch = ProductPatch.model_validate(
        {name: value for name, value in given.items() if value is not None}
    )
    await catalog.update_product(kernel, session, store, product.id, patch, actor=actor)
    after = await draft_of(kernel, session, store, item)
    if after is None:
        raise NotDrafted
    priced = _note_person(item, product, after, actor)
    if priced:
        locks = LocksIn(variant_ids=priced, locked=True)
        await price_rules.lock(session, store, locks, actor=actor)
    item.checks = await judge(session, store, item, after, clock.now())
    await session.flush()


def _variants(product: ProductOut, body: GoodsDraftPatch) -> list[VariantIn]:
    """All variants, for the matrix is given whole; those named with their new prices."""
    named = {one.id: one for one in body.variants or []}
    unknown = set(named) - {variant.id for variant in product.variants}
    for n, one in enumerate(body.variants or []):
        if one.id in unknown:
            raise Invalid.on_field(f"variants.{n}.id", "There is no such variant of the draft.")
    found = []
    for variant in product.variants:
        values: dict[str, Any] = {"id": variant.id, "options": variant.options}
        wish = named.get(variant.id)
        if wish is not None and wish.price is not None:
            values["price"] = wish.price
        if wish is not None and "compare_at_price" in wish.model_fields_set:
            values["compare_at_price"] = wish.compare_at_price
        found.append(VariantIn(**values))
    return found


def _note_person(
    item: GoodsImportItem, before: ProductOut, after: ProductOut, actor: str
) -> list[UUID]:
    """Write down what a person set; the variants whose price they did."""
    at = clock.now().isoformat()
    said = {"source": "person", "by": actor, "at": at}
    fields = dict(item.provenance.get("fields", {}))
    for name, was, value in (
        ("title", before.title, after.title),
        ("description", before.description, after.description),
        ("product_type", before.product_type, after.product_type),
        ("vendor", before.vendor, after.vendor),
        ("tags", before.tags, after.tags),
        ("categories", before.categories, after.categories),
        ("safety", before.safety, after.safety),
        ("pictures", [one.id for one in before.media], [one.id for one in after.media]),
    ):
        if was != value:
            old = fields.get(name, {})
            fields[name] = {
                **said,
                "reference": old.get("reference"),
                "original": old.get("original"),
                "value": value if isinstance(value, str) else None,
            }
    variants = dict(item.provenance.get("variants", {}))
    old_prices = {one.id: (one.price, one.compare_at_price) for one in before.variants}
    priced = [
        one.id
        for one in after.variants
        if old_prices.get(one.id) != (one.price, one.compare_at_price)
    ]
    for one in after.variants:
        if one.id in priced:
            old = variants.get(str(one.id), {})
            variants[str(one.id)] = {**old, **said, "sold_for": one.price.amount}
    item.provenance = {"fields": fields, "variants": variants}
    return priced


async def publish(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    ids: Sequence[UUID],
    *,
    actor: str,
) -> GoodsDecidedOut:
    """Put drafts on sale. Checks may be overruled by whoever looked, but not those that block."""
    found = await repository.locked(session, store.id, ids)
    ready: list[GoodsImportItem] = []
    refused: list[GoodsRefusedOut] = []
    done: list[UUID] = []
    for item_id in dict.fromkeys(ids):
        item = found.get(item_id)
        try:
            if item is not None and item.state == GoodsState.PUBLISHED.value:
                done.append(item_id)
                continue
            await _ready(kernel, session, store, item)
        except AppError as error:
            refused.append(GoodsRefusedOut(id=item_id, code=error.code, message=error.text))
            continue
        if item is not None:
            ready.append(item)
            done.append(item_id)
    await put_on_sale(kernel, session, store, ready, actor=actor)
    await _audited(session, store, "publish", [item.id for item in ready], actor)
    return GoodsDecidedOut(done=done, refused=refused)


async def put_on_sale(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    items: Sequence[GoodsImportItem],
    *,
    actor: str,
) -> None:
    """Publish the drafts of items that are ready."""
    products = [item.product_id for item in items if item.product_id is not None]
    if products:
        await catalog.set_bulk_status(
            kernel, session, store, products, ProductStatus.ACTIVE, actor=actor
        )
    for item in items:
        item.state, item.settled_at = GoodsState.PUBLISHED.value, clock.now()
    await session.flush()


async def _ready(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, item: GoodsImportItem | None
) -> None:
    if item is None:
        raise GoodsImportNotFound
    product = await draft_of(kernel, session, store, item)
    if product is None or item.state != GoodsState.NEEDS_REVIEW.value:
        raise NotDrafted
    if product.status == ProductStatus.ARCHIVED:
        raise NotPublishable("Its product is archived. Bring that back first.")
    item.checks = await judge(session, store, item, product, clock.now())
    if blocked(item.checks):
        raise NotPublishable("A variant has no price. Give it one first.")


async def dismiss(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    ids: Sequence[UUID],
    *,
    actor: str,
) -> GoodsDecidedOut:
    """Want these no more: what is on its way stops, a draft is archived. `restore` takes it back;
    what is on sale is left."""
    found = await repository.locked(session, store.id, ids)
    refused: list[GoodsRefusedOut] = []
    done: list[UUID] = []
    for item_id in dict.fromkeys(ids):
        item = found.get(item_id)
        if item is None:
            refused.append(_refusal(item_id, GoodsImportNotFound()))
        elif item.state == GoodsState.PUBLISHED.value:
            refused.append(_refusal(item_id, NotDrafted("It is on sale. Archive the product.")))
        else:
            done.append(item_id)
            await _dismiss(kernel, session, store, item, actor)
    await session.flush()
    await _audited(session, store, "dismiss", done, actor)
    return GoodsDecidedOut(done=done, refused=refused)


async def _dismiss(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, item: GoodsImportItem, actor: str
) -> None:
    if item.state == GoodsState.DISMISSED.value:
        return
    product = await draft_of(kernel, session, store, item)
    if product is not None and product.status == ProductStatus.DRAFT:
        await catalog.archive_product(kernel, session, store, product.id, actor=actor)
    item.state, item.settled_at = GoodsState.DISMISSED.value, clock.now()
    item.turn += 1


async def restore(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    ids: Sequence[UUID],
    *,
    actor: str,
) -> GoodsDecidedOut:
    """Take a decision back: a dismissed draft waits again, and what had none begins again; what was
    published is a draft again, unless its product was archived since."""
    found = await repository.locked(session, store.id, ids)
    refused: list[GoodsRefusedOut] = []
    done: list[UUID] = []
    for item_id in dict.fromkeys(ids):
        item = found.get(item_id)
        if item is None:
            refused.append(_refusal(item_id, GoodsImportNotFound()))
            continue
        if item.state == GoodsState.PUBLISHED.value:
            await _unpublish(kernel, session, store, item, actor)
        elif item.state == GoodsState.DISMISSED.value:
            try:
                async with session.begin_nested():
                    await _restore(kernel, session, store, item, actor)
            except AlreadyImported as error:
                await session.refresh(item)
                refused.append(_refusal(item_id, error))
                continue
        done.append(item_id)
    await _audited(session, store, "restore", done, actor)
    return GoodsDecidedOut(done=done, refused=refused)


async def _unpublish(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, item: GoodsImportItem, actor: str
) -> None:
    product = await draft_of(kernel, session, store, item)
    if product is None or product.status == ProductStatus.ARCHIVED:
        return
    item.state, item.settled_at = GoodsState.NEEDS_REVIEW.value, None
    await catalog.set_bulk_status(
        kernel, session, store, [product.id], ProductStatus.DRAFT, actor=actor
    )
    await session.flush()


async def _restore(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, item: GoodsImportItem, actor: str
) -> None:
    product = await draft_of(kernel, session, store, item)
    if product is None:
        item.product_id = None
        rewind(item)
    else:
        item.turn += 1
        item.state = GoodsState.NEEDS_REVIEW.value
    item.settled_at = None
    with refusing({GOODS_KEY: AlreadyImported()}):
        await session.flush()
    if product is None:
        await enqueue(kernel, session, store, item.id, item.turn)
    elif product.status == ProductStatus.ARCHIVED:
        await catalog.set_bulk_status(
            kernel, session, store, [product.id], ProductStatus.DRAFT, actor=actor
        )


async def retry(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, item_id: UUID, *, actor: str
) -> None:
    """Try what failed again, or the pictures of a draft that could not be had. Raises
    GoodsImportNotFound (404), NotRetryable (409)."""
    item = await _locked(session, store, item_id)
    lacking = item.state == GoodsState.NEEDS_REVIEW.value and any(
        one.get("issue") for one in item.media
    )
    product = await draft_of(kernel, session, store, item) if lacking else None
    drafted = product is not None and product.status == ProductStatus.DRAFT
    if item.state != GoodsState.FAILED.value and not drafted:
        raise NotRetryable
    rewind(item)
    await session.flush()
    await enqueue(kernel, session, store, item.id, item.turn)
    await _audited(session, store, "retry", [item.id], actor)


async def settings(session: AsyncSession, store: StoreFacts) -> GoodsSettingsOut:
    """How the store imports."""
    row = await repository.settings(session, store.id)
    return GoodsSettingsOut(auto_publish=row is not None and row.auto_publish)


async def set_settings(
    session: AsyncSession, store: StoreFacts, *, auto_publish: bool, actor: str
) -> None:
    """Say how the store imports."""
    before = await settings(session, store)
    if before.auto_publish == auto_publish:
        return
    await repository.put_settings(
        session, store.tenant_id, store.id, auto_publish=auto_publish, now=clock.now()
    )
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action="goods_import.settings",
        resource_type="store",
        resource_id=store.id,
        store_id=store.id,
        before=before.model_dump(),
        after={"auto_publish": auto_publish},
    )


async def _locked(session: AsyncSession, store: StoreFacts, item_id: UUID) -> GoodsImportItem:
    item = await repository.item(session, store.id, item_id, lock=True)
    if item is None:
        raise GoodsImportNotFound
    return item


def _refusal(item_id: UUID, error: AppError) -> GoodsRefusedOut:
    return GoodsRefusedOut(id=item_id, code=error.code, message=error.text)


async def _audited(
    session: AsyncSession, store: StoreFacts, action: str, ids: Sequence[UUID], actor: str
) -> None:
    if ids:
        await audit.record_each(
            session,
            tenant_id=store.tenant_id,
            actor=actor,
            action=f"goods_import.{action}",
            resource_type="goods_import_item",
            after={one: {} for one in ids},
            store_id=store.id,
        )
