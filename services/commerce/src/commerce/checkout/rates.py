"""Shipping rates as the merchant sets them, and which of them ship a cart where."""

from dataclasses import replace as changed
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.cart.sums import Asked, Sums, prices_of, work_out
from commerce.cart.view import discount_out, money, totals_out
from commerce.checkout import repository
from commerce.checkout.errors import RateNotFound, TooManyRates, ZoneNotFound
from commerce.checkout.events import ShippingChanged
from commerce.checkout.models import ShippingBasis, ShippingRate
from commerce.checkout.schemas import (
    ShippingRateOut,
    ShippingRatesOut,
    ShippingTierOut,
    StoredShippingRateOut,
)
from commerce.checkout.service import quote
from commerce.checkout.shipping_price import serving
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
    """Add a rate. Raises Invalid (422), ZoneNotFound (404), TooManyRates (409)."""
    await _check(session, store_id, body)
    if await repository.count_rates(session, store_id) >= MAX_RATES:
        raise TooManyRates
    rate = ShippingRate(tenant_id=tenant_id, store_id=store_id, **_values(body))
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
    """Change a rate. Raises RateNotFound, ZoneNotFound (404), Invalid (422)."""
    await _check(session, store_id, body)
    rate = await _found(session, store_id, rate_id)
    before = _facts(rate)
    for name, value in _values(body).items():
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
        zone_id=rate.zone_id,
        countries=rate.countries,
        basis=_basis(rate.basis),
        tiers=[
            ShippingTierOut(at=tier["from"], amount=money(tier["amount"], currency))
            for tier in rate.tiers
        ],
        amount=money(rate.amount, currency),
        free_over=money(rate.free_over, currency) if rate.free_over is not None else None,
        min_days=rate.min_days,
        max_days=rate.max_days,
    )


def offered(
    rows: CartRows, country: str, state: str | None, asked: Asked, chosen: UUID | None = None
) -> ShippingRatesOut:
    """The rates that ship this cart to a place, cheapest for this cart first, and the cart's sums
    with the chosen one, else the first."""
    prices = prices_of(rows, asked.at)
    served = serving(rows.rates, rows.zones, country, state)
    sums = [
        (work_out(prices, changed(asked, shipping=quote(rate, prices))), rate) for rate in served
    ]
    sums.sort(key=lambda pair: (pair[0].totals.shipping_shown, pair[1].max_days, pair[1].id))
    with_chosen = [found for found, rate in sums if rate.id == chosen]
    first = with_chosen[0] if with_chosen else sums[0][0] if sums else work_out(prices, asked)
    return ShippingRatesOut.model_construct(
        country=country,
        rates=[_out(rate, found) for found, rate in sums],
        totals=totals_out(first.totals, rows.currency, first.tenders),
        discounts=[discount_out(verdict, rows.currency) for verdict in first.applied],
    )


def _out(rate: RateRow, sums: Sums) -> ShippingRateOut:
    currency, free_over = sums.prices.rows.currency, rate.free_over
    return ShippingRateOut.model_construct(
        id=rate.id,
        name=rate.name,
        amount=money(sums.totals.shipping_shown, currency),
        free_over=money(sums.prices.amount(free_over), currency) if free_over is not None else None,
        min_days=rate.min_days,
        max_days=rate.max_days,
    )


async def _check(session: AsyncSession, store_id: UUID, body: ShippingRateIn) -> None:
    if body.max_days < body.min_days:
        raise Invalid.on_field("max_days", "Must not be less than min_days.")
    if body.tiers and body.basis == "flat":
        raise Invalid.on_field("tiers", "A flat rate has no tiers.")
    if len({tier.at for tier in body.tiers}) < len(body.tiers):
        raise Invalid.on_field("tiers", "Two tiers begin at the same measure.")
    if body.zone_id is None:
        return
    if body.countries:
        raise Invalid.on_field("countries", "A rate in a zone goes where the zone is.")
    if await repository.zone(session, store_id, body.zone_id) is None:
        raise ZoneNotFound.on_field("zone_id")


def _values(body: ShippingRateIn) -> dict[str, Any]:
    tiers = sorted(body.tiers, key=lambda tier: tier.at)
    return {
        **body.model_dump(exclude={"tiers"}),
        "tiers": [{"from": tier.at, "amount": tier.amount} for tier in tiers],
    }


def _basis(stored: str) -> Literal["flat", "price", "weight"]:
    match ShippingBasis(stored):
        case ShippingBasis.FLAT:
            return "flat"
        case ShippingBasis.PRICE:
            return "price"
        case ShippingBasis.WEIGHT:
            return "weight"


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
    await announce(kernel, session, rate.tenant_id, rate.store_id)


async def announce(kernel: Kernel, session: AsyncSession, tenant_id: UUID, store_id: UUID) -> None:
    """Tell the shop's pages that it ships elsewhere, or otherwise."""
    dropped = tags.store(store_id)
    drop_tags(session, dropped)
    await kernel.outbox.emit(
        session,
        ShippingChanged(tags=[dropped]),
        tenant_id=tenant_id,
        store_id=store_id,
        resource_id=store_id,
    )


def _facts(rate: ShippingRate) -> dict[str, Any]:
    return {
        "name": rate.name,
        "zone_id": rate.zone_id and str(rate.zone_id),
        "countries": rate.countries,
        "basis": rate.basis,
        "tiers": rate.tiers,
        "amount": rate.amount,
        "free_over": rate.free_over,
        "min_days": rate.min_days,
        "max_days": rate.max_days,
    }
