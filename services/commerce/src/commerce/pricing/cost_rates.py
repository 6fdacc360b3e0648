"""What costs in other currencies are worth in the store's own: the merchant's own rate where they
set one, else the bank's of the day. A rate older than the store's limit is none."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.pricing.currencies.convert import Rate, StaleRate, rate_between
from commerce.pricing.models import ExchangeRate, PricingSettings, StoreCurrency
from ecomm_core.money import PPM

MAX_AGE_DAYS = 7


async def rates_into(
    session: AsyncSession, store_id: UUID, base: str, currencies: Iterable[str], today: date
) -> dict[str, Rate]:
    """Currency -> the rate from it into `base`; what is missing has no rate that is new enough.
    At most four statements."""
    wanted = set(currencies)
    found = {base: Rate(base, base, today, PPM, PPM)} if base in wanted else {}
    abroad = wanted - {base}
    if not abroad:
        return found
    age = await session.scalar(
        select(PricingSettings.rate_max_age_days).where(PricingSettings.store_id == store_id)
    )
    limit = timedelta(days=MAX_AGE_DAYS if age is None else age)
    own = await session.scalars(
        select(StoreCurrency).where(
            StoreCurrency.store_id == store_id,
            StoreCurrency.currency.in_(abroad),
            StoreCurrency.manual_ppm.is_not(None),
        )
    )
    for row in own:
        if row.manual_ppm is None or row.manual_day is None or today - row.manual_day > limit:
            continue
        # The merchant says how much of it one of the store's buys: here it is the other way round.
        found[row.currency] = Rate(row.currency, base, row.manual_day, row.manual_ppm, PPM)
    left = abroad - set(found)
    day = left and await session.scalar(
        select(func.max(ExchangeRate.day)).where(ExchangeRate.day <= today)
    )
    if not day:
        return found
    rows = await session.execute(
        select(ExchangeRate.currency, ExchangeRate.per_euro_ppm).where(
            ExchangeRate.day == day, ExchangeRate.currency.in_({*left, base})
        )
    )
    per_euro = {row.currency: row.per_euro_ppm for row in rows.all()}
    for code in left:
        try:
            found[code] = rate_between(
                code, base, day=day, per_euro_ppm=per_euro, today=today, max_age=limit
            )
        except (KeyError, StaleRate):
            continue
    return found
