"""The sweeper: open checkouts are looked at every few minutes, whoever forgot them.

Paid and unheard of becomes an order, or is given back; what nobody paid expires and lets its stock
go; intents that never got their page are looked up at the provider by our reference (rules §5).
"""

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
from ecomm_core.tasks.registry import ScheduledTask

log = get_logger(__name__)

TASK = "commerce.checkout.sweep"
EVERY = timedelta(seconds=15)
BATCH = 100
ACTOR = "sweeper"
LATER = timedelta(hours=1)
"""Money that has been under way for long is asked about less often."""


async def sweep(kernel: Kernel) -> None:
    """One round: the mock provider's own due acts, then every due checkout."""
    await payments.providers_of(kernel).courier.run_due()
    for tenant_id, store_id, checkout_id in await _due(kernel):
        await look(kernel, tenant_id, store_id, checkout_id)


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


async def _due(kernel: Kernel) -> list[tuple[UUID, UUID, UUID]]:
    pool = await kernel.database.reads()
    rows = await pool.fetch(
        "select tenant_id, store_id, checkout_id from due_checkouts($1, $2)", clock.now(), BATCH
    )
    return [(row[0], row[1], row[2]) for row in rows]


SCHEDULED = [ScheduledTask(TASK, EVERY, sweep, queue="critical")]
