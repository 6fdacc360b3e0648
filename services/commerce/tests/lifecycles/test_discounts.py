"""Less to pay: discounts with their trace, gift cards, store credit."""

from typing import Any

from .story import basket, euros, fresh, fresh_email, rows_of

TAGS = ("discounts", "gift_cards", "store_credits")


async def test_a_discount_from_the_tester_to_its_last_use(room: Any) -> None:
    """R4.2, R4.3, R4.5: made, tried with its reasons, taken by a shopper, used up, changed,
    switched off in bulk, travelled by file, deleted; the order keeps its trace."""
    mug = await room.product(title="Mug", price=euros(5_000))
    variant, code, rules = mug["variants"][0]["id"], fresh("SUMMER").upper(), "/discounts"
    ten = {"name": "Ten off", "kind": "percentage", "percent_ppm": 100_000, "code": code}
    await room.denied("POST", rules, ten, watch=rules)
    made = await room.owner.post(
        rules,
        {**ten, "minimum_subtotal": euros(6_000), "usage_limit": 1, "exclusive_group": "season"},
    )
    one = f"{rules}/{made['id']}"
    line = {"variant_id": variant, "quantity": 1}
    tried = await room.owner.post(f"{rules}/test", lines=[line], codes=[code], country="DE")
    [said] = [entry for entry in tried["trace"] if entry["code"] == code]
    assert (said["applied"], "60.00" in str(said)) == (False, True), said
    tried = await room.owner.post(
        f"{rules}/test", lines=[{**line, "quantity": 2}], codes=[code], country="DE"
    )
    assert tried["totals"]["discount"] == euros(1_000)

    buyer = await basket(room.shop, (variant, 2))
    cart = await buyer.desk.post(f"/carts/{buyer.id}/codes", code=code.lower())
    assert cart["totals"]["discount"] == euros(1_000)
    bought = await buyer.buy()
    order = await room.owner.get(f"/orders/{bought['id']}")
    assert [(entry["code"], entry["amount"]) for entry in order["discounts"]] == [
        (code, euros(1_000))
    ]
    assert any(entry["applied"] for entry in order["trace"]), "the merchant sees why"
    [use] = await room.owner.get(f"{one}/uses")
    assert use["order_id"] == bought["id"]
    assert (await room.owner.get(one))["state"] == "used_up"
    late = await basket(room.shop, (variant, 2))
    cart = await late.desk.post(f"/carts/{late.id}/codes", code=code)
    assert (cart["totals"]["discount"]["amount"], cart["codes"][0]["applied"]) == (0, False)
    await room.owner.post(f"/orders/{bought['id']}/cancel", reason="mistake")
    assert (await late.look())["totals"]["discount"] == euros(1_000), "its use is free again"

    for _ in range(2):
        await room.owner.post(rules, name="Free way", kind="free_shipping", code=fresh("way"))
    assert [row["id"] for row in await room.owner.get(rules, search="ten")] == [made["id"]]
    assert await room.owner.total(rules, kind="free_shipping") == 2
    names = [row["name"] for row in await room.owner.get(rules, sort="name")]
    assert names == ["Free way", "Free way", "Ten off"]
    assert len(await room.owner.get(rules, per_page=2, page=2)) == 1
    version = (await room.owner.get(one))["version"]
    changed = await room.owner.put(one, {**ten, "name": "Ten", "version": version})
    assert (changed["name"], changed["minimum_subtotal"]) == ("Ten", None)
    assert (await room.owner.refused("PUT", one, {**ten, "version": version}))[0] == 409, "stale"

    text = await room.owner.text(f"{rules}/export")
    assert {row["name"] for row in rows_of(text)} == {"Ten", "Free way"}
    told = await room.owner.post(f"{rules}/import", csv=text.replace("Ten,", "Tenth,", 1))
    assert (told["applied"], told["problems"]) == (False, [])
    done = await room.owner.post(
        f"{rules}/import", csv=text.replace("Ten,", "Tenth,", 1), dry_run=False
    )
    assert (done["applied"], done["updated"]) == (True, 1)
    assert (await room.owner.get(one))["name"] == "Tenth"

    ids = [row["id"] for row in await room.owner.get(rules)]
    await room.denied("POST", f"{rules}/bulk", {"ids": ids, "action": "delete"}, watch=rules)
    assert await room.owner.post(f"{rules}/bulk", ids=ids, action="deactivate") == {"changed": 3}
    assert {row["state"] for row in await room.owner.get(rules)} == {"off"}
    assert (await late.look())["totals"]["discount"]["amount"] == 0
    await room.owner.delete(one)
    await room.owner.gone(one)
    kept = await room.owner.get(f"/orders/{bought['id']}")
    assert [entry["name"] for entry in kept["discounts"]] == ["Ten off"]


async def test_a_gift_card_from_the_mail_to_its_last_cent(room: Any) -> None:
    """R4.6: issued with a code that is shown once, mailed, paid with after tax, given back on a
    refund, switched off; every cent is an entry of its ledger."""
    pot = await room.product(title="Pot", price=euros(3_000))
    cards, to = "/gift-cards", fresh_email("gift")
    await room.denied("POST", cards, {"amount": euros(1)}, watch=cards)
    made = await room.owner.post(cards, amount=euros(5_000), email=to, note="For Ada")
    one, code = f"{cards}/{made['id']}", made["code"]
    assert code.endswith(made["last4"])
    assert "code" not in await room.owner.get(one)
    assert code not in (await room.owner.reply("GET", cards)).text, "only its end is kept"
    await room.work()
    assert code in room.letters(to)[-1].text
    told = await room.shop.post("/gift-cards/balance", code=code)
    assert (told["balance"], told["state"]) == (euros(5_000), "active")

    buyer = await basket(room.shop, (pot["variants"][0]["id"], 1))
    cart = await buyer.desk.post(f"/carts/{buyer.id}/codes", code=code)
    assert cart["totals"]["discount"]["amount"] == 0, "a tender takes nothing off the price"
    bought = await buyer.buy()
    order = await room.owner.get(f"/orders/{bought['id']}")
    assert order["totals"]["total"] == euros(3_490)
    assert order["totals"]["tax"]["amount"] == 557, "of the whole sum"
    assert (await room.owner.get(one))["balance"] == euros(1_510)
    await room.owner.post(f"/orders/{bought['id']}/cancel", reason="mistake")
    await room.work()
    assert (await room.owner.get(one))["balance"] == euros(5_000)
    taken = await room.owner.post(f"{one}/adjust", amount=-4_000, note="Counted wrong")
    assert taken["balance"] == euros(1_000)
    assert (await room.owner.refused("POST", f"{one}/adjust", {"amount": -1_001, "note": "x"}))[
        0
    ] == 409
    entries = await room.owner.get(f"{one}/entries")
    assert sum(entry["amount"]["amount"] for entry in entries) == 1_000
    assert entries[-1]["reason"] == "issued"

    await room.owner.post(f"{one}/send")
    await room.work()
    assert len(room.letters(to)) == 2
    assert [row["id"] for row in await room.owner.get(cards, search=made["last4"])] == [made["id"]]
    assert await room.owner.total(cards, state="active") == 1
    assert await room.owner.get(cards, state="empty", sort="created") == []
    [line] = rows_of(await room.owner.text(f"{cards}/export"))
    assert code not in line.values()
    await room.denied("PATCH", one, {"active": False}, watch=one)
    off = await room.owner.patch(one, active=False)
    assert off["state"] == "off"
    other = await basket(room.shop, (pot["variants"][0]["id"], 1))
    status, _ = await other.desk.refused("POST", f"/carts/{other.id}/codes", {"code": code})
    assert status == 422
    await room.audited("gift_card.issue", made["id"])


async def test_store_credit_from_the_apology_to_the_checkout(room: Any) -> None:
    """Granted, adjusted, never below nothing; listed by customer."""
    ledgers = "/store-credits"
    ada = await room.owner.post("/customers", email=fresh_email("ada"), name="Ada")
    body = {"customer_id": ada["id"], "amount": euros(2_000), "note": "Sorry"}
    await room.denied("POST", ledgers, body, watch=ledgers)
    made = await room.owner.post(ledgers, body)
    one = f"{ledgers}/{made['id']}"
    more = await room.owner.post(f"{one}/adjust", amount=-500, note="Half of it")
    assert more["balance"] == euros(1_500)
    over = {"amount": -1_501, "note": "Too much"}
    assert (await room.owner.refused("POST", f"{one}/adjust", over))[0] == 409
    assert (await room.owner.get(one))["balance"] == euros(1_500)
    entries = await room.owner.get(f"{one}/entries")
    assert [entry["amount"]["amount"] for entry in entries] == [-500, 2_000]
    assert [row["id"] for row in await room.owner.get(ledgers, customer_id=ada["id"])] == [
        made["id"]
    ]
    await room.hidden(one)
    await room.audited("store_credit.adjust")


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
