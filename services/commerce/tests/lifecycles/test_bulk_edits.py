"""A change of many products: tried, done, looked through, undone."""

from typing import Any

from .story import euros

TAGS = ("bulk_edits",)


async def price(room: Any, product: Any) -> int:
    """What a product costs now."""
    found = await room.owner.get(f"/products/{product['id']}")
    return int(found["price"]["amount"])


async def test_a_bulk_edit_from_the_try_to_the_undo(room: Any) -> None:
    """R8.6: the try shows a diff and writes nothing; the edit does what the try said; the undo
    gives every product back what it had, unless somebody has changed it since."""
    mug = await room.product(title="Mug", price=euros(1000), vendor="Kiln")
    bowl = await room.product(title="Bowl", price=euros(999), vendor="Kiln")
    other = await room.product(title="Lamp", price=euros(5000), vendor="Wire")
    raised = {
        "filter": {"vendor": "Kiln"},
        "operations": [
            {"op": "scale_money", "field": "price", "by_ppm": 100_000},
            {"op": "add_tags", "tags": ["dearer"]},
        ],
    }
    tried = await room.owner.post("/bulk-edits/preview", raised)
    assert (tried["total"], tried["changed"], tried["failed"]) == (2, 2, 0)
    first = next(item for item in tried["items"] if item["title"] == "Mug")
    assert {"price", "tags"} == {change["field"] for change in first["changes"]}
    assert await price(room, mug) == 1000

    await room.denied("POST", "/bulk-edits", raised, watch="/bulk-edits")
    assert await price(room, mug) == 1000
    job = await room.owner.post("/bulk-edits", raised)
    one = f"/bulk-edits/{job['id']}"
    assert (job["status"], job["total"]) == ("queued", 2)
    await room.work()
    done = await room.owner.get(one)
    assert (done["status"], done["changed"], done["failed"]) == ("done", 2, 0)
    assert [await price(room, thing) for thing in (mug, bowl, other)] == [1100, 1099, 5000]
    shown = await room.shop.get(f"/products/{mug['slug']}")
    assert shown["variants"][0]["price"] == euros(1100)
    items = await room.owner.get(f"{one}/items", state="changed")
    assert {item["title"] for item in items} == {"Mug", "Bowl"}
    assert [row["id"] for row in await room.owner.get("/bulk-edits", per_page=1)] == [job["id"]]
    await room.hidden(one)
    await room.hidden(f"{one}/items")

    await room.owner.patch(f"/products/{bowl['id']}", price=euros(777))
    assert (await room.owner.refused("POST", f"{one}/resume"))[0] == 409, "nothing stands still"
    await room.owner.post(f"{one}/undo")
    await room.work()
    back = await room.owner.get(one)
    assert (back["status"], back["undone"] + back["kept"]) == ("undone", 2)
    assert [await price(room, thing) for thing in (mug, bowl)] == [1000, 777]
    assert (await room.owner.refused("POST", f"{one}/undo"))[0] == 409


async def test_an_edit_whose_worker_died_goes_on_when_it_is_asked_to(room: Any) -> None:
    """After the last try it stands still and says so; the merchant lets it go on."""
    pot = await room.product(title="Pot", price=euros(2000))
    body = {"ids": [pot["id"]], "operations": [{"op": "set_vendor", "value": "Forge"}]}
    job = await room.owner.post("/bulk-edits", body)
    one = f"/bulk-edits/{job['id']}"
    await room.backstage.give_up("commerce.products.bulk_edit")
    stuck = await room.owner.get(one)
    assert (stuck["status"], stuck["changed"]) == ("failed", 0)
    assert stuck["error"]
    await room.owner.post(f"{one}/resume")
    await room.work()
    assert (await room.owner.get(one))["status"] == "done"
    assert (await room.owner.get(f"/products/{pot['id']}"))["vendor"] == "Forge"


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
