"""Queries of currencies, rates, and prices in other currencies."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.bulk import insert_rows
from commerce.pricing.models import ExchangeRate, PriceShown, StoreCurrency, VariantPrice
from ecomm_core.ids import new_id

_FACTS = text(
    """select c.currency, c.enabled, c.step, c.below, c.direction, c.manual_ppm, c.manual_day,
              coalesce(p.rate_max_age_days, 7) as max_age_days, newest.day,
              (select e.per_euro_ppm from exchange_rates e
                where e.day = newest.day and e.currency = :base) as base_per_euro,
              (select e.per_euro_ppm from exchange_rates e
                where e.day = newest.day and e.currency = c.currency) as per_euro
         from store_currencies c
         left join pricing_settings p on p.tenant_id = c.tenant_id and p.store_id = c.store_id
        cross join (select max(day) as day from exchange_rates where day <= :today) newest
        where c.store_id = :store and (:enabled is false or c.enabled)
          and (cast(:currency as text) is null or c.currency = :currency)
        order by c.currency"""
)

_LAST_SHOWN = text(
    """select distinct on (h.variant_id, h.currency) h.variant_id, h.currency, h.price
         from price_history h
        where h.variant_id = any (:ids) and h.currency = any (:currencies)
        order by h.variant_id, h.currency, h.at desc, h.id desc"""
).bindparams(bindparam("ids", type_=ARRAY(PgUUID(as_uuid=True))))


async def facts(
    session: AsyncSession,
    store_id: UUID,
    base: str,
    today: date,
    *,
    currency: str | None = None,
    enabled: bool = True,
) -> dict[str, Mapping[str, Any]]:
    """What `Presenter.of` needs, by currency."""
    found = await session.execute(
        _FACTS,
        {
            "store": store_id,
            "base": base,
            "today": today,
            "currency": currency,
            "enabled": enabled,
        },
    )
    return {row["currency"]: dict(row) for row in found.mappings()}


async def currency(session: AsyncSession, store_id: UUID, code: str) -> StoreCurrency | None:
    """A currency of the store, locked."""
    return await session.scalar(
        select(StoreCurrency)
        .where(StoreCurrency.store_id == store_id, StoreCurrency.currency == code)
        .with_for_update(key_share=True)
    )


async def newest_day(session: AsyncSession, today: date) -> date | None:
    """The newest day of the bank's table."""
    return await session.scalar(select(func.max(ExchangeRate.day)).where(ExchangeRate.day <= today))


async def put_rates(session: AsyncSession, day: date, per_euro_ppm: Mapping[str, int]) -> int:
    """Add a day's rates; a day that is known stays as it was read first. How many were new."""
    rows = [
        {"currency": code, "day": day, "per_euro_ppm": ppm}
        for code, ppm in sorted(per_euro_ppm.items())
    ]
    statement = insert(ExchangeRate).values(rows).on_conflict_do_nothing()
    written = await session.execute(statement.returning(ExchangeRate.currency))
    return len(written.all())


async def explicit(
    session: AsyncSession, store_id: UUID, ids: Sequence[UUID] | None = None
) -> dict[tuple[UUID, str], VariantPrice]:
    """Explicit prices by (variant, currency)."""
    statement = select(VariantPrice).where(VariantPrice.store_id == store_id)
    if ids is not None:
        statement = statement.where(VariantPrice.variant_id.in_(list(ids)))
    found = await session.scalars(statement)
    return {(row.variant_id, row.currency): row for row in found}


async def put_prices(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert or replace explicit prices."""
    if not rows:
        return
    statement = insert(VariantPrice).values([{"id": new_id(), **row} for row in rows])
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "variant_id", "currency"],
            set_={
                "price": statement.excluded.price,
                "compare_at_price": statement.excluded.compare_at_price,
                "updated_at": func.now(),
            },
        )
    )


async def remove_prices(session: AsyncSession, ids: Sequence[UUID]) -> None:
    """Take explicit prices back, by their keys."""
    if ids:
        await session.execute(delete(VariantPrice).where(VariantPrice.id.in_(list(ids))))


async def last_shown(
    session: AsyncSession, ids: Sequence[UUID], currencies: Sequence[str]
) -> dict[tuple[UUID, str], int]:
    """The price each variant was last shown at, by (variant, currency)."""
    found = await session.execute(_LAST_SHOWN, {"ids": list(ids), "currencies": list(currencies)})
    return {(row.variant_id, row.currency): row.price for row in found}


async def write_shown(
    session: AsyncSession,
    tenant_id: UUID,
    store_id: UUID,
    at: datetime,
    prices: Mapping[tuple[UUID, str], int],
) -> None:
    """Append to the history."""
    await insert_rows(
        session,
        PriceShown.__table__,
        [
            {
                "tenant_id": tenant_id,
                "id": new_id(),
                "store_id": store_id,
                "variant_id": variant_id,
                "currency": code,
                "price": price,
                "at": at,
            }
            for (variant_id, code), price in prices.items()
        ],
    )


async def codes(session: AsyncSession, store_id: UUID) -> set[str]:
    """The currencies the store has added, enabled or not."""
    found = await session.scalars(
        select(StoreCurrency.currency).where(StoreCurrency.store_id == store_id)
    )
    return set(found)
