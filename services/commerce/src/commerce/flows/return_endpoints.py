"""HTTP of returns for merchants."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query

from commerce.flows import return_mail
from commerce.flows.charge_exchange import charge_exchange, exchange_link
from commerce.flows.complete_return import complete_return
from commerce.inventory.service import OutOfStock
from commerce.orders import service as orders
from commerce.orders.drafts.errors import DraftBeingPaid, DraftIncomplete, TooManyDrafts
from commerce.orders.errors import (
    NotRefundable,
    OrderNotFound,
    RefundTooLarge,
    TooManyRefunded,
    UnitsInParcel,
)
from commerce.orders.schemas import ReturnStatus as Status
from commerce.payments.disputes.errors import PaymentDisputed
from commerce.reads.order_view import load_order
from commerce.returns import service
from commerce.returns.errors import (
    ExchangeCostsMore,
    ExchangeSold,
    NothingReceived,
    NotReturnable,
    ReplacementSent,
    ReturnNotFound,
)
from commerce.returns.schemas import (
    ApproveIn,
    CompleteIn,
    DeclineIn,
    ItemChoicesOut,
    MerchantReturnIn,
    ReceiveIn,
    ReturnOut,
    ReturnPolicyIn,
    ReturnPolicyOut,
    ReturnRow,
)
from commerce.returns.service import Hand, ReturnKind, ReturnStatus
from commerce.returns.view import return_out, return_row
from commerce.stores.contexts import StoreAdmin, StoreContext, StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core import audit, clock
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.states import IllegalTransition
from ecomm_core.text import search_key

routes = router("returns", "/stores/{store_id}")

NOTHING = "-"
"""A word no search key holds: signs alone find nothing."""

_MOVED = errors(StoreNotFound, ReturnNotFound, IllegalTransition)
_SET_ASIDE = errors(
    StoreNotFound, ReturnNotFound, IllegalTransition, OutOfStock, TooManyDrafts, DraftIncomplete
)
_LET_GO = errors(
    StoreNotFound, ReturnNotFound, IllegalTransition, ReplacementSent, ExchangeSold, DraftBeingPaid
)


def hand_of(context: StoreContext) -> Hand:
    """The merchant's hand."""
    return Hand(context.kernel, context.session, context.tenant_id, context.store_id, context.actor)


@routes.get("/returns", name="list", responses=errors(StoreNotFound))
async def list_returns(
    context: StoreViewer,
    page: PageDep,
    status: Status | None = None,
    kind: Literal["return", "withdrawal"] | None = None,
    search: Annotated[Text | None, Query(max_length=200)] = None,
) -> ListReply[ReturnRow]:
    """The store's returns and withdrawals, newest first. `search` finds the return's or the order's
    number, a name, an e-mail address or a city."""
    typed = (search or "").strip()
    rows, total = await service.page(
        context.session,
        context.store_id,
        status=status,
        kind=kind,
        search=(search_key(typed) or NOTHING) if typed else None,
        number=_number(typed),
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of([return_row(row) for row in rows], page.info(total))


@routes.get("/return-policy", responses=errors(StoreNotFound))
async def policy(context: StoreViewer) -> Reply[ReturnPolicyOut]:
    """What the store promises about returns."""
    return ok(await service.policy(context.session, context.store_id))


@routes.put("/return-policy", responses=errors(StoreNotFound))
async def set_policy(context: StoreAdmin, body: ReturnPolicyIn) -> Reply[ReturnPolicyOut]:
    """Say what the store promises: self-service or not, for how many days, and how to send it."""
    before = await service.policy(context.session, context.store_id)
    values = body.model_dump()
    await service.set_policy(
        context.session, {"tenant": context.tenant_id, "store": context.store_id, **values}
    )
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="return_policy.set",
        resource_type="store",
        resource_id=context.store_id,
        before=before.model_dump(),
        after=values,
    )
    return ok(await service.policy(context.session, context.store_id))


@routes.post(
    "/orders/{order_id}/returns",
    status_code=201,
    responses=errors(StoreNotFound, OrderNotFound, NotReturnable, ExchangeCostsMore, OutOfStock),
)
async def create(context: StoreStaff, order_id: UUID, body: MerchantReturnIn) -> Reply[ReturnOut]:
    """Begin a return for a shopper who asked in person; the store's window does not bind you. Lines
    that name a variant are exchanged for it."""
    hand, now = hand_of(context), clock.now()
    order = await orders.lock(context.session, context.store_id, order_id)
    return_id = await service.request(
        hand,
        order,
        body.lines,
        kind=ReturnKind.RETURN,
        status=ReturnStatus.REQUESTED,
        message=body.message,
        now=now,
        in_person=True,
        difference="waive" if body.waive_difference else "pay" if body.pay_difference else "refuse",
    )
    return ok(await _out(context, return_id))


@routes.get(
    "/orders/{order_id}/exchanges",
    responses=errors(StoreNotFound, OrderNotFound),
)
async def exchange_choices(context: StoreViewer, order_id: UUID) -> Reply[list[ItemChoicesOut]]:
    """What may be had in exchange for a unit of each item: the other variants of its product, and
    what they cost more or less than was paid."""
    if await load_order(context.session, order_id, store_id=context.store_id) is None:
        raise OrderNotFound
    found = await service.choices(context.session, context.store_id, order_id, clock.now())
    return ok([ItemChoicesOut(item_id=item, choices=many) for item, many in found.items()])


@routes.get("/returns/{return_id}", responses=errors(StoreNotFound, ReturnNotFound))
async def get(context: StoreViewer, return_id: UUID) -> Reply[ReturnOut]:
    """One return."""
    return ok(await _out(context, return_id))


@routes.post("/returns/{return_id}/approve", responses=_SET_ASIDE)
async def approve(context: StoreStaff, return_id: UUID, body: ApproveIn) -> Reply[ReturnOut]:
    """Approve a return: the shopper is told how to send it back, and a completed order opens. What
    is sent in exchange becomes an item of the order, and its stock is set aside; where the shopper
    pays a difference it becomes a draft, whose link is mailed."""
    promised = await service.policy(context.session, context.store_id)
    return await _move(
        context,
        return_id,
        ReturnStatus.APPROVED,
        tell=True,
        instructions=body.instructions or promised.instructions or None,
        label_url=body.label_url,
    )


@routes.post("/returns/{return_id}/decline", responses=_MOVED)
async def decline(context: StoreStaff, return_id: UUID, body: DeclineIn) -> Reply[ReturnOut]:
    """Decline a return; the shopper reads why. A withdrawal is a right and cannot be declined."""
    row = await _locked(context, return_id)
    if row.kind == ReturnKind.WITHDRAWAL:
        raise _refused(row.status, {ReturnStatus.APPROVED, ReturnStatus.CANCELLED})
    return await _move(
        context, return_id, ReturnStatus.DECLINED, tell=True, decline_reason=body.reason
    )


@routes.post("/returns/{return_id}/cancel", responses=_LET_GO)
async def cancel(context: StoreStaff, return_id: UUID) -> Reply[ReturnOut]:
    """Close a return that nobody goes on with."""
    return await _move(context, return_id, ReturnStatus.CANCELLED, tell=False)


@routes.post("/returns/{return_id}/receive", responses=_MOVED)
async def receive(context: StoreStaff, return_id: UUID, body: ReceiveIn) -> Reply[ReturnOut]:
    """Write down what arrived, in which condition, and what of it is on sale again."""
    found = await _locked(context, return_id)
    await service.receive(hand_of(context), found, body.lines, clock.now())
    return ok(await _out(context, return_id))


@routes.post(
    "/returns/{return_id}/complete",
    responses=errors(
        StoreNotFound,
        ReturnNotFound,
        IllegalTransition,
        NothingReceived,
        ExchangeSold,
        DraftBeingPaid,
        NotRefundable,
        TooManyRefunded,
        UnitsInParcel,
        RefundTooLarge,
        PaymentDisputed,
    ),
)
async def complete(context: StoreStaff, return_id: UUID, body: CompleteIn) -> Reply[ReturnOut]:
    """Pay back what arrived and close the return."""
    found = await _locked(context, return_id)
    await complete_return(hand_of(context), found.order_id, return_id, body, clock.now())
    return ok(await _out(context, return_id))


async def _locked(context: StoreContext, return_id: UUID) -> Any:
    """The return, its order locked before it, as everybody does."""
    row = await service.find(context.session, context.store_id, return_id)
    if row is None:
        raise ReturnNotFound
    await orders.lock(context.session, context.store_id, row["order_id"])
    return await service.lock(hand_of(context), return_id)


async def _move(
    context: StoreContext,
    return_id: UUID,
    wanted: ReturnStatus,
    *,
    tell: bool,
    **fields: str | None,
) -> Reply[ReturnOut]:
    found = await _locked(context, return_id)
    hand = hand_of(context)
    await service.move(hand, found, wanted, clock.now(), **fields)
    if wanted is ReturnStatus.APPROVED:
        order = await orders.lock(context.session, context.store_id, found.order_id)
        await charge_exchange(context, order, found)
    if tell:
        await return_mail.update(hand, return_id)
    return ok(await _out(context, return_id))


async def _out(context: StoreContext, return_id: UUID) -> ReturnOut:
    row = await service.find(context.session, context.store_id, return_id)
    if row is None:
        raise ReturnNotFound
    return return_out(row, pay_url=exchange_link(context.kernel, context.store.slug, row))


def _number(typed: str) -> int | None:
    """The order's number in `1001`, `#1001` or `1001-R2`."""
    digits = typed.removeprefix("#").upper().partition("-R")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else None


def _refused(status: str, allowed: set[ReturnStatus]) -> IllegalTransition:
    return IllegalTransition(
        "A withdrawal is the shopper's right; it cannot be declined.",
        details=[
            {
                "field": None,
                "code": IllegalTransition.code,
                "current": status,
                "allowed": sorted(str(state) for state in allowed),
            }
        ],
    )
