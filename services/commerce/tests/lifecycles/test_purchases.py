"""What is bought at suppliers, as the merchant decides about it."""

from typing import Any

from .story import euros, fresh

TAGS = ("purchase_orders", "purchase_disputes", "order_sourcing")


async def test_a_purchase_order_from_its_approval_to_its_end(room: Any) -> None:
    """R10.2: it waits for approval, is approved, rejected, tried again; an unknown one is looked
    up, and cancelled as soon as it is found."""
    key = fresh("k")
    room.backstage.depot(key).sells("p3", "POT-1", 400)
    body = {"adapter": "memory", "credentials": {"api_key": key}}
    supplier = await room.owner.post("/suppliers", body)
    await room.owner.patch(f"/suppliers/{supplier['id']}", grace_minutes=0)
    taken = await room.owner.post(f"/suppliers/{supplier['id']}/products", external_id="p3")
    pot = await room.product(sku="pot-1")
    sold = pot["variants"][0]["id"]
    parts = [{"supplier_variant_id": taken["variants"][0]["id"]}]
    await room.owner.post("/mappings", variant_id=sold, parts=parts)
    order = await room.order((sold, 1))
    base = "/purchase-orders"
    [row] = await room.owner.get(base, view="waiting")
    one = f"{base}/{row['id']}"
    await room.hidden(one)
    assert (await room.owner.get(f"/orders/{order.id}/sourcing"))["needs"][0]["status"] == "ordered"
    await room.backstage.buy(row["id"])
    seen = await room.owner.get(one)
    assert (seen["status"], seen["reason"]) == ("awaiting_approval", "approval")
    assert seen["next_step"] == "Approve or cancel it."
    assert all(check["passed"] for check in seen["checks"])
    for act in ("approve", "cancel", "retry", "look-up"):
        await room.denied("POST", f"{one}/{act}", None, watch=one)
    assert (await room.owner.refused("POST", f"{one}/retry"))[0] == 409
    assert (await room.owner.refused("POST", f"{one}/look-up"))[0] == 409
    assert (await room.owner.post(f"{one}/approve"))["status"] == "queued"
    await room.audited("purchase_order.approve", row["id"])
    await room.backstage.buy(row["id"])
    assert (await room.owner.get(one))["status"] == "rejected", "this shelf takes no orders"
    account = f"/suppliers/{supplier['id']}"
    assert (await room.owner.get(account))["open_orders"] == 0, "what ended is not open"
    [need] = (await room.owner.get(f"/orders/{order.id}/sourcing"))["needs"]
    assert (need["status"], need["reason"]) == ("waiting", "refused")
    again = await room.owner.post(f"{one}/retry")
    assert (again["status"], again["attempt"]) == ("queued", 2)
    assert (await room.owner.get(account))["open_orders"] == 1
    assert again["reference"] != seen["reference"]
    await room.backstage.no_answer(row["id"])
    assert (await room.owner.post(f"{one}/look-up"))["status"] == "unknown"
    await room.backstage.work()
    assert (await room.owner.get(one))["timeline"][0]["kind"] == "look_empty"
    claim = {"supplier_ref": "KW-1"}
    assert (await room.owner.post(f"{one}/look-up", claim))["claimed_ref"] == "KW-1"
    await room.backstage.work()
    asked = await room.owner.get(one)
    assert (asked["status"], asked["supplier_ref"]) == ("unknown", None), "a number is no proof"
    assert (await room.owner.post(f"{one}/cancel"))["cancel_wanted"] is True
    shop = await room.shop.get(f"/products/{pot['slug']}")
    assert "supplier" not in str(shop)


async def test_another_supplier_takes_over_and_is_complained_to(room: Any) -> None:
    """R10.4: swapped before it was sent; what the customer was given back is complained of, and the
    complaint is taken back."""
    pot = await room.product(sku=fresh("pot"), price=euros(9_000))
    sold = pot["variants"][0]["id"]
    for priority, cost in ((1, 400), (2, 500)):
        key = fresh("k")
        room.backstage.depot(key).sells("p4", "POT-4", cost)
        body = {"adapter": "memory", "credentials": {"api_key": key}}
        supplier = await room.owner.post("/suppliers", body)
        taken = await room.owner.post(f"/suppliers/{supplier['id']}/products", external_id="p4")
        parts = [{"supplier_variant_id": taken["variants"][0]["id"]}]
        await room.owner.post("/mappings", variant_id=sold, parts=parts, priority=priority)
    order = await room.order((sold, 1))
    [need] = (await room.owner.get(f"/orders/{order.id}/sourcing"))["needs"]
    one = f"/purchase-orders/{need['purchases'][0]['id']}"
    [line] = (await room.owner.get(f"{one}/ways"))["lines"]
    [way] = line["ways"]
    assert (way["landed"], way["problem"]) == (800, None)
    wish = {"mapping_id": way["mapping_id"]}
    await room.denied("POST", f"{one}/swap", wish, watch=one)
    [other] = await room.owner.post(f"{one}/swap", wish)
    assert (await room.owner.get(one))["status"] == "cancelled"
    await room.audited("purchase_order.swap", one.rpartition("/")[2])
    two = f"/purchase-orders/{other['id']}"
    await room.backstage.supplier_took(other["id"])
    item = (await order.look())["items"][0]["id"]
    back = {"lines": [{"item_id": item, "quantity": 1}], "reason": "damaged"}
    refund = await order.merchant.post("/refunds", back)
    [ground] = await room.owner.get(f"{two}/disputable")
    assert (ground["refund_id"], ground["lines"][0]["units"]) == (refund["id"], 1)
    wish = {"refund_id": refund["id"], "reason": "damaged", "message": "In pieces."}
    await room.denied("POST", f"{two}/disputes", wish, watch=two)
    made = await room.owner.post(f"{two}/disputes", wish)
    await room.audited("purchase_order.dispute", other["id"])
    await room.work()
    box = f"/purchase-disputes/{made['id']}"
    await room.hidden(box)
    assert (await room.owner.get(box))["status"] == "open"
    assert [row["id"] for row in await room.owner.get("/purchase-disputes", view="open")] == [
        made["id"]
    ]
    await room.denied("POST", f"{box}/withdraw", None, watch=box)
    await room.owner.post(f"{box}/withdraw")
    await room.audited("purchase_order.withdraw_dispute", other["id"])
    await room.work()
    assert (await room.owner.get(box))["status"] == "withdrawn"
    assert (await room.owner.get(two))["disputes"][0]["status"] == "withdrawn"


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
