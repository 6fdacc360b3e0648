"""Quotas shared by all processes: each takes small shares of a sliding window from PostgreSQL and
spends them in memory.

A share is one call at first and doubles while it is used up quickly, to a fiftieth of the quota at
most, so that few calls waste nothing and many ask the database rarely. What a process took counts
at once for all; it may use it a few seconds later than it was counted, so that no window holds more
than the quota and one share for each process.

Decided against Redis: a script there for each call would put a second server into the path of every
request, and one that may be down; and against a plain GCRA: with a burst of the quota it lets twice
the quota through in the first hour, with a small one it refuses a tenant who has sent nothing all
day.
"""

import asyncio
from dataclasses import dataclass, field
from math import ceil
from typing import Final
from uuid import UUID

from ecomm_core import clock
from ecomm_core.db.engine import Database
from llm_gateway.limits.errors import QuotaReached
from llm_gateway.limits.quotas import Kind, plan_above

PART_OF_QUOTA: Final = 50
"""A share is a fiftieth of the quota at most: two processes exceed it by 4 % at the very most."""
LIFE: Final = {Kind.CALLS_HOUR: 10.0, Kind.CALLS_MINUTE: 3.0, Kind.TOKENS_MINUTE: 3.0}
"""Seconds after which what is left of a share is given back."""


@dataclass(slots=True)
class Share:
    """What one process may still use of a tenant's quota."""

    left: int = 0
    ends: float = 0.0
    number: int = 0
    """The window it was taken in."""
    size: int = 1
    retry_at: float = 0.0
    """Before then the database need not be asked for `refused` or more."""
    refused: int = 0
    used_at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Shares:
    """All shares of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._shares: dict[tuple[UUID, Kind], Share] = {}

    async def take(
        self, tenant_id: UUID, kind: Kind, quota: int, amount: int, *, plan: str
    ) -> None:
        """Use `amount` of a quota. Raises QuotaReached (429) with the seconds to wait."""
        share = self._shares.get((tenant_id, kind))
        if share is None:
            share = self._shares[tenant_id, kind] = Share()
        now = clock.timestamp()
        if share.left >= amount and now < share.ends:
            share.left -= amount
            share.used_at = now
            return
        if amount > quota:
            raise QuotaReached(
                f"This call alone is more than the quota of {quota} {kind.words}. "
                + _lifted(plan, kind),
                seconds=kind.seconds,
                kind=kind.value,
                quota=quota,
            )
        async with share.lock:
            await self._refill(share, tenant_id, kind, quota, amount, plan)

    async def _refill(
        self, share: Share, tenant_id: UUID, kind: Kind, quota: int, amount: int, plan: str
    ) -> None:
        now = clock.timestamp()
        if now >= share.ends:
            await self._give_back(share, tenant_id, kind)
            # Not used up in its time: it was too large.
            share.size = max(1, share.size // 2)
        if share.left >= amount:
            share.left -= amount
            share.used_at = now
            return
        if now < share.retry_at and amount >= share.refused:
            raise _refusal(kind, quota, share.retry_at - now, plan)
        if now < share.ends:
            share.size = min(share.size * 2, max(1, quota // PART_OF_QUOTA))
        missing = amount - share.left
        pool = await self._database.reads()
        row = await pool.fetchrow(
            "select * from take_share($1, $2, $3, $4, $5, $6, $7)",
            tenant_id,
            kind.value,
            kind.seconds,
            quota,
            missing,
            max(missing, share.size),
            now,
        )
        if row is None or row["given"] < missing:
            running, before = (row["running"], row["before"]) if row else (0, 0)
            wait = _wait(kind.seconds, quota, running, before, missing, now)
            share.retry_at, share.refused = now + min(wait, 1.0), amount
            raise _refusal(kind, quota, wait, plan)
        share.left += row["given"] - amount
        share.number = int(now // kind.seconds)
        share.ends = now + LIFE[kind]
        share.used_at = now

    async def _give_back(self, share: Share, tenant_id: UUID, kind: Kind) -> None:
        # What was used beyond a share stays owed.
        if share.left > 0:
            back, share.left = share.left, 0
            pool = await self._database.reads()
            await pool.execute(
                "select return_share($1, $2, $3, $4)", tenant_id, kind.value, share.number, back
            )

    def correct(self, tenant_id: UUID, kind: Kind, amount: int) -> None:
        """Give back what was taken and not used; a negative amount takes what was used beyond."""
        share = self._shares.get((tenant_id, kind))
        if share is not None:
            share.left += amount

    async def tick(self) -> None:
        """Give back shares nobody uses, forget tenants who are away."""
        now = clock.timestamp()
        for (tenant_id, kind), share in list(self._shares.items()):
            if share.left > 0 and now >= share.ends and not share.lock.locked():
                async with share.lock:
                    await self._give_back(share, tenant_id, kind)
            elif now - share.used_at > kind.seconds and share.left == 0:
                self._shares.pop((tenant_id, kind), None)


def _wait(seconds: int, quota: int, running: int, before: int, cost: int, now: float) -> float:
    """Seconds until `cost` fits, if nothing else comes before it."""
    elapsed = now % seconds
    room = quota - cost
    if running <= room and before > 0:
        return max(seconds * (1 - (room - running) / before) - elapsed, 0.0)
    if running <= room:
        return 0.0
    return seconds - elapsed + seconds * (1 - room / running)


def _lifted(plan: str, kind: Kind) -> str:
    above = plan_above(plan, kind)
    if above is None:
        return "An operator of the gateway can raise it."
    return f"The plan {above} has more; an operator of the gateway can raise it as well."


def _refusal(kind: Kind, quota: int, wait: float, plan: str) -> QuotaReached:
    seconds = max(1, ceil(wait))
    return QuotaReached(
        f"The quota of {quota} {kind.words} is used up; there is room again in {seconds} seconds. "
        + _lifted(plan, kind),
        seconds=seconds,
        kind=kind.value,
        quota=quota,
    )
