"""One account at the simulated supplier."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote as quoted

from ecomm_connectors.payments.errors import InvalidSignature as BadSignature
from ecomm_connectors.payments.signature import find_header, verify
from ecomm_connectors.suppliers.errors import InvalidSignature
from ecomm_connectors.suppliers.goods import (
    Availability,
    LaneLine,
    LaneQuote,
    ProductOffer,
    ProductPage,
    StockReading,
)
from ecomm_connectors.suppliers.orders import (
    DisputeRequest,
    DisputeState,
    OrderRequest,
    SupplierOrderState,
)
from ecomm_connectors.suppliers.port import AccountInfo, HintKind, SupplierHint
from ecomm_connectors.suppliers.simulated import reading
from ecomm_connectors.suppliers.simulated.calling import Caller
from ecomm_connectors.suppliers.simulated.signing import SIGNATURE_HEADER
from ecomm_connectors.suppliers.wire import (
    clean,
    currency_of,
    instant,
    listed,
    mapping,
    minor,
    units,
)

_ORIGINS: Final = {"CN": "CN", "EU": "NL", "US": "US"}
_KINDS: Final = {
    "order.changed": HintKind.ORDER,
    "dispute.changed": HintKind.DISPUTE,
    "product.changed": HintKind.PRODUCT,
    "stock.changed": HintKind.STOCK,
}


class SimulatedAccount:
    """See the port. Its `place_order` is not deduplicated by the server: look up before a retry."""

    def __init__(self, caller: Caller, base_url: str, webhook_secret: str) -> None:
        self._caller = caller
        self._base_url = base_url
        self._secret = webhook_secret

    async def account(self) -> AccountInfo:
        """Who we are."""
        told = await self._caller.call("GET", "/v1/account")
        currency = currency_of(told.get("currency"), "USD")
        return AccountInfo(
            account_ref=clean(told.get("id"), 80),
            name=clean(told.get("name"), 80),
            currency=currency,
            balance=minor(told.get("balance"), currency),
            test=True,
        )

    async def search(
        self, query: str, *, destination: str, cursor: str | None = None, image: bytes | None = None
    ) -> ProductPage:
        """By words, or by a picture; it reaches every country with one service or another."""
        del destination
        if image is not None:
            told = await self._caller.call("POST", "/v1/products/by-picture", content=image)
        else:
            asked = {"query": query[:200], "page": cursor or "1"}
            told = await self._caller.call("GET", "/v1/products", query=asked)
        return reading.page(told, self._base_url)

    async def best_sellers(
        self, *, category: str | None, destination: str, cursor: str | None = None
    ) -> ProductPage:
        """What sells, most first."""
        del destination
        asked = {"category": category or "", "page": cursor or "1"}
        told = await self._caller.call("GET", "/v1/best-sellers", query=asked)
        return reading.page(told, self._base_url)

    async def fetch_product(self, external_id: str, *, destination: str) -> ProductOffer:
        """All variants in all warehouses: one external_sku for each of both."""
        del destination
        told = await self._caller.call("GET", f"/v1/products/{quoted(external_id, safe='')}")
        return reading.product(told, self._base_url)

    async def read_stock(
        self, external_ids: Sequence[str], *, destination: str
    ) -> tuple[StockReading, ...]:
        """One request for up to 50 products."""
        del destination
        if not external_ids:
            return ()
        told = await self._caller.call("POST", "/v1/stock", {"ids": list(external_ids)})
        at = instant(told.get("read_at")) or datetime.now(UTC)
        found = []
        for one in listed(told.get("products")):
            product = mapping(one)
            for variant in listed(product.get("variants")):
                offer = reading.variant(mapping(variant), self._base_url)
                found.append(
                    StockReading(
                        external_id=clean(product.get("id"), 80),
                        external_sku=offer.external_sku,
                        warehouse=offer.warehouse,
                        availability=offer.availability,
                        stock=offer.stock,
                        cost=offer.cost,
                        currency=offer.currency,
                        read_at=at,
                    )
                )
        gone = [clean(one, 80) for one in listed(told.get("gone"))]
        return (
            *found,
            *(StockReading(one, "", "", Availability.GONE, None, None, "USD", at) for one in gone),
        )

    async def quote_lanes(
        self, lines: Sequence[LaneLine], *, warehouse: str, destination: str, postal_code: str = ""
    ) -> tuple[LaneQuote, ...]:
        """Its services from the warehouse, cheapest (with duty) first."""
        del postal_code
        asked = {
            "warehouse": warehouse,
            "country": destination,
            "lines": [{"sku": line.order_key, "units": line.quantity} for line in lines],
        }
        told = await self._caller.call("POST", "/v1/freight", asked)
        origin = _ORIGINS.get(warehouse)
        quotes = [
            reading.quote(mapping(one), warehouse, origin, destination)
            for one in listed(told.get("quotes"))
        ]
        return tuple(one for one in quotes if one is not None)

    async def place_order(self, request: OrderRequest) -> SupplierOrderState:
        """Buy, once, without a retry of its own."""
        address = request.address
        asked: dict[str, Any] = {
            "reference": request.reference,
            "warehouse": request.warehouse,
            "service": request.method,
            "note": request.note,
            "pay": request.pay,
            "lines": [
                {
                    "sku": line.order_key,
                    "units": line.quantity,
                    "max_price": units(line.max_unit_cost, request.currency),
                }
                for line in request.lines
            ],
            "address": {
                "name": address.name,
                "line1": address.line1,
                "line2": address.line2,
                "city": address.city,
                "state": address.state,
                "postal_code": address.postal_code,
                "country": address.country,
                "phone": address.phone,
                "email": address.email,
            },
        }
        told = await self._caller.call("POST", "/v1/orders", asked)
        return reading.order(told, self._base_url)

    async def find_order(self, reference: str, *, since: datetime) -> SupplierOrderState | None:
        """By our reference; its books are complete, so nothing found is certainly nothing there.
        Of several under one reference the first."""
        asked = {"reference": reference, "since": f"{since.timestamp():.3f}"}
        told = await self._caller.call("GET", "/v1/orders", query=asked)
        found = listed(told.get("orders"))
        return reading.order(mapping(found[0]), self._base_url) if found else None

    async def fetch_order(self, supplier_ref: str) -> SupplierOrderState:
        """With parcels and tracking."""
        return await self._order("GET", supplier_ref, "")

    async def pay_order(self, supplier_ref: str) -> SupplierOrderState:
        """From the balance."""
        return await self._order("POST", supplier_ref, "/pay")

    async def cancel_order(self, supplier_ref: str) -> SupplierOrderState:
        """Until the first parcel has its label."""
        return await self._order("POST", supplier_ref, "/cancel")

    async def open_dispute(self, request: DisputeRequest) -> DisputeState:
        """Decided within two days."""
        asked = {
            "reference": request.reference,
            "order_id": request.supplier_ref,
            "lines": dict(request.lines),
            "amount": units(request.amount, request.currency),
            "reason": request.reason,
            "message": request.message,
            "photos": list(request.photo_urls),
        }
        return reading.dispute(await self._caller.call("POST", "/v1/disputes", asked))

    async def find_dispute(self, reference: str, supplier_ref: str) -> DisputeState | None:
        """By our reference."""
        asked = {"reference": reference, "order_id": supplier_ref}
        told = await self._caller.call("GET", "/v1/disputes", query=asked)
        found = listed(told.get("disputes"))
        return reading.dispute(mapping(found[0])) if found else None

    async def fetch_dispute(self, dispute_ref: str) -> DisputeState:
        """As it stands."""
        path = f"/v1/disputes/{quoted(dispute_ref, safe='')}"
        return reading.dispute(await self._caller.call("GET", path))

    async def withdraw_dispute(self, dispute_ref: str) -> DisputeState:
        """While it is thought about; one that is decided stays so."""
        path = f"/v1/disputes/{quoted(dispute_ref, safe='')}/withdraw"
        return reading.dispute(await self._caller.call("POST", path, {}))

    async def subscribe(self, callback_url: str, external_ids: Sequence[str]) -> None:
        """Replaces what was subscribed to before."""
        asked = {"url": callback_url, "products": list(external_ids)}
        await self._caller.call("PUT", "/v1/webhook", asked)

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> tuple[SupplierHint, ...]:
        """One hint a webhook."""
        try:
            verify(raw_body, find_header(headers, SIGNATURE_HEADER), [self._secret], now)
        except BadSignature as error:
            raise InvalidSignature(error.detail) from error
        try:
            said = mapping(json.loads(raw_body))
        except (ValueError, RecursionError) as error:
            raise InvalidSignature("the signed body is not JSON") from error
        kind, event_id = _KINDS.get(clean(said.get("type"), 40)), clean(said.get("id"), 80)
        hint = SupplierHint(
            event_id=event_id,
            kind=kind or HintKind.ORDER,
            external_id=clean(said.get("product_id"), 80),
            reference=clean(said.get("reference"), 60),
            supplier_ref=clean(said.get("order_id"), 80),
        )
        about = hint.external_id or hint.reference or hint.supplier_ref
        if kind is None or not event_id or not about:
            raise InvalidSignature("the signed body is not an event")
        return (hint,)

    async def _order(self, method: str, supplier_ref: str, act: str) -> SupplierOrderState:
        path = f"/v1/orders/{quoted(supplier_ref, safe='')}{act}"
        payload: dict[str, Any] | None = {} if method == "POST" else None
        told = await self._caller.call(method, path, payload)
        return reading.order(told, self._base_url)
