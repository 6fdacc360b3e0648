"""Orders that a merchant prepares: paid by a mailed link or by hand."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from .story import ADDRESS, Desk, euros, fresh_email

TAGS = ("drafts",)


async def body_of(room: Any, variant: str, **fields: Any) -> dict[str, Any]:
    """A whole draft."""
    rates = await room.owner.get("/shipping-rates")
    return {
        "email": fresh_email("drafted"),
        "lines": [{"variant_id": variant, "quantity": 2}],
        "shipping_address": ADDRESS,
        "shipping_rate_id": rates[0]["id"],
        **fields,
    }


async def test_a_draft_from_the_first_line_to_the_paid_link(room: Any) -> None:
    """R6.1, R5.2: takes no number and holds no stock before it is paid; the link opens it and it
    alone; what was agreed is what is paid."""
    pot = await room.product(title="Pot", price=euros(2_000), stock=9)
    drafts = "/drafts"
    await room.denied("POST", drafts, {}, watch=drafts)
    empty = await room.owner.post(drafts, {})
    one = f"{drafts}/{empty['id']}"
    assert (await room.owner.refused("POST", f"{one}/send"))[0] == 409
    body = await body_of(
        room, pot["variants"][0]["id"], discount={"percent_ppm": 100_000, "reason": "Courtesy"}
    )
    await room.denied("PUT", one, body, watch=one)
    filled = await room.owner.put(one, body)
    assert (filled["missing"], filled["totals"]["discount"]) == ([], euros(400))
    await room.hidden(one)
    sent = await room.owner.post(f"{one}/send")
    link = urlsplit(sent["pay_url"])
    token = parse_qs(link.query)["token"][0]
    await room.work()
    assert token in room.letters(body["email"])[-1].text
    [stock] = await room.owner.get("/inventory", search="Pot")
    assert (stock["available"], await room.owner.total("/orders")) == (9, 0)
    guest = Desk(room.shop.api, room.shop.base + one, {"X-Draft-Token": token})
    assert (await room.shop.refused("GET", one))[0] == 404
    seen = await guest.get()
    assert (seen["state"], seen["totals"]) == ("payable", filled["totals"])
    assert (await guest.refused("POST", "/pay", {"total": euros(1)}))[0] == 409
    page = await guest.post("/pay", total=seen["totals"]["total"])
    mock = Desk(room.shop.api, urlsplit(page["payment_url"]).path)
    await mock.post("/actions", action="pay")
    await room.work()
    done = await guest.get()
    assert done["state"] == "paid", done
    paid = await room.owner.get(one)
    assert (paid["status"], bool(paid["order_id"])) == ("open", True)
    order = await room.owner.get(f"/orders/{paid['order_id']}")
    assert (order["payment_status"], order["totals"]) == ("paid", order["totals"])
    assert order["totals"]["total"] == filled["totals"]["total"]
    [stock] = await room.owner.get("/inventory", search="Pot")
    assert stock["available"] == 7
    await room.audited("draft.create", empty["id"])


async def test_drafts_are_found_marked_as_paid_and_thrown_away(room: Any) -> None:
    cup = await room.product(title="Cup", price=euros(1_000), stock=9)
    made = await room.owner.post("/drafts", await body_of(room, cup["variants"][0]["id"]))
    other = await room.owner.post("/drafts", {"email": fresh_email("nobody")})
    one = f"/drafts/{made['id']}"
    payment = {"method": "bank_transfer", "total": made["totals"]["total"]}
    await room.denied("POST", f"{one}/mark-paid", payment, watch=one)
    wrong = {**payment, "total": euros(1)}
    assert (await room.owner.refused("POST", f"{one}/mark-paid", wrong))[0] == 409
    order = await room.owner.post(f"{one}/mark-paid", payment)
    assert (order["payment_status"], order["status"]) == ("paid", "open")
    assert [row["id"] for row in await room.owner.get("/drafts", search="nobody")] == [other["id"]]
    assert [row["id"] for row in await room.owner.get("/drafts", status="draft")] == [other["id"]]
    assert len(await room.owner.get("/drafts", per_page=1)) == 1
    assert (await room.owner.refused("DELETE", one))[0] == 409, "it was sold"
    await room.denied("DELETE", f"/drafts/{other['id']}", watch="/drafts")
    await room.owner.delete(f"/drafts/{other['id']}")
    assert (await room.owner.get(f"/drafts/{other['id']}"))["status"] == "cancelled"
    assert await room.owner.get("/drafts", status="draft") == []


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
