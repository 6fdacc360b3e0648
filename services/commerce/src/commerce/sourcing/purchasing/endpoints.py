"""HTTP of purchase orders, and of what an order's items wait for."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from commerce.orders.service import OrderNotFound
from commerce.reads.line_profit import profit_rows
from commerce.reads.purchase_disputes import disputes_of
from commerce.reads.purchase_table import list_purchases, load_needs, load_purchase
from commerce.sourcing.purchasing import deciding, disputing, service, swapping
from commerce.sourcing.purchasing.dispute_endpoints import complaint
from commerce.sourcing.purchasing.errors import (
    AlreadyBought,
    BelowFloor,
    MayExist,
    NoOtherWay,
    NotDisputable,
    PartElsewhere,
    PurchaseNotFound,
    TakenOver,
    TooMuchDisputed,
)
from commerce.sourcing.purchasing.looking import AFTER, ASK_AFTER, LAG
from commerce.sourcing.purchasing.schemas import (
    DisputableOut,
    DisputeIn,
    LineOptionsOut,
    LineProfitOut,
    LookUpIn,
    NeedOut,
    OrderSourcingOut,
    OtherWaysOut,
    PurchaseDisputeOut,
    PurchaseOut,
    PurchaseRow,
    SwapIn,
    View,
    WayOptionOut,
)
from commerce.stores.contexts import StoreContext, StoreStaff, StoreViewer
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.states import IllegalTransition

routes = router("purchase_orders", "/stores/{store_id}/purchase-orders")
of_order = router("order_sourcing", "/stores/{store_id}/orders/{order_id}/sourcing")

Purchases = list[PurchaseOut]
Grounds = list[DisputableOut]


@routes.get("")
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    view: View = "all",
    search: Annotated[Text | None, Query(max_length=200)] = None,
    supplier_id: UUID | None = None,
) -> ListReply[PurchaseRow]:
    """The store's purchase orders, newest first. `view`: waiting (nothing sent yet), unknown (may
    exist at the supplier), placed, ended, or attention (somebody is wanted). `search` is a whole
    number or reference: ours, the supplier's, or the customer order's."""
    rows, total = await list_purchases(
        context.session,
        context.store_id,
        view,
        search=search,
        supplier_id=supplier_id,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of([PurchaseRow(**_told(row)) for row in rows], page.info(total))


@routes.get("/{purchase_id}", responses=errors(PurchaseNotFound))
async def get(context: StoreViewer, purchase_id: UUID) -> Reply[PurchaseOut]:
    """A purchase order with its lines, checks, parcels and everything that happened to it."""
    return ok(await _shown(context, purchase_id))


@routes.post("/{purchase_id}/approve", responses=errors(PurchaseNotFound, IllegalTransition))
async def approve(context: StoreStaff, purchase_id: UUID) -> Reply[PurchaseOut]:
    """Let one that waits for a person go on. A cost that has risen is accepted as last read; all
    checks are made again before it is sent."""
    await deciding.approve(context, purchase_id)
    return ok(await _shown(context, purchase_id))


@routes.post("/{purchase_id}/cancel", responses=errors(PurchaseNotFound, IllegalTransition))
async def cancel(context: StoreStaff, purchase_id: UUID) -> Reply[PurchaseOut]:
    """Cancel: at once what was not sent; at the supplier what was, where it can still be; what may
    exist there as soon as it is found."""
    await deciding.cancel(context, purchase_id)
    return ok(await _shown(context, purchase_id))


@routes.post(
    "/{purchase_id}/retry", responses=errors(PurchaseNotFound, IllegalTransition, TakenOver)
)
async def retry(context: StoreStaff, purchase_id: UUID) -> Reply[PurchaseOut]:
    """Send a rejected one again, under a new reference and after all checks. Refused where another
    purchase order took over: it would be bought twice."""
    await deciding.retry(context, purchase_id)
    return ok(await _shown(context, purchase_id))


@routes.post(
    "/{purchase_id}/look-up",
    status_code=202,
    responses=errors(PurchaseNotFound, IllegalTransition),
)
async def look_up(
    context: StoreStaff, purchase_id: UUID, body: LookUpIn | None = None
) -> Reply[PurchaseOut]:
    """Ask the supplier about it now. That only reads; the answer comes into the timeline. Of one
    whose answer never came you may say its number there, if you saw it: it is checked first."""
    await deciding.look_up(context, purchase_id, body.supplier_ref if body else None)
    return ok(await _shown(context, purchase_id))


@routes.get("/{purchase_id}/ways", responses=errors(PurchaseNotFound))
async def ways(context: StoreViewer, purchase_id: UUID) -> Reply[OtherWaysOut]:
    """Who else could send each line that can be swapped, with what it comes to and what would be
    left of it, by what was last read: no supplier is asked."""
    found = await swapping.other_ways(context, purchase_id)
    return ok(
        OtherWaysOut(
            currency=context.store.currency,
            lines=[
                LineOptionsOut(
                    line_id=line.line_id, ways=[_option(option) for option in line.options]
                )
                for line in found
            ],
        )
    )


@routes.post(
    "/{purchase_id}/swap",
    responses=errors(
        PurchaseNotFound,
        MayExist,
        AlreadyBought,
        PartElsewhere,
        TakenOver,
        BelowFloor,
        NoOtherWay,
    ),
)
async def swap(context: StoreStaff, purchase_id: UUID, body: SwapIn) -> Reply[Purchases]:
    """Replace a purchase order that was not sent, was rejected or cancelled, or some of its lines,
    by another supplier's: above the margin floor unless you say otherwise, and never while it may
    exist at the supplier. The purchase orders that took over; they go through all checks."""
    made = await swapping.swap(context, purchase_id, body)
    return ok([await _shown(context, one) for one in made])


@routes.get("/{purchase_id}/disputable", responses=errors(PurchaseNotFound))
async def disputable(context: StoreViewer, purchase_id: UUID) -> Reply[Grounds]:
    """What was given back to the customer of what this purchase order brought, and no complaint is
    about yet."""
    found = await disputing.disputable(context, purchase_id)
    return ok([disputing.shown(ground, left) for ground, left in found])


@routes.post(
    "/{purchase_id}/disputes",
    status_code=201,
    responses=errors(PurchaseNotFound, NotDisputable, TooMuchDisputed),
)
async def dispute(
    context: StoreStaff, purchase_id: UUID, body: DisputeIn
) -> Reply[PurchaseDisputeOut]:
    """Complain to the supplier about what a refund or a return gave back. It is sent by a job,
    once; what comes of it is booked as the supplier's refund of these lines."""
    made = await disputing.open_dispute(context, purchase_id, body)
    return ok(await complaint(context, made))


@of_order.get("", responses=errors(OrderNotFound))
async def get_order(context: StoreViewer, order_id: UUID) -> Reply[OrderSourcingOut]:
    """What each item of an order waits for or is bought with, and what was really earned with it:
    in the store's currency, with what is estimated or missing said so."""
    rows = await profit_rows(context.session, context.store_id, order_id)
    if rows is None:
        raise OrderNotFound
    lines, fees = service.profit_of(rows)
    needs = await load_needs(context.session, context.store_id, order_id)
    return ok(
        OrderSourcingOut(
            needs=[NeedOut(**_told(need)) for need in needs],
            currency=rows.store_currency,
            profit=sum(line.profit for line in lines),
            fees=fees.amount,
            fees_known=fees.estimated is not None,
            lines=[LineProfitOut.model_validate(line, from_attributes=True) for line in lines],
        )
    )


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "next_step": service.next_step(row["reason"])}


async def _shown(context: StoreContext, purchase_id: UUID) -> PurchaseOut:
    today = clock.now().date()
    row = await load_purchase(context.session, context.store_id, purchase_id, today)
    if row is None:
        raise PurchaseNotFound
    disputes = await disputes_of(context.session, context.store_id, purchase_id)
    sent = row["placing_at"]
    return PurchaseOut(
        **_told(row),
        expected_total=row["expected"].get("total", row["total"]),
        planned_looks=len(AFTER),
        certain_from=sent + LAG if sent else None,
        decide_from=sent + ASK_AFTER if sent else None,
        disputes=[PurchaseDisputeOut(**one) for one in disputes],
    )


def _option(option: service.Option) -> WayOptionOut:
    problem = option.problem
    return WayOptionOut(
        mapping_id=option.mapping_id,
        supplier_id=option.supplier_id,
        supplier_name=option.supplier_name,
        landed=option.landed,
        left=option.left,
        days=option.days,
        above_floor=option.above_floor,
        problem=problem.reason.value if problem else None,
        words=problem.words if problem else None,
    )
