"""Rightful calls of what merchants do with orders, parcels, refunds and returns."""

from typing import Any

from ecomm_testing.leak import Call

from .operations import operation, simple, with_id
from .world import World, fresh_cart, picture


async def paid_order(world: World) -> dict[str, Any]:
    """An order of A's as its merchant sees it, paid and not shipped."""
    cart = await fresh_cart(world)
    bought = (await cart.buy())["order"]
    reply = await world.owner.get(f"{world.store.path}/orders/{bought['id']}")
    assert reply.status_code == 200, reply.text
    order: dict[str, Any] = {**reply.json()["data"], "token": bought["token"]}
    return order


async def order_id(world: World) -> str:
    """The id of such an order."""
    return str((await paid_order(world))["id"])


async def held_id(world: World) -> str:
    """An order on hold."""
    found = await order_id(world)
    reply = await world.owner.post(
        f"{world.store.path}/orders/{found}/hold", json={"reason": "wait"}
    )
    assert reply.status_code == 200, reply.text
    return found


async def parcel(world: World, status: str = "pending") -> dict[str, str]:
    """Path parameters of a parcel."""
    found = await order_id(world)
    made = await world.made(
        f"/orders/{found}/fulfillments",
        json={"carrier": "DHL", "tracking_number": "1", "status": status},
    )
    return {"order_id": found, "fulfillment_id": str(made["id"])}


with_id("orders_update", "order_id", order_id, json={"tags": ["vip"]})
with_id("orders_hold", "order_id", order_id, json={"reason": "wait"})
with_id("orders_release", "order_id", held_id)
with_id("orders_add_note", "order_id", order_id, json={"text": "call first"})
simple("orders_export")
simple("orders_choices")
simple("carriers_list")


@operation("orders_bulk")
async def _bulk(world: World) -> Call:
    body = {"ids": [await order_id(world)], "action": "add_tags", "tags": ["wave"]}
    return Call(path=world.ids, json=body)


@operation("orders_delete_note")
async def _delete_note(world: World) -> Call:
    found = await order_id(world)
    made = await world.made(f"/orders/{found}/notes", json={"text": "x"})
    return Call(path={**world.ids, "order_id": found, "note_id": str(made["notes"][0]["id"])})


async def _refund(world: World) -> Call:
    order = await paid_order(world)
    body = {"lines": [{"item_id": order["items"][0]["id"], "quantity": 1}]}
    return Call(path={**world.ids, "order_id": str(order["id"])}, json=body)


operation("orders_refund")(_refund)
operation("orders_preview_refund")(_refund)


@operation("orders_update_fulfillment")
async def _tracking(world: World) -> Call:
    return Call(path={**world.ids, **await parcel(world)}, json={"tracking_number": "2"})


@operation("orders_move_fulfillment")
async def _move(world: World) -> Call:
    return Call(path={**world.ids, **await parcel(world)}, json={"to": "submitted"})


@operation("orders_add_fulfillment_event")
async def _event(world: World) -> Call:
    body = {"kind": "in_transit", "message": "Sorted"}
    return Call(path={**world.ids, **await parcel(world, "shipped")}, json=body)


async def asked(world: World, kind: str = "return") -> tuple[dict[str, str], dict[str, str]]:
    """(path parameters of a return its shopper asked for, the order's token)."""
    order = await paid_order(world)
    token = {"X-Order-Token": str(order["token"])}
    public = f"{world.store.public}/orders/{order['id']}"
    if kind == "return":
        await world.made(
            f"/orders/{order['id']}/fulfillments", json={"carrier": "DHL", "tracking_number": "1"}
        )
        body: dict[str, Any] = {"lines": [{"item_id": order["items"][0]["id"], "quantity": 1}]}
        reply = await world.api.post(f"{public}/returns", json=body, headers=token)
    else:
        reply = await world.api.post(f"{public}/withdrawals", json={"name": "A"}, headers=token)
    assert reply.status_code == 201, reply.text
    path = {"order_id": str(order["id"]), "return_id": str(reply.json()["data"]["id"])}
    return path, token


async def return_id(world: World) -> str:
    """A return that was asked for."""
    return (await asked(world))[0]["return_id"]


async def _approved(world: World) -> tuple[str, str]:
    path, _ = await asked(world)
    reply = await world.owner.post(
        f"{world.store.path}/returns/{path['return_id']}/approve", json={}
    )
    assert reply.status_code == 200, reply.text
    return path["return_id"], reply.json()["data"]["lines"][0]["item_id"]


simple("returns_list")
simple("returns_policy")
simple("returns_set_policy", json={"window_days": 14})
with_id("returns_get", "return_id", return_id)
with_id("returns_approve", "return_id", return_id, json={})
with_id("returns_decline", "return_id", return_id, json={"reason": "worn"})
with_id("returns_cancel", "return_id", return_id)


@operation("returns_create")
async def _create_return(world: World) -> Call:
    path, _ = await asked(world)
    await world.owner.post(f"{world.store.path}/returns/{path['return_id']}/cancel")
    order = await world.owner.get(f"{world.store.path}/orders/{path['order_id']}")
    item = order.json()["data"]["items"][0]["id"]
    body = {"lines": [{"item_id": item, "quantity": 1}]}
    return Call(path={**world.ids, "order_id": path["order_id"]}, json=body)


@operation("returns_receive")
async def _receive(world: World) -> Call:
    found, item = await _approved(world)
    body = {"lines": [{"item_id": item, "received": 1}]}
    return Call(path={**world.ids, "return_id": found}, json=body)


@operation("returns_complete")
async def _complete(world: World) -> Call:
    found, _ = await _approved(world)
    return Call(path={**world.ids, "return_id": found}, json={"keep": True})


@operation("orders_public_returns")
async def _public_returns(world: World) -> Call:
    return Call(
        path={**world.ids, "order_id": world.order["id"]},
        capability={"X-Order-Token": world.order["token"]},
    )


@operation("orders_request_return")
async def _request(world: World) -> Call:
    path, token = await asked(world)
    await world.owner.post(f"{world.store.path}/returns/{path['return_id']}/cancel")
    order = await world.owner.get(f"{world.store.path}/orders/{path['order_id']}")
    item = order.json()["data"]["items"][0]["id"]
    return Call(
        path={**world.ids, "order_id": path["order_id"]},
        capability=token,
        json={"lines": [{"item_id": item, "quantity": 1}]},
    )


@operation("orders_cancel_return")
async def _cancel_return(world: World) -> Call:
    path, token = await asked(world)
    return Call(path={**world.ids, **path}, capability=token)


async def pictured(world: World) -> tuple[dict[str, str], dict[str, str]]:
    """(path parameters of a return's picture, the order's token)."""
    path, token = await asked(world)
    reply = await world.api.post(
        f"{world.store.public}/orders/{path['order_id']}/returns/{path['return_id']}/photos",
        files={"file": ("a.png", picture(), "image/png")},
        headers=token,
    )
    assert reply.status_code == 201, reply.text
    return {**path, "photo_id": str(reply.json()["data"]["photos"][0]["id"])}, token


@operation("orders_add_return_photo")
async def _add_photo(world: World) -> Call:
    path, token = await asked(world)
    return Call(
        path={**world.ids, **path},
        capability=token,
        files={"file": ("a.png", picture(), "image/png")},
    )


async def _own_photo(world: World) -> Call:
    path, token = await pictured(world)
    return Call(path={**world.ids, **path}, capability=token)


operation("orders_return_photo")(_own_photo)
operation("orders_remove_return_photo")(_own_photo)


@operation("returns_photo")
async def _photo(world: World) -> Call:
    path, _ = await pictured(world)
    return Call(path={**world.ids, **path})


@operation("orders_declare_withdrawal")
async def _declare(world: World) -> Call:
    order = await paid_order(world)
    token = {"X-Order-Token": str(order["token"])}
    path = {**world.ids, "order_id": str(order["id"])}
    return Call(path=path, capability=token, json={"name": "A"})


@operation("orders_confirm_withdrawal")
async def _confirm(world: World) -> Call:
    path, token = await asked(world, "withdrawal")
    return Call(path={**world.ids, **path}, capability=token)


async def _sells(world: World) -> None:
    """The store says who its invoices are from."""
    reply = await world.owner.put(
        f"{world.store.path}/invoice-seller", json={"name": "A GmbH", "address": "Erfurt"}
    )
    assert reply.status_code == 200, reply.text


simple("invoices_list")
simple("invoices_seller")
simple("invoices_set_seller", json={"name": "A GmbH", "address": "Erfurt"})


@operation("invoices_issue")
async def _issue(world: World) -> Call:
    await _sells(world)
    return Call(path=world.ids, json={"order_ids": [await order_id(world)]})


async def _papers(world: World) -> Call:
    await _sells(world)
    return Call(path=world.ids, query={"order_ids": str(world.order["id"])})


operation("invoices_print_pdf")(_papers)
operation("invoices_packing_slips")(_papers)


async def _own_papers(world: World) -> Call:
    await _sells(world)
    return Call(
        path={**world.ids, "order_id": world.order["id"]},
        capability={"X-Order-Token": world.order["token"]},
    )


operation("orders_issue_invoices")(_own_papers)
operation("orders_print_invoices_pdf")(_own_papers)


with_id("returns_exchange_choices", "order_id", order_id)
