"""Starting a checkout: what is checked, what is held, what is asked of the provider."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from ecomm_connectors.payments.errors import ProviderRefused, ProviderUnavailable
from ecomm_core import clock


async def _refused(shopper: Any, body: dict[str, Any]) -> dict[str, Any]:
    """The refusal; nothing was started."""
    reply = await shopper.post_checkout(body)
    assert reply.status_code >= 400, reply.text
    left = await shopper.shop.one(
        "select count(*) from checkouts where cart_id = :cart", cart=shopper.cart_id
    )
    assert left == 0
    error: dict[str, Any] = {**reply.json()["error"], "status": reply.status_code}
    return error


async def test_a_started_checkout_freezes_holds_and_asks(shop: Any) -> None:
    """R3.2, R5.2: stock is reserved when payment starts, and the row carries everything."""
    variant = await shop.variant(price=2499, stock=5)
    shopper = await shop.shopper((variant, 2))
    assert await shop.stock(variant) == (5, 0, 0), "not at add-to-cart"
    started = await shopper.start()

    assert await shop.stock(variant) == (5, 0, 2)
    assert started["totals"] == {
        "subtotal": shop.store.money(4998),
        "discount": shop.store.money(0),
        "shipping": shop.store.money(490),
        "shipping_discount": shop.store.money(0),
        "tax": shop.store.money(876),
        "total": shop.store.money(5488),
        "paid_by_balance": shop.store.money(0),
        "due": shop.store.money(5488),
    }
    assert "/mock-pay/sessions/mock_" in started["payment_url"]
    [row] = await shop.rows(
        """select k.state, k.total, k.test, k.lines, k.tax_name, k.tax_country, k.tax_rate_ppm,
                  p.amount, p.provider_ref is not null as asked, p.status
             from checkouts k join payments p on p.checkout_id = k.id where k.id = :id""",
        id=started["checkout_id"],
    )
    assert (row["state"], row["total"], row["amount"]) == ("awaiting_payment", 5488, 5488)
    assert (row["test"], row["asked"], row["status"]) == (True, True, "created")
    assert (row["tax_country"], row["tax_rate_ppm"]) == ("DE", 190_000)
    assert sum(line["gross"] for line in row["lines"]) + 490 == 5488


async def test_an_empty_cart_is_refused(shop: Any) -> None:
    shopper = await shop.shopper()
    error = await _refused(shopper, await shopper.form())
    assert (error["status"], error["code"]) == (409, "cart_empty")


async def test_a_sold_out_line_is_refused_by_name(shop: Any) -> None:
    """R3.2: 409 with what is left per line; nothing is held."""
    plenty, scarce = await shop.variant(stock=10), await shop.variant(stock=2)
    shopper = await shop.shopper((plenty, 1), (scarce, 3))
    error = await _refused(shopper, await shopper.form())
    assert (error["status"], error["code"]) == (409, "out_of_stock")
    [detail] = error["details"]
    assert detail["field"] == "lines.1"
    assert (detail["variant_id"], detail["available"], detail["wanted"]) == (str(scarce), 2, 3)
    assert await shop.stock(plenty) == (10, 0, 0)


async def test_a_changed_price_is_shown_before_it_is_paid(shop: Any) -> None:
    variant = await shop.variant(price=1000)
    shopper = await shop.shopper((variant, 1))
    body = await shopper.form()
    await shop.set_price(variant, 1500)
    error = await _refused(shopper, body)
    assert (error["status"], error["code"]) == (409, "cart_changed")
    assert error["details"][0]["problem"] == "price_changed"
    assert (await shopper.look())["lines"][0]["problem"] == "price_changed"
    assert (await shopper.start(body))["totals"]["subtotal"]["amount"] == 1500


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"email": "nobody"}, "email", "value_error"),
        ({"email": "a@b\x00.de"}, None, None),
        ({"address": {"name": ""}}, "shipping_address.name", "string_too_short"),
        ({"address": {"line1": "x" * 201}}, "shipping_address.line1", "string_too_long"),
        ({"address": {"country": "XX"}}, "shipping_address.country", "country_not_served"),
        ({"address": {"country": "germany"}}, "shipping_address.country", None),
        ({"codes": ["FREE"]}, "codes.0", "code_unknown"),
    ],
)
async def test_bad_forms_name_the_field(
    shop: Any, changes: dict[str, Any], field: str | None, code: str | None
) -> None:
    shopper = await shop.shopper((await shop.variant(), 1))
    rate = (await shopper.rates())["rates"][0]["id"]
    error = await _refused(shopper, await shopper.form(shipping_rate_id=rate, **changes))
    assert error["status"] == 422
    if field is not None:
        assert error["details"][0]["field"] == field
    if code is not None:
        assert error["details"][0]["code"] == code


async def test_a_rate_of_nobody_or_of_another_store_is_refused(
    shop: Any, make_shop: Any, other_store: Any
) -> None:
    elsewhere = await (await make_shop(other_store).shopper()).rates()
    shopper = await shop.shopper((await shop.variant(), 1))
    for rate in (str(uuid4()), elsewhere["rates"][0]["id"]):
        error = await _refused(shopper, await shopper.form(shipping_rate_id=rate))
        assert (error["status"], error["code"]) == (422, "shipping_rate_unavailable")


async def test_only_the_holder_of_the_token_starts_it(shop: Any) -> None:
    shopper, stranger = await shop.shopper((await shop.variant(), 1)), await shop.shopper()
    body = await shopper.form()
    shown: list[dict[str, str]] = [{}, stranger.headers, {"X-Cart-Token": "wrong"}]
    for headers in shown:
        reply = await shop.api.post(f"{shop.store.public}/checkout", headers=headers, json=body)
        assert (reply.status_code, reply.json()["error"]["code"]) == (404, "cart_not_found")


async def test_the_state_is_for_the_holder_alone(shop: Any) -> None:
    shopper, stranger = await shop.shopper((await shop.variant(), 1)), await shop.shopper()
    started = await shopper.start()
    path = f"{shop.store.public}/checkout/{started['checkout_id']}"
    shown: list[dict[str, str]] = [{}, stranger.headers]
    for headers in shown:
        for method, address in (("GET", path), ("POST", f"{path}/retry")):
            reply = await shop.api.request(method, address, headers=headers)
            assert reply.status_code == 404
    state = await shopper.state()
    assert state["state"] == "awaiting_payment"
    assert state["payment_url"] == started["payment_url"]
    assert state["shipping_address"]["city"] == "Berlin"
    assert state["order"] is None


async def test_the_same_form_gives_the_same_checkout(shop: Any, provider: Any) -> None:
    """R5.1: idempotent per cart without any key."""
    variant = await shop.variant(stock=5)
    shopper = await shop.shopper((variant, 2))
    body = await shopper.form()
    first = await shopper.start(body)
    second = await shopper.start(body)
    assert second == first
    assert provider.calls.count("create_session") == 1
    assert await shop.stock(variant) == (5, 0, 2)


async def test_a_double_click_makes_one_checkout(shop: Any) -> None:
    """R5.1: ten at once are one, with one payment page."""
    variant = await shop.variant(stock=5)
    shopper = await shop.shopper((variant, 2))
    body = await shopper.form()
    replies = await asyncio.gather(*(shopper.post_checkout(body) for _ in range(10)))
    assert {reply.status_code for reply in replies} == {201}
    assert len({reply.text for reply in replies}) == 1
    assert await shop.one("select count(*) from payments") == 1
    assert await shop.stock(variant) == (5, 0, 2)


async def test_another_form_replaces_the_checkout(shop: Any) -> None:
    """A changed body closes the earlier page and holds anew."""
    variant = await shop.variant(stock=5, price=1000)
    shopper = await shop.shopper((variant, 1))
    first = await shopper.start()
    await shopper.add(variant, 2)
    second = await shopper.start()
    assert second["checkout_id"] == first["checkout_id"]
    assert second["payment_url"] != first["payment_url"]
    assert second["totals"]["subtotal"]["amount"] == 3000
    assert await shop.stock(variant) == (5, 0, 3)
    late = await shopper.choose("pay", first["payment_url"])
    assert late.status_code == 409, "the earlier page can no longer be paid"
    assert (await shopper.state())["state"] == "awaiting_payment"
    await shopper.choose("pay")
    assert (await shopper.state())["state"] == "completed"


async def test_two_tabs_with_different_forms_end_with_one_open_page(shop: Any) -> None:
    variant = await shop.variant(stock=5)
    shopper = await shop.shopper((variant, 1))
    forms = [await shopper.form(address={"line1": f"Hauptstrasse {number}"}) for number in range(4)]
    replies = await asyncio.gather(*(shopper.post_checkout(body) for body in forms))
    assert {reply.status_code for reply in replies} <= {201, 409}, [r.text for r in replies]
    assert any(reply.status_code == 201 for reply in replies)
    last = await shopper.start(forms[0])
    open_pages = 0
    for row in await shop.rows("select provider_ref from payments"):
        told = await shop.providers.mock.fetch(row["provider_ref"])
        open_pages += told.payment_url is not None
    assert open_pages == 1
    assert await shop.stock(variant) == (5, 0, 1)
    await shopper.choose("pay", last["payment_url"])
    assert (await shopper.state())["state"] == "completed"
    assert await shop.one("select count(*) from orders") == 1


async def test_who_pays_in_the_first_tab_keeps_the_order(shop: Any) -> None:
    """Paid in one tab, changed in the other before anybody noticed: the paid one stands."""
    variant = await shop.variant(stock=5, price=1000)
    shopper = await shop.shopper((variant, 1))
    await shopper.start()
    shop.providers.deliver = _lost
    await shopper.choose("pay")
    reply = await shopper.post_checkout(await shopper.form(address={"city": "Bremen"}))
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "cart_completed")
    assert reply.json()["error"]["details"][0]["checkout_id"] == shopper.checkout_id
    state = await shopper.state()
    assert state["state"] == "completed"
    assert state["shipping_address"]["city"] == "Berlin"


async def _lost(_body: bytes, _headers: Any) -> int:
    raise ConnectionError("the network ate it")


async def test_a_silent_provider_keeps_the_checkout(shop: Any, provider: Any) -> None:
    """R5.2: 503 with Retry-After; the intent is kept, and the same form finds it."""

    async def silent(*_: Any) -> None:
        raise ProviderUnavailable("no answer", retry_after=7)

    variant = await shop.variant(stock=5)
    shopper = await shop.shopper((variant, 1))
    body = await shopper.form()
    provider.before["create_session"] = silent
    reply = await shopper.post_checkout(body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (503, "payment_unavailable")
    assert reply.headers["retry-after"] == "7"
    [intent] = await shop.rows("select id, provider_ref from payments")
    assert intent["provider_ref"] is None
    assert await shop.stock(variant) == (5, 0, 1), "the stock stays held"

    del provider.before["create_session"]
    started = await shopper.start(body)
    assert started["payment_url"]
    [same] = await shop.rows("select id, provider_ref from payments")
    assert same["id"] == intent["id"], "the same intent, under the same key"
    assert (await shopper.buy())["number"] == 1001


async def test_a_provider_that_acted_and_did_not_answer_gives_the_same_page(
    shop: Any, provider: Any
) -> None:
    """R5.2: the intent's id is the key: asked again, the provider gives the page it made."""

    def lost(_made: Any) -> Any:
        raise ProviderUnavailable("the answer was lost")

    shopper = await shop.shopper((await shop.variant(), 1))
    body = await shopper.form()
    provider.after["create_session"] = lost
    assert (await shopper.post_checkout(body)).status_code == 503
    made = await shop.providers.mock.state.list_changed(clock.now() - timedelta(minutes=1))
    del provider.after["create_session"]
    started = await shopper.start(body)
    # Made before it was asked again; the other sessions of this minute are other tests'.
    assert started["payment_url"].rpartition("/")[2] in {session.id for session in made}


async def test_a_refusing_provider_lets_the_stock_go(shop: Any, provider: Any) -> None:
    async def refuses(*_: Any) -> None:
        raise ProviderRefused("amount_too_small", "at least 0.50")

    variant = await shop.variant(stock=5)
    shopper = await shop.shopper((variant, 1))
    provider.before["create_session"] = refuses
    reply = await shopper.post_checkout()
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "payment_refused")
    assert await shop.stock(variant) == (5, 0, 0)
    [payment] = await shop.rows("select status, failure_code from payments")
    assert (payment["status"], payment["failure_code"]) == ("failed", "amount_too_small")
    del provider.before["create_session"]
    assert (await shopper.buy())["number"] == 1001


async def test_a_changed_shop_name_finds_the_page_again(shop: Any, provider: Any) -> None:
    """The provider holds another request under our key: its page is looked up by our reference."""

    def lost(_made: Any) -> Any:
        raise ProviderUnavailable("the answer was lost")

    shopper = await shop.shopper((await shop.variant(), 1))
    body = await shopper.form()
    provider.after["create_session"] = lost
    assert (await shopper.post_checkout(body)).status_code == 503
    del provider.after["create_session"]
    renamed = await shop.store.merchant.patch(shop.store.path, json={"name": "New name"})
    assert renamed.status_code == 200
    started = await shopper.start(body)
    assert "/mock-pay/sessions/" in started["payment_url"]
    assert await shop.one("select count(*) from payments") == 1


async def test_nothing_to_pay_skips_the_provider(shop: Any, provider: Any) -> None:
    """R4.7: a zero total completes at once."""
    variant = await shop.variant(price=0, stock=3)
    await shop.store.merchant.post(
        f"{shop.store.path}/shipping-rates",
        json={"name": "Pick up", "amount": 0, "countries": ["DE"]},
    )
    shopper = await shop.shopper((variant, 2))
    started = await shopper.start()
    assert started["payment_url"] is None
    assert provider.calls == []
    state = await shopper.state()
    assert (state["state"], state["order"]["number"]) == ("completed", 1001)
    assert await shop.stock(variant) == (3, 2, 0)
    assert await shop.one("select payment_status from orders") == "paid"
    assert await shop.one("select count(*) from payments") == 0


async def test_a_completed_cart_is_not_checked_out_again(shop: Any) -> None:
    shopper = await shop.shopper((await shop.variant(), 1))
    body = await shopper.form()
    await shopper.start(body)
    await shopper.choose("pay")
    await shopper.state()
    reply = await shopper.post_checkout(body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "cart_completed")
    assert await shop.one("select count(*) from orders") == 1
