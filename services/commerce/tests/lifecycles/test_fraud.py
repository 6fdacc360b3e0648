"""An order that looks like a fraud: judged, held, looked at, decided."""

from typing import Any

from .story import euros

TAGS = ("fraud",)


async def test_orders_judged_by_a_store_s_own_thresholds(room: Any) -> None:
    """R6.1: what is strange is named with its points; what is held waits."""
    usual = await room.owner.get("/fraud/settings")
    assert (usual["enabled"], usual["review_at"], usual["hold_at"]) == (True, 35, 65)
    strict = {"enabled": True, "review_at": 10, "hold_at": 20, "capture_late": False}
    await room.denied("PUT", "/fraud/settings", strict, watch="/fraud/settings")
    refused = await room.owner.refused("PUT", "/fraud/settings", {**strict, "hold_at": 5})
    assert refused[0] == 422
    assert await room.owner.put("/fraud/settings", strict) == strict
    await room.audited("fraud_settings.set")

    mug = await room.product(title="Mug", price=euros(1_000), stock=9)
    variant = mug["variants"][0]["id"]
    good, bad, worse = [
        await room.order((variant, 1), email=email)
        for email in (None, "one@mailinator.com", "two@mailinator.com")
    ]
    assert (await good.look())["status"] == "open"
    assert (await bad.look())["status"] == "on_hold"
    one = f"/fraud/checks/{bad.id}"
    await room.hidden(one)
    for action in ("approve", "reject"):
        await room.denied("POST", f"{one}/{action}", {}, watch=one)
    bulk = {"ids": [bad.id], "action": "reject"}
    await room.denied("POST", "/fraud/checks/bulk", bulk, watch=one)
    seen = await room.owner.get(one)
    assert [s["points"] for s in seen["signals"] if s["code"] == "email"] == [20]
    waiting = await room.owner.get("/fraud/checks", view="waiting")
    assert {row["order_id"] for row in waiting} == {bad.id, worse.id}
    assert (await room.owner.post(f"{one}/approve", note="A regular."))["note"] == "A regular."
    [told] = await room.owner.post("/fraud/checks/bulk", {"ids": [worse.id], "action": "reject"})
    assert (told["done"], told["number"]) == (True, worse.number)
    await room.work()
    assert (await bad.look())["status"] == "open"
    gone = await worse.look()
    assert (gone["status"], gone["payment_status"]) == ("cancelled", "refunded")
    for action in ("fraud.approved", "fraud.rejected"):
        await room.audited(action)

    other = await room.order((variant, 1), email="three@mailinator.com")
    done = await room.owner.post(f"/fraud/checks/{other.id}/reject")
    assert (done["decision"], done["order_status"]) == ("rejected", "cancelled")


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
