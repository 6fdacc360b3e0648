"""The names of what happens in a store, as everybody outside hears of it."""

from enum import StrEnum


class EventName(StrEnum):
    """Names of the events that others may ask for."""

    ORDER_CREATED = "order.created"
    ORDER_PAID = "order.paid"
    ORDER_SHIPPED = "order.shipped"
    ORDER_DELIVERED = "order.delivered"
    ORDER_REFUNDED = "order.refunded"
    ORDER_CANCELLED = "order.cancelled"
    PRODUCT_CREATED = "product.created"
    PRODUCT_UPDATED = "product.updated"
    PRODUCT_DELETED = "product.deleted"
    PRICE_CHANGED = "price.changed"
    INVENTORY_CHANGED = "inventory.changed"
    INVENTORY_LOW = "inventory.low"
    CUSTOMER_CREATED = "customer.created"
    CUSTOMER_UPDATED = "customer.updated"
    CUSTOMER_DELETED = "customer.deleted"
    CUSTOMER_ERASED = "customer.erased"
    CART_ABANDONED = "cart.abandoned"
    STORE_SUSPENDED = "store.suspended"
    STORE_DELETED = "store.deleted"
