"""The second factor: set up, asked for, guessed at, lost, taken off, asked of everybody."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pyotp
import pytest
from sqlalchemy import text

from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.accounts import turn_on_second_factor
from ecomm_testing.actors import PASSWORD, Merchant, ShopStore
from ecomm_testing.members import join

Shift = Callable[[float], None]
STEP = 30


async def login(api: httpx2.AsyncClient, person: Merchant) -> dict[str, Any]:
    reply = await api.post("/api/v1/auth/login", json={"email": person.email, "password": PASSWORD})
    assert reply.status_code == 200, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def second(
    api: httpx2.AsyncClient, challenge: str, code: str, ip: str = "203.0.113.7"
) -> httpx2.Response:
    return await api.post(
        "/api/v1/auth/login/code",
        json={"challenge": challenge, "code": code},
        headers={"X-Forwarded-For": ip},
    )


async def enrol(person: Merchant) -> pyotp.TOTP:
    reply = await person.post("/auth/two-factor", json={"password": PASSWORD})
    assert reply.status_code == 200, reply.text
    data = reply.json()["data"]
    parsed = pyotp.parse_uri(data["otpauth_uri"])
    assert isinstance(parsed, pyotp.TOTP)
    assert (parsed.secret, parsed.name, parsed.issuer) == (data["secret"], person.email, "Ecomm")
    assert len({len(row) for row in data["qr"]}) == 1, "a QR code is a square"
    assert len(data["qr"]) == len(data["qr"][0]) >= 21
    return parsed


async def test_from_enrolment_to_signing_in_with_a_code(
    api: httpx2.AsyncClient, merchant: Merchant, shift_clock: Shift
) -> None:
    totp = await enrol(merchant)
    assert set(await login(api, merchant)) > {"access_token"}, "not in force before it is confirmed"
    wrong = await merchant.post("/auth/two-factor/confirm", json={"code": "000000"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (403, "wrong_code")
    used = totp.at(clock.now())
    codes = (await merchant.post("/auth/two-factor/confirm", json={"code": used})).json()["data"]
    assert len(set(codes["recovery_codes"])) == 10
    me = (await merchant.get("/auth/me")).json()["data"]
    assert (me["two_factor_enabled"], me["recovery_codes_left"]) == (True, 10)
    first = await login(api, merchant)
    assert set(first) == {"second_step", "challenge", "expires_in"}
    replayed = await second(api, first["challenge"], used)
    assert replayed.json()["error"]["code"] == "wrong_code", "a code counts once"
    shift_clock(STEP)
    code = totp.at(clock.now())
    signed_in = await second(api, first["challenge"], f"{code[:3]} {code[3:]}")
    assert signed_in.json()["data"]["user"]["email"] == merchant.email
    again = await second(api, (await login(api, merchant))["challenge"], code)
    assert again.json()["error"]["code"] == "wrong_code"


async def test_of_two_who_send_one_code_at_once_one_signs_in(
    api: httpx2.AsyncClient, merchant: Merchant, shift_clock: Shift
) -> None:
    """Fault it was seen to catch: comparing the step before writing it, without the row's say."""
    totp = await enrol(merchant)
    body = {"code": totp.at(clock.now())}
    assert (await merchant.post("/auth/two-factor/confirm", json=body)).status_code == 200
    shift_clock(STEP)
    challenge = (await login(api, merchant))["challenge"]
    code = totp.at(clock.now())
    replies = await asyncio.gather(*(second(api, challenge, code) for _ in range(4)))
    assert sorted(reply.status_code for reply in replies) == [200, 403, 403, 403]


async def test_a_recovery_code_stands_in_once(api: httpx2.AsyncClient, merchant: Merchant) -> None:
    codes = await turn_on_second_factor(merchant)
    challenge = (await login(api, merchant))["challenge"]
    assert (await second(api, challenge, f" {codes[0].upper()} ")).status_code == 200
    assert (await second(api, challenge, codes[0])).status_code == 403
    assert (await second(api, challenge, codes[1].replace("-", ""))).status_code == 200
    me = (await merchant.get("/auth/me")).json()["data"]
    assert me["recovery_codes_left"] == 8
    body = {"password": PASSWORD, "code": codes[2]}
    renewed = await merchant.post("/auth/two-factor/recovery-codes", json=body)
    fresh = renewed.json()["data"]["recovery_codes"]
    assert (await second(api, challenge, codes[3])).status_code == 403, "the old ones are void"
    assert (await second(api, challenge, fresh[0])).status_code == 200


async def test_secret_and_codes_cannot_be_read_from_the_database(
    merchant: Merchant, kernel: Kernel
) -> None:
    totp = await enrol(merchant)
    body = {"code": totp.at(clock.now())}
    codes = (await merchant.post("/auth/two-factor/confirm", json=body)).json()["data"]
    async with kernel.database.transaction(
        Scope(tenant_id=merchant.tenant_id, user_id=merchant.user_id)
    ) as session:
        for table in ("users", "audit_log", "idempotency"):
            rows = str((await session.execute(text(f"select * from {table}"))).all())
            assert totp.secret not in rows
            for code in codes["recovery_codes"]:
                assert code not in rows
                assert code.replace("-", "") not in rows
    assert totp.secret not in (await merchant.get("/auth/me")).text


@pytest.mark.parametrize("kind", ["code", "recovery code"])
async def test_hundreds_of_guesses_find_nothing(
    api: httpx2.AsyncClient,
    merchant: Merchant,
    kernel: Kernel,
    monkeypatch: pytest.MonkeyPatch,
    shift_clock: Shift,
    kind: str,
) -> None:
    """A hundred a day at most, wherever they come from, and none is even looked at beyond that:
    of a million codes, three are right at a time. Fault it was seen to catch: no throttle."""
    await turn_on_second_factor(merchant)
    looked = 0
    real = kernel.accounts.second_factor._take_totp

    async def counted(*args: Any) -> bool:
        nonlocal looked
        looked += 1
        return await real(*args)

    monkeypatch.setattr(kernel.accounts.second_factor, "_take_totp", counted)
    for day in range(2):
        shift_clock(timedelta(days=day, minutes=day).total_seconds())
        challenge = (await login(api, merchant))["challenge"]
        for n in range(250):
            guess = f"{n:06d}" if kind == "code" else secrets.token_hex(5)
            reply = await second(api, challenge, guess, ip=f"198.51.{day}.{n}")
            assert reply.status_code in {403, 429}
        assert looked == 100 * (day + 1)


async def test_one_address_is_slowed_down_after_five_guesses(
    api: httpx2.AsyncClient, merchant: Merchant
) -> None:
    codes = await turn_on_second_factor(merchant)
    challenge = (await login(api, merchant))["challenge"]
    seen = [(await second(api, challenge, "111111")).status_code for _ in range(7)]
    assert seen[:5] == [403] * 5
    assert 429 in seen[5:]
    assert (await second(api, challenge, codes[0], ip="192.0.2.9")).status_code == 200


async def test_a_challenge_is_over_after_five_minutes_or_another_password(
    api: httpx2.AsyncClient, merchant: Merchant, shift_clock: Shift
) -> None:
    codes = await turn_on_second_factor(merchant)
    challenge = (await login(api, merchant))["challenge"]
    shift_clock(301)
    over = await second(api, challenge, codes[0])
    assert (over.status_code, over.json()["error"]["code"]) == (401, "challenge_over")
    shift_clock(0)
    body = {"password": PASSWORD, "new_password": "another good password"}
    assert (await merchant.post("/auth/password", json=body)).status_code == 200
    assert (await second(api, challenge, codes[0])).status_code == 401
    for forged in (challenge[:-2] + "AA", "x", "A" * len(challenge), challenge + "A"):
        assert (await second(api, forged, codes[0])).status_code == 401


async def test_a_challenge_of_one_is_nothing_to_another(
    api: httpx2.AsyncClient, merchant: Merchant, other_merchant: Merchant
) -> None:
    codes = await turn_on_second_factor(merchant)
    await turn_on_second_factor(other_merchant)
    challenge = (await login(api, other_merchant))["challenge"]
    assert (await second(api, challenge, codes[0])).status_code == 403


async def test_taking_it_off_needs_password_and_code(
    api: httpx2.AsyncClient, merchant: Merchant
) -> None:
    codes = await turn_on_second_factor(merchant)
    for body in (
        {"password": "wrong", "code": codes[0]},
        {"password": PASSWORD, "code": "000000"},
    ):
        assert (await merchant.post("/auth/two-factor/disable", json=body)).status_code == 403
    again = await merchant.post("/auth/two-factor", json={"password": PASSWORD})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "two_factor_on")
    assert "challenge" in await login(api, merchant)
    body = {"password": PASSWORD, "code": codes[0]}
    assert (await merchant.post("/auth/two-factor/disable", json=body)).status_code == 200
    assert "access_token" in await login(api, merchant)
    off = await merchant.post("/auth/two-factor/disable", json=body)
    assert (off.status_code, off.json()["error"]["code"]) == (409, "two_factor_off")


async def test_a_business_that_asks_for_it_lets_nobody_in_without(
    store: ShopStore, kernel: Kernel
) -> None:
    owner = store.merchant
    member = await join(kernel, owner, "admin")
    rule = {"require_two_factor": True}
    early = await owner.put("/team/two-factor", json=rule)
    assert (early.status_code, early.json()["error"]["code"]) == (409, "own_factor_first")
    await turn_on_second_factor(owner)
    assert (await member.put("/team/two-factor", json=rule)).status_code == 403
    on = (await owner.put("/team/two-factor", json=rule)).json()["data"]
    assert on == {"require_two_factor": True, "members_without": 1}
    for path in ("/stores", store.path, f"{store.path}/products", "/team/members"):
        refused = await member.get(path)
        assert (refused.status_code, refused.json()["error"]["code"]) == (
            403,
            "two_factor_required",
        )
        assert refused.json()["data"] is None
    assert (await owner.get(store.path)).status_code == 200
    assert (await member.get("/auth/me")).json()["data"]["two_factor_required"] is True
    codes = await turn_on_second_factor(member)
    assert (await member.get(store.path)).status_code == 200
    body = {"password": PASSWORD, "code": codes[0]}
    kept = await member.post("/auth/two-factor/disable", json=body)
    assert (kept.status_code, kept.json()["error"]["code"]) == (409, "two_factor_still_required")
    assert (await member.get(store.path)).status_code == 200
