"""One worker's turn at a channel: a few seconds, in short transactions, each of which proves first
that the turn is still its own."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels.sync import repository
from commerce.channels.sync.errors import Superseded
from commerce.channels.sync.models import ChannelSync, Happening
from commerce.stores.directory import StoreFacts
from ecomm_connectors.channels import Channel
from ecomm_core import clock
from ecomm_core.kernel import Kernel

LEASE: Final = timedelta(minutes=3)
"""Longer than a shop takes for the requests between two transactions; a worker that died is waited
for no longer."""
ACTOR = "channel"
"""Who changed stock, as movements and the audit log say it, before the channel's id."""


@dataclass(slots=True)
class Turn:
    """What a turn knows. guarded: the channel compares before it sets."""

    kernel: Kernel
    store: StoreFacts
    channel_id: UUID
    round: int
    shop: Channel
    guarded: bool
    until: float
    """On `time.monotonic()`."""

    @property
    def actor(self) -> str:
        """Who does what this turn does."""
        return f"{ACTOR}:{self.channel_id}"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[tuple[AsyncSession, ChannelSync]]:
        """A transaction with the channel's switch locked; the turn is ours for another while.
        Raises Superseded."""
        async with self.kernel.database.transaction(self.store.scope) as session:
            row = await repository.sync(session, self.store.id, self.channel_id, lock=True)
            if row is None or not row.enabled or row.round != self.round:
                raise Superseded
            row.leased_until = clock.now() + LEASE
            yield session, row

    def due(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self.until

    async def note(
        self,
        session: AsyncSession,
        what: Happening,
        title: str,
        *,
        variant_id: UUID | None = None,
        before: int | None = None,
        after: int | None = None,
        note: str = "",
    ) -> None:
        """Write an entry of the log."""
        await repository.log(
            session,
            [
                {
                    "tenant_id": self.store.tenant_id,
                    "store_id": self.store.id,
                    "channel_id": self.channel_id,
                    "at": clock.now(),
                    "what": what.value,
                    "title": title[:300],
                    "variant_id": variant_id,
                    "before": before,
                    "after": after,
                    "note": note[:500],
                }
            ],
        )


def named(row: Any) -> str:
    """A variant as the log names it: `Mug, Blue`."""
    variant = row.variant_title or ""
    return f"{row.product_title}, {variant}" if variant else str(row.product_title)
