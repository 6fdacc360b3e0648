"""What a store writes to people: its words, its sender, and what left."""

from typing import Any

from .story import fresh

TAGS = ("email_templates", "mail_sender", "mails")


async def test_a_template_from_the_preview_to_the_words_it_had_before(room: Any) -> None:
    """Changed in a sandbox, tried, sent to oneself, used, switched off, brought back."""
    all_of, one = "/email-templates", "/email-templates/shipping"
    kinds = {entry["kind"] for entry in await room.owner.get(all_of)}
    assert {"order_confirmation", "shipping", "refund", "abandoned_cart"} <= kinds
    own = {"subject": "Off it goes: #{{ number }}", "body": "Thank you, {{ name }}."}
    version = (await room.owner.get(one))["version"]
    await room.denied("PUT", one, {**own, "version": version}, watch=one)
    evil = {"subject": "x", "body": "{{ ''.__class__.__mro__ }}"}
    assert (await room.owner.refused("POST", f"{one}/preview", evil))[0] == 422
    seen = await room.owner.post(f"{one}/preview", own)
    assert "Off it goes" in seen["subject"]
    await room.owner.post("/locales", locale="fr", published=True)
    standard = await room.owner.get(one)
    assert standard["locales"][1:] == ["fr"]
    ours = {"subject": standard["default_subject"], "body": standard["default_body"]}
    french = await room.owner.post(f"{one}/preview", {**ours, "locale": "fr"})
    assert french["subject"] != (await room.owner.post(f"{one}/preview", ours))["subject"]
    assert 'lang="fr' in french["html"]
    mine = await room.owner.post(f"{one}/preview", {**own, "locale": "fr"})
    assert "Off it goes" in mine["subject"], "words of one's own are what they are"
    strange = {**own, "locale": "es"}
    assert (await room.owner.refused("POST", f"{one}/preview", strange))[0] == 422
    await room.owner.delete("/locales/fr")
    told = await room.owner.post(f"{one}/test", own)
    await room.work()
    assert told["recipient"] == room.email
    assert any("Off it goes" in letter.subject for letter in room.letters(room.email))
    saved = await room.owner.put(one, {**own, "version": version})
    assert saved["custom"] is True
    assert (await room.owner.refused("PUT", one, {**own, "version": version}))[0] == 409

    mug = await room.product(title="Mug")
    order = await room.order((mug["variants"][0]["id"], 1))
    email = (await order.look())["email"]
    await order.merchant.post("/fulfillments", carrier="DHL", tracking_number="1")
    await room.work()
    assert [x.subject for x in room.letters(email)][-1] == f"Off it goes: #{order.number}"
    assert "Thank you, Ada Lovelace." in room.letters(email)[-1].text

    newer = {"subject": "Second words", "body": "x", "version": saved["version"]}
    await room.owner.put(one, newer)
    versions = await room.owner.get(f"{one}/versions")
    assert [entry["subject"] for entry in versions][:2] == ["Second words", own["subject"]]
    back = await room.owner.post(f"{one}/versions/{saved['version']}/restore")
    assert back["subject"] == own["subject"]
    assert (await room.owner.post(f"{one}/reset"))["custom"] is False
    await room.owner.patch(one, enabled=False)
    other = await room.order((mug["variants"][0]["id"], 1))
    before = len(room.letters((await other.look())["email"]))
    await other.merchant.post("/fulfillments", carrier="DHL", tracking_number="2")
    await room.work()
    assert len(room.letters((await other.look())["email"])) == before, "switched off"
    await room.owner.patch(one, enabled=True)
    actions = {action for action, _ in await room.backstage.audit()}
    assert "email_template.test" in actions


async def test_what_was_sent_is_listed_and_sent_again(room: Any) -> None:
    """Every mail of the store and of an order, found by state, kind and words; sent again."""
    bowl = await room.product(title="Bowl")
    order = await room.order((bowl["variants"][0]["id"], 1))
    email = (await order.look())["email"]
    [mail] = await order.merchant.get("/mails")
    assert (mail["kind"], mail["state"], mail["recipient"]) == ("order_confirmation", "sent", email)
    assert [row["id"] for row in await room.owner.get("/mails", search=email)] == [mail["id"]]
    assert mail["id"] in {
        row["id"] for row in await room.owner.get("/mails", kind="order_confirmation")
    }
    assert await room.owner.get("/mails", state="failed") == []
    await room.denied("POST", f"/mails/{mail['id']}/resend", watch=f"/orders/{order.id}/mails")
    await room.hidden(f"/orders/{order.id}/mails")
    before = len(room.letters(email))
    await room.owner.post(f"/mails/{mail['id']}/resend")
    await room.work()
    assert len(room.letters(email)) == before + 1
    await room.audited("mail.send_again")


async def test_a_sender_from_the_platform_s_to_the_store_s_own(room: Any) -> None:
    """Its own address counts once its domain has proven itself."""
    sender, domain = "/mail-sender", f"{fresh('kontor')}.example.org"
    assert (await room.owner.get(sender))["state"] == "platform"
    body = {"from_name": "Kontor", "reply_to": None, "from_email": f"shop@{domain}"}
    await room.denied("PUT", sender, body, watch=sender)
    asked = await room.owner.put(sender, body)
    assert asked["state"] == "pending"
    await room.owner.post(f"{sender}/check")
    await room.work()
    assert (await room.owner.get(sender))["state"] != "verified", "no record, no proof"
    room.backstage.names.records[asked["record"]["name"]] = [asked["record"]["value"]]
    room.backstage.later(minutes=2)
    await room.owner.post(f"{sender}/check")
    await room.work()
    proven = await room.owner.get(sender)
    assert (proven["state"], proven["effective"]) == ("verified", f"shop@{domain}")
    cup = await room.product(title="Cup")
    order = await room.order((cup["variants"][0]["id"], 1))
    email = (await order.look())["email"]
    assert f"shop@{domain}" in room.letters(email)[-1].sender
    await room.audited("mail_sender.change")


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
