"""A supplier with a book of its own: what a real one would have at the end of the day. Tests count
orders there, not in our tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.orders import (
    DisputeOutcome,
    DisputeRequest,
    DisputeState,
    OrderRequest,
    SupplierOrderState,
    SupplierOrderStatus,
    SupplierParcel,
)


class BookSupplier:
    """An account at a supplier that keeps every order it was ever sent, even twice the same.

    `before[call]` and `after[call]` may raise: after is a fault once the supplier has acted.
    """

    def __init__(self, currency: str = "EUR") -> None:
        self.currency = currency
        self.book: list[SupplierOrderState] = []
        self.requests: list[OrderRequest] = []
        self.disputes: dict[str, DisputeState] = {}
        self.calls: list[str] = []
        self.before: dict[str, list[Exception | BaseException]] = {}
        self.after: dict[str, list[Exception | BaseException]] = {}
        self.status = SupplierOrderStatus.PAID
        self.unit_costs: dict[str, int] = {}
        self.shipping: int | None = None
        self.duty: int | None = None
        self.balance = True
        self.cancellable = True

    def _enter(self, call: str) -> None:
        self.calls.append(call)
        self._raise(self.before, call)

    def _raise(self, where: dict[str, list[Exception | BaseException]], call: str) -> None:
        if where.get(call):
            raise where[call].pop(0)

    async def place_order(self, request: OrderRequest) -> SupplierOrderState:
        self._enter("place_order")
        self.requests.append(request)
        costs = {
            line.external_sku: self.unit_costs.get(line.external_sku, line.max_unit_cost)
            for line in request.lines
        }
        goods = sum(costs[line.external_sku] * line.quantity for line in request.lines)
        total = goods + (self.shipping or 0) + (self.duty or 0)
        state = SupplierOrderState(
            supplier_ref=f"S-{len(self.book) + 1}",
            reference=request.reference,
            status=self.status,
            currency=self.currency,
            goods=goods,
            shipping=self.shipping,
            duty=self.duty,
            total=total if self.shipping is not None else None,
            unit_costs=costs,
            payment_url="https://supplier.example/pay"
            if self.status is SupplierOrderStatus.UNPAID
            else None,
        )
        self.book.append(state)
        self._raise(self.after, "place_order")
        return state

    async def find_order(self, reference: str, *, since: datetime) -> SupplierOrderState | None:
        self._enter("find_order")
        found = next((one for one in self.book if one.reference == reference), None)
        self._raise(self.after, "find_order")
        return found

    def _place(self, supplier_ref: str) -> int:
        for place, one in enumerate(self.book):
            if one.supplier_ref == supplier_ref:
                return place
        raise SupplierRefused(Refusal.NOT_FOUND, "no such order")

    async def fetch_order(self, supplier_ref: str) -> SupplierOrderState:
        self._enter("fetch_order")
        return self.book[self._place(supplier_ref)]

    async def pay_order(self, supplier_ref: str) -> SupplierOrderState:
        self._enter("pay_order")
        if not self.balance:
            raise SupplierRefused(Refusal.FUNDS, "not enough balance")
        self.change(supplier_ref, status=SupplierOrderStatus.PAID, payment_url=None)
        return self.book[self._place(supplier_ref)]

    async def cancel_order(self, supplier_ref: str) -> SupplierOrderState:
        self._enter("cancel_order")
        if not self.cancellable:
            raise SupplierRefused(Refusal.NOT_CANCELLABLE, "it is packed already")
        self.change(supplier_ref, status=SupplierOrderStatus.CANCELLED)
        self._raise(self.after, "cancel_order")
        return self.book[self._place(supplier_ref)]

    async def open_dispute(self, request: DisputeRequest) -> DisputeState:
        self._enter("open_dispute")
        state = DisputeState(
            dispute_ref=f"D-{len(self.disputes) + 1}",
            reference=request.reference,
            supplier_ref=request.supplier_ref,
            status=DisputeOutcome.OPEN,
            refunded=0,
            currency=request.currency,
        )
        self.disputes[state.dispute_ref] = state
        self._raise(self.after, "open_dispute")
        return state

    async def find_dispute(self, reference: str, supplier_ref: str) -> DisputeState | None:
        self._enter("find_dispute")
        return next((one for one in self.disputes.values() if one.reference == reference), None)

    async def fetch_dispute(self, dispute_ref: str) -> DisputeState:
        self._enter("fetch_dispute")
        return self.disputes[dispute_ref]

    async def withdraw_dispute(self, dispute_ref: str) -> DisputeState:
        self._enter("withdraw_dispute")
        if self.disputes[dispute_ref].status is DisputeOutcome.OPEN:
            self.decide(dispute_ref, DisputeOutcome.WITHDRAWN)
        self._raise(self.after, "withdraw_dispute")
        return self.disputes[dispute_ref]

    def decide(self, dispute_ref: str, status: DisputeOutcome, refunded: int = 0) -> None:
        """The supplier has thought about it; what it gives back stands on the order, too."""
        found = self.disputes[dispute_ref]
        self.disputes[dispute_ref] = replace(
            found, status=status, refunded=refunded, message=f"It is {status}."
        )
        order = self.book[self._place(found.supplier_ref)]
        self.change(found.supplier_ref, refunded=order.refunded + refunded)

    def change(self, supplier_ref: str, **fields: Any) -> None:
        """The supplier's world moves on."""
        place = self._place(supplier_ref)
        self.book[place] = replace(self.book[place], **fields)

    def ships(self, supplier_ref: str, *parcels: SupplierParcel) -> None:
        """Parcels leave."""
        self.change(supplier_ref, status=SupplierOrderStatus.SHIPPED, parcels=parcels)

    def live(self) -> list[SupplierOrderState]:
        """Orders that cost money: neither cancelled nor rejected."""
        ended = (SupplierOrderStatus.CANCELLED, SupplierOrderStatus.REJECTED)
        return [one for one in self.book if one.status not in ended]


def lost() -> SupplierUnavailable:
    """The line dropped: nobody knows."""
    return SupplierUnavailable("the line dropped")
