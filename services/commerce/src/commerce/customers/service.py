"""Rules of shoppers' accounts: per store, apart from merchants' users.

Like the kernel's accounts these open transactions of their own, so that none is held while a
password is hashed.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers import repository
from commerce.customers.events import CustomerCreated
from commerce.customers.models import CustomerAccount
from commerce.customers.schemas import CustomerOut, CustomerRegisterIn, CustomerTokensOut
from commerce.stores.directory import StoreFacts
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.service import Client, EmailTaken, WrongCredentials, fold_email
from ecomm_core.accounts.throttle import LoginThrottle
from ecomm_core.accounts.tokens import LIFETIME, Audience, Claims
from ecomm_core.kernel import Kernel


async def register(
    kernel: Kernel, store: StoreFacts, body: CustomerRegisterIn, client: Client
) -> CustomerTokensOut:
    """Open an account in one store and sign in. Raises EmailTaken (409)."""
    hashed = await kernel.passwords.hash(body.password)
    async with kernel.database.transaction(store.scope) as session:
        account = await repository.insert_new(
            session,
            tenant_id=store.tenant_id,
            store_id=store.id,
            email=fold_email(body.email),
            name=body.name,
            password_hash=hashed,
        )
        if account is None:
            raise EmailTaken.on_field("email")
        await kernel.outbox.emit(
            session,
            CustomerCreated(customer_id=account.id, email=account.email, name=account.name),
            tenant_id=store.tenant_id,
            store_id=store.id,
            resource_id=account.id,
        )
        return await _sign_in(kernel, session, store, account, client)


async def login(
    kernel: Kernel, store: StoreFacts, *, email: str, password: str, client: Client
) -> CustomerTokensOut:
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
    stored = account.password_hash if account else None
    if not await kernel.passwords.verify(stored, password) or account is None or stored is None:
        raise WrongCredentials
    await throttle.succeeded(key, client.ip)
    outdated = kernel.passwords.outdated(stored)
    rehashed = await kernel.passwords.hash(password) if outdated else None
    async with kernel.database.transaction(store.scope) as session:
        if rehashed is not None:
            await repository.set_password_hash(session, account.id, rehashed)
        return await _sign_in(kernel, session, store, account, client)


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
    if account is None:
        raise SessionEnded
    return _pair(kernel, store, account, rotated.family_id, rotated.refresh_token)


async def me(session: AsyncSession, store_id: UUID, customer_id: UUID) -> CustomerOut:
    """The signed-in shopper. Raises SessionEnded (401) when the account is gone."""
    account = await repository.get(session, store_id, customer_id)
    if account is None:
        raise SessionEnded
    return _out(account)


async def logout(kernel: Kernel, claims: Claims, refresh_token: str | None) -> None:
    """End this log-in. Raises SessionEnded (401) for somebody else's refresh token."""
    family = (claims.tenant_id, claims.family_id)
    if refresh_token is not None and await kernel.families.family_of(refresh_token) != family:
        raise SessionEnded
    await kernel.families.revoke(*family, "logout")


async def _family_in_store(session: AsyncSession, family_id: UUID) -> bool:
    """Row-level security shows the families of the store in scope only."""
    found = await session.execute(
        text("select 1 from token_families where id = :id and audience = 'shopper'"),
        {"id": family_id},
    )
    return found.first() is not None


async def _sign_in(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    account: CustomerAccount,
    client: Client,
) -> CustomerTokensOut:
    family_id, refresh_token = await kernel.families.open(
        session,
        audience=Audience.SHOPPER,
        tenant_id=store.tenant_id,
        subject_id=account.id,
        store_id=store.id,
        user_agent=client.user_agent,
        ip=client.ip,
    )
    return _pair(kernel, store, account, family_id, refresh_token)


def _pair(
    kernel: Kernel,
    store: StoreFacts,
    account: CustomerAccount,
    family_id: UUID,
    refresh_token: str,
) -> CustomerTokensOut:
    access = kernel.signer.issue(
        subject=account.id,
        audience=Audience.SHOPPER,
        tenant_id=store.tenant_id,
        family_id=family_id,
        store_id=store.id,
    )
    return CustomerTokensOut(
        access_token=access,
        refresh_token=refresh_token,
        token_type="Bearer",  # noqa: S106 - the scheme's name
        expires_in=int(LIFETIME.total_seconds()),
        user=_out(account),
    )


def _out(account: CustomerAccount) -> CustomerOut:
    return CustomerOut(
        id=account.id, email=account.email, name=account.name, created_at=account.created_at
    )
