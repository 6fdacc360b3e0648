"""Invitations: by mail, with or without an account, once, for seven days, to one address."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.accounts import confirm_address, invite_link
from ecomm_testing.actors import PASSWORD, Merchant, ShopStore, create_store, register_merchant
from ecomm_testing.members import join as make_member
from ecomm_testing.outbox import run_outbox

from .test_addresses import mails_to, token_in

Shift = Callable[[float], None]


def address() -> str:
    return f"invited-{secrets.token_hex(6)}@example.com"


async def invite(owner: Merchant, email: str, **fields: Any) -> httpx2.Response:
    return await owner.post("/team/invites", json={"email": email, "role": "viewer", **fields})


async def invited(kernel: Kernel, owner: Merchant, email: str, **fields: Any) -> tuple[str, str]:
    """(id, token) of a new invitation; the owner's address is confirmed."""
    await confirm_address(kernel, owner)
    reply = await invite(owner, email, **fields)
    assert reply.status_code == 201, reply.text
    made = reply.json()["data"]["id"]
    return made, await invite_link(kernel, owner.tenant_id, made)


async def accept(api: httpx2.AsyncClient, token: str, **fields: str) -> httpx2.Response:
    body = {"token": token, "name": "Vera", "password": PASSWORD, **fields}
    return await api.post("/api/v1/auth/invites/accept", json=body)


async def test_from_the_mail_to_a_new_account_in_the_team(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel, mailbox: Path
) -> None:
    owner, email = store.merchant, address()
    unconfirmed = await invite(owner, email)
    assert unconfirmed.json()["error"]["code"] == "email_unverified"
    await confirm_address(kernel, owner)
    other = await create_store(owner, kernel)
    made = await invite(owner, email.upper(), role="staff", store_ids=[str(store.id)])
    assert made.json()["data"]["email"] == email
    await run_outbox(kernel, owner.tenant_id)
    [mail] = mails_to(mailbox, email)
    token = token_in(mail, "invite")
    looked = await api.post("/api/v1/auth/invites/look", json={"token": token})
    assert looked.json()["data"] | {"expires_at": ""} == {
        "tenant_name": "Mara Merchant",
        "invited_by": "Mara Merchant",
        "email": email,
        "role": "staff",
        "role_name": None,
        "has_account": False,
        "expires_at": "",
    }
    data = (await accept(api, token)).json()["data"]
    user = data["user"]
    assert (user["role"], user["email"], user["email_verified"]) == ("staff", email, True)
    assert user["store_ids"] == [str(store.id)]
    headers = {"Authorization": f"Bearer {data['access_token']}"}
    assert (await api.get(f"/api/v1{store.path}", headers=headers)).status_code == 200
    assert (await api.get(f"/api/v1{other.path}", headers=headers)).status_code == 404
    assert (await accept(api, token)).status_code == 410, "an invitation is accepted once"
    assert (await owner.get("/team/invites")).json()["data"] == []
    async with kernel.database.transaction(Scope(tenant_id=owner.tenant_id)) as session:
        told = set(
            (
                await session.execute(
                    text("select action from audit_log where resource_type = 'invite'")
                )
            ).scalars()
        )
    assert told == {"invite.create", "invite.accept"}


async def test_who_has_an_account_signs_in_to_accept(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel
) -> None:
    guest = await register_merchant(api)
    _, token = await invited(kernel, merchant, guest.email, role="admin")
    looked = await api.post("/api/v1/auth/invites/look", json={"token": token})
    assert looked.json()["data"]["has_account"] is True
    taken_over = await accept(api, token, password="a password of the thief")
    assert (taken_over.status_code, taken_over.json()["error"]["code"]) == (409, "has_account")
    joined = await guest.post("/auth/invites/join", json={"token": token})
    user = joined.json()["data"]["user"]
    assert (user["role"], user["tenant_id"]) == ("admin", str(merchant.tenant_id))
    assert len(user["memberships"]) == 2
    login = await api.post("/api/v1/auth/login", json={"email": guest.email, "password": PASSWORD})
    assert login.status_code == 200, "the password is still the guest's own"


async def test_an_invitation_is_for_its_address_only(
    api: httpx2.AsyncClient, merchant: Merchant, other_merchant: Merchant, kernel: Kernel
) -> None:
    guest = await register_merchant(api)
    _, token = await invited(kernel, merchant, guest.email)
    refused = await other_merchant.post("/auth/invites/join", json={"token": token})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "another_address")
    assert (await merchant.get("/team/members")).json()["page"]["total"] == 1
    assert (await guest.post("/auth/invites/join", json={"token": token})).status_code == 200


async def test_a_revoked_resent_or_old_link_is_void(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel, shift_clock: Shift
) -> None:
    made, first = await invited(kernel, merchant, address())
    soon = await merchant.post(f"/team/invites/{made}/resend")
    assert (soon.status_code, soon.json()["error"]["code"]) == (429, "just_sent")
    shift_clock(61)
    assert (await merchant.post(f"/team/invites/{made}/resend")).status_code == 200
    second = await invite_link(kernel, merchant.tenant_id, made)
    assert (await accept(api, first)).status_code == 410
    shift_clock(timedelta(days=7, minutes=2).total_seconds())
    assert (await accept(api, second)).status_code == 410
    login = await api.post(
        "/api/v1/auth/login", json={"email": merchant.email, "password": PASSWORD}
    )
    merchant.access_token = login.json()["data"]["access_token"]
    [listed] = (await merchant.get("/team/invites")).json()["data"]
    assert listed["expired"] is True
    assert (await merchant.post(f"/team/invites/{made}/resend")).status_code == 200
    third = await invite_link(kernel, merchant.tenant_id, made)
    assert (await merchant.delete(f"/team/invites/{made}")).status_code == 200
    assert (await accept(api, third)).status_code == 410
    assert (await merchant.delete(f"/team/invites/{made}")).status_code == 404
    assert (await merchant.get("/team/members")).json()["page"]["total"] == 1


async def test_people_are_invited_once_and_not_when_they_are_in(
    merchant: Merchant, kernel: Kernel, shift_clock: Shift
) -> None:
    email = address()
    await invited(kernel, merchant, email)
    again = await invite(merchant, email)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "already_invited")
    member = await make_member(kernel, merchant, "staff")
    inside = await invite(merchant, member.email)
    assert (inside.status_code, inside.json()["error"]["code"]) == (409, "already_member")


async def test_of_five_who_accept_one_invitation_at_once_one_is_let_in(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel
) -> None:
    _, token = await invited(kernel, merchant, address())
    replies = await asyncio.gather(*(accept(api, token) for _ in range(5)))
    assert sorted(reply.status_code for reply in replies) == [201, 409, 409, 409, 409] or {
        reply.status_code for reply in replies
    } == {201, 410}
    assert [reply.status_code for reply in replies].count(201) == 1
    assert (await merchant.get("/team/members")).json()["page"]["total"] == 2


async def test_roles_and_stores_of_an_invitation_are_judged(
    store: ShopStore, other_store: ShopStore, kernel: Kernel
) -> None:
    await confirm_address(kernel, store.merchant)
    admin = await make_member(kernel, store.merchant, "admin")
    await confirm_address(kernel, admin)
    above = await invite(admin, address(), role="owner")
    assert (above.status_code, above.json()["error"]["code"]) == (403, "above_you")
    foreign = await invite(store.merchant, address(), store_ids=[str(other_store.id)])
    assert foreign.status_code == 404
    staff = await make_member(kernel, store.merchant, "staff")
    assert (await invite(staff, address())).status_code == 403
    assert (await store.merchant.get("/team/invites")).json()["page"]["total"] == 0


async def test_who_was_removed_from_their_only_business_comes_back_by_invitation(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel
) -> None:
    email = address()
    _, token = await invited(kernel, merchant, email)
    user = (await accept(api, token)).json()["data"]["user"]
    assert (await merchant.delete(f"/team/members/{user['id']}")).status_code == 200
    login = {"email": email, "password": PASSWORD}
    assert (await api.post("/api/v1/auth/login", json=login)).status_code == 401
    _, token = await invited(kernel, merchant, email)
    back = await accept(api, token, password="another good password")
    assert back.json()["data"]["user"]["id"] == user["id"]
