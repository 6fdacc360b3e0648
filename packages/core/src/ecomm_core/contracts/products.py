"""Which product hears of which event (`events.md` §2). The platform sends by this table, and each
product's `ProductSpec` says what it consumes; they are held together when a product is made."""

from typing import Final

from ecomm_core.contracts.names import EventName, StoreNews

_MADE: Final = frozenset({EventName.PRODUCT_CREATED})
_CHANGED: Final = frozenset({EventName.PRODUCT_CREATED, EventName.PRODUCT_UPDATED})
_STOCK: Final = frozenset(
    {EventName.PRODUCT_DELETED, EventName.INVENTORY_CHANGED, EventName.PRICE_CHANGED}
)
_SALES: Final = frozenset(
    {
        EventName.ORDER_PAID,
        EventName.ORDER_REFUNDED,
        EventName.ORDER_DELIVERED,
        EventName.CART_ABANDONED,
    }
)

FOR_ALL: Final[frozenset[str]] = frozenset({*StoreNews, EventName.CUSTOMER_ERASED})
"""What every connected product has to hear, whatever else it is for."""

_OWN: Final[dict[str, frozenset[EventName]]] = {
    "trendscout": _CHANGED,
    "contentforge": _CHANGED | _SALES,
    "rankpilot": _CHANGED | _STOCK,
    "flowsend": _SALES
    | {EventName.ORDER_CREATED, EventName.ORDER_SHIPPED, EventName.CUSTOMER_CREATED},
    "spydrop": _MADE | {EventName.ORDER_CREATED},
    "postpilot": _MADE | _STOCK | _SALES,
    "adscale": _MADE | _STOCK | _SALES | {EventName.ORDER_CREATED},
    "shopchat": _CHANGED | _STOCK,
}

HEARD_BY: Final[dict[str, frozenset[str]]] = {
    product: own | FOR_ALL for product, own in _OWN.items()
}
"""Product → the events it is told of, where a store is connected to it."""
