"""One desk per supplier, so that the same contract is proven on each over HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ecomm_connectors.suppliers.orders import Address, OrderLine, OrderRequest
from ecomm_connectors.suppliers.port import Adapter, Credentials, Supplier

ADDRESS = Address(
    name="Ada Lovelace",
    line1="Torstr. 12",
    line2="",
    city="Berlin",
    state="Berlin",
    postal_code="10119",
    country="DE",
    phone="+49 301234567",
)


@dataclass(frozen=True)
class Desk:
    """A supplier and its other side.

    product, line: something it sells, 40 or more in stock; warehouse and method: how it travels.
    fault: (kind, act) with act `place`, `product`, `find` or `any`.
    orders: how many bear a reference. finds: whether it can be asked by our reference.
    """

    name: str
    adapter: Adapter
    credentials: Credentials
    product: str
    line: OrderLine
    warehouse: str
    method: str
    fault: Callable[..., Awaitable[None]]
    orders: Callable[[str], Awaitable[int]]
    finds: bool = True
    sells: bool = True

    @property
    def supplier(self) -> Supplier:
        """The account."""
        return self.adapter.connect(self.credentials)

    def order(self, **changes: Any) -> OrderRequest:
        """Two of its line, under a reference of its own."""
        fields: dict[str, Any] = {
            "reference": f"PO-{uuid4().hex[:20]}",
            "lines": (self.line,),
            "address": ADDRESS,
            "currency": "USD",
            "warehouse": self.warehouse,
            "method": self.method,
        }
        return OrderRequest(**{**fields, **changes})
