"""How a merchant's draft is sold: its customer pays by the link, or the merchant has the money
already. Both end in the one `complete(cart)` (rules §5)."""

from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.cart import service as carts
from commerce.checkout.service import CheckoutState
from commerce.flows.complete_cart import complete_case, settle, standing
from commerce.flows.start_checkout import Earlier, freeze_checkout, start_checkout
from commerce.flows.verdict import News
from commerce.mail import service as mail
from commerce.mail.kinds import Kind
from commerce.orders.drafts import service as drafts
from commerce.orders.drafts import view
from commerce.orders.drafts.errors import DraftBeingPaid, DraftChanged, DraftNotFound
from commerce.orders.drafts.models import DraftStatus
from commerce.orders.drafts.schemas import (
    DraftOut,
    DraftPaidIn,
    DraftPayIn,
    DraftPayOut,
    PublicDraftOut,
)
from commerce.orders.drafts.service import Priced
from commerce.orders.drafts.tokens import cart_hash, pay_url
from commerce.payments import service as payments
from commerce.reads.checkout_case import CheckoutCase, load_case
from commerce.stores.contexts import StoreContext
from commerce.stores.directory import StoreFacts
from ecomm_connectors.payments.errors import ProviderUnavailable
from ecomm_core import audit, clock
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

SHOPPER = "shopper"

State = Literal["payable", "processing", "paid", "over"]


async def show(context: StoreContext, draft_id: UUID) -> DraftOut:
    """The draft at today's prices, for its merchant. Raises DraftNotFound (404)."""
    kernel, store = context.kernel, context.store
    row = await drafts.get(context.session, store.id, draft_id)
    providers = payments.providers_of(kernel)
    test = store.test_mode or providers.test_money(store)
    found = await drafts.priced(kernel, context.session, store, row, test=test)
    return view.draft_out(kernel, store, found, test=test, may_pay=providers.checkout_open(store))


async def send(context: StoreContext, draft_id: UUID) -> None:
    """Mail the customer a link where they pay. A second time sends it again.

    Raises DraftNotFound (404); DraftIncomplete, CheckoutClosed, IllegalTransition and what a
    checkout of it would refuse (409).
    """
    kernel, session, store = context.kernel, context.session, context.store
    now = clock.now()
    row = await drafts.locked(session, store.id, draft_id)
    await drafts.sent(session, row, now)
    payments.providers_of(kernel).choose(store)
    found = await drafts.priced(kernel, session, store, row, test=store.test_mode)
    drafts.form_of(found)
    await carts.remember(session, found.sums)
    currency = found.rows.currency
    await mail.send(
        session,
        kernel,
        tenant_id=context.tenant_id,
        store_id=store.id,
        kind=Kind.PAYMENT_LINK,
        to=row.email,
        key=f"payment-link:{row.id}:{int(now.timestamp() * 1000)}",
        context={
            "name": row.shipping_address["name"],
            "number": drafts.name_of(row),
            "items": [
                {
                    "title": line.title[:300],
                    "variant": line.variant_title[:300],
                    "quantity": line.quantity,
                    "total": {"amount": unit * line.quantity, "currency": currency},
                }
                for line, unit in zip(found.rows.lines, found.sums.prices.units, strict=True)
            ],
            "total": {"amount": found.sums.totals.total, "currency": currency},
            "url": pay_url(kernel, store.slug, row.id),
        },
    )
    await _audit(context, draft_id, "draft.send", {"to": row.email})


async def mark_paid(context: StoreContext, draft_id: UUID, body: DraftPaidIn) -> UUID:
    """The money came some other way: the order stands at once, paid; its id.

    Raises DraftNotFound (404); DraftIncomplete, DraftBeingPaid, DraftChanged, IllegalTransition
    and what a checkout refuses (409).
    """
    kernel, session, store, now = context.kernel, context.session, context.store, clock.now()
    row = await drafts.locked(session, store.id, draft_id)
    await drafts.editable(session, row, now)
    found = await drafts.priced(kernel, session, store, row, test=store.test_mode)
    form = drafts.form_of(found)
    _refuse_changed(found, body.total.amount, body.total.currency)
    await carts.remember(session, found.sums)
    token = cart_hash(kernel, row.cart_id)
    step = await freeze_checkout(kernel, session, store, payments.BY_HAND, token, form, set())
    if isinstance(step, Earlier):
        raise DraftBeingPaid
    case = step.case
    news = []
    if case.current is not None:
        attempt = case.current
        told = payments.taken_by_hand(
            case.tenant_id, attempt.id, attempt.amount, attempt.currency, test=attempt.test
        )
        news = [News(attempt, told, now)]
    settled = await settle(kernel, session, case, news, actor=context.actor)
    if settled.order is None:
        raise DraftChanged
    facts = {"method": body.method, "reference": body.reference, "order_id": str(settled.order.id)}
    await _audit(context, draft_id, "draft.paid", facts)
    return settled.order.id


async def show_public(kernel: Kernel, store: StoreFacts, draft_id: UUID) -> PublicDraftOut:
    """The draft for whoever holds its link; completed first when the provider says it is paid.
    Raises DraftNotFound (404), also before it was sent."""
    case = await _case(kernel, store, draft_id)
    state: State = "payable"
    message, order = None, None
    if case is not None:
        try:
            settled = await complete_case(kernel, case, actor=SHOPPER)
        except ProviderUnavailable as error:
            log.warning("provider_unavailable", draft_id=str(draft_id), error=str(error))
            settled = standing(case)
        message = settled.message
        if settled.order is not None:
            state, order = "paid", (settled.order.id, settled.order.number)
        elif settled.state is CheckoutState.PROCESSING:
            state = "processing"
    async with kernel.database.transaction(store.scope) as session:
        row = await _sent(session, store, draft_id)
        if order is None and row.status == DraftStatus.OPEN:
            state, order = "paid", await drafts.order_of(session, row)
        test = store.test_mode or payments.providers_of(kernel).test_money(store)
        found = await drafts.priced(kernel, session, store, row, test=test)
        if state == "payable" and found.missing:
            state = "over"
    return view.public_out(kernel, found, state=state, message=message, order=order, test=test)


async def pay(kernel: Kernel, store: StoreFacts, draft_id: UUID, body: DraftPayIn) -> DraftPayOut:
    """Open the payment page for what the customer saw.

    Raises DraftNotFound (404), DraftChanged, DraftIncomplete and what a checkout refuses (409).
    """
    async with kernel.database.transaction(store.scope) as session:
        row = await _sent(session, store, draft_id)
        if row.status != DraftStatus.PENDING:
            raise DraftChanged
        found = await drafts.priced(kernel, session, store, row, test=store.test_mode)
        form = drafts.form_of(found)
        _refuse_changed(found, body.total.amount, body.total.currency)
        await carts.remember(session, found.sums)

    async def still_there(session: AsyncSession) -> None:
        if not await drafts.stands(session, row.cart_id):
            raise DraftChanged

    started = await start_checkout(
        kernel, store, cart_hash(kernel, row.cart_id), form, first=still_there
    )
    return DraftPayOut(payment_url=started.payment_url)


async def _sent(session: AsyncSession, store: StoreFacts, draft_id: UUID) -> Any:
    """A draft whose link went out."""
    row = await drafts.get(session, store.id, draft_id)
    if row.status not in (DraftStatus.PENDING, DraftStatus.OPEN) or row.sent_at is None:
        raise DraftNotFound
    return row


async def _case(kernel: Kernel, store: StoreFacts, draft_id: UUID) -> CheckoutCase | None:
    """The draft's checkout, if payment ever started."""
    async with kernel.database.transaction(store.scope) as session:
        row = await _sent(session, store, draft_id)
        checkout_id = await drafts.checkout_of(session, row)
        return None if checkout_id is None else await load_case(session, checkout_id=checkout_id)


def _refuse_changed(found: Priced, amount: int, currency: str) -> None:
    if currency != found.rows.currency:
        raise Invalid.on_field("total.currency", "Use the draft's currency.")
    if amount != found.sums.totals.total:
        raise DraftChanged


async def _audit(context: StoreContext, draft_id: UUID, action: str, after: dict[str, Any]) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=action,
        resource_type="draft_order",
        resource_id=draft_id,
        after=after,
    )
