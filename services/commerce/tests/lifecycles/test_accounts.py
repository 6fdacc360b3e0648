"""People and keys: from registering to the last device that is signed out."""

from typing import Any

import pyotp

from .story import PASSWORD, Desk, fresh, fresh_email

TAGS = ("api_keys", "auth", "team")


def signed_in(api: Any, session: Any) -> Desk:
    """A seat with the access token of a reply."""
    return Desk(api, "/api/v1", {"Authorization": f"Bearer {session['access_token']}"})


async def test_an_account_from_its_first_mail_to_another_name(room: Any, api: Any) -> None:
    """Registered, confirmed by the mailed link, renamed, signed in and out on two devices."""
    door, email = Desk(api, "/api/v1/auth"), fresh_email("mara")
    made = await door.post("/register", email=email, password=PASSWORD, name="Mara")
    mara = signed_in(api, made).at("/auth")
    me = await mara.get("/me")
    assert (me["role"], me["email_verified"], me["two_factor_enabled"]) == ("owner", False, False)
    assert await door.refused("POST", "/register", {**PERSON, "email": email}) == (
        409,
        "email_taken",
    )

    room.backstage.tenant_id, mine = me["tenant_id"], room.backstage.tenant_id
    await room.work()
    [letter] = room.letters(email)
    # The first mail is young: another one has to wait a minute.
    assert (await mara.refused("POST", "/email/resend"))[0] == 429
    room.backstage.later(minutes=2)
    await mara.post("/email/resend")
    await room.work()
    newer = room.letters(email)[-1]
    assert await door.post("/email/verify", token=newer.token()) == {"email": email}
    assert (await door.refused("POST", "/email/verify", {"token": letter.token()[:-2] + "AA"}))[
        0
    ] == 410
    room.backstage.tenant_id = mine
    assert (await mara.get("/me"))["email_verified"] is True
    assert (await mara.patch("/me", name="Mara M."))["name"] == "Mara M."

    second = await door.post("/login", email=email, password=PASSWORD)
    phone = signed_in(api, second).at("/auth")
    assert [one["current"] for one in await phone.get("/sessions")].count(True) == 1
    assert len(await mara.get("/sessions")) == 2
    fresh_tokens = await door.post("/refresh", refresh_token=second["refresh_token"])
    phone = signed_in(api, fresh_tokens).at("/auth")
    await phone.post("/logout", refresh_token=fresh_tokens["refresh_token"])
    assert (await phone.refused("GET", "/me"))[0] == 401
    third = signed_in(api, await door.post("/login", email=email, password=PASSWORD)).at("/auth")
    [other] = [one["id"] for one in await mara.get("/sessions") if not one["current"]]
    await mara.delete(f"/sessions/{other}")
    assert (await third.refused("GET", "/me"))[0] == 401
    fourth = signed_in(api, await door.post("/login", email=email, password=PASSWORD)).at("/auth")
    assert (await mara.post("/sessions/end-others"))["ended"] == 1
    assert (await fourth.refused("GET", "/me"))[0] == 401


PERSON = {"email": "", "password": PASSWORD, "name": "Somebody"}


async def test_a_password_is_changed_forgotten_and_set_anew(room: Any, api: Any) -> None:
    """The old one opens nothing afterwards, and other devices are signed out."""
    door, email = Desk(api, "/api/v1/auth"), fresh_email("pia")
    made = await door.post("/register", {**PERSON, "email": email})
    pia = signed_in(api, made).at("/auth")
    other = signed_in(api, await door.post("/login", email=email, password=PASSWORD)).at("/auth")
    new = "another good password"
    assert (
        await pia.refused("POST", "/password", {"password": "not it at all", "new_password": new})
    )[0] == 403
    assert (await pia.post("/password", password=PASSWORD, new_password=new))["ended"] == 1
    assert (await other.refused("GET", "/me"))[0] == 401
    login = {"email": email, "password": PASSWORD}
    assert (await door.refused("POST", "/login", login))[0] == 401

    me = await pia.get("/me")
    mine, room.backstage.tenant_id = room.backstage.tenant_id, me["tenant_id"]
    # Who asks for an address that nobody has is told the same.
    assert await door.post("/password/forgot", email=fresh_email()) == await door.post(
        "/password/forgot", email=email
    )
    await room.work()
    room.backstage.tenant_id = mine
    token = room.letters(email)[-1].token()
    await door.post("/password/reset", token=token, password="a third good password")
    assert (await pia.refused("GET", "/me"))[0] == 401
    assert (await door.refused("POST", "/password/reset", {"token": token, "password": new}))[
        0
    ] == 410
    await door.post("/login", email=email, password="a third good password")


async def test_a_second_factor_from_the_picture_to_its_end(api: Any) -> None:
    """Set up, asked for at the door, replaced by a recovery code, its codes renewed, taken off."""
    door, email = Desk(api, "/api/v1/auth"), fresh_email("toni")
    toni = signed_in(api, await door.post("/register", {**PERSON, "email": email})).at("/auth")
    enrolled = await toni.post("/two-factor", password=PASSWORD)
    assert enrolled["otpauth_uri"].startswith("otpauth://totp/")
    assert (await toni.refused("POST", "/two-factor/confirm", {"code": "000000"}))[0] == 403
    code = pyotp.TOTP(enrolled["secret"]).now()
    codes = (await toni.post("/two-factor/confirm", code=code))["recovery_codes"]
    assert (await toni.get("/me"))["recovery_codes_left"] == len(codes)

    half = await door.post("/login", email=email, password=PASSWORD)
    assert "access_token" not in half or half["access_token"] is None
    answer = {"challenge": half["challenge"], "code": "000000"}
    assert (await door.refused("POST", "/login/code", answer))[0] == 403
    whole = await door.post("/login/code", challenge=half["challenge"], code=codes[0])
    inside = signed_in(api, whole).at("/auth")
    assert (await inside.get("/me"))["recovery_codes_left"] == len(codes) - 1
    again = await door.post("/login", email=email, password=PASSWORD)
    used = {"challenge": again["challenge"], "code": codes[0]}
    assert (await door.refused("POST", "/login/code", used))[0] == 403
    newer = await inside.post("/two-factor/recovery-codes", password=PASSWORD, code=codes[1])
    assert not set(newer["recovery_codes"]) & set(codes)
    await inside.post("/two-factor/disable", password=PASSWORD, code=newer["recovery_codes"][0])
    assert (await inside.get("/me"))["two_factor_enabled"] is False
    assert (await door.post("/login", email=email, password=PASSWORD))["access_token"]


async def test_a_team_from_the_first_invitation_to_another_owner(room: Any, api: Any) -> None:
    """Invited by mail, joined with and without an account, restricted to one store, moved between
    roles, sent away; the business handed over at the end."""
    team, door = room.account.at("/team"), Desk(api, "/api/v1/auth")
    email = fresh_email("nele")
    asked = {"email": email, "role": "staff"}
    assert await team.refused("POST", "/invites", asked) == (403, "email_unverified")
    await room.work()
    confirm = next(one for one in room.letters(room.email) if "Confirm" in one.subject)
    await door.post("/email/verify", token=confirm.token())
    store = room.store["id"]
    other = await room.account.post(
        "/stores", name="Second", niche="home", currency="EUR", country="DE"
    )
    invite = await team.post("/invites", email=email, role="staff", store_ids=[store])
    assert [one["id"] for one in await team.get("/invites")] == [invite["id"]]
    seat = Desk(api, "/api/v1/team", room.viewer.headers)
    assert (await seat.refused("POST", "/invites", {"email": fresh_email(), "role": "owner"}))[
        0
    ] == 403
    assert await team.total("/invites") == 1
    await room.work()
    token = room.letters(email)[-1].token()
    seen = await door.post("/invites/look", token=token)
    assert (seen["email"], seen["role"], seen["has_account"]) == (email, "staff", False)
    nele = signed_in(
        api, await door.post("/invites/accept", token=token, name="Nele", password=PASSWORD)
    )
    assert [one["id"] for one in await nele.get("/stores")] == [store], "one store only"
    assert (await nele.refused("GET", f"/stores/{other['id']}"))[0] == 404
    assert (await nele.refused("PATCH", f"/stores/{store}", {"name": "Mine"}))[0] == 403
    assert (await room.owner.get())["name"] == room.store["name"]

    # Somebody with an account of their own is asked, waits, is asked again, and joins.
    made = await door.post("/register", {**PERSON, "email": fresh_email("omar")})
    omar, address = signed_in(api, made), made["user"]["email"]
    second = await team.post("/invites", email=address, role="viewer")
    room.backstage.later(minutes=2)
    await team.post(f"/invites/{second['id']}/resend")
    await room.work()
    joined = await omar.post("/auth/invites/join", token=room.letters(address)[-1].token())
    inside = signed_in(api, joined)
    assert (await inside.get("/auth/me"))["role"] == "viewer"
    back = await inside.post("/auth/switch", tenant_id=made["user"]["tenant_id"])
    assert (await signed_in(api, back).get("/auth/me"))["role"] == "owner", "of their own business"

    third = await team.post("/invites", email=fresh_email(), role="viewer")
    await team.delete(f"/invites/{third['id']}")
    assert await team.get("/invites") == []
    members = {one["email"]: one for one in await team.get("/members")}
    assert members[email]["store_ids"] == [store]
    him = members[address]["user_id"]
    changed = await team.patch(f"/members/{him}", role="staff", store_ids=None)
    assert changed["role"] == "staff"
    await room.audited("member.update")
    await team.delete(f"/members/{him}")
    assert (await inside.refused("GET", f"/stores/{store}"))[0] == 401
    assert address not in {one["email"] for one in await team.get("/members")}

    rule = await team.put("/two-factor", require_two_factor=False)
    assert rule == await team.get("/two-factor")
    herself = members[email]["user_id"]
    wrong = {"user_id": herself, "password": "not it at all"}
    assert (await team.refused("POST", "/hand-over", wrong))[0] == 403
    handed = await team.post("/hand-over", user_id=herself, password=PASSWORD)
    assert handed["role"] == "owner"
    again = signed_in(api, await door.post("/login", email=email, password=PASSWORD))
    assert (await again.get("/auth/me"))["role"] == "owner"
    assert (await team.refused("POST", "/invites", {"email": address, "role": "owner"}))[0] == 403
    # Back again, for the stories that follow.
    mara = next(one for one in await again.get("/team/members") if one["email"] == room.email)
    await again.post("/team/hand-over", user_id=mara["user_id"], password=PASSWORD)
    await room.sign_in()


async def test_a_role_of_ones_own_from_its_making_to_its_end(room: Any, api: Any) -> None:
    """Made out of what there is, held by somebody who was invited, narrowed while they work, kept
    while somebody holds it, and deleted with another in its place."""
    team, door = room.account.at("/team"), Desk(api, "/api/v1/auth")
    offered = await team.get("/permissions")
    known = {one["name"]: one["needs"] for one in offered["permissions"]}
    assert offered["included"] is True
    name = fresh("packers")
    bare = {"name": name, "permissions": ["orders:write"]}
    assert await team.refused("POST", "/roles", bare) == (422, "invalid")
    made = await team.post(
        "/roles", name=name, permissions=["orders:write", *known["orders:write"]]
    )
    assert [one["id"] for one in await team.get("/roles") if one["name"] == name] == [made["id"]]
    seat = Desk(api, "/api/v1/team", room.viewer.headers)
    assert (await seat.refused("POST", "/roles", bare))[0] == 403
    await room.work()
    waiting = [one for one in room.letters(room.email) if "Confirm" in one.subject]
    if not (await room.account.get("/auth/me"))["email_verified"]:
        await door.post("/email/verify", token=waiting[-1].token())
    email = fresh_email("pavel")
    await team.post("/invites", email=email, role="custom", role_id=made["id"])
    await room.work()
    letter = room.letters(email)[-1]
    assert name in letter.text
    joined = await door.post(
        "/invites/accept", token=letter.token(), name="Pavel", password=PASSWORD
    )
    pavel = signed_in(api, joined)
    store = f"/stores/{room.store['id']}"
    orders = f"{store}/orders"
    assert await pavel.get(orders) == await room.account.get(orders)
    assert (await pavel.refused("GET", f"{store}/customers"))[0] == 403
    assert (await pavel.refused("PATCH", store, {"name": "Mine"}))[0] == 403

    path = f"/roles/{made['id']}"
    await team.patch(path, permissions=["products:read", "stores:read"])
    assert (await pavel.refused("GET", f"{store}/orders"))[0] == 403
    assert (await team.get(path))["holders"][0]["name"] == "Pavel"
    assert await team.refused("DELETE", path) == (409, "role_held")
    await room.audited("role.update", made["id"])
    await team.delete(f"{path}?replace_by=viewer")
    await team.gone(path)
    assert (await pavel.get("/auth/me"))["role"] == "viewer"
    await team.delete(f"/members/{joined['user']['id']}")


async def test_an_api_key_from_its_only_showing_to_its_end(room: Any, api: Any) -> None:
    """Shown once, good for what it names and no more, of no use once revoked or over."""
    keys = room.account.at("/api-keys")
    known = (await keys.get("/scopes"))["scopes"]
    assert {"products:read", "products:write", "orders:read"} <= set(known)
    name = fresh("sync")
    made = await keys.post("", name=name, scopes=["products:read"], store_ids=[room.store["id"]])
    [row] = [one for one in await keys.get() if one["name"] == name]
    assert "key" not in row
    assert row["hint"]
    robot = Desk(
        api, f"/api/v1/stores/{room.store['id']}", {"Authorization": f"Bearer {made['key']}"}
    )
    assert await robot.get("/products") == []
    body = {"title": "By a robot", "price": {"amount": 100, "currency": "EUR"}}
    assert (await robot.refused("POST", "/products", body))[0] == 403
    assert (await robot.refused("GET", "/orders"))[0] == 403
    assert await room.owner.get("/products") == []
    seat = Desk(api, "/api/v1/api-keys", room.viewer.headers)
    assert (await seat.refused("POST", "", {"name": "k", "scopes": ["products:read"]}))[0] == 403
    [row] = [one for one in await keys.get() if one["name"] == name]
    assert row["last_used_at"]
    await keys.delete(f"/{made['id']}")
    assert (await robot.refused("GET", "/products"))[0] == 401
    await room.audited("api_key.revoke", made["id"])


async def test_ones_own_data_from_the_copy_to_the_end(room: Any, api: Any) -> None:
    """A copy at once, a file, then the account is deleted with its business: its shop is gone, its
    owner signs in no more, and the address is free."""
    door, email = Desk(api, "/api/v1/auth"), fresh_email("rhea")
    made = await door.post("/register", {**PERSON, "email": email})
    rhea = signed_in(api, made)
    me = rhea.at("/auth/me")
    store = await rhea.post("/stores", name="Rheas", niche="home", currency="EUR", country="DE")
    shown = await me.get("/export")
    [account] = [one for one in shown["data"] if one["table"] == "users"]
    assert account["rows"][0]["email"] == email
    asked = await me.post("/data-requests")
    assert await me.refused("GET", f"/data-requests/{asked['id']}/copy.json") == (
        409,
        "copy_not_ready",
    )
    mine, room.backstage.tenant_id = room.backstage.tenant_id, made["user"]["tenant_id"]
    await room.work()
    [done] = await me.get("/data-requests")
    assert (done["id"], done["state"]) == (asked["id"], "done")
    file = await me.reply("GET", f"/data-requests/{asked['id']}/copy.json")
    assert email in file.text
    for who, status in ((room.account, 404), (door.at(""), 401)):
        path = f"/me/data-requests/{asked['id']}/copy.json"
        assert (await Desk(api, "/api/v1/auth", who.headers).refused("GET", path))[0] == status

    [end] = (await me.get("/leaving"))["businesses"]
    assert (end["closes"], end["stores"], end["in_the_way"]) == (True, 1, [])
    wrong = {"password": "not it at all", "close_businesses": True}
    assert await me.refused("DELETE", "", wrong) == (403, "wrong_password")
    assert await me.refused("DELETE", "", {"password": PASSWORD}) == (409, "closes_businesses")
    shop = Desk(api, f"/api/v1/public/stores/{store['slug']}")
    await shop.get()
    gone = await me.call("DELETE", "", json={"password": PASSWORD, "close_businesses": True})
    assert gone["kind"] == "erase"
    await shop.gone("")
    assert (await me.refused("GET", ""))[0] == 401
    await room.work()
    room.backstage.tenant_id = mine
    assert "deleted" in room.letters(email)[-1].subject
    assert (await door.refused("POST", "/login", {"email": email, "password": PASSWORD}))[0] == 401
    await door.post("/register", {**PERSON, "email": email})


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
