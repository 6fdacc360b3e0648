"""The currencies a store sells in besides its own, and its choices about them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.conflicts import refusing
from commerce.pricing import currency_repository, repository
from commerce.pricing.currencies import ecb
from commerce.pricing.currency_schemas import (
    CurrenciesOut,
    CurrencyIn,
    CurrencyOut,
    NewCurrencyIn,
    PricingSettingsIn,
)
from commerce.pricing.errors import (
    CurrencyExists,
    CurrencyNotFound,
    ExchangeRateStale,
    RatesUnreadable,
)
from commerce.pricing.events import PricesShown
from commerce.pricing.models import StoreCurrency
from commerce.pricing.presenting import Presenter
from commerce.stores.directory import StoreFacts
from ecomm_core import audit
from ecomm_core.db.signals import drop_tags
from ecomm_core.kernel import Kernel
from ecomm_core.money import PPM, divide_rounding

_TAKEN = {"uq_store_currencies_tenant_id_store_id_currency": CurrencyExists.on_field("currency")}


async def listed(session: AsyncSession, store: StoreFacts, now: datetime) -> CurrenciesOut:
    """What the store sells in, with today's rates."""
    facts = await currency_repository.facts(
        session, store.id, store.currency, now.date(), enabled=False
    )
    settings = await repository.settings_of(session, store.id)
    return CurrenciesOut(
        own=store.currency,
        newest_bank_day=await currency_repository.newest_day(session, now.date()),
        rate_max_age_days=7 if settings is None else settings.rate_max_age_days,
        omnibus=settings is not None and settings.omnibus,
        currencies=[_out(store.currency, known, now) for known in facts.values()],
    )


async def offered(session: AsyncSession, store: StoreFacts, now: datetime) -> list[str]:
    """The store's own currency, and the enabled ones that have a rate today."""
    facts = await currency_repository.facts(session, store.id, store.currency, now.date())
    others = [code for code, known in facts.items() if _out(store.currency, known, now).rate_ppm]
    return [store.currency, *others]


async def add(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    body: NewCurrencyIn,
    *,
    actor: str,
    now: datetime,
) -> CurrencyOut:
    """Sell in one more currency. Raises CurrencyExists (409)."""
    if body.currency == store.currency:
        raise CurrencyExists.on_field("currency", "This is the store's own currency.")
    row = StoreCurrency(
        tenant_id=store.tenant_id, store_id=store.id, currency=body.currency, **_values(body, now)
    )
    with refusing(_TAKEN):
        session.add(row)
        await session.flush()
    await _changed(kernel, session, store, actor, "currency.create", row.currency, None, row)
    return await _one(session, store, row.currency, now)


async def change(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    code: str,
    body: CurrencyIn,
    *,
    actor: str,
    now: datetime,
) -> CurrencyOut:
    """Change how prices in a currency are made. A manual rate that is sent again counts as set
    today. Raises CurrencyNotFound (404)."""
    row = await currency_repository.currency(session, store.id, code)
    if row is None:
        raise CurrencyNotFound
    before = _facts(row)
    for name, value in _values(body, now).items():
        setattr(row, name, value)
    await session.flush()
    await _changed(kernel, session, store, actor, "currency.update", code, before, row)
    return await _one(session, store, code, now)


async def remove(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    code: str,
    *,
    actor: str,
) -> None:
    """Sell in it no more. Explicit prices stay, for the day it comes back.

    Raises CurrencyNotFound (404).
    """
    row = await currency_repository.currency(session, store.id, code)
    if row is None:
        raise CurrencyNotFound
    before = _facts(row)
    await session.delete(row)
    await session.flush()
    await _changed(kernel, session, store, actor, "currency.delete", code, before, None)


async def set_settings(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    body: PricingSettingsIn,
    *,
    actor: str,
    now: datetime,
) -> CurrenciesOut:
    """Change how old a rate may be and whether prior prices are shown."""
    before = await listed(session, store, now)
    values = body.model_dump()
    await repository.put_settings(
        session, tenant_id=store.tenant_id, store_id=store.id, values=values
    )
    old = {name: getattr(before, name) for name in values}
    if old != values:
        await record(session, store, actor, "pricing_settings.update", store.currency, old, values)
        await announce(kernel, session, store)
    return await listed(session, store, now)


async def take_rates(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, xml: str, *, actor: str, now: datetime
) -> CurrenciesOut:
    """Set the store's rates by hand from the bank's file: its newest day that is not to come.

    Currencies that the file does not name stay as they are. Raises RatesUnreadable (422).
    """
    try:
        days = [day for day in ecb.read(xml.encode()) if day.day <= now.date()]
    except ecb.UnreadableRates as exc:
        raise RatesUnreadable.on_field("xml", f"{RatesUnreadable.message} ({exc})") from exc
    known = {"EUR": PPM, **days[0].per_euro_ppm} if days else {}
    if store.currency not in known:
        raise RatesUnreadable.on_field("xml", f"The file has no rate of {store.currency}.")
    facts = await currency_repository.facts(
        session, store.id, store.currency, now.date(), enabled=False
    )
    for code in facts:
        row = await currency_repository.currency(session, store.id, code)
        if row is None or code not in known:
            continue
        before = _facts(row)
        row.manual_ppm = divide_rounding(known[code] * PPM, known[store.currency])
        row.manual_day = days[0].day
        await session.flush()
        await _changed(kernel, session, store, actor, "currency.update", code, before, row)
    return await listed(session, store, now)


async def announce(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    products: Mapping[UUID, Sequence[UUID]] | None = None,
) -> None:
    """Pages with these prices are made anew: of all products, or of some with their variants."""
    dropped = [tags.store(store.id)]
    variants = None
    if products is not None:
        dropped = [tags.products(store.id), *(tags.product(store.id, one) for one in products)]
        variants = [variant for some in products.values() for variant in some]
    drop_tags(session, *dropped)
    await kernel.outbox.emit(
        session,
        PricesShown(variants=variants, tags=dropped),
        tenant_id=store.tenant_id,
        store_id=store.id,
        resource_id=store.id,
    )


async def record(
    session: AsyncSession,
    store: StoreFacts,
    actor: str,
    action: str,
    code: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """Write down who changed what about a currency."""
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        action=action,
        resource_type="store",
        resource_id=store.id,
        before=None if before is None else {"currency": code, **before},
        after=None if after is None else {"currency": code, **after},
    )


async def _changed(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    actor: str,
    action: str,
    code: str,
    before: dict[str, Any] | None,
    row: StoreCurrency | None,
) -> None:
    after = None if row is None else _facts(row)
    if before == after:
        return
    await record(session, store, actor, action, code, before, after)
    await announce(kernel, session, store)


async def _one(session: AsyncSession, store: StoreFacts, code: str, now: datetime) -> CurrencyOut:
    facts = await currency_repository.facts(
        session, store.id, store.currency, now.date(), currency=code, enabled=False
    )
    return _out(store.currency, facts[code], now)


def _out(base: str, known: Mapping[str, Any], now: datetime) -> CurrencyOut:
    problem: str | None = None
    presenter: Presenter | None = None
    try:
        presenter = Presenter.of(base, known["currency"], known, today=now.date())
    except ExchangeRateStale as exc:
        problem = exc.text
    rate = presenter.rate if presenter else None
    source: Literal["bank", "manual"] = "bank" if known["manual_ppm"] is None else "manual"
    return CurrencyOut(
        currency=known["currency"],
        enabled=known["enabled"],
        step=known["step"],
        below=known["below"],
        direction=known["direction"],
        manual_ppm=known["manual_ppm"],
        manual_day=known["manual_day"],
        source=source,
        rate_ppm=rate.ppm if rate else None,
        rate_day=rate.day if rate else None,
        problem=problem,
        example=presenter.price(2000) if presenter else None,
    )


def _values(body: CurrencyIn, now: datetime) -> dict[str, Any]:
    return {
        "enabled": body.enabled,
        "step": body.step,
        "below": body.below,
        "direction": body.direction.value,
        "manual_ppm": body.manual_ppm,
        "manual_day": None if body.manual_ppm is None else now.date(),
    }


def _facts(row: StoreCurrency) -> dict[str, Any]:
    return {
        "enabled": row.enabled,
        "step": row.step,
        "below": row.below,
        "direction": str(row.direction),
        "manual_ppm": row.manual_ppm,
        "manual_day": row.manual_day and row.manual_day.isoformat(),
    }
