"""What says who paid, and from where, is let go in time."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from commerce.checkout import service as checkouts
from commerce.payments import service as payments
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.tasks.schedule import ScheduledTask

CLEAN_UP: Final = "commerce.fraud.clean_up"
AT_ONCE: Final = 500
ROUNDS: Final = 100
"""Of one run; what is left is the next one's."""


async def clean_up(kernel: Kernel) -> None:
    """Let go of what is older than `checkout.traces.TRACES_KEPT`, a batch at a time."""
    pool = await kernel.database.reads()
    for _ in range(ROUNDS):
        rows = await pool.fetch(
            "select tenant_id, checkout_id from stale_traces($1, $2)", clock.now(), AT_ONCE
        )
        theirs: dict[UUID, list[UUID]] = {}
        for row in rows:
            theirs.setdefault(row["tenant_id"], []).append(row["checkout_id"])
        for tenant_id, found in theirs.items():
            async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
                await payments.drop_payers(session, found)
                await checkouts.drop_traces(session, found)
        if len(rows) < AT_ONCE:
            return


SCHEDULED = [ScheduledTask(CLEAN_UP, timedelta(hours=6), clean_up, queue="bulk")]
