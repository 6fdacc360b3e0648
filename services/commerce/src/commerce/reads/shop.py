"""The public reads: each is one SQL function in one round trip that builds the whole reply."""

import json
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from commerce.stores.contexts import ShopContext
from commerce.stores.directory import StoreFacts
from commerce.stores.places import countries
from ecomm_core import clock
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel
from ecomm_core.text import search_key

STORAGE = "storage"
PAYMENTS = "payments"
"""Parts of the kernel, if they are there: files, and who may take money."""

MOCK = "mock"
"""Name of the provider whose money is not real."""

MAX_WORDS = 10
MAX_OPTIONS = 40


class ProductQuery(Protocol):
    """What a shopper asks of the product list. Amounts in minor units; `option` is `Name:Value`."""

    page: int
    per_page: int
    sort: Any
    search: str | None
    category: str | None
    tag: str | None
    min_price: int | None
    max_price: int | None
    available: bool | None
    option: list[str]


@dataclass(frozen=True, slots=True)
class ProductReply:
    """A product page's data and the products it was made from; or where the product moved to."""

    body: bytes
    product_ids: tuple[UUID, ...]
    moved_to: str | None


async def products(shop: ShopContext, query: ProductQuery) -> bytes:
    """One page of published products. Raises Invalid (422) for a malformed option."""
    store = shop.store
    body: str = await shop.kernel.database.read(
        "public_products",
        store.tenant_id,
        store.id,
        clock.now(),
        media_base(shop.kernel),
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
        media_base(shop.kernel),
        store.currency,
        slug,
    )
    if found is None:
        return None
    if found.startswith(">"):
        return ProductReply(b"", (), found[1:])
    ids, _, body = found.partition("\n")
    return ProductReply(body.encode(), tuple(UUID(part) for part in ids.split(",")), None)


async def filters(shop: ShopContext, category: str | None, search: str | None) -> bytes:
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
    )
    return body.encode()


async def categories(shop: ShopContext) -> bytes:
    """The category tree, flat."""
    body: str = await shop.kernel.database.read(
        "public_categories", shop.store.tenant_id, shop.store.id, media_base(shop.kernel)
    )
    return body.encode()


async def sitemap(shop: ShopContext) -> bytes:
    """Every public address of the shop."""
    body: str = await shop.kernel.database.read(
        "public_sitemap", shop.store.tenant_id, shop.store.id
    )
    return body.encode()


async def store(shop: ShopContext) -> bytes | None:
    """What the shop tells everyone; None when it was deleted a moment ago."""
    body: str | None = await shop.kernel.database.read(
        "public_store",
        shop.store.tenant_id,
        shop.store.id,
        test_money(shop.kernel, shop.store),
        checkout_open(shop.kernel, shop.store),
        list(countries()),
    )
    return None if body is None else body.encode()


async def theme(shop: ShopContext) -> bytes | None:
    """The published theme; None when the store was deleted a moment ago."""
    body: str | None = await shop.kernel.database.read(
        "public_theme", shop.store.tenant_id, shop.store.id
    )
    return None if body is None else body.encode()


def checkout_open(kernel: Kernel, facts: StoreFacts) -> bool:
    """Whether the store can take an order: test money always, real money with a provider."""
    payments = kernel.parts.get(PAYMENTS)
    if payments is None:
        return kernel.settings.local or facts.test_mode
    return bool(payments.checkout_open(test_mode=facts.test_mode))


def test_money(kernel: Kernel, facts: StoreFacts) -> bool:
    """Whether payments of the store are not real: its own switch, or local mode without a real
    provider."""
    if facts.test_mode or not kernel.settings.local:
        return facts.test_mode
    payments = kernel.parts.get(PAYMENTS)
    return payments is None or payments.choose(facts).name == MOCK


def media_base(kernel: Kernel) -> str:
    """What stands before a picture's key in its public address."""
    storage = kernel.parts.get(STORAGE)
    return "/" if storage is None else str(storage.public_url("x"))[:-1]


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
