"""The one way an order comes to be (rules §5).

The shopper's return, the provider's webhook and the sweeper all come here. Three steps: what we
know, what the provider knows (asked with no transaction open), and one transaction that settles it.
Whoever comes second finds the order that is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.checkout import service as checkouts
from commerce.checkout.errors import CheckoutNotFound
from commerce.checkout.service import CheckoutState
from commerce.flows.ask_provider import ask
from commerce.flows.give_back import enqueue_gift_cards, give_back, note_refunds
from commerce.flows.take_over_draft import take_over_draft
from commerce.flows.verdict import News, Verdict, judge
from commerce.inventory import service as inventory
from commerce.inventory.service import OutOfStock
from commerce.orders import service as orders
from commerce.orders.drafts import service as drafts
from commerce.orders.service import PlacedOrder
from commerce.payments import service as payments
from commerce.promotions import service as promotions
from commerce.promotions.service import (
    BalanceGone,
    DiscountGone,
    Hold,
    Tender,
    TenderKind,
    Use,
)
from commerce.reads.checkout_case import CheckoutCase, load_case
from ecomm_connectors.payments.port import PaymentStatus as Told
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel

CLOSE_TASK = "commerce.payments.close"
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Settled:
    """Where a checkout stands now. `order` is set once it has become one."""

    state: CheckoutState
    message: str | None
    order: PlacedOrder | None


async def complete_cart(
    kernel: Kernel,
    *,
    tenant_id: UUID,
    store_id: UUID,
    checkout_id: UUID,
    actor: str,
    closing: bool = False,
) -> Settled:
    """Ask the provider about every open payment of the checkout and settle what it says.

    Raises CheckoutNotFound, and ProviderUnavailable when nothing could be learned.
    """
    scope = Scope(tenant_id=tenant_id, store_id=store_id)
    async with kernel.database.transaction(scope) as session:
        case = await load_case(session, checkout_id=checkout_id)
    if case is None:
        raise CheckoutNotFound
    return await complete_case(kernel, case, actor=actor, closing=closing)


async def complete_case(
    kernel: Kernel, case: CheckoutCase, *, actor: str, closing: bool = False
) -> Settled:
    """The same for a checkout that has just been read."""
    if case.order_id is not None and not _open(case):
        return standing(case)
    news = await ask(kernel, case)
    if judge(case, news, clock.now(), closing=closing).idle:
        return standing(case)
    scope = Scope(tenant_id=case.tenant_id, store_id=case.store_id)
    async with kernel.database.transaction(scope) as session:
        return await settle(kernel, session, case, news, actor=actor, closing=closing)


async def settle(
    kernel: Kernel,
    session: AsyncSession,
    seen: CheckoutCase,
    news: Sequence[News],
    *,
    actor: str,
    closing: bool = False,
) -> Settled:
    """One transaction: lock, decide again on what is there now, and do what follows."""
    now = clock.now()
    # A draft before its checkout, as everybody does who sells or withdraws one.
    withdrawn = seen.draft_id is not None and not await drafts.stands(session, seen.cart_id)
    case, news = await _locked(session, seen, news)
    verdict = judge(case, news, now, closing=closing)
    order: PlacedOrder | None = None
    if verdict.buys and withdrawn:
        verdict = verdict.without_offer()
    elif verdict.buys:
        try:
            await _take(kernel, session, case, actor, now)
        except OutOfStock:
            verdict = verdict.without_stock()
        except (DiscountGone, BalanceGone):
            verdict = verdict.without_balance()
        else:
            order = await _place_order(kernel, session, case, verdict, actor, now)
    await _record_payments(session, verdict, order, case.email, now)
    await give_back(kernel, session, case, verdict, actor=actor, now=now)
    await note_refunds(kernel, session, case, verdict, actor=actor, now=now)
    if order is not None:
        return Settled(CheckoutState.COMPLETED, None, order)
    if verdict.state is not None:
        await _move(kernel, session, case, verdict, now)
        return Settled(verdict.state, verdict.message, None)
    return standing(case)


def standing(case: CheckoutCase) -> Settled:
    """Where the checkout stands as far as we know."""
    order = None
    if case.order_id is not None and case.order_number is not None:
        order = PlacedOrder(case.order_id, case.order_number)
    return Settled(CheckoutState(case.state), case.message, order)


async def _locked(
    session: AsyncSession, seen: CheckoutCase, news: Sequence[News]
) -> tuple[CheckoutCase, Sequence[News]]:
    """The checkout locked; read again when somebody changed it since it was seen."""
    row = await checkouts.lock(session, seen.id)
    if row is None:
        raise CheckoutNotFound
    same = (row.state, row.attempt, bytes(row.body_hash), row.order_id)
    if same == (seen.state, seen.attempt, seen.body_hash, seen.order_id):
        return seen, news
    case = await load_case(session, checkout_id=seen.id)
    if case is None:
        raise CheckoutNotFound
    fresh = {attempt.id: attempt for attempt in case.payments}
    return case, [
        News(fresh[item.attempt.id], item.told, item.checked_at)
        for item in news
        if item.attempt.id in fresh
    ]


def hold_of(kernel: Kernel, case: CheckoutCase) -> Hold:
    """The discounts and balances a checkout takes."""
    return Hold(
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        checkout_id=case.id,
        currency=case.currency,
        customer_key=promotions.customer_key(kernel, case.store_id, case.email),
        uses=[
            Use(UUID(entry["rule_id"]), entry["amount"]) for entry in case.trace if entry["applied"]
        ],
        tenders=[
            Tender(
                TenderKind(tender["kind"]),
                tender["amount"],
                UUID(tender["id"]) if tender["id"] else None,
            )
            for tender in case.tenders
        ],
    )


async def _take(
    kernel: Kernel, session: AsyncSession, case: CheckoutCase, actor: str, now: datetime
) -> None:
    """Stock, then what discounts and balances the checkout holds: all or nothing."""
    hold = hold_of(kernel, case)
    if await promotions.stands(session, hold):
        # Nothing but the stock can be refused now, and a refusal of it has changed nothing.
        await _take_stock(kernel, session, case, actor, now)
        return
    async with session.begin_nested():
        await _take_stock(kernel, session, case, actor, now)
        await promotions.take_again(session, hold, actor=actor, now=now)


async def _take_stock(
    kernel: Kernel, session: AsyncSession, case: CheckoutCase, actor: str, now: datetime
) -> None:
    """Reserved -> committed; a hold that expired is taken again if units are left."""
    await inventory.commit(
        session,
        outbox=kernel.outbox,
        store_id=case.store_id,
        holder_id=case.id,
        demand=case.demand,
        actor=actor,
        reference=f"checkout:{case.id}",
        now=now,
    )


async def _place_order(
    kernel: Kernel,
    session: AsyncSession,
    case: CheckoutCase,
    verdict: Verdict,
    actor: str,
    now: datetime,
) -> PlacedOrder:
    """Number, order, items, timeline; checkout and cart are done; the world is told."""
    paying = verdict.pays
    authorized = (
        paying is not None and paying.told is not None and paying.told.status is Told.AUTHORIZED
    )
    truth = paying.truth if paying is not None else None
    by_balance = case.total - case.due
    paid = orders.payment_status(
        total=case.total,
        captured=by_balance + (truth.captured if truth is not None else 0),
        refunded=truth.refunded if truth is not None else 0,
        authorized=case.due if authorized else 0,
    )
    order = await orders.place(
        session,
        case,
        paid=paid,
        paying=paying.attempt if paying is not None else None,
        actor=actor,
        now=now,
    )
    await checkouts.complete(session, case.id, order_id=order.id, now=now)
    await promotions.settle(session, hold_of(kernel, case), order_id=order.id, now=now)
    if case.draft_id is not None:
        await take_over_draft(session, case, case.draft_id, order.id, now)
    await kernel.outbox.emit(
        session,
        *orders.placed_events(case, order, paid),
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        resource_id=order.id,
    )
    await enqueue_gift_cards(kernel, session, case, order.id, paid)
    for other in case.payments:
        if other.status in payments.OPEN and (paying is None or other.id != paying.attempt.id):
            await kernel.outbox.enqueue(
                session, CLOSE_TASK, {"payment_id": str(other.id)}, tenant_id=case.tenant_id
            )
    return order


async def _record_payments(
    session: AsyncSession,
    verdict: Verdict,
    order: PlacedOrder | None,
    email: str,
    now: datetime,
) -> None:
    """What the provider said, and which payment bought the order."""
    paying = verdict.pays.attempt.id if verdict.pays is not None else None
    for attempt, truth in verdict.records:
        bought = order.id if order is not None and attempt.id == paying else None
        await payments.record(session, attempt.id, truth, now=now, order_id=bought, email=email)


async def _move(
    kernel: Kernel, session: AsyncSession, case: CheckoutCase, verdict: Verdict, now: datetime
) -> None:
    """A state without an order; stock goes back once nobody can pay any more."""
    state = verdict.state
    if state is None:
        return
    if state != case.state:
        checkouts.LIFECYCLE.check(CheckoutState(case.state), state)
    over = state not in checkouts.OPEN
    await checkouts.move(
        session,
        case.id,
        state,
        message=verdict.message,
        due_at=None if over else min(now + checkouts.LOOK_EVERY, max(case.expires_at, now)),
        now=now,
    )
    if over:
        await inventory.release(session, outbox=kernel.outbox, holder_id=case.id)
        if not hold_of(kernel, case).empty:
            await promotions.release(session, case.id, actor=SYSTEM, now=now)


def _open(case: CheckoutCase) -> bool:
    return any(payment.status in payments.OPEN for payment in case.payments)
