"""Rules of shoppers' accounts: per store, apart from merchants' users. The folder's public face.

Like the kernel's accounts these open transactions of their own, so that none is held while a
password is hashed.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers import repository
from commerce.customers.book import repository as kept
from commerce.customers.book.consents import allows_marketing, seen, set_marketing
from commerce.customers.events import CustomerCreated, CustomerUpdated
from commerce.customers.links import mail_link
from commerce.customers.models import CustomerAccount, CustomerSource
from commerce.customers.people.service import email_of, index, keep_sales, keys
from commerce.customers.profile import out
from commerce.customers.repository import by_email, get, lock
from commerce.customers.schemas import (
    AccountCartOut,
    CustomerRegisterIn,
    CustomerTokensOut,
)
from commerce.customers.segments.service import segments_of
from commerce.mail import service as mail
from commerce.mail.service import Kind
from commerce.stores.addresses import storefront_url
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.links import Purpose
from ecomm_core.accounts.service import Client, EmailTaken, WrongCredentials, fold_email
from ecomm_core.accounts.throttle import LoginThrottle
from ecomm_core.accounts.tokens import LIFETIME, Audience, Claims
from ecomm_core.kernel import Kernel

__all__ = [
    "SignedIn",
    "allows_marketing",
    "by_email",
    "email_of",
    "get",
    "index",
    "keep_sales",
    "know_buyer",
    "lock",
    "login",
    "logout",
    "refresh",
    "register",
    "seen",
    "segments_of",
    "set_marketing",
    "tokens",
]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A log-in that has just been opened."""

    account: CustomerAccount
    family_id: UUID
    refresh_token: str


async def register(
    kernel: Kernel, store: StoreFacts, body: CustomerRegisterIn, client: Client
) -> SignedIn:
    """Open an account in one store and sign in; a guest or a written-down customer of the address
    becomes it. The address is theirs only once a mailed link was followed.

    Raises EmailTaken (409).
    """
    hashed = await kernel.passwords.hash(body.password)
    email, now = fold_email(body.email), clock.now()
    async with kernel.database.transaction(store.scope) as session:
        said = await kept.latest_consent(session, store.id, email)
        account = await repository.insert_new(
            session,
            {
                "tenant_id": store.tenant_id,
                "store_id": store.id,
                "email": email,
                "name": body.name,
                "password_hash": hashed,
                "source": CustomerSource.ACCOUNT.value,
                "marketing": said is not None and said.granted,
                "created_at": now,
                "updated_at": now,
            },
        )
        event: CustomerCreated | CustomerUpdated
        if account is None:
            account = await repository.claim(session, store.id, email)
            if account is None:
                raise EmailTaken.on_field("email")
            account.name, account.password_hash, account.updated_at = body.name, hashed, now
            event = CustomerUpdated(customer_id=account.id, email=email, name=account.name)
        else:
            event = CustomerCreated(customer_id=account.id, email=email, name=account.name)
        index(account)
        await session.flush()
        if body.marketing:
            await set_marketing(
                session,
                tenant_id=store.tenant_id,
                store_id=store.id,
                email=email,
                granted=True,
                source="register",
                text_version=body.marketing_text,
                actor=f"customer:{account.id}",
                now=now,
                proof=seen(client),
            )
        await kernel.outbox.emit(
            session,
            event,
            tenant_id=store.tenant_id,
            store_id=store.id,
            resource_id=account.id,
        )
        await mail_link(kernel, session, store, account, Purpose.VERIFY)
        await mail.send(
            session,
            kernel,
            tenant_id=store.tenant_id,
            store_id=store.id,
            kind=Kind.WELCOME,
            to=email,
            key=f"customer-welcome:{account.id}",
            context={
                "name": account.name,
                "account_url": storefront_url(kernel.settings, store.slug, "/account"),
            },
        )
        signed = await _open(kernel, session, store, account, client)
        await session.refresh(account)
        return signed


async def login(
    kernel: Kernel, store: StoreFacts, *, email: str, password: str, client: Client
) -> SignedIn:
    """Check the password; the throttle counts per store and before any hashing.

    Raises LoginThrottled (429), WrongCredentials (401): which of e-mail and password is wrong is
    not said, and an unknown e-mail takes the same way and time.
    """
    folded = fold_email(email)
    throttle = LoginThrottle(kernel.database)
    key = f"{store.id}\n{folded}"
    await throttle.attempt(key, client.ip)
    async with kernel.database.transaction(store.scope) as session:
        account = await repository.by_email(session, store.id, folded)
    usable = account is not None and account.disabled_at is None
    stored = account.password_hash if account is not None and usable else None
    if not await kernel.passwords.verify(stored, password) or account is None or stored is None:
        raise WrongCredentials
    await throttle.succeeded(key, client.ip)
    outdated = kernel.passwords.outdated(stored)
    rehashed = await kernel.passwords.hash(password) if outdated else None
    async with kernel.database.transaction(store.scope) as session:
        if rehashed is not None:
            await repository.set_password_hash(session, account.id, rehashed)
        return await _open(kernel, session, store, account, client)


async def refresh(kernel: Kernel, store: StoreFacts, refresh_token: str) -> CustomerTokensOut:
    """Exchange a refresh token for a new pair, in the store it was given for.

    Raises SessionEnded (401). A token shown to another store is refused without being used up.
    """
    found = await kernel.families.family_of(refresh_token)
    if found is None or found[0] != store.tenant_id:
        raise SessionEnded
    async with kernel.database.transaction(store.scope) as session:
        if not await _family_in_store(session, found[1]):
            raise SessionEnded
    rotated = await kernel.families.rotate(refresh_token, Audience.SHOPPER)
    async with kernel.database.transaction(store.scope) as session:
        account = await repository.get(session, store.id, rotated.subject_id)
    if account is None or account.disabled_at is not None:
        raise SessionEnded
    return tokens(kernel, store, SignedIn(account, rotated.family_id, rotated.refresh_token), None)


async def logout(kernel: Kernel, claims: Claims, refresh_token: str | None) -> None:
    """End this log-in. Raises SessionEnded (401) for somebody else's refresh token."""
    family = (claims.tenant_id, claims.family_id)
    if refresh_token is not None and await kernel.families.family_of(refresh_token) != family:
        raise SessionEnded
    await kernel.families.revoke(*family, "logout")


async def know_buyer(
    kernel: Kernel, session: AsyncSession, *, tenant_id: UUID, store_id: UUID, email: str, name: str
) -> CustomerAccount:
    """The store's customer of an order's address, kept from others until the transaction ends: made
    where there is none, without a password."""
    folded, now = fold_email(email), clock.now()
    known = await repository.lock_email(session, store_id, folded)
    if known is not None:
        return known
    said = await kept.latest_consent(session, store_id, folded)
    account = await repository.insert_new(
        session,
        {
            "tenant_id": tenant_id,
            "store_id": store_id,
            "email": folded,
            "name": name,
            "password_hash": None,
            "source": CustomerSource.ORDER.value,
            "marketing": said is not None and said.granted,
            "created_at": now,
            "updated_at": now,
            **keys(folded, name),
        },
    )
    if account is None:
        known = await repository.lock_email(session, store_id, folded)
        if known is None:
            raise LookupError("a customer that was there a moment ago")
        return known
    await kernel.outbox.emit(
        session,
        CustomerCreated(customer_id=account.id, email=folded, name=name),
        tenant_id=tenant_id,
        store_id=store_id,
        resource_id=account.id,
    )
    return account


async def _family_in_store(session: AsyncSession, family_id: UUID) -> bool:
    """Row-level security shows the families of the store in scope only."""
    found = await session.execute(
        text("select 1 from token_families where id = :id and audience = 'shopper'"),
        {"id": family_id},
    )
    return found.first() is not None


async def _open(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    account: CustomerAccount,
    client: Client,
) -> SignedIn:
    family_id, refresh_token = await kernel.families.open(
        session,
        audience=Audience.SHOPPER,
        tenant_id=store.tenant_id,
        subject_id=account.id,
        store_id=store.id,
        user_agent=client.user_agent,
        ip=client.ip,
    )
    return SignedIn(account, family_id, refresh_token)


def tokens(
    kernel: Kernel, store: StoreFacts, signed: SignedIn, cart: AccountCartOut | None
) -> CustomerTokensOut:
    """The pair of a log-in, as its browser gets it."""
    access = kernel.signer.issue(
        subject=signed.account.id,
        audience=Audience.SHOPPER,
        tenant_id=store.tenant_id,
        family_id=signed.family_id,
        store_id=store.id,
    )
    fields: dict[str, Any] = {
        "access_token": access,
        "refresh_token": signed.refresh_token,
        "token_type": "Bearer",
        "expires_in": int(LIFETIME.total_seconds()),
        "user": out(signed.account),
        "cart": cart,
    }
    return CustomerTokensOut.model_construct(**fields)
