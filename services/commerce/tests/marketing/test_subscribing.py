"""Asking for a store's news, confirming it, and leaving: who is on the list, by whose word."""

from collections.abc import Callable
from typing import Any

from commerce.flows.remind_carts import remind_carts
from commerce.marketing.subscribers import asking
from ecomm_core.accounts.links import LIFETIME, Purpose
from ecomm_testing.actors import ShopStore

Shift = Callable[[float], None]
MINUTE = 60.0
WORDS = "News and offers by e-mail. You can stop it at any time."


async def test_a_wish_allows_nothing_until_the_link_of_the_mail_was_followed(
    post: Any, other_store: ShopStore
) -> None:
    """And the ledger then shows what was asked, to which words, from where, and when it was proven.
    The token is stored nowhere, and is nothing at another shop."""
    email = post.fresh()
    assert (await post.form(email, text_version="newsletter-7")).json()["data"] == {}
    assert await post.status(email) == "pending"
    assert await post.used() == 0
    await post.work()
    [mail] = [mail for mail in post.mails if mail.to.email == email]
    assert "List-Unsubscribe" not in mail.headers
    token = post.token(email, "/newsletter/confirm")
    api = post.store.merchant.api
    foreign = await api.post(f"{other_store.public}/newsletter/confirm", json={"token": token})
    assert (foreign.status_code, foreign.json()["error"]["code"]) == (410, "link_over")
    [stored] = await post.sql("select string_agg(l::text, '') as all from subscriber_links l")
    assert token not in stored.all
    assert await post.status(email) == "pending"

    assert (await post.post("/newsletter/confirm", {"token": token})).status_code == 200
    found = await post.row(email)
    assert (found["status"], found["source"], found["over_limit"]) == ("confirmed", "form", False)
    agreed, asked = found["consents"]
    assert (asked["purpose"], asked["confirmed_at"]) == ("marketing_ask", None)
    assert (agreed["purpose"], agreed["granted"]) == ("marketing_email", True)
    for line in (agreed, asked):
        assert (line["words"], line["text_version"]) == (WORDS, "newsletter-7")
    assert (asked["ip"], asked["user_agent"]) == ("127.0.0.0", "Firefox/140")
    assert agreed["asked_at"] == found["asked_at"]
    assert agreed["confirmed_at"] == found["confirmed_at"]
    assert await post.used() == 1
    await post.work()
    welcome = post.mails[-1]
    assert welcome.to.email == email
    assert welcome.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert post.token(email, "/unsubscribe") in welcome.headers["List-Unsubscribe"]


async def test_the_form_tells_nobody_who_is_on_the_list(post: Any) -> None:
    """The reply is the same for an address that is new, pending, confirmed, gone or never written
    to, and only the new one is mailed. Against a reply that says who is on the list
    already."""
    pending, confirmed, gone, bounced = (post.fresh() for _ in range(4))
    await post.form(pending)
    for email in (confirmed, gone, bounced):
        await post.joins(email)
    await post.post("/unsubscribe", {"token": post.token(gone, "/unsubscribe")})
    row = await post.row(bounced)
    await post.merchant("POST", f"/{row['id']}/suppress", {"reason": "bounce"})
    await post.work()
    before = len(post.mails)
    replies = [
        await post.form(email) for email in (pending, confirmed, gone, bounced, post.fresh())
    ]
    assert {reply.status_code for reply in replies} == {200}
    assert {reply.text for reply in replies} == {replies[0].text}
    await post.work()
    assert len(post.mails) == before + 1
    assert await post.status(confirmed) == "confirmed"
    assert await post.status(bounced) == "suppressed"


async def test_a_program_that_fills_in_every_field_gets_the_same_answer_and_nothing_else(
    post: Any,
) -> None:
    """The field is hidden from people; what fills it in is no person."""
    email = post.fresh()
    reply = await post.form(email, website="https://spam.example")
    assert (reply.status_code, reply.json()["data"]) == (200, {})
    await post.work()
    assert await post.merchant("GET", params={"search": email}) == []
    assert post.got(email) == 0


async def test_nobody_is_flooded_with_confirmations(post: Any) -> None:
    """One in ten minutes, five a day, whoever types the address."""
    email = post.fresh()
    for minutes in range(0, 100, 5):
        post.shift(minutes * MINUTE)
        await post.form(email)
    await post.work()
    assert post.got(email) == asking.A_DAY


async def test_a_link_works_twice_without_harm(post: Any, shift_clock: Shift) -> None:
    """The same answer, no second line of the ledger, no second mail. But who left since is not
    brought back by it, and a link that is too old is over. Against a confirmation that does
    not look at what was said since: a program that opens old links would bring everybody back."""
    email = post.fresh()
    token = await post.joins(email)
    lines, mails = len(await post.said(email)), len(post.mails)
    again = await post.post("/newsletter/confirm", {"token": token})
    assert (again.status_code, again.json()["data"]) == (200, {"email": email})
    await post.work()
    assert (len(await post.said(email)), len(post.mails)) == (lines, mails)
    leave = post.token(email, "/unsubscribe")
    assert (await post.post("/unsubscribe", {"token": leave})).status_code == 200
    over = await post.post("/newsletter/confirm", {"token": token})
    assert (over.status_code, over.json()["error"]["code"]) == (410, "link_over")
    assert await post.status(email) == "unsubscribed"
    late = post.fresh()
    await post.form(late)
    await post.work()
    shift_clock(LIFETIME[Purpose.CONFIRM].total_seconds() + 1)
    body = {"token": post.token(late, "/newsletter/confirm")}
    assert (await post.post("/newsletter/confirm", body)).status_code == 410


async def test_leaving_takes_a_post_and_no_session_and_works_twice(post: Any) -> None:
    """RFC 8058. Programs follow every link of a mail: nothing is done by reading one. Against a
    GET that unsubscribes."""
    email = post.fresh()
    await post.joins(email)
    token, api = post.token(email, "/unsubscribe"), post.store.merchant.api
    for path in ("/unsubscribe", "/newsletter/confirm"):
        read = await api.get(f"{post.store.public}{path}", params={"token": token})
        assert read.status_code in (404, 405)
    assert await post.status(email) == "confirmed"
    crossed = await post.post("/newsletter/confirm", {"token": token})
    assert crossed.status_code == 410
    for _ in range(2):
        assert (await post.post("/unsubscribe", {"token": token})).status_code == 200
    assert await post.status(email) == "unsubscribed"
    assert (await post.said(email))[-1] == ("marketing_email", False, "unsubscribe")
    assert len(await post.said(email)) == 3
    assert await post.used() == 0


async def test_who_left_comes_back_by_a_new_confirmation_alone(post: Any) -> None:
    """Somebody else's wish, or a tick at a checkout, does not let the shop write to them. The last
    look before a mail leaves is what keeps the reminder of the cart back."""
    email = post.fresh()
    await post.joins(email)
    await post.post("/unsubscribe", {"token": post.token(email, "/unsubscribe")})
    await post.leaves_a_cart(email)
    assert await post.status(email) == "pending"
    await post.time_goes(70 * MINUTE)
    await remind_carts(post.kernel)
    await post.work()
    assert post.got(email, "/cart/recover") == 0
    token = post.token(email, "/newsletter/confirm")
    assert (await post.post("/newsletter/confirm", {"token": token})).status_code == 200
    assert await post.status(email) == "confirmed"


async def test_a_consent_of_a_checkout_waits_for_its_confirmation(post: Any) -> None:
    """Said once, it stands in one ledger: the list shows it as pending, and a mail goes out when
    the address has been typed for a while."""
    email = post.fresh()
    await post.leaves_a_cart(email)
    found = await post.row(email)
    assert (found["status"], found["source"]) == ("pending", "checkout")
    await post.time_goes(10 * MINUTE)
    assert post.got(email) == 0
    await post.time_goes(16 * MINUTE)
    assert post.got(email) == 1
    token = post.token(email, "/newsletter/confirm")
    assert (await post.post("/newsletter/confirm", {"token": token})).status_code == 200
    assert await post.said(email) == [
        ("marketing_email", True, "checkout"),
        ("marketing_email", True, "checkout"),
    ]
    assert await post.status(email) == "confirmed"


async def test_an_account_and_the_list_say_the_same(post: Any) -> None:
    """A proven address is confirmed by its account; what is switched off there is off here, and the
    link of a mail switches it off there."""
    email, api = post.fresh(), post.store.merchant.api
    body = {"email": email, "password": "eight888", "name": "Sina", "marketing": True}
    made = await api.post(f"{post.store.public}/customers/register", json=body)
    headers = {"Authorization": f"Bearer {made.json()['data']['access_token']}"}
    mine = f"{post.store.public}/customers/me"
    assert await post.status(email) == "pending"
    await post.work()
    assert post.got(email) == 0, "the account's own mail proves the address"
    proof = {"token": post.token(email, "/account/verify")}
    assert (await post.post("/customers/verify-email", proof)).status_code == 200
    found = await post.row(email)
    assert (found["status"], found["customer_id"]) == (
        "confirmed",
        made.json()["data"]["user"]["id"],
    )
    off = await api.put(f"{mine}/marketing", headers=headers, json={"granted": False})
    assert off.json()["data"]["granted"] is False
    assert await post.status(email) == "unsubscribed"
    await api.put(f"{mine}/marketing", headers=headers, json={"granted": True})
    assert await post.status(email) == "confirmed"
    await post.post("/unsubscribe", {"token": await post.leaving(email)})
    assert (await api.get(mine, headers=headers)).json()["data"]["marketing"] is False


def test_an_address_is_kept_as_its_network_alone() -> None:
    from commerce.customers.book.consents import network_of

    assert network_of("203.0.113.77") == "203.0.113.0"
    assert network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1::"
    assert network_of("::ffff:203.0.113.77") == "203.0.113.0"
    assert (network_of(None), network_of("nonsense")) == (None, None)
