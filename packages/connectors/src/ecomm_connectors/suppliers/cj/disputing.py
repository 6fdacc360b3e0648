"""Complaints at CJ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecomm_connectors.suppliers.cj import hints, orders
from ecomm_connectors.suppliers.cj.calling import CjCaller
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.orders import DisputeOutcome, DisputeRequest, DisputeState
from ecomm_connectors.suppliers.refusing import Refusing
from ecomm_connectors.suppliers.wire import clean, listed, mapping, units
from ecomm_core.money import allocate


class Disputing(Refusing):
    """The part of an account that complains."""

    def __init__(self, caller: CjCaller) -> None:
        self._caller = caller

    async def open_dispute(self, request: DisputeRequest) -> DisputeState:
        """`businessDisputeId` is our reference; the reason is the first of CJ's that shares our
        word. The amount is spread over the lines by units."""
        counts = list(request.lines.values())
        shares = allocate(request.amount, counts)
        products = [
            {
                "lineItemId": sku.partition(":")[0],
                "quantity": count,
                "price": units(share, request.currency),
            }
            for (sku, count), share in zip(request.lines.items(), shares, strict=True)
        ]
        asked: dict[str, Any] = {"orderId": request.supplier_ref, "productInfoList": products}
        told = mapping(await self._caller.call("POST", "disputes/disputeConfirmInfo", asked))
        asked |= {
            "businessDisputeId": request.reference,
            "disputeReasonId": hints.reason_of(told, request.reason),
            "expectType": 1,
            "refundType": 1,
            "messageText": request.message[:500],
            "imageUrl": list(request.photo_urls),
        }
        await self._caller.call("POST", "disputes/create", asked)
        found = await self.find_dispute(request.reference, request.supplier_ref)
        if found is None:
            raise SupplierUnavailable("CJ took a dispute and does not list it yet")
        return found

    async def find_dispute(self, reference: str, supplier_ref: str) -> DisputeState | None:
        """Among the order's: those that do not name their `businessDisputeId` may be ours, so that
        nothing is certain then (SupplierUnavailable)."""
        rows = await self._disputes(supplier_ref)
        for row in rows:
            if clean(row.get("businessDisputeId"), 100) == reference:
                return orders.dispute(row, reference, supplier_ref)
        if any(not row.get("businessDisputeId") for row in rows):
            raise SupplierUnavailable("CJ lists a dispute without its number")
        return None

    async def fetch_dispute(self, dispute_ref: str) -> DisputeState:
        """`dispute_ref` is the order's id and the dispute's."""
        supplier_ref, _, number = dispute_ref.rpartition("/")
        for row in await self._disputes(supplier_ref):
            if clean(row.get("id") or row.get("disputeId"), 80) == number:
                reference = clean(row.get("businessDisputeId"), 100)
                return orders.dispute(row, reference, supplier_ref)
        raise SupplierRefused(Refusal.NOT_FOUND, "no such dispute")

    async def withdraw_dispute(self, dispute_ref: str) -> DisputeState:
        """One that has ended is left as it is; what came of it is read from the list."""
        state = await self.fetch_dispute(dispute_ref)
        if state.status is not DisputeOutcome.OPEN:
            return state
        supplier_ref, _, number = dispute_ref.rpartition("/")
        asked = {"orderId": supplier_ref, "disputeId": number}
        await self._caller.call("POST", "disputes/cancel", asked)
        return await self.fetch_dispute(dispute_ref)

    async def _disputes(self, supplier_ref: str) -> list[Mapping[str, Any]]:
        query = {"orderId": supplier_ref, "pageNum": "1", "pageSize": "50"}
        told = await self._caller.call("GET", "disputes/getDisputeList", query=query)
        return [mapping(one) for one in listed(mapping(told).get("list"))]
