"""Subscribers: asked for, confirmed, added by hand, brought by a file, gone."""

from typing import Any

from .story import fresh_email, rows_of

TAGS = ("subscribers",)


async def test_from_the_form_of_the_shop_to_the_link_that_ends_it(room: Any) -> None:
    """Nobody is on the list before they followed the mail, nobody stays on it against their will,
    and who may only look changes nothing."""
    usual = await room.owner.get("/subscribers/settings")
    assert usual == {"form": False, "own_sender": False}
    await room.denied("PUT", "/subscribers/settings", {"form": True}, watch="/subscribers/settings")
    email = fresh_email("reader")
    assert (await room.shop.refused("POST", "/newsletter", {"email": email}))[1] == (
        "newsletter_closed"
    )
    assert (await room.owner.put("/subscribers/settings", form=True))["form"]
    await room.audited("newsletter_settings.set")
    assert (await room.shop.get())["newsletter"] is True

    assert await room.shop.post("/newsletter", email=email, words="News, now and then.") == {}
    [row] = await room.owner.get("/subscribers", search=email, status="pending")
    one = f"/subscribers/{row['id']}"
    await room.hidden(one)
    await room.work()
    token = room.token(email, "/newsletter/confirm")
    for _ in range(2):
        assert await room.shop.post("/newsletter/confirm", token=token) == {"email": email}
    await room.work()
    assert (await room.owner.get(one))["status"] == "confirmed"
    figures = await room.owner.get("/subscribers/summary")
    assert (figures["confirmed"], figures["confirm_rate_ppm"]) == (1, 1_000_000)
    [line] = rows_of(await room.owner.text("/subscribers/export", status="confirmed"))
    assert line["email"] == email
    leave = line["unsubscribe_url"].partition("token=")[2]
    assert (await room.viewer.refused("GET", "/subscribers/export"))[0] == 403
    for _ in range(2):
        await room.shop.post("/unsubscribe", token=leave)
    found = await room.owner.get(one)
    assert (found["status"], found["consents"][0]["source"]) == ("unsubscribed", "unsubscribe")
    assert (await room.shop.refused("POST", "/newsletter/confirm", {"token": token}))[0] == 410


async def test_the_merchant_s_own_deeds(room: Any) -> None:
    """Added, asked again, let in, taken off and back, never written to, erased."""
    email = fresh_email("friend")
    await room.denied("POST", "/subscribers", {"email": email}, watch="/subscribers")
    made = await room.owner.post("/subscribers", email=email)
    one = f"/subscribers/{made['id']}"
    assert (made["status"], made["source"]) == ("pending", "merchant")
    again = await room.owner.refused("POST", f"{one}/confirmation")
    assert again == (429, "confirmation_just_sent")
    await room.backstage.an_hour_ago(made["id"])
    for path, body in (
        (f"{one}/confirmation", None),
        (f"{one}/admit", None),
        (f"{one}/suppress", {"reason": "complaint"}),
        ("/subscribers/bulk", {"ids": [made["id"]], "action": "unsubscribe"}),
    ):
        await room.denied("POST", path, body, watch=one)
    await room.denied("DELETE", one, watch=one)
    await room.owner.post(f"{one}/confirmation")
    await room.audited("subscriber.invite")
    assert (await room.owner.refused("POST", f"{one}/admit"))[1] == "subscriber_not_waiting"
    await room.work()
    await room.shop.post("/newsletter/confirm", token=room.token(email, "/newsletter/confirm"))
    late = await room.owner.post("/subscribers", email=fresh_email("late"))
    await room.backstage.found_no_room(late["id"])
    let_in = await room.owner.post(f"/subscribers/{late['id']}/admit")
    assert (let_in["status"], let_in["over_limit"]) == ("confirmed", False)
    await room.audited("subscriber.admit")
    for action, status in (("unsubscribe", "unsubscribed"), ("restore", "confirmed")):
        [done] = await room.owner.post("/subscribers/bulk", ids=[made["id"]], action=action)
        assert done["done"], done
        assert (await room.owner.get(one))["status"] == status
        await room.audited(f"subscriber.{action}")
    await room.owner.post(f"{one}/suppress", reason="complaint")
    assert (await room.owner.get(one))["reason"] == "complaint"
    await room.owner.delete(one)
    await room.owner.gone(one)
    await room.audited("subscriber.erase")


async def test_a_file_of_addresses(room: Any) -> None:
    """With proof they are on the list, without it they wait."""
    proven, bare = fresh_email("proven"), fresh_email("bare")
    csv = f"email,consent_date,consent_source\n{proven},2025-02-01,Fair\n{bare},,\n"
    sheet = {"csv": csv, "dry_run": False}
    await room.denied("POST", "/subscribers/import", sheet, watch="/subscribers")
    assert (await room.owner.post("/subscribers/import", csv=csv))["applied"] is False
    assert (await room.owner.post("/subscribers/import", sheet))["created"] == 2
    found = await room.owner.get("/subscribers", source="import", sort="email")
    assert {row["email"]: row["status"] for row in found} == {
        proven: "confirmed",
        bare: "pending",
    }


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
