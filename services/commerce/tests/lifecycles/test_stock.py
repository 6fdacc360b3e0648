"""What lies on the shelf: counted, moved with a reason, held, sold, short."""

from typing import Any

from .story import basket, rows_of

TAGS = ("inventory",)


async def row_of(room: Any, product: Any) -> Any:
    """A product's line of the stock list."""
    [row] = await room.owner.get("/inventory", search=product["title"])
    return row


async def test_stock_from_the_first_count_to_the_last_unit(room: Any) -> None:
    """R3.1, R3.5: available = on hand - committed - held - safety; each change is a movement with
    its reason and its actor; rebuilding from them changes nothing."""
    kettle = await room.product(title="Kettle", sku="K-1", stock=5)
    teapot = await room.product(title="Teapot", sku="T-1", stock=8)
    variant = kettle["variants"][0]["id"]
    one = f"/inventory/{variant}"
    changed = await room.owner.patch(one, change=3, reason="received", note="From the kiln")
    assert (changed["on_hand"], changed["available"]) == (8, 8)
    changed = await room.owner.patch(one, safety_stock=2, low_at=4)
    assert changed["available"] == 6
    for method, path, body in (
        ("PATCH", one, {"on_hand": 99}),
        ("POST", "/inventory/bulk", {"items": [{"variant_id": variant, "on_hand": 99}]}),
        ("POST", "/inventory/rebuild", None),
        ("POST", "/inventory/import", {"csv": "sku,on_hand\nK-1,99\n", "dry_run": False}),
    ):
        await room.denied(method, path, body, watch="/inventory")
    await room.hidden(f"{one}/movements")
    below = await room.owner.refused("PATCH", one, {"change": -9})
    assert below[0] == 409, "never below nothing"

    buyer = await basket(room.shop, (variant, 2))
    await buyer.start()
    row = await row_of(room, kettle)
    assert (row["on_hand"], row["reserved"], row["committed"], row["available"]) == (8, 2, 0, 4)
    await buyer.press("pay")
    order = (await buyer.state())["order"]
    await room.work()
    row = await row_of(room, kettle)
    assert (row["on_hand"], row["reserved"], row["committed"], row["available"]) == (8, 0, 2, 4)
    low = [letter.subject for letter in room.letters(room.email)]
    assert any("runs low" in subject for subject in low), low
    await room.owner.post(f"/orders/{order['id']}/fulfillments", carrier="DHL", tracking_number="1")
    row = await row_of(room, kettle)
    assert (row["on_hand"], row["committed"], row["available"]) == (6, 0, 4)

    moves = await room.owner.get(f"{one}/movements")
    assert moves[-1]["reason"] == "initial"
    assert sum(move["on_hand_change"] for move in moves) == 6
    assert sum(move["committed_change"] for move in moves) == 0
    [received] = [move for move in moves if move["reason"] == "received"]
    assert (received["note"], received["actor"][:5]) == ("From the kiln", "user:")
    assert await room.owner.post("/inventory/rebuild") == {"rebuilt": []}
    assert await row_of(room, kettle) == {
        **row,
        "updated_at": (await row_of(room, kettle))["updated_at"],
    }

    items = [
        {"variant_id": variant, "on_hand": 0, "safety_stock": 0},
        {"variant_id": teapot["variants"][0]["id"], "change": -1},
    ]
    assert await room.owner.post("/inventory/bulk", items=items, reason="count") == {"changed": 2}
    assert [row["product_title"] for row in await room.owner.get("/inventory", stock="out")] == [
        "Kettle"
    ]
    most_first = await room.owner.get("/inventory", sort="-available")
    assert [row["product_title"] for row in most_first] == ["Teapot", "Kettle"]
    assert await room.owner.total("/inventory", per_page=1) == 2
    shown = await room.shop.get(f"/products/{kettle['slug']}")
    assert shown["variants"][0]["available"] is False
    await room.owner.patch(one, policy="backorder")
    assert (await room.shop.get(f"/products/{kettle['slug']}"))["variants"][0]["available"] is True
    await room.owner.patch(one, tracked=False, policy="deny")
    assert (await row_of(room, kettle))["tracked"] is False

    text = await room.owner.text("/inventory/export")
    assert {line["sku"] for line in rows_of(text)} >= {"T-1"}
    sheet = "sku,on_hand\nT-1,40\n"
    tried = await room.owner.post("/inventory/import", csv=sheet)
    assert (tried["applied"], tried["updated"]) == (False, 1)
    assert (await row_of(room, teapot))["on_hand"] == 7
    await room.owner.post("/inventory/import", csv=sheet, dry_run=False)
    assert (await row_of(room, teapot))["on_hand"] == 40
    wrong = await room.owner.post("/inventory/import", csv="sku,on_hand\nT-1,many\n", dry_run=False)
    assert [(one["row"], one["column"]) for one in wrong["problems"]] == [(2, "on_hand")]
    await room.audited("inventory.adjust")


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
