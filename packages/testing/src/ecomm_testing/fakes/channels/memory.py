"""A sales channel without a network, for tests that walk every operation: each access key is a
small shop of its own."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from ecomm_connectors.channels import (
    Capability,
    ChannelCredentials,
    ChannelRefused,
    InvalidSignature,
    Refusal,
)
from ecomm_connectors.channels.goods import (
    ChannelGroup,
    ChannelProduct,
    ChannelRedirect,
    ChannelVariant,
    StockLevel,
    StockResult,
    StockWrite,
)
from ecomm_connectors.channels.people import ChannelCustomer, ChannelLine, ChannelOrder
from ecomm_connectors.channels.port import ChannelHint, CredentialField, HintKind, Page, ShopInfo
from ecomm_connectors.channels.wishes import FoundProduct, ProductWish

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
SIGNATURE = "X-Memory-Signature"


def sign_hint(raw: bytes) -> str:
    """The signature of a webhook's body."""
    return hmac.new(b"memory", raw, hashlib.sha256).hexdigest()


@dataclass
class MemoryShop:
    """One product, its collection, who bought it, the order, and a redirect. Keys that begin with
    `wrong` are refused."""

    key: str
    currency: str
    left: int = 4
    bought: list[ChannelOrder] = field(default_factory=list)
    published: dict[str, tuple[ProductWish, ChannelProduct]] = field(default_factory=dict)
    """By their id: what was wished for, and what is there."""

    def buy(self, units: int, at: datetime) -> tuple[bytes, dict[str, str]]:
        """Somebody buys jars; the webhook that tells of it."""
        self.left -= units
        number = 10 + len(self.bought)
        whole = self._order(str(number), units)
        self.bought.append(replace(whole, number=f"#{1000 + number}", placed_at=at, updated_at=at))
        body = {"event_id": f"e-{number}", "kind": "order", "external_id": str(number)}
        raw = json.dumps(body).encode()
        return raw, {SIGNATURE: sign_hint(raw), "Content-Type": "application/json"}

    async def shop(self) -> ShopInfo:
        """Who it is."""
        if self.key.startswith("wrong"):
            raise ChannelRefused(Refusal.CREDENTIALS, "This key is not known.")
        return ShopInfo(self.key, "Corner shop", "https://corner.example", self.currency)

    async def products(self, cursor: str | None = None) -> Page[ChannelProduct]:
        """One, and what was published."""
        more = (product for _, product in self.published.values())
        return Page((await self.product("1"), *more), cursor and None)

    async def product(self, external_id: str) -> ChannelProduct:
        """The one there is, or one of those published."""
        if external_id in self.published:
            return self.published[external_id][1]
        if external_id != "1":
            raise ChannelRefused(Refusal.NOT_FOUND, "Gone.")
        variant = ChannelVariant(
            "11", "11", (), 1250, sku=f"C-{self.key}", tracked=True, stock=self.left
        )
        return ChannelProduct(
            "1", f"corner-{self.key}", "Corner jar", (variant,), path=f"/p/{self.key}"
        )

    async def groups(self, cursor: str | None = None) -> Page[ChannelGroup]:
        """One."""
        group = ChannelGroup("5", f"jars-{self.key}", "Jars", product_ids=("1",))
        return Page((group,), cursor and None)

    async def customers(self, cursor: str | None = None) -> Page[ChannelCustomer]:
        """One, and one whose address is none."""
        buyer = ChannelCustomer("7", f"{self.key}@buyers.example", "Ada Lovelace")
        return Page((buyer, ChannelCustomer("8", "no address", "Nobody")), cursor and None)

    async def orders(
        self, cursor: str | None = None, *, since: datetime | None = None
    ) -> Page[ChannelOrder]:
        """The first one, and what was bought since."""
        del since
        return Page((self._order("9", 1), *self.bought), cursor and None)

    async def order(self, external_id: str) -> ChannelOrder:
        """One of those."""
        for one in self.bought:
            if one.external_id == external_id:
                return one
        return self._order(external_id, 1)

    def _order(self, external_id: str, units: int) -> ChannelOrder:
        line = ChannelLine(
            "91", "1", "11", "C", "Corner jar", "", units, 1250, 0, 1250 * units, taken=units
        )
        return ChannelOrder(
            external_id=external_id,
            number="#1001",
            email=f"{self.key}@buyers.example",
            customer_id="7",
            currency=self.currency,
            placed_at=AT,
            payment="paid",
            fulfilment="fulfilled" if external_id == "9" else "unfulfilled",
            total=490 + 1250 * units,
            subtotal=1250 * units,
            discount=0,
            shipping=490,
            tax=278,
            refunded=0,
            tax_included=True,
            lines=(line,),
        )

    async def redirects(self, cursor: str | None = None) -> Page[ChannelRedirect]:
        """One."""
        return Page((ChannelRedirect("3", f"/old/{self.key}", "/products"),), cursor and None)

    async def find(
        self, reference: str, handles: Sequence[str], skus: Sequence[str]
    ) -> tuple[FoundProduct, ...]:
        """Among those published."""
        del handles, skus
        return tuple(
            FoundProduct(key, wish.handle, reference)
            for key, (wish, _) in self.published.items()
            if wish.reference == reference
        )

    async def publish(self, wish: ProductWish) -> ChannelProduct:
        """Make or change it. A title with `refuse` in it is refused."""
        if "refuse" in wish.title:
            raise ChannelRefused(Refusal.INVALID, "This title is not allowed here.")
        key = wish.external_id or str(100 + len(self.published))
        variants = tuple(
            ChannelVariant(f"{key}-{n}", f"{key}-{n}", one.option_values, one.price, sku=one.sku)
            for n, one in enumerate(wish.variants)
        )
        made = ChannelProduct(
            key,
            wish.handle,
            wish.title,
            variants,
            description=wish.description,
            options=wish.options,
            status=wish.status,
            path=f"/p/{wish.handle}",
        )
        self.published[key] = (wish, made)
        return made

    def change(self, external_id: str, *, title: str, price: int) -> tuple[bytes, dict[str, str]]:
        """Somebody changes a published product there; the webhook that tells of it."""
        wish, product = self.published[external_id]
        variants = tuple(replace(one, price=price) for one in product.variants)
        self.published[external_id] = (wish, replace(product, title=title, variants=variants))
        event = f"p-{external_id}-{title}-{price}"
        raw = json.dumps({"event_id": event, "kind": "product", "external_id": external_id})
        body = raw.encode()
        return body, {SIGNATURE: sign_hint(body), "Content-Type": "application/json"}

    async def stock(self, keys: Sequence[str]) -> tuple[StockLevel, ...]:
        """What is left of the jar."""
        return tuple(StockLevel(key, self.left) for key in keys)

    async def set_stock(self, writes: Sequence[StockWrite]) -> tuple[StockResult, ...]:
        """Done."""
        self.left = writes[-1].quantity
        return tuple(StockResult(one.stock_key, "written", one.quantity) for one in writes)

    async def subscribe(self, callback_url: str) -> None:
        """Nobody calls."""

    def parse_webhook(self, raw_body: bytes, headers: Mapping[str, str]) -> tuple[ChannelHint, ...]:
        """One hint: {event_id, kind, external_id}."""
        given = {name.lower(): value for name, value in headers.items()}.get(SIGNATURE.lower(), "")
        if not hmac.compare_digest(sign_hint(raw_body).encode(), given.encode("utf-8", "replace")):
            raise InvalidSignature("wrong signature")
        try:
            body = json.loads(raw_body)
            hint = ChannelHint(
                str(body["event_id"]), HintKind(body["kind"]), str(body["external_id"])
            )
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidSignature("not one of ours") from error
        return (hint,)


class MemoryConnector:
    """The kind of channel `memory`."""

    name = "memory"
    title = "Memory"
    capabilities = frozenset({Capability.REDIRECTS, Capability.WEBHOOKS})
    fields = (
        CredentialField("key", "Key", secret=True),
        CredentialField("currency", "Currency", secret=False, required=False),
    )

    def __init__(self) -> None:
        self.shops: dict[str, MemoryShop] = {}

    async def open(self, values: Mapping[str, str]) -> ChannelCredentials:
        """Any key but a wrong one."""
        await MemoryShop(values["key"], "").shop()
        return ChannelCredentials({"currency": "EUR", **values})

    def connect(self, credentials: ChannelCredentials) -> MemoryShop:
        """The key's shop."""
        key, currency = credentials.values["key"], credentials.values["currency"]
        return self.shops.setdefault(key, MemoryShop(key, currency))
