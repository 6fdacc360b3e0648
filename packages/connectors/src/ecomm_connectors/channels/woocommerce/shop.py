"""One shop on WooCommerce: see the port."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ecomm_connectors.channels.errors import (
    ChannelRefused,
    ChannelUnavailable,
    InvalidSignature,
    Refusal,
)
from ecomm_connectors.channels.goods import (
    ChannelGroup,
    ChannelProduct,
    ChannelRedirect,
    StockLevel,
    StockResult,
    StockWrite,
)
from ecomm_connectors.channels.people import ChannelCustomer, ChannelOrder
from ecomm_connectors.channels.port import ChannelHint, HintKind, Page, ShopInfo
from ecomm_connectors.channels.reading import Raw, page_of, whole
from ecomm_connectors.channels.wishes import FoundProduct, ProductWish
from ecomm_connectors.channels.woocommerce import goods, people, writing
from ecomm_connectors.channels.woocommerce.calling import WooCaller
from ecomm_connectors.suppliers.wire import clean, header, integer, listed, mapping

MAX_MEMBERS: Final = 2_000
TOPICS: Final = (
    "product.created",
    "product.updated",
    "product.deleted",
    "order.created",
    "order.updated",
    "order.deleted",
)
PRODUCTS_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class WooShop:
    """See the port. currency and weight_unit are those that `open` learnt."""

    caller: WooCaller
    currency: str
    weight_unit: str
    secret: str

    async def shop(self) -> ShopInfo:
        """Who we are; the site's name comes from WordPress itself."""
        currency = await self.caller.ask("settings/general/woocommerce_currency")
        index = mapping((await self.caller.ask("", root="")).data)
        return ShopInfo(
            shop_ref=self.caller.url.partition("://")[2].lower(),
            name=goods.text(index.get("name"), 120) or self.caller.url.partition("://")[2],
            url=self.caller.url,
            currency=clean(mapping(currency.data).get("value"), 3),
        )

    async def products(self, cursor: str | None = None) -> Page[ChannelProduct]:
        """A page of products; variations are read product by product."""
        found = await self.caller.page("products", {"status": "any"}, cursor, size=PRODUCTS_AT_ONCE)
        variations = {clean(one.get("id"), 40): await self._variations(one) for one in found.rows}

        def read(raw: Raw) -> ChannelProduct:
            below = variations[clean(raw.get("id"), 40)]
            return goods.product(raw, below, self.currency, self.weight_unit)

        return page_of(found.rows, read, found.cursor, found.total)

    async def product(self, external_id: str) -> ChannelProduct:
        """One product, whole."""
        raw = mapping((await self.caller.ask(f"products/{_id(external_id)}")).data)
        if raw.get("status") == "trash":
            raise ChannelRefused(Refusal.NOT_FOUND, "This product is in the shop's bin.")
        below = await self._variations(raw)
        return whole(lambda: goods.product(raw, below, self.currency, self.weight_unit))

    async def groups(self, cursor: str | None = None) -> Page[ChannelGroup]:
        """A page of categories; the one for what has none is left out."""
        found = await self.caller.page("products/categories", {}, cursor)
        rows = [one for one in found.rows if one.get("slug") != "uncategorized"]
        members = {clean(one.get("id"), 40): await self._members(one) for one in rows}
        names = {integer(one.get("id")): one for one in found.rows}

        def read(raw: Raw) -> ChannelGroup:
            slugs = [clean(raw.get("slug"), 255)]
            above = names.get(integer(raw.get("parent")))
            while above is not None and len(slugs) < 10:
                slugs.insert(0, clean(above.get("slug"), 255))
                above = names.get(integer(above.get("parent")))
            path = f"/product-category/{'/'.join(slugs)}/"
            return goods.group(raw, members[clean(raw.get("id"), 40)], path)

        return page_of(rows, read, found.cursor, found.total)

    async def customers(self, cursor: str | None = None) -> Page[ChannelCustomer]:
        """A page of customers; guests are known by their orders alone."""
        found = await self.caller.page("customers", {"role": "customer"}, cursor)
        return page_of(found.rows, people.customer, found.cursor, found.total)

    async def orders(
        self, cursor: str | None = None, *, since: datetime | None = None
    ) -> Page[ChannelOrder]:
        """A page of orders."""
        query = {"status": "any"}
        if since is not None:
            at = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
            query |= {"modified_after": at, "dates_are_gmt": "true"}
        found = await self.caller.page("orders", query, cursor)
        rows = [one for one in found.rows if one.get("status") not in people.SKIPPED]
        return page_of(rows, people.order, found.cursor, found.total)

    async def order(self, external_id: str) -> ChannelOrder:
        """One order, whole."""
        raw = mapping((await self.caller.ask(f"orders/{_id(external_id)}")).data)
        return whole(lambda: people.order(raw))

    async def redirects(self, cursor: str | None = None) -> Page[ChannelRedirect]:
        """Refused: WooCommerce keeps none."""
        del cursor
        raise ChannelRefused(Refusal.UNSUPPORTED, "WooCommerce keeps no redirects.")

    async def stock(self, keys: Sequence[str]) -> tuple[StockLevel, ...]:
        """What is left: simple products in one request, variations product by product."""
        found: dict[str, StockLevel] = {}
        parents = {key.partition("/")[0] for key in keys if "/" in key}
        simple = [_id(key) for key in keys if "/" not in key]
        if simple:
            query = {"include": ",".join(simple), "per_page": "100", "status": "any"}
            for one in listed((await self.caller.ask("products", query)).data):
                _count(found, mapping(one), "")
        for parent in sorted(parents):
            try:
                below = await self._pages(f"products/{_id(parent)}/variations")
            except ChannelRefused as error:
                if error.reason is not Refusal.NOT_FOUND:
                    raise
                continue  # the product is gone, and its variations with it
            for one in below:
                _count(found, one, f"{parent}/")
        return tuple(found[key] for key in keys if key in found)

    async def set_stock(self, writes: Sequence[StockWrite]) -> tuple[StockResult, ...]:
        """Read, compare, set. WooCommerce does not compare for us: a sale in the moment between is
        found by the reading that follows each write of ours."""
        there = {
            one.stock_key: one.available
            for one in await self.stock([one.stock_key for one in writes])
        }
        results: list[StockResult] = []
        for one in writes:
            now = there.get(one.stock_key)
            if now is None:
                results.append(StockResult(one.stock_key, "gone"))
            elif now not in {one.expected, one.quantity}:
                results.append(StockResult(one.stock_key, "conflict", now))
            else:
                if now != one.quantity:
                    await self._put(one, first=not results)
                results.append(StockResult(one.stock_key, "written", one.quantity))
        return tuple(results)

    async def _put(self, one: StockWrite, *, first: bool) -> None:
        """Set one number. first: nothing of the call can be done yet; of others nobody may say that
        it did nothing."""
        try:
            await self.caller.ask(
                _path(one.stock_key), method="PUT", payload={"stock_quantity": one.quantity}
            )
        except ChannelUnavailable as error:
            if first:
                raise
            raise ChannelUnavailable(str(error), retry_after=error.retry_after) from error
        except ChannelRefused as error:
            if first:
                raise
            raise ChannelUnavailable(error.message) from error

    async def find(
        self, reference: str, handles: Sequence[str], skus: Sequence[str]
    ) -> tuple[FoundProduct, ...]:
        """By address, and by SKU of products and variations."""
        del reference
        return await writing.find(self.caller, handles, skus)

    async def publish(self, wish: ProductWish) -> ChannelProduct:
        """A product, its variations, then its pictures; on sale only when it is whole."""
        there = None
        if wish.external_id:
            try:
                there = await self.product(wish.external_id)
            except ChannelRefused as error:
                if error.reason is not Refusal.INVALID:
                    raise  # else: begun, and without its variations yet
        key = await writing.publish(self.caller, wish, there, self.currency, self.weight_unit)
        return await self.product(key)

    async def subscribe(self, callback_url: str) -> None:
        """Ask for what is not asked for yet; WooCommerce ends a webhook that failed five times in
        a row, so that a paused one is let run again."""
        if not self.secret:
            raise ChannelRefused(Refusal.INVALID, "A secret for messages is missing.")
        held = {
            clean(one.get("topic"), 60): one
            for one in await self._pages("webhooks")
            if one.get("delivery_url") == callback_url
        }
        for topic in TOPICS:
            known = held.get(topic)
            if known is None:
                wanted = {
                    "name": f"Ecomm: {topic}",
                    "topic": topic,
                    "delivery_url": callback_url,
                    "secret": self.secret,
                    "status": "active",
                }
                await self.caller.ask("webhooks", method="POST", payload=wanted)
            elif known.get("status") != "active":
                await self.caller.ask(
                    f"webhooks/{integer(known.get('id'))}",
                    method="PUT",
                    payload={"status": "active", "secret": self.secret},
                )

    def parse_webhook(self, raw_body: bytes, headers: Mapping[str, str]) -> tuple[ChannelHint, ...]:
        """`X-WC-Webhook-Signature`: Base64 of HMAC-SHA256 over the body with the webhook's
        secret. A ping (`webhook_id=…`) says nothing."""
        if not self.secret:
            raise InvalidSignature("no secret was given")
        ours = base64.b64encode(hmac.digest(self.secret.encode(), raw_body, hashlib.sha256))
        given = header(headers, "x-wc-webhook-signature") or ""
        if not hmac.compare_digest(ours, given.encode("utf-8", "replace")):
            raise InvalidSignature("wrong signature")
        resource = header(headers, "x-wc-webhook-resource") or ""
        delivery = header(headers, "x-wc-webhook-delivery-id")
        kind = {"product": HintKind.PRODUCT, "order": HintKind.ORDER}.get(resource)
        if kind is None:
            return ()
        if not delivery:
            raise InvalidSignature("no delivery id")
        try:
            body = mapping(json.loads(raw_body))
        except (ValueError, RecursionError) as error:
            raise InvalidSignature("no JSON") from error
        key = integer(body.get("id"), least=1)
        return () if key is None else (ChannelHint(delivery[:300], kind, str(key)),)

    async def _variations(self, raw: Raw) -> list[Raw]:
        if raw.get("type") != "variable":
            return []
        return await self._pages(f"products/{integer(raw.get('id'))}/variations")

    async def _members(self, raw: Raw) -> list[str]:
        query = {"category": clean(raw.get("id"), 40), "status": "any", "_fields": "id"}
        found = await self._pages("products", query, most=MAX_MEMBERS)
        return [clean(one.get("id"), 40) for one in found]

    async def _pages(
        self, path: str, query: Mapping[str, str] | None = None, *, most: int = 5_000
    ) -> list[Raw]:
        rows: list[Raw] = []
        cursor: str | None = None
        while len(rows) < most:
            found = await self.caller.page(path, query or {}, cursor)
            rows += found.rows
            cursor = found.cursor
            if cursor is None:
                break
        return rows[:most]


def _count(found: dict[str, StockLevel], raw: Raw, below: str) -> None:
    left = integer(raw.get("stock_quantity"), least=-(10**9), most=10**9)
    if raw.get("manage_stock") is True and left is not None:
        key = f"{below}{clean(raw.get('id'), 40)}"
        found[key] = StockLevel(key, left)


def _path(stock_key: str) -> str:
    parent, _, child = stock_key.partition("/")
    return f"products/{_id(parent)}/variations/{_id(child)}" if child else f"products/{_id(parent)}"


def _id(external_id: str) -> str:
    if not external_id.isascii() or not external_id.isdecimal():
        raise ChannelRefused(Refusal.NOT_FOUND, "WooCommerce numbers its records.")
    return external_id
