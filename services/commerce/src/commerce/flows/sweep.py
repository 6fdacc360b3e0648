"""The sweeper: open checkouts are looked at every few minutes, whoever forgot them.

Paid and unheard of becomes an order, or is given back; what nobody paid expires and lets its stock
go; intents that never got their page are looked up at the provider by our reference (rules §5).
"""

import asyncio
import time
from datetime import timedelta
from uuid import UUID

from commerce.checkout import service as checkouts
from commerce.flows.complete_cart import Settled, complete_cart
from commerce.payments import service as payments
from ecomm_connectors.payments.errors import PaymentProviderError
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.schedule import ScheduledTask

log = get_logger(__name__)

TASK = "commerce.checkout.sweep"
EVERY = timedelta(seconds=15)
BATCH = 100
AT_ONCE = 4
"""Checkouts looked at together: most of a look is waiting for the provider."""
ACTOR = "sweeper"
LATER = timedelta(hours=1)
"""Money that has been under way for long is asked about less often."""


async def sweep(kernel: Kernel) -> None:
    """One round: the mock provider's own due acts, then every due checkout, a few at a time. What
    is left when the next round begins is its."""
    await payments.providers_of(kernel).courier.run_due()
    until = time.monotonic() + EVERY.total_seconds()
    query = "select tenant_id, store_id, checkout_id from due_checkouts($1, $2)"
    due = all_due(kernel.database, query, clock.now(), page=BATCH)
    turn = asyncio.Lock()

    async def sweeper() -> None:
        while time.monotonic() < until:
            async with turn:
                row = await anext(due, None)
            if row is None:
                return
            await look(kernel, row[0], row[1], row[2])

    async with asyncio.TaskGroup() as sweepers:
        for _ in range(AT_ONCE):
            sweepers.create_task(sweeper())


async def look(kernel: Kernel, tenant_id: UUID, store_id: UUID, checkout_id: UUID) -> None:
    """Settle one checkout as the provider sees it. A provider that does not answer, or a fault with
    this one, is logged and met again at the next look."""
    settled: Settled | None = None
    try:
        settled = await complete_cart(
            kernel,
            tenant_id=tenant_id,
            store_id=store_id,
            checkout_id=checkout_id,
            actor=ACTOR,
        )
    except PaymentProviderError as error:
        log.warning("provider_unavailable", checkout_id=str(checkout_id), error=str(error))
    except AppError as error:
        log.warning("sweep_refused", checkout_id=str(checkout_id), code=error.code)
    except Exception:
        log.exception("sweep_failed", checkout_id=str(checkout_id))
    if settled is not None and settled.state not in checkouts.OPEN:
        return
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        await checkouts.look_later(
            session, checkout_id, now=clock.now(), soon=checkouts.LOOK_EVERY, long=LATER
        )


SCHEDULED = [ScheduledTask(TASK, EVERY, sweep, queue="critical")]
