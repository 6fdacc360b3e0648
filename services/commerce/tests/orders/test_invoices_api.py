"""Invoices, credit notes and packing slips through the API, read back from the paper."""

import asyncio
import io
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import text as sql

from commerce.mail.formats import price
from commerce.orders.invoices.paper import Paper
from ecomm_testing.actors import create_store, register_merchant

SELLER = {
    "name": "Ernst Müller GmbH",
    "address": "Marktplatz 1\n99084 Erfurt\nDeutschland",
    "tax_id": "DE123456789",
    "footer": "HRB 1234 · Geschäftsführer Ernst Müller",
}


async def sale(shop: Any, *lines: tuple[Any, int], test: bool = False) -> Any:
    """(the order's path, its public path, its token) of a paid order; a real one by default."""
    await seller(shop)
    bought = await (await shop.shopper(*lines)).buy()
    await shop.run()
    if not test:
        await real(shop, bought["id"])
    return (
        bought["id"],
        f"{shop.store.public}/orders/{bought['id']}",
        {"X-Order-Token": bought["token"]},
    )


async def seller(shop: Any, **changes: Any) -> None:
    """The merchant says who sells."""
    body = {**SELLER, **changes}
    reply = await shop.store.merchant.put(f"{shop.store.path}/invoice-seller", json=body)
    assert reply.status_code == 200, reply.text


async def real(shop: Any, order_id: str) -> None:
    """The mock's orders are tests; this one was paid in earnest."""
    async with shop.transaction() as session:
        await session.execute(
            sql("update orders set test = false where id = :id"), {"id": UUID(order_id)}
        )


async def issue(shop: Any, *ids: str) -> Any:
    return await shop.store.merchant.post(
        f"{shop.store.path}/invoices", json={"order_ids": list(ids)}
    )


async def printed(shop: Any, *ids: str, what: str = "invoices") -> tuple[bytes, str]:
    """(the file, its text in one line)."""
    reply = await shop.store.merchant.get(
        f"{shop.store.path}/{what}/pdf", params=[("order_ids", order_id) for order_id in ids]
    )
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == "application/pdf"
    return reply.content, words_of(reply.content)


def words_of(body: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]
    return " ".join(" ".join(pages).split())


def shown(amount: dict[str, Any]) -> str:
    """Money as an English store writes it, spaces as they are read back."""
    return " ".join(price(amount["amount"], amount["currency"], "en").split())


async def order_of(shop: Any, order_id: str) -> dict[str, Any]:
    reply = await shop.store.merchant.get(f"{shop.store.path}/orders/{order_id}")
    found: dict[str, Any] = reply.json()["data"]
    return found


async def test_an_invoice_says_what_the_order_says_and_stays_as_it_was(shop: Any) -> None:
    """R2.4, R6.5: every figure on the paper is the order's stored one. Seller, buyer and lines are
    frozen: what changes afterwards is not on it, and the same paper is the same bytes."""
    first = await shop.variant(price=2499, title="Käse 'Привет'", sku="K-1")
    second = await shop.variant(price=333, title="Teapot")
    order_id, _, _ = await sale(shop, (first, 2), (second, 3))
    made = await issue(shop, order_id)
    assert made.status_code == 200, made.text
    [row] = made.json()["data"]["invoices"]
    order = await order_of(shop, order_id)
    assert (row["kind"], row["number"], row["order_number"]) == ("invoice", 1, order["number"])
    assert row["total"] == order["totals"]["total"]
    assert row["tax"] == order["totals"]["tax"]
    body, text = await printed(shop, order_id)
    assert "TEST" not in text
    for item in order["items"]:
        assert item["title"] in text
        for name in ("unit_price", "net", "tax", "gross"):
            assert shown(item[name]) in text, name
    for name in ("net", "tax", "gross"):
        assert shown(order["shipping"][name]) in text
    for name in ("total", "tax"):
        assert shown(order["totals"][name]) in text
    for share in order["taxes"]:
        assert share["name"] in text
        assert shown(share["amount"]) in text
    for part in ("DE123456789", "99084 Erfurt", "Ada Lovelace", "10115 Berlin", "HRB 1234"):
        assert part in text
    await seller(shop, name="Somebody Else Ltd")
    await shop.set_price(first, 1)
    again, _ = await printed(shop, order_id)
    assert again == body
    assert "Somebody Else" not in text
    assert (await issue(shop, order_id)).json()["data"]["invoices"] == [row], (
        "asked again, the same"
    )


async def test_numbers_have_no_gap_and_no_double_whoever_asks_at_once(shop: Any) -> None:
    """Ten orders issued at the same time, each asked for twice; a refusal in between takes no
    number."""
    variant = await shop.variant(stock=50)
    ids = [(await sale(shop, (variant, 1)))[0] for _ in range(5)]
    unknown = await issue(shop, ids[0], "00000000-0000-7000-8000-000000000000")
    assert unknown.status_code == 404
    assert await shop.one("select count(*) from invoices") == 0
    replies = await asyncio.gather(*(issue(shop, order_id) for order_id in ids * 2))
    assert {reply.status_code for reply in replies} == {200}
    numbers = [row["number"] for row in await shop.rows("select number from invoices")]
    assert sorted(numbers) == [1, 2, 3, 4, 5]
    assert len({row["id"] for reply in replies for row in reply.json()["data"]["invoices"]}) == 5


async def test_what_was_issued_cannot_be_changed_by_the_application(shop: Any) -> None:
    order_id, _, _ = await sale(shop, (await shop.variant(), 1))
    await issue(shop, order_id)
    with pytest.raises(Exception, match="permission denied"):
        await shop.rows("update invoices set number = 7 returning id")


async def test_credit_notes_end_where_the_invoice_began(shop: Any) -> None:
    """R6.5: a line refunded unit by unit, then shipping: the notes' net, tax and gross come to the
    invoice's, and each names it."""
    variant = await shop.variant(price=333, stock=9)
    order_id, _, _ = await sale(shop, (variant, 3))
    order = await order_of(shop, order_id)
    path = f"{shop.store.path}/orders/{order_id}/refunds"
    line = {"item_id": order["items"][0]["id"], "quantity": 1}
    shipping = order["shipping"]["gross"]
    for body in ({"lines": [line]}, {"lines": [line]}, {"lines": [line]}, {"shipping": shipping}):
        assert (await shop.store.merchant.post(path, json=body)).status_code == 201
        await shop.run()
    rows = (await issue(shop, order_id)).json()["data"]["invoices"]
    assert [row["kind"] for row in rows] == ["invoice", *["credit_note"] * 4]
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5]
    invoice, *notes = [
        Paper.model_validate(row["document"])
        for row in await shop.rows("select document from invoices order by number")
    ]
    assert sum(note.gross for note in notes) == invoice.gross == order["totals"]["total"]["amount"]
    assert sum(note.tax for note in notes) == invoice.tax
    assert sum(note.net for note in notes) == invoice.net
    assert {note.invoice_number for note in notes} == {1}
    per_rate = sum(entry.tax for note in notes for entry in note.taxes)
    assert per_rate == sum(entry.tax for entry in invoice.taxes)
    _, text = await printed(shop, order_id)
    assert text.count("Credit note") == 4
    assert text.count("For invoice 1") == 4


async def test_a_refund_that_is_not_through_has_no_credit_note_yet(shop: Any) -> None:
    order_id, _, _ = await sale(shop, (await shop.variant(), 1))
    order = await order_of(shop, order_id)
    body = {"lines": [{"item_id": order["items"][0]["id"], "quantity": 1}]}
    await shop.store.merchant.post(f"{shop.store.path}/orders/{order_id}/refunds", json=body)
    assert [r["kind"] for r in (await issue(shop, order_id)).json()["data"]["invoices"]] == [
        "invoice"
    ]
    await shop.run()
    kinds = [r["kind"] for r in (await issue(shop, order_id)).json()["data"]["invoices"]]
    assert kinds == ["invoice", "credit_note"]


async def test_a_test_order_takes_no_number_and_its_paper_says_so(shop: Any) -> None:
    """Commerce §7: test orders stay out of invoices."""
    variant = await shop.variant(stock=9)
    trial, _, _ = await sale(shop, (variant, 1), test=True)
    assert (await issue(shop, trial)).json()["data"]["invoices"] == []
    assert await shop.one("select count(*) from invoices") == 0
    _, text = await printed(shop, trial)
    assert "TEST" in text
    assert "this is no invoice" in text
    assert "Number" not in text
    earnest, _, _ = await sale(shop, (variant, 1))
    assert (await issue(shop, earnest)).json()["data"]["invoices"][0]["number"] == 1


async def test_without_a_seller_nothing_is_issued_and_the_merchant_is_told_why(shop: Any) -> None:
    """A test order's paper is refused by the same step: no browser ends up on a refusal's page."""
    bought = await (await shop.shopper((await shop.variant(), 1))).buy()
    for _ in range(2):
        refused = await issue(shop, bought["id"])
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "no_invoice_seller")
        await real(shop, bought["id"])
    shown_seller = await shop.store.merchant.get(f"{shop.store.path}/invoice-seller")
    assert shown_seller.json()["data"]["set"] is False
    assert await shop.one("select count(*) from invoice_numbers") == 0


async def test_the_shopper_gets_the_invoice_with_the_orders_token_alone(shop: Any) -> None:
    order_id, public, token = await sale(shop, (await shop.variant(), 1))
    refused = await shop.api.post(f"{public}/invoices", headers={"X-Order-Token": "x" * 43})
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "order_not_found")
    assert await shop.one("select count(*) from invoices") == 0
    early = await shop.api.get(f"{public}/invoices/pdf", headers=token)
    assert (early.status_code, early.json()["error"]["code"]) == (409, "nothing_issued")
    made = await shop.api.post(f"{public}/invoices", headers=token)
    assert [row["number"] for row in made.json()["data"]] == [1]
    got = await shop.api.get(f"{public}/invoices/pdf", headers=token)
    assert got.status_code == 200
    assert got.content == (await printed(shop, order_id))[0], "the merchant's and the shopper's"
    without = await shop.api.get(f"{public}/invoices/pdf")
    assert without.status_code == 404
    [entry] = await shop.rows("select actor, action from audit_log where action like 'invoice.%'")
    assert entry["actor"] == "shopper"


async def test_many_orders_are_one_file_in_the_order_asked_for(shop: Any) -> None:
    variant = await shop.variant(stock=9)
    ids = [(await sale(shop, (variant, 1)))[0] for _ in range(3)]
    await issue(shop, *ids)
    body, text = await printed(shop, *reversed(ids))
    assert len(PdfReader(io.BytesIO(body)).pages) == 3
    numbers = [(await order_of(shop, order_id))["number"] for order_id in reversed(ids)]
    places = [text.index(f"#{number}") for number in numbers]
    assert places == sorted(places)
    too_many = await shop.store.merchant.get(
        f"{shop.store.path}/invoices/pdf", params=[("order_ids", ids[0])] * 101
    )
    assert too_many.status_code == 422


async def test_hostile_text_is_only_text(shop: Any) -> None:
    """Markup, control characters, marks that turn direction, words without an end and scripts of
    the whole world neither break the paper nor move its figures."""
    titles = [
        '<b>x</b><img src="file:///etc/passwd"/>&amp;<para>',
        "\u202eesrever\u202c\x07\x1b[31m bell",
        "W" * 255,
        "测试产品 テスト 테스트 שלום مرحبا Привет ½ 😀 \U000e0041",
        "%s {0} \\n (a) ( \\)",
    ]
    variants = [
        await shop.variant(title=title[:255], price=100 + n) for n, title in enumerate(titles)
    ]
    await seller(shop, name="<i>Müller</i> & Söhne " + "x" * 150, footer="a\n" * 400)
    bought = await (await shop.shopper(*[(variant, 1) for variant in variants])).buy()
    await real(shop, bought["id"])
    assert (await issue(shop, bought["id"])).status_code == 200
    _, text = await printed(shop, bought["id"])
    assert "<b>x</b><img" in text
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "Привет" in text
    assert "测试产品" in text
    order = await order_of(shop, bought["id"])
    for item in order["items"]:
        assert shown(item["gross"]) in text
    assert shown(order["totals"]["total"]) in text
    _, slip = await printed(shop, bought["id"], what="packing-slips")
    assert "<b>x</b><img" in slip


async def test_a_packing_slip_has_the_goods_of_each_parcel_and_no_price(shop: Any) -> None:
    """One slip for what is packed, one for what is not; cancelled units are on none."""
    first = await shop.variant(price=7777, title="Lamp", sku="L-1")
    second = await shop.variant(price=8888, title="Shade", sku="S-1")
    order_id, _, _ = await sale(shop, (first, 3), (second, 1))
    order = await order_of(shop, order_id)
    path = f"{shop.store.path}/orders/{order_id}"
    lamp, shade = order["items"]
    body = {"lines": [{"item_id": lamp["id"], "quantity": 1}]}
    assert (await shop.store.merchant.post(f"{path}/refunds", json=body)).status_code == 201
    packed = {
        "items": [{"item_id": shade["id"], "quantity": 1}],
        "carrier": "DHL",
        "tracking_number": "JD42",
        "status": "pending",
    }
    assert (await shop.store.merchant.post(f"{path}/fulfillments", json=packed)).status_code == 201
    file, text = await printed(shop, order_id, what="packing-slips")
    one, other = [
        " ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(file)).pages
    ]
    assert "Shade" in one
    assert "JD42" in one
    assert "Lamp" not in one
    assert "2 Lamp" in other
    assert "Shade" not in other
    assert "77.77" not in text
    assert "Ada Lovelace" in text


async def test_another_merchants_orders_are_not_printed(shop: Any) -> None:
    order_id, _, _ = await sale(shop, (await shop.variant(), 1))
    await issue(shop, order_id)
    stranger = await register_merchant(shop.api)
    other = await create_store(stranger, shop.kernel)
    for what in ("invoices", "packing-slips"):
        reply = await stranger.get(f"{other.path}/{what}/pdf", params={"order_ids": order_id})
        assert (reply.status_code, reply.json()["error"]["code"]) == (404, "order_not_found")
    made = await stranger.post(f"{other.path}/invoices", json={"order_ids": [order_id]})
    assert made.status_code == 404
    listed = await stranger.get(f"{other.path}/invoices", params={"order_id": order_id})
    assert listed.json()["data"] == []
