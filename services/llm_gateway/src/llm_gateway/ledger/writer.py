"""Writes the ledger in batches: what calls came to is kept in memory for a second at most, then
goes to PostgreSQL in one statement.

A process that is killed loses what it had in memory, never the money: the leases it reserved from
run out and count as spent (`budgets`). What was written before and may not have been acknowledged
is written again under the same ids, and counted once.
"""

import asyncio
import contextlib
import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from ecomm_core.db.engine import Database
from ecomm_core.db.lost import is_lost
from ecomm_core.logging import get_logger
from llm_gateway.budgets.purses import Hold, Purses
from llm_gateway.ledger.models import Outcome
from llm_gateway.limits.shares import Shares

log = get_logger(__name__)

SECONDS: Final = 1.0
ROWS: Final = 200
FULL: Final = 20_000
"""Rows in memory from which on no call is let out: money that nobody writes down is not spent."""


@dataclass(frozen=True, slots=True)
class Call:
    """One row of the ledger to be, with what it settles."""

    tenant_id: UUID
    id: UUID
    at: datetime
    key_id: UUID
    service: str
    feature: str
    asked: str
    provider: str
    model: str
    input_tokens: int
    cached_tokens: int
    cache_write_tokens: int
    output_tokens: int
    reasoning_tokens: int
    cost: Decimal | None
    charged: Decimal
    price_version: int | None
    outcome: Outcome
    stream: bool
    ms: int
    holds: list[Hold] = field(default_factory=list)
    overs: list[Decimal] = field(default_factory=list)

    def row(self) -> dict[str, Any]:
        """As the database function takes it; decimals as text, which it reads exactly."""
        return {
            "tenant_id": str(self.tenant_id),
            "id": str(self.id),
            "at": self.at.isoformat(),
            "key_id": str(self.key_id),
            "service": self.service,
            "feature": self.feature,
            "asked": self.asked,
            "provider": self.provider,
            "model": self.model,
            "input_tokens": self.input_tokens,
            "cached_tokens": self.cached_tokens,
            "cache_write_tokens": self.cache_write_tokens,
            "output_tokens": self.output_tokens,
            "reasoning_tokens": self.reasoning_tokens,
            "cost": None if self.cost is None else str(self.cost),
            "charged": str(self.charged),
            "priced": self.cost is not None,
            "price_version": self.price_version,
            "outcome": self.outcome.value,
            "stream": self.stream,
            "ms": self.ms,
            "holds": [
                {
                    "lease": str(hold.purse.lease_id),
                    "budget": str(hold.purse.budget_id),
                    "starts": hold.purse.starts.isoformat(),
                    "over": str(over),
                }
                for hold, over in zip(self.holds, self.overs, strict=True)
            ],
        }


class Writer:
    """The ledger's pen, and the heartbeat of leases: one task of the process."""

    def __init__(self, database: Database, purses: Purses, shares: Shares) -> None:
        self._database = database
        self._purses = purses
        self._shares = shares
        self._waiting: deque[Call] = deque()
        self._wake = asyncio.Event()
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._stop = False

    @property
    def full(self) -> bool:
        """Whether more is unwritten than may be."""
        return len(self._waiting) >= FULL

    def add(self, call: Call) -> None:
        """Take a call; it is written within a second."""
        self._waiting.append(call)
        if len(self._waiting) >= ROWS:
            self._wake.set()

    def start(self) -> None:
        """Begin to write in the background."""
        if self._task is None:
            self._task = asyncio.create_task(self._run())
            self._database.signals.subscribe(self._hear)

    def _hear(self, _told: frozenset[str], _wake: bool) -> None:
        if self._purses.wanted:
            self._wake.set()

    async def _run(self) -> None:
        while not self._stop:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), SECONDS)
            self._wake.clear()
            try:
                if self._purses.wanted:
                    await self._purses.give_back_wanted()
                await self.flush()
                await self._purses.tick()
                await self._shares.tick()
            except Exception as error:
                if not is_lost(error):
                    # What cannot be written stays in memory; the next turn tries again.
                    log.exception("ledger_failed", rows=len(self._waiting))
                else:
                    log.warning("ledger_waits", rows=len(self._waiting), error=repr(error)[:200])

    async def flush(self) -> None:
        """Write all that waits, some hundred rows a statement. Raises what the driver raises; then
        the rows wait on."""
        async with self._writing:
            while self._waiting:
                batch = [self._waiting[n] for n in range(min(len(self._waiting), ROWS))]
                pool = await self._database.reads()
                await pool.execute(
                    "select write_usage($1)", json.dumps([call.row() for call in batch])
                )
                for call in batch:
                    self._waiting.popleft()
                    for hold, over in zip(call.holds, call.overs, strict=True):
                        hold.purse.written(call.charged - over)

    async def close(self) -> None:
        """Write what is left and give the leases back, at the end of the process."""
        self._stop = True
        self._wake.set()
        if self._task is not None:
            await self._task
        try:
            await self.flush()
            await self._purses.close()
        except Exception as error:
            if not is_lost(error):
                raise
            # Leases run out and count as spent: nothing is spent that nobody counts.
            log.exception("ledger_lost", rows=len(self._waiting))
