"""What a supplier without an ability answers to those who ask for it all the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused
from ecomm_connectors.suppliers.goods import LaneLine, LaneQuote, ProductPage
from ecomm_connectors.suppliers.orders import (
    DisputeRequest,
    DisputeState,
    OrderRequest,
    SupplierOrderState,
)


class Refusing:
    """Base of accounts: each of these calls is refused with `unsupported` until a supplier that can
    do it says how. `title`: what people call the supplier."""

    title = "This supplier"

    async def search(
        self, query: str, *, destination: str, cursor: str | None = None, image: bytes | None = None
    ) -> ProductPage:
        """Refused."""
        raise self._cannot("search", query, destination, cursor, image)

    async def best_sellers(
        self, *, category: str | None, destination: str, cursor: str | None = None
    ) -> ProductPage:
        """Refused."""
        raise self._cannot("best sellers", category, destination, cursor)

    async def quote_lanes(
        self, lines: Sequence[LaneLine], *, warehouse: str, destination: str, postal_code: str = ""
    ) -> tuple[LaneQuote, ...]:
        """Refused."""
        raise self._cannot("shipping quotes", lines, warehouse, destination, postal_code)

    async def place_order(self, request: OrderRequest) -> SupplierOrderState:
        """Refused."""
        raise self._cannot("orders", request)

    async def find_order(self, reference: str, *, since: datetime) -> SupplierOrderState | None:
        """Refused."""
        raise self._cannot("a look-up by our reference", reference, since)

    async def fetch_order(self, supplier_ref: str) -> SupplierOrderState:
        """Refused."""
        raise self._cannot("orders", supplier_ref)

    async def pay_order(self, supplier_ref: str) -> SupplierOrderState:
        """Refused."""
        raise self._cannot("payment", supplier_ref)

    async def cancel_order(self, supplier_ref: str) -> SupplierOrderState:
        """Refused."""
        raise self._cannot("cancelling", supplier_ref)

    async def open_dispute(self, request: DisputeRequest) -> DisputeState:
        """Refused."""
        raise self._cannot("disputes", request)

    async def find_dispute(self, reference: str, supplier_ref: str) -> DisputeState | None:
        """Refused."""
        raise self._cannot("disputes", reference, supplier_ref)

    async def fetch_dispute(self, dispute_ref: str) -> DisputeState:
        """Refused."""
        raise self._cannot("disputes", dispute_ref)

    async def withdraw_dispute(self, dispute_ref: str) -> DisputeState:
        """Refused."""
        raise self._cannot("withdrawal of disputes", dispute_ref)

    async def subscribe(self, callback_url: str, external_ids: Sequence[str]) -> None:
        """Refused."""
        raise self._cannot("webhooks", callback_url, external_ids)

    def _cannot(self, what: str, *asked: object) -> SupplierRefused:
        del asked
        return SupplierRefused(Refusal.UNSUPPORTED, f"{self.title} offers no {what} to programs")
