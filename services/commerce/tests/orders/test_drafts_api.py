"""Drafts: what merchants prepare, sold by a link or by hand, through the API only."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "Hauptstrasse 1",
    "city": "Berlin",
    "postal_code": "10115",
    "country": "DE",
}


async def _rate(shop: Any) -> str:
    rates = (await shop.store.merchant.get(f"{shop.store.path}/shipping-rates")).json()["data"]
    return str(rates[0]["id"])


async def _body(shop: Any, *lines: tuple[Any, int], **fields: Any) -> dict[str, Any]:
    return {
        "email": "ada@example.com",
        "lines": [{"variant_id": str(variant), "quantity": count} for variant, count in lines],
        "shipping_address": ADDRESS,
        "shipping_rate_id": await _rate(shop),
        **fields,
    }


async def _draft(shop: Any, *lines: tuple[Any, int], **fields: Any) -> dict[str, Any]:
    reply = await shop.store.merchant.post(
        f"{shop.store.path}/drafts", json=await _body(shop, *lines, **fields)
    )
    assert reply.status_code == 201, reply.text
    draft: dict[str, Any] = reply.json()["data"]
    return draft


def _path(shop: Any, draft: dict[str, Any]) -> str:
    return f"{shop.store.path}/drafts/{draft['id']}"


async def _send(shop: Any, draft: dict[str, Any]) -> str:
    """Sends it; its token."""
    reply = await shop.store.merchant.post(f"{_path(shop, draft)}/send")
    assert reply.status_code == 200, reply.text
    assert reply.json()["data"]["status"] == "pending"
    link = urlsplit(reply.json()["data"]["pay_url"])
    assert link.path == "/pay"
    return str(parse_qs(link.query)["token"][0])


async def _paid(shop: Any, draft: dict[str, Any], **fields: Any) -> Any:
    body = {"method": "bank_transfer", "total": draft["totals"]["total"], **fields}
    return await shop.store.merchant.post(f"{_path(shop, draft)}/mark-paid", json=body)


async def test_a_draft_lives_from_its_first_line_to_a_refund(shop: Any) -> None:
    """R6.1, R5.2: draft -> pending -> open; the number is taken when it is sold, the sums are every
    cart's, stock is held only when payment starts."""
    mug, pot = await shop.variant(stock=5, price=1000), await shop.variant(stock=5, price=2000)
    merchant = shop.store.merchant
    made = await merchant.post(f"{shop.store.path}/drafts", json={})
    empty = made.json()["data"]
    assert empty["missing"] == ["lines", "email", "shipping_address", "shipping_rate_id"]
    assert empty["actions"] == ["edit", "delete"]
    early = await merchant.post(f"{_path(shop, empty)}/send")
    assert early.status_code == 409
    assert early.json()["error"]["code"] == "draft_incomplete"

    body = await _body(
        shop,
        (mug, 2),
        (pot, 1),
        discount={"percent_ppm": 100_000, "reason": "Courtesy"},
        note="call first",
        tags=["phone"],
    )
    filled = (await merchant.put(_path(shop, empty), json=body)).json()["data"]
    assert filled["missing"] == []
    assert filled["totals"]["subtotal"]["amount"] == 4000
    assert filled["totals"]["discount"]["amount"] == 400
    assert await shop.stock(mug) == (5, 0, 0), "nothing is held for a draft"
    token = await _send(shop, filled)
    assert await shop.stock(mug) == (5, 0, 0), "nor for one that was sent"

    public = f"{shop.store.public}/drafts/{filled['id']}"
    seen = (await shop.api.get(public, params={"token": token})).json()["data"]
    assert (seen["state"], seen["totals"]) == ("payable", filled["totals"])
    assert [entry["code"] for entry in seen["discounts"]] == [None]
    begun = await shop.api.post(
        f"{public}/pay",
        json={"total": seen["totals"]["total"]},
        headers={"X-Draft-Token": token},
    )
    assert begun.status_code == 201, begun.text
    assert (await shop.stock(mug))[2] == 2, "now the goods are held"
    again = await shop.api.post(
        f"{public}/pay",
        json={"total": seen["totals"]["total"]},
        headers={"X-Draft-Token": token},
    )
    assert again.json()["data"] == begun.json()["data"], "the same page"
    busy = await merchant.put(_path(shop, filled), json=body)
    assert (busy.status_code, busy.json()["error"]["code"]) == (409, "draft_being_paid")

    session = begun.json()["data"]["payment_url"].rsplit("/", 1)[1]
    await shop.api.post(f"/mock-pay/sessions/{session}/actions", json={"action": "pay"})
    done = (await shop.api.get(public, params={"token": token})).json()["data"]
    assert done["state"] == "paid"
    order = (await merchant.get(f"{shop.store.path}/orders/{done['order']['id']}")).json()["data"]
    assert (order["number"], order["payment_status"]) == (1001, "paid")
    assert order["totals"]["total"] == filled["totals"]["total"]
    assert (order["tags"], [note["text"] for note in order["notes"]]) == (["phone"], ["call first"])
    assert [entry["name"] for entry in order["trace"] if entry["applied"]] == ["Courtesy"]
    assert "from_draft" in [entry["kind"] for entry in order["timeline"]]
    opened = await shop.api.get(
        f"{shop.store.public}/orders/{order['id']}", params={"token": done["order"]["token"]}
    )
    assert opened.status_code == 200
    sold = (await merchant.get(_path(shop, filled))).json()["data"]
    assert (sold["status"], sold["order_id"], sold["actions"]) == ("open", order["id"], [])
    assert (await merchant.put(_path(shop, filled), json=body)).status_code == 409
    assert (await merchant.delete(_path(shop, filled))).status_code == 409
    assert (await shop.stock(mug))[:2] == (5, 2)


async def test_money_that_came_another_way_makes_the_same_order(shop: Any) -> None:
    """R5.2, R6.2, R6.5: one `complete(cart)`; its refund lands exactly, without a provider."""
    mug = await shop.variant(stock=3, price=1250)
    draft = await _draft(
        shop,
        (mug, 2),
        discount={"amount": {"amount": 300, "currency": "EUR"}, "reason": "Scratched"},
    )
    wrong = {"amount": draft["totals"]["total"]["amount"] + 1, "currency": "EUR"}
    refused = await _paid(shop, draft, total=wrong)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "draft_changed")
    assert await shop.stock(mug) == (3, 0, 0)
    reply = await _paid(shop, draft, reference="slip 4")
    assert reply.status_code == 201, reply.text
    order = reply.json()["data"]
    total = draft["totals"]["total"]["amount"]
    assert order["payment_status"] == "paid"
    assert [(p["provider"], p["captured"]["amount"]) for p in order["payments"]] == [
        ("manual", total)
    ]
    assert sum(t["amount"]["amount"] for t in order["tenders"]) == total
    assert await shop.stock(mug) == (3, 2, 0)
    assert (await _paid(shop, draft)).status_code == 409, "once"

    path = f"{shop.store.path}/orders/{order['id']}"
    item = order["items"][0]["id"]
    for _ in range(2):
        given = await shop.store.merchant.post(
            f"{path}/refunds", json={"lines": [{"item_id": item, "quantity": 1}]}
        )
        assert given.status_code == 201, given.text
        await shop.work()
    after = (await shop.store.merchant.get(path)).json()["data"]
    assert [refund["status"] for refund in after["refunds"]] == ["succeeded", "succeeded"]
    back = sum(refund["amount"]["amount"] for refund in after["refunds"])
    assert back == order["items"][0]["gross"]["amount"]
    assert after["payments"][0]["refunded"]["amount"] == back


async def test_what_is_not_there_is_not_sold(shop: Any) -> None:
    mug = await shop.variant(stock=1)
    draft = await _draft(shop, (mug, 2))
    assert draft["lines"][0]["problem"] == "not_enough"
    assert draft["actions"] == ["edit", "delete"]
    refused = await _paid(shop, draft)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "out_of_stock")
    assert await shop.stock(mug) == (1, 0, 0)
    assert (await shop.store.merchant.get(f"{shop.store.path}/orders")).json()["data"] == []


async def test_a_price_that_moved_is_seen_before_it_is_paid(shop: Any) -> None:
    mug = await shop.variant(stock=5, price=1000)
    draft = await _draft(shop, (mug, 1))
    token = await _send(shop, draft)
    await _draft(shop, (mug, 1))
    async with shop.transaction() as session:
        from sqlalchemy import text

        await session.execute(
            text("update product_variants set price = 1500 where id = :id"), {"id": mug}
        )
    public = f"{shop.store.public}/drafts/{draft['id']}"
    headers = {"X-Draft-Token": token}
    stale = await shop.api.post(
        f"{public}/pay", json={"total": draft["totals"]["total"]}, headers=headers
    )
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "draft_changed")
    now = (await shop.api.get(public, headers=headers)).json()["data"]["totals"]
    assert now["subtotal"]["amount"] == 1500
    paid = await shop.api.post(f"{public}/pay", json={"total": now["total"]}, headers=headers)
    assert paid.status_code == 201, paid.text


async def test_a_link_opens_its_own_draft_and_only_once_it_was_sent(shop: Any) -> None:
    mug = await shop.variant(stock=5)
    first, second = await _draft(shop, (mug, 1)), await _draft(shop, (mug, 1))
    assert (first["name"], second["name"]) == ("D1", "D2")
    token = await _send(shop, first)
    public = f"{shop.store.public}/drafts"
    total = {"total": first["totals"]["total"]}
    for draft, shown in ((first, "x" * 43), (second, token), (first, "")):
        headers = {"X-Draft-Token": shown}
        seen = await shop.api.get(f"{public}/{draft['id']}", headers=headers)
        paid = await shop.api.post(f"{public}/{draft['id']}/pay", json=total, headers=headers)
        assert (seen.status_code, paid.status_code) == (404, 404)
        assert "ada@example.com" not in seen.text
    gone = await shop.store.merchant.delete(_path(shop, first))
    assert gone.status_code == 200
    after = await shop.api.get(f"{public}/{first['id']}", params={"token": token})
    assert after.status_code == 404
    assert await shop.stock(mug) == (5, 0, 0)
    listed = (await shop.store.merchant.get(f"{shop.store.path}/drafts")).json()
    assert [row["name"] for row in listed["data"]] == ["D2"]


async def test_a_drafts_discount_is_on_no_list_and_good_for_nothing_else(shop: Any) -> None:
    mug = await shop.variant(stock=5, price=1000)
    draft = await _draft(shop, (mug, 1), discount={"percent_ppm": 500_000, "reason": "Half"})
    listed = await shop.store.merchant.get(f"{shop.store.path}/discounts")
    assert listed.json()["data"] == []
    fewer = await shop.store.merchant.put(_path(shop, draft), json=await _body(shop, (mug, 1)))
    assert fewer.json()["data"]["totals"]["discount"]["amount"] == 0
    both = {"percent_ppm": 1, "amount": {"amount": 1, "currency": "EUR"}, "reason": "x"}
    for discount in (both, {"reason": "x"}, {"percent_ppm": 1}):
        body = await _body(shop, (mug, 1), discount=discount)
        assert (await shop.store.merchant.put(_path(shop, draft), json=body)).status_code == 422


async def test_drafts_are_searched_and_refuse_what_is_not_the_stores(shop: Any) -> None:
    mug = await shop.variant(stock=5)
    draft = await _draft(shop, (mug, 1), email="zoe@example.com")
    table = f"{shop.store.path}/drafts"

    async def found(word: str) -> list[str]:
        reply = await shop.store.merchant.get(table, params={"search": word})
        return [row["name"] for row in reply.json()["data"]]

    assert await found("zoe@") == ["D1"]
    assert await found("d1") == ["D1"]
    assert await found("lovelace") == ["D1"]
    assert await found("%") == []
    body = await _body(shop, (draft["id"], 1))
    unknown = await shop.store.merchant.post(table, json=body)
    assert unknown.json()["error"]["details"][0]["field"] == "lines.0.variant_id"
    twice = await shop.store.merchant.post(table, json=await _body(shop, (mug, 1), (mug, 2)))
    assert twice.status_code == 422
    stranger = await shop.store.merchant.post(table, json={"customer_id": draft["id"]})
    assert stranger.status_code == 404
