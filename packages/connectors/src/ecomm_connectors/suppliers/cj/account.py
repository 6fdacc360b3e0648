"""One account at CJ."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ecomm_connectors.suppliers.cj import goods, hints, orders
from ecomm_connectors.suppliers.cj.calling import CjCaller
from ecomm_connectors.suppliers.cj.disputing import Disputing
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
from ecomm_connectors.suppliers.port import AccountInfo, SupplierHint
from ecomm_connectors.suppliers.wire import (
    clean,
    header,
    instant,
    integer,
    listed,
    mapping,
    minor,
)

PAGE: Final = 20
_SEARCH: Final = 50
_READ: Final = 10
_LOOK_PAGES: Final = 10
_LOOK_SIZE: Final = 50
_SKEW: Final = timedelta(hours=24)
"""CJ writes times without a zone; a day covers them all."""


class CjAccount(Disputing):
    """See the port. CJ searches by words only as far as its documents go."""

    title = "CJ Dropshipping"

    def __init__(self, caller: CjCaller, open_id: str) -> None:
        super().__init__(caller)
        self._open_id = open_id

    async def account(self) -> AccountInfo:
        """The balance proves the token."""
        told = mapping(await self._caller.call("GET", "shopping/pay/getBalance"))
        return AccountInfo(
            account_ref=self._open_id,
            name="CJ Dropshipping",
            currency=goods.CURRENCY,
            balance=minor(told.get("amount"), goods.CURRENCY),
        )

    async def search(
        self, query: str, *, destination: str, cursor: str | None = None, image: bytes | None = None
    ) -> ProductPage:
        """By words; 50 points a page."""
        del destination
        if image is not None:
            raise self._cannot("search by picture")
        return await self._list({"keyWord": query[:200]}, cursor)

    async def best_sellers(
        self, *, category: str | None, destination: str, cursor: str | None = None
    ) -> ProductPage:
        """What most sellers list, first."""
        del destination
        asked = {"orderBy": "1", "sort": "desc"}
        if category:
            asked["categoryId"] = category
        return await self._list(asked, cursor)

    async def fetch_product(self, external_id: str, *, destination: str) -> ProductOffer:
        """The product, then its stock by country: stock that CJ does not tell is `unknown`."""
        del destination
        told = await self._caller.call(
            "GET", "product/query", query={"pid": external_id}, points=_READ
        )
        if not mapping(told):
            raise SupplierRefused(Refusal.NOT_FOUND, "no such product")
        return goods.product(mapping(told), await self._stocks(external_id))

    async def read_stock(
        self, external_ids: Sequence[str], *, destination: str
    ) -> tuple[StockReading, ...]:
        """Two requests a product. A limit met on the way ends the reading: the rest is missing."""
        found: list[StockReading] = []
        for external_id in external_ids:
            at = datetime.now(UTC)
            try:
                offer = await self.fetch_product(external_id, destination=destination)
            except SupplierRefused as refused:
                if refused.reason is not Refusal.NOT_FOUND:
                    raise
                gone = Availability.GONE
                found.append(
                    StockReading(external_id, "", "", gone, None, None, goods.CURRENCY, at)
                )
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
        """All lines as one parcel from a country."""
        asked = {
            "startCountryCode": warehouse,
            "endCountryCode": destination,
            "zip": postal_code,
            "products": [{"vid": line.order_key, "quantity": line.quantity} for line in lines],
        }
        told = await self._caller.call("POST", "logistic/freightCalculate", asked, points=_READ)
        read = (goods.lane(mapping(one), warehouse, destination) for one in listed(told))
        found = [one for one in read if one is not None]
        return tuple(sorted(found, key=lambda one: (one.cost + (one.duty or 0), one.method)))

    async def place_order(self, request: OrderRequest) -> SupplierOrderState:
        """Costs and stock are compared before: CJ takes no limit. A lack of balance is answered
        although the order was made: it is then unknown, and found unpaid by its number."""
        await self._check(request)
        try:
            told = await self._caller.call(
                "POST", "shopping/order/createOrderV2", orders.body(request)
            )
        except SupplierRefused as refused:
            repeated = (
                "exist" in refused.message.casefold() and "order" in refused.message.casefold()
            )
            if refused.reason is Refusal.FUNDS or repeated:
                raise SupplierUnavailable(f"CJ: {refused.message}") from refused
            raise
        return orders.placed(mapping(told), request)

    async def find_order(self, reference: str, *, since: datetime) -> SupplierOrderState | None:
        """By `orderNumber`, which `getOrderDetail` takes in place of CJ's own id; where it knows
        none, the list of orders is read back to a day before `since`. Only then it is certain that
        there is none: SupplierUnavailable when the list is longer than 500."""
        try:
            told = await self._detail(reference)
        except SupplierRefused as refused:
            if refused.reason not in {Refusal.NOT_FOUND, Refusal.INVALID}:
                raise
        else:
            found = await self._state(told)
            if found.reference == reference:
                return found
        return await self._look_through(reference, since - _SKEW)

    async def fetch_order(self, supplier_ref: str) -> SupplierOrderState:
        """With its parcel's route."""
        return await self._state(await self._detail(supplier_ref))

    async def pay_order(self, supplier_ref: str) -> SupplierOrderState:
        """Confirm where that is still to be done, then pay from the balance."""
        detail = await self._detail(supplier_ref)
        state = await self._state(detail)
        if state.status is not SupplierOrderStatus.UNPAID:
            return state
        if clean(detail.get("orderStatus"), 40).upper() in orders.UNCONFIRMED:
            confirm = {"orderId": supplier_ref}
            await self._caller.call("PATCH", "shopping/order/confirmOrder", confirm)
        shipment = clean(detail.get("shipmentOrderId"), 80)
        if shipment:
            await self._caller.call(
                "POST", "shopping/pay/payBalanceV2", {"shipmentOrderId": shipment}
            )
        else:
            await self._caller.call("POST", "shopping/pay/payBalance", {"orderId": supplier_ref})
        return await self.fetch_order(supplier_ref)

    async def cancel_order(self, supplier_ref: str) -> SupplierOrderState:
        """Unpaid orders are deleted; paid ones only a person can have cancelled."""
        state = await self.fetch_order(supplier_ref)
        if state.status is SupplierOrderStatus.CANCELLED:
            return state
        if state.status is not SupplierOrderStatus.UNPAID:
            raise SupplierRefused(Refusal.NOT_CANCELLABLE, "it is paid: ask CJ's support")
        await self._caller.call(
            "DELETE", "shopping/order/deleteOrder", query={"orderId": supplier_ref}
        )
        return replace(state, status=SupplierOrderStatus.CANCELLED, reason="cancelled by the buyer")

    async def subscribe(self, callback_url: str, external_ids: Sequence[str]) -> None:
        """Set the address for all kinds, then name the products."""
        kind = {"type": "ENABLE", "callbackUrls": [callback_url]}
        kinds = dict.fromkeys(("product", "stock", "order", "logistics"), kind)
        await self._caller.call("POST", "webhook/set", kinds)
        if external_ids:
            await self._caller.call(
                "POST", "webhook/product/subscribe", {"pids": list(external_ids)[:5000]}
            )

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> tuple[SupplierHint, ...]:
        """Header `sign`: Base64 of HMAC-SHA256 over the raw body, keyed with the openId (so
        integrators' code; CJ's page does not say). Answer within three seconds."""
        del now
        mac = hmac.new(self._open_id.encode(), raw_body, hashlib.sha256).digest()
        given = (header(headers, "sign") or "").strip()
        if not self._open_id or not hmac.compare_digest(given.encode(), base64.b64encode(mac)):
            raise InvalidSignature("the webhook's signature does not match")
        try:
            said = mapping(json.loads(raw_body))
        except (ValueError, RecursionError) as error:
            raise InvalidSignature("the signed body is not JSON") from error
        return hints.read(said)

    async def _list(self, asked: dict[str, str], cursor: str | None) -> ProductPage:
        page = integer(cursor, least=1, most=1000) or 1
        query = {**asked, "page": str(page), "size": str(PAGE)}
        data = mapping(
            await self._caller.call("GET", "product/listV2", query=query, points=_SEARCH)
        )
        read = [goods.summary(mapping(one)) for one in goods.rows(data)]
        total = integer(data.get("totalRecords"))
        more = bool(read) and total is not None and page * PAGE < total
        found = tuple(one for one in read if one is not None)
        return ProductPage(found, str(page + 1) if more else None, total)

    async def _stocks(self, external_id: str) -> dict[str, dict[str, int]] | None:
        try:
            told = await self._caller.call(
                "GET", "product/stock/getInventoryByPid", query={"pid": external_id}, points=_READ
            )
        except SupplierRefused as refused:
            if refused.reason is Refusal.CREDENTIALS:
                raise
            return None
        return goods.inventories(told) or None

    async def _check(self, request: OrderRequest) -> None:
        """What this raises happened before anything was ordered."""
        try:
            for pid in dict.fromkeys(line.external_id for line in request.lines):
                told = await self._caller.call(
                    "GET", "product/query", query={"pid": pid}, points=_READ
                )
                prices = {
                    clean(mapping(one).get("vid"), 80): minor(
                        mapping(one).get("variantSellPrice"), goods.CURRENCY
                    )
                    for one in listed(mapping(told).get("variants"))
                }
                for line in (one for one in request.lines if one.external_id == pid):
                    cost = prices.get(line.order_key)
                    if line.order_key not in prices:
                        raise _at(line, Refusal.OPTION_GONE, "this option is not sold any more")
                    if cost is None or cost > line.max_unit_cost:
                        raise _at(line, Refusal.PRICE_CHANGED, f"costs {cost} now")
            for line in request.lines:
                told = await self._caller.call(
                    "GET",
                    "product/stock/queryByVid",
                    query={"vid": line.order_key},
                    points=_READ,
                )
                if goods.by_vid(told).get(request.warehouse, 0) < line.quantity:
                    raise _at(line, Refusal.OUT_OF_STOCK, "not enough left")
        except SupplierUnavailable as error:
            raise SupplierUnavailable(
                str(error), retry_after=error.retry_after, untouched=True
            ) from error

    async def _detail(self, order_id: str) -> Mapping[str, Any]:
        told = await self._caller.call(
            "GET", "shopping/order/getOrderDetail", query={"orderId": order_id}
        )
        if not mapping(told):
            raise SupplierRefused(Refusal.NOT_FOUND, "no such order")
        return mapping(told)

    async def _state(self, detail: Mapping[str, Any]) -> SupplierOrderState:
        number = clean(detail.get("trackNumber"), 80)
        if not number:
            return orders.order(detail, ())
        tracked = await self._caller.call(
            "GET", "logistic/trackInfo", query={"trackNumber": number}
        )
        return orders.order(detail, (orders.parcel(detail, listed(tracked)),))

    async def _look_through(self, reference: str, since: datetime) -> SupplierOrderState | None:
        for page in range(1, _LOOK_PAGES + 1):
            query = {"pageNum": str(page), "pageSize": str(_LOOK_SIZE)}
            data = mapping(await self._caller.call("GET", "shopping/order/list", query=query))
            rows = [mapping(one) for one in listed(data.get("list"))]
            for row in rows:
                if clean(row.get("orderNum") or row.get("orderNumber"), 60) == reference:
                    return await self.fetch_order(clean(row.get("orderId"), 80))
            total = integer(data.get("total"))
            made = [instant(row.get("createDate")) for row in rows]
            old = bool(made) and all(at is not None and at < since for at in made)
            if old or (total is not None and page * _LOOK_SIZE >= total):
                return None
            if not rows:
                break
        raise SupplierUnavailable("CJ's list of orders is too long to be certain")


def _at(line: Any, reason: Refusal, words: str) -> SupplierRefused:
    return SupplierRefused(reason, words, external_sku=line.external_sku)
