"""A shop elsewhere that was taken over and is kept in step, as its buyers, its staff and ours see
it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx2

from commerce.channels.sync import tasks
from commerce.inventory import service as inventory
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_testing.fakes.channels import World
from ecomm_testing.outbox import run_outbox

from .conftest import Move

SOON = timedelta(seconds=10)
"""Past the moment in which changes gather."""


@dataclass
class Pair:
    """Two shops with one shelf."""

    move: Move
    world: World
    channel_id: str

    @property
    def path(self) -> str:
        return f"{self.move.store.path}/sales-channels/{self.channel_id}/sync"

    async def switch(self, lead: str = "here", *, enabled: bool = True) -> None:
        """Keep it in step, or not; what comes of that at once is done."""
        body = {"enabled": enabled, "lead": lead}
        reply = await self.move.store.merchant.put(self.path, json=body)
        assert reply.status_code == 200, reply.text
        await self.work()

    async def work(self) -> list[str]:
        """Let the worker work until nothing is left."""
        return await run_outbox(self.move.kernel, self.move.tenant_id, ahead=SOON)

    async def round(self) -> None:
        """A minute passes: the clock comes to this channel, whatever it waits for."""
        await self.move.rows_changed(
            "update channel_syncs set due_at = :now, leased_until = null where channel_id = :id",
            id=UUID(self.channel_id),
            now=clock.now(),
        )
        await tasks.look(self.move.kernel)
        await self.work()

    async def seen(self) -> dict[str, Any]:
        """The switch as the merchant sees it."""
        found: dict[str, Any] = (await self.move.store.merchant.get(self.path)).json()["data"]
        return found

    async def listed(self, what: str, **query: Any) -> list[dict[str, Any]]:
        """Stock, orders or log."""
        reply = await self.move.store.merchant.get(f"{self.path}/{what}", params=query)
        assert reply.status_code == 200, reply.text
        found: list[dict[str, Any]] = reply.json()["data"]
        return found

    async def did(self) -> list[str]:
        """What the log tells, oldest first."""
        return [one["what"] for one in await self.listed("log", per_page=100)][::-1]

    def theirs(self, place: int = 0) -> dict[str, Any]:
        """The first variant of a product there."""
        found: dict[str, Any] = self.world.products[place]["variants"][0]
        return found

    async def ours(self, place: int = 0) -> UUID:
        """The same here."""
        [row] = await self.move.rows(
            "select id from product_variants where store_id = :store and sku = :sku",
            sku=self.theirs(place)["sku"],
        )
        return UUID(str(row["id"]))

    async def left(self, place: int = 0) -> int:
        """What can be sold of it here."""
        [row] = await self.move.rows(
            """select on_hand - committed - safety_stock as units from inventory_items
                where variant_id = :id""",
            id=await self.ours(place),
        )
        return int(row["units"])

    async def count(self, units: int, place: int = 0) -> None:
        """The merchant counts here."""
        path = f"{self.move.store.path}/inventory/{await self.ours(place)}"
        reply = await self.move.store.merchant.patch(path, json={"on_hand": units})
        assert reply.status_code == 200, reply.text

    async def sell(self, units: int, place: int = 0) -> None:
        """Somebody buys here. Raises OutOfStock."""
        variant, holder = await self.ours(place), new_id()
        async with self.move.kernel.database.transaction(self._scope()) as session:
            await inventory.commit(
                session,
                outbox=self.move.kernel.outbox,
                store_id=self.move.store.id,
                holder_id=holder,
                demand={variant: units},
                actor="test",
                reference=None,
                now=clock.now(),
            )

    def _scope(self) -> Any:
        from ecomm_core.db.scope import Scope

        return Scope(tenant_id=self.move.tenant_id)

    def buy(self, units: int, place: int = 0) -> dict[str, Any]:
        """Somebody buys there."""
        product = self.world.products[place]
        return self.world.buy([(product, product["variants"][0], units)], clock.now())

    def hook(self, order: dict[str, Any], event: str) -> tuple[bytes, dict[str, str]]:
        """The message about an order."""
        topic = "orders/updated" if self.move.kind == "shopify" else "order.updated"
        found: tuple[bytes, dict[str, str]] = self.move.fake.webhook(
            topic, {"id": order["id"]}, event
        )
        return found

    async def call(self, raw: bytes, headers: dict[str, str], **at: str) -> httpx2.Response:
        """The shop sends it."""
        where = {"kind": self.move.kind, "channel_id": self.channel_id, **at}
        return await self.move.store.merchant.api.post(
            f"/api/v1/webhooks/channels/{where['kind']}/{where['channel_id']}",
            content=raw,
            headers=headers,
        )

    async def movements(self, place: int = 0) -> list[tuple[str, int, int]]:
        """What happened to it here, without how it came."""
        rows = await self.move.rows(
            """select m.reason, m.on_hand_change, m.committed_change from inventory_movements m
                 join inventory_items i on i.tenant_id = m.tenant_id and i.id = m.item_id
                where i.variant_id = :id and m.reason <> 'initial' order by m.at, m.id""",
            id=await self.ours(place),
        )
        return [(r["reason"], r["on_hand_change"], r["committed_change"]) for r in rows]


async def paired(move: Move, world: World, lead: str = "here") -> Pair:
    """Take the shop's goods over, and keep them in step."""
    channel = await move.connect()
    told = await move.migrate(channel["id"], dry_run=False, entities=["products"])
    assert told["status"] == "done", told
    pair = Pair(move, world, channel["id"])
    await pair.switch(lead)
    return pair
