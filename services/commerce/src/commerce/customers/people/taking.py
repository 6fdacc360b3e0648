"""Taking a person over from another shop. What this store knows of them stays; what it does not
know is filled in. Nobody is signed up, and nobody is written to."""

from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.book import consents
from commerce.customers.book import repository as kept
from commerce.customers.book import service as book
from commerce.customers.book.schemas import AddressIn
from commerce.customers.errors import CustomerNotFound
from commerce.customers.events import CustomerCreated, CustomerUpdated
from commerce.customers.models import CustomerAccount, CustomerSource
from commerce.customers.people import repository
from commerce.customers.people.schemas import CustomerIn
from commerce.customers.people.service import index, keep_sales, tidy
from commerce.mail.nobody import NOBODY
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.accounts.service import fold_email
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

Taken = tuple[Literal["create", "update", "unchanged"], UUID | None]
WORDS = "channel-1"
"""The version of the words that were shown in the other shop, which nobody here has seen."""


async def take(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    body: CustomerIn,
    addresses: list[AddressIn],
    *,
    actor: str,
    dry_run: bool,
    known: UUID | None = None,
) -> Taken:
    """What was done, or would be, and whose row it is. A consent is taken over only where the
    address never said anything here: who took theirs back is not asked again. known: whose row
    they were the last time.

    Raises CustomerNotFound (404) where that one is gone, who is not brought back; Invalid (422) for
    an address in a country that does not exist.
    """
    email = fold_email(body.email)
    account = await _account(session, store, email, known)
    said = await kept.latest_consent(session, store.id, email)
    # Whoever has another address here by now said nothing with the old one.
    agrees = body.marketing and said is None and (account is None or account.email == email)
    action: Literal["create", "update", "unchanged"] = "create"
    if account is not None:
        action = "update" if _fill(account, body, write=not dry_run) or agrees else "unchanged"
    if dry_run or (action == "unchanged" and account is not None):
        return action, account.id if account is not None else None
    if account is None:
        account = _fresh(store, body, email)
        session.add(account)
    index(account)
    account.updated_at = clock.now()
    await session.flush()
    if agrees:
        await consents.set_marketing(
            session,
            tenant_id=store.tenant_id,
            store_id=store.id,
            email=email,
            granted=True,
            source="import",
            text_version=WORDS,
            actor=actor,
        )
    if action == "create":
        for address in addresses[: book.MAX_ADDRESSES]:
            await book.add_address(session, store, account.id, address, "merchant")
        await keep_sales(session, account)
    event = CustomerCreated if action == "create" else CustomerUpdated
    await kernel.outbox.emit(
        session,
        event(customer_id=account.id, email=account.email, name=account.name),
        tenant_id=store.tenant_id,
        store_id=store.id,
        resource_id=account.id,
    )
    return action, account.id


async def _account(
    session: AsyncSession, store: StoreFacts, email: str, known: UUID | None
) -> CustomerAccount | None:
    if known is None:
        found = (await repository.by_emails(session, store.id, [email])).get(email)
        return None if found is None else await kept.lock(session, store.id, found.id)
    account = await kept.lock(session, store.id, known)
    if account is None or _nobody(account):
        raise CustomerNotFound
    return account


async def is_gone(session: AsyncSession, store: StoreFacts, customer_id: UUID) -> bool:
    """Whether somebody who was here was deleted or forgotten."""
    account = await kept.lock(session, store.id, customer_id)
    return account is None or _nobody(account)


def _nobody(account: CustomerAccount) -> bool:
    return account.email.endswith(f"@{NOBODY}")


def _fill(account: CustomerAccount, body: CustomerIn, *, write: bool) -> bool:
    """Put what is not known yet on the row; whether anything was."""
    tags = tidy([*account.tags, *body.tags])
    found = {
        "name": account.name or body.name,
        "phone": account.phone or body.phone or None,
        "note": account.note or body.note,
        "tags": tags if tags != list(account.tags) else account.tags,
    }
    fresh = {name: value for name, value in found.items() if getattr(account, name) != value}
    if write:
        for name, value in fresh.items():
            setattr(account, name, value)
    return bool(fresh)


def _fresh(store: StoreFacts, body: CustomerIn, email: str) -> CustomerAccount:
    now = clock.now()
    return CustomerAccount(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        email=email,
        name=body.name,
        password_hash=None,
        email_verified_at=None,
        source=CustomerSource.IMPORT,
        phone=body.phone or None,
        disabled_at=None,
        tags=tidy(body.tags),
        note=body.note,
        country=None,
        marketing=False,
        orders_count=0,
        total_spent=0,
        last_order_at=None,
        created_at=now,
        updated_at=now,
    )
