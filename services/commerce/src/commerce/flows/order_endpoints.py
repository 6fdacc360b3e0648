"""HTTP of what merchants do with orders as a whole."""

from uuid import UUID

from commerce.cart.view import money
from commerce.flows.bulk_orders import bulk as do_bulk
from commerce.flows.cancel_order import cancel_order
from commerce.flows.hold_order import hold_order, release_order
from commerce.flows.refund_order import Actor, Draft, draft, make
from commerce.orders import editing
from commerce.orders import service as order_service
from commerce.orders.edit_schemas import BulkResult, HoldIn, NoteIn, OrderBulkIn, OrderPatch
from commerce.orders.errors import (
    AddressFixed,
    AlreadyShipped,
    NoteNotFound,
    NotRefundable,
    OrderNotFound,
    RefundTooLarge,
    TooManyRefunded,
    UnitsInParcel,
)
from commerce.orders.refund_schemas import (
    RefundAmountsOut,
    RefundIn,
    RefundLineOut,
    RefundOut,
    RefundPartOut,
)
from commerce.orders.refunding import Amounts
from commerce.orders.schemas import CancelIn, OrderOut
from commerce.orders.view import order_out, refund_out
from commerce.payments.disputes.errors import PaymentDisputed
from commerce.reads.order_papers import load_papers
from commerce.reads.order_view import load_order
from commerce.stores.contexts import StoreContext, StoreStaff
from commerce.stores.errors import StoreNotFound
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.states import IllegalTransition

orders = router("orders", "/stores/{store_id}/orders")

_REFUSALS = errors(
    StoreNotFound,
    OrderNotFound,
    IllegalTransition,
    NotRefundable,
    TooManyRefunded,
    UnitsInParcel,
    RefundTooLarge,
    PaymentDisputed,
)


async def whole(context: StoreContext, order_id: UUID) -> OrderOut:
    """The order as it is now. Raises OrderNotFound (404)."""
    rows = await load_order(context.session, order_id, store_id=context.store_id, full=True)
    if rows is None:
        raise OrderNotFound
    return order_out(rows, await load_papers(context.session, order_id))


@orders.post("/bulk", responses=errors(StoreNotFound))
async def bulk(context: StoreStaff, body: OrderBulkIn) -> Reply[list[BulkResult]]:
    """Tag, ship, hold, release or cancel up to 100 orders at once; the reply says of each how it
    went, in your order."""
    return ok(await do_bulk(context, body))


@orders.patch(
    "/{order_id}", responses=errors(StoreNotFound, OrderNotFound, AddressFixed, IllegalTransition)
)
async def update(context: StoreStaff, order_id: UUID, body: OrderPatch) -> Reply[OrderOut]:
    """Change e-mail, tags or, until a parcel has left, the shipping address within its country."""
    order = await order_service.lock(context.session, context.store_id, order_id)
    await editing.patch(context, order, body, clock.now())
    return ok(await whole(context, order_id))


@orders.post(
    "/{order_id}/cancel",
    responses=errors(StoreNotFound, OrderNotFound, AlreadyShipped, IllegalTransition),
)
async def cancel(context: StoreStaff, order_id: UUID, body: CancelIn) -> Reply[OrderOut]:
    """Cancel an order that has not shipped. The money goes back within moments: the order says
    `refunded` once the provider has taken the refund."""
    await cancel_order(context, order_id, body)
    return ok(await whole(context, order_id))


@orders.post("/{order_id}/hold", responses=errors(StoreNotFound, OrderNotFound, IllegalTransition))
async def hold(context: StoreStaff, order_id: UUID, body: HoldIn) -> Reply[OrderOut]:
    """Put an open order on hold: nothing ships until it is released."""
    await hold_order(context, order_id, body.reason)
    return ok(await whole(context, order_id))


@orders.post(
    "/{order_id}/release", responses=errors(StoreNotFound, OrderNotFound, IllegalTransition)
)
async def release(context: StoreStaff, order_id: UUID) -> Reply[OrderOut]:
    """Let an order on hold go on."""
    await release_order(context, order_id)
    return ok(await whole(context, order_id))


@orders.post("/{order_id}/notes", status_code=201, responses=errors(StoreNotFound, OrderNotFound))
async def add_note(context: StoreStaff, order_id: UUID, body: NoteIn) -> Reply[OrderOut]:
    """Write a note that only the merchant's people see."""
    order = await order_service.lock(context.session, context.store_id, order_id)
    await editing.add_note(context, order, body.text, clock.now())
    return ok(await whole(context, order_id))


@orders.delete(
    "/{order_id}/notes/{note_id}", responses=errors(StoreNotFound, OrderNotFound, NoteNotFound)
)
async def delete_note(context: StoreStaff, order_id: UUID, note_id: UUID) -> Reply[OrderOut]:
    """Delete a note."""
    order = await order_service.lock(context.session, context.store_id, order_id)
    await editing.drop_note(context, order, note_id)
    return ok(await whole(context, order_id))


@orders.post("/{order_id}/refunds/preview", responses=_REFUSALS)
async def preview_refund(
    context: StoreStaff, order_id: UUID, body: RefundIn
) -> Reply[RefundAmountsOut]:
    """What a refund would come to, and where it would go. Nothing is written."""
    order = await order_service.lock(context.session, context.store_id, order_id)
    return ok(_amounts(await draft(context.session, order, body)))


@orders.post("/{order_id}/refunds", status_code=201, responses=_REFUSALS)
async def refund(context: StoreStaff, order_id: UUID, body: RefundIn) -> Reply[RefundOut]:
    """Give money back, for units of items, shipping, or a free amount. The amounts are those stored
    on the order, so that the last refund lands exactly on what was paid. The refund is `pending`
    until the payment provider has taken it."""
    order = await order_service.lock(context.session, context.store_id, order_id)
    found = await draft(context.session, order, body)
    who = Actor(context.kernel, context.session, context.tenant_id, context.store_id, context.actor)
    refund_id = await make(who, found, body, clock.now())
    papers = await load_papers(context.session, order_id)
    made = next(entry for entry in papers.refunds if entry["id"] == str(refund_id))
    return ok(refund_out(made, order.currency))


def _amounts(found: Draft) -> RefundAmountsOut:
    currency = found.order.currency
    every: list[Amounts] = [*found.sums.lines.values(), found.sums.shipping, found.sums.adjustment]
    return RefundAmountsOut(
        amount=money(found.sums.amount, currency),
        remaining=money(found.tenders.left, currency),
        shipping_remaining=money(found.sold.shipping_left, currency),
        lines=[
            RefundLineOut(
                item_id=item,
                quantity=found.units[item],
                gross=money(line.gross, currency),
                net=money(line.net, currency),
                tax=money(line.tax, currency),
            )
            for item, line in found.sums.lines.items()
        ],
        shipping=money(found.sums.shipping.gross, currency),
        adjustment=money(found.sums.adjustment.gross, currency),
        tax=money(sum(part.tax for part in every), currency),
        tenders=[
            RefundPartOut(
                kind=part.kind.value,
                label=found.tenders.labels[part.id],
                amount=money(part.amount, currency),
            )
            for part in found.parts
        ],
    )
