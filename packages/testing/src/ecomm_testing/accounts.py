"""What people get by mail or read off their phones, without mailbox and phone."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import text

from ecomm_core import clock
from ecomm_core.accounts.links import Purpose
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, Merchant


async def account_link(
    kernel: Kernel, user_id: UUID, purpose: Purpose, *, forget: bool = False
) -> str:
    """The token of the newest link of a purpose that was mailed to a user; `forget` deletes it, as
    if it had never been asked for."""
    async with kernel.database.transaction(Scope(user_id=user_id)) as session:
        row = (
            await session.execute(
                text(
                    """select id, nonce, expires_at from account_links
                        where user_id = :user and purpose = :purpose
                        order by created_at desc, id desc limit 1"""
                ),
                {"user": user_id, "purpose": purpose.value},
            )
        ).one()
        if forget:
            await session.execute(
                text("delete from account_links where user_id = :user"), {"user": user_id}
            )
    return kernel.accounts.links.token(purpose, row.id, bytes(row.nonce), row.expires_at)


async def invite_link(
    kernel: Kernel, tenant_id: UUID, invite_id: str, *, minutes_ago: int = 0
) -> str:
    """The token of an invitation; `minutes_ago` makes it as old as that."""
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        if minutes_ago:
            await session.execute(
                text("update invites set sent_at = :at where id = :id"),
                {"id": invite_id, "at": clock.now() - timedelta(minutes=minutes_ago)},
            )
        row: Any = (
            await session.execute(
                text("select id, nonce, expires_at from invites where id = :id"), {"id": invite_id}
            )
        ).one()
    return kernel.accounts.links.token(Purpose.INVITE, row.id, bytes(row.nonce), row.expires_at)


async def confirm_address(kernel: Kernel, merchant: Merchant) -> None:
    """Confirm a merchant's address through the API, by the link of its mail."""
    token = await account_link(kernel, merchant.user_id, Purpose.VERIFY)
    reply = await merchant.api.post("/api/v1/auth/email/verify", json={"token": token})
    assert reply.status_code == 200, reply.text


async def turn_on_second_factor(merchant: Merchant, *, confirm: bool = True) -> list[str]:
    """Set an authenticator up through the API; the recovery codes. Without `confirm`, the one code
    that would confirm it."""
    enrolled = await merchant.post("/auth/two-factor", json={"password": PASSWORD})
    assert enrolled.status_code == 200, enrolled.text
    code = pyotp.TOTP(enrolled.json()["data"]["secret"]).at(clock.now())
    if not confirm:
        return [code]
    reply = await merchant.post("/auth/two-factor/confirm", json={"code": code})
    assert reply.status_code == 200, reply.text
    codes: list[str] = reply.json()["data"]["recovery_codes"]
    return codes
