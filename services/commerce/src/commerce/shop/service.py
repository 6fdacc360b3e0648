"""The public reads: each is one SQL function in one round trip that builds the whole reply."""

import json
from dataclasses import dataclass
from typing import Any, Protocol

from commerce.catalog.media.storage import public_prefix
from commerce.payments.service import providers_of
from commerce.site.redirects.paths import location, normal
from commerce.stores.contexts import ShopContext
from commerce.stores.places import countries
from ecomm_core import clock
from ecomm_core.errors import Invalid
from ecomm_core.text import search_key

MAX_WORDS = 10
MAX_OPTIONS = 40


class ProductQuery(Protocol):
    """What a shopper asks of the product list. Amounts in minor units; `option` is `Name:Value`."""

    page: int
    per_page: int
    sort: Any
    search: str | None
    category: str | None
    collection: str | None
    tag: str | None
    min_price: int | None
    max_price: int | None
    available: bool | None
    option: list[str]


@dataclass(frozen=True, slots=True)
class ProductReply:
    """A product page's data and the products it was made from; or where the product moved to."""

    body: bytes
    product_ids: tuple[str, ...]
    moved_to: str | None
    reduced: bool = False
    """The store shows prior prices, and a variant is reduced."""


@dataclass(frozen=True, slots=True)
class StoreReply:
    """What the shop tells everyone, and the products its menus lead to."""

    body: bytes
    product_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageReply:
    """A page or a collection; or the slug it has now."""

    body: bytes
    moved_to: str | None


async def products(shop: ShopContext, query: ProductQuery) -> bytes:
    """One page of published products. Raises Invalid (422) for a malformed option."""
    store = shop.store
    body: str = await shop.kernel.database.read(
        "public_products",
        store.tenant_id,
        store.id,
        clock.now(),
        public_prefix(shop.kernel),
        store.currency,
        query.sort,
        query.page,
        query.per_page,
        patterns(query.search),
        query.category,
        query.tag,
        query.min_price,
        query.max_price,
        query.available,
        _options(query.option),
        query.collection,
    )
    return body.encode()


async def product(shop: ShopContext, slug: str) -> ProductReply | None:
    """A published product by its slug, or where it moved; None for an unknown one."""
    store = shop.store
    found: str | None = await shop.kernel.database.read(
        "public_product",
        store.tenant_id,
        store.id,
        clock.now(),
        public_prefix(shop.kernel),
        store.currency,
        slug,
    )
    if found is None:
        return None
    if found.startswith(">"):
        return ProductReply(b"", (), found[1:])
    head, _, body = found.partition("\n")
    ids, reduced, _ = head.partition(";")
    return ProductReply(body.encode(), tuple(ids.split(",")), None, bool(reduced))


async def filters(
    shop: ShopContext, category: str | None, search: str | None, collection: str | None
) -> bytes:
    """The filters of a product list with their counts."""
    store = shop.store
    body: str = await shop.kernel.database.read(
        "public_filters",
        store.tenant_id,
        store.id,
        clock.now(),
        store.currency,
        patterns(search),
        category,
        collection,
    )
    return body.encode()


async def categories(shop: ShopContext) -> bytes:
    """The category tree, flat."""
    body: str = await shop.kernel.database.read(
        "public_categories", shop.store.tenant_id, shop.store.id, public_prefix(shop.kernel)
    )
    return body.encode()


async def collections(shop: ShopContext) -> bytes:
    """The published collections."""
    body: str = await shop.kernel.database.read(
        "public_collections", shop.store.tenant_id, shop.store.id, public_prefix(shop.kernel)
    )
    return body.encode()


async def collection(shop: ShopContext, slug: str) -> PageReply | None:
    """A published collection by its slug, or where it moved; None for an unknown one."""
    found: str | None = await shop.kernel.database.read(
        "public_collection", shop.store.tenant_id, shop.store.id, public_prefix(shop.kernel), slug
    )
    if found is None:
        return None
    if found.startswith(">"):
        return PageReply(b"", found[1:])
    return PageReply(found.encode(), None)


async def sitemap(shop: ShopContext) -> bytes:
    """Every public address of the shop."""
    body: str = await shop.kernel.database.read(
        "public_addresses", shop.store.tenant_id, shop.store.id, clock.now()
    )
    return body.encode()


async def store(shop: ShopContext) -> StoreReply | None:
    """What the shop tells everyone; None when it was deleted a moment ago."""
    providers = providers_of(shop.kernel)
    found: str | None = await shop.kernel.database.read(
        "public_store",
        shop.store.tenant_id,
        shop.store.id,
        providers.test_money(shop.store),
        providers.checkout_open(shop.store),
        list(countries()),
    )
    if found is None:
        return None
    ids, _, body = found.partition("\n")
    return StoreReply(body.encode(), tuple(ids.split(",")) if ids else ())


async def pages(shop: ShopContext) -> bytes:
    """Every published page by name."""
    body: str = await shop.kernel.database.read("public_pages", shop.store.tenant_id, shop.store.id)
    return body.encode()


async def page(shop: ShopContext, slug: str) -> PageReply | None:
    """A published page by its slug, or where it moved; None for an unknown one."""
    found: str | None = await shop.kernel.database.read(
        "public_page", shop.store.tenant_id, shop.store.id, slug
    )
    if found is None:
        return None
    return PageReply(b"", found[1:]) if found.startswith(">") else PageReply(found.encode(), None)


async def redirect(shop: ShopContext, path: str) -> bytes | None:
    """Where a path leads now; None where nothing leads on from it, or a live page stands there."""
    asked = normal(path)
    if asked is None:
        return None
    target: str | None = await shop.kernel.database.read(
        "public_redirect", shop.store.tenant_id, shop.store.id, asked
    )
    if target is None:
        return None
    return json.dumps({"data": {"location": location(target)}, "error": None}).encode()


async def theme(shop: ShopContext) -> bytes | None:
    """The published theme; None when the store was deleted a moment ago."""
    body: str | None = await shop.kernel.database.read(
        "public_theme", shop.store.tenant_id, shop.store.id
    )
    return None if body is None else body.encode()


def patterns(search: str | None) -> list[str] | None:
    """LIKE patterns of the words that must all be found. A search key has letters and digits only,
    so nothing in it needs to be escaped. None where nothing is asked for."""
    words = search_key(search or "").split()[:MAX_WORDS]
    return [f"%{word}%" for word in words] or None


def _options(given: list[str]) -> str | None:
    """`Name:Value` pairs as JSON, values of one name together."""
    if len(given) > MAX_OPTIONS:
        raise Invalid.on_field("option", f"At most {MAX_OPTIONS} options can be asked for.")
    wanted: dict[str, list[str]] = {}
    for pair in given:
        name, colon, value = pair.partition(":")
        if not (name and colon and value):
            raise Invalid.on_field("option", "Write an option as Name:Value.")
        wanted.setdefault(name, []).append(value)
    if not wanted:
        return None
    return json.dumps([{"name": name, "values": values} for name, values in wanted.items()])
