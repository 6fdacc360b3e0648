"""Changing a product. The product's row is locked first, so that two edits never mix."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import announce, slugs
from commerce.catalog.errors import SlugTaken, Stale, problem, refuse
from commerce.catalog.events import VariantPrice
from commerce.catalog.html import sanitise
from commerce.catalog.media.service import arrange
from commerce.catalog.models import Product, ProductOption, ProductVariant
from commerce.catalog.products import repository
from commerce.catalog.products.changes import VariantChanges, write_variants
from commerce.catalog.products.create import wish_of
from commerce.catalog.products.diff import Diff, Known, diff, pair
from commerce.catalog.products.matrix import (
    Option,
    Wanted,
    checked,
    derived,
    extended,
    full,
    listed,
)
from commerce.catalog.products.values import (
    Inherited,
    VariantRow,
    changed_row,
    check_currency,
    clean,
    clean_tags,
    minor,
    new_row,
    refuse_repeated_skus,
    same_sku,
    search_text,
    stored_safety,
)
from commerce.catalog.repository import locked_product
from commerce.catalog.schemas import ProductPatch, ProductStatus, SeoIn
from commerce.catalog.stock import StockWish
from commerce.conflicts import refusing
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.text import sort_key

SLUG_KEY = "uq_products_tenant_id_store_id_slug"
NULL_CLEARS = ("vendor", "product_type")


async def update_product(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    product_id: UUID,
    body: ProductPatch,
    *,
    actor: str,
) -> Product:
    """Change what the body names; absent fields stay.

    Raises ProductNotFound (404), Stale, SlugTaken, SkuTaken (409), StockBelowCommitted (409),
    Invalid (422), each on the field to blame. A body that changes nothing writes nothing.
    """
    check_currency(body, store.currency)
    product = await locked_product(session, store.id, product_id)
    if body.version is not None and body.version != product.version:
        raise Stale.on_field("version", version=product.version)
    old_options = await repository.options_of(session, product_id)
    old_variants = await repository.variants_of(session, product_id)
    now = clock.now()
    variants = _variant_changes(body, old_options, old_variants)
    refuse_repeated_skus(variants.rows)
    was_public = product.status == ProductStatus.ACTIVE
    before = {name: getattr(product, name) for name in _AUDITED}
    old_slug = product.slug
    changed = _apply_fields(product, body, variants.rows, now)
    owner = {"tenant_id": store.tenant_id, "store_id": store.id, "product_id": product_id}
    changed += await write_variants(kernel, session, owner, variants, actor, now)
    if body.category_ids is not None and await repository.set_categories(
        session, owner, body.category_ids
    ):
        changed.append("category_ids")
    if body.media_ids is not None and await arrange(session, store.id, product_id, body.media_ids):
        changed.append("media_ids")
    if not changed:
        return product
    product.version += 1
    product.updated_at = now
    with refusing({SLUG_KEY: SlugTaken.on_field("slug")}):
        await session.flush()
    if product.slug != old_slug:
        await slugs.move(
            session,
            tenant_id=store.tenant_id,
            store_id=store.id,
            kind="product",
            target_id=product_id,
            old=old_slug,
            new=product.slug,
        )
    await announce.updated(
        kernel,
        session,
        store,
        product,
        was_public=was_public,
        changed=changed,
        previous_slug=old_slug if product.slug != old_slug else None,
    )
    if variants.prices:
        await announce.repriced(kernel, session, store, product, variants.prices)
    await announce.record(
        session,
        store,
        actor=actor,
        action="update",
        product_id=product_id,
        before={name: value for name, value in before.items() if name in changed},
        after={
            **{name: getattr(product, name) for name in _AUDITED if name in changed},
            "changed": changed,
        },
    )
    return product


_AUDITED = (
    "title",
    "slug",
    "status",
    "vendor",
    "product_type",
    "tags",
    "seo_title",
    "seo_description",
    "seo_keywords",
    "tax_class",
    "is_gift_card",
    "safety",
    "price_min",
    "price_max",
)


def _apply_fields(
    product: Product, body: ProductPatch, rows: Sequence[VariantRow], now: datetime
) -> list[str]:
    """Set the product's own columns; returns the names of those that changed."""
    given = body.model_fields_set
    values: dict[str, Any] = {}
    if body.title is not None:
        values |= {"title": body.title, "sort_title": sort_key(body.title)}
    if "description" in given:
        values["description"] = sanitise(body.description or "")
    if body.slug is not None:
        values["slug"] = slugs.requested(body.slug)
    for name in NULL_CLEARS:
        if name in given:
            values[name] = clean(getattr(body, name))
    if body.tags is not None:
        values["tags"] = clean_tags(body.tags)
    if "seo" in given:
        values |= _seo(body.seo)
    values |= _facts(body)
    if body.status is not None and body.status != product.status:
        values["status"] = body.status.value
        values["archived_at"] = now if body.status == ProductStatus.ARCHIVED else None
        if body.status == ProductStatus.ACTIVE:
            values["published_at"] = product.published_at or now
    prices = [row.price for row in rows]
    values |= {"price_min": min(prices), "price_max": max(prices)}
    values["search_text"] = search_text(
        values.get("title", product.title),
        values.get("vendor", product.vendor),
        values.get("product_type", product.product_type),
        values.get("tags", product.tags),
        rows,
    )
    changed = [name for name, value in values.items() if getattr(product, name) != value]
    for name in changed:
        setattr(product, name, values[name])
    return [name for name in changed if name not in _DERIVED]


_DERIVED = {"sort_title", "search_text", "archived_at", "published_at"}


def _seo(seo: SeoIn | None) -> dict[str, Any]:
    if seo is None:
        return {"seo_title": None, "seo_description": None, "seo_keywords": []}
    values: dict[str, Any] = {}
    if "title" in seo.model_fields_set:
        values["seo_title"] = clean(seo.title)
    if "description" in seo.model_fields_set:
        values["seo_description"] = clean(seo.description)
    if "keywords" in seo.model_fields_set:
        values["seo_keywords"] = [word for word in seo.keywords if word]
    return values


def _facts(body: ProductPatch) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if body.tax_class is not None:
        values["tax_class"] = body.tax_class.value
    if body.is_gift_card is not None:
        values["is_gift_card"] = body.is_gift_card
    if "safety" in body.model_fields_set:
        values["safety"] = stored_safety(body.safety)
    return values


def _row(variant: ProductVariant) -> VariantRow:
    return VariantRow(
        id=variant.id,
        position=variant.position,
        option_values=list(variant.option_values),
        sku=variant.sku,
        barcode=variant.barcode,
        price=variant.price,
        compare_at_price=variant.compare_at_price,
        cost=variant.cost,
        weight_grams=variant.weight_grams,
        index=None,
    )


def _variant_changes(
    body: ProductPatch,
    old_options: Sequence[ProductOption],
    old_variants: Sequence[ProductVariant],
) -> VariantChanges:
    live = [variant for variant in old_variants if variant.deleted_at is None]
    options = [Option(option.name, tuple(option.values)) for option in old_options]
    by_id = {variant.id: variant for variant in old_variants}
    fresh_options, matched = _match(body, options, old_variants)
    single = len(matched.variants) == 1
    refuse(
        [
            problem(name, "Only a product of one variant takes this here.")
            for name in ("sku", "stock")
            if not single and getattr(body, name) is not None
        ]
    )
    inherited = _inherited(body, live[0])
    changes = VariantChanges(
        rows=[],
        new=[],
        changed=[],
        parked=[],
        removed=matched.removed,
        prices=[],
        opened=[],
        wished=[],
        options=fresh_options if fresh_options != options else None,
        option_ids=[
            None if place is None else old_options[place].id
            for place in pair(options, fresh_options)
        ],
    )
    for n, kept in enumerate(matched.variants):
        known = by_id.get(kept.id) if kept.id is not None else None
        if known is None:
            row = new_row(new_id(), n, kept.wanted, inherited, 1)
            changes.new.append(row)
            changes.opened.append(wish_of(row, kept.wanted, inherited))
            changes.prices.append(_price(row, None))
        else:
            row = changed_row(
                _with_product_fields(_row(known), body, single=single), n, kept.wanted
            )
            _note_change(changes, row, known)
            changes.wished.append(_wish(row, kept.wanted, body, single=single))
        changes.rows.append(row)
    return changes


def _match(
    body: ProductPatch, options: list[Option], old_variants: Sequence[ProductVariant]
) -> tuple[list[Option], Diff]:
    known = [Known(v.id, tuple(v.option_values), v.deleted_at is not None) for v in old_variants]
    if body.variants is None:
        if body.options is None:
            as_is = [Wanted(variant.combination) for variant in known if not variant.removed]
            return options, diff(options, known, options, as_is, generated=False)
        fresh = checked(body.options)
        return fresh, diff(options, known, fresh, full(fresh), generated=True)
    if body.options is not None:
        fresh = checked(body.options) if body.options else derived(body.variants)
    else:
        fresh = extended(options, body.variants) if options else derived(body.variants)
    wanted = listed(fresh, body.variants)
    return fresh, diff(options, known, fresh, wanted, generated=False)


def _inherited(body: ProductPatch, first: ProductVariant) -> Inherited:
    given = body.model_fields_set
    return Inherited(
        price=body.price.amount if body.price is not None else first.price,
        compare_at_price=(
            minor(body.compare_at_price) if "compare_at_price" in given else first.compare_at_price
        ),
        cost=minor(body.cost) if "cost" in given else first.cost,
        weight_grams=first.weight_grams,
        sku=clean(body.sku),
        stock=body.stock,
    )


def _with_product_fields(row: VariantRow, body: ProductPatch, *, single: bool) -> VariantRow:
    """Fields of the product's own level go to every variant."""
    given = body.model_fields_set
    if body.price is not None:
        row = replace(row, price=body.price.amount)
    if "compare_at_price" in given:
        row = replace(row, compare_at_price=minor(body.compare_at_price))
    if "cost" in given:
        row = replace(row, cost=minor(body.cost))
    if single and "sku" in given:
        row = replace(row, sku=clean(body.sku))
    return row


def _note_change(changes: VariantChanges, row: VariantRow, known: ProductVariant) -> None:
    old = _row(known)
    back = known.deleted_at is not None
    if back or replace(row, index=None) != old:
        changes.changed.append(row)
    moved = row.option_values != old.option_values
    renumbered = _sku_key(row.sku) != _sku_key(old.sku)
    if not back and (moved or renumbered):
        changes.parked.append(row.id)
    if back or (row.price, row.compare_at_price) != (old.price, old.compare_at_price):
        changes.prices.append(_price(row, None if back else old))


def _sku_key(sku: str | None) -> str | None:
    return None if sku is None else same_sku(sku)


def _price(row: VariantRow, old: VariantRow | None) -> VariantPrice:
    return VariantPrice(
        variant_id=row.id,
        price=row.price,
        compare_at_price=row.compare_at_price,
        previous_price=old.price if old else None,
        previous_compare_at_price=old.compare_at_price if old else None,
    )


def _wish(row: VariantRow, want: Wanted, body: ProductPatch, *, single: bool) -> StockWish:
    stock = want.given.stock if want.given is not None else None
    if stock is None and single:
        stock = body.stock
    return StockWish(
        variant_id=row.id,
        stock=stock,
        policy=want.given.policy if want.given is not None else None,
        field=want.field("stock"),
    )
