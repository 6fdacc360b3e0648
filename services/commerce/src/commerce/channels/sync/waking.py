"""When a channel is looked at: soon after something changed, and every minute all the same.

However many things change, one job waits: what is to be done is read from how things stand then.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels.sync.models import ChannelSync
from ecomm_core.kernel import Kernel

TASK: Final = "commerce.channels.keep_in_step"
SETTLING: Final = timedelta(seconds=2)
"""What changes within it goes out together."""
CLAIM: Final = timedelta(minutes=3)
"""When the clock looks again at a channel whose job should have come."""


async def enqueue(kernel: Kernel, session: AsyncSession, row: ChannelSync, at: datetime) -> None:
    """A job at `at`."""
    await kernel.outbox.enqueue(
        session,
        TASK,
        {"store_id": str(row.store_id), "channel_id": str(row.channel_id)},
        tenant_id=row.tenant_id,
        queue="bulk",
        not_before=at,
    )


async def wake(
    kernel: Kernel,
    session: AsyncSession,
    row: ChannelSync,
    now: datetime,
    *,
    after: timedelta = SETTLING,
    though_failing: bool = False,
) -> None:
    """Have a locked, enabled channel looked at soon. One that does not answer keeps its pause: the
    more that changes here, the less it shall be knocked at."""
    if not row.enabled or (row.failures and not though_failing):
        return
    at = now + after
    if row.due_at is None or row.due_at > at:
        row.due_at = at
        await session.flush()
        await enqueue(kernel, session, row, at)
