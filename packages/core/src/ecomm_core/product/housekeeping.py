"""What a product's kernel tables need not keep: events that were handled a month ago, and tickets
whose sessions are over."""

from datetime import timedelta
from typing import Final

from sqlalchemy import text

from ecomm_core import clock, housekeeping
from ecomm_core.accounts.families import ABSOLUTE
from ecomm_core.accounts.tokens import Audience
from ecomm_core.kernel import Kernel

EVENTS_KEPT: Final = timedelta(days=30)
MOST_BATCHES: Final = 50


async def clean_up(kernel: Kernel) -> None:
    """The kernel's own tables, then these; a batch a transaction."""
    await housekeeping.clean_up(kernel)
    now = clock.now()
    for query, until in (
        (text("select clear_inbox(:until, :most)"), now - EVENTS_KEPT),
        (text("select clear_tickets(:until, :most)"), now - ABSOLUTE[Audience.MERCHANT]),
    ):
        for _ in range(MOST_BATCHES):
            async with kernel.database.transaction() as session:
                gone = await session.scalar(query, {"until": until, "most": housekeeping.BATCH})
            if int(gone or 0) < housekeeping.BATCH:
                break
