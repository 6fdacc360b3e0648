"""Who may say by whose link they came: once, early, and never by their own."""

import asyncio
import secrets
from typing import Any

import pytest

from commerce.billing.providers import subscriptions_of
from ecomm_testing.members import join

BOTH = """select (select count(*) from introductions) as brought,
                 (select count(*) from introductions_taken) as taken"""


async def rows_of(*people: Any) -> list[tuple[int, int]]:
    """(brought, taken) of each."""
    found = [(await one.rows(BOTH))[0] for one in people]
    return [(row["brought"], row["taken"]) for row in found]


async def test_both_sides_see_who_came_by_whom(make: Any) -> None:
    ada, grace = await make(name="Ada Lovelace"), await make(name="Grace Hopper")
    code = await ada.code()
    assert await ada.code() == code, "asked twice, two codes"
    shown = await ada.told("GET")
    assert shown["referral"]["link"].endswith(f"/register?ref={code}")
    public = await grace.merchant.api.get(f"/api/v1/public/partners/{code}")
    assert public.json()["data"] == {
        "kind": "referral",
        "invited_by": "Ada Lovelace",
        "credit": {"amount": 2_000, "currency": "USD"},
    }
    assert (await grace.told("GET"))["may_claim"]
    taken = await grace.take(f" {code.upper()} ")
    assert taken["introduced_by"] == {
        "kind": "referral",
        "name": "Ada Lovelace",
        "stage": "joined",
        "credit": {"amount": 2_000, "currency": "USD"},
    }
    assert not taken["may_claim"]
    [brought] = await ada.told("GET", "/introductions?kind=referral")
    assert (brought["name"], brought["stage"]) == ("Grace H.", "joined")
    assert str(grace.merchant.tenant_id) not in str(brought), "a partner learns no ids"
    assert (await ada.told("GET"))["referral"]["joined"] == 1
    for who, action in ((ada, "partner.introduce"), (grace, "partner.claim")):
        [row] = await who.rows("select actor from audit_log where action = :action", action=action)
        assert row["actor"] == ("system" if who is ada else f"user:{grace.merchant.user_id}")


async def test_nobody_brings_themselves(make: Any) -> None:
    """Each way of being the same, refused with its reason; nothing is written."""
    at = secrets.token_hex(6)
    ada = await make(email=f"ada.{at}@gmail.com")
    code = await ada.code()
    doubles = {
        "same_business": ada,
        "same_email": await make(email=f"a.da{at}+second@googlemail.com"),
    }
    for reason, who in doubles.items():
        reply = await who.partner("POST", "/claim", code=code)
        error = reply.json()["error"]
        assert (reply.status_code, error["code"]) == (409, "self_referral"), reply.text
        assert error["details"][0]["reason"] == reason
        assert error["message"].endswith("Nobody can invite themselves.")
    friend = await make()
    await friend.take(code)
    circle = await ada.partner("POST", "/claim", code=await friend.code())
    assert circle.json()["error"]["details"][0]["reason"] == "in_a_circle"
    assert await rows_of(*doubles.values()) == [(1, 0), (0, 0)]


async def test_who_works_there_is_not_brought_by_it(make: Any) -> None:
    ada, other = await make(), await make()
    await ada.rows(
        "insert into memberships (tenant_id, user_id, role) values (:tenant, :user, 'staff')",
        tenant=ada.merchant.tenant_id,
        user=other.merchant.user_id,
    )
    reply = await other.partner("POST", "/claim", code=await ada.code())
    assert reply.json()["error"]["details"][0]["reason"] == "same_user"
    assert await rows_of(ada, other) == [(0, 0), (0, 0)]


async def test_a_business_is_brought_once(make: Any) -> None:
    """Whoever asks, whatever the code, also at the same moment."""
    ada, bob, friend = await make(), await make(), await make()
    codes = [await ada.code(), await bob.code()]
    replies = await asyncio.gather(
        *(friend.partner("POST", "/claim", code=code) for code in codes * 2)
    )
    assert sorted(reply.status_code for reply in replies) == [200, 409, 409, 409]
    again = await friend.refused("POST", "/claim", code=codes[0])
    assert again == (409, "already_introduced")
    [(first, _), (second, _), taken] = await rows_of(ada, bob, friend)
    assert (first + second, taken) == (1, (0, 1))


async def test_two_do_not_bring_each_other_at_the_same_moment(make: Any) -> None:
    """Each looks whether the other came by it, behind a lock of the pair."""
    ada, bob = await make(), await make()
    codes = {ada: await ada.code(), bob: await bob.code()}
    replies = await asyncio.gather(
        ada.partner("POST", "/claim", code=codes[bob]),
        bob.partner("POST", "/claim", code=codes[ada]),
    )
    assert sorted(reply.status_code for reply in replies) == [200, 409]
    assert sorted(await rows_of(ada, bob)) == [(0, 1), (1, 0)]


async def test_a_code_counts_early(make: Any, shift_clock: Any) -> None:
    ada, payer, late = await make(), await make(), await make()
    code = await ada.code()
    await payer.subscribe("starter")
    assert await payer.refused("POST", "/claim", code=code) == (409, "too_late_for_code")
    shift_clock(31 * 86_400.0)
    await late.sign_in()
    assert not (await late.told("GET"))["may_claim"]
    assert await late.refused("POST", "/claim", code=code) == (409, "too_late_for_code")
    assert await rows_of(ada, payer, late) == [(0, 0)] * 3


async def test_what_is_no_code_is_refused(make: Any) -> None:
    friend = await make()
    refused = await friend.partner("POST", "/claim", code="nobodys-code")
    error = refused.json()["error"]
    assert (refused.status_code, error["code"]) == (422, "partner_code_unknown")
    assert error["details"][0]["field"] == "code"
    api = friend.merchant.api
    for reply in (
        await api.get("/api/v1/public/partners/nobodys-code"),
        await api.post("/api/v1/public/partners/nobodys-code/visits"),
        await api.get("/api/v1/public/partners/%00"),
    ):
        assert reply.status_code in (404, 422), reply.text


async def test_only_owners_take_and_give_codes(make: Any, kernel: Any) -> None:
    ada, friend = await make(), await make()
    code, payee = await ada.code(), {"payee_name": "x", "payee_account": "xxxx"}
    for role, lists in (("admin", 200), ("staff", 403), ("viewer", 403)):
        member = type(ada)(await join(kernel, friend.merchant, role), kernel)
        assert (await member.partner("GET")).status_code == 200
        for path in ("introductions", "credits", "affiliate/commissions", "affiliate/payouts"):
            assert (await member.partner("GET", f"/{path}")).status_code == lists, (role, path)
        for method, path, body in (
            ("POST", "/code", {}),
            ("POST", "/claim", {"code": code}),
            ("POST", "/affiliate", {"terms_version": "x", **payee}),
            ("PUT", "/affiliate/payee", payee),
        ):
            reply = await member.partner(method, path, **body)
            assert reply.status_code == 403, (role, path)
    assert await rows_of(ada, friend) == [(0, 0), (0, 0)]
    assert await friend.rows("select 1 from partner_codes") == []


async def test_where_nobody_pays_nothing_is_offered(
    make: Any, kernel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in production without billing."""
    ada, friend = await make(), await make()
    code = await ada.code()
    monkeypatch.setattr(subscriptions_of(kernel), "_serving", None)
    shown = await friend.told("GET")
    assert (shown["open"], shown["test"], shown["referral"]) == (False, False, None)
    assert not shown["may_claim"]
    version = shown["terms"]["version"]
    payee = {"payee_name": "A", "payee_account": "1234"}
    for path, body in (
        ("/code", {}),
        ("/claim", {"code": code}),
        ("/affiliate", {"terms_version": version, **payee}),
    ):
        assert await friend.refused("POST", path, **body) == (409, "partners_off"), path
    public = await friend.merchant.api.get(f"/api/v1/public/partners/{code}")
    assert public.status_code == 404
    assert await rows_of(ada, friend) == [(0, 0), (0, 0)]
