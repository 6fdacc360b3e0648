"""Rules of bundles: products whose stock is their components', at a price of their own or a
percentage off the components' sum.

The bundle *is* its product: whether it is for sale is the product's status, its price is the
variant's, so lists, search, price lists, exports and the price history know nothing special of it.
A percentage is written as the variant's price whenever a component's price changes (`following`).
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.schemas import ProductIn, ProductPatch, ProductStatus
from commerce.inventory import service as inventory
from commerce.inventory.service import Component
from commerce.promotions.bundles.pricing import components_total, percent_price, terms
from commerce.promotions.bundles.schemas import (
    BundleIn,
    BundleOut,
    BundlePartIn,
    BundleReplace,
    BundleTermsIn,
    BundleTermsOut,
)
from commerce.promotions.errors import (
    BadBundle,
    BundleNotFound,
    BundleStale,
    BundleTaken,
    ComponentRefused,
)
from commerce.promotions.telling import tell
from commerce.promotions.upsell_models import Bundle, BundlePricing
from commerce.promotions.volume.schemas import UpsellBulkIn
from commerce.reads import bundles as reads
from commerce.stores.contexts import StoreContext
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.api.schemas import Money
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.money import MAX_AMOUNT
from ecomm_core.text import search_key

STATUSES = {
    "enable": ProductStatus.ACTIVE,
    "disable": ProductStatus.DRAFT,
    "archive": ProductStatus.ARCHIVED,
}

Stored = dict[str, Any]


async def listed(
    context: StoreContext,
    *,
    search: str | None,
    status: ProductStatus | None,
    sort: str,
    offset: int,
    limit: int,
) -> tuple[list[BundleOut], int]:
    """One page, and how many there are in all."""
    key = search_key(search or "")
    rows, total = await reads.page(
        context.session,
        context.store_id,
        now=clock.now(),
        sort=sort,
        status=status,
        search=f"%{key}%" if key else None,
        offset=offset,
        limit=limit,
    )
    return await _out(context, rows), total


async def get(context: StoreContext, bundle_id: UUID) -> BundleOut:
    """One. Raises BundleNotFound (404)."""
    rows, _ = await reads.page(
        context.session, context.store_id, now=clock.now(), bundle_id=bundle_id
    )
    if not rows:
        raise BundleNotFound
    return (await _out(context, rows))[0]


async def preview(context: StoreContext, body: BundleTermsIn) -> BundleTermsOut:
    """What a bundle of these components would cost and leave. Nothing is written.

    Raises BadBundle (422), ComponentRefused (409).
    """
    parts = await _parts(context, body.components, None)
    return terms(parts, _price(context, body, parts), context.store.currency)


async def create(context: StoreContext, body: BundleIn) -> BundleOut:
    """Make a bundle of a product, or with a new one.

    Raises BadBundle (422), BundleTaken, ComponentRefused (409), LimitReached (402).
    """
    if (body.variant_id is None) == (body.title is None):
        raise BadBundle.on_field("variant_id", "Name a variant, or a title for a new product.")
    parts = await _parts(context, body.components, body.variant_id)
    price = _price(context, body, parts)
    product_id, variant_id = await _product(context, body, price)
    row = Bundle(
        tenant_id=context.tenant_id,
        id=new_id(),
        store_id=context.store_id,
        product_id=product_id,
        variant_id=variant_id,
        **_values(body),
    )
    context.session.add(row)
    await context.session.flush()
    await _write(context, row, body.components, parts, price)
    await tell(context, "bundle", row.id, "create", after=body.model_dump(mode="json"))
    return await get(context, row.id)


async def replace(context: StoreContext, bundle_id: UUID, body: BundleReplace) -> BundleOut:
    """Other components or prices. Orders keep what they were sold.

    Raises BundleNotFound (404), BadBundle (422), BundleStale, ComponentRefused (409).
    """
    row = await _locked(context, bundle_id)
    if row.version != body.version:
        raise BundleStale
    parts = await _parts(context, body.components, row.variant_id)
    price = _price(context, body, parts)
    before = {"pricing": row.pricing, "percent_ppm": row.percent_ppm}
    for name, value in _values(body).items():
        setattr(row, name, value)
    row.version += 1
    await context.session.flush()
    await _write(context, row, body.components, parts, price)
    await tell(
        context, "bundle", row.id, "update", before=before, after=body.model_dump(mode="json")
    )
    return await get(context, row.id)


async def archive(context: StoreContext, bundle_id: UUID) -> None:
    """Take it out of the shop, with its product. Raises BundleNotFound (404)."""
    row = await _locked(context, bundle_id)
    await catalog.archive_product(
        context.kernel, context.session, context.store, row.product_id, actor=context.actor
    )
    await tell(context, "bundle", row.id, "archive")


async def bulk(context: StoreContext, body: UpsellBulkIn) -> int:
    """Publish, withdraw or archive the products of several bundles; how many changed."""
    rows = await context.session.scalars(
        select(Bundle).where(Bundle.store_id == context.store_id, Bundle.id.in_(set(body.ids)))
    )
    found = {row.product_id: row for row in rows}
    if not found:
        return 0
    done = await catalog.set_bulk_status(
        context.kernel,
        context.session,
        context.store,
        sorted(found),
        STATUSES[body.action],
        actor=context.actor,
    )
    for product_ids in done.previous.values():
        for product_id in product_ids:
            await tell(context, "bundle", found[product_id].id, body.action)
    return done.changed


async def follow(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, products: Sequence[UUID]
) -> None:
    """Products changed: bundles that are made of them have another price or another stock."""
    kits = await inventory.kits_of(session, store.id, products=products)
    if not kits:
        return
    await inventory.announce_kits(session, kernel.outbox, store.tenant_id, store.id, kits)
    rows = await session.scalars(
        select(Bundle)
        .where(
            Bundle.store_id == store.id,
            Bundle.pricing == BundlePricing.PERCENT.value,
            Bundle.variant_id.in_([kit.variant_id for kit in kits]),
        )
        .order_by(Bundle.product_id)
    )
    for row in rows.all():
        await _reprice(kernel, session, store, row)


async def _reprice(kernel: Kernel, session: AsyncSession, store: StoreFacts, row: Bundle) -> None:
    found, _ = await reads.page(session, store.id, now=clock.now(), bundle_id=row.id)
    if not found or row.percent_ppm is None:
        return
    price = percent_price(components_total(found[0]["components"]), row.percent_ppm)
    if price != found[0]["price"]:
        await _set_price(kernel, session, store, row.product_id, price, "system")


async def _set_price(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    product_id: UUID,
    price: int,
    actor: str,
) -> None:
    money = Money(amount=price, currency=store.currency)
    patch = ProductPatch.model_validate({"price": money.model_dump()})
    await catalog.update_product(kernel, session, store, product_id, patch, actor=actor)


async def _product(context: StoreContext, body: BundleIn, price: int) -> tuple[UUID, UUID]:
    """The product that is sold as the bundle, and its variant."""
    if body.title is not None:
        money = {"amount": price, "currency": context.store.currency}
        wish = ProductIn.model_validate(
            {"title": body.title, "price": money, "status": body.status}
        )
        product = await catalog.create_product(
            context.kernel, context.session, context.store, wish, actor=context.actor
        )
        return product.id, await reads.only_variant(context.session, product.id)
    variant_id = body.variant_id
    if variant_id is None:
        raise BadBundle.on_field("variant_id")
    found = (
        await reads.variants(context.session, context.store_id, [variant_id], now=clock.now())
    ).get(variant_id)
    if found is None or found["removed"]:
        raise BadBundle.on_field("variant_id", "There is no such variant in this store.")
    if found["is_gift_card"] or found["variants"] != 1:
        raise BadBundle.on_field(
            "variant_id", "A bundle is a product of one variant, and no gift card."
        )
    standing = (await inventory.standing(context.session, context.store_id, [variant_id]))[
        variant_id
    ]
    if standing.is_kit:
        raise BundleTaken.on_field("variant_id")
    if standing.is_component:
        raise BadBundle.on_field("variant_id", "It is part of another bundle.")
    return found["product_id"], variant_id


async def _parts(
    context: StoreContext, wanted: Sequence[BundlePartIn], bundle: UUID | None
) -> list[Stored]:
    """The components as the catalogue has them. Raises BadBundle (422), ComponentRefused (409)."""
    ids = [part.variant_id for part in wanted]
    if len(set(ids)) < len(ids):
        raise BadBundle.on_field("components", "Name each component once, with its quantity.")
    if sum(part.quantity for part in wanted) < 2:
        raise BadBundle.on_field("components", "A bundle has two units at least.")
    known = await reads.variants(context.session, context.store_id, ids, now=clock.now())
    standing = await inventory.standing(context.session, context.store_id, ids)
    found = []
    for place, part in enumerate(wanted):
        row, field = known.get(part.variant_id), f"components.{place}.variant_id"
        if row is None or row["removed"]:
            raise BadBundle.on_field(field, "There is no such variant in this store.")
        if part.variant_id == bundle or standing[part.variant_id].is_kit:
            raise ComponentRefused.on_field(field, "A bundle is no part of a bundle.")
        if row["is_gift_card"]:
            raise ComponentRefused.on_field(field, "A gift card is no part of a bundle.")
        if row["status"] == ProductStatus.ARCHIVED:
            raise ComponentRefused.on_field(field, "This product is archived.")
        found.append({**row, "quantity": part.quantity, "sku": None})
    return found


def _price(context: StoreContext, body: BundleTermsIn, parts: Sequence[Stored]) -> int:
    """What the bundle costs, in the store's currency. Raises BadBundle (422)."""
    currency = context.store.currency
    if body.pricing is BundlePricing.PERCENT:
        if body.percent_ppm is None:
            raise BadBundle.on_field("percent_ppm", "This kind of price needs it.")
        if body.price is not None:
            raise BadBundle.on_field("price", "The price follows from the components.")
        return percent_price(components_total(parts), body.percent_ppm)
    if body.price is None:
        raise BadBundle.on_field("price", "This kind of price needs it.")
    if body.percent_ppm is not None:
        raise BadBundle.on_field("percent_ppm", "A fixed price has none.")
    if body.price.currency != currency:
        raise BadBundle.on_field("price.currency", f"This store's prices are in {currency}.")
    if not 0 <= body.price.amount <= MAX_AMOUNT:
        raise BadBundle.on_field("price.amount", "Not below zero.")
    return body.price.amount


def _values(body: BundleTermsIn) -> Stored:
    return {
        "pricing": body.pricing.value,
        "percent_ppm": body.percent_ppm,
        "shown_with_components": body.shown_with_components,
    }


async def _write(
    context: StoreContext,
    row: Bundle,
    wanted: Sequence[BundlePartIn],
    parts: Sequence[Stored],
    price: int,
) -> None:
    """Components and price; the shop hears of both."""
    await inventory.set_components(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        kit_id=row.variant_id,
        product_id=row.product_id,
        components=[
            Component(part.variant_id, known["product_id"], part.quantity)
            for part, known in zip(wanted, parts, strict=True)
        ],
    )
    await _set_price(
        context.kernel, context.session, context.store, row.product_id, price, context.actor
    )
    kits = await inventory.kits_of(context.session, context.store_id, kits=[row.variant_id])
    await inventory.announce_kits(
        context.session, context.kernel.outbox, context.tenant_id, context.store_id, kits
    )


async def _locked(context: StoreContext, bundle_id: UUID) -> Bundle:
    row: Bundle | None = await context.session.scalar(
        select(Bundle)
        .where(Bundle.store_id == context.store_id, Bundle.id == bundle_id)
        .with_for_update()
    )
    if row is None:
        raise BundleNotFound
    return row


async def _out(context: StoreContext, rows: Sequence[reads.Row]) -> list[BundleOut]:
    pictures = await catalog.thumbnails(
        context.kernel, context.session, {row["product_id"] for row in rows}
    )
    found = []
    for row in rows:
        made = terms(row["components"], row["price"], context.store.currency)
        own = {name: row[name] for name in row if name not in ("components", "price", "available")}
        found.append(
            BundleOut.model_validate(
                {**made.model_dump(), **own, "image": pictures.get(row["product_id"])}
            )
        )
    return found
