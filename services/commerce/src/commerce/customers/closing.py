"""A shopper closes their account: what the shop knows of the person goes, what the law keeps stays
(`people/forgetting.py`)."""

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers import repository
from commerce.customers.book import consents
from commerce.customers.people.forgetting import erase, own_address
from commerce.customers.people.service import tell_deleted
from commerce.customers.profile import prove_password
from commerce.customers.schemas import ShopperCloseIn
from commerce.mail import service as mail
from commerce.mail.service import Kind
from commerce.reads.customer_sales import pictured_returns
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.service import Client
from ecomm_core.accounts.tokens import Claims
from ecomm_core.kernel import Kernel


async def prove(
    kernel: Kernel, store: StoreFacts, claims: Claims, body: ShopperCloseIn, client: Client
) -> None:
    """Ask for the password again. Raises SessionEnded (401), WrongPassword (422), LoginThrottled
    (429)."""
    await prove_password(kernel, store, claims, body.password, client, field="password")


async def forget(kernel: Kernel, session: AsyncSession, store: StoreFacts, claims: Claims) -> None:
    """Forget the person and tell them so by mail, in the caller's transaction. Raises SessionEnded
    (401) when the account is gone."""
    account = await repository.lock(session, store.id, claims.subject)
    if account is None:
        raise SessionEnded
    email, name, now = account.email, account.name, clock.now()
    pictured = await pictured_returns(session, store.id, account.id, own_address(account))
    await consents.set_marketing(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        email=email,
        granted=False,
        source="account",
        text_version="account-closed",
        actor=f"customer:{account.id}",
        now=now,
    )
    await repository.end_sessions(session, account.id, "deleted", now)
    await mail.send(
        session,
        kernel,
        tenant_id=store.tenant_id,
        store_id=store.id,
        kind=Kind.ACCOUNT_DELETED,
        to=email,
        key=f"customer-deleted:{account.id}",
        context={"name": name},
    )
    await erase(session, account)
    await tell_deleted(kernel, session, store.tenant_id, store.id, claims.subject, pictured)
