"""How tenant A's people rightfully call the operations of purchase orders."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from commerce.sourcing.purchasing.plans import new_reference
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.ids import new_id
from ecomm_testing.leak import Call

from .operations import operation, simple, with_id
from .order_operations import paid_order
from .sourcing_operations import supplier_product
from .world import World

_NUMBER = text(
    """insert into purchase_numbers as n (tenant_id, store_id, value) values (:tenant, :store, 1001)
       on conflict (tenant_id, store_id) do update set value = n.value + 1 returning value"""
)
_NEED = text(
    """insert into sourcing_needs (tenant_id, id, store_id, order_id, order_item_id, variant_id,
         quantity, status, reason, detail)
       select i.tenant_id, :need, i.store_id, i.order_id, i.id, i.variant_id, i.quantity,
              :need_status, 'refused', 'for the test'
         from order_items i where i.id = :item
       on conflict (tenant_id, order_item_id) do update set status = :need_status
       returning id"""
)
_PURCHASE = text(
    """insert into purchase_orders (tenant_id, id, store_id, order_id, supplier_id, number,
         reference, status, warehouse, method, method_name, destination, currency, goods,
         shipping, duty, total, rate, place_after, supplier_ref)
       values (:tenant, :id, :store, :order, :supplier, :number, :reference, :status, '',
         'standard', 'Standard', 'DE', 'EUR', 800, 300, 0, 1100, '{}', :now, 'S-1')"""
)
_LINE = text(
    """insert into purchase_lines (tenant_id, id, store_id, purchase_order_id, position, need_id,
         order_item_id, supplier_variant_id, active, external_id, external_sku, order_key, title,
         options, quantity, max_unit_cost, unit_cost, goods, shipping, duty)
       values (:tenant, :line, :store, :id, 0, :need, :item, :variant, :active, 'p1', 'a', 'a',
         'Supplied', '{}', 1, 880, 800, 800, 300, 0)"""
)


async def purchase(world: World, status: str) -> str:
    """The id of a purchase order of A's in a state."""
    order, found = await paid_order(world), await supplier_product(world)
    active = status not in ("rejected", "cancelled")
    values: dict[str, Any] = {
        "tenant": world.owner.tenant_id,
        "store": world.store.id,
        "order": UUID(order["id"]),
        "item": UUID(order["items"][0]["id"]),
        "supplier": UUID(found["supplier"]),
        "variant": UUID(found["variant"]),
        "id": new_id(),
        "line": new_id(),
        "need": new_id(),
        "need_status": "ordered" if active else "waiting",
        "status": status,
        "active": active,
        "now": clock.now(),
    }
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        values["number"] = await session.scalar(_NUMBER, values)
        values["reference"] = new_reference(values["number"])
        values["need"] = await session.scalar(_NEED, values)
        await session.execute(_PURCHASE, values)
        await session.execute(_LINE, values)
    return str(values["id"])


_DISPUTE = text(
    """insert into purchase_disputes (tenant_id, id, store_id, purchase_order_id, refund_id,
         reference, status, lines, amount, currency, reason, message)
       values (:tenant, :dispute, :store, :id, :refund, :reference, 'open',
         cast(:lines as jsonb), 800, 'EUR', 'damaged', 'In pieces.')"""
)
_PAID = text(
    """update purchase_orders set status = 'paid', paid_at = :now where id = :id
       returning order_id, (select id from purchase_lines where purchase_order_id = :id) as line"""
)


async def _given_back(world: World) -> tuple[str, str, str]:
    """(purchase order, refund, line) of something that was bought and refunded."""
    made = await purchase(world, "paid")
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        values = {"id": UUID(made), "now": clock.now()}
        row = (await session.execute(_PAID, values)).one()
        item = await session.scalar(
            text("select order_item_id from purchase_lines where id = :id"), {"id": row.line}
        )
    refund = await world.made(
        f"/orders/{row.order_id}/refunds",
        json={"lines": [{"item_id": str(item), "quantity": 1}], "reason": "damaged"},
    )
    return made, refund["id"], str(row.line)


async def dispute(world: World) -> str:
    """The id of an open complaint of A's."""
    made, refund, line = await _given_back(world)
    found = new_id()
    values = {
        "tenant": world.owner.tenant_id,
        "store": world.store.id,
        "id": UUID(made),
        "dispute": found,
        "refund": UUID(refund),
        "reference": f"DP-1-{found.hex[-8:].upper()}",
        "lines": f'[{{"line_id": "{line}", "quantity": 1, "amount": 800}}]',
    }
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        await session.execute(_DISPUTE, values)
    return str(found)


def _in(identifier: str, status: str) -> None:
    @operation(identifier)
    async def fixture(world: World) -> Call:
        return Call(path={**world.ids, "purchase_id": await purchase(world, status)})


async def _sold(world: World) -> str:
    return str((await paid_order(world))["id"])


simple("purchase_orders_list")
_in("purchase_orders_get", "queued")
_in("purchase_orders_approve", "awaiting_approval")
_in("purchase_orders_cancel", "queued")
_in("purchase_orders_retry", "rejected")
_in("purchase_orders_ways", "queued")
simple("purchase_disputes_list")
with_id("purchase_disputes_get", "dispute_id", dispute)
with_id("purchase_disputes_withdraw", "dispute_id", dispute)


@operation("purchase_orders_look_up")
async def _looked_up(world: World) -> Call:
    made = await purchase(world, "unknown")
    return Call(path={**world.ids, "purchase_id": made}, json={"supplier_ref": "SO-1042"})


@operation("purchase_orders_swap")
async def _swapped(world: World) -> Call:
    """Its variant has another way, of another supplier's."""
    made = await purchase(world, "queued")
    found = await supplier_product(world)
    async with world.kernel.database.transaction(Scope(tenant_id=world.owner.tenant_id)) as session:
        variant = await session.scalar(
            text(
                """select n.variant_id from purchase_lines l
                     join sourcing_needs n on n.id = l.need_id
                    where l.purchase_order_id = :id"""
            ),
            {"id": UUID(made)},
        )
    ways: Any = await world.made(
        "/mappings",
        json={
            "variant_id": str(variant),
            "parts": [{"supplier_variant_id": found["variant"]}],
            "priority": 7,
        },
    )
    chosen = next(way["id"] for way in ways if way["priority"] == 7)
    return Call(
        path={**world.ids, "purchase_id": made}, json={"mapping_id": chosen, "below_floor": True}
    )


@operation("purchase_orders_disputable")
async def _disputable(world: World) -> Call:
    made, _, _ = await _given_back(world)
    return Call(path={**world.ids, "purchase_id": made})


@operation("purchase_orders_dispute")
async def _disputed(world: World) -> Call:
    made, refund, _ = await _given_back(world)
    body = {"refund_id": refund, "reason": "damaged", "message": "It came in pieces."}
    return Call(path={**world.ids, "purchase_id": made}, json=body)


with_id("order_sourcing_get_order", "order_id", _sold)
