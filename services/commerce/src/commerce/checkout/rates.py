"""Shipping rates as the merchant sets them, and which of them ship a cart where."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.cart.totals import Shipping, Totals, compute
from commerce.cart.view import CartTaxes, money, priced, totals_out
from commerce.checkout import repository
from commerce.checkout.errors import RateNotFound, TooManyRates
from commerce.checkout.events import ShippingChanged
from commerce.checkout.models import ShippingRate
from commerce.checkout.schemas import ShippingRateOut, ShippingRatesOut, StoredShippingRateOut
from commerce.reads.cart_lines import CartRows, RateRow
from commerce.stores.schemas import ShippingRateIn
from ecomm_core import audit
from ecomm_core.db.signals import drop_tags
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel

MAX_RATES = 100


async def create(
    kernel: Kernel,
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    actor: str,
    body: ShippingRateIn,
) -> ShippingRate:
    """Add a rate. Raises Invalid (422), TooManyRates (409)."""
    _check(body)
    if await repository.count_rates(session, store_id) >= MAX_RATES:
        raise TooManyRates
    rate = ShippingRate(tenant_id=tenant_id, store_id=store_id, **body.model_dump())
    session.add(rate)
    await session.flush()
    await _changed(kernel, session, rate, actor, "shipping_rate.create", None)
    return rate


async def replace(
    kernel: Kernel,
    session: AsyncSession,
    *,
    store_id: UUID,
    rate_id: UUID,
    actor: str,
    body: ShippingRateIn,
) -> ShippingRate:
    """Change a rate. Raises RateNotFound (404), Invalid (422)."""
    _check(body)
    rate = await _found(session, store_id, rate_id)
    before = _facts(rate)
    for name, value in body.model_dump().items():
        setattr(rate, name, value)
    await session.flush()
    await _changed(kernel, session, rate, actor, "shipping_rate.update", before)
    return rate


async def delete(
    kernel: Kernel, session: AsyncSession, *, store_id: UUID, rate_id: UUID, actor: str
) -> None:
    """Remove a rate; checkouts that froze it keep it. Raises RateNotFound (404)."""
    rate = await _found(session, store_id, rate_id)
    await session.delete(rate)
    await session.flush()
    await _changed(kernel, session, rate, actor, "shipping_rate.delete", _facts(rate))


async def stored(session: AsyncSession, store_id: UUID) -> list[ShippingRate]:
    """The store's rates, cheapest first."""
    return await repository.rates(session, store_id)


def stored_out(rate: ShippingRate, currency: str) -> StoredShippingRateOut:
    """A rate as the merchant set it."""
    return StoredShippingRateOut(
        id=rate.id,
        name=rate.name,
        countries=rate.countries,
        amount=money(rate.amount, currency),
        free_over=money(rate.free_over, currency) if rate.free_over is not None else None,
        min_days=rate.min_days,
        max_days=rate.max_days,
    )


def offered(rows: CartRows, country: str, taxes: CartTaxes) -> ShippingRatesOut:
    """The rates that ship this cart to `country`, cheapest for this cart first, and the cart's sums
    with the first of them."""
    serving = [rate for rate in rows.rates if rate.serves(country)]
    sums = [(_sums(rows, rate, taxes), rate) for rate in serving]
    sums.sort(key=lambda pair: (pair[0].shipping_shown, pair[1].max_days, pair[1].id))
    first = sums[0][0] if sums else compute(priced(rows), tax=taxes.at(rows))
    return ShippingRatesOut.model_construct(
        country=country,
        rates=[_out(rate, totals, rows.currency) for totals, rate in sums],
        totals=totals_out(first, rows.currency),
    )


def _sums(rows: CartRows, rate: RateRow, taxes: CartTaxes) -> Totals:
    shipping = Shipping(rate.amount, rate.free_over)
    return compute(priced(rows), tax=taxes.at(rows), shipping=shipping)


def _out(rate: RateRow, totals: Totals, currency: str) -> ShippingRateOut:
    return ShippingRateOut.model_construct(
        id=rate.id,
        name=rate.name,
        amount=money(totals.shipping_shown, currency),
        free_over=money(rate.free_over, currency) if rate.free_over is not None else None,
        min_days=rate.min_days,
        max_days=rate.max_days,
    )


def _check(body: ShippingRateIn) -> None:
    if body.max_days < body.min_days:
        raise Invalid.on_field("max_days", "Must not be less than min_days.")


async def _found(session: AsyncSession, store_id: UUID, rate_id: UUID) -> ShippingRate:
    rate = await repository.rate(session, store_id, rate_id)
    if rate is None:
        raise RateNotFound
    return rate


async def _changed(
    kernel: Kernel,
    session: AsyncSession,
    rate: ShippingRate,
    actor: str,
    action: str,
    before: dict[str, Any] | None,
) -> None:
    dropped = tags.store(rate.store_id)
    drop_tags(session, dropped)
    await audit.record(
        session,
        tenant_id=rate.tenant_id,
        store_id=rate.store_id,
        actor=actor,
        action=action,
        resource_type="shipping_rate",
        resource_id=rate.id,
        before=before,
        after=None if action.endswith("delete") else _facts(rate),
    )
    await kernel.outbox.emit(
        session,
        ShippingChanged(tags=[dropped]),
        tenant_id=rate.tenant_id,
        store_id=rate.store_id,
        resource_id=rate.store_id,
    )


def _facts(rate: ShippingRate) -> dict[str, Any]:
    return {
        "name": rate.name,
        "countries": rate.countries,
        "amount": rate.amount,
        "free_over": rate.free_over,
        "min_days": rate.min_days,
        "max_days": rate.max_days,
    }
