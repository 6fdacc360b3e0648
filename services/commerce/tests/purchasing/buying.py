"""A store that buys from suppliers with books of their own: what purchasing's tests share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from commerce.flows.run_purchases import look, look_at_dispute, plan_need
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD

from .book_supplier import BookSupplier


@dataclass(slots=True)
class Account:
    """A supplier's row with the supplier behind it."""

    id: UUID
    supplier: BookSupplier


@dataclass(slots=True)
class Buying:
    """A shop with suppliers."""

    shop: Any
    kernel: Kernel
    accounts: dict[UUID, BookSupplier] = field(default_factory=dict)
    rates: list[tuple[date, str, int | None]] = field(default_factory=list)

    async def open(self, _kernel: Kernel, row: Any) -> BookSupplier:
        """The supplier behind a row."""
        return self.accounts[row.id]

    async def account(self, name: str = "Kanso Works", **fields: Any) -> Account:
        """A connected account; EUR, no cap, no approval, ten minutes of grace."""
        values = {
            "tenant_id": self.shop.tenant_id,
            "id": new_id(),
            "store_id": self.shop.store.id,
            "adapter": "simulated",
            "name": name,
            "account_ref": name,
            "currency": "EUR",
            "simulated": True,
            "status": "connected",
            "credentials": "",
            "auto_order": True,
            "approval": "never",
            "approval_above": None,
            "daily_spend_cap": None,
            "grace_minutes": 10,
            "max_cost_rise_ppm": 100_000,
            "stale_after_minutes": 1440,
            **fields,
        }
        await self._insert("suppliers", values)
        supplier = BookSupplier(values["currency"])
        self.accounts[values["id"]] = supplier
        return Account(values["id"], supplier)

    async def offer(
        self,
        account: Account,
        *,
        cost: int = 800,
        shipping: int = 300,
        duty: int | None = None,
        stock: int | None = 100,
        warehouse: str = "CN",
        method: str = "standard",
        country: str = "DE",
        days: int = 12,
        currency: str = "EUR",
    ) -> UUID:
        """Something that an account sells, with a lane."""
        base = {"tenant_id": self.shop.tenant_id, "store_id": self.shop.store.id}
        product, variant = new_id(), new_id()
        sku = f"SKU-{variant.hex[-8:]}"
        now = clock.now()
        await self._insert(
            "supplier_products",
            {
                **base,
                "id": product,
                "supplier_id": account.id,
                "external_id": f"P-{product.hex[-8:]}",
                "title": f"Their {sku}",
                "option_names": "[]",
                "raw": "{}",
                "hash": "",
                "fetched_at": now,
            },
        )
        await self._insert(
            "supplier_variants",
            {
                **base,
                "id": variant,
                "supplier_product_id": product,
                "position": 0,
                "external_sku": sku,
                "order_key": sku,
                "options": "{}",
                "warehouse": warehouse,
                "origin": "CN",
                "cost": cost,
                "currency": currency,
                "availability": "in_stock",
                "stock": stock,
                "read_at": now,
            },
        )
        await self._insert(
            "lane_quotes",
            {
                **base,
                "id": new_id(),
                "supplier_variant_id": variant,
                "destination": country,
                "method": method,
                "name": method.title(),
                "cost": shipping,
                "currency": currency,
                "min_days": 5,
                "max_days": days,
                "tracked": True,
                "duty": duty,
                "quoted_at": now,
            },
        )
        account.supplier.unit_costs[sku] = cost
        return variant

    async def map(
        self,
        variant_id: UUID,
        account: Account,
        *parts: UUID,
        priority: int = 1,
        quantity: int = 1,
        country: str | None = None,
    ) -> UUID:
        """Name a way to get a variant."""
        base = {"tenant_id": self.shop.tenant_id, "store_id": self.shop.store.id}
        mapping = new_id()
        await self._insert(
            "mappings",
            {
                **base,
                "id": mapping,
                "variant_id": variant_id,
                "supplier_id": account.id,
                "priority": priority,
                "country": country,
                "active": True,
            },
        )
        for part in parts:
            await self._insert(
                "mapping_parts",
                {
                    **base,
                    "mapping_id": mapping,
                    "supplier_variant_id": part,
                    "quantity": quantity,
                },
            )
        return mapping

    async def floor(self, variant_id: UUID, floor_ppm: int) -> None:
        """A price rule whose margin floor counts for a variant."""
        base = {"tenant_id": self.shop.tenant_id, "store_id": self.shop.store.id}
        rule = new_id()
        await self._insert(
            "price_rules",
            {
                **base,
                "id": rule,
                "name": "Floor",
                "active": True,
                "position": 1,
                "scope": "all",
                "kind": "markup",
                "formula": "{}",
                "fx_buffer_ppm": 0,
                "floor_margin_ppm": floor_ppm,
                "compare_at": False,
            },
        )
        await self._insert("priced_variants", {**base, "variant_id": variant_id, "rule_id": rule})

    async def rate(self, currency: str, per_euro_ppm: int) -> None:
        """The bank's rate of today. The table is everybody's: `restore` puts it back."""
        day = clock.now().date()
        before = await self.shop.one(
            "select per_euro_ppm from exchange_rates where day = :day and currency = :currency",
            day=day,
            currency=currency,
        )
        self.rates.append((day, currency, before))
        await self._put_rate(day, currency, per_euro_ppm)

    async def restore(self) -> None:
        """Give the bank's table back as it was."""
        for day, currency, before in reversed(self.rates):
            if before is not None:
                await self._put_rate(day, currency, before)
            else:
                await self.set(
                    "delete from exchange_rates where day = :day and currency = :currency",
                    day=day,
                    currency=currency,
                )

    async def _put_rate(self, day: date, currency: str, per_euro_ppm: int) -> None:
        await self.set(
            """insert into exchange_rates (day, currency, per_euro_ppm)
               values (:day, :currency, :ppm)
               on conflict (day, currency) do update set per_euro_ppm = :ppm""",
            day=day,
            currency=currency,
            ppm=per_euro_ppm,
        )

    async def fee(self, *, rate_ppm: int, fixed: int) -> None:
        """What the store says its payments cost."""
        await self.set(
            """insert into price_rules (tenant_id, id, store_id, name, active, position, scope,
                 kind, formula, fx_buffer_ppm, floor_margin_ppm, compare_at)
               values (:tenant, :id, :store, 'Fees', true, 1, 'all', 'margin',
                 jsonb_build_object('margin_ppm', 1, 'fee_ppm', cast(:rate as integer),
                   'fixed_fee', cast(:fixed as integer)), 0, 0, false)""",
            tenant=self.shop.tenant_id,
            id=new_id(),
            store=self.shop.store.id,
            rate=rate_ppm,
            fixed=fixed,
        )

    async def sold(self, *lines: tuple[UUID, int]) -> UUID:
        """A paid order whose jobs have run."""
        shopper = await self.shop.shopper(*lines)
        order = await shopper.buy()
        await self.shop.run()
        found: UUID = await self.shop.one(
            "select id from orders where number = :number", number=order["number"]
        )
        return found

    async def work(self) -> None:
        """One round of this tenant's needs and purchase orders, as the clock's job does."""
        now = clock.now()
        for row in await self.shop.rows(
            "select id from sourcing_needs where due_at <= :now order by due_at, id", now=now
        ):
            await plan_need(self.kernel, self.shop.tenant_id, row["id"])
        for row in await self.shop.rows(
            "select id from purchase_orders where due_at <= :now order by due_at, id", now=now
        ):
            await look(self.kernel, self.shop.tenant_id, row["id"])
        for row in await self.shop.rows(
            "select id from purchase_disputes where due_at <= :now order by due_at, id", now=now
        ):
            await look_at_dispute(self.kernel, self.shop.tenant_id, row["id"])

    async def get(self, path: str, status: int = 200) -> Any:
        """What the merchant reads; the error where `status` is one."""
        return await self.call("GET", path, None, status)

    async def post(self, path: str, body: Any = None, status: int = 200) -> Any:
        """What the merchant does; the error where `status` is one."""
        return await self.call("POST", path, body, status)

    async def call(self, method: str, path: str, body: Any, status: int = 200) -> Any:
        """Any call of the merchant's, who signs in again where time went by: access tokens live for
        minutes."""
        merchant, path = self.shop.store.merchant, f"{self.shop.store.path}{path}"
        reply = await merchant.request(method, path, json=body)
        if reply.status_code == 401:
            login = {"email": merchant.email, "password": PASSWORD}
            signed = await merchant.api.post("/api/v1/auth/login", json=login)
            merchant.access_token = signed.json()["data"]["access_token"]
            reply = await merchant.request(method, path, json=body)
        assert reply.status_code == status, reply.text
        said = reply.json()
        return said["data"] if status < 400 else said["error"]

    async def refunded(self, order: UUID, place: int = 0, units: int = 1) -> str:
        """The id of a refund of units of an order's item."""
        items = await self.shop.rows(
            "select id from order_items where order_id = :order order by position", order=order
        )
        body = {
            "lines": [{"item_id": str(items[place]["id"]), "quantity": units}],
            "reason": "damaged",
        }
        made = await self.post(f"/orders/{order}/refunds", body, 201)
        await self.shop.run()
        return str(made["id"])

    async def purchases(self, order_id: UUID | None = None) -> list[dict[str, Any]]:
        """Purchase orders, the first first."""
        rows = await self.shop.rows(
            """select * from purchase_orders
                where cast(:order as uuid) is null or order_id = :order order by number""",
            order=order_id,
        )
        return [dict(row) for row in rows]

    async def needs(self, order_id: UUID) -> list[dict[str, Any]]:
        """An order's needs, in the order of its items."""
        rows = await self.shop.rows(
            """select n.* from sourcing_needs n
                 join order_items i on i.id = n.order_item_id
                where n.order_id = :order order by i.position""",
            order=order_id,
        )
        return [dict(row) for row in rows]

    async def said(self, purchase_id: UUID) -> list[str]:
        """Kinds of the timeline, in order."""
        rows = await self.shop.rows(
            "select kind from purchase_timeline where purchase_order_id = :id order by at, id",
            id=purchase_id,
        )
        return [row["kind"] for row in rows]

    async def set(self, statement: str, **values: Any) -> None:
        """The world outside changes a row."""
        async with self.shop.transaction() as session:
            await session.execute(text(statement), values)

    async def _insert(self, table: str, values: dict[str, Any]) -> None:
        names = ", ".join(values)
        marks = ", ".join(
            f"cast(:{name} as jsonb)" if value in ("{}", "[]") else f":{name}"
            for name, value in values.items()
        )
        await self.set(f"insert into {table} ({names}) values ({marks})", **values)

    async def problems(self) -> list[str]:
        """What must never be, whatever happened: two live purchases of one need, at the supplier or
        with us; a paid order without a purchase or a reason."""
        found = []
        counts: dict[str, int] = {}
        for supplier in self.accounts.values():
            for one in supplier.live():
                counts[one.reference] = counts.get(one.reference, 0) + 1
        found += [f"bought {count} times: {ref}" for ref, count in counts.items() if count > 1]
        rows = await self.shop.rows(
            """select l.need_id, array_agg(p.reference) as refs
                 from purchase_lines l join purchase_orders p on p.id = l.purchase_order_id
                where l.active group by l.need_id, l.supplier_variant_id having count(*) > 1"""
        )
        found += [f"two active: {row['refs']}" for row in rows]
        # What was swapped away before its order was sent stays on its lines; nobody asked for it.
        needs: dict[tuple[str, str], set[Any]] = {}
        for row in await self.shop.rows(
            """select p.reference, l.external_sku, l.need_id from purchase_lines l
                 join purchase_orders p on p.id = l.purchase_order_id"""
        ):
            needs.setdefault((row["reference"], row["external_sku"]), set()).add(row["need_id"])
        by_need: dict[Any, int] = {}
        for supplier in self.accounts.values():
            for one in supplier.live():
                asked = set[Any]().union(
                    *(needs.get((one.reference, sku), {sku}) for sku in one.unit_costs)
                )
                for need in asked:
                    by_need[need] = by_need.get(need, 0) + 1
        found += [f"need bought {n} times: {need}" for need, n in by_need.items() if n > 1]
        rows = await self.shop.rows(
            """select o.number from orders o join order_items i on i.order_id = o.id
                where o.payment_status = 'paid' and not exists (
                  select 1 from sourcing_needs n
                   where n.order_item_id = i.id
                     and (n.status in ('own', 'shipped', 'cancelled')
                          or (n.status = 'waiting' and n.reason is not null)
                          or (n.status = 'ordered' and exists (
                                select 1 from purchase_lines l
                                 where l.need_id = n.id and l.active))))"""
        )
        found += [f"order {row['number']} has no purchase and no reason" for row in rows]
        return found


MINUTE = 60.0
GRACE = timedelta(minutes=10).total_seconds() + 1
