"""Passwords, forgotten and changed: nothing tells who exists, every other session ends."""

import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from ecomm_core.accounts.links import Purpose
from ecomm_core.accounts.recovery import REPLY_AFTER
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.accounts import account_link, turn_on_second_factor
from ecomm_testing.actors import PASSWORD, Merchant
from ecomm_testing.outbox import run_outbox

from .test_addresses import mails_to, token_in

Shift = Callable[[float], None]
NEW = "another good password"


async def login(api: httpx2.AsyncClient, email: str, password: str) -> httpx2.Response:
    return await api.post("/api/v1/auth/login", json={"email": email, "password": password})


async def forgot(api: httpx2.AsyncClient, email: str, ip: str = "203.0.113.7") -> httpx2.Response:
    return await api.post(
        "/api/v1/auth/password/forgot", json={"email": email}, headers={"X-Forwarded-For": ip}
    )


async def reset(api: httpx2.AsyncClient, token: str, password: str = NEW) -> httpx2.Response:
    return await api.post(
        "/api/v1/auth/password/reset", json={"token": token, "password": password}
    )


async def test_a_forgotten_password_is_set_by_mail_and_every_session_ends(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel, mailbox: Path
) -> None:
    other = (await login(api, merchant.email, PASSWORD)).json()["data"]
    assert (await forgot(api, f" {merchant.email.upper()} ")).json()["data"] == {}
    await run_outbox(kernel, merchant.tenant_id)
    token = token_in(mails_to(mailbox, merchant.email)[-1], "reset")
    assert token == await account_link(kernel, merchant.user_id, Purpose.RESET)
    assert (await reset(api, token)).status_code == 200
    assert (await login(api, merchant.email, PASSWORD)).status_code == 401
    assert (await login(api, merchant.email, NEW)).status_code == 200
    assert (await merchant.get("/auth/me")).status_code == 401
    for refresh_token in (merchant.refresh_token, other["refresh_token"]):
        reply = await api.post("/api/v1/auth/refresh", json={"refresh_token": refresh_token})
        assert reply.status_code == 401
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        assert (
            "account.password_reset"
            in (await session.execute(text("select action from audit_log"))).scalars()
        )


async def test_a_reset_link_works_once_for_an_hour_and_no_sibling_outlives_it(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel, shift_clock: Shift
) -> None:
    await forgot(api, merchant.email)
    first = await account_link(kernel, merchant.user_id, Purpose.RESET)
    shift_clock(90)
    await forgot(api, merchant.email)
    second = await account_link(kernel, merchant.user_id, Purpose.RESET)
    assert first != second
    shift_clock(timedelta(hours=1, minutes=1).total_seconds())
    assert (await reset(api, first)).status_code == 410
    assert (await login(api, merchant.email, PASSWORD)).status_code == 200
    shift_clock(120)
    assert (await reset(api, second)).status_code == 200
    for token in (first, second):
        assert (await reset(api, token, "a third good password")).status_code == 410
    assert (await login(api, merchant.email, NEW)).status_code == 200


async def test_a_verification_link_resets_nothing(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel
) -> None:
    token = await account_link(kernel, merchant.user_id, Purpose.VERIFY)
    assert (await reset(api, token)).status_code == 410
    assert (await login(api, merchant.email, PASSWORD)).status_code == 200


async def test_nothing_is_hashed_for_a_link_that_is_over(
    api: httpx2.AsyncClient, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(password: str) -> str:
        raise AssertionError("hashed")

    monkeypatch.setattr(kernel.passwords, "hash", never)
    assert (await reset(api, "A" * 64)).status_code == 410


async def test_forgot_tells_nobody_who_has_an_account(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel
) -> None:
    """The same reply after the same time, throttled alike; a mail only where there is an account.
    Planted: answering as soon as the work is done."""
    unknown = f"nobody-{secrets.token_hex(6)}@example.com"

    def told(reply: httpx2.Response) -> tuple[int, Any, set[str]]:
        body = reply.json()
        if body["error"]:
            body["error"]["request_id"] = ""
        return reply.status_code, body, set(reply.headers)

    for _ in range(7):
        replies = []
        for email in (merchant.email, unknown):
            begun = time.perf_counter()
            replies.append(told(await forgot(api, email)))
            if replies[-1][0] == 200:
                assert time.perf_counter() - begun >= REPLY_AFTER
        assert replies[0] == replies[1]
    assert replies[0][0] == 429
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        sent = await session.scalar(
            text("select count(*) from mail_messages where template = 'password_reset'")
        )
    assert sent == 1, "one mail a minute, however often it is asked for"


async def test_the_second_factor_survives_a_reset(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel
) -> None:
    """Who reads somebody's mail still lacks their phone."""
    await turn_on_second_factor(merchant)
    await forgot(api, merchant.email)
    await reset(api, await account_link(kernel, merchant.user_id, Purpose.RESET))
    data = (await login(api, merchant.email, NEW)).json()["data"]
    assert set(data) == {"second_step", "challenge", "expires_in"}


async def test_changing_the_password_ends_every_other_session(
    api: httpx2.AsyncClient, merchant: Merchant
) -> None:
    other = (await login(api, merchant.email, PASSWORD)).json()["data"]
    body = {"password": "not my password", "new_password": NEW}
    wrong = await merchant.post("/auth/password", json=body)
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (403, "wrong_password")
    changed = await merchant.post("/auth/password", json={**body, "password": PASSWORD})
    assert changed.json()["data"] == {"ended": 1}
    assert (await merchant.get("/auth/me")).status_code == 200
    headers = {"Authorization": f"Bearer {other['access_token']}"}
    assert (await api.get("/api/v1/auth/me", headers=headers)).status_code == 401
    assert (await login(api, merchant.email, PASSWORD)).status_code == 401
    assert (await login(api, merchant.email, NEW)).status_code == 200


async def test_a_stolen_session_does_not_find_the_password_out(
    merchant: Merchant, shift_clock: Shift, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds of guesses within one session: the log-in's own throttle counts them."""
    compared = 0

    async def verify(stored: str | None, password: str) -> bool:
        nonlocal compared
        compared += 1
        return False

    monkeypatch.setattr(kernel.passwords, "verify", verify)
    for n in range(300):
        reply = await merchant.post(
            "/auth/password", json={"password": f"guess {n}", "new_password": NEW}
        )
        assert reply.status_code in {403, 429}
    assert compared <= 12, "five are free, then the waits double"
