"""Signing in: guesses are counted before anything is hashed, and nothing tells who exists."""

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from ecomm_core.accounts.passwords import QUEUE, Passwords
from ecomm_core.accounts.throttle import LoginThrottle, LoginThrottled
from ecomm_core.db.scope import Scope
from ecomm_core.errors import TooManyRequests
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, Merchant, register_merchant
from ecomm_testing.hashing import hashed_as_in_production

Shift = Callable[[float], None]
MINUTE = 60.0


async def login(
    api: httpx2.AsyncClient, email: str, password: str = "a wrong guess", ip: str = "203.0.113.7"
) -> httpx2.Response:
    return await api.post(
        "/api/v1/auth/login",
        json={"email": email, "password": password},
        headers={"X-Forwarded-For": ip},
    )


class Hashes:
    """Counts how often a password was compared; every guess is wrong unless it is the real one."""

    def __init__(self, kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
        self.compared = 0
        real = kernel.passwords.verify

        async def verify(stored: str | None, password: str) -> bool:
            self.compared += 1
            return password == PASSWORD and await real(stored, password)

        monkeypatch.setattr(kernel.passwords, "verify", verify)


@pytest.fixture
def hashes(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> Hashes:
    return Hashes(kernel, monkeypatch)


async def test_five_guesses_are_free_then_nothing_is_even_hashed(
    api: httpx2.AsyncClient, merchant: Merchant, hashes: Hashes, shift_clock: Shift
) -> None:
    for _ in range(5):
        assert (await login(api, merchant.email)).status_code == 401
    for password in ("another guess", PASSWORD):
        blocked = await login(api, merchant.email, password)
        assert blocked.status_code == 429
        assert blocked.json()["error"]["code"] == "login_throttled"
        assert int(blocked.headers["retry-after"]) >= 1
    assert hashes.compared == 5
    shift_clock(2)
    assert (await login(api, merchant.email, PASSWORD)).status_code == 200


async def test_waits_double_up_to_a_quarter_of_an_hour(
    api: httpx2.AsyncClient, merchant: Merchant, hashes: Hashes, shift_clock: Shift
) -> None:
    waits, ahead = [], 0.0
    for _ in range(20):
        reply = await login(api, merchant.email)
        if reply.status_code == 429:
            wait = int(reply.headers["retry-after"])
            waits.append(wait)
            ahead += wait
            shift_clock(ahead)
    assert waits[:6] == sorted(waits[:6])
    assert [round(wait / 2) * 2 for wait in waits[2:6]] == [4, 8, 16, 32]
    assert max(waits) <= 15 * 60 + 1
    assert hashes.compared == 20 - len(waits)


async def test_another_address_is_not_blocked_by_a_guesser(
    api: httpx2.AsyncClient, merchant: Merchant, hashes: Hashes
) -> None:
    for _ in range(6):
        await login(api, merchant.email)
    assert (await login(api, merchant.email)).status_code == 429
    assert (await login(api, merchant.email, PASSWORD, ip="198.51.100.9")).status_code == 200
    # One subscriber's /64 is one address.
    for n in range(6):
        await login(api, merchant.email, ip=f"2001:db8:1:1::{n + 1}")
    assert (await login(api, merchant.email, ip="2001:db8:1:1:ffff::1")).status_code == 429
    assert (await login(api, merchant.email, PASSWORD, ip="2001:db8:1:2::1")).status_code == 200


async def test_an_account_takes_a_hundred_guesses_a_day_from_everywhere(
    api: httpx2.AsyncClient, merchant: Merchant, hashes: Hashes, shift_clock: Shift
) -> None:
    """Planted: no throttle, in `test_planted`."""
    for n in range(1_000):
        await login(api, merchant.email, ip=f"198.51.{n // 250}.{n % 250}")
    assert hashes.compared == 100
    assert (await login(api, merchant.email, PASSWORD, ip="192.0.2.1")).status_code == 429
    shift_clock(timedelta(days=1, minutes=1).total_seconds())
    assert (await login(api, merchant.email, PASSWORD, ip="192.0.2.1")).status_code == 200


async def test_signing_in_forgets_the_guesses(
    api: httpx2.AsyncClient, merchant: Merchant, hashes: Hashes
) -> None:
    for _ in range(4):
        for _ in range(4):
            assert (await login(api, merchant.email)).status_code == 401
        assert (await login(api, merchant.email, PASSWORD)).status_code == 200


async def test_log_ins_of_one_account_at_once_do_not_lock_each_other_out(kernel: Kernel) -> None:
    """Faults it was seen to catch: `succeeded` taking the pair's row first; `attempt` taking both
    rows in the order of their hashes (40P01)."""
    throttle = LoginThrottle(kernel.database)

    async def signs_in(account: str, ip: str) -> None:
        with suppress(LoginThrottled):
            await throttle.attempt(account, ip)
        await throttle.succeeded(account, ip)

    for _ in range(12):
        account = f"{secrets.token_hex(6)}@example.com"
        await asyncio.gather(*(signs_in(account, "203.0.113.7") for _ in range(8)))


async def test_an_unknown_account_answers_like_a_wrong_password(
    api: httpx2.AsyncClient, merchant: Merchant, hashes: Hashes
) -> None:
    """Planted: a password that is only compared where there is an account."""
    unknown = f"nobody-{secrets.token_hex(6)}@example.com"

    def told(reply: httpx2.Response) -> tuple[int, dict[str, Any], set[str]]:
        error = {**reply.json()["error"], "request_id": ""}
        return reply.status_code, error, set(reply.headers) - {"retry-after"}

    for _ in range(6):
        assert told(await login(api, merchant.email)) == told(await login(api, unknown))
    # Both ways go through the same comparison: an unknown account costs a hash, too.
    assert hashes.compared == 10


@pytest.mark.parametrize(
    "email",
    ["' or 1=1 --", "a@b@c", "x" * 320, "\u212a@example.com", "%", "<script>", "a\r\nb@c.d"],
)
async def test_hostile_accounts_are_only_unknown(api: httpx2.AsyncClient, email: str) -> None:
    assert (await login(api, email, ip="203.0.113.99")).status_code == 401


async def test_email_is_folded_and_trimmed(api: httpx2.AsyncClient, merchant: Merchant) -> None:
    reply = await login(api, f"  {merchant.email.upper()} ", PASSWORD)
    assert reply.status_code == 200
    assert reply.json()["data"]["user"]["email"] == merchant.email


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "eleven char"),
        ("password", "x" * 129),
        ("email", "nobody"),
        ("email", "a@localhost"),
        ("name", ""),
        ("name", "x" * 121),
    ],
)
async def test_malformed_registrations_are_refused_on_their_field(
    api: httpx2.AsyncClient, field: str, value: str
) -> None:
    good = {"email": f"{secrets.token_hex(6)}@example.com", "password": PASSWORD, "name": "N"}
    reply = await api.post("/api/v1/auth/register", json={**good, field: value})
    assert reply.status_code == 422
    assert reply.json()["error"]["details"][0]["field"] == field
    assert (await login(api, good["email"], PASSWORD)).status_code == 401


async def test_one_email_registered_five_times_at_once_is_one_account(
    api: httpx2.AsyncClient, kernel: Kernel
) -> None:
    email = f"race-{secrets.token_hex(6)}@example.com"

    async def register() -> httpx2.Response:
        return await api.post(
            "/api/v1/auth/register", json={"email": email, "password": PASSWORD, "name": "Race"}
        )

    replies = await asyncio.gather(*(register() for _ in range(5)))
    assert sorted(reply.status_code for reply in replies) == [201, 409, 409, 409, 409]
    made = next(reply for reply in replies if reply.status_code == 201).json()["data"]["user"]
    me = await login(api, email, PASSWORD)
    assert me.json()["data"]["user"]["memberships"] == made["memberships"]
    assert len(made["memberships"]) == 1


async def test_the_hash_is_argon2id_and_never_shown(
    api: httpx2.AsyncClient, kernel: Kernel
) -> None:
    with hashed_as_in_production(kernel.passwords):
        merchant = await register_merchant(api)
        assert (await login(api, merchant.email, PASSWORD)).status_code == 200
    async with kernel.database.transaction(Scope(user_id=merchant.user_id)) as session:
        stored = await session.scalar(
            text("select password_hash from users where id = :id"), {"id": merchant.user_id}
        )
    assert str(stored).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    for path in ("/auth/me", "/stores"):
        assert "argon2" not in (await merchant.get(path)).text


async def test_a_full_queue_of_hashes_refuses_instead_of_eating_the_machine() -> None:
    passwords = Passwords()
    results = await asyncio.gather(
        *(passwords.verify(None, "x") for _ in range(QUEUE + 10)), return_exceptions=True
    )
    refused = [result for result in results if isinstance(result, TooManyRequests)]
    assert len(refused) == 10
    assert [result for result in results if result is not False] == refused
    assert await passwords.verify(None, "x") is False
