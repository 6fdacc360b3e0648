"""A supplier in memory, behind the same port as real ones: each account is a shelf that a test
stocks, breaks and looks at. Its kind is `memory`; any key but `wrong…` opens an account."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

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
    ProductSummary,
    StockReading,
    VariantOffer,
)
from ecomm_connectors.suppliers.orders import (
    DisputeOutcome,
    DisputeRequest,
    DisputeState,
    OrderRequest,
    SupplierOrderState,
)
from ecomm_connectors.suppliers.port import (
    AccountInfo,
    Capability,
    CredentialField,
    Credentials,
    HintKind,
    SupplierHint,
)
from ecomm_core import clock

NAME = "memory"
SIGNATURE = "x-memory-signature"
BASE = "https://memory.example/item/"
_SECRET = b"what the supplier in memory signs with"


def sign_event(raw_body: bytes) -> str:
    """The signature of a webhook's raw body."""
    return hmac.new(_SECRET, raw_body, hashlib.sha256).hexdigest()


def variant(sku: str, cost: int = 1_000, **fields: Any) -> VariantOffer:
    """A variant in stock."""
    usual: dict[str, Any] = {
        "order_key": f"14:{sku}",
        "options": {},
        "currency": "EUR",
        "availability": Availability.IN_STOCK,
        "stock": 20,
        "warehouse": "CN",
        "origin": "CN",
        "weight_grams": 200,
    }
    return VariantOffer(external_sku=sku, cost=cost, **{**usual, **fields})


def offer(external_id: str, *variants: VariantOffer, **fields: Any) -> ProductOffer:
    """A product of these variants."""
    usual: dict[str, Any] = {
        "title": f"Supplied {external_id}",
        "description": "<p>Sturdy.</p>",
        "url": f"{BASE}{external_id}.html",
        "images": ("https://memory.example/a.jpg",),
        "option_names": tuple(dict.fromkeys(n for v in variants for n in v.options)),
    }
    return ProductOffer(external_id=external_id, variants=variants, **{**usual, **fields})


@dataclass(slots=True)
class Shelf:
    """One account: what it sells and how it behaves. `lanes`: method -> (cost, duty, max days)."""

    key: str
    ref: str
    currency: str = "EUR"
    balance: int | None = 100_000
    products: dict[str, ProductOffer] = field(default_factory=dict)
    lanes: dict[str, tuple[int, int | None, int]] = field(
        default_factory=lambda: {"standard": (300, 0, 12), "express": (900, 0, 5)}
    )
    down: bool = False
    refusing: bool = False
    lasts: timedelta | None = None
    renewed: int = 0
    calls: list[str] = field(default_factory=list)
    subscribed: set[str] = field(default_factory=set)
    disputes: dict[str, DisputeState] = field(default_factory=dict)

    def put(self, product: ProductOffer) -> None:
        """Sell it, or sell it anew."""
        self.products[product.external_id] = product

    def change(self, external_id: str, sku: str, **fields: Any) -> None:
        """Change one variant of a product."""
        old = self.products[external_id]
        self.put(
            replace(
                old,
                variants=tuple(
                    replace(one, **fields) if one.external_sku == sku else one
                    for one in old.variants
                ),
            )
        )

    def webhook(self, *hints: dict[str, str]) -> tuple[bytes, dict[str, str]]:
        """(raw body, headers) of a signed webhook."""
        body = json.dumps({"hints": hints}).encode()
        return body, {SIGNATURE: sign_event(body), "content-type": "application/json"}


class MemorySupplier:
    """An account, as the port has it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def _ask(self, what: str) -> Shelf:
        self._shelf.calls.append(what)
        if self._shelf.down:
            raise SupplierUnavailable("no answer from memory.example", untouched=True)
        if self._shelf.refusing:
            raise SupplierRefused(Refusal.CREDENTIALS, "The key was revoked.")
        return self._shelf

    async def account(self) -> AccountInfo:
        shelf = self._ask("account")
        return AccountInfo(shelf.ref, "Memory GmbH", shelf.currency, shelf.balance, test=True)

    async def search(
        self, query: str, *, destination: str, cursor: str | None = None, image: bytes | None = None
    ) -> ProductPage:
        shelf = self._ask("search")
        found = [
            product
            for product in shelf.products.values()
            if image is not None or query.lower() in product.title.lower()
        ]
        return ProductPage(tuple(_summary(one) for one in found), None, len(found))

    async def best_sellers(
        self, *, category: str | None, destination: str, cursor: str | None = None
    ) -> ProductPage:
        shelf = self._ask("best_sellers")
        return ProductPage(tuple(_summary(one) for one in shelf.products.values()), None)

    async def fetch_product(self, external_id: str, *, destination: str) -> ProductOffer:
        shelf = self._ask(f"fetch {external_id}")
        found = shelf.products.get(external_id)
        if found is None:
            raise SupplierRefused(Refusal.NOT_FOUND, "There is no such product.")
        return found

    async def read_stock(
        self, external_ids: Sequence[str], *, destination: str
    ) -> tuple[StockReading, ...]:
        shelf = self._ask(f"stock {','.join(external_ids)}")
        now = clock.now()
        readings = []
        for external_id in external_ids:
            product = shelf.products.get(external_id)
            if product is None:
                gone = (external_id, "", "", Availability.GONE, None, None, shelf.currency, now)
                readings.append(StockReading(*gone))
                continue
            readings += [
                StockReading(
                    external_id,
                    one.external_sku,
                    one.warehouse,
                    one.availability,
                    one.stock,
                    one.cost,
                    one.currency,
                    now,
                )
                for one in product.variants
            ]
        return tuple(readings)

    async def quote_lanes(
        self, lines: Sequence[LaneLine], *, warehouse: str, destination: str, postal_code: str = ""
    ) -> tuple[LaneQuote, ...]:
        shelf = self._ask(f"lanes {destination}")
        units = sum(line.quantity for line in lines)
        return tuple(
            LaneQuote(
                method=method,
                name=method.title(),
                warehouse=warehouse,
                origin="CN",
                destination=destination,
                cost=cost * units,
                currency=shelf.currency,
                min_days=max(days - 3, 0),
                max_days=days,
                tracked=True,
                duty=duty,
            )
            for method, (cost, duty, days) in sorted(shelf.lanes.items(), key=lambda i: i[1][0])
        )

    async def place_order(self, request: OrderRequest) -> SupplierOrderState:
        raise SupplierRefused(Refusal.UNSUPPORTED, "This shelf takes no orders.")

    async def find_order(self, reference: str, *, since: datetime) -> SupplierOrderState | None:
        return None

    async def fetch_order(self, supplier_ref: str) -> SupplierOrderState:
        raise SupplierRefused(Refusal.NOT_FOUND, "This shelf takes no orders.")

    async def pay_order(self, supplier_ref: str) -> SupplierOrderState:
        raise SupplierRefused(Refusal.UNSUPPORTED, "This shelf takes no orders.")

    async def cancel_order(self, supplier_ref: str) -> SupplierOrderState:
        raise SupplierRefused(Refusal.UNSUPPORTED, "This shelf takes no orders.")

    async def open_dispute(self, request: DisputeRequest) -> DisputeState:
        made = DisputeState(
            dispute_ref=f"D-{len(self._ask('dispute').disputes) + 1}",
            reference=request.reference,
            supplier_ref=request.supplier_ref,
            status=DisputeOutcome.OPEN,
            refunded=0,
            currency=request.currency,
        )
        self._shelf.disputes[made.dispute_ref] = made
        return made

    async def find_dispute(self, reference: str, supplier_ref: str) -> DisputeState | None:
        there = self._ask("find dispute").disputes.values()
        return next((one for one in there if one.reference == reference), None)

    async def fetch_dispute(self, dispute_ref: str) -> DisputeState:
        found = self._ask("fetch dispute").disputes.get(dispute_ref)
        if found is None:
            raise SupplierRefused(Refusal.NOT_FOUND, "There is no such complaint.")
        return found

    async def withdraw_dispute(self, dispute_ref: str) -> DisputeState:
        found = await self.fetch_dispute(dispute_ref)
        if found.status is DisputeOutcome.OPEN:
            found = replace(found, status=DisputeOutcome.WITHDRAWN)
            self._shelf.disputes[dispute_ref] = found
        return found

    async def subscribe(self, callback_url: str, external_ids: Sequence[str]) -> None:
        self._ask("subscribe").subscribed |= set(external_ids)

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> tuple[SupplierHint, ...]:
        expected = sign_event(raw_body)
        if not hmac.compare_digest(expected.encode(), headers.get(SIGNATURE, "").encode()):
            raise InvalidSignature("another signature")
        try:
            told = json.loads(raw_body)["hints"]
            return tuple(SupplierHint(**{**one, "kind": HintKind(one["kind"])}) for one in told)
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidSignature("unreadable") from error


def _summary(product: ProductOffer) -> ProductSummary:
    first = product.variants[0]
    return ProductSummary(
        external_id=product.external_id,
        title=product.title,
        url=product.url,
        image_url=product.images[0] if product.images else None,
        cost=first.cost,
        currency=first.currency,
        list_price=first.list_price,
        orders_count=product.orders_count,
        rating=product.rating,
        category=product.category,
    )


class MemoryAdapter:
    """The kind `memory`."""

    name = NAME
    title = "Memory"
    simulated = True
    capabilities = frozenset(
        {
            Capability.SEARCH,
            Capability.IMAGE_SEARCH,
            Capability.BEST_SELLERS,
            Capability.WEBHOOKS,
            Capability.LANES,
            Capability.DISPUTE,
        }
    )
    fields = (
        CredentialField("api_key", "API key", secret=True),
        CredentialField("shop", "Shop", secret=False, required=False),
    )

    def __init__(self) -> None:
        self.shelves: dict[str, Shelf] = {}
        """Account reference -> shelf."""

    def shelf(self, key: str) -> Shelf:
        """The account that a key opens: `k-1` and `k-1+new` open the same one."""
        ref = hashlib.sha256(key.partition("+")[0].encode()).hexdigest()[:12]
        found = self.shelves.get(ref)
        if found is None:
            found = self.shelves[ref] = Shelf(key, ref)
        return found

    def product_of(self, url: str) -> str | None:
        if not url.startswith(BASE):
            return None
        return url.removeprefix(BASE).removesuffix(".html") or None

    async def open(self, values: Mapping[str, str]) -> Credentials:
        key = values["api_key"]
        if key.startswith("wrong"):
            raise SupplierRefused(Refusal.CREDENTIALS, "There is no such API key.")
        shelf = self.shelf(key)
        if shelf.down:
            raise SupplierUnavailable("no answer from memory.example", untouched=True)
        shelf.key = key
        return Credentials(dict(values), clock.now() + shelf.lasts if shelf.lasts else None)

    async def renew(self, credentials: Credentials) -> Credentials:
        shelf = self.shelf(credentials.values["api_key"])
        if shelf.down:
            raise SupplierUnavailable("no answer from memory.example")
        shelf.renewed += 1
        return Credentials(credentials.values, clock.now() + timedelta(days=30))

    def connect(self, credentials: Credentials) -> MemorySupplier:
        return MemorySupplier(self.shelf(credentials.values["api_key"]))
