"""Confirming an address: the link of the mail, once, for three days, and only that link."""

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from sqlalchemy import text

from ecomm_core.accounts.links import Purpose
from ecomm_core.crypto import b64decode, b64encode
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.accounts import account_link
from ecomm_testing.actors import Merchant
from ecomm_testing.outbox import run_outbox

Shift = Callable[[float], None]


def mails_to(mailbox: Path, address: str) -> list[str]:
    """The texts of the mails somebody got, oldest first."""
    found = []
    for file in sorted(mailbox.rglob("*.eml"), key=lambda f: f.stat().st_mtime_ns):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        if address in str(mail["To"]):
            body = mail.get_body(("plain",))
            assert body is not None
            found.append(str(body.get_content()))
    return found


def token_in(text_of_mail: str, page: str) -> str:
    """The token of the link to a page of the dashboard."""
    found = re.search(rf"http://localhost:3000/{page}\?token=\S+", text_of_mail)
    assert found, text_of_mail
    return parse_qs(urlsplit(found.group(0)).query)["token"][0]


async def verify(api: httpx2.AsyncClient, token: str) -> httpx2.Response:
    return await api.post("/api/v1/auth/email/verify", json={"token": token})


async def test_the_mail_at_registration_confirms_the_address(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel, mailbox: Path
) -> None:
    assert (await merchant.get("/auth/me")).json()["data"]["email_verified"] is False
    await run_outbox(kernel, merchant.tenant_id)
    [mail] = mails_to(mailbox, merchant.email)
    token = token_in(mail, "verify")
    # The mail task makes the token again from the row: nothing that opens anything was written.
    assert token == await account_link(kernel, merchant.user_id, Purpose.VERIFY)
    for _ in range(2):  # a mail program may follow the link before its reader does
        reply = await verify(api, token)
        assert reply.status_code == 200
        assert reply.json()["data"] == {"email": merchant.email}
    assert (await merchant.get("/auth/me")).json()["data"]["email_verified"] is True


async def test_the_token_is_stored_nowhere(merchant: Merchant, kernel: Kernel) -> None:
    token = await account_link(kernel, merchant.user_id, Purpose.VERIFY)
    mac = b64decode(token)[16:]
    async with kernel.database.transaction(
        Scope(tenant_id=merchant.tenant_id, user_id=merchant.user_id)
    ) as session:
        for table in ("account_links", "outbox", "events", "mail_messages", "audit_log"):
            rows = str((await session.execute(text(f"select * from {table}"))).all())
            assert token not in rows, table
            assert str(mac)[2:-1] not in rows, table


async def test_only_the_link_itself_confirms(
    api: httpx2.AsyncClient, merchant: Merchant, other_merchant: Merchant, kernel: Kernel
) -> None:
    good = await account_link(kernel, merchant.user_id, Purpose.VERIFY)
    other = await account_link(kernel, other_merchant.user_id, Purpose.VERIFY)
    raw, others = b64decode(good), b64decode(other)
    flipped = bytes([*raw[:-1], raw[-1] ^ 1])
    await api.post("/api/v1/auth/password/forgot", json={"email": merchant.email})
    reset = await account_link(kernel, merchant.user_id, Purpose.RESET)
    for token in (
        b64encode(flipped),
        b64encode(raw[:16] + others[16:]),
        b64encode(raw[:-1]),
        b64encode(b"\x00" * 48),
        reset,
        good + "=",
        "x",
        "../../etc/passwd",
    ):
        reply = await verify(api, token)
        assert reply.status_code == 410, token
        assert reply.json()["error"]["code"] == "link_over"
    for person in (merchant, other_merchant):
        assert (await person.get("/auth/me")).json()["data"]["email_verified"] is False


async def test_a_link_is_good_for_three_days(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel, shift_clock: Shift
) -> None:
    token = await account_link(kernel, merchant.user_id, Purpose.VERIFY)
    shift_clock(timedelta(days=3, minutes=1).total_seconds())
    assert (await verify(api, token)).status_code == 410
    shift_clock(timedelta(days=2, hours=23).total_seconds())
    assert (await verify(api, token)).status_code == 200


async def test_the_mail_is_sent_again_once_a_minute_until_confirmed(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel, mailbox: Path, shift_clock: Shift
) -> None:
    await run_outbox(kernel, merchant.tenant_id)
    soon = await merchant.post("/auth/email/resend")
    assert (soon.status_code, soon.json()["error"]["code"]) == (429, "just_sent")
    shift_clock(61)
    assert (await merchant.post("/auth/email/resend")).status_code == 200
    await run_outbox(kernel, merchant.tenant_id)
    first, second = mails_to(mailbox, merchant.email)
    assert token_in(first, "verify") != token_in(second, "verify")
    assert (await verify(api, token_in(first, "verify"))).status_code == 200
    shift_clock(200)
    again = await merchant.post("/auth/email/resend")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "already_verified")
    assert len(mails_to(mailbox, merchant.email)) == 2


@pytest.mark.parametrize("path", ["/auth/email/resend", "/auth/sessions/end-others"])
async def test_nobody_asks_for_somebody_else(api: httpx2.AsyncClient, path: str) -> None:
    assert (await api.post(f"/api/v1{path}")).status_code == 401
