"""The eight products, and which of a store's events each one hears: the one place for it.

A product says the same in its own specification (`ProductSpec.consumes`), and a test holds the two
together. A product that is not here, such as a merchant's own, says what it wants to hear when the
platform asks it (`connection.About`).
"""

from dataclasses import dataclass
from typing import Final

from ecomm_core.contracts.names import EventName

CONTENTFORGE: Final = "contentforge"
TRENDSCOUT: Final = "trendscout"
RANKPILOT: Final = "rankpilot"
FLOWSEND: Final = "flowsend"
SPYDROP: Final = "spydrop"
POSTPILOT: Final = "postpilot"
ADSCALE: Final = "adscale"
SHOPCHAT: Final = "shopchat"


@dataclass(frozen=True, slots=True)
class KnownProduct:
    """A product as the platform shows it before it was ever asked."""

    name: str
    title: str
    summary: str


KNOWN: Final[tuple[KnownProduct, ...]] = (
    KnownProduct(TRENDSCOUT, "TrendScout", "Finds products worth selling, with the evidence."),
    KnownProduct(CONTENTFORGE, "ContentForge", "Writes product texts whose every fact is proven."),
    KnownProduct(RANKPILOT, "RankPilot", "Finds what shoppers search for and helps you rank."),
    KnownProduct(FLOWSEND, "FlowSend", "Sends the mails that follow what shoppers do."),
    KnownProduct(SPYDROP, "SpyDrop", "Watches competitors' prices, stock and launches."),
    KnownProduct(POSTPILOT, "PostPilot", "Posts new products to social networks, in order."),
    KnownProduct(ADSCALE, "AdScale", "Runs ads on real margin, with limits it cannot pass."),
    KnownProduct(SHOPCHAT, "ShopChat", "Answers shoppers from live stock, prices and orders."),
)

_CHANGES: Final = frozenset({RANKPILOT, SHOPCHAT, POSTPILOT, ADSCALE})
_SALES: Final = frozenset({FLOWSEND, ADSCALE, POSTPILOT, CONTENTFORGE})
EVERYBODY: Final = frozenset(one.name for one in KNOWN)

HEARD_BY: Final[dict[EventName, frozenset[str]]] = {
    EventName.PRODUCT_CREATED: frozenset(
        {CONTENTFORGE, RANKPILOT, TRENDSCOUT, POSTPILOT, ADSCALE, SHOPCHAT, SPYDROP}
    ),
    EventName.PRODUCT_UPDATED: frozenset({CONTENTFORGE, RANKPILOT, SHOPCHAT, TRENDSCOUT}),
    EventName.ORDER_CREATED: frozenset({FLOWSEND, SPYDROP, ADSCALE}),
    EventName.ORDER_SHIPPED: frozenset({FLOWSEND}),
    EventName.CUSTOMER_CREATED: frozenset({FLOWSEND}),
    EventName.PRODUCT_DELETED: _CHANGES,
    EventName.INVENTORY_CHANGED: _CHANGES,
    EventName.PRICE_CHANGED: _CHANGES,
    EventName.ORDER_PAID: _SALES,
    EventName.ORDER_REFUNDED: _SALES,
    EventName.ORDER_DELIVERED: _SALES,
    EventName.CART_ABANDONED: _SALES,
    EventName.STORE_SUSPENDED: EVERYBODY,
    EventName.STORE_DELETED: EVERYBODY,
    EventName.CUSTOMER_ERASED: EVERYBODY,
}
"""Event -> products that hear of it (events.md §2)."""


def heard_by(product: str) -> list[EventName]:
    """What one of the eight hears, in the order of the names; nothing for others."""
    return [event for event in EventName if product in HEARD_BY.get(event, ())]
