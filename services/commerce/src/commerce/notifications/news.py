"""What an event is to people: a kind, and the facts its words are made of."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.notifications.kinds import NotificationKind
from commerce.reads.notified import product_title
from commerce.reads.stock_alerts import alerted_variant
from ecomm_core.outbox.consumer import Delivery

LONGEST: Final = 200
"""Of a name or reason that somebody else wrote."""

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class News:
    """What people are told of an event."""

    kind: NotificationKind
    facts: Facts


async def news_of(session: AsyncSession, delivery: Delivery) -> News | None:
    """What an event is to people; None where what it is about is gone."""
    if delivery.store_id is None:
        return None
    kind, facts_of = MADE[str(delivery.type)]
    facts = await facts_of(session, delivery.store_id, delivery.data)
    return None if facts is None else News(kind, facts)


async def _order(_session: AsyncSession, _store_id: UUID, data: Facts) -> Facts:
    """Without the shopper's name and address: what is told is kept for its own time."""
    return {**_only(data, "number", "test"), "amount": _money(data, "total")}


async def _review(session: AsyncSession, store_id: UUID, data: Facts) -> Facts | None:
    title = await product_title(session, store_id, UUID(data["product_id"]))
    if title is None:
        return None
    return {**_only(data, "rating", "status"), "title": _short(title)}


async def _low(session: AsyncSession, store_id: UUID, data: Facts) -> Facts | None:
    variant = await alerted_variant(session, store_id, UUID(data["variant_id"]))
    if variant is None:
        return None
    names = {"title": _short(variant.title), "variant": _short(variant.variant)}
    return {**names, **_only(data, "available", "threshold")}


async def _fraud(_session: AsyncSession, _store_id: UUID, data: Facts) -> Facts:
    return _only(data, "number", "score", "test")


async def _supplier(_session: AsyncSession, _store_id: UUID, data: Facts) -> Facts:
    return {"title": _short(data["name"]), "reason": _short(data["reason"])}


async def _purchase(_session: AsyncSession, _store_id: UUID, data: Facts) -> Facts:
    known = _only(data, "number", "order_number", "status", "reason")
    return {**known, "title": _short(data["supplier"])}


async def _webhook(_session: AsyncSession, _store_id: UUID, data: Facts) -> Facts:
    return {"title": _short(data["name"]), "reason": data["reason"]}


async def _dispute(_session: AsyncSession, _store_id: UUID, data: Facts) -> Facts:
    known = _only(data, "number", "status", "inquiry", "due_by", "test")
    return {**known, "amount": _money(data, "amount")}


MADE: Final[
    dict[
        str,
        tuple[NotificationKind, Callable[[AsyncSession, UUID, Facts], Awaitable[Facts | None]]],
    ]
] = {
    "order.created": (NotificationKind.ORDER_PLACED, _order),
    "review.created": (NotificationKind.REVIEW_WRITTEN, _review),
    "inventory.low": (NotificationKind.LOW_STOCK, _low),
    "fraud.held": (NotificationKind.FRAUD_HELD, _fraud),
    "fraud.review": (NotificationKind.FRAUD_REVIEW, _fraud),
    "supplier.attention": (NotificationKind.SUPPLIER_ATTENTION, _supplier),
    "purchase.attention": (NotificationKind.PURCHASE_ATTENTION, _purchase),
    "webhook.disabled": (NotificationKind.WEBHOOK_DISABLED, _webhook),
    "dispute.changed": (NotificationKind.DISPUTE_CHANGED, _dispute),
}
"""Event type -> what it is told as."""


def _only(data: Facts, *names: str) -> Facts:
    return {name: data[name] for name in names}


def _money(data: Facts, name: str) -> Facts:
    return {"amount": data[name], "currency": data["currency"]}


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
