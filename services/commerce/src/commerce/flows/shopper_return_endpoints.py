"""HTTP of what shoppers do with their order, by its token: returns, and withdrawal in two steps."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends

from commerce.cart.view import money
from commerce.flows import return_mail
from commerce.flows.charge_exchange import exchange_link
from commerce.flows.refund_mail import status_url
from commerce.flows.return_contexts import OrderWriter
from commerce.inventory.service import OutOfStock
from commerce.orders import service as orders
from commerce.orders.drafts.errors import DraftBeingPaid
from commerce.orders.endpoints import order_holder
from commerce.orders.errors import OrderNotFound
from commerce.reads.order_view import load_order
from commerce.returns import service
from commerce.returns.errors import (
    ExchangeCostsMore,
    ExchangeSold,
    NoSelfService,
    NotReturnable,
    ReplacementSent,
    ReturnNotFound,
    ReturnWindowOver,
)
from commerce.returns.schemas import (
    PublicReturnOut,
    ReturnableOut,
    ReturnIn,
    ReturnOptionsOut,
    WithdrawalIn,
)
from commerce.returns.service import Hand, ReturnKind, ReturnStatus
from commerce.returns.view import public_return_out
from commerce.stores.contexts import PublicStoreContext, ShopContext
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.kernel import Kernel
from ecomm_core.states import IllegalTransition

routes = router("orders", "/public/stores/{slug}/orders/{order_id}")

_FOUND = (StoreNotFound, StorePaused, OrderNotFound)
SHOPPER = "shopper"


def hand_of(context: PublicStoreContext) -> Hand:
    """The shopper's hand."""
    return Hand(context.kernel, context.session, context.tenant_id, context.store_id, SHOPPER)


@routes.get("/returns", responses=errors(*_FOUND))
async def public_returns(
    context: Annotated[ShopContext, Depends(order_holder)], order_id: UUID
) -> Reply[ReturnOptionsOut]:
    """What can be sent back or withdrawn from, until when, and what was begun."""
    now = clock.now()
    async with context.kernel.database.transaction(context.store.scope) as session:
        rows = await load_order(session, order_id, store_id=context.store.id)
        if rows is None:
            raise OrderNotFound
        found = await service.allowance(session, context.store.id, order_id, now)
        made = await service.of_order(session, order_id)
        may_return = found.self_service and found.within_window
        choices = (
            await service.choices(session, context.store.id, order_id, now)
            if may_return and any(found.returnable.values())
            else {}
        )
    items = [
        ReturnableOut(
            item_id=UUID(item["id"]),
            title=item["title"],
            variant_title=item["variant_title"],
            unit_price=money(item["unit_price"], rows.currency),
            returnable=found.returnable[UUID(item["id"])],
            withdrawable=found.withdrawable[UUID(item["id"])],
            exchanges=choices.get(UUID(item["id"]), []),
        )
        for item in rows.items
    ]
    return ok(
        ReturnOptionsOut(
            can_return=may_return and any(item.returnable for item in items),
            can_withdraw=found.may_withdraw and any(item.withdrawable for item in items),
            return_until=found.return_until if found.self_service else None,
            withdraw_until=found.withdraw_until,
            instructions=found.instructions,
            items=items,
            returns=[
                _out(context.kernel, context.store.slug, row)
                for row in made
                if row["status"] != "declared"
            ],
        )
    )


@routes.post(
    "/returns",
    status_code=201,
    responses=errors(
        *_FOUND,
        NoSelfService,
        ReturnWindowOver,
        NotReturnable,
        ExchangeCostsMore,
        OutOfStock,
    ),
)
async def request_return(
    context: OrderWriter, order_id: UUID, body: ReturnIn
) -> Reply[PublicReturnOut]:
    """Ask to send goods back, for money or in exchange. The shop answers by mail; with
    `pay_difference` what costs more is paid by a link once it has approved."""
    order = await orders.lock(context.session, context.store_id, order_id)
    return_id = await service.request(
        hand_of(context),
        order,
        body.lines,
        kind=ReturnKind.RETURN,
        status=ReturnStatus.REQUESTED,
        message=body.message,
        now=clock.now(),
        difference="pay" if body.pay_difference else "refuse",
    )
    return ok(await shown(context, return_id))


@routes.post(
    "/returns/{return_id}/cancel",
    responses=errors(
        *_FOUND, ReturnNotFound, IllegalTransition, ReplacementSent, ExchangeSold, DraftBeingPaid
    ),
)
async def cancel_return(
    context: OrderWriter, order_id: UUID, return_id: UUID
) -> Reply[PublicReturnOut]:
    """Take back a return that was not sent."""
    found = await locked(context, order_id, return_id)
    await service.move(hand_of(context), found, ReturnStatus.CANCELLED, clock.now())
    return ok(await shown(context, return_id))


@routes.post(
    "/withdrawals", status_code=201, responses=errors(*_FOUND, ReturnWindowOver, NotReturnable)
)
async def declare_withdrawal(
    context: OrderWriter, order_id: UUID, body: WithdrawalIn
) -> Reply[PublicReturnOut]:
    """First step of a withdrawal: the declaration. Nothing has happened until it is confirmed."""
    order = await orders.lock(context.session, context.store_id, order_id)
    return_id = await service.request(
        hand_of(context),
        order,
        body.lines,
        kind=ReturnKind.WITHDRAWAL,
        status=ReturnStatus.DECLARED,
        name=body.name,
        email=body.email or order.email,
        message=body.message,
        now=clock.now(),
    )
    return ok(await shown(context, return_id))


@routes.post(
    "/withdrawals/{return_id}/confirm",
    responses=errors(*_FOUND, ReturnNotFound, NotReturnable, ReturnWindowOver, IllegalTransition),
)
async def confirm_withdrawal(
    context: OrderWriter, order_id: UUID, return_id: UUID
) -> Reply[PublicReturnOut]:
    """Second step: confirm the declaration. It is received now, and the receipt with the time goes
    out at once (Directive (EU) 2023/2673)."""
    found = await locked(context, order_id, return_id)
    now, hand = clock.now(), hand_of(context)
    if found.kind != ReturnKind.WITHDRAWAL:
        raise ReturnNotFound
    service.LIFECYCLE.check(ReturnStatus(found.status), ReturnStatus.REQUESTED)
    left = await service.allowance(context.session, context.store_id, order_id, now)
    if not left.may_withdraw:
        raise ReturnWindowOver
    row = await service.find(context.session, context.store_id, return_id)
    lines = row["lines"] if row is not None else []
    if any(line["quantity"] > left.withdrawable[UUID(line["item_id"])] for line in lines):
        raise NotReturnable
    await service.move(hand, found, ReturnStatus.REQUESTED, now)
    await return_mail.receipt(hand, return_id)
    return ok(await shown(context, return_id))


async def locked(context: PublicStoreContext, order_id: UUID, return_id: UUID) -> Any:
    """A return of this order; its token opens no other's."""
    await orders.lock(context.session, context.store_id, order_id)
    found = await service.lock(hand_of(context), return_id)
    if found.order_id != order_id:
        raise ReturnNotFound
    return found


async def shown(context: PublicStoreContext, return_id: UUID) -> PublicReturnOut:
    row = await service.find(context.session, context.store_id, return_id)
    if row is None:
        raise ReturnNotFound
    return _out(context.kernel, context.store.slug, row)


def _out(kernel: Kernel, slug: str, row: Mapping[str, Any]) -> PublicReturnOut:
    paying = row["exchange"]
    bought = paying["order_id"] if paying is not None and paying["state"] == "paid" else None
    return public_return_out(
        row,
        pay_url=exchange_link(kernel, slug, row),
        status_url=status_url(kernel, slug, UUID(bought)) if bought else None,
    )
