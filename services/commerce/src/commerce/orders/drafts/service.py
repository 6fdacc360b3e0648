"""Drafts: sales that merchants prepare. Priced by the same sums as every cart, at today's prices;
stock is held only once payment starts."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.cart import service as carts
from commerce.cart.sums import Asked, CartTaxes, Sums, prices_of, work_out
from commerce.checkout import service as checkouts
from commerce.checkout.rates import offered
from commerce.checkout.schemas import CheckoutIn, ShippingRateOut
from commerce.checkout.shipping_price import serving
from commerce.customers.people import service as people
from commerce.orders.drafts import repository
from commerce.orders.drafts.errors import (
    DraftBeingPaid,
    DraftIncomplete,
    DraftNotFound,
    DraftOfExchange,
    TooManyDrafts,
)
from commerce.orders.drafts.models import DraftStatus
from commerce.orders.drafts.schemas import DraftLineIn, DraftOrderIn, Missing
from commerce.orders.drafts.states import LIFECYCLE
from commerce.orders.drafts.tokens import cart_hash
from commerce.orders.editing import distinct
from commerce.orders.repository import FIRST_NUMBER, numbers
from commerce.promotions import service as promotions
from commerce.promotions.discounts import drafts as discounts
from commerce.reads.cart_lines import CartRows
from commerce.stores.contexts import StoreContext
from commerce.stores.directory import StoreFacts
from commerce.stores.postal import Address
from ecomm_core import audit, clock
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

MAX_OPEN = 1000


@dataclass(frozen=True, slots=True)
class Priced:
    """A draft at today's prices. `sums` include shipping once a way to ship is chosen that goes
    there; `rates` are the ways there are."""

    row: Any
    rows: CartRows
    sums: Sums
    rates: list[ShippingRateOut]
    missing: tuple[Missing, ...]


def name_of(row: Any) -> str:
    """What people call a draft: `D7`."""
    return f"D{row.sequence}"


async def listed(
    session: AsyncSession,
    store_id: UUID,
    *,
    status: str | None,
    search: str | None,
    limit: int,
    offset: int,
) -> tuple[list[Any], int]:
    """One page of the store's drafts, the latest change first, and how many there are."""
    rows, total = await repository.page(
        session, store_id, status=status, search=search, limit=limit, offset=offset
    )
    return list(rows), total


async def create(context: StoreContext, body: DraftOrderIn) -> UUID:
    """Write a draft; its id. Raises TooManyDrafts (409), CustomerNotFound (404), Invalid (422)."""
    session, now = context.session, clock.now()
    draft_id = await insert(context, now, currency=context.store.currency)
    await _fill(context, await locked(session, context.store_id, draft_id), body, now)
    await _audit(context, draft_id, "draft.create", None, body.model_dump(mode="json"))
    return draft_id


async def insert(
    context: StoreContext, now: datetime, *, currency: str, exchange_of: UUID | None = None
) -> UUID:
    """Write an empty draft; its id. `exchange_of` is the order whose goods stand for its discount.
    Raises TooManyDrafts (409)."""
    if await repository.count_open(context.session, context.store_id) >= MAX_OPEN:
        raise TooManyDrafts
    draft_id, cart_id = new_id(), new_id()
    await repository.insert(
        context.session,
        {
            "tenant": context.tenant_id,
            "id": draft_id,
            "cart": cart_id,
            "store": context.store_id,
            "first": FIRST_NUMBER - 1,
            "token": cart_hash(context.kernel, cart_id),
            "currency": currency,
            "actor": context.actor,
            "exchange": exchange_of,
            "now": now,
        },
    )
    return draft_id


async def change(context: StoreContext, draft_id: UUID, body: DraftOrderIn) -> None:
    """Write a draft anew. Raises DraftNotFound, CustomerNotFound (404), DraftBeingPaid,
    DraftOfExchange, IllegalTransition (409), Invalid (422)."""
    session, now = context.session, clock.now()
    row = await locked(session, context.store_id, draft_id)
    _refuse_exchange(row)
    await editable(session, row, now)
    await _fill(context, row, body, now)
    before = {"email": row.email, "total": row.total, "discount": row.discount}
    await _audit(context, draft_id, "draft.update", before, body.model_dump(mode="json"))


async def delete(context: StoreContext, draft_id: UUID) -> None:
    """Take a draft away: its link opens nothing any more. Raises DraftNotFound (404),
    DraftBeingPaid, DraftOfExchange, IllegalTransition (409)."""
    session, now = context.session, clock.now()
    row = await locked(session, context.store_id, draft_id)
    _refuse_exchange(row)
    await editable(session, row, now)
    await repository.move(session, draft_id, DraftStatus.CANCELLED, now)
    await discounts.drop(session, draft_id, now)
    await _audit(context, draft_id, "draft.delete", {"status": row.status}, None)


async def became(
    session: AsyncSession, draft_id: UUID, order_id: UUID, store_id: UUID, now: datetime
) -> Any:
    """The draft is an order now; its row. Its discount stays with the order, and is used up."""
    row = await locked(session, store_id, draft_id)
    await repository.move(session, draft_id, DraftStatus.OPEN, now, order_id=order_id)
    return row


async def sent(session: AsyncSession, row: Any, now: datetime) -> None:
    """Its link went out; a second time is as good. Raises IllegalTransition (409)."""
    if row.status != DraftStatus.PENDING:
        LIFECYCLE.check(DraftStatus(row.status), DraftStatus.PENDING)
    await repository.move(session, row.id, DraftStatus.PENDING, now, sent=now)


async def locked(session: AsyncSession, store_id: UUID, draft_id: UUID) -> Any:
    """The draft, kept from others. Raises DraftNotFound (404)."""
    row = await repository.lock(session, store_id, draft_id)
    if row is None:
        raise DraftNotFound
    return row


async def get(session: AsyncSession, store_id: UUID, draft_id: UUID) -> Any:
    """The draft. Raises DraftNotFound (404)."""
    row = await repository.get(session, store_id, draft_id)
    if row is None:
        raise DraftNotFound
    return row


async def of_cart(session: AsyncSession, cart_id: UUID) -> UUID | None:
    """The draft whose lines a cart carries."""
    return await repository.of_cart(session, cart_id)


async def stands(session: AsyncSession, cart_id: UUID) -> bool:
    """Whether the draft of a cart may still be paid, kept so until the transaction ends."""
    row = await repository.lock_of_cart(session, cart_id)
    return row is not None and row.status != DraftStatus.CANCELLED


async def checkout_of(session: AsyncSession, row: Any) -> UUID | None:
    """The checkout of a draft, if payment ever started."""
    return await repository.checkout_of(session, row.cart_id)


async def order_of(session: AsyncSession, row: Any) -> tuple[UUID, int] | None:
    """The order a draft became: its id and number."""
    if row.order_id is None:
        return None
    found = await numbers(session, row.store_id, [row.order_id])
    return row.order_id, found[row.order_id]


async def editable(session: AsyncSession, row: Any, now: datetime) -> None:
    """Refuse what is an order already, or gone, or being paid for right now."""
    LIFECYCLE.check(DraftStatus(row.status), DraftStatus.CANCELLED)
    await refuse_paying(session, row, now)


async def refuse_paying(session: AsyncSession, row: Any, now: datetime) -> None:
    """Refuse while its customer can pay. Raises DraftBeingPaid (409)."""
    if await repository.being_paid(session, row.cart_id, now):
        raise DraftBeingPaid


async def priced(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, row: Any, *, test: bool
) -> Priced:
    """The draft at today's prices."""
    now = clock.now()
    address = _address(row)
    country = address.country if address is not None else store.country
    email = row.email
    rows = await carts.view(
        session,
        cart_id=row.cart_id,
        token_hash=cart_hash(kernel, row.cart_id),
        country=country,
        now=now,
        customer_key=promotions.customer_key(kernel, store.id, email) if email else None,
    )
    asked = await _asked(session, store, rows, address, email, now, test=test)
    rates: list[ShippingRateOut] = []
    chosen = None
    if address is not None:
        rates = list(offered(rows, country, address.state, asked).rates)
        served = serving(rows.rates, rows.zones, country, address.state)
        chosen = next((rate for rate in served if rate.id == row.shipping_rate_id), None)
    prices = prices_of(rows, now)
    if chosen is not None:
        asked = replace(asked, shipping=checkouts.quote(chosen, prices))
    sums = work_out(prices, asked)
    missing: list[Missing] = []
    if not rows.lines:
        missing.append("lines")
    if email is None:
        missing.append("email")
    if address is None:
        missing.append("shipping_address")
    if chosen is None:
        missing.append("shipping_rate_id")
    return Priced(row, rows, sums, rates, tuple(missing))


def form_of(found: Priced) -> CheckoutIn:
    """What a checkout is asked for. Raises DraftIncomplete (409)."""
    if found.missing:
        raise DraftIncomplete(
            details=[
                {"field": name, "code": "missing", "message": "Fill this in."}
                for name in found.missing
            ]
        )
    return CheckoutIn.model_construct(
        cart_id=found.row.cart_id,
        email=found.row.email,
        shipping_address=cast("Address", _address(found.row)),
        shipping_rate_id=found.row.shipping_rate_id,
        codes=[],
        use_store_credit=False,
    )


async def _fill(context: StoreContext, row: Any, body: DraftOrderIn, now: datetime) -> None:
    session, store = context.session, context.store
    email = str(body.email) if body.email is not None else None
    if body.customer_id is not None:
        theirs = await people.email_of(session, store.id, body.customer_id)
        email = email or theirs
    codes: list[str] = []
    taken = body.discount
    if taken is None:
        await discounts.drop(session, row.id, now)
    else:
        if taken.amount is not None and taken.amount.currency != store.currency:
            raise Invalid.on_field("discount.amount.currency", "Use the store's currency.")
        key = await discounts.put(
            session,
            tenant_id=context.tenant_id,
            store_id=store.id,
            draft_id=row.id,
            name=taken.reason,
            percent_ppm=taken.percent_ppm,
            amount=taken.amount.amount if taken.amount is not None else None,
            currency=store.currency,
            now=now,
        )
        codes = [key]
    address = body.shipping_address
    await repository.write(
        session,
        {
            "id": row.id,
            "cart": row.cart_id,
            "customer": body.customer_id,
            "codes": codes,
            "email": email,
            "address": None if address is None else address.model_dump(mode="json"),
            "rate": body.shipping_rate_id,
            "discount": None if taken is None else taken.model_dump(mode="json"),
            "note": body.note,
            "tags": distinct(body.tags),
            "now": now,
        },
    )
    await write_lines(context, row.cart_id, body.lines, now)
    fresh = await get(session, store.id, row.id)
    found = await priced(context.kernel, session, store, fresh, test=store.test_mode)
    units = sum(line.quantity for line in found.rows.lines)
    await repository.came_to(session, row.id, found.sums.totals.total, units)


def _refuse_exchange(row: Any) -> None:
    if row.exchange_order_id is not None:
        raise DraftOfExchange


async def write_lines(
    context: StoreContext, cart_id: UUID, lines: list[DraftLineIn], now: datetime
) -> None:
    """These units instead of those a draft has. Raises Invalid (422)."""
    wanted: dict[UUID, int] = {}
    for place, line in enumerate(lines):
        if line.variant_id in wanted:
            raise Invalid.on_field(f"lines.{place}.variant_id", "This variant is named twice.")
        wanted[line.variant_id] = line.quantity
    prices = await repository.prices(context.session, context.store_id, list(wanted))
    for place, variant in enumerate(wanted):
        if variant not in prices:
            raise Invalid.on_field(f"lines.{place}.variant_id", "This variant does not exist.")
    await repository.replace_lines(
        context.session,
        cart_id,
        {
            "tenant": context.tenant_id,
            "store": context.store_id,
            "now": now,
            "ids": [new_id() for _ in wanted],
            "variants": list(wanted),
            "quantities": list(wanted.values()),
            "prices": [prices[variant] for variant in wanted],
        },
    )


async def _asked(
    session: AsyncSession,
    store: StoreFacts,
    rows: CartRows,
    address: Address | None,
    email: str | None,
    now: datetime,
    *,
    test: bool,
) -> Asked:
    taxes = CartTaxes(store.prices_include_tax, store.shipping_taxable)
    tax = (
        taxes.before_address(rows, store.country)
        if address is None
        else taxes.at(rows, checkouts.place_of(address))
    )
    return await carts.asked(session, store.id, rows, tax, at=now, test=test, email=email)


def _address(row: Any) -> Address | None:
    return None if row.shipping_address is None else Address.model_validate(row.shipping_address)


async def _audit(
    context: StoreContext,
    draft_id: UUID,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=action,
        resource_type="draft_order",
        resource_id=draft_id,
        before=before,
        after=after,
    )
