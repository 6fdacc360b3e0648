"""The supplier port: what commerce asks of any supplier.

Money is in minor units with an upper-case ISO 4217 code, times are aware UTC datetimes. An adapter
is made for one account (`Adapter.connect`), keeps no state of ours, opens no database, and makes
each request through the client that it was given. Every text a supplier sends is hostile.

A webhook is only a hint that something changed: it says *what* to read again, and the truth is then
read with `fetch_product`, `read_stock` or `fetch_order`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

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


class Capability(StrEnum):
    """What a supplier can do beyond selling. What is missing is refused with `unsupported`."""

    SEARCH = "search"
    IMAGE_SEARCH = "image_search"
    BEST_SELLERS = "best_sellers"
    ORDER = "order"
    PAY = "pay"
    CANCEL = "cancel"
    TRACK = "track"
    DISPUTE = "dispute"
    WEBHOOKS = "webhooks"
    LANES = "lanes"


class HintKind(StrEnum):
    """What a webhook is about."""

    PRODUCT = "product"
    STOCK = "stock"
    ORDER = "order"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True)
class CredentialField:
    """One thing a merchant types to connect. `secret` ones are never shown again. label and help
    are English; a page may have better words for a `name` in its catalogue."""

    name: str
    label: str
    secret: bool
    required: bool = True
    help: str = ""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an account is opened with; `values` are the fields' and whatever tokens were got for
    them. `expires_at`: when they stop working unless renewed, None for never."""

    values: Mapping[str, str]
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """Who we are at the supplier. `balance` in minor units of `currency`, None where it has none or
    does not tell. `missing`: approvals still lacking, in words for the merchant."""

    account_ref: str
    name: str
    currency: str
    balance: int | None = None
    test: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SupplierHint:
    """A verified webhook. Insert (supplier, event_id) UNIQUE, answer 2xx, then read.

    external_id: the product's, for product and stock; empty where the supplier names the variant
    alone, by its `order_key`. reference, supplier_ref: the order's, either may be empty; never both
    for an order.
    """

    event_id: str
    kind: HintKind
    external_id: str = ""
    reference: str = ""
    supplier_ref: str = ""
    order_key: str = ""


class Answer(Protocol):
    """An answer of the HTTP client, of any status."""

    @property
    def status(self) -> int:
        """HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """Names in any case."""
        ...

    @property
    def body(self) -> bytes:
        """All of it."""
        ...


class HttpClient(Protocol):
    """What adapters make requests with: the guarded client for suppliers on the Internet, the
    internal one for the simulated supplier. Raises `TemporaryFailure` when there is no answer."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = ...,
    ) -> Answer:
        """Ask, and return the answer of any status."""
        ...


@runtime_checkable
class Supplier(Protocol):
    """One account at one supplier. Any method may raise `SupplierUnavailable` or `SupplierRefused`,
    no other exception leaves an adapter. Each request ends within 15 seconds."""

    async def account(self) -> AccountInfo:
        """Who we are: the connection's test. `credentials` refused when the key is wrong."""
        ...

    async def search(
        self, query: str, *, destination: str, cursor: str | None = None, image: bytes | None = None
    ) -> ProductPage:
        """Find products by words, or by a picture (`image_search`). destination: country code that
        must be reachable, where the supplier can say so."""
        ...

    async def best_sellers(
        self, *, category: str | None, destination: str, cursor: str | None = None
    ) -> ProductPage:
        """What sells there now, best first."""
        ...

    async def fetch_product(self, external_id: str, *, destination: str) -> ProductOffer:
        """A product with all its variants. Refused with `not_found` when it is gone."""
        ...

    async def read_stock(
        self, external_ids: Sequence[str], *, destination: str
    ) -> tuple[StockReading, ...]:
        """What is left of the variants of ≤ 50 products. A product that is gone is read as `gone`
        for the external_sku ''; one that the supplier did not answer for is missing."""
        ...

    async def quote_lanes(
        self, lines: Sequence[LaneLine], *, warehouse: str, destination: str, postal_code: str = ""
    ) -> tuple[LaneQuote, ...]:
        """How these goods can travel together, cheapest first; empty when not at all."""
        ...

    async def place_order(self, request: OrderRequest) -> SupplierOrderState:
        """Buy. After `SupplierUnavailable` that is not `untouched` the outcome is unknown: call
        `find_order` until it answers, and only when it says None may it be placed again."""
        ...

    async def find_order(self, reference: str, *, since: datetime) -> SupplierOrderState | None:
        """Look an order up by *our* reference among those made at or after `since`; None only when
        the supplier certainly has none."""
        ...

    async def fetch_order(self, supplier_ref: str) -> SupplierOrderState:
        """Read the truth, parcels and tracking included. `not_found` for an unknown one."""
        ...

    async def pay_order(self, supplier_ref: str) -> SupplierOrderState:
        """Pay what was left unpaid; paid already returns that state. `funds` when there is not
        enough, `permission` where only a person may pay."""
        ...

    async def cancel_order(self, supplier_ref: str) -> SupplierOrderState:
        """Cancel; cancelled already returns that state. `not_cancellable` once it is too late,
        `unsupported` where the supplier has no such call."""
        ...

    async def open_dispute(self, request: DisputeRequest) -> DisputeState:
        """Complain. Outcome unknown as with `place_order`; then `find_dispute`."""
        ...

    async def find_dispute(self, reference: str, supplier_ref: str) -> DisputeState | None:
        """Look a complaint up by our reference; None only when there certainly is none."""
        ...

    async def fetch_dispute(self, dispute_ref: str) -> DisputeState:
        """Read the truth about a complaint."""
        ...

    async def withdraw_dispute(self, dispute_ref: str) -> DisputeState:
        """Take a complaint back; one that has ended already, withdrawn or decided, returns that
        state. `unsupported` where the supplier has no such call."""
        ...

    async def subscribe(self, callback_url: str, external_ids: Sequence[str]) -> None:
        """Be told of changes to orders and to these products at `callback_url`; idempotent."""
        ...

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> tuple[SupplierHint, ...]:
        """Verify over the raw bytes in constant time and read. Raises `InvalidSignature` for
        anything else, never another exception."""
        ...


@runtime_checkable
class Adapter(Protocol):
    """A kind of supplier, known to `get_supplier(name)`."""

    @property
    def name(self) -> str:
        """Stable short name, used in routes and rows: `simulated`, `aliexpress`, `cj`, `feed`."""
        ...

    @property
    def title(self) -> str:
        """What people call it."""
        ...

    @property
    def simulated(self) -> bool:
        """No money moves and no goods: test orders may go there, and only there."""
        ...

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What it can do."""
        ...

    @property
    def fields(self) -> tuple[CredentialField, ...]:
        """What a merchant types to connect."""
        ...

    def product_of(self, url: str) -> str | None:
        """The external id in a product's address at this supplier, None when it is none of its."""
        ...

    async def open(self, values: Mapping[str, str]) -> Credentials:
        """Exchange what the merchant typed for credentials. Raises SupplierRefused (`credentials`,
        with the field in words), SupplierUnavailable."""
        ...

    async def renew(self, credentials: Credentials) -> Credentials:
        """Credentials that work longer; the same where they never end."""
        ...

    def connect(self, credentials: Credentials) -> Supplier:
        """An account's supplier. Makes no request."""
        ...
