"""The bank's daily rates: fetched once a day, for every store; a job of the clock."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text

from commerce import tags
from commerce.pricing import currency_repository
from commerce.pricing.currencies import ecb
from commerce.pricing.events import PricesShown
from commerce.settings import CommerceSettings
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.db.signals import drop_tags
from ecomm_core.errors import TemporaryFailure
from ecomm_core.http import OutboundClient, OutboundPolicy
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.tasks.schedule import ScheduledTask

log = get_logger(__name__)

TASK: Final = "commerce.pricing.exchange_rates"
EVERY: Final = timedelta(days=1)
BATCH: Final = 200

_ABROAD = text("select tenant_id, store_id from stores_abroad(:after, :n)")


class RatesNotFetched(TemporaryFailure):
    """The bank did not answer, or with something else than its file. Tomorrow is another day: a
    store's rates may be some days old."""


async def fetch(kernel: Kernel) -> None:
    """Read the bank's file and add the days that are new; then tell every store it matters to.

    Nothing happens where no address is configured. Raises RatesNotFetched.
    """
    settings = kernel.settings
    if not isinstance(settings, CommerceSettings) or settings.exchange_rates_url is None:
        return
    policy = OutboundPolicy.build(local=settings.local, allow=settings.outbound_allow)
    answer = await OutboundClient(policy).request(
        "GET", settings.exchange_rates_url, max_bytes=ecb.MAX_BYTES, max_redirects=3
    )
    if answer.status != 200:
        raise RatesNotFetched(f"the bank answered {answer.status}")
    try:
        days = ecb.read(answer.body)
    except ecb.UnreadableRates as exc:
        raise RatesNotFetched(f"the bank's answer is not its file: {exc}") from exc
    if await take(kernel, days):
        await tell_stores(kernel)


async def take(kernel: Kernel, days: Sequence[ecb.DailyRates]) -> int:
    """Add days that are not to come; how many rates were new."""
    new = 0
    async with kernel.database.transaction() as session:
        for day in days:
            if day.day <= clock.now().date():
                new += await currency_repository.put_rates(session, day.day, day.per_euro_ppm)
    log.info("exchange_rates", newest=str(days[0].day), new=new)
    return new


async def tell_stores(kernel: Kernel) -> None:
    """Prices by rate are others now: pages are made anew, and the history goes on."""
    after = UUID(int=0)
    while True:
        async with kernel.database.transaction() as session:
            rows = (await session.execute(_ABROAD, {"after": after, "n": BATCH})).all()
        for row in rows:
            async with kernel.database.transaction(Scope(tenant_id=row.tenant_id)) as session:
                dropped = tags.store(row.store_id)
                drop_tags(session, dropped)
                await kernel.outbox.emit(
                    session,
                    PricesShown(variants=None, tags=[dropped]),
                    tenant_id=row.tenant_id,
                    store_id=row.store_id,
                    resource_id=row.store_id,
                )
        if len(rows) < BATCH:
            return
        after = rows[-1].store_id


SCHEDULED = [ScheduledTask(TASK, EVERY, fetch, queue="bulk")]
