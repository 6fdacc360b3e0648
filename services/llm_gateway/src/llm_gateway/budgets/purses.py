"""The budgets one process knows, and what it holds of them."""

import os
import socket
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from ecomm_core import clock
from ecomm_core.db.engine import Database
from ecomm_core.db.lost import is_lost
from ecomm_core.db.scope import Scope
from ecomm_core.logging import get_logger
from llm_gateway import tags
from llm_gateway.budgets import repository
from llm_gateway.budgets.errors import BudgetExhausted, BudgetReserved
from llm_gateway.budgets.models import MICRO_PER_MINOR
from llm_gateway.budgets.periods import minor, next_starts_on, starts_on
from llm_gateway.budgets.purse import Purse
from llm_gateway.remembered import Remembered

log = get_logger(__name__)

ZERO: Final = Decimal(0)
RESERVED_RETRY: Final = 5
"""Seconds after which a call is sent again that found all the rest reserved."""


@dataclass(frozen=True, slots=True)
class Cap:
    """A budget as a process needs to know it."""

    budget_id: UUID
    key_id: UUID | None
    period: str
    micro: Decimal


@dataclass(slots=True)
class Hold:
    """A reservation of one call in one purse."""

    purse: Purse
    amount: Decimal
    over: Decimal = ZERO
    """By how much the call used more than the purse had."""


class Purses:
    """All purses of one process."""

    def __init__(self, database: Database, *, slice_percent: int, lease_seconds: int) -> None:
        self._database = database
        self._slice_percent = slice_percent
        self._lease_seconds = lease_seconds
        self._process = f"{socket.gethostname()}:{os.getpid()}"
        self._purses: dict[tuple[UUID, date], Purse] = {}
        self._caps: Remembered[UUID, tuple[Cap, ...]] = Remembered(self._read)
        self._wanted: set[UUID] = set()
        database.signals.subscribe(self._hear)

    async def _read(self, tenant_id: UUID) -> tuple[Cap, ...]:
        async with self._database.transaction(Scope(tenant_id=tenant_id)) as session:
            return tuple(
                Cap(row.id, row.key_id, row.period, Decimal(row.cap * MICRO_PER_MINOR))
                for row in await repository.active(session)
            )

    async def reserve(self, tenant_id: UUID, key_id: UUID, amount: Decimal) -> list[Hold]:
        """Reserve a call's worst cost in every budget it falls under, or in none of them.

        Raises BudgetExhausted (402), BudgetReserved (429).
        """
        caps = self._caps.peek(tenant_id)
        if caps is None:
            caps = await self._caps.get(tenant_id)
        holds: list[Hold] = []
        if not caps:
            return holds
        now = clock.now()
        try:
            for cap in caps:
                if cap.key_id is not None and cap.key_id != key_id:
                    continue
                purse = self._purse(tenant_id, cap, starts_on(cap.period, now))
                if await purse.reserve(amount):
                    holds.append(Hold(purse, amount))
                elif not purse.gone:
                    _refuse(purse, cap, amount)
        except BaseException:
            self.release(holds)
            raise
        return holds

    def release(self, holds: list[Hold]) -> None:
        """Give reservations back; nothing was used."""
        for hold in holds:
            hold.purse.settle(hold.amount, ZERO)

    async def raise_to(self, holds: list[Hold], amount: Decimal) -> None:
        """Reserve more in the same budgets, or nothing. Raises as `reserve`."""
        added: list[Hold] = []
        try:
            for hold in holds:
                more = amount - hold.amount
                if more > ZERO:
                    if not await hold.purse.reserve(more) and not hold.purse.gone:
                        raise _refusal(hold.purse, "its budget", more, hold.purse.starts)
                    added.append(Hold(hold.purse, more))
        except BaseException:
            self.release(added)
            raise
        for hold in holds:
            hold.amount = max(hold.amount, amount)

    def _purse(self, tenant_id: UUID, cap: Cap, starts: date) -> Purse:
        key = (cap.budget_id, starts)
        purse = self._purses.get(key)
        if purse is None:
            purse = self._purses[key] = Purse(
                self._database,
                tenant_id,
                cap.budget_id,
                starts,
                self._slice_percent,
                self._lease_seconds,
                self._process,
                cap.micro,
            )
        return purse

    async def tick(self) -> None:
        """Keep leases alive, give back what is idle or wanted by others. Called every second."""
        wanted, self._wanted = self._wanted, set()
        for key, purse in list(self._purses.items()):
            try:
                if purse.idle or purse.budget_id in wanted:
                    await purse.give_back()
                if purse.held:
                    await purse.keep()
                elif purse.idle:
                    del self._purses[key]
            except Exception as error:
                if not is_lost(error):
                    raise
                log.warning("lease_unkept", budget_id=str(purse.budget_id), error=repr(error)[:200])

    async def give_back_wanted(self) -> None:
        """Give back at once what others wait for."""
        wanted, self._wanted = self._wanted, set()
        for purse in list(self._purses.values()):
            if purse.budget_id in wanted and not purse.lock.locked():
                await purse.give_back()

    async def close(self) -> None:
        """Give back all that is not reserved, at the end of the process."""
        for purse in list(self._purses.values()):
            await purse.give_back()
        self._purses.clear()

    @property
    def wanted(self) -> bool:
        """Whether others wait for something."""
        return bool(self._wanted)

    def _hear(self, told: frozenset[str], _wake: bool) -> None:
        if tags.EVERYTHING in told:
            self._caps.drop()
            return
        changed = tags.tenants_of(told)
        if changed:
            self._caps.drop(lambda tenant_id, _: str(tenant_id) in changed)
        for budget in tags.wanted_of(told):
            self._wanted.add(UUID(budget))


def _refuse(purse: Purse, cap: Cap, amount: Decimal) -> None:
    period = "today's budget" if cap.period == "day" else "this month's budget"
    whose = period if cap.key_id is None else f"{period} of this key"
    raise _refusal(purse, whose, amount, next_starts_on(cap.period, purse.starts))


def _refusal(
    purse: Purse, whose: str, amount: Decimal, anew: date
) -> BudgetExhausted | BudgetReserved:
    seen = purse.standing
    # What this process used and has not written yet is spent as well.
    spent = ZERO if seen is None else seen.spent + seen.lost + purse.unwritten
    if seen is not None and spent + amount <= seen.cap:
        return BudgetReserved(
            f"The rest of {whose} is reserved by calls under way. Try again in a moment.",
            headers={"Retry-After": str(RESERVED_RETRY)},
        )
    return BudgetExhausted(
        f"{whose[0].upper()}{whose[1:]} for model calls does not cover this call: "
        f"{minor(spent)} of {minor(purse.cap)} US dollars are used, the call may cost "
        f"{minor(amount)}. It begins anew on {anew.isoformat()}; an operator can raise the cap.",
        details=[
            {
                "code": BudgetExhausted.code,
                "budget_id": str(purse.budget_id),
                "cap_micro": str(purse.cap),
                "used_micro": str(spent),
                "wanted_micro": str(amount),
                "begins_anew_on": anew.isoformat(),
            }
        ],
    )
