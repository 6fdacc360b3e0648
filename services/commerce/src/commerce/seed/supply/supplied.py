"""A demo shop and its suppliers, step by step: accounts and goods, then the purchases of its past,
then what was complained of. The supplier is never asked with a transaction open."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads.purchase_ways import load_ways
from commerce.seed.history import History, Row
from commerce.seed.supply.buying import Buying, Fate
from commerce.seed.supply.complaining import complaints, hear
from commerce.seed.supply.doors import Door, open_door, reached
from commerce.seed.supply.looking import best_sellers, look
from commerce.seed.supply.matching import rate_of
from commerce.seed.supply.settling import Settling
from commerce.seed.supply.stocking import read_there, set_rate, stock_up
from commerce.sourcing.suppliers.opening import unseal
from commerce.stores.directory import StoreFacts
from ecomm_connectors.suppliers.goods import ProductSummary
from ecomm_connectors.suppliers.orders import SupplierOrderState
from ecomm_core.kernel import Kernel

_ACCOUNTS: Final = text(
    "select id, name, credentials from suppliers where store_id = :store order by created_at, id"
)
_LIMIT: Final = text(
    "update suppliers set approval = 'above', approval_above = :limit where store_id = :store"
)


class Supplied:
    """The suppliers of a shop; None of them where its plan names none, or there is no simulated
    one to ask."""

    def __init__(self, kernel: Kernel, store: StoreFacts, plan: Mapping[str, Any]) -> None:
        self.kernel = kernel
        self.store = store
        self.plan = plan
        self.doors: dict[UUID, Door] = {}
        self.names: dict[UUID, str] = {}
        self.buying: Buying | None = None
        self.settling: Settling | None = None
        self.found: dict[UUID, list[ProductSummary]] = {}

    async def connect(self, variants: Sequence[Row], now: datetime) -> None:
        """Open the accounts and stock up, or find what was there."""
        found = reached(self.kernel)
        if found is None or "supply" not in self.plan:
            return
        if not await self._known():
            wanted = self.plan["supply"]["accounts"]
            doors = [await open_door(self.kernel, name) for name in wanted]
            stocked = await read_there(self.plan, [door for door in doors if door is not None], now)
            async with self.kernel.database.transaction(self.store.scope) as session:
                await set_rate(session, self.store, self.plan, now)
                await stock_up(self.kernel, session, self.store, self.plan, stocked, variants, now)
            await self._known()

    async def _known(self) -> bool:
        base_url, http = reached(self.kernel) or ("", None)
        async with self.kernel.database.transaction(self.store.scope) as session:
            rows = (await session.execute(_ACCOUNTS, {"store": self.store.id})).all()
        for row in rows:
            if http is not None and row.credentials:
                credentials = unseal(self.kernel, row.id, row.credentials)
                self.doors[row.id] = Door(base_url, http, credentials)
                self.names[row.id] = row.name
        return bool(rows)

    async def buy(self, past: History) -> None:
        """Plan what was bought for the orders of a past, tell the suppliers, and write down what
        they say."""
        if not self.doors:
            return
        countries = sorted({place[3] for place in self.plan["places"]})
        variants = [variant["variant_id"] for variant in past.variants]
        async with self.kernel.database.transaction(self.store.scope) as session:
            ways = {
                country: await load_ways(session, self.store.id, variants, country)
                for country in countries
            }
        self.buying = Buying(past, ways, list(self.doors))
        await asyncio.to_thread(self.buying.plan)
        told: dict[str, SupplierOrderState] = {}
        for account, door in self.doors.items():
            told |= await door.remember([one.asked for one in self.buying.of(account)])
        rate = rate_of(self.store, self.plan)
        self.settling = Settling(self.buying, told, self.names, rate)
        await asyncio.to_thread(self.settling.write)
        silent = {one.draft.supplier_id for one in self.buying.purchases if one.fate is Fate.SILENT}
        for account in silent:
            await self.doors[account].stay_silent()

    async def complain(self) -> None:
        """Complain about what customers sent back."""
        if self.settling is None:
            return
        for account, made in complaints(self.settling).items():
            told = await self.doors[account].complain([one.asked for one in made])
            for one in made:
                hear(self.settling, one, told)

    async def look_around(self) -> None:
        """Read what sells best there."""
        if self.doors:
            self.found = await best_sellers(self.doors, self.plan, self.store.country)

    async def finish(self, session: AsyncSession, past: History) -> None:
        """What the past leaves on the accounts, and what research made of the best sellers; in the
        transaction that writes it."""
        if self.found:
            actor = past.actor
            await look(session, self.store, self.plan, self.found, past.now, actor=actor)
        if self.buying is not None and self.buying.limit is not None:
            values = {"store": self.store.id, "limit": self.buying.limit}
            await session.execute(_LIMIT, values)
