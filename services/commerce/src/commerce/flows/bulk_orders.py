"""One thing done to many orders; each succeeds or is left alone by itself."""

from uuid import UUID

from commerce.flows.cancel_order import cancel_order
from commerce.flows.fulfil_order import fulfil_order
from commerce.flows.hold_order import hold_order, release_order
from commerce.orders import editing
from commerce.orders import service as orders
from commerce.orders.edit_schemas import BulkResult, OrderBulkIn
from commerce.orders.schemas import CancelIn, FulfillmentIn
from commerce.stores.contexts import StoreContext
from ecomm_core import clock
from ecomm_core.errors import AppError, Invalid

WITHOUT_NUMBER = ""
"""A parcel that was marked as sent without a number."""


async def bulk(context: StoreContext, body: OrderBulkIn) -> list[BulkResult]:
    """Do it, in the order of the ids, twice named ones once.

    Raises Invalid (422) where the action lacks what it needs; what an order refuses is in its
    result, and changes nothing of it.
    """
    _refuse_incomplete(body)
    wanted = list(dict.fromkeys(body.ids))
    numbers = await orders.numbers(context.session, context.store_id, wanted)
    results: dict[UUID, BulkResult] = {}
    for order_id in sorted(wanted):
        code, message = None, None
        try:
            async with context.session.begin_nested():
                await _one(context, order_id, body)
        except AppError as error:
            code, message = error.code, error.text
        results[order_id] = BulkResult(
            id=order_id,
            number=numbers.get(order_id),
            done=code is None,
            code=code,
            message=message,
        )
    return [results[order_id] for order_id in wanted]


def _refuse_incomplete(body: OrderBulkIn) -> None:
    match body.action:
        case "ship" if body.carrier is None:
            raise Invalid.on_field("carrier", "Say who carries them.")
        case "hold" if body.reason is None:
            raise Invalid.on_field("reason", "Say why they wait.")
        case "add_tags" | "remove_tags" if not body.tags:
            raise Invalid.on_field("tags", "Name a tag.")


async def _one(context: StoreContext, order_id: UUID, body: OrderBulkIn) -> None:
    match body.action:
        case "ship":
            parcel = FulfillmentIn.model_construct(
                items=None,
                carrier=body.carrier or "",
                tracking_number=WITHOUT_NUMBER,
                tracking_url=None,
                status="shipped",
            )
            await fulfil_order(context, order_id, parcel)
        case "hold":
            await hold_order(context, order_id, body.reason or "")
        case "release":
            await release_order(context, order_id)
        case "cancel":
            await cancel_order(context, order_id, body.cancel or CancelIn())
        case "add_tags" | "remove_tags":
            order = await orders.lock(context.session, context.store_id, order_id)
            names = {"add": body.tags} if body.action == "add_tags" else {"remove": body.tags}
            await editing.change_tags(context, order, **names, now=clock.now())
