"""Orders: the public face of this folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders import repository
from commerce.orders.attaching import attach
from commerce.orders.deriving import derive
from commerce.orders.errors import AlreadyShipped, NothingToShip, OrderNotFound, TooManyUnits
from commerce.orders.events import (
    OrderCancelled,
    OrderCreated,
    OrderDelivered,
    OrderEvent,
    OrderLineData,
    OrderPaid,
    OrderRefunded,
    OrderShipped,
)
from commerce.orders.models import OrderFulfilmentStatus, OrderPaymentStatus, OrderStatus
from commerce.orders.repository import (
    any_in_store,
    balances,
    cancel,
    count_shipped,
    items,
    numbers,
    set_payment_status,
)
from commerce.orders.states import LIFECYCLE, fulfilment_status, payment_status, simple_status
from commerce.orders.tokens import is_status_token, status_token
from commerce.promotions.tenders import TenderKind
from commerce.reads.checkout_case import AttemptRow, CheckoutCase
from ecomm_core.ids import new_id
from ecomm_core.text import search_key

__all__ = [
    "LIFECYCLE",
    "AlreadyShipped",
    "NothingToShip",
    "OrderCancelled",
    "OrderCreated",
    "OrderDelivered",
    "OrderFulfilmentStatus",
    "OrderNotFound",
    "OrderPaid",
    "OrderPaymentStatus",
    "OrderRefunded",
    "OrderShipped",
    "OrderStatus",
    "PlacedOrder",
    "TooManyUnits",
    "any_in_store",
    "attach",
    "balances",
    "cancel",
    "count_shipped",
    "derive",
    "fulfilment_status",
    "is_status_token",
    "items",
    "lock",
    "note",
    "numbers",
    "payment_status",
    "place",
    "placed_events",
    "set_payment_status",
    "simple_status",
    "status_token",
    "told_about",
]


SHOPPER = "shopper"


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order by name."""

    id: UUID
    number: int


async def place(
    session: AsyncSession,
    case: CheckoutCase,
    *,
    paid: OrderPaymentStatus,
    paying: AttemptRow | None,
    actor: str,
    now: datetime,
) -> PlacedOrder:
    """Make the order of a checkout's frozen contents; its number is taken here, once it is sold.

    `actor` is who told us of the payment (a webhook, the returning browser, the sweeper); whoever
    that was, it is the shopper who placed the order.
    """
    order_id = new_id()
    timeline = [_entry("placed", "Order placed.", SHOPPER, {"checkout_id": str(case.id)})]
    if paid is not OrderPaymentStatus.UNPAID:
        words = {
            OrderPaymentStatus.AUTHORIZED: "Payment authorised.",
            OrderPaymentStatus.PAID: "Payment received.",
        }
        message = words.get(paid, "Payment received.") if case.total else "Nothing to pay."
        data = {
            "provider": paying.provider if paying is not None else None,
            "amount": case.total,
            "currency": case.currency,
            "tenders": case.tenders,
        }
        timeline.append(_entry("paid", message, actor, data))
    name, city = case.shipping_address["name"], case.shipping_address["city"]
    number = await repository.place(
        session,
        {
            "tenant_id": case.tenant_id,
            "id": order_id,
            "store_id": case.store_id,
            "cart_id": case.cart_id,
            "checkout_id": case.id,
            "customer_id": case.customer_id,
            "payment_status": paid,
            "test": case.test,
            "email": case.email,
            "shipping_address": case.shipping_address,
            "search_text": search_key(f"{case.email} {name} {city}"),
            "currency": case.currency,
            "subtotal": case.subtotal,
            "discount": case.discount,
            "items_gross": case.items_gross,
            "shipping_name": case.shipping_name,
            "shipping_net": case.shipping_net,
            "shipping_tax": case.shipping_tax,
            "shipping_gross": case.shipping_gross,
            "tax": case.tax,
            "total": case.total,
            "tax_name": case.tax_name,
            "tax_country": case.tax_country,
            "tax_rate_ppm": case.tax_rate_ppm,
            "tax_inclusive": case.tax_inclusive,
            "shipping_discount": case.shipping_discount,
            "shipping_taxes": case.shipping_taxes,
            "taxes": case.taxes,
            "trace": case.trace,
            "rate": case.rate,
            "now": now,
            "items": [
                {"id": str(new_id()), "position": place, **line}
                for place, line in enumerate(case.lines)
            ],
            "timeline": timeline,
            "tenders": [
                _tender(tender, place, paying) for place, tender in enumerate(case.tenders)
            ],
        },
    )
    return PlacedOrder(order_id, number)


async def note(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    order_id: UUID,
    kind: str,
    message: str,
    actor: str,
    now: datetime,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Append to the order's timeline. `kind` is for programs, `message` for people."""
    await repository.note(
        session,
        {
            "tenant_id": tenant_id,
            "id": new_id(),
            "store_id": store_id,
            "order_id": order_id,
            "at": now,
            "kind": kind,
            "message": message,
            "actor": actor,
            "data": dict(data or {}),
        },
    )


async def lock(session: AsyncSession, store_id: UUID, order_id: UUID) -> Any:
    """The order's row, kept from others until the transaction ends. Raises OrderNotFound (404)."""
    row = await repository.lock(session, store_id, order_id)
    if row is None:
        raise OrderNotFound
    return row


def placed_events(
    case: CheckoutCase, order: PlacedOrder, paid: OrderPaymentStatus
) -> list[OrderEvent]:
    """`order.created`, and `order.paid` where it is."""
    common = _common(case, order)
    lines = [OrderLineData(**line) for line in case.lines]
    created = OrderCreated(items=lines, **common)
    return [created, OrderPaid(**common)] if paid is OrderPaymentStatus.PAID else [created]


def told_about(order: Any) -> dict[str, Any]:
    """What every event about an order says of it, from its row."""
    return {
        "number": order.number,
        "email": order.email,
        "customer_name": order.shipping_address["name"],
        "country": order.shipping_address["country"],
        "currency": order.currency,
        "total": order.total,
        "test": order.test,
    }


def _common(case: CheckoutCase, order: PlacedOrder) -> dict[str, Any]:
    return {
        "number": order.number,
        "email": case.email,
        "customer_name": case.shipping_address["name"],
        "country": case.shipping_address["country"],
        "currency": case.currency,
        "total": case.total,
        "test": case.test,
    }


def _tender(tender: dict[str, Any], place: int, paying: AttemptRow | None) -> dict[str, Any]:
    provider = tender["kind"] == TenderKind.PROVIDER
    return {
        "id": str(new_id()),
        "position": place,
        "kind": tender["kind"],
        "account_id": tender["id"],
        "payment_id": str(paying.id) if provider and paying is not None else None,
        "label": tender["label"],
        "amount": tender["amount"],
    }


def _entry(kind: str, message: str, actor: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"id": str(new_id()), "kind": kind, "message": message, "actor": actor, "data": data}
