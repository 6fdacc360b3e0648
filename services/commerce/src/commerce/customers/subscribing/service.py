"""Rules of where an address stands with a store's news. The folder's public face.

The ledger (`customers.book.consents`) says what an address said; this is the sum of it, in the same
transaction, wherever it was said: the form of the shop, a checkout, an account, a merchant's desk,
a file. There is no other list.

Confirmed addresses count against the plan's e-mail contacts. A shopper is never refused for that:
who confirms when there is no room waits as `over_limit`, until there is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.subscribing import repository
from commerce.customers.subscribing.models import (
    Subscriber,
    SubscriberStatus,
    SuppressionReason,
)
from commerce.customers.subscribing.repository import by_email, delete_one, get, lift
from commerce.customers.subscribing.states import LIFECYCLE
from commerce.mail.suppression import address_key
from ecomm_core import clock, plans
from ecomm_core.accounts.links import LIFETIME, LinkOver, LinkSigner, Purpose, fresh_nonce
from ecomm_core.accounts.service import fold_email
from ecomm_core.crypto import derive
from ecomm_core.errors import LimitReached
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

__all__ = [
    "CONTACTS",
    "LOOK_AGAIN",
    "MAIL_AFTER",
    "Said",
    "admit",
    "by_email",
    "delete_one",
    "follow",
    "forget",
    "get",
    "give_back",
    "leave",
    "leaver",
    "leaving_token",
    "lift",
    "signer",
    "store_gone",
    "suppress",
    "wait",
    "why_suppressed",
]

CONTACTS: Final = plans.EMAIL_CONTACTS
LOOK_AGAIN: Final = timedelta(hours=1)
"""How often somebody who confirmed is thought of while the plan has no room."""
MAIL_AFTER: Final = {"checkout": timedelta(minutes=15), "merchant": timedelta(0)}
"""When an unproven consent from elsewhere is answered by a mail that asks to confirm it. At a
checkout the address is still being typed; an account's is proven by the account's own mail; whoever
came in a file is written to when the merchant says so."""


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody said something of an address (case-folded) somewhere."""

    tenant_id: UUID
    store_id: UUID
    email: str
    source: str
    locale: str | None
    at: datetime


async def follow(
    session: AsyncSession, said: Said, *, granted: bool, confirmed_at: datetime | None
) -> None:
    """Bring an address where its latest word puts it."""
    subscriber = await _known(session, said)
    if not granted:
        await leave(session, subscriber, said.at)
    elif confirmed_at is not None:
        subscriber.source = said.source
        subscriber.locale = said.locale or subscriber.locale
        await admit(session, subscriber, confirmed_at)
    else:
        wait_after = MAIL_AFTER.get(said.source)
        _wait(subscriber, said, None if wait_after is None else clock.now() + wait_after)
    await session.flush()


async def wait(session: AsyncSession, said: Said) -> None:
    """Let an address wait for its confirmation; whoever asks for that sends the mail."""
    _wait(await _known(session, said), said, None)
    await session.flush()


def _wait(subscriber: Subscriber, said: Said, due_at: datetime | None) -> None:
    if subscriber.status in (SubscriberStatus.SUPPRESSED, SubscriberStatus.CONFIRMED):
        return
    if subscriber.over_limit:
        return
    if subscriber.status != SubscriberStatus.PENDING:
        _move(subscriber, SubscriberStatus.PENDING)
    subscriber.source, subscriber.asked_at = said.source, said.at
    subscriber.locale = said.locale or subscriber.locale
    subscriber.due_at, subscriber.updated_at = due_at, clock.now()


async def admit(session: AsyncSession, subscriber: Subscriber, confirmed_at: datetime) -> bool:
    """Confirm an address; False where the plan has no room, and it waits for some."""
    if subscriber.status == SubscriberStatus.CONFIRMED:
        return True
    if subscriber.status == SubscriberStatus.SUPPRESSED:
        return False
    now = clock.now()
    subscriber.confirmed_at, subscriber.updated_at = confirmed_at, now
    subscriber.unsubscribed_at = None
    try:
        await plans.check(session, tenant_id=subscriber.tenant_id, name=CONTACTS, n=1)
    except LimitReached:
        if subscriber.status != SubscriberStatus.PENDING:
            _move(subscriber, SubscriberStatus.PENDING)
        subscriber.over_limit, subscriber.due_at = True, now + LOOK_AGAIN
        return False
    _move(subscriber, SubscriberStatus.CONFIRMED)
    subscriber.over_limit, subscriber.due_at = False, None
    return True


async def leave(session: AsyncSession, subscriber: Subscriber, at: datetime) -> None:
    """Take an address off, and give its place back."""
    if subscriber.status in (SubscriberStatus.UNSUBSCRIBED, SubscriberStatus.SUPPRESSED):
        return
    await give_back(session, subscriber)
    _move(subscriber, SubscriberStatus.UNSUBSCRIBED)
    subscriber.over_limit, subscriber.due_at = False, None
    subscriber.unsubscribed_at, subscriber.updated_at = at, clock.now()


async def give_back(session: AsyncSession, subscriber: Subscriber) -> None:
    """Count a confirmed address no longer."""
    if subscriber.status == SubscriberStatus.CONFIRMED:
        await plans.release(session, tenant_id=subscriber.tenant_id, name=CONTACTS, n=1)


async def suppress(
    kernel: Kernel, session: AsyncSession, subscriber: Subscriber, reason: SuppressionReason
) -> None:
    """Never write to an address again: its mailbox refuses (`bounce`), or its owner called it spam
    (`complaint`). Once said it stays said."""
    if subscriber.status == SubscriberStatus.SUPPRESSED:
        return
    await give_back(session, subscriber)
    _move(subscriber, SubscriberStatus.SUPPRESSED)
    now = clock.now()
    subscriber.reason, subscriber.over_limit, subscriber.due_at = reason.value, False, None
    subscriber.updated_at = now
    await repository.suppress(
        session,
        tenant_id=subscriber.tenant_id,
        store_id=subscriber.store_id,
        address_key=address_key(kernel, subscriber.store_id, subscriber.email),
        reason=reason.value,
        at=now,
    )
    await session.flush()


async def forget(
    kernel: Kernel, session: AsyncSession, *, tenant_id: UUID, store_id: UUID, email: str
) -> None:
    """Before an address is erased: its place is given back, and a keyed hash stays, so that no file
    brings it back unasked. Its row and its words are the caller's to delete."""
    folded = fold_email(email)
    subscriber = await repository.by_email(session, store_id, folded)
    if subscriber is not None:
        await give_back(session, subscriber)
    await repository.suppress(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        address_key=address_key(kernel, store_id, folded),
        reason=SuppressionReason.ERASED.value,
        at=clock.now(),
    )


async def store_gone(session: AsyncSession, tenant_id: UUID, store_id: UUID) -> None:
    """A store was deleted: its part of the plan's contacts is free again."""
    confirmed = await repository.let_all_go(session, store_id, clock.now())
    if confirmed:
        await plans.release(session, tenant_id=tenant_id, name=CONTACTS, n=confirmed)


async def why_suppressed(
    kernel: Kernel, session: AsyncSession, store_id: UUID, email: str
) -> str | None:
    """Why an address is on the list of those that are not written to, if it is."""
    key = address_key(kernel, store_id, email)
    return (await repository.suppressed(session, store_id, [key])).get(key)


@lru_cache
def _signer(secret: bytes) -> LinkSigner:
    return LinkSigner(derive(secret, "subscriber-links"))


def signer(kernel: Kernel) -> LinkSigner:
    """Makes and checks the links of subscribers' mails."""
    return _signer(kernel.settings.secret_key.get_secret_value())


def leaving_token(kernel: Kernel, subscriber: Subscriber) -> str:
    """What a link that ends it carries: the same in every mail, and good for years."""
    until = subscriber.created_at + LIFETIME[Purpose.UNSUBSCRIBE]
    return signer(kernel).token(Purpose.UNSUBSCRIBE, subscriber.id, subscriber.nonce, until)


async def leaver(kernel: Kernel, session: AsyncSession, token: str) -> Subscriber:
    """Whom a link lets go, kept from others. Raises LinkOver (410)."""
    sign = signer(kernel)
    found = await repository.by_id(session, sign.row_of(token))
    if found is None:
        raise LinkOver
    until = found.created_at + LIFETIME[Purpose.UNSUBSCRIBE]
    sign.check(token, Purpose.UNSUBSCRIBE, found.id, found.nonce, until)
    return found


async def _known(session: AsyncSession, said: Said) -> Subscriber:
    found, _ = await repository.known(
        session,
        {
            "tenant_id": said.tenant_id,
            "id": new_id(),
            "store_id": said.store_id,
            "email": said.email,
            "status": SubscriberStatus.PENDING.value,
            "source": said.source,
            "locale": said.locale,
            "nonce": fresh_nonce(),
            "asked_at": said.at,
            "created_at": clock.now(),
            "updated_at": clock.now(),
        },
    )
    return found


def _move(subscriber: Subscriber, wanted: SubscriberStatus) -> None:
    LIFECYCLE.check(SubscriberStatus(subscriber.status), wanted)
    subscriber.status = wanted.value
