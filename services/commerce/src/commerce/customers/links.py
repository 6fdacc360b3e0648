"""Links in mails to shoppers. The token is the HMAC of a row (`ecomm_core.accounts.links`), under a
key of shoppers' own: a merchant's link is nothing here, and a shopper's nothing there."""

from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers import repository
from commerce.customers.models import CustomerAccount, CustomerLink
from commerce.mail import service as mail
from commerce.mail.service import Kind, Wish
from commerce.stores import service as stores
from commerce.stores.addresses import storefront_url
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.accounts.links import LIFETIME, LinkOver, LinkSigner, Purpose, fresh_nonce
from ecomm_core.crypto import derive
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

PAUSE = timedelta(minutes=1)
"""Between two mails of one kind to one person."""

KINDS = {Purpose.VERIFY: Kind.VERIFICATION, Purpose.RESET: Kind.PASSWORD_RESET}
PATHS = {Purpose.VERIFY: "/account/verify", Purpose.RESET: "/account/reset"}


@lru_cache
def _signer(secret: bytes) -> LinkSigner:
    return LinkSigner(derive(secret, "shopper-links"))


def signer(kernel: Kernel) -> LinkSigner:
    """Makes and checks shoppers' links."""
    return _signer(kernel.settings.secret_key.get_secret_value())


async def mail_link(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    account: CustomerAccount,
    purpose: Purpose,
) -> bool:
    """Write a link down and wish for its mail; False where one went out a moment ago."""
    now = clock.now()
    if await repository.link_since(session, account.id, purpose.value, now - PAUSE):
        return False
    link = CustomerLink(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        customer_id=account.id,
        purpose=purpose.value,
        nonce=fresh_nonce(),
        email=account.email,
        created_at=now,
        expires_at=now + LIFETIME[purpose],
        used_at=None,
    )
    session.add(link)
    await session.flush()
    await mail.send(
        session,
        kernel,
        tenant_id=store.tenant_id,
        store_id=store.id,
        kind=KINDS[purpose],
        to=account.email,
        key=f"customer-{purpose.value}:{link.id}",
        context={"name": account.name},
        ref=link.id,
    )
    return True


async def opened(
    kernel: Kernel, session: AsyncSession, token: str, purpose: Purpose
) -> tuple[CustomerLink, CustomerAccount]:
    """The row and the account of a link that is good now. Row-level security shows the links of
    this store only. Raises LinkOver (410)."""
    sign = signer(kernel)
    link = await repository.link(session, sign.row_of(token), lock=True)
    if link is None or link.purpose != purpose.value:
        raise LinkOver
    sign.check(token, purpose, link.id, link.nonce, link.expires_at)
    account = await repository.lock(session, link.store_id, link.customer_id)
    if account is None or account.email != link.email or account.disabled_at is not None:
        raise LinkOver
    if link.expires_at <= clock.now():
        raise LinkOver
    return link, account


async def resolve(kernel: Kernel, session: AsyncSession, wish: Wish) -> dict[str, Any] | None:
    """What a mail with a link says beyond its words; None once the link is used or over."""
    link = await repository.link(session, wish.ref) if wish.ref is not None else None
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        return None
    purpose = Purpose(link.purpose)
    slug = (await stores.get(session, link.store_id)).slug
    token = signer(kernel).token(purpose, link.id, link.nonce, link.expires_at)
    url = storefront_url(kernel.settings, slug, f"{PATHS[purpose]}?token={token}")
    return {"url": url, "expires_at": link.expires_at}


def install(kernel: Kernel) -> None:
    """Let mails of this process find their links."""
    for kind in KINDS.values():
        mail.resolve_with(kernel, kind, resolve, shoppers=True)
