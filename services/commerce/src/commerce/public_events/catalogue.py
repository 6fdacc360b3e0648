"""The public events: what a webhook may ask for, what each says, and what it is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from commerce.cart.events import CartAbandoned
from commerce.catalog import events as catalog
from commerce.customers import events as customers
from commerce.inventory import events as inventory
from commerce.orders import service as orders
from commerce.privacy import events as privacy
from commerce.stores import events as stores
from ecomm_core.contracts import payloads
from ecomm_core.contracts.names import EventName
from ecomm_core.contracts.payloads import Payload
from ecomm_core.outbox.events import EventData

Facts = Mapping[str, Any]
Compose = Callable[[Facts, UUID], Payload]
"""(an event's data, its resource's id) -> what the message says."""


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """An event that can be asked for. `group` orders them for people."""

    name: EventName
    group: str
    summary: str
    model: type[Payload]
    source: type[EventData]
    compose: Compose
    version: int = 1


def _money(facts: Facts, name: str) -> dict[str, Any] | None:
    amount = facts[name]
    return None if amount is None else {"amount": amount, "currency": facts["currency"]}


def _product(model: type[payloads.ProductData]) -> Compose:
    def compose(facts: Facts, _resource: UUID) -> Payload:
        prices = {name: _money(facts, name) for name in ("price_min", "price_max")}
        return model.model_validate({**facts, **prices})

    return compose


def _prices(facts: Facts, _resource: UUID) -> Payload:
    names = ("price", "compare_at_price", "previous_price", "previous_compare_at_price")
    variants = [
        {
            "variant_id": variant["variant_id"],
            **{name: _money({**variant, "currency": facts["currency"]}, name) for name in names},
        }
        for variant in facts["variants"]
    ]
    return payloads.PriceData.model_validate({**facts, "variants": variants})


def _stock(facts: Facts, _resource: UUID) -> Payload:
    stock = facts["stock"]
    variants = stock if isinstance(stock, list) else [stock]
    return payloads.InventoryData.model_validate({**facts, "variants": variants})


def _low(facts: Facts, _resource: UUID) -> Payload:
    return payloads.LowStockData.model_validate(facts)


def _order(model: type[payloads.OrderData], *amounts: str) -> Compose:
    def compose(facts: Facts, resource: UUID) -> Payload:
        sums = {name: _money(facts, name) for name in ("total", *amounts)}
        return model.model_validate({**facts, **sums, "order_id": resource})

    return compose


def _created(facts: Facts, resource: UUID) -> Payload:
    items = [
        {
            **item,
            **{
                name: _money({**item, "currency": facts["currency"]}, name)
                for name in ("unit_price", "gross")
            },
        }
        for item in facts["items"]
    ]
    compose = _order(payloads.OrderCreatedData)
    return compose({**facts, "items": items}, resource)


def _customer(facts: Facts, _resource: UUID) -> Payload:
    return payloads.CustomerData.model_validate(facts)


def _forgotten(facts: Facts, _resource: UUID) -> Payload:
    return payloads.CustomerDeletedData.model_validate(facts)


def _erased(facts: Facts, _resource: UUID) -> Payload:
    return payloads.CustomerErasedData.model_validate(facts)


def _cart(facts: Facts, _resource: UUID) -> Payload:
    return payloads.CartData.model_validate({**facts, "subtotal": _money(facts, "subtotal")})


def _store(facts: Facts, _resource: UUID) -> Payload:
    return payloads.StoreData.model_validate(facts)


CATALOGUE: Final[tuple[PublicEvent, ...]] = (
    PublicEvent(
        EventName.ORDER_CREATED,
        "orders",
        "An order was placed.",
        payloads.OrderCreatedData,
        orders.OrderCreated,
        _created,
    ),
    PublicEvent(
        EventName.ORDER_PAID,
        "orders",
        "An order is paid in full.",
        payloads.OrderData,
        orders.OrderPaid,
        _order(payloads.OrderData),
    ),
    PublicEvent(
        EventName.ORDER_SHIPPED,
        "orders",
        "A parcel of an order left.",
        payloads.OrderShippedData,
        orders.OrderShipped,
        _order(payloads.OrderShippedData),
    ),
    PublicEvent(
        EventName.ORDER_DELIVERED,
        "orders",
        "A parcel of an order arrived.",
        payloads.OrderDeliveredData,
        orders.OrderDelivered,
        _order(payloads.OrderDeliveredData),
    ),
    PublicEvent(
        EventName.ORDER_REFUNDED,
        "orders",
        "Money of an order went back.",
        payloads.OrderRefundedData,
        orders.OrderRefunded,
        _order(payloads.OrderRefundedData, "refunded"),
    ),
    PublicEvent(
        EventName.ORDER_CANCELLED,
        "orders",
        "An order was cancelled.",
        payloads.OrderCancelledData,
        orders.OrderCancelled,
        _order(payloads.OrderCancelledData),
    ),
    PublicEvent(
        EventName.PRODUCT_CREATED,
        "products",
        "A product was made.",
        payloads.ProductData,
        catalog.ProductCreated,
        _product(payloads.ProductData),
    ),
    PublicEvent(
        EventName.PRODUCT_UPDATED,
        "products",
        "A product changed.",
        payloads.ProductUpdatedData,
        catalog.ProductUpdated,
        _product(payloads.ProductUpdatedData),
    ),
    PublicEvent(
        EventName.PRODUCT_DELETED,
        "products",
        "A product was archived: gone from the shop, restorable.",
        payloads.ProductData,
        catalog.ProductDeleted,
        _product(payloads.ProductData),
    ),
    PublicEvent(
        EventName.PRICE_CHANGED,
        "products",
        "Prices of a product changed.",
        payloads.PriceData,
        catalog.PriceChanged,
        _prices,
    ),
    PublicEvent(
        EventName.INVENTORY_CHANGED,
        "inventory",
        "Stock of a product's variants changed.",
        payloads.InventoryData,
        inventory.InventoryChanged,
        _stock,
    ),
    PublicEvent(
        EventName.INVENTORY_LOW,
        "inventory",
        "A variant fell to its threshold.",
        payloads.LowStockData,
        inventory.InventoryLow,
        _low,
    ),
    PublicEvent(
        EventName.CUSTOMER_CREATED,
        "customers",
        "A shopper opened an account.",
        payloads.CustomerData,
        customers.CustomerCreated,
        _customer,
    ),
    PublicEvent(
        EventName.CUSTOMER_UPDATED,
        "customers",
        "What is known of a customer changed.",
        payloads.CustomerData,
        customers.CustomerUpdated,
        _customer,
    ),
    PublicEvent(
        EventName.CUSTOMER_DELETED,
        "customers",
        "A customer was forgotten: delete what you hold of them.",
        payloads.CustomerDeletedData,
        customers.CustomerDeleted,
        _forgotten,
    ),
    PublicEvent(
        EventName.CUSTOMER_ERASED,
        "customers",
        "A customer's erasure is over: nothing here names them any more but what the law wants "
        "kept.",
        payloads.CustomerErasedData,
        privacy.CustomerErased,
        _erased,
    ),
    PublicEvent(
        EventName.CART_ABANDONED,
        "carts",
        "A shopper who agreed to hear of it left a cart behind.",
        payloads.CartData,
        CartAbandoned,
        _cart,
    ),
    PublicEvent(
        EventName.STORE_SUSPENDED,
        "stores",
        "The store was paused: it sells nothing for now.",
        payloads.StoreData,
        stores.StoreSuspended,
        _store,
    ),
    PublicEvent(
        EventName.STORE_DELETED,
        "stores",
        "The store was deleted: nothing of it is shown or sold any more.",
        payloads.StoreData,
        stores.StoreDeleted,
        _store,
    ),
)
BY_TYPE: Final[dict[str, PublicEvent]] = {event.name: event for event in CATALOGUE}

OF_MANY: Final = (
    EventName.PRODUCT_CREATED,
    EventName.PRODUCT_UPDATED,
    EventName.PRODUCT_DELETED,
)
"""What a change of many products is told as, each on its own."""
