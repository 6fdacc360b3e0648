"""Judge a refund before anything of it is written: units, amounts, goods, tenders (R6.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders import refund_rows
from commerce.orders import service as orders
from commerce.orders.errors import (
    NotRefundable,
    RefundTooLarge,
    TooManyRefunded,
    UnitsInParcel,
)
from commerce.orders.refund_rows import ItemRow
from commerce.orders.refund_schemas import RefundIn, RefundLineIn
from commerce.orders.refund_split import PaidBy, RefundPart, split
from commerce.orders.refunding import RefundSums, SoldOrder, sums
from commerce.orders.service import OrderStatus
from commerce.payments.disputes import service as disputes
from commerce.payments.disputes.errors import PaymentDisputed
from commerce.promotions.tenders import TenderKind
from commerce.reads.checkout_case import load_case
from commerce.reads.order_sums import allocated_units
from ecomm_core.errors import Invalid
from ecomm_core.states import IllegalTransition

REFUNDABLE = frozenset(
    {OrderStatus.OPEN, OrderStatus.ON_HOLD, OrderStatus.COMPLETED, OrderStatus.CANCELLED}
)


@dataclass(frozen=True, slots=True)
class Tenders:
    """What the order was paid with; `labels` by the tender's id."""

    paid: tuple[PaidBy, ...]
    labels: Mapping[UUID, str]

    @property
    def left(self) -> int:
        """What can still go back in all."""
        return sum(tender.left for tender in self.paid)


@dataclass(frozen=True, slots=True)
class Draft:
    """A refund that was judged and not yet written."""

    order: Any
    items: Sequence[ItemRow]
    sold: SoldOrder
    tenders: Tenders
    units: Mapping[UUID, int]
    sums: RefundSums
    parts: tuple[RefundPart, ...]
    released: Mapping[tuple[UUID, bool], int]
    came_back: Mapping[UUID, int]


class ReturnedLine(RefundLineIn):
    """A line whose shipped units a return has put where they belong already."""


async def draft(session: AsyncSession, order: Any, body: RefundIn) -> Draft:
    """Judge a refund of a locked order.

    Raises IllegalTransition, NotRefundable, TooManyRefunded, UnitsInParcel, RefundTooLarge,
    PaymentDisputed (409) and Invalid (422).
    """
    _refuse_closed(order)
    items = await refund_rows.item_rows(session, order.id)
    sold = await refund_rows.sold_order(session, order.id)
    whole = await paid_by(session, order.id)
    tenders = await without_disputed(session, whole)
    units = _units(items, body.lines)
    shipping = _amount(body.shipping, order.currency, "shipping")
    if shipping > sold.shipping_left:
        raise Invalid.on_field("shipping", "More than is left of the shipping.")
    found = sums(
        sold,
        [item.sold for item in items],
        units,
        shipping=shipping,
        adjustment=_amount(body.adjustment, order.currency, "adjustment"),
    )
    if whole.left >= found.amount > tenders.left:
        raise PaymentDisputed
    _refuse_amount(found, tenders)
    allocated = await allocated_units(session, order.id)
    released, came_back = _goods(items, body.lines, allocated)
    return Draft(
        order=order,
        items=items,
        sold=sold,
        tenders=tenders,
        units=units,
        sums=found,
        parts=split(tenders.paid, found.amount),
        released=released,
        came_back=came_back,
    )


async def paid_by(session: AsyncSession, order_id: UUID) -> Tenders:
    """The order's tenders. A payment's own sums count for it: the provider may have given money
    back in its own pages."""
    rows = await refund_rows.tenders(session, order_id)
    case = await load_case(session, order_id=order_id)
    taken = {
        payment.id: payment
        for payment in (case.payments if case is not None else ())
        if payment.order_id == order_id and payment.captured > 0
    }
    paid, labels = [], {}
    for row in rows:
        if row.kind is not TenderKind.PROVIDER:
            paid.append(row.paid_by)
            labels[row.paid_by.id] = row.label
    for payment in taken.values():
        back = payment.refunded + payment.refunding
        paid.append(PaidBy(TenderKind.PROVIDER, payment.id, payment.captured, back))
        labels[payment.id] = payment.provider
    return Tenders(tuple(paid), labels)


async def without_disputed(session: AsyncSession, tenders: Tenders) -> Tenders:
    """The same, less what shoppers' banks hold or have given back: a refund would pay it twice."""
    paid = []
    for tender in tenders.paid:
        if tender.kind is TenderKind.PROVIDER:
            held = await disputes.held(session, [tender.id])
            paid.append(replace(tender, refunded=min(tender.refunded + held, tender.captured)))
        else:
            paid.append(tender)
    return Tenders(tuple(paid), tenders.labels)


def _refuse_closed(order: Any) -> None:
    status = OrderStatus(order.status)
    if status in REFUNDABLE:
        return
    allowed = sorted(orders.LIFECYCLE.allowed(status))
    raise IllegalTransition(
        f"Order is {status}; nothing was paid for it.",
        details=[
            {
                "field": None,
                "code": IllegalTransition.code,
                "current": str(status),
                "allowed": [str(state) for state in allowed],
            }
        ],
    )


def _refuse_amount(found: RefundSums, tenders: Tenders) -> None:
    if tenders.left <= 0:
        raise NotRefundable
    if found.amount > tenders.left:
        raise RefundTooLarge(
            details=[
                {
                    "field": None,
                    "code": RefundTooLarge.code,
                    "message": RefundTooLarge.message,
                    "amount": found.amount,
                    "remaining": tenders.left,
                }
            ]
        )
    if found.amount <= 0:
        raise Invalid.on_field("lines", "Choose what goes back: it comes to nothing.")


def _amount(money: Any, currency: str, field: str) -> int:
    if money is None:
        return 0
    if money.currency != currency:
        raise Invalid.on_field(f"{field}.currency", f"This order is in {currency}.")
    return int(money.amount)


def _units(items: Sequence[ItemRow], lines: Sequence[RefundLineIn]) -> dict[UUID, int]:
    """Order item -> units. Raises Invalid for items of other orders and items named twice, and
    TooManyRefunded."""
    known = {item.id: item for item in items}
    units: dict[UUID, int] = {}
    for place, line in enumerate(lines):
        item = known.get(line.item_id)
        if item is None:
            raise Invalid.on_field(f"lines.{place}.item_id", "Not an item of this order.")
        if line.item_id in units:
            raise Invalid.on_field(f"lines.{place}.item_id", "This item is named twice.")
        left = item.quantity - item.refunded_quantity
        if line.quantity > left:
            raise TooManyRefunded(
                details=[
                    {
                        "field": f"lines.{place}.quantity",
                        "code": TooManyRefunded.code,
                        "message": TooManyRefunded.message,
                        "item_id": str(line.item_id),
                        "left": left,
                        "wanted": line.quantity,
                    }
                ]
            )
        units[line.item_id] = line.quantity
    return units


def _goods(
    items: Sequence[ItemRow], lines: Sequence[RefundLineIn], allocated: Mapping[UUID, int]
) -> tuple[dict[tuple[UUID, bool], int], dict[UUID, int]]:
    """((item, restock) -> units that no longer ship, item -> shipped units back on sale).

    Raises UnitsInParcel where the refund would need units that are packed.
    """
    known = {item.id: item for item in items}
    released: dict[tuple[UUID, bool], int] = {}
    came_back: dict[UUID, int] = {}
    for place, line in enumerate(lines):
        item = known[line.item_id]
        packed = allocated.get(item.id, 0)
        if item.refunded_quantity + line.quantity > item.quantity - packed:
            raise UnitsInParcel.on_field(f"lines.{place}.quantity")
        waiting = item.quantity - item.cancelled_quantity - item.fulfilled_quantity - packed
        ends = 0 if line.shipped_only else min(line.quantity, waiting)
        if ends:
            released[item.id, line.restock] = ends
        out = item.fulfilled_quantity - item.returned_quantity
        moved = isinstance(line, ReturnedLine) or not line.restock
        back = 0 if moved else min(line.quantity - ends, out)
        if back:
            came_back[item.id] = back
    return released, came_back
