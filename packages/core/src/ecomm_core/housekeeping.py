"""What the kernel's tables need not keep: deliveries long made, replies nobody may ask for again,
messages to others whose fate has been known for a month.

Undone and dead deliveries stay, however old: the first are promises, the second are for a person
to look at. Events stay as well: a receiver tells by their sequences whether it missed one.
"""

import time
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import TextClause, text

from ecomm_core import clock
from ecomm_core.db.engine import Database
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

DELIVERIES_KEPT: Final = timedelta(days=7)
"""A delivery that was made: long enough to look into what happened last week."""
MESSAGES_KEPT: Final = timedelta(days=30)
"""A message to somebody else, with its tries: as long as it can be looked up and replayed."""
BATCH: Final = 2_000
"""Rows of one transaction: few enough that nobody waits for it."""
SECONDS: Final = 60.0
"""Of one run; what is left is the next one's."""
EVERY: Final = timedelta(hours=1)

_DELIVERIES = text("select clear_deliveries(:until, :most)")
_REPLIES = text("select clear_replies(:until, :most)")
_MESSAGES = text("select clear_messages(:until, :most)")


async def clean_up(kernel: Kernel) -> None:
    """Delete all three, a batch at a time, for a minute at most."""
    now, deadline = clock.now(), time.monotonic() + SECONDS
    for what, query, until in (
        ("deliveries", _DELIVERIES, now - DELIVERIES_KEPT),
        ("replies", _REPLIES, now),
        ("messages", _MESSAGES, now - MESSAGES_KEPT),
    ):
        gone, last = 0, BATCH
        while last == BATCH and time.monotonic() < deadline:
            last = await _batch(kernel.database, query, until)
            gone += last
        if gone:
            log.info("cleaned_up", what=what, rows=gone)


async def _batch(database: Database, query: TextClause, until: datetime) -> int:
    """One transaction; how many rows it deleted."""
    async with database.transaction() as session:
        return int(await session.scalar(query, {"until": until, "most": BATCH}) or 0)
