"""A business buys its plan, outgrows it, changes it, and lets it go."""

from typing import Any

TAGS = ("subscriptions",)


async def test_a_plan_is_bought_outgrown_changed_and_ended(room: Any) -> None:
    """Starter has one store; the second is refused with the plan that lifts it; Growth is bought
    at the previewed amount, and the same call works."""
    plan = room.account.at("/subscriptions")
    sold = await plan.get("/plans")
    assert sold["plans"][0]["name"] == "starter"

    page = await plan.post("/checkout", plan="starter")
    path = "/" + page["url"].split("/", 3)[3]
    paid = await room.account.api.post(f"{path}/actions", json={"action": "pay"})
    assert paid.status_code == 200
    await room.work()
    current = await plan.get("/current")
    assert (current["plan"], current["state"]) == ("starter", "active")

    second = {"name": "Second", "niche": "home", "currency": "EUR", "country": "DE"}
    assert await room.account.refused("POST", "/stores", second) == (402, "limit_reached")
    preview = await plan.post("/preview", plan="growth")
    changed = await plan.post("/change", plan="growth", at=preview["at"])
    assert changed["plan"] == "growth"
    assert (await room.account.post("/stores", second))["name"] == "Second"
    newest, _ = await plan.get("/invoices")
    assert newest["total"] == preview["due_now"]
    await room.audited("subscription.change")

    assert (await plan.post("/portal"))["url"].startswith("http")
    assert (await plan.post("/cancel"))["cancel_at_end"]
    assert not (await plan.post("/resume"))["cancel_at_end"]
    seen = room.viewer.base.removesuffix(room.owner.base.rsplit("/api/v1", 1)[1])
    for path in ("cancel", "portal"):
        reply = await room.viewer.api.post(
            f"{seen}/subscriptions/{path}", headers=room.viewer.headers, json={}
        )
        assert reply.status_code == 403
    assert (await plan.get("/current"))["state"] == "active"


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
