"""In whose name a store's mails leave: the public face of this folder.

An address of its own counts once its domain is proven by a TXT record; until then, and as soon as
it is no longer proven, the platform's address sends, and replies go to the store.
"""

import secrets
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail.senders import repository
from commerce.mail.senders.schemas import SenderIn, SenderOut, SenderState, TxtRecordOut
from ecomm_core import audit, clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

CHECK: Final = "commerce.mail.check_sender"
"""The job that looks at a sender's domain."""
RECORD: Final = "_ecomm-mail"
VALUE: Final = "ecomm-mail="


@dataclass(frozen=True, slots=True)
class Proof:
    """What a domain's name servers must say. `name` is looked up, `value` must be there."""

    store_id: UUID
    name: str
    value: str
    nonce: str


async def get(kernel: Kernel, session: AsyncSession, store_id: UUID, shop: str) -> SenderOut:
    """A store's sender; `shop` is its name."""
    return _out(kernel, await repository.read(session, store_id), shop)


async def put(
    kernel: Kernel,
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    actor: str,
    shop: str,
    body: SenderIn,
) -> SenderOut:
    """Change it. Another domain has to be proven again, another address of the same need not."""
    before = await repository.lock(session, store_id)
    same = before is not None and _domain(before["from_email"]) == _domain(body.from_email)
    row = await repository.put(
        session,
        {
            "tenant": tenant_id,
            "id": new_id(),
            "store": store_id,
            "from_name": body.from_name,
            "reply_to": body.reply_to,
            "from_email": body.from_email,
            "nonce": before["nonce"] if before is not None and same else secrets.token_urlsafe(24),
            "verified_at": before["verified_at"] if before is not None and same else None,
            "now": clock.now(),
        },
    )
    await audit.record(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        actor=actor,
        action="mail_sender.change",
        resource_type="mail_sender",
        resource_id=row["id"],
        before=_said(before),
        after=_said(row),
    )
    return _out(kernel, row, shop)


async def check(
    kernel: Kernel, session: AsyncSession, *, tenant_id: UUID, store_id: UUID, actor: str, shop: str
) -> SenderOut:
    """Have the domain looked at, as a job. Nothing is done for a sender without an address."""
    row = await repository.read(session, store_id)
    if row is not None and row["from_email"] is not None:
        await kernel.outbox.enqueue(
            session, CHECK, {"store_id": str(store_id)}, tenant_id=tenant_id
        )
        await audit.record(
            session,
            tenant_id=tenant_id,
            store_id=store_id,
            actor=actor,
            action="mail_sender.check",
            resource_type="mail_sender",
            resource_id=row["id"],
        )
    return _out(kernel, row, shop)


async def proof(session: AsyncSession, store_id: UUID) -> Proof | None:
    """What to look for; None for a sender without an address."""
    row = await repository.read(session, store_id)
    if row is None or row["from_email"] is None:
        return None
    record = _record(row)
    return Proof(store_id, record.name, record.value, row["nonce"])


async def looked(session: AsyncSession, asked: Proof, failure: str | None) -> None:
    """Note what the name servers said: `failure` None is the record, as it should be. A name
    server's bad day takes nothing back."""
    await repository.looked(session, asked.store_id, asked.nonce, failure, clock.now())


def _out(kernel: Kernel, row: RowMapping | None, shop: str) -> SenderOut:
    own = row["from_email"] if row is not None else None
    verified = row is not None and own is not None and row["verified_at"] is not None
    state: SenderState = "platform" if own is None else "verified" if verified else "pending"
    return SenderOut(
        from_name=row["from_name"] if row is not None else None,
        reply_to=row["reply_to"] if row is not None else None,
        from_email=own,
        state=state,
        effective=own if verified and own is not None else kernel.settings.mail_from,
        effective_name=(row["from_name"] if row is not None else None) or shop,
        record=_record(row) if row is not None and own is not None else None,
        failure=row["failure"] if row is not None and own is not None else None,
        checked_at=row["checked_at"] if row is not None else None,
        verified_at=row["verified_at"] if row is not None else None,
    )


def _record(row: RowMapping) -> TxtRecordOut:
    domain = _domain(row["from_email"])
    return TxtRecordOut(name=f"{RECORD}.{domain}", value=f"{VALUE}{row['nonce']}")


def _domain(email: str | None) -> str | None:
    return email.rpartition("@")[2].lower() if email else None


def _said(row: RowMapping | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {name: row[name] for name in ("from_name", "reply_to", "from_email")}
