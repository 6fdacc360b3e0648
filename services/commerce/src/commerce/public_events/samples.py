"""Made-up events: what the catalogue shows, and what a test sends."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from commerce.public_events.catalogue import BY_TYPE, PublicEvent
from ecomm_core.contracts.names import EventName
from ecomm_core.contracts.payloads import Envelope, TestData

_IDS: Final = [UUID(f"0190a5b2-0000-7000-8000-00000000000{digit}") for digit in range(9)]
_WHEN: Final = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
TEST: Final = "webhook.test"

_PRODUCT: Final = {
    "product_id": _IDS[1],
    "slug": "stoneware-mug",
    "title": "Stoneware mug",
    "status": "active",
    "currency": "EUR",
    "price_min": 2400,
    "price_max": 2900,
    "changed": ["title"],
}
_ORDER: Final = {
    "number": 1042,
    "email": "ada@example.com",
    "customer_name": "Ada Lovelace",
    "country": "DE",
    "currency": "EUR",
    "total": 5290,
    "test": False,
    "refunded": 2400,
    "reason": "customer",
    "fulfillment_id": _IDS[4],
    "carrier": "DHL",
    "tracking_number": "00340434161094000000",
    "tracking_url": None,
    "complete": True,
}
_LINE: Final = {
    "product_id": _IDS[1],
    "variant_id": _IDS[2],
    "sku": "MUG-1",
    "title": "Stoneware mug",
    "variant_title": "White",
    "quantity": 2,
    "unit_price": 2400,
    "gross": 4800,
}
_PRICE: Final = {
    "variant_id": _IDS[2],
    "price": 2400,
    "compare_at_price": 2900,
    "previous_price": 2900,
    "previous_compare_at_price": None,
}
_CUSTOMER: Final = {"customer_id": _IDS[5], "email": "ada@example.com", "name": "Ada Lovelace"}


_OF_EVENT: Final[dict[EventName, dict[str, Any]]] = {
    EventName.ORDER_CREATED: {**_ORDER, "items": [_LINE]},
    EventName.ORDER_SHIPPED: {**_ORDER, "items": [{"item_id": _IDS[6], "quantity": 2}]},
    EventName.PRICE_CHANGED: {**_PRODUCT, "variants": [_PRICE]},
    EventName.INVENTORY_CHANGED: {
        "product_id": _IDS[1],
        "stock": {"variant_id": _IDS[2], "available": 7, "for_sale": True},
    },
    EventName.INVENTORY_LOW: {
        "product_id": _IDS[1],
        "variant_id": _IDS[2],
        "available": 3,
        "threshold": 5,
    },
    EventName.CUSTOMER_ERASED: {"customer_id": _IDS[5], "request_id": _IDS[4]},
    EventName.CART_ABANDONED: {
        **_CUSTOMER,
        "cart_id": _IDS[7],
        "items": 2,
        "subtotal": 4800,
        "currency": "EUR",
    },
}
_STORE: Final = {"store_id": _IDS[8], "slug": "stoneware"}
_OF_RESOURCE: Final = {
    "order": _ORDER,
    "customer": _CUSTOMER,
    "product": _PRODUCT,
    "store": _STORE,
}


def _facts(event: PublicEvent) -> dict[str, Any]:
    return _OF_EVENT.get(event.name) or _OF_RESOURCE[event.source.resource_type]


def sample(
    kind: EventName | None,
    *,
    message_id: UUID = _IDS[0],
    store_id: UUID = _IDS[8],
    at: datetime = _WHEN,
    test: bool = False,
) -> Envelope:
    """A whole message of an event, made up; of none, a greeting."""
    if kind is None:
        said: Any = TestData(message="Your webhook works: this is a test from your store.")
        resource_type, resource, version = "store", store_id, 1
    else:
        event = BY_TYPE[kind]
        facts = {**_facts(event), "store_id": store_id}
        resource_type, version = event.source.resource_type, event.version
        resource = {
            "product": _IDS[1],
            "variant": _IDS[2],
            "customer": _IDS[5],
            "cart": _IDS[7],
            "store": store_id,
        }.get(resource_type, _IDS[3])
        said = event.compose(facts, resource)
    return Envelope(
        id=message_id,
        type=kind or TEST,
        version=version,
        timestamp=at,
        store_id=store_id,
        resource_type=resource_type,
        resource_id=resource,
        sequence=None if kind is None else 1,
        test=test,
        data=said.model_dump(mode="json"),
    )
