"""A store's own words for its mails, over HTTP: written, looked at, tried, undone, never in the
way of a mail."""

import email
import email.policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from commerce.mail.kinds import FACTS, Kind
from ecomm_core.ids import new_id

OWN = {"subject": "Danke #{{ number }}", "body": "# Danke, {{ name }}\n\n{{ total }}"}


def _sent(mailbox: Path, to: str) -> list[Any]:
    found = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted(mailbox.glob("*.eml"))
    ]
    return [message for message in found if message["To"] == to]


def _part(message: Any, kind: str) -> str:
    return str(message.get_body((kind,)).get_content())


async def _buy(shop: Any) -> Any:
    shopper = await shop.shopper((await shop.variant(), 2))
    await shopper.start(await shopper.form())
    await shopper.choose("pay")
    await shop.run()
    return shopper


async def test_the_life_of_a_template(shop: Any, mailbox: Path) -> None:
    """Through the public API alone: ours, the store's own, a better one, the first again, ours."""
    path = f"{shop.store.path}/email-templates/order_confirmation"
    merchant = shop.store.merchant
    listed = (await merchant.get(f"{shop.store.path}/email-templates")).json()["data"]
    assert [row["kind"] for row in listed] == [k.value for k, f in FACTS.items() if f.editable]
    assert not any(row["custom"] for row in listed)
    before = (await merchant.get(path)).json()["data"]
    assert before["body"] == before["default_body"]

    shown = await merchant.post(f"{path}/preview", json=OWN)
    assert shown.json()["data"]["subject"] == "Danke #1001"
    assert "Danke, Ada Lovelace" in shown.json()["data"]["html"]

    saved = await merchant.put(path, json={**OWN, "version": 0})
    assert (saved.json()["data"]["version"], saved.json()["data"]["custom"]) == (1, True)
    shopper = await _buy(shop)
    [first] = _sent(mailbox, shopper.email)
    assert first["Subject"] == "Danke #1001"
    assert "Danke, Ada Lovelace" in _part(first, "html")
    assert "€54.88" in _part(first, "plain")

    stale = await merchant.put(path, json={**OWN, "subject": "Other", "version": 0})
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "email_template_changed")
    better = await merchant.put(path, json={**OWN, "subject": "Better", "version": 1})
    assert better.json()["data"]["version"] == 2
    restored = await merchant.post(f"{path}/versions/1/restore")
    assert restored.json()["data"]["subject"] == OWN["subject"]
    ours = await merchant.post(f"{path}/reset")
    assert ours.json()["data"]["custom"] is False
    history = (await merchant.get(f"{path}/versions")).json()["data"]
    assert [(v["version"], v["subject"]) for v in history] == [
        (4, None),
        (3, OWN["subject"]),
        (2, "Better"),
        (1, OWN["subject"]),
    ]
    shopper = await _buy(shop)
    [last] = _sent(mailbox, shopper.email)
    assert last["Subject"].startswith("Your order #1002")
    audited = await shop.rows(
        "select action from audit_log where resource_type = 'email_template' order by at, id"
    )
    assert [row["action"] for row in audited] == [
        "email_template.save",
        "email_template.save",
        "email_template.restore",
        "email_template.reset",
    ]


@pytest.mark.parametrize(
    ("body", "line", "code", "said"),
    [
        ("Hi\n\n{{ nmae }}", 3, "unknown_variable", "did you mean 'name'"),
        ("{{ items }}", 1, "not_a_text", "for item in items"),
        ("{% for a in name %}{% endfor %}", 1, "not_a_list", "name"),
        (
            "{% for item in items %}\n{{ item.cost }}{% endfor %}",
            2,
            "unknown_variable",
            "item.cost",
        ),
        ("a\n{% if total %}b", 2, "syntax", ""),
        ("{{ total | currency }}", 1, "unknown_filter", "capitalize"),
        ("{{ name.upper() }}", 1, "not_allowed", "function calls"),
        ("   ", 1, "empty", ""),
    ],
)
async def test_a_mistake_is_refused_where_it_stands(
    shop: Any, body: str, line: int, code: str, said: str
) -> None:
    path = f"{shop.store.path}/email-templates/order_confirmation"
    reply = await shop.store.merchant.put(
        path, json={"subject": "Hello", "body": body, "version": 0}
    )
    assert reply.status_code == 422
    [detail] = reply.json()["error"]["details"]
    assert (detail["field"], detail["line"], detail["code"]) == ("body", line, code)
    assert said in detail["message"]
    after = (await shop.store.merchant.get(path)).json()["data"]
    assert (after["custom"], after["version"]) == (False, 0)


async def test_a_template_that_breaks_costs_no_mail(shop: Any, mailbox: Path) -> None:
    """It leaves in our words, and the merchant is told. (Saving refuses it; a variable that goes
    with a later release, or an order of ten thousand lines, is found out at sending.)"""
    path = f"{shop.store.path}/email-templates/order_confirmation"
    await shop.store.merchant.put(path, json={**OWN, "version": 0})
    async with shop.transaction() as session:
        await session.execute(text("update email_templates set body = '{{ was_here_once }}'"))
    shopper = await _buy(shop)
    [message] = _sent(mailbox, shopper.email)
    assert "Thank you for your order" in _part(message, "plain")
    told = (await shop.store.merchant.get(path)).json()["data"]
    assert "was_here_once" in told["problem"]
    mended = await shop.store.merchant.put(path, json={**OWN, "version": 1})
    assert mended.json()["data"]["problem"] is None


async def test_a_test_mail_goes_to_oneself_and_nobody_else(shop: Any, mailbox: Path) -> None:
    path = f"{shop.store.path}/email-templates/gift_card/test"
    draft = {"subject": "Gift", "body": "Code {{ code }}", "to": "victim@example.com"}
    reply = await shop.store.merchant.post(path, json=draft)
    assert reply.status_code == 202
    assert reply.json()["data"]["recipient"] == shop.store.merchant.email
    await shop.run()
    [message] = [m for m in _sent(mailbox, shop.store.merchant.email) if m["Subject"] == "Gift"]
    assert "This is a test mail" in _part(message, "plain")
    assert _sent(mailbox, "victim@example.com") == []


async def test_test_mails_are_limited(shop: Any) -> None:
    path = f"{shop.store.path}/email-templates/welcome/test"
    draft = {"subject": "Hi", "body": "Hello"}
    codes = [(await shop.store.merchant.post(path, json=draft)).status_code for _ in range(21)]
    assert codes == [202] * 20 + [429]
    assert await shop.one("select count(*) from mail_messages where template = 'welcome'") == 20


async def test_a_mail_that_is_left_out_is_not_sent(shop: Any, mailbox: Path) -> None:
    base = f"{shop.store.path}/email-templates"
    off = await shop.store.merchant.patch(f"{base}/shipping", json={"enabled": False})
    assert off.json()["data"]["enabled"] is False
    must = await shop.store.merchant.patch(f"{base}/order_confirmation", json={"enabled": False})
    assert (must.status_code, must.json()["error"]["code"]) == (409, "mail_not_optional")
    shopper = await _buy(shop)
    order = (await shopper.state())["order"]
    path = f"{shop.store.path}/orders/{order['id']}"
    item = (await shop.store.merchant.get(path)).json()["data"]["items"][0]
    await shop.store.merchant.post(
        f"{path}/fulfillments",
        json={
            "carrier": "DHL",
            "tracking_number": "1",
            "items": [{"item_id": item["id"], "quantity": 2}],
        },
    )
    await shop.run()
    assert len(_sent(mailbox, shopper.email)) == 1
    log = (await shop.store.merchant.get(f"{path}/mails")).json()["data"]
    assert [(mail["kind"], mail["state"]) for mail in log] == [
        ("shipping", "skipped"),
        ("order_confirmation", "sent"),
    ]


async def test_a_mail_is_sent_again_with_a_key_of_its_own(shop: Any, mailbox: Path) -> None:
    shopper = await _buy(shop)
    [row] = (await shop.store.merchant.get(f"{shop.store.path}/mails")).json()["data"]
    assert (row["state"], row["repeatable"]) == ("sent", True)
    again = f"{shop.store.path}/mails/{row['id']}/resend"
    assert (await shop.store.merchant.post(again)).status_code == 202
    await shop.run()
    first, second = _sent(mailbox, shopper.email)
    assert first["Message-ID"] != second["Message-ID"]
    listed = await shop.store.merchant.get(f"{shop.store.path}/mails", params={"search": "@"})
    assert listed.json()["page"]["total"] == 2


async def test_what_opens_something_cannot_be_sent_again(shop: Any) -> None:
    await shop.store.merchant.post(
        f"{shop.store.path}/email-templates/gift_card/test",
        json={"subject": "Gift", "body": "Code {{ code }}"},
    )
    await shop.run()
    [row] = (await shop.store.merchant.get(f"{shop.store.path}/mails")).json()["data"]
    reply = await shop.store.merchant.post(f"{shop.store.path}/mails/{row['id']}/resend")
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "mail_not_repeatable")


async def test_a_team_s_mails_are_the_platform_s_own(shop: Any) -> None:
    reply = await shop.store.merchant.get(
        f"{shop.store.path}/email-templates/{Kind.TEAM_INVITE.value}"
    )
    assert reply.status_code == 404
    unknown = await shop.store.merchant.post(f"{shop.store.path}/mails/{new_id()}/resend")
    assert unknown.status_code == 404
