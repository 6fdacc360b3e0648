"""The product feed: RSS 2.0 with Google Merchant's attributes, a variant an item.

The attributes and their limits: https://support.google.com/merchants/answer/7052112. A shop of ten
thousand products is sent as it is read, two hundred at a time; each part is kept for a while under
the tag of the shop's lists, packed, so that the next reader costs no query. Shipping is left to the
merchant's account: what it costs depends on what else is in the bag.
"""

import json
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator
from html import unescape
from typing import Any, Final
from urllib.parse import quote, urlsplit
from uuid import UUID

import nh3

from commerce import tags
from commerce.catalog.media.storage import public_prefix
from commerce.stores.addresses import storefront_url
from commerce.stores.contexts import ShopContext
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.money import minor_digits

PAGE: Final = 200
FIRST: Final = UUID(int=0)
MAX_TITLE: Final = 150
MAX_DESCRIPTION: Final = 5_000
MAX_BRAND: Final = 70
MAX_IDENTIFIER: Final = 70
GTIN_LENGTHS: Final = frozenset({8, 12, 13, 14})

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = "http://base.google.com/ns/1.0"
_ENTITIES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
)


def xml(text: str) -> str:
    """Text as it stands in XML 1.0: what has a meaning there is escaped, what may not stand there
    at all (control characters, half a pair of surrogates) is left out."""
    kept = (
        sign
        for sign in text
        if sign in "\t\n\r"
        or " " <= sign <= "\ud7ff"
        or "\ue000" <= sign <= "\ufffd"
        or sign >= "\U00010000"
    )
    return "".join(kept).translate(_ENTITIES)


def price(amount: int, currency: str) -> str:
    """`24.99 EUR`, `1200 JPY`, `1.250 KWD`: minor units as the currency writes them."""
    digits = minor_digits(currency)
    if digits == 0:
        return f"{amount} {currency}"
    whole, rest = divmod(amount, 10**digits)
    return f"{whole}.{rest:0{digits}d} {currency}"


def gtin(barcode: str | None) -> str | None:
    """The number, where it is one of GS1's with a right check digit."""
    digits = "".join((barcode or "").split()).replace("-", "")
    if len(digits) not in GTIN_LENGTHS or not (digits.isascii() and digits.isdecimal()):
        return None
    weighed = sum(
        int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits))
    )
    return digits if weighed % 10 == 0 and int(digits) > 0 else None


def plain(html: str, limit: int) -> str:
    """The words of a description, cut between two of them."""
    apart = html.replace("<", " <")
    words = " ".join(unescape(nh3.clean(apart, tags=set())).split())
    return cut(words, limit)


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, the last word whole where there are several."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return f"{(head.rsplit(' ', 1)[0] or head).rstrip()}…"


def origin_of(kernel: Kernel, slug: str, host: str | None) -> str:
    """Address of the shop, on its own domain where it has one; no slash at its end."""
    if host is None:
        return storefront_url(kernel.settings, slug)
    base = urlsplit(kernel.settings.storefront_url)
    port = f":{base.port}" if base.port else ""
    return f"{base.scheme}://{host}{port}"


def items(product: dict[str, Any], origin: str, currency: str) -> Iterator[str]:
    """An item for each variant that costs something."""
    variants = [one for one in product["variants"] or () if one["price"] > 0]
    several = len(product["variants"] or ()) > 1
    page = f"{origin}/products/{quote(product['slug'])}"
    images = [_absolute(origin, url) for url in product["images"] or ()]
    brand = cut(product["vendor"] or "", MAX_BRAND)
    description = plain(product["description"], MAX_DESCRIPTION) or product["title"]
    for variant in variants:
        name = f"{product['title']}, {variant['title']}" if several else product["title"]
        code = gtin(variant["barcode"])
        number = (variant["sku"] or "")[:MAX_IDENTIFIER]
        known = code is not None or bool(brand and number)
        was, now = variant["compare_at"], variant["price"]
        facts = [
            ("g:id", variant["id"]),
            ("title", cut(name, MAX_TITLE)),
            ("description", description),
            ("link", f"{page}?variant={variant['id']}" if several else page),
            *(("g:image_link", image) for image in images[:1]),
            *(("g:additional_image_link", image) for image in images[1:11]),
            ("g:availability", "in_stock" if variant["available"] else "out_of_stock"),
            ("g:price", price(was or now, currency)),
            *([("g:sale_price", price(now, currency))] if was else []),
            ("g:condition", "new"),
            *([("g:brand", brand)] if brand else []),
            *([("g:gtin", code)] if code else []),
            *([("g:mpn", number)] if number else []),
            *([] if known else [("g:identifier_exists", "no")]),
            *([("g:item_group_id", product["id"])] if several else []),
            *([("g:product_type", _path(product["path"]))] if product["path"] else []),
        ]
        yield _item(facts)


async def stream(shop: ShopContext, head: dict[str, Any]) -> AsyncIterator[bytes]:
    """The whole feed, part by part; no connection is held between them."""
    origin = origin_of(shop.kernel, shop.store.slug, head["host"])
    words = plain(head["description"] or "", MAX_DESCRIPTION) or head["name"]
    yield (
        f'{_HEAD}<rss version="2.0" xmlns:g="{_SPACE}">\n<channel>\n'
        f"<title>{xml(head['name'])}</title>\n<link>{xml(origin)}/</link>\n"
        f"<description>{xml(words)}</description>\n"
    ).encode()
    after: UUID | None = FIRST
    while after is not None:
        after, part = await _part(shop, origin, after)
        yield part
    yield b"</channel>\n</rss>\n"


async def head(shop: ShopContext) -> dict[str, Any] | None:
    """The shop's name, description and own host; None where it was deleted a moment ago."""
    found: str | None = await shop.kernel.database.read(
        "public_feed_head", shop.store.tenant_id, shop.store.id
    )
    told: dict[str, Any] | None = None if found is None else json.loads(found)
    return told


async def _part(shop: ShopContext, origin: str, after: UUID) -> tuple[UUID | None, bytes]:
    """The items behind `after`, and behind which product it goes on; None: nothing follows."""
    store = shop.store
    stale = (tags.store(store.id), tags.products(store.id), tags.categories(store.id))

    async def load() -> bytes:
        listed: str = await shop.kernel.database.read(
            "public_feed",
            store.tenant_id,
            store.id,
            clock.now(),
            public_prefix(shop.kernel),
            after,
            PAGE,
        )
        products: list[dict[str, Any]] = json.loads(listed)
        following = products[-1]["id"] if len(products) == PAGE else ""
        written = "".join(
            item for product in products for item in items(product, origin, store.currency)
        )
        return zlib.compress(f"{following}\n{written}".encode(), 1)

    kept = await shop.kernel.cache.fetch(f"feed:{store.id}:{origin}:{after}", stale, load)
    following, _, written = zlib.decompress(kept.body).partition(b"\n")
    return (UUID(following.decode()) if following else None), written


def _absolute(origin: str, url: str) -> str:
    return url if url.startswith(("http://", "https://")) else f"{origin}{url}"


def _path(names: Iterable[str]) -> str:
    return cut(" > ".join(name.replace(">", " ") for name in names), 750)


def _item(facts: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"<{name}>{xml(value)}</{name}>\n" for name, value in facts)
    return f"<item>\n{lines}</item>\n"
