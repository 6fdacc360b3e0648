"""A sales channel without a network, for tests that walk every operation: each access key is a
small shop of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ecomm_connectors.channels import Capability, ChannelCredentials, ChannelRefused, Refusal
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
from ecomm_connectors.channels.port import ChannelHint, CredentialField, Page, ShopInfo

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)


@dataclass
class MemoryShop:
    """One product, its collection, who bought it, the order, and a redirect. Keys that begin with
    `wrong` are refused."""

    key: str
    currency: str

    async def shop(self) -> ShopInfo:
        """Who it is."""
        if self.key.startswith("wrong"):
            raise ChannelRefused(Refusal.CREDENTIALS, "This key is not known.")
        return ShopInfo(self.key, "Corner shop", "https://corner.example", self.currency)

    async def products(self, cursor: str | None = None) -> Page[ChannelProduct]:
        """One."""
        return Page((await self.product("1"),), cursor and None)

    async def product(self, external_id: str) -> ChannelProduct:
        """The one there is."""
        if external_id != "1":
            raise ChannelRefused(Refusal.NOT_FOUND, "Gone.")
        variant = ChannelVariant("11", "11", (), 1250, sku=f"C-{self.key}", tracked=True, stock=4)
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
        """One."""
        del since
        return Page((await self.order("9"),), cursor and None)

    async def order(self, external_id: str) -> ChannelOrder:
        """Of one jar."""
        line = ChannelLine("91", "1", "11", "C", "Corner jar", "", 1, 1250, 0, 1250)
        return ChannelOrder(
            external_id=external_id,
            number="#1001",
            email=f"{self.key}@buyers.example",
            customer_id="7",
            currency=self.currency,
            placed_at=AT,
            payment="paid",
            fulfilment="fulfilled",
            total=1740,
            subtotal=1250,
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

    async def stock(self, keys: Sequence[str]) -> tuple[StockLevel, ...]:
        """Four of each."""
        return tuple(StockLevel(key, 4) for key in keys)

    async def set_stock(self, writes: Sequence[StockWrite]) -> tuple[StockResult, ...]:
        """Done."""
        return tuple(StockResult(one.stock_key, "written", one.quantity) for one in writes)

    async def subscribe(self, callback_url: str) -> None:
        """Nobody calls."""

    def parse_webhook(self, raw_body: bytes, headers: Mapping[str, str]) -> tuple[ChannelHint, ...]:
        """Nothing was said."""
        return ()


class MemoryConnector:
    """The kind of channel `memory`."""

    name = "memory"
    title = "Memory"
    capabilities = frozenset({Capability.REDIRECTS})
    fields = (
        CredentialField("key", "Key", secret=True),
        CredentialField("currency", "Currency", secret=False, required=False),
    )

    async def open(self, values: Mapping[str, str]) -> ChannelCredentials:
        """Any key but a wrong one."""
        await MemoryShop(values["key"], "").shop()
        return ChannelCredentials({"currency": "EUR", **values})

    def connect(self, credentials: ChannelCredentials) -> MemoryShop:
        """The key's shop."""
        return MemoryShop(credentials.values["key"], credentials.values["currency"])
