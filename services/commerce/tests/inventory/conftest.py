"""A store with bare variants, made below the API: these tests are about stock alone."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest_asyncio
from sqlalchemy import insert, select, text

from commerce.catalog.models import Product, ProductVariant
from commerce.inventory.models import InventoryItem, Movement, Policy
from commerce.stores.models import Store
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant

LATER = timedelta(minutes=15)


@dataclass(slots=True)
class Counters:
    """What is stored and held for one variant."""

    on_hand: int
    committed: int
    reserved: int
    movements: int


@dataclass(slots=True)
class Shelf:
    """A store of its own tenant, and ways to look at its stock."""

    kernel: Kernel
    tenant_id: UUID
    store_id: UUID

    @property
    def scope(self) -> Scope:
        return Scope(tenant_id=self.tenant_id)

    async def variants(
        self, *stock: int | None, policy: Policy = Policy.DENY, one_product: bool = False
    ) -> list[UUID]:
        """One variant per given stock (None: untracked), each of a product of its own."""
        product_ids = [new_id() for _ in stock[: 1 if one_product else None]]
        variant_ids = [new_id() for _ in stock]
        owners = product_ids * len(stock) if one_product else product_ids
        common = {"tenant_id": self.tenant_id, "store_id": self.store_id}
        async with self.kernel.database.transaction(self.scope) as session:
            await session.execute(
                insert(Product),
                [
                    {
                        **common,
                        "id": p,
                        "title": "Thing",
                        "slug": f"thing-{p}",
                        "status": "active",
                        "tags": [],
                        "seo_keywords": [],
                        "sort_title": "thing",
                        "search_text": "thing",
                        "price_min": 100,
                        "price_max": 100,
                    }
                    for p in product_ids
                ],
            )
            await session.execute(
                insert(ProductVariant),
                [
                    {
                        **common,
                        "id": v,
                        "product_id": p,
                        "position": n,
                        "title": str(n),
                        "option_values": [str(n)],
                        "price": 100,
                    }
                    for n, (v, p) in enumerate(zip(variant_ids, owners, strict=False))
                ],
            )
            items = [new_id() for _ in stock]
            await session.execute(
                insert(InventoryItem),
                [
                    {
                        **common,
                        "id": i,
                        "product_id": p,
                        "variant_id": v,
                        "tracked": s is not None,
                        "policy": policy,
                        "on_hand": s or 0,
                    }
                    for i, v, p, s in zip(items, variant_ids, owners, stock, strict=False)
                ],
            )
            opened = [(i, s) for i, s in zip(items, stock, strict=True) if s]
            if opened:
                await session.execute(
                    insert(Movement),
                    [
                        {
                            **common,
                            "id": new_id(),
                            "item_id": i,
                            "at": clock.now(),
                            "reason": "initial",
                            "on_hand_change": s,
                            "committed_change": 0,
                            "actor": "test",
                        }
                        for i, s in opened
                    ],
                )
        return variant_ids

    async def counters(self, variant_id: UUID, now: datetime | None = None) -> Counters:
        """Counters of a variant as stored, with what is held right now."""
        async with self.kernel.database.transaction(self.scope) as session:
            item = (
                await session.execute(
                    select(InventoryItem).where(InventoryItem.variant_id == variant_id)
                )
            ).scalar_one()
            held = await session.scalar(
                text(
                    """select coalesce(sum(quantity), 0) from reservations
                        where item_id = :item and status = 'open' and expires_at > :now"""
                ),
                {"item": item.id, "now": now or clock.now()},
            )
            moved = await session.scalar(
                text("select count(*) from inventory_movements where item_id = :item"),
                {"item": item.id},
            )
        return Counters(item.on_hand, item.committed, int(held or 0), int(moved or 0))

    async def events(self, *types: str) -> list[dict[str, object]]:
        """Data of the tenant's events of these types, in order."""
        async with self.kernel.database.transaction(self.scope) as session:
            rows = await session.execute(
                text("select data from events where type = any(:types) order by id"),
                {"types": list(types)},
            )
            return list(rows.scalars())


@pytest_asyncio.fixture(loop_scope="session")
async def shelf(kernel: Kernel, merchant: Merchant) -> Shelf:
    """A store without products."""
    store_id = new_id()
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        session.add(
            Store(
                tenant_id=merchant.tenant_id,
                id=store_id,
                name="Shelf",
                slug=f"shelf-{secrets.token_hex(5)}",
                niche="home",
                currency="EUR",
                country="DE",
                locale="en",
                timezone="UTC",
                theme={},
                setup=[],
            )
        )
    return Shelf(kernel, merchant.tenant_id, store_id)


def demand(variants: Sequence[UUID], quantity: int = 1) -> dict[UUID, int]:
    """The same quantity of each."""
    return dict.fromkeys(variants, quantity)
