"""Making a product: a fixed number of statements, whatever the number of variants."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import announce, slugs
from commerce.catalog.errors import SlugTaken, problem, refuse
from commerce.catalog.html import sanitise
from commerce.catalog.media.service import arrange
from commerce.catalog.models import Product
from commerce.catalog.products import repository
from commerce.catalog.products.matrix import (
    Option,
    Wanted,
    checked,
    derived,
    full,
    listed,
)
from commerce.catalog.products.values import (
    Inherited,
    VariantRow,
    check_currency,
    clean,
    clean_tags,
    minor,
    new_row,
    refuse_repeated_skus,
    search_text,
    stored_safety,
)
from commerce.catalog.schemas import ProductIn, SeoIn
from commerce.catalog.stock import StockWish, stock_of
from commerce.stores.directory import StoreFacts
from ecomm_core import clock, plans
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.text import sort_key

SLUG_TRIES = 5


@dataclass(frozen=True, slots=True)
class Prepared:
    """A product that was asked for, before anything is written: the row, all but its slug, and
    what belongs to it."""

    id: UUID
    values: dict[str, Any]
    options: list[Option]
    rows: list[VariantRow]
    wishes: list[StockWish]

    def owner(self, store: StoreFacts) -> dict[str, UUID]:
        """What rows of the product bear."""
        return {"tenant_id": store.tenant_id, "store_id": store.id, "product_id": self.id}

    def facts(self, slug: str) -> dict[str, Any]:
        """What the audit log says of it."""
        return {
            "title": self.values["title"],
            "slug": slug,
            "status": self.values["status"],
            "variants": len(self.rows),
            "price_min": self.values["price_min"],
            "price_max": self.values["price_max"],
        }


async def create_product(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    body: ProductIn,
    *,
    actor: str,
    import_handle: str | None = None,
) -> Product:
    """Make a product with its options, variants and stock.

    With `options` and no `variants` the full matrix is made, 2,048 at most. Raises Invalid (422),
    SlugTaken, SkuTaken (409) on the field to blame, LimitReached (402).
    """
    now = clock.now()
    prepared = prepare(store, body, import_handle, now)
    product_id = prepared.id
    await plans.check(
        session, tenant_id=store.tenant_id, name=plans.PRODUCTS, n=1, scope_id=store.id
    )
    await _insert(session, store.id, body, prepared.values)
    owner, options = prepared.owner(store), prepared.options
    if options:
        await repository.write_options(session, owner, options, [None] * len(options))
    await repository.write_variants(session, owner, new=prepared.rows, changed=[], now=now)
    await stock_of(kernel).open(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        wishes={product_id: prepared.wishes},
        actor=actor,
        now=now,
    )
    if body.category_ids:
        await repository.set_categories(session, owner, body.category_ids)
    if body.media_ids:
        await arrange(session, store.id, product_id, body.media_ids)
    product = (await session.scalars(select(Product).where(Product.id == product_id))).one()
    await announce.created(kernel, session, store, product)
    await announce.record(
        session,
        store,
        actor=actor,
        action="create",
        product_id=product_id,
        after=prepared.facts(product.slug),
    )
    return product


def prepare(
    store: StoreFacts, body: ProductIn, import_handle: str | None, now: datetime
) -> Prepared:
    """Judge what is asked for and give it ids; nothing is written. Raises Invalid (422), SkuTaken
    (409) on the field to blame."""
    check_currency(body, store.currency)
    options, wanted = _wanted(body)
    if body.barcode and len(wanted) > 1:
        refuse([problem("barcode", "Give each variant its own barcode.")])
    inherited = Inherited(
        price=body.price.amount,
        compare_at_price=minor(body.compare_at_price),
        cost=minor(body.cost),
        weight_grams=body.weight_grams,
        barcode=clean(body.barcode),
        sku=clean(body.sku),
        stock=body.stock,
        policy=body.policy,
    )
    rows = [new_row(new_id(), n, want, inherited, len(wanted)) for n, want in enumerate(wanted)]
    refuse_repeated_skus(rows)
    product_id = new_id()
    values = _values(store, body, product_id, rows, sanitise(body.description or ""))
    values |= {
        "import_handle": import_handle,
        "created_at": now,
        "updated_at": now,
        "published_at": now if body.status == "active" else None,
    }
    wishes = [wish_of(row, want, inherited) for row, want in zip(rows, wanted, strict=True)]
    return Prepared(product_id, values, options, rows, wishes)


def _wanted(body: ProductIn) -> tuple[list[Option], list[Wanted]]:
    if body.variants is None:
        options = checked(body.options)
        return options, full(options)
    options = checked(body.options) if body.options else derived(body.variants)
    for n, variant in enumerate(body.variants):
        if variant.id is not None:
            refuse([problem(f"variants.{n}.id", "A new product's variants have no ids yet.")])
    return options, listed(options, body.variants)


def wish_of(row: VariantRow, want: Wanted, inherited: Inherited) -> StockWish:
    """Stock of a new variant; null in the variant itself is untracked, left out inherits."""
    given = want.given
    own = given is not None and "stock" in given.model_fields_set
    return StockWish(
        variant_id=row.id,
        stock=given.stock if given is not None and own else inherited.stock,
        policy=(given.policy if given is not None else None) or inherited.policy,
        field=want.field("stock"),
    )


def _values(
    store: StoreFacts, body: ProductIn, product_id: UUID, rows: list[VariantRow], description: str
) -> dict[str, Any]:
    seo = body.seo or SeoIn()
    tags = clean_tags(body.tags)
    vendor, kind = clean(body.vendor), clean(body.product_type)
    prices = [row.price for row in rows]
    return {
        "tenant_id": store.tenant_id,
        "id": product_id,
        "store_id": store.id,
        "title": body.title,
        "description": description,
        "status": body.status,
        "vendor": vendor,
        "product_type": kind,
        "tags": tags,
        "seo_title": clean(seo.title),
        "seo_description": clean(seo.description),
        "seo_keywords": [word for word in seo.keywords if word],
        "tax_class": body.tax_class.value,
        "is_gift_card": body.is_gift_card,
        "safety": stored_safety(body.safety),
        "sort_title": sort_key(body.title),
        "search_text": search_text(body.title, vendor, kind, tags, rows),
        "price_min": min(prices),
        "price_max": max(prices),
        "version": 1,
    }


async def _insert(
    session: AsyncSession, store_id: UUID, body: ProductIn, values: dict[str, Any]
) -> None:
    """Insert under the asked slug, or the first free one of the title."""
    if body.slug is not None:
        values["slug"] = slugs.requested(body.slug)
        if not await repository.insert_product(session, values):
            raise SlugTaken.on_field("slug")
    else:
        base = slugs.derived(body.title, "product")
        for _ in range(SLUG_TRIES):
            found = await slugs.taken(session, store_id, "product", base)
            values["slug"] = slugs.first_free(base, found)
            if await repository.insert_product(session, values):
                break
        else:
            raise SlugTaken.on_field("title")
    await slugs.purge(session, store_id, "product", values["slug"])
