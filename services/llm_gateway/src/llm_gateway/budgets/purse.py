"""What one process holds of one budget in one period: a leased slice that calls reserve from in
memory, without asking the database.

All amounts are micro-dollars. What PostgreSQL has given out is never more than the cap, and a purse
never reserves more than it was given: so neither do all purses together.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from ecomm_core import clock
from ecomm_core.db.engine import Database
from ecomm_core.db.signals import Pending
from ecomm_core.ids import new_id
from llm_gateway import tags

ZERO: Final = Decimal(0)
PATIENCE: Final = (0.02, 0.04, 0.08, 0.16, 0.2)
"""Seconds between tries while other processes give back what they do not use."""
REMEMBER_EMPTY: Final = 1.0
"""Seconds for which a purse that got nothing refuses at once what is no smaller."""
IDLE: Final = 10.0
"""Seconds after which a purse that nobody uses is given back."""

STALE: Final = 900.0
"""Seconds after a lease's end from which on what is left of it is not used: long before an operator
may give the lost lease's money to others."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A budget as the database saw it when it gave, or did not."""

    cap: Decimal
    spent: Decimal
    leased: Decimal
    lost: Decimal


@dataclass(slots=True)
class Purse:
    """One lease and what is reserved of it."""

    database: Database
    tenant_id: UUID
    budget_id: UUID
    starts: date
    slice_percent: int
    lease_seconds: int
    process: str
    cap: Decimal
    lease_id: UUID = field(default_factory=new_id)
    left: Decimal = ZERO
    """Neither reserved nor used."""
    reserved: Decimal = ZERO
    unwritten: Decimal = ZERO
    """Used, and not in the ledger yet."""
    waiting: Decimal = ZERO
    """Wanted by calls that wait for the database."""
    expires: float = 0.0
    used_at: float = 0.0
    refused: Decimal | None = None
    refused_until: float = 0.0
    standing: Standing | None = None
    gone: bool = False
    """The budget was removed, or is not active: it caps nothing."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def try_reserve(self, wanted: Decimal) -> bool:
        """Reserve from what is here. No waiting, so no two calls reserve the same."""
        if self.left < wanted:
            return False
        now = clock.timestamp()
        if now > self.expires + STALE:
            self.left = ZERO
            return False
        self.left -= wanted
        self.reserved += wanted
        self.used_at = now
        return True

    async def reserve(self, wanted: Decimal) -> bool:
        """Reserve, leasing more where it takes that; False where the budget does not have it."""
        if self.try_reserve(wanted):
            return True
        self.waiting += wanted
        try:
            async with self.lock:
                return await self._lease_for(wanted)
        finally:
            self.waiting -= wanted

    async def _lease_for(self, wanted: Decimal) -> bool:
        for pause in (0.0, *PATIENCE):
            if pause:
                await asyncio.sleep(pause)
            if self.try_reserve(wanted):
                return True
            if self._knows_better(wanted):
                return False
            if not await self._ask(wanted - self.left):
                return self.try_reserve(wanted)
            if self.try_reserve(wanted):
                return True
            if not self._held_by_others():
                break
            if not pause:
                await self.database.signals.after_commit(
                    Pending(tags={tags.wanted(self.budget_id)})
                )
        self.refused = wanted
        self.refused_until = clock.timestamp() + REMEMBER_EMPTY
        return False

    def _knows_better(self, wanted: Decimal) -> bool:
        """Whether as much was refused a moment ago."""
        return (
            self.refused is not None
            and wanted >= self.refused
            and clock.timestamp() < self.refused_until
        )

    def _held_by_others(self) -> bool:
        """Whether other processes hold what they may not need."""
        seen = self.standing
        own = self.left + self.reserved + self.unwritten
        return seen is not None and seen.leased > own

    async def _ask(self, wanted: Decimal) -> bool:
        """Lease at least `wanted`, and as much as a slice where there is more; 0 keeps the lease
        alive. False where the budget is no more."""
        size = max(wanted, self.waiting, self.cap * self.slice_percent / 100) if wanted else ZERO
        pool = await self.database.reads()
        row = await pool.fetchrow(
            "select * from take_slice($1, $2, $3, $4, $5, $6, $7, $8)",
            self.tenant_id,
            self.budget_id,
            self.starts,
            self.lease_id,
            wanted,
            size,
            clock.now() + timedelta(seconds=self.lease_seconds),
            self.process,
        )
        self.gone = row is None
        if row is None:
            return False
        self.left += row["given"]
        self.cap = row["cap"]
        self.standing = Standing(row["cap"], row["spent"], row["leased"], row["lost"])
        self.expires = clock.timestamp() + self.lease_seconds
        return True

    def settle(self, reserved: Decimal, used: Decimal) -> Decimal:
        """End a reservation; what it did not use is there for others. Returns by how much it used
        more than was here: that is written as spent, past the lease."""
        self.reserved -= reserved
        self.left += reserved - used
        over = ZERO
        if self.left < ZERO:
            over, self.left = -self.left, ZERO
        self.unwritten += used - over
        self.used_at = clock.timestamp()
        if used < reserved:
            self.refused = None
        return over

    def written(self, used: Decimal) -> None:
        """The ledger has it now."""
        self.unwritten -= used

    async def keep(self) -> None:
        """Say that this process lives, when half of the lease's time is over."""
        if self.expires - clock.timestamp() < self.lease_seconds / 2:
            async with self.lock:
                await self._ask(ZERO)

    @property
    def held(self) -> bool:
        """Whether anything of it is still needed."""
        return bool(self.left or self.reserved or self.unwritten)

    @property
    def idle(self) -> bool:
        """Whether nobody has needed it for a while."""
        return not self.reserved and clock.timestamp() - self.used_at > IDLE

    async def give_back(self) -> None:
        """Return what is not reserved. What could not be returned is there again."""
        async with self.lock:
            back, self.left = self.left, ZERO
            if not back:
                return
            # Where the answer is lost nobody knows whether it was returned. Taken for returned, it
            # is at worst kept from others until the lease ends; taken for ours, it could go out
            # twice.
            pool = await self.database.reads()
            await pool.execute(
                "select return_slice($1, $2, $3, $4, $5)",
                self.tenant_id,
                self.budget_id,
                self.starts,
                self.lease_id,
                back,
            )
