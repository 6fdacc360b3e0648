"""What shoppers do with their own account: see and change it, its password, its sessions; and what
goes by mail: proving the address, setting a forgotten password."""

import asyncio
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers import repository
from commerce.customers.book import consents
from commerce.customers.errors import (
    AlreadyVerified,
    JustSent,
    SessionNotFound,
    WrongPassword,
)
from commerce.customers.events import CustomerUpdated
from commerce.customers.links import PAUSE, mail_link, opened
from commerce.customers.models import CustomerAccount
from commerce.customers.people.service import index
from commerce.customers.schemas import (
    CustomerOut,
    DeviceOut,
    ShopperPasswordIn,
    ShopperPatch,
    ShopperResetIn,
)
from commerce.stores.contexts import ShopperContext
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.links import LinkOver, Purpose
from ecomm_core.accounts.service import Client, fold_email
from ecomm_core.accounts.throttle import LoginThrottle
from ecomm_core.accounts.tokens import Claims
from ecomm_core.kernel import Kernel

REPLY_AFTER: Final = 0.25
"""Seconds after which `forgot` answers, whoever is meant: longer than either way takes."""


async def me(session: AsyncSession, store_id: UUID, customer_id: UUID) -> CustomerOut:
    """The signed-in shopper. Raises SessionEnded (401) when the account is gone."""
    return out(await _mine(session, store_id, customer_id))


async def change(shopper: ShopperContext, body: ShopperPatch) -> CustomerOut:
    """Change name or phone."""
    account = await _mine(shopper.session, shopper.store_id, shopper.customer_id)
    if body.name is not None:
        account.name = body.name
    if "phone" in body.model_fields_set:
        account.phone = body.phone or None
    index(account)
    account.updated_at = clock.now()
    await shopper.session.flush()
    await shopper.kernel.outbox.emit(
        shopper.session,
        CustomerUpdated(customer_id=account.id, email=account.email, name=account.name),
        tenant_id=shopper.tenant_id,
        store_id=shopper.store_id,
        resource_id=account.id,
    )
    return out(account)


async def change_password(
    kernel: Kernel, store: StoreFacts, claims: Claims, body: ShopperPasswordIn, client: Client
) -> None:
    """A new password for the old one; every other session ends. Guesses are throttled as log-ins
    are. Raises SessionEnded (401), WrongPassword (422), LoginThrottled (429)."""
    account = await prove_password(kernel, store, claims, body.current, client, field="current")
    hashed = await kernel.passwords.hash(body.password)
    async with kernel.database.transaction(store.scope) as session:
        await repository.set_password_hash(session, account.id, hashed)
        await repository.use_links(session, account.id, Purpose.RESET.value, clock.now())
        await repository.end_sessions(
            session, account.id, "password_changed", clock.now(), but=claims.family_id
        )


async def prove_password(
    kernel: Kernel, store: StoreFacts, claims: Claims, password: str, client: Client, *, field: str
) -> CustomerAccount:
    """The account, once its password is shown again in this field. Guesses are throttled as log-ins
    are. Raises SessionEnded (401), WrongPassword (422), LoginThrottled (429)."""
    async with kernel.database.transaction(store.scope) as session:
        account = await _mine(session, store.id, claims.subject)
    throttle = LoginThrottle(kernel.database)
    key = f"{store.id}\n{account.email}"
    await throttle.attempt(key, client.ip)
    if not await kernel.passwords.verify(account.password_hash, password):
        raise WrongPassword.on_field(field)
    await throttle.succeeded(key, client.ip)
    return account


async def forgot(kernel: Kernel, store: StoreFacts, email: str, client: Client) -> None:
    """Mail a link to whoever has this address here, if anybody; nothing tells which: not the reply,
    not its time, not the throttle. Raises LoginThrottled (429)."""
    begun = asyncio.get_running_loop().time()
    folded = fold_email(email)
    await LoginThrottle(kernel.database).attempt(f"forgot\n{store.id}\n{folded}", client.ip)
    async with kernel.database.transaction(store.scope) as session:
        account = await repository.by_email(session, store.id, folded)
        if account is not None and account.disabled_at is None:
            await repository.lock(session, store.id, account.id)
            await mail_link(kernel, session, store, account, Purpose.RESET)
    left = REPLY_AFTER - (asyncio.get_running_loop().time() - begun)
    await asyncio.sleep(max(left, 0))


async def reset(
    kernel: Kernel, store: StoreFacts, body: ShopperResetIn, client: Client
) -> CustomerOut:
    """Set a new password by a mailed link; every session ends. Whoever followed the link has the
    address, so it is proven too. Raises LinkOver (410); nothing is hashed for a link that is over.
    """
    async with kernel.database.transaction(store.scope) as session:
        await _good_for_reset(kernel, session, body.token)
    hashed = await kernel.passwords.hash(body.password)
    async with kernel.database.transaction(store.scope) as session:
        account = await _good_for_reset(kernel, session, body.token)
        now = clock.now()
        account.password_hash = hashed
        account.email_verified_at = account.email_verified_at or now
        account.updated_at = now
        await session.flush()
        await repository.use_links(session, account.id, Purpose.RESET.value, now)
        await repository.end_sessions(session, account.id, "password_reset", now)
    await LoginThrottle(kernel.database).succeeded(f"{store.id}\n{account.email}", client.ip)
    return out(account)


async def _good_for_reset(kernel: Kernel, session: AsyncSession, token: str) -> CustomerAccount:
    link, account = await opened(kernel, session, token, Purpose.RESET)
    if link.used_at is not None:
        raise LinkOver
    return account


async def resend_verification(shopper: ShopperContext) -> None:
    """Mail another link. Raises SessionEnded (401), AlreadyVerified (409), JustSent (429)."""
    account = await repository.lock(shopper.session, shopper.store_id, shopper.customer_id)
    if account is None:
        raise SessionEnded
    if account.email_verified_at is not None:
        raise AlreadyVerified
    sent = await mail_link(shopper.kernel, shopper.session, shopper.store, account, Purpose.VERIFY)
    if not sent:
        raise JustSent(headers={"Retry-After": str(int(PAUSE.total_seconds()))})


async def verify(kernel: Kernel, session: AsyncSession, token: str) -> CustomerAccount:
    """Prove an address by its link; the same link again says the same. Raises LinkOver (410)."""
    link, account = await opened(kernel, session, token, Purpose.VERIFY)
    now = clock.now()
    link.used_at = link.used_at or now
    account.email_verified_at = account.email_verified_at or now
    await session.flush()
    await consents.proven(
        session,
        tenant_id=account.tenant_id,
        store_id=account.store_id,
        email=account.email,
        actor=f"customer:{account.id}",
    )
    return account


async def list_sessions(shopper: ShopperContext) -> list[DeviceOut]:
    """The shopper's log-ins, the last used first."""
    rows = await repository.sessions(shopper.session, shopper.customer_id, clock.now())
    return [
        DeviceOut(
            id=row.id,
            user_agent=row.user_agent,
            ip=row.ip,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            current=row.id == shopper.claims.family_id,
        )
        for row in rows
    ]


async def end_session(shopper: ShopperContext, family_id: UUID) -> None:
    """End a log-in of one's own. Raises SessionNotFound (404)."""
    if not await repository.end_session(
        shopper.session, shopper.customer_id, family_id, clock.now()
    ):
        raise SessionNotFound


async def _mine(session: AsyncSession, store_id: UUID, customer_id: UUID) -> CustomerAccount:
    account = await repository.get(session, store_id, customer_id)
    if account is None:
        raise SessionEnded
    return account


def out(account: CustomerAccount) -> CustomerOut:
    """A shopper as they see themselves."""
    return CustomerOut(
        id=account.id,
        email=account.email,
        name=account.name,
        phone=account.phone,
        verified=account.email_verified_at is not None,
        marketing=account.marketing,
        created_at=account.created_at,
    )
