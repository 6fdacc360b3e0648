"""Which events people are told of, and the task that hears of each (commerce.md §4)."""

from typing import Final

from commerce.fraud.events import FraudHeld, FraudReview
from commerce.inventory.events import InventoryLow
from commerce.orders.events import OrderCreated
from commerce.payments.disputes.events import DisputeChanged
from commerce.reviews.events import ReviewWritten
from commerce.sourcing.purchasing.events import PurchaseAttention
from commerce.sourcing.suppliers.events import SupplierAttention
from commerce.webhooks.events import WebhookDisabled
from ecomm_core.outbox.events import EventData

ORDERS: Final = "commerce.notifications.orders"
REVIEWS: Final = "commerce.notifications.reviews"
LOW_STOCK: Final = "commerce.notifications.low_stock"
FRAUD: Final = "commerce.notifications.fraud"
SOURCING: Final = "commerce.notifications.sourcing"
WEBHOOKS: Final = "commerce.notifications.webhooks"
PAYMENTS: Final = "commerce.notifications.payments"

HEARD: Final[tuple[tuple[str, type[EventData]], ...]] = (
    (ORDERS, OrderCreated),
    (REVIEWS, ReviewWritten),
    (LOW_STOCK, InventoryLow),
    (FRAUD, FraudHeld),
    (FRAUD, FraudReview),
    (SOURCING, SupplierAttention),
    (SOURCING, PurchaseAttention),
    (WEBHOOKS, WebhookDisabled),
    (PAYMENTS, DisputeChanged),
)
RESOURCES: Final = {event.type: event.resource_type for _, event in HEARD}
