"""A business is invited, pays, and both sides have their credit; another comes by an affiliate's
link, and its bill earns commission."""

from typing import Any

from .story import PASSWORD, Desk, fresh_email

TAGS = ("partners",)
PAYEE = {"payee_name": "Ada Example", "payee_account": "DE02 1203 0000 0000 2020 51"}
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


async def newcomer(room: Any, name: str) -> Desk:
    """Somebody who registers a business."""
    door = Desk(room.account.api, "/api/v1")
    made = await door.post("/auth/register", email=fresh_email(), password=PASSWORD, name=name)
    return Desk(door.api, door.base, {"Authorization": f"Bearer {made['access_token']}"})


async def test_an_invitation_gives_both_sides_their_due(room: Any) -> None:
    """The code is made once; the page says who invites; nobody invites themselves; the invited
    business takes one code, once."""
    ours = room.account.at("/partners")
    shown = await ours.get("")
    assert (shown["open"], shown["test"], shown["referral"]["code"]) == (True, True, None)
    code = (await ours.post("/code"))["referral"]["code"]
    assert (await ours.post("/code"))["referral"]["code"] == code
    link = Desk(room.account.api, "/api/v1/public/partners")
    invited = await link.get(f"/{code}")
    assert (invited["kind"], invited["credit"]["amount"]) == ("referral", 2_000)
    assert await ours.refused("POST", "/claim", {"code": code}) == (409, "self_referral")

    grace = (await newcomer(room, "Grace Hopper")).at("/partners")
    taken = await grace.post("/claim", code=code)
    assert taken["introduced_by"]["stage"] == "joined"
    assert await grace.refused("POST", "/claim", {"code": code}) == (409, "already_introduced")
    [seen] = await ours.get("/introductions", kind="referral")
    assert (seen["name"], seen["stage"]) == ("Grace H.", "joined")
    assert await ours.get("/credits") == []


async def test_an_affiliate_joins_is_followed_and_moves_its_account(room: Any) -> None:
    """Terms that are not in force are not agreed to; visits of browsers count."""
    ours = room.account.at("/partners")
    terms = (await ours.get(""))["terms"]
    assert terms["tiers"][0]["rate_ppm"] == 200_000
    old = {"terms_version": "1999-01", **PAYEE}
    assert await ours.refused("POST", "/affiliate", old) == (409, "terms_changed")
    joined = await ours.post("/affiliate", terms_version=terms["version"], **PAYEE)
    await room.audited("partner.join")
    code = joined["affiliate"]["code"]
    somebody = Desk(room.account.api, "/api/v1/public/partners", BROWSER)
    assert (await somebody.post(f"/{code}/visits"))["counted"]
    moved = {"payee_name": "Ada", "payee_account": "ada@example.com"}
    shown = (await ours.call("PUT", "/affiliate/payee", json=moved))["affiliate"]
    assert (shown["visits"], shown["payee_hint"]) == (1, ".com")

    linus = (await newcomer(room, "Linus Example")).at("/partners")
    await linus.post("/claim", code=code)
    [seen] = await ours.get("/introductions", kind="affiliate")
    assert (seen["name"], seen["stage"]) == ("Linus E.", "joined")
    for path in ("/affiliate/commissions", "/affiliate/payouts"):
        assert await ours.get(path) == []
        assert (
            await room.viewer.api.get(f"/api/v1/partners{path}", headers=room.viewer.headers)
        ).status_code == 403


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
