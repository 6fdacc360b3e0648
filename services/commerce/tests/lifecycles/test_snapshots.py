"""A store kept and brought back."""

from typing import Any

from .story import euros

TAGS = ("snapshots",)


def changed(restore: Any) -> dict[str, tuple[int, int, int]]:
    """(added, changed, removed) by entity, where anything was."""
    counts = {
        one["entity"]: (one["added"], one["changed"], one["removed"]) for one in restore["changes"]
    }
    return {entity: found for entity, found in counts.items() if any(found)}


async def test_a_store_goes_back_to_what_it_was(room: Any) -> None:
    """Kept, changed, compared (which changes nothing), brought back, and back again."""
    kept, mug = "/snapshots", await room.product(title="Mug", price=euros(1_500))
    await room.denied("POST", kept, {"label": "x"}, watch=kept)
    made = await room.owner.post(kept, label="Before the sale")
    one = f"{kept}/{made['id']}"
    assert made["status"] == "pending"
    await room.work()
    ready = await room.owner.get(one)
    assert (ready["status"], ready["counts"]["product"]) == ("ready", 1)
    await room.hidden(one)
    await room.owner.patch(f"/products/{mug['id']}", title="Cup", price=euros(100))
    newer = await room.product(title="Newer")
    await room.owner.patch("", description="After")

    await room.denied("POST", f"{one}/restores", {"dry_run": False}, watch="/products")
    trying = await room.owner.post(f"{one}/restores", {})
    await room.work()
    tried = await room.owner.get(f"{kept}/restores/{trying['id']}")
    assert (tried["status"], tried["dry_run"]) == ("done", True)
    assert changed(tried) == {"settings": (0, 1, 0), "product": (0, 1, 1)}
    assert (await room.owner.get(f"/products/{mug['id']}"))["title"] == "Cup"
    doing = await room.owner.post(f"{one}/restores", dry_run=False)
    await room.work()
    done = await room.owner.get(f"{kept}/restores/{doing['id']}")
    assert (done["problems"], changed(done)) == ([], changed(tried))
    back = await room.owner.get(f"/products/{mug['id']}")
    assert (back["title"], back["price"]) == ("Mug", euros(1_500))
    assert [v["id"] for v in back["variants"]] == [v["id"] for v in mug["variants"]]
    assert (await room.owner.get(f"/products/{newer['id']}"))["status"] == "archived"
    listed = await room.owner.get(kept)
    assert [entry["kind"] for entry in listed] == ["before_restore", "manual"]
    undo = await room.owner.post(f"{kept}/{listed[0]['id']}/restores", dry_run=False)
    await room.work()
    assert (await room.owner.get(f"{kept}/restores/{undo['id']}"))["problems"] == []
    assert (await room.owner.get(f"/products/{mug['id']}"))["title"] == "Cup"
    await room.denied("DELETE", one, watch=kept)
    await room.owner.delete(one)
    await room.owner.gone(one)
    await room.audited("snapshot.delete", made["id"])


async def test_every_day_is_kept_by_itself(room: Any) -> None:
    """The clock does it; nobody asks."""
    room.backstage.later(days=1)
    await room.backstage.strike("commerce.snapshots.daily")
    await room.sign_in()
    assert "daily" in {entry["kind"] for entry in await room.owner.get("/snapshots")}


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
