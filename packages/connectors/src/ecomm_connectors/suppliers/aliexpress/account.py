"""One account at AliExpress."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from ecomm_connectors.suppliers.aliexpress import goods, orders
from ecomm_connectors.suppliers.aliexpress.gateway import Gateway, NoSuchPath
from ecomm_connectors.suppliers.aliexpress.signing import sign_push
from ecomm_connectors.suppliers.errors import (
    InvalidSignature,
    Refusal,
    SupplierRefused,
    SupplierUnavailable,
)
from ecomm_connectors.suppliers.goods import (
    Availability,
    LaneLine,
    LaneQuote,
    ProductOffer,
    ProductPage,
    StockReading,
)
from ecomm_connectors.suppliers.orders import (
    OrderRequest,
    SupplierOrderState,
    SupplierOrderStatus,
)
from ecomm_connectors.suppliers.port import AccountInfo, HintKind, SupplierHint
from ecomm_connectors.suppliers.refusing import Refusing
from ecomm_connectors.suppliers.wire import clean, header, integer, listed, mapping

CURRENCY: Final = "USD"
"""What auto-pay takes; prices are asked for in it."""
PAGE: Final = 20
_ORDER_PUSH: Final = 53
_GONE: Final = frozenset({"605", "ITEM_ID_NOT_FOUND"})
_NOT_THERE: Final = frozenset({"602", "604"})


class AliExpressAccount(Refusing):
    """See the port. What the platform offers no call for is refused with `unsupported`."""

    title = "AliExpress"

    def __init__(self, gateway: Gateway, values: Mapping[str, str]) -> None:
        self._gateway = gateway
        self._values = values

    async def account(self) -> AccountInfo:
        """A harmless search proves that the token works: the platform has no call that names us."""
        await self._call(
            "aliexpress.ds.text.search",
            keyWord="mug",
            local="en_US",
            countryCode="US",
            currency=CURRENCY,
            pageSize="1",
            pageIndex="1",
        )
        return AccountInfo(
            account_ref=self._values.get("user", "") or self._values.get("app_key", ""),
            name=self._values.get("nick", "") or "AliExpress",
            currency=CURRENCY,
            missing=("Automatic payment must be allowed for your app by AliExpress.",),
        )

    async def search(
        self, query: str, *, destination: str, cursor: str | None = None, image: bytes | None = None
    ) -> ProductPage:
        """By words (pages of 20), or by a picture of up to 5 MB (one page)."""
        if image is not None:
            asked = {
                "search_type": "similar",
                "image_base64": base64.b64encode(image).decode(),
                "currency": CURRENCY,
                "lang": "en",
                "sort_type": "best",
                "sort_order": "desc",
                "ship_to": destination,
            }
            told = await self._call("aliexpress.ds.image.searchV2", param0=asked)
            hits = listed(mapping(told.get("result")).get("data"))
            return self._page(hits, None, None)
        page = integer(cursor, least=1, most=1000) or 1
        told = await self._call(
            "aliexpress.ds.text.search",
            keyWord=query[:200],
            local="en_US",
            countryCode=destination,
            currency=CURRENCY,
            pageSize=str(PAGE),
            pageIndex=str(page),
        )
        data = mapping(told.get("data"))
        total = integer(data.get("totalCount"))
        hits = listed(data.get("products"))
        more = bool(hits) and total is not None and page * PAGE < total
        return self._page(hits, str(page + 1) if more else None, total)

    async def fetch_product(self, external_id: str, *, destination: str) -> ProductOffer:
        """With all SKUs, at the prices of the destination."""
        told = await self._call(
            "aliexpress.ds.product.get",
            product_id=external_id,
            ship_to_country=destination,
            target_currency=CURRENCY,
            target_language="EN",
        )
        code = clean(told.get("rsp_code"), 20)
        words = clean(told.get("rsp_msg"))
        if code in _GONE or "NOT_FOUND" in words.upper():
            raise SupplierRefused(Refusal.NOT_FOUND, words or "no such product", vendor_code=code)
        if code in _NOT_THERE:
            raise SupplierRefused(Refusal.NO_LANE, words or "not sold there", vendor_code=code)
        result = mapping(told.get("result"))
        if code not in {"", "200"} or not result:
            raise SupplierUnavailable(f"AliExpress: {words or 'no product in the answer'}")
        return goods.product(result, CURRENCY)

    async def read_stock(
        self, external_ids: Sequence[str], *, destination: str
    ) -> tuple[StockReading, ...]:
        """One request a product: the platform reads none together. A limit that is met on the way
        ends the reading early; what was read is told, the rest is missing."""
        found: list[StockReading] = []
        for external_id in external_ids:
            at = datetime.now(UTC)
            try:
                offer = await self.fetch_product(external_id, destination=destination)
            except SupplierRefused as refused:
                if refused.reason is not Refusal.NOT_FOUND:
                    if refused.reason in {Refusal.NO_LANE, Refusal.INVALID}:
                        continue
                    raise
                gone = Availability.GONE
                found.append(StockReading(external_id, "", "", gone, None, None, CURRENCY, at))
                continue
            except SupplierUnavailable:
                if not found:
                    raise
                break
            found += [
                StockReading(
                    external_id=external_id,
                    external_sku=one.external_sku,
                    warehouse=one.warehouse,
                    availability=one.availability,
                    stock=one.stock,
                    cost=one.cost,
                    currency=one.currency,
                    read_at=at,
                )
                for one in offer.variants
            ]
        return tuple(found)

    async def quote_lanes(
        self, lines: Sequence[LaneLine], *, warehouse: str, destination: str, postal_code: str = ""
    ) -> tuple[LaneQuote, ...]:
        """AliExpress quotes one SKU at a time and each travels by itself: services that all lines
        share, their costs added up."""
        del postal_code
        shared: dict[str, LaneQuote] | None = None
        for line in lines:
            asked = {
                "productId": line.external_id,
                "selectedSkuId": line.external_sku,
                "quantity": line.quantity,
                "shipToCountry": destination,
                "language": "en_US",
                "locale": "en_US",
                "currency": CURRENCY,
            }
            told = await self._call("aliexpress.ds.freight.query", queryDeliveryReq=asked)
            options = listed(mapping(told.get("result")).get("delivery_options"))
            read = [goods.lane(mapping(one), destination, CURRENCY) for one in options]
            found = {one.method: one for one in read if one is not None}
            shared = found if shared is None else _both(shared, found)
        kept = [one for one in (shared or {}).values() if _from(one, warehouse)]
        return tuple(sorted(kept, key=lambda one: (one.cost + (one.duty or 0), one.method)))

    async def place_order(self, request: OrderRequest) -> SupplierOrderState:
        """Create, and pay where `pay` (which the app must be allowed to). Prices are compared
        before: the platform takes no limit. It keeps `out_order_id` (our reference) and refuses a
        second order under it for 24 hours only."""
        await self._check_costs(request)
        asked = {
            "out_order_id": request.reference,
            "logistics_address": orders.address(request.address),
            "product_items": [
                {
                    "product_id": integer(line.external_id) or line.external_id,
                    "product_count": line.quantity,
                    "sku_attr": line.order_key,
                    "logistics_service_name": request.method,
                    "order_memo": request.note[:200],
                }
                for line in request.lines
            ],
        }
        payment = {"try_to_pay": "true" if request.pay else "false", "pay_currency": CURRENCY}
        extra = {"payment": payment, "trade_extra_param": {"business_model": "retail"}}
        told = await self._call(
            "aliexpress.ds.order.create",
            param_place_order_request4_open_api_d_t_o=asked,
            ds_extend_request=extra,
        )
        result = mapping(told.get("result"))
        words = clean(result.get("error_msg"))
        code = clean(result.get("error_code"), 80)
        numbers = [clean(one, 40) for one in listed(result.get("order_list")) if clean(one, 40)]
        if result.get("is_success") in {True, "true"} and numbers:
            return orders.placed(numbers, request.reference, request.currency, words, request.pay)
        if result.get("is_success") in {False, "false"} and not numbers and code != orders.REPEATED:
            raise SupplierRefused(
                orders.REFUSALS.get(code, Refusal.INVALID), words or code, vendor_code=code
            )
        # A repeated reference, or an answer that says both: there may well be an order.
        raise SupplierUnavailable(f"AliExpress: {code or 'unclear'} {words}".strip())

    async def find_order(self, reference: str, *, since: datetime) -> SupplierOrderState | None:
        """Refused (`unsupported`), never None: AliExpress has no look-up by `out_order_id`, so it
        cannot be *certain* that there is no order. Within 24 hours of the first attempt the same
        reference cannot be bought twice (`REPEATED_ORDER_ERROR`); after that it can. A person
        looks under "My Orders", or the push about the new order names its number."""
        del reference, since
        raise SupplierRefused(
            Refusal.UNSUPPORTED,
            "AliExpress cannot be asked for an order by our reference: look under My Orders there",
        )

    async def fetch_order(self, supplier_ref: str) -> SupplierOrderState:
        """The order with its tracking; of several numbers (joined by commas) all of them. Another
        account's number is answered as a lack of permission, which is read as `not_found`."""
        states = []
        for number in supplier_ref.split(",")[:20]:
            try:
                told = await self._call(
                    "aliexpress.trade.ds.order.get", single_order_query={"order_id": number}
                )
            except SupplierRefused as refused:
                if refused.reason in {Refusal.PERMISSION, Refusal.INVALID}:
                    raise SupplierRefused(Refusal.NOT_FOUND, refused.message) from refused
                raise
            result = mapping(told.get("result"))
            if not result:
                raise SupplierUnavailable("AliExpress: no order in the answer")
            tracked = await self._call(
                "aliexpress.ds.order.tracking.get", ae_order_id=number, language="en_US"
            )
            data = mapping(mapping(tracked.get("result")).get("data"))
            states.append(orders.order(result, number, orders.parcels(data)))
        return orders.together(states, supplier_ref)

    async def pay_order(self, supplier_ref: str) -> SupplierOrderState:
        """There is no call for it: paid already returns that state, else a person pays there."""
        state = await self.fetch_order(supplier_ref)
        if state.status is SupplierOrderStatus.UNPAID:
            raise SupplierRefused(Refusal.PERMISSION, "pay this order on AliExpress")
        return state

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> tuple[SupplierHint, ...]:
        """A push of topic DROPSHIPPER_ORDER_STATUS_UPDATE (message type 53). It bears no id: what
        it says, hashed, is its id. Pushes of other types are verified and name nothing."""
        del now
        given = header(headers, "authorization") or ""
        app_key, secret = self._gateway.app_key, self._gateway.app_secret
        wanted = sign_push(app_key, secret, raw_body)
        if not secret or not hmac.compare_digest(given.strip().lower().encode(), wanted.encode()):
            raise InvalidSignature("the push's signature does not match")
        try:
            said: Mapping[str, Any] = mapping(json.loads(raw_body))
        except (ValueError, RecursionError) as error:
            raise InvalidSignature("the signed body is not JSON") from error
        if integer(said.get("message_type")) != _ORDER_PUSH:
            return ()
        number = clean(mapping(said.get("data")).get("orderId"), 40)
        if not number:
            raise InvalidSignature("the signed body names no order")
        event_id = sha256(raw_body).hexdigest()
        return (SupplierHint(event_id, HintKind.ORDER, supplier_ref=number),)

    async def _check_costs(self, request: OrderRequest) -> None:
        """What this raises happened before anything was ordered."""
        products: dict[str, ProductOffer] = {}
        for line in request.lines:
            if line.external_id not in products:
                try:
                    products[line.external_id] = await self.fetch_product(
                        line.external_id, destination=request.address.country
                    )
                except SupplierUnavailable as error:
                    raise SupplierUnavailable(
                        str(error), retry_after=error.retry_after, untouched=True
                    ) from error
            offers = {one.external_sku: one for one in products[line.external_id].variants}
            offer = offers.get(line.external_sku)
            if offer is None or offer.order_key != line.order_key:
                raise _at_line(Refusal.OPTION_GONE, "this option is not sold any more", line)
            if offer.cost is None or offer.currency != request.currency:
                raise _at_line(Refusal.PRICE_CHANGED, "its price is not known", line)
            if offer.cost > line.max_unit_cost:
                raise _at_line(Refusal.PRICE_CHANGED, f"costs {offer.cost} now", line)
            if offer.availability is not Availability.IN_STOCK or (
                offer.stock is not None and offer.stock < line.quantity
            ):
                raise _at_line(Refusal.OUT_OF_STOCK, "not enough left", line)

    async def _call(self, method: str, **params: object) -> Mapping[str, Any]:
        try:
            return await self._gateway.call(method, **params)
        except NoSuchPath as error:
            raise SupplierRefused(
                Refusal.UNSUPPORTED, f"AliExpress does not know {method}"
            ) from error

    def _page(self, hits: list[Any], cursor: str | None, total: int | None) -> ProductPage:
        read = (goods.summary(mapping(one), CURRENCY) for one in hits)
        return ProductPage(tuple(one for one in read if one is not None), cursor, total)


def _at_line(reason: Refusal, words: str, line: Any) -> SupplierRefused:
    return SupplierRefused(reason, words, external_sku=line.external_sku)


def _from(quote: LaneQuote, warehouse: str) -> bool:
    """Whether it leaves from there; what does not say where it leaves from may."""
    known = {warehouse, quote.warehouse} - {""}
    return len(known) < 2 or len(warehouse) != 2


def _both(left: Mapping[str, LaneQuote], right: Mapping[str, LaneQuote]) -> dict[str, LaneQuote]:
    found = {}
    for method in left.keys() & right.keys():
        one, other = left[method], right[method]
        duty = one.duty + other.duty if one.duty is not None and other.duty is not None else None
        found[method] = LaneQuote(
            method=method,
            name=one.name,
            warehouse=one.warehouse,
            origin=one.origin,
            destination=one.destination,
            cost=one.cost + other.cost,
            currency=one.currency,
            min_days=_most(one.min_days, other.min_days),
            max_days=_most(one.max_days, other.max_days),
            tracked=one.tracked and other.tracked,
            duty=duty,
        )
    return found


def _most(one: int | None, other: int | None) -> int | None:
    return max(one, other) if one is not None and other is not None else None
