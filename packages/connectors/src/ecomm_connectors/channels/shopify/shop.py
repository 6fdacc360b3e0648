"""One shop at Shopify: see the port."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from ecomm_connectors.channels.errors import ChannelRefused, InvalidSignature, Refusal
from ecomm_connectors.channels.goods import (
    ChannelGroup,
    ChannelPicture,
    ChannelProduct,
    ChannelRedirect,
    StockLevel,
    StockResult,
    StockWrite,
)
from ecomm_connectors.channels.people import ChannelCustomer, ChannelOrder
from ecomm_connectors.channels.port import ChannelHint, HintKind, Page, ShopInfo
from ecomm_connectors.channels.reading import Raw, page_of, whole
from ecomm_connectors.channels.shopify import goods, people, queries, writing
from ecomm_connectors.channels.shopify.calling import ShopifyCaller
from ecomm_connectors.channels.shopify.goods import following, nodes
from ecomm_connectors.channels.wishes import FoundProduct, ProductWish
from ecomm_connectors.suppliers.wire import clean, header, integer, listed, mapping, web_address

MAX_MEMBERS: Final = 2_000
NEEDED: Final = {
    "read_products": "products",
    "write_products": "publishing products",
    "read_customers": "customers",
    "read_orders": "orders",
    "read_all_orders": "orders older than 60 days",
    "read_inventory": "stock",
    "write_inventory": "changing stock",
    "read_locations": "locations",
    "read_online_store_navigation": "redirects",
}
TOPICS: Final = (
    "PRODUCTS_CREATE",
    "PRODUCTS_UPDATE",
    "PRODUCTS_DELETE",
    "INVENTORY_LEVELS_UPDATE",
    "ORDERS_CREATE",
    "ORDERS_UPDATED",
    "ORDERS_CANCELLED",
    "APP_UNINSTALLED",
)
_STALE: Final = frozenset({"CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE"})


@dataclass(frozen=True, slots=True)
class ShopifyShop:
    """See the port. currency and location are those that `open` learnt."""

    caller: ShopifyCaller
    currency: str
    location: str
    secret: str

    async def shop(self) -> ShopInfo:
        """Who we are, and which rights the token lacks."""
        data = await self.caller.ask(queries.SHOP)
        shop = mapping(data.get("shop"))
        held = {
            clean(one.get("handle"), 100)
            for one in map(
                mapping, listed(mapping(data.get("currentAppInstallation")).get("accessScopes"))
            )
        }
        address = web_address(mapping(shop.get("primaryDomain")).get("url"))
        return ShopInfo(
            shop_ref=clean(shop.get("myshopifyDomain"), 255),
            name=clean(shop.get("name"), 120),
            url=(address or self.caller.origin).rstrip("/"),
            currency=clean(shop.get("currencyCode"), 3),
            missing=tuple(
                f"{what} ({scope})" for scope, what in NEEDED.items() if scope not in held
            ),
        )

    async def products(self, cursor: str | None = None) -> Page[ChannelProduct]:
        """A page of products; their variants come by queries of their own, which cost less."""
        data = await self.caller.ask(queries.PRODUCTS, first=queries.PRODUCTS_AT_ONCE, after=cursor)
        found = mapping(data.get("products"))
        raws = nodes(found)
        variants = await self._variants([clean(one.get("id"), 100) for one in raws])
        more = {clean(one.get("id"), 100): await self._more_pictures(one) for one in raws}

        def read(raw: Raw) -> ChannelProduct:
            key = clean(raw.get("id"), 100)
            return goods.product(raw, variants[key], more[key], self.currency)

        return page_of(raws, read, following(found), _count(data.get("productsCount")))

    async def product(self, external_id: str) -> ChannelProduct:
        """One product, whole."""
        data = await self.caller.ask(queries.PRODUCT, id=external_id)
        raw = mapping(data.get("product"))
        if not raw:
            raise ChannelRefused(Refusal.NOT_FOUND, "This product is gone.")
        variants = await self._variants([external_id])
        more = await self._more_pictures(raw)
        return whole(lambda: goods.product(raw, variants[external_id], more, self.currency))

    async def groups(self, cursor: str | None = None) -> Page[ChannelGroup]:
        """A page of collections, whether rules or hands put them together."""
        data = await self.caller.ask(
            queries.GROUPS,
            first=queries.GROUPS_AT_ONCE,
            after=cursor,
            members=queries.MEMBERS_AT_ONCE,
        )
        found = mapping(data.get("collections"))
        raws = nodes(found)
        members = {clean(one.get("id"), 100): await self._members(one) for one in raws}
        return page_of(
            raws,
            lambda raw: goods.group(raw, members[clean(raw.get("id"), 100)]),
            following(found),
            None,
        )

    async def customers(self, cursor: str | None = None) -> Page[ChannelCustomer]:
        """A page of customers."""
        data = await self.caller.ask(
            queries.CUSTOMERS, first=queries.CUSTOMERS_AT_ONCE, after=cursor
        )
        found = mapping(data.get("customers"))
        return page_of(
            nodes(found), people.customer, following(found), _count(data.get("customersCount"))
        )

    async def orders(
        self, cursor: str | None = None, *, since: datetime | None = None
    ) -> Page[ChannelOrder]:
        """A page of orders. Without the right to all of them Shopify tells of 60 days."""
        wanted = None if since is None else f"updated_at:>='{since.astimezone(UTC).isoformat()}'"
        data = await self.caller.ask(
            queries.ORDERS, first=queries.ORDERS_AT_ONCE, after=cursor, query=wanted
        )
        found = mapping(data.get("orders"))
        raws = nodes(found)
        lines = {clean(one.get("id"), 100): await self._lines(one) for one in raws}
        back = {clean(one.get("id"), 100): await self._restocked(one) for one in raws}

        def read(raw: Raw) -> ChannelOrder:
            key = clean(raw.get("id"), 100)
            return people.order(raw, lines[key], back[key])

        return page_of(
            raws,
            read,
            following(found),
            None if since else _count(data.get("ordersCount")),
        )

    async def order(self, external_id: str) -> ChannelOrder:
        """One order, whole."""
        data = await self.caller.ask(queries.ORDER, id=external_id)
        raw = mapping(data.get("order"))
        if not raw:
            raise ChannelRefused(Refusal.NOT_FOUND, "This order is gone.")
        lines, back = await self._lines(raw), await self._restocked(raw)
        return whole(lambda: people.order(raw, lines, back))

    async def redirects(self, cursor: str | None = None) -> Page[ChannelRedirect]:
        """A page of redirects."""
        data = await self.caller.ask(
            queries.REDIRECTS, first=queries.REDIRECTS_AT_ONCE, after=cursor
        )
        found = mapping(data.get("urlRedirects"))
        return page_of(
            nodes(found), goods.redirect, following(found), _count(data.get("urlRedirectsCount"))
        )

    async def stock(self, keys: Sequence[str]) -> tuple[StockLevel, ...]:
        """What is available at the shop's location."""
        data = await self.caller.ask(queries.STOCK, ids=list(keys), location=self.location)
        found = []
        for item in map(mapping, listed(data.get("nodes"))):
            quantities = listed(mapping(item.get("inventoryLevel")).get("quantities"))
            left = integer(
                mapping(quantities[0]).get("quantity") if quantities else None,
                least=-(10**9),
                most=10**9,
            )
            if item.get("tracked") is True and left is not None:
                found.append(StockLevel(clean(item.get("id"), 100), left))
        return tuple(found)

    async def set_stock(self, writes: Sequence[StockWrite]) -> tuple[StockResult, ...]:
        """Compare and set. Shopify takes all or none: what it refuses is left out and the others
        are sent again."""
        left = list(writes)
        refused: dict[str, StockResult] = {}
        while left:
            faults = await self._set(left)
            if not faults:
                break
            for place, outcome in faults.items():
                key = left[place].stock_key
                refused[key] = StockResult(key, outcome)
            left = [one for place, one in enumerate(left) if place not in faults]
        now = await self.stock(list(refused)) if refused else ()
        there = {level.stock_key: level.available for level in now}
        written = {one.stock_key: one.quantity for one in left}
        return tuple(
            StockResult(one.stock_key, "written", one.quantity)
            if one.stock_key in written
            else StockResult(
                one.stock_key, refused[one.stock_key].outcome, there.get(one.stock_key)
            )
            for one in writes
        )

    async def _set(self, writes: Sequence[StockWrite]) -> dict[int, Any]:
        """Places of the writes that were refused, with why; none were done if there are any."""
        data = await self.caller.ask(
            queries.SET_STOCK,
            input={
                "name": "available",
                "reason": "correction",
                "quantities": [
                    {
                        "inventoryItemId": one.stock_key,
                        "locationId": self.location,
                        "quantity": one.quantity,
                        "changeFromQuantity": one.expected,
                    }
                    for one in writes
                ],
            },
            key=hashlib.sha256(
                repr([(w.reference, w.quantity) for w in writes]).encode()
            ).hexdigest()[:36],
        )
        told = mapping(data.get("inventorySetQuantities"))
        faults: dict[int, Any] = {}
        for problem in map(mapping, listed(told.get("userErrors"))):
            places = [part for part in map(clean, listed(problem.get("field"))) if part.isdecimal()]
            if not places or int(places[0]) >= len(writes):
                raise ChannelRefused(Refusal.INVALID, clean(problem.get("message")))
            stale = clean(problem.get("code")) in _STALE
            faults[int(places[0])] = "conflict" if stale else "gone"
        return faults

    async def find(
        self, reference: str, handles: Sequence[str], skus: Sequence[str]
    ) -> tuple[FoundProduct, ...]:
        """By address at once; by SKU from Shopify's search, which lags behind by seconds."""
        del reference
        return await writing.find(self.caller, handles, skus)

    async def publish(self, wish: ProductWish) -> ChannelProduct:
        """One `productSet`: made under its handle if there is none, else brought to the wish."""
        there = await self.product(wish.external_id) if wish.external_id else None
        key = await writing.publish(self.caller, wish, there, self.currency, self.location)
        return await self.product(key)

    async def subscribe(self, callback_url: str) -> None:
        """Ask for what is not asked for yet."""
        held: set[str] = set()
        cursor: str | None = None
        while True:
            found = mapping(
                (await self.caller.ask(queries.HOOKS, after=cursor)).get("webhookSubscriptions")
            )
            held |= {
                clean(one.get("topic"), 100) for one in nodes(found) if one["uri"] == callback_url
            }
            cursor = following(found)
            if cursor is None:
                break
        for topic in TOPICS:
            if topic in held:
                continue
            data = await self.caller.ask(queries.SUBSCRIBE, topic=topic, uri=callback_url)
            told = mapping(data.get("webhookSubscriptionCreate"))
            for problem in map(mapping, listed(told.get("userErrors"))):
                raise ChannelRefused(Refusal.INVALID, clean(problem.get("message")))

    def parse_webhook(self, raw_body: bytes, headers: Mapping[str, str]) -> tuple[ChannelHint, ...]:
        """`X-Shopify-Hmac-Sha256`: Base64 of HMAC-SHA256 over the body with the app's secret."""
        if not self.secret:
            raise InvalidSignature("no secret was given")
        ours = base64.b64encode(hmac.digest(self.secret.encode(), raw_body, "sha256"))
        given = header(headers, "x-shopify-hmac-sha256") or ""
        if not hmac.compare_digest(ours, given.encode("utf-8", "replace")):
            raise InvalidSignature("wrong signature")
        topic = header(headers, "x-shopify-topic") or ""
        event = header(headers, "x-shopify-event-id") or header(headers, "x-shopify-webhook-id")
        if not event:
            raise InvalidSignature("no event id")
        try:
            body = mapping(json.loads(raw_body))
        except (ValueError, RecursionError) as error:
            raise InvalidSignature("no JSON") from error
        event_id = f"{topic}:{event}"[:300]
        if topic == "app/uninstalled":
            return (ChannelHint(event_id, HintKind.UNINSTALLED),)
        kinds = {
            "products": (HintKind.PRODUCT, "Product", "id"),
            "orders": (HintKind.ORDER, "Order", "id"),
            "inventory_levels": (HintKind.STOCK, "InventoryItem", "inventory_item_id"),
        }
        found = kinds.get(topic.partition("/")[0])
        number = integer(body.get(found[2]), most=10**18) if found else None
        if found is None or number is None:
            return ()
        return (ChannelHint(event_id, found[0], f"gid://shopify/{found[1]}/{number}"),)

    async def _variants(self, product_ids: Sequence[str]) -> Mapping[str, list[Raw]]:
        found: dict[str, list[Raw]] = defaultdict(list)
        numbers = [one.rpartition("/")[2] for one in product_ids if one]
        cursor: str | None = None
        while numbers:
            data = await self.caller.ask(
                queries.VARIANTS,
                first=queries.VARIANTS_AT_ONCE,
                after=cursor,
                query=f"product_ids:{','.join(numbers)}",
            )
            page = mapping(data.get("productVariants"))
            for one in nodes(page):
                found[clean(mapping(one.get("product")).get("id"), 100)].append(one)
            cursor = following(page)
            if cursor is None:
                break
        return found

    async def _more_pictures(self, raw: Raw) -> list[ChannelPicture]:
        found: list[ChannelPicture] = []
        cursor = following(raw.get("media"))
        while cursor is not None:
            data = await self.caller.ask(queries.MORE_MEDIA, id=raw.get("id"), after=cursor)
            media = mapping(data.get("product")).get("media")
            found += goods.pictures(media)
            cursor = following(media)
        return found

    async def _members(self, raw: Raw) -> list[str]:
        page = raw.get("products")
        found = [clean(one.get("id"), 100) for one in nodes(page)]
        while (cursor := following(page)) is not None and len(found) < MAX_MEMBERS:
            data = await self.caller.ask(
                queries.MORE_MEMBERS, id=raw.get("id"), first=250, after=cursor
            )
            page = mapping(data.get("collection")).get("products")
            found += [clean(one.get("id"), 100) for one in nodes(page)]
        return found[:MAX_MEMBERS]

    async def _lines(self, raw: Raw) -> list[Raw]:
        page = raw.get("lineItems")
        found = nodes(page)
        while (cursor := following(page)) is not None:
            data = await self.caller.ask(queries.MORE_LINES, id=raw.get("id"), after=cursor)
            page = mapping(data.get("order")).get("lineItems")
            found += nodes(page)
        return found

    async def _restocked(self, raw: Raw) -> dict[str, int]:
        """What was put back: asked for orders with refunds alone, for it costs as much as a page of
        orders. A cancelled order that put something back has a refund, if of nothing."""
        if not listed(raw.get("refunds")):
            return {}
        data = await self.caller.ask(queries.RESTOCKS, id=raw.get("id"))
        return people.restocked(mapping(data.get("order")))


def _count(told: Any) -> int | None:
    return integer(mapping(told).get("count"))
