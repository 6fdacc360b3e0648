"""The form, the mail that asks to confirm, and the link of that mail.

Nobody learns from the form who is on the list: the reply is the same, and its time too. Nobody is
put on it by somebody else: a wish allows nothing until the link was followed, and following takes a
button, for programs open every link of a mail. A link that was used says the same again, and never
brings back who left since.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.book import consents
from commerce.customers.subscribing import service as subscribing
from commerce.customers.subscribing.models import Subscriber, SubscriberStatus
from commerce.customers.subscribing.service import Said
from commerce.mail import service as mail
from commerce.mail.service import Kind, Wish
from commerce.mail.suppression import address_key
from commerce.marketing.subscribers import repository
from commerce.marketing.subscribers.errors import NewsletterClosed
from commerce.marketing.subscribers.models import SubscriberLink
from commerce.marketing.subscribers.schemas import SubscribeIn, SubscriberSource
from commerce.stores import service as stores
from commerce.stores.addresses import storefront_url
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.accounts.links import LIFETIME, LinkOver, Purpose, fresh_nonce
from ecomm_core.accounts.service import Client, fold_email
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

MAILS: Final = (Kind.NEWSLETTER_CONFIRM, Kind.NEWSLETTER_WELCOME)
PAUSE: Final = timedelta(minutes=10)
"""Between two confirmations to one address."""
A_DAY: Final = 5
"""Confirmations to one address within a day."""
REPLY_AFTER: Final = 0.25
"""Seconds after which the form is answered, whoever is meant: longer than either way takes."""


async def ask(kernel: Kernel, store: StoreFacts, body: SubscribeIn, client: Client) -> None:
    """Take a wish of the shop's form. Raises NewsletterClosed (409); says nothing else."""
    begun = asyncio.get_running_loop().time()
    async with kernel.database.transaction(store.scope) as session:
        shown, _ = await repository.settings(session, store.id)
        if not shown:
            raise NewsletterClosed
        if not body.website:
            await _take(kernel, session, store, body, client)
    left = REPLY_AFTER - (asyncio.get_running_loop().time() - begun)
    await asyncio.sleep(max(left, 0))


async def _take(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, body: SubscribeIn, client: Client
) -> None:
    email, now = fold_email(body.email), clock.now()
    known = await subscribing.by_email(session, store.id, email)
    if known is not None and (
        known.status in (SubscriberStatus.CONFIRMED, SubscriberStatus.SUPPRESSED)
        or known.over_limit
        or await just_mailed(session, known)
    ):
        return
    why = await subscribing.why_suppressed(kernel, session, store.id, email)
    if why is not None and why != "erased":
        return
    said = Said(
        tenant_id=store.tenant_id,
        store_id=store.id,
        email=email,
        source=SubscriberSource.FORM.value,
        locale=await spoken(session, store, body.locale),
        at=now,
    )
    proof = replace(consents.seen(client), words=body.words, locale=said.locale)
    await consents.ask(session, said, text_version=body.text_version, actor="form", proof=proof)
    asked = await subscribing.by_email(session, store.id, email)
    if asked is not None:
        await mail_confirmation(kernel, session, asked)


async def spoken(session: AsyncSession, store: StoreFacts, locale: str | None) -> str | None:
    """A language that the shop is shown in, or its own."""
    if locale is None or locale == store.locale:
        return store.locale
    return locale if await repository.speaks(session, store.id, locale) else store.locale


async def just_mailed(session: AsyncSession, subscriber: Subscriber) -> bool:
    """Whether a confirmation went out a moment ago, or too many did today."""
    now = clock.now()
    last, today = await repository.mailed(session, subscriber.id, now - timedelta(days=1))
    return today >= A_DAY or (last is not None and last > now - PAUSE)


async def mail_confirmation(kernel: Kernel, session: AsyncSession, subscriber: Subscriber) -> None:
    """Write a link down and wish for the mail that carries it."""
    now = clock.now()
    link = SubscriberLink(
        tenant_id=subscriber.tenant_id,
        id=new_id(),
        store_id=subscriber.store_id,
        subscriber_id=subscriber.id,
        nonce=fresh_nonce(),
        created_at=now,
        expires_at=now + LIFETIME[Purpose.CONFIRM],
        used_at=None,
    )
    session.add(link)
    subscriber.due_at = None
    await session.flush()
    await mail.send(
        session,
        kernel,
        tenant_id=subscriber.tenant_id,
        store_id=subscriber.store_id,
        kind=Kind.NEWSLETTER_CONFIRM,
        to=subscriber.email,
        key=f"newsletter-confirm:{link.id}",
        context={},
        ref=link.id,
    )


async def confirm(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, token: str, client: Client
) -> str:
    """Follow the link of a mail; the address that is confirmed by it. The same link again says the
    same, unless they left since. Raises LinkOver (410)."""
    sign, now = subscribing.signer(kernel), clock.now()
    link = await repository.link(session, sign.row_of(token), lock=True)
    if link is None:
        raise LinkOver
    sign.check(token, Purpose.CONFIRM, link.id, link.nonce, link.expires_at)
    subscriber = await subscribing.get(session, store.id, link.subscriber_id, lock=True)
    if subscriber is None:
        raise LinkOver
    if subscriber.status == SubscriberStatus.CONFIRMED or subscriber.over_limit:
        return subscriber.email
    if link.used_at is not None or link.expires_at <= now or _left_since(subscriber, link):
        raise LinkOver
    why = await subscribing.why_suppressed(kernel, session, store.id, subscriber.email)
    if subscriber.status == SubscriberStatus.SUPPRESSED or why not in (None, "erased"):
        raise LinkOver
    link.used_at = now
    await _agree(session, store, subscriber, client)
    await subscribing.lift(session, store.id, address_key(kernel, store.id, subscriber.email))
    await welcome(kernel, session, subscriber)
    return subscriber.email


def _left_since(subscriber: Subscriber, link: SubscriberLink) -> bool:
    left = subscriber.unsubscribed_at
    return left is not None and left >= link.created_at


async def _agree(
    session: AsyncSession, store: StoreFacts, subscriber: Subscriber, client: Client
) -> None:
    """Write the consent down, with the words that they saw when they asked."""
    said = await consents.all_said(session, store.id, subscriber.email)
    asked = next((one for one in said if one.granted), None)
    proof = replace(
        consents.seen(client),
        words=None if asked is None else asked.words,
        locale=subscriber.locale,
        asked_at=subscriber.asked_at,
        confirmed_at=clock.now(),
    )
    await consents.set_marketing(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        email=subscriber.email,
        granted=True,
        source=subscriber.source,
        text_version="link" if asked is None else asked.text_version,
        actor=f"subscriber:{subscriber.id}",
        proof=proof,
        anew=True,
    )


async def welcome(kernel: Kernel, session: AsyncSession, subscriber: Subscriber) -> None:
    """Wish for the mail that says they are on the list, and how to leave it; once for each time
    they confirm."""
    if subscriber.status != SubscriberStatus.CONFIRMED or subscriber.confirmed_at is None:
        return
    await mail.send(
        session,
        kernel,
        tenant_id=subscriber.tenant_id,
        store_id=subscriber.store_id,
        kind=Kind.NEWSLETTER_WELCOME,
        to=subscriber.email,
        key=f"newsletter-welcome:{subscriber.id}:{int(subscriber.confirmed_at.timestamp())}",
        context={},
        ref=subscriber.id,
    )


def leaving_url(kernel: Kernel, slug: str, subscriber: Subscriber) -> str:
    """The page that ends it; a mail program's POST to it ends it at once (RFC 8058)."""
    token = subscribing.leaving_token(kernel, subscriber)
    return storefront_url(kernel.settings, slug, f"/unsubscribe?token={token}")


async def resolve_confirmation(
    kernel: Kernel, session: AsyncSession, wish: Wish
) -> dict[str, Any] | None:
    """What a confirmation says as it leaves; None once there is nothing to confirm."""
    link = await repository.link(session, wish.ref) if wish.ref is not None else None
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        return None
    subscriber = await subscribing.get(session, link.store_id, link.subscriber_id)
    if subscriber is None or subscriber.status != SubscriberStatus.PENDING:
        return None
    store = await stores.get(session, link.store_id)
    token = subscribing.signer(kernel).token(Purpose.CONFIRM, link.id, link.nonce, link.expires_at)
    prefix = ""
    if subscriber.locale is not None and subscriber.locale != store.locale:
        shown = await repository.speaks(session, store.id, subscriber.locale)
        prefix = f"/{subscriber.locale}" if shown else ""
    path = f"{prefix}/newsletter/confirm?token={token}"
    return {
        "url": storefront_url(kernel.settings, store.slug, path),
        "expires_at": link.expires_at,
    }


async def resolve_welcome(
    kernel: Kernel, session: AsyncSession, wish: Wish
) -> dict[str, Any] | None:
    """What the welcome says as it leaves; None for who left meanwhile."""
    if wish.ref is None or wish.store_id is None:
        return None
    subscriber = await subscribing.get(session, wish.store_id, wish.ref)
    if subscriber is None or subscriber.status != SubscriberStatus.CONFIRMED:
        return None
    slug = (await stores.get(session, wish.store_id)).slug
    return {
        "url": storefront_url(kernel.settings, slug),
        "unsubscribe_url": leaving_url(kernel, slug, subscriber),
    }


async def due(kernel: Kernel, session: AsyncSession, store_id: UUID, subscriber_id: UUID) -> None:
    """What an address waited for: its confirmation, where it agreed at a checkout; room, where it
    confirmed and there was none."""
    subscriber = await subscribing.get(session, store_id, subscriber_id, lock=True)
    now = clock.now()
    if subscriber is None or subscriber.due_at is None or subscriber.due_at > now:
        return
    if subscriber.status != SubscriberStatus.PENDING:
        subscriber.due_at = None
        return
    if subscriber.over_limit:
        if await subscribing.admit(session, subscriber, subscriber.confirmed_at or now):
            await session.flush()
            await welcome(kernel, session, subscriber)
        return
    why = await subscribing.why_suppressed(kernel, session, store_id, subscriber.email)
    if why is not None or await just_mailed(session, subscriber):
        subscriber.due_at = None
        return
    await mail_confirmation(kernel, session, subscriber)


def install(kernel: Kernel) -> None:
    """Let mails of this process find their links."""
    mail.resolve_with(kernel, Kind.NEWSLETTER_CONFIRM, resolve_confirmation, shoppers=True)
    mail.resolve_with(kernel, Kind.NEWSLETTER_WELCOME, resolve_welcome, shoppers=True)
