"""A supplier that is watched: each answer and each failure is written down, so that a merchant sees
how an account does, and one that no longer takes our credentials is not asked again."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar
from uuid import UUID

from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.goods import (
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
from ecomm_connectors.suppliers.port import AccountInfo, Supplier, SupplierHint

T = TypeVar("T")

EVERY: Final = timedelta(minutes=1)
"""How often a success is written while all is well."""


class Bookkeeping(Protocol):
    """Who writes down how it went."""

    async def succeeded(self, supplier_id: UUID) -> None:
        """It answered."""

    async def failed(self, supplier_id: UUID, words: str) -> None:
        """It did not answer."""

    async def refused_us(self, supplier_id: UUID, words: str) -> None:
        """It no longer takes our credentials."""


class WatchedSupplier:
    """`inner` with its answers written down by `books`. Ask it with no transaction open."""

    def __init__(self, inner: Supplier, books: Bookkeeping, supplier_id: UUID) -> None:
        self._inner = inner
        self._books = books
        self.supplier_id = supplier_id

    async def _asked(self, call: Callable[[], Awaitable[T]]) -> T:
        try:
            answer = await call()
        except SupplierUnavailable as error:
            await self._books.failed(self.supplier_id, str(error)[:300])
            raise
        except SupplierRefused as error:
            if error.reason is Refusal.CREDENTIALS:
                await self._books.refused_us(self.supplier_id, error.message[:300])
            else:
                await self._books.succeeded(self.supplier_id)
            raise
        await self._books.succeeded(self.supplier_id)
        return answer

    async def account(self) -> AccountInfo:
        """See the port."""
        return await self._asked(self._inner.account)

    async def search(
        self, query: str, *, destination: str, cursor: str | None = None, image: bytes | None = None
    ) -> ProductPage:
        """See the port."""
        return await self._asked(
            lambda: self._inner.search(query, destination=destination, cursor=cursor, image=image)
        )

    async def best_sellers(
        self, *, category: str | None, destination: str, cursor: str | None = None
    ) -> ProductPage:
        """See the port."""
        return await self._asked(
            lambda: self._inner.best_sellers(
                category=category, destination=destination, cursor=cursor
            )
        )

    async def fetch_product(self, external_id: str, *, destination: str) -> ProductOffer:
        """See the port."""
        return await self._asked(
            lambda: self._inner.fetch_product(external_id, destination=destination)
        )

    async def read_stock(
        self, external_ids: Sequence[str], *, destination: str
    ) -> tuple[StockReading, ...]:
        """See the port."""
        return await self._asked(
            lambda: self._inner.read_stock(external_ids, destination=destination)
        )

    async def quote_lanes(
        self, lines: Sequence[LaneLine], *, warehouse: str, destination: str, postal_code: str = ""
    ) -> tuple[LaneQuote, ...]:
        """See the port."""
        return await self._asked(
            lambda: self._inner.quote_lanes(
                lines, warehouse=warehouse, destination=destination, postal_code=postal_code
            )
        )

    async def place_order(self, request: OrderRequest) -> SupplierOrderState:
        """See the port."""
        return await self._asked(lambda: self._inner.place_order(request))

    async def find_order(self, reference: str, *, since: datetime) -> SupplierOrderState | None:
        """See the port."""
        return await self._asked(lambda: self._inner.find_order(reference, since=since))

    async def fetch_order(self, supplier_ref: str) -> SupplierOrderState:
        """See the port."""
        return await self._asked(lambda: self._inner.fetch_order(supplier_ref))

    async def pay_order(self, supplier_ref: str) -> SupplierOrderState:
        """See the port."""
        return await self._asked(lambda: self._inner.pay_order(supplier_ref))

    async def cancel_order(self, supplier_ref: str) -> SupplierOrderState:
        """See the port."""
        return await self._asked(lambda: self._inner.cancel_order(supplier_ref))

    async def open_dispute(self, request: DisputeRequest) -> DisputeState:
        """See the port."""
        return await self._asked(lambda: self._inner.open_dispute(request))

    async def find_dispute(self, reference: str, supplier_ref: str) -> DisputeState | None:
        """See the port."""
        return await self._asked(lambda: self._inner.find_dispute(reference, supplier_ref))

    async def fetch_dispute(self, dispute_ref: str) -> DisputeState:
        """See the port."""
        return await self._asked(lambda: self._inner.fetch_dispute(dispute_ref))

    async def withdraw_dispute(self, dispute_ref: str) -> DisputeState:
        """See the port."""
        return await self._asked(lambda: self._inner.withdraw_dispute(dispute_ref))

    async def subscribe(self, callback_url: str, external_ids: Sequence[str]) -> None:
        """See the port."""
        await self._asked(lambda: self._inner.subscribe(callback_url, external_ids))

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> tuple[SupplierHint, ...]:
        """See the port."""
        return self._inner.parse_webhook(raw_body, headers, now)
