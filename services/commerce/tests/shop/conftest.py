"""A store with products made below the API: these tests are about what is read, not written."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product as combinations
from typing import Any
from uuid import UUID

import pytest_asyncio
from sqlalchemy import insert, update

from commerce import tags
from commerce.catalog.models import (
    Category,
    Media,
    Product,
    ProductCategory,
    ProductOption,
    ProductVariant,
    SlugRedirect,
)
from commerce.inventory.models import InventoryItem, Reservation
from ecomm_core import clock
from ecomm_core.api.internal import signature
from ecomm_core.db.scope import Scope
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.text import search_key, slugify, sort_key
from ecomm_testing.actors import ShopStore
from ecomm_testing.signals import signals_settled


@dataclass(slots=True)
class Made:
    """A product and its variants in order."""

    id: UUID
    slug: str
    variant_ids: list[UUID]
    item_ids: list[UUID]


@dataclass(slots=True)
class Shelf:
    """Fills a store. Every write drops the tags that the catalogue's service would drop."""

    kernel: Kernel
    store: ShopStore

    @property
    def _own(self) -> dict[str, UUID]:
        return {"tenant_id": self.store.merchant.tenant_id, "store_id": self.store.id}

    def _transaction(self) -> Any:
        return self.kernel.database.transaction(Scope(tenant_id=self.store.merchant.tenant_id))

    async def product(
        self,
        title: str,
        *,
        price: int = 1000,
        status: str = "active",
        stock: int | None = 10,
        policy: str = "deny",
        safety: int = 0,
        options: dict[str, list[str]] | None = None,
        prices: Sequence[int] | None = None,
        stocks: Sequence[int | None] | None = None,
        compare_at: int | None = None,
        words: Sequence[str] = (),
        vendor: str | None = None,
        categories: Sequence[UUID] = (),
        pictures: int = 1,
        age: timedelta = timedelta(),
        description: str = "<p>Text</p>",
        slug: str | None = None,
    ) -> Made:
        """One product; `stock` None is untracked. `prices` and `stocks` go by variant."""
        values = list(combinations(*(options or {}).values())) if options else [()]
        cost = list(prices or [price] * len(values))
        units = list(stocks or [stock] * len(values))
        made = Made(
            new_id(),
            slug or slugify(title, 200, "product"),
            [new_id() for _ in values],
            [new_id() for _ in values],
        )
        async with self._transaction() as session:
            await session.execute(
                insert(Product).values(
                    **self._own, id=made.id, title=title, slug=made.slug, status=status,
                    description=description, vendor=vendor, product_type="thing",
                    tags=list(words), seo_keywords=[], sort_title=sort_key(title),
                    search_text=search_key(f"{title} {vendor or ''} {' '.join(words)}"),
                    price_min=min(cost), price_max=max(cost), version=1,
                    published_at=clock.now() - age if status == "active" else None,
                )
            )  # fmt: skip
            for place, (name, choices) in enumerate((options or {}).items()):
                await session.execute(
                    insert(ProductOption).values(
                        **self._own, id=new_id(), product_id=made.id, name=name,
                        position=place, values=choices,
                    )
                )  # fmt: skip
            await session.execute(
                insert(ProductVariant),
                [
                    {
                        **self._own, "id": made.variant_ids[n], "product_id": made.id,
                        "position": n, "title": " / ".join(combination) or "Default",
                        "option_values": list(combination), "price": cost[n], "cost": 77_777,
                        "compare_at_price": compare_at, "sku": f"{made.slug}-{n}-{made.id}"[:80],
                    }
                    for n, combination in enumerate(values)
                ],
            )  # fmt: skip
            await session.execute(
                insert(InventoryItem),
                [
                    {
                        **self._own, "id": made.item_ids[n], "variant_id": variant,
                        "product_id": made.id, "tracked": units[n] is not None,
                        "policy": policy, "on_hand": units[n] or 0, "safety_stock": safety,
                    }
                    for n, variant in enumerate(made.variant_ids)
                ],
            )  # fmt: skip
            for n in range(pictures):
                key = f"media/{made.id}-{n}"
                await session.execute(
                    insert(Media).values(
                        **self._own, id=new_id(), product_id=made.id, position=n,
                        alt=f"{title} {n}", filename="x.png", sha256="0" * 64, width=1024,
                        height=768, original_key=f"{key}.png",
                        sizes=[{"width": w, "key": f"{key}-{w}.webp"} for w in (512, 1024)],
                    )
                )  # fmt: skip
            for n, category in enumerate(categories):
                await session.execute(
                    insert(ProductCategory).values(
                        **self._own, product_id=made.id, category_id=category, position=n
                    )
                )
            self._changed(session, made.id)
        return made

    async def category(
        self, name: str, parent: UUID | None = None, *, position: int = 0, slug: str | None = None
    ) -> UUID:
        """One category; returns its id."""
        category_id = new_id()
        async with self._transaction() as session:
            await session.execute(
                insert(Category).values(
                    **self._own, id=category_id, name=name, parent_id=parent, position=position,
                    slug=slug or slugify(name, 200, "category"), sort_name=sort_key(name),
                )
            )  # fmt: skip
            drop_tags(session, tags.categories(self.store.id))
        return category_id

    async def change(self, model: type[Any], row_id: UUID, product_id: UUID, **values: Any) -> None:
        """Update one row of a product."""
        async with self._transaction() as session:
            await session.execute(update(model).where(model.id == row_id).values(**values))
            self._changed(session, product_id)

    async def redirect(self, old: str, target: UUID) -> None:
        """A slug the product had before."""
        async with self._transaction() as session:
            await session.execute(
                insert(SlugRedirect).values(
                    **self._own, id=new_id(), kind="product", slug=old, target_id=target
                )
            )

    async def hold(
        self, made: Made, units: int, *, expires: datetime, variant: int = 0, status: str = "open"
    ) -> None:
        """Reserve units of a variant."""
        async with self._transaction() as session:
            await session.execute(
                insert(Reservation).values(
                    **self._own, id=new_id(), item_id=made.item_ids[variant], holder_id=new_id(),
                    quantity=units, status=status, expires_at=expires,
                )
            )  # fmt: skip
            self._changed(session, made.id)

    def _changed(self, session: Any, product_id: UUID) -> None:
        drop_tags(session, tags.product(self.store.id, product_id), tags.products(self.store.id))

    async def get(self, path: str = "", **query: Any) -> Any:
        """`data` of a public read that must succeed."""
        return (await self.reply(path, **query))["data"]

    async def reply(self, path: str = "", **query: Any) -> Any:
        """A whole reply that must succeed."""
        found = await self.store.merchant.api.get(f"{self.store.public}{path}", params=query)
        assert found.status_code == 200, found.text
        return found.json()

    async def titles(self, **query: Any) -> list[str]:
        """Titles of a product list in their order."""
        return [item["title"] for item in await self.get("/products", **query)]

    async def settled(self) -> None:
        """Wait until every signal sent so far has come back: a write's own echo drops its tags a
        second time."""
        await signals_settled(self.kernel)

    def signed(self, target: str) -> dict[str, str]:
        """Headers of a storefront server's own read of `path?query`."""
        key = self.kernel.settings.internal_key.get_secret_value()
        minute = str(int(time.time() // 60))
        return {
            "X-Ecomm-Internal": signature(key, minute, target),
            "X-Ecomm-Internal-Minute": minute,
        }


@pytest_asyncio.fixture(loop_scope="session")
async def shelf(store: ShopStore, kernel: Kernel) -> Shelf:
    """An empty shelf in a store of its own tenant."""
    return Shelf(kernel, store)


@pytest_asyncio.fixture(loop_scope="session")
async def other_shelf(other_store: ShopStore, kernel: Kernel) -> Shelf:
    """Another tenant's shelf."""
    return Shelf(kernel, other_store)
