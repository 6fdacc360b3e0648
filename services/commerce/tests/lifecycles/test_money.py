"""Money at the provider: what was paid, what banks take back, and whether both sides agree."""

from typing import Any

from .story import Basket, Desk, basket, euros

TAGS = ("disputes", "payments", "reconciliation", "webhooks")


async def bought(room: Any) -> tuple[Basket, Any]:
    """(who paid, the order)."""
    mug = await room.product(title="Mug", price=euros(2_000))
    buyer = await basket(room.shop, (mug["variants"][0]["id"], 1))
    order = await buyer.buy()
    await room.work()
    return buyer, order


async def test_a_payment_is_found_and_a_forged_webhook_is_not_heard(room: Any, api: Any) -> None:
    """R5.3: the list with its filters; a webhook that the provider has not signed is none."""
    buyer, order = await bought(room)
    [payment] = await room.owner.get("/payments", search=str(order["number"]))
    assert (payment["order_id"], payment["captured"], payment["email"]) == (
        order["id"],
        euros(2_490),
        buyer.email,
    )
    assert await room.owner.get("/payments", state="failed") == []
    assert len(await room.owner.get("/payments", test="true", per_page=1)) == 1
    await room.hidden("/payments")
    door = Desk(api, "/api/v1/webhooks")
    forged = {"id": "evt_1", "type": "payment.captured", "payment": payment["provider_ref"]}
    assert (await door.refused("POST", "/mock", forged))[0] == 401
    assert (await door.refused("POST", "/nobody", forged))[0] == 422
    settings = await room.owner.get("/payments/settings")
    assert (settings["mode"], settings["provider"]) == ("test", "mock")


async def test_a_dispute_from_the_bank_s_letter_to_its_decision(room: Any) -> None:
    """R6.2: captured, disputed, answered, won; the merchant hears of it and answers in time."""
    buyer, order = await bought(room)
    await buyer.press("dispute")
    await room.work()
    [row] = await room.owner.get("/disputes", status="needs_response")
    one = f"/disputes/{row['id']}"
    assert [found["id"] for found in await room.owner.get("/disputes", order_id=order["id"])] == [
        row["id"]
    ]
    assert await room.owner.get("/disputes", search="nobody") == []
    seen = await room.owner.get(one)
    assert (seen["amount"], seen["customer_email"]) == (euros(2_490), buyer.email)
    subjects = [letter.subject for letter in room.letters(room.email)]
    assert f"A bank took back €24.90 (order {order['number']})" in subjects
    answer = {"explanation": "Delivered.", "tracking_number": "JD1"}
    await room.denied("POST", f"{one}/evidence", answer, watch=one)
    await room.hidden(one)
    await room.owner.post(f"{one}/evidence", answer)
    await room.work()
    said = (await room.owner.get(one))["evidence"]
    assert (said["state"], said["said"]["explanation"]) == ("sent", "Delivered.")
    await buyer.press("dispute_won")
    await room.work()
    assert (await room.owner.get(one))["status"] == "won"
    after = await room.owner.get(f"/orders/{order['id']}")
    assert after["payment_status"] == "paid"
    await room.audited("dispute.answer")


async def test_both_sides_are_compared_and_what_differs_is_settled(room: Any) -> None:
    """R5.4: nothing differs where everything was heard; a dispute whose webhooks were all lost is
    listed, and stays until somebody says what came of it."""
    runs, wrong = "/reconciliation/runs", "/reconciliation/mismatches"
    buyer, order = await bought(room)
    room.backstage.later(hours=1)
    await room.sign_in()
    viewer = await room.viewer.refused("POST", runs)
    assert viewer[0] == 401
    await room.owner.post(runs)
    await room.work()
    [run, *_] = await room.owner.get(runs)
    assert (run["status"], run["mismatches"]) == ("done", 0)
    with room.backstage.lost_webhooks():
        await buyer.press("dispute")
    room.backstage.later(hours=1)
    await room.sign_in()
    await room.owner.post(runs)
    await room.work()
    [run, *_] = await room.owner.get(runs)
    assert run["mismatches"] == 1, run
    [found] = await room.owner.get(wrong, status="open")
    assert (found["order_id"], found["kind"][:7]) == (order["id"], "dispute")
    assert await room.owner.get(wrong, kind="refund_missing") == []
    one = f"{wrong}/{found['id']}/resolve"
    assert (await room.stranger.refused("POST", one, {"note": "x"}))[0] == 401
    settled = await room.owner.post(one, note="Given back by hand.")
    assert (settled["note"], bool(settled["resolved_at"])) == ("Given back by hand.", True)
    assert await room.owner.get(wrong, status="open") == []
    again = await room.owner.post(one, note="It was the bank's fee.")
    assert again["note"] == "It was the bank's fee.", "said better, and both stand in the audit log"
    await room.audited("reconciliation.resolve")


async def test_an_account_to_be_paid_out_to(room: Any) -> None:
    """Onboarded at the provider, checked again, shown with what it still needs."""
    await room.sign_in()
    assert (await room.owner.get("/payments/settings"))["account"] is None
    room.backstage.pay_out()
    assert (await room.viewer.refused("POST", "/payments/onboarding"))[0] == 403
    begun = await room.owner.post("/payments/onboarding")
    assert begun["account"]["preparing"] is True
    await room.work()
    ready = (await room.owner.get("/payments/settings"))["account"]
    assert (ready["charges_enabled"], ready["requirements"]) == (True, [])
    assert ready["link"].startswith("https://connect.example/")
    await room.owner.post("/payments/account/check")
    await room.work()
    await room.audited("payout_account.onboard")


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
