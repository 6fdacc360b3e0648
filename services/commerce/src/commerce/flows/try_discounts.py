"""Try a basket on the store's discounts: the same statement and the same judgement as a cart's, in
a savepoint that is rolled back."""

from uuid import UUID

from commerce.cart import service as carts
from commerce.cart.errors import CurrencyUnavailable, CurrencyUnknown, VariantNotFound
from commerce.cart.schemas import CodeOut, TotalsOut
from commerce.cart.sums import CartTaxes, Sums, prices_of, work_out
from commerce.cart.view import codes_out, money, totals_out
from commerce.checkout.shipping_price import state_code
from commerce.orders.schemas import TraceEntryOut
from commerce.orders.view import trace_out
from commerce.pricing.taxes.matching import Place
from commerce.promotions import service as promotions
from commerce.promotions.codes import code_key
from commerce.promotions.discounts.schemas import DiscountTestIn
from commerce.promotions.loading import trace_entry
from commerce.reads.cart_lines import CartRows
from commerce.stores.contexts import StoreContext, StoreStaff
from commerce.stores.errors import StoreNotFound
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Money, Output, Reply, ok

routes = router("discounts", "/stores/{store_id}/discounts")


class TriedLineOut(Output):
    """A line and what it saves."""

    variant_id: UUID
    title: str
    quantity: int
    unit_price: Money
    discount: Money
    total: Money


class TriedOut(Output):
    """What the discounts make of a basket, and why (R4.3). Nothing was written."""

    lines: list[TriedLineOut]
    totals: TotalsOut
    codes: list[CodeOut]
    trace: list[TraceEntryOut]


@routes.post(
    "/test",
    responses=errors(StoreNotFound, VariantNotFound, CurrencyUnknown, CurrencyUnavailable),
)
async def test(context: StoreStaff, body: DiscountTestIn) -> Reply[TriedOut]:
    """Try a basket: every discount that is considered, what it takes or why it does not apply."""
    return ok(await try_discounts(context, body))


async def try_discounts(context: StoreContext, body: DiscountTestIn) -> TriedOut:
    """Judge a basket as a cart would be. Raises VariantNotFound (404), CurrencyUnknown (422),
    CurrencyUnavailable (409)."""
    savepoint = await context.session.begin_nested()
    try:
        return await _tried(context, body)
    finally:
        await savepoint.rollback()


async def _tried(context: StoreContext, body: DiscountTestIn) -> TriedOut:
    session, store, now = context.session, context.store, clock.now()
    cart_id, token = await carts.create(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        currency=store.currency,
        now=now,
    )
    token_hash = carts.token_hash(token)
    if body.currency is not None and body.currency != store.currency:
        await carts.set_currency(
            session, cart_id=cart_id, token_hash=token_hash, currency=body.currency
        )
    country = body.country or store.country
    for at, line in enumerate(body.lines):
        try:
            await carts.add_line(
                session,
                cart_id=cart_id,
                token_hash=token_hash,
                variant_id=line.variant_id,
                quantity=line.quantity,
                country=country,
                now=now,
            )
        except VariantNotFound as refusal:
            raise VariantNotFound.on_field(f"lines.{at}.variant_id") from refusal
    email = body.email or None
    rows = await carts.view(
        session,
        cart_id=cart_id,
        token_hash=token_hash,
        country=country,
        now=now,
        codes=[code_key(code) for code in body.codes],
        customer_key=promotions.customer_key(context.kernel, context.store_id, email)
        if email
        else None,
    )
    place = Place(country, state_code(country, body.state), body.postal_code or "")
    taxes = CartTaxes(store.prices_include_tax, store.shipping_taxable)
    asked = await carts.asked(
        session,
        context.store_id,
        rows,
        taxes.at(rows, place),
        at=body.at or now,
        test=True,
        email=email,
    )
    return _out(rows, work_out(prices_of(rows, now), asked))


def _out(rows: CartRows, sums: Sums) -> TriedOut:
    currency = rows.currency
    lines = zip(rows.lines, sums.prices.units, sums.lines, strict=True)
    return TriedOut(
        lines=[
            TriedLineOut(
                variant_id=line.variant_id,
                title=f"{line.title} · {line.variant_title}" if line.variant_title else line.title,
                quantity=line.quantity,
                unit_price=money(unit, currency),
                discount=money(part.discount, currency),
                total=money(part.gross, currency),
            )
            for line, unit, part in lines
        ],
        totals=totals_out(sums.totals, currency, sums.tenders),
        codes=codes_out(sums),
        trace=trace_out((trace_entry(verdict) for verdict in sums.trace), currency),
    )
