"""The sales-channel port: what commerce asks of a shop that a merchant has elsewhere.

An adapter is made for one shop (`ChannelAdapter.connect`), keeps no state of ours, opens no
database, and makes each request through the client that it was given. Lists come page by page in a
stable order, so that a reader who was killed goes on with the last cursor and misses nothing that
was there all the time; what changes meanwhile may come twice and never instead of something else.

A webhook is only a hint that something changed: the truth is then read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar, runtime_checkable

from ecomm_connectors.channels.goods import (
    ChannelGroup,
    ChannelProduct,
    ChannelRedirect,
    StockLevel,
    StockResult,
    StockWrite,
    Unreadable,
)
from ecomm_connectors.channels.people import ChannelCustomer, ChannelOrder
from ecomm_connectors.channels.wishes import FoundProduct, ProductWish

T = TypeVar("T")


class Capability(StrEnum):
    """What a channel can do beyond telling of its goods, people and orders."""

    REDIRECTS = "redirects"
    WEBHOOKS = "webhooks"
    GUARDED_STOCK = "guarded_stock"
    """It compares before it sets: without, a sale between our reading and our write is seen only
    by the reading afterwards."""


class HintKind(StrEnum):
    """What a webhook is about."""

    PRODUCT = "product"
    STOCK = "stock"
    ORDER = "order"
    UNINSTALLED = "uninstalled"


@dataclass(frozen=True, slots=True)
class CredentialField:
    """One thing a merchant types to connect. `secret` ones are never shown again."""

    name: str
    label: str
    secret: bool
    required: bool = True
    help: str = ""


@dataclass(frozen=True, slots=True)
class ChannelCredentials:
    """What a shop is opened with: the fields, and what was learnt of the shop on the way."""

    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShopInfo:
    """Who we are there. `url`: the shop's address for buyers, without a last slash. `missing`:
    rights that are lacking, in words for the merchant."""

    shop_ref: str
    name: str
    url: str
    currency: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some records and where the next ones begin (None: there are none). total: how many there
    are in all, None where the channel does not tell."""

    items: tuple[T, ...]
    cursor: str | None
    unreadable: tuple[Unreadable, ...] = ()
    total: int | None = None


@dataclass(frozen=True, slots=True)
class ChannelHint:
    """A verified webhook. Keep (channel, event_id) once, answer 2xx, then read. external_id: the
    product's, order's, or stock key; '' for `uninstalled`."""

    event_id: str
    kind: HintKind
    external_id: str = ""


@runtime_checkable
class Channel(Protocol):
    """One shop. Any method may raise `ChannelUnavailable` or `ChannelRefused`, no other exception
    leaves an adapter. Each request ends within 15 seconds."""

    async def shop(self) -> ShopInfo:
        """Who we are: the connection's test."""
        ...

    async def products(self, cursor: str | None = None) -> Page[ChannelProduct]:
        """Products with all their variants, in the order they were made."""
        ...

    async def product(self, external_id: str) -> ChannelProduct:
        """One product. Refused with `not_found` when it is gone, `invalid` when unreadable."""
        ...

    async def groups(self, cursor: str | None = None) -> Page[ChannelGroup]:
        """Collections or categories with what is in them."""
        ...

    async def customers(self, cursor: str | None = None) -> Page[ChannelCustomer]:
        """Customers, in the order they came."""
        ...

    async def orders(
        self, cursor: str | None = None, *, since: datetime | None = None
    ) -> Page[ChannelOrder]:
        """Orders in the order they were made; since: only those that changed at or after it."""
        ...

    async def order(self, external_id: str) -> ChannelOrder:
        """One order. Refused with `not_found`, `invalid`."""
        ...

    async def redirects(self, cursor: str | None = None) -> Page[ChannelRedirect]:
        """Redirects that the merchant made. Refused with `unsupported` without the capability."""
        ...

    async def stock(self, keys: Sequence[str]) -> tuple[StockLevel, ...]:
        """What is left of ≤ 50 variants; those that are gone or not tracked are missing."""
        ...

    async def set_stock(self, writes: Sequence[StockWrite]) -> tuple[StockResult, ...]:
        """Set what is left of ≤ 50 variants. After `ChannelUnavailable` that is not `untouched`,
        read before anything is written again."""
        ...

    async def find(
        self, reference: str, handles: Sequence[str], skus: Sequence[str]
    ) -> tuple[FoundProduct, ...]:
        """Products at one of these addresses, or with one of these SKUs (as the shop spells them):
        where one bears `reference`, it is the one. Asked before anything is made there."""
        ...

    async def publish(self, wish: ProductWish) -> ChannelProduct:
        """Make a product there (without an `external_id`), or bring it to what the wish says; as it
        stands afterwards. Refused with `not_found` where it is gone, `invalid` in the shop's words.
        What was begun stays a draft until it is whole. After `ChannelUnavailable` that is not
        `untouched`, `find` before anything is made again: a channel may make it twice."""
        ...

    async def subscribe(self, callback_url: str) -> None:
        """Be told of changes to orders, goods and stock at `callback_url`; idempotent."""
        ...

    def parse_webhook(self, raw_body: bytes, headers: Mapping[str, str]) -> tuple[ChannelHint, ...]:
        """Verify over the raw bytes in constant time and read. Raises `InvalidSignature` for
        anything else, never another exception."""
        ...


@runtime_checkable
class ChannelAdapter(Protocol):
    """A kind of sales channel, known to `get_connector(name)`."""

    @property
    def name(self) -> str:
        """Stable short name, used in routes and rows: `shopify`, `woocommerce`."""
        ...

    @property
    def title(self) -> str:
        """What people call it."""
        ...

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What it can do."""
        ...

    @property
    def fields(self) -> tuple[CredentialField, ...]:
        """What a merchant types to connect."""
        ...

    async def open(self, values: Mapping[str, str]) -> ChannelCredentials:
        """Try what the merchant typed and learn what reading needs (the currency). Raises
        ChannelRefused (`credentials`, `invalid`), ChannelUnavailable."""
        ...

    def connect(self, credentials: ChannelCredentials) -> Channel:
        """A shop. Makes no request."""
        ...
