"""A supplier's product from its search to the shop, by way of a person's look."""

from typing import Any

from .story import euros, fresh

TAGS = ("goods_imports",)


async def test_goods_from_their_id_to_the_shop(room: Any) -> None:
    """Imported, looked at, changed, published; another one dismissed and taken back."""
    key, base = fresh("k"), "/goods-imports"
    depot = room.backstage.depot(key)
    for name, cost in (("p1", 1_000), ("p2", 2_000)):
        depot.sells(name, name, cost)
    body = {"adapter": "memory", "credentials": {"api_key": key}}
    supplier = (await room.owner.post("/suppliers", body))["id"]
    named = [{"supplier_id": supplier, "external_id": name} for name in ("p1", "p2", "gone")]
    await room.denied("POST", base, {"goods": named}, watch=base)
    await room.denied("PUT", f"{base}/settings", {"auto_publish": True}, watch=f"{base}/settings")
    assert await room.owner.put(f"{base}/settings", auto_publish=True) == {"auto_publish": True}
    assert await room.owner.get(f"{base}/settings") == {"auto_publish": True}
    started = await room.owner.post(base, goods=named)
    job = f"{base}/{started['import_id']}"
    await room.audited("goods_import.start", started["import_id"])
    await room.work()
    await room.hidden(job)
    counts = (await room.owner.get(job))["counts"]
    assert (counts["total"], counts["needs_review"], counts["failed"]) == (3, 2, 1)
    assert [row["id"] for row in await room.owner.get(base)] == [started["import_id"]]
    rows = await room.owner.get(f"{base}/items", state="needs_review")
    items = {row["external_id"]: row["id"] for row in rows}
    assert set(items) == {"p1", "p2"}, "no picture and no maker: a person looks first"
    one, other = f"{base}/items/{items['p1']}", f"{base}/items/{items['p2']}"
    await room.hidden(one)
    seen = await room.owner.get(one)
    assert [price["price"] for price in seen["variants"]] == [euros(3_250)]
    await room.denied("PATCH", one, {"title": "x"}, watch=one)
    changed = await room.owner.patch(one, title="A sturdy thing")
    assert changed["product"]["title"] == "A sturdy thing"
    for action in ("publish", "dismiss", "restore"):
        body = {"ids": [items["p1"]]}
        await room.denied("POST", f"{base}/items/{action}", body, watch=one)
    done = await room.owner.post(f"{base}/items/publish", ids=[items["p1"]])
    assert done == {"done": [items["p1"]], "refused": []}
    await room.audited("goods_import.publish", items["p1"])
    shown = await room.shop.get(f"/products/{changed['product']['slug']}")
    assert shown["title"] == "A sturdy thing"
    assert "supplier" not in str(shown), "shoppers are told of no supplier"
    await room.owner.post(f"{base}/items/dismiss", ids=[items["p2"]])
    assert (await room.owner.get(other))["product"]["status"] == "archived"
    await room.owner.post(f"{base}/items/restore", ids=[items["p2"]])
    assert (await room.owner.get(other))["product"]["status"] == "draft"
    await room.audited("goods_import.restore", items["p2"])
    [failed] = await room.owner.get(f"{base}/items", state="failed")
    depot.sells("gone", "g", 500)
    retry = f"{base}/items/{failed['id']}/retry"
    await room.denied("POST", retry, watch=f"{base}/items/{failed['id']}")
    await room.owner.post(retry)
    await room.work()
    assert (await room.owner.get(f"{base}/items/{failed['id']}"))["state"] == "needs_review"


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
