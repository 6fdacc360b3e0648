"""Customers as their merchant keeps them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.conflicts import refusing
from commerce.customers import repository as accounts
from commerce.customers.book import consents
from commerce.customers.book import repository as kept
from commerce.customers.book import service as book
from commerce.customers.book.schemas import AddressIn, AddressOut
from commerce.customers.errors import CustomerExists, CustomerNotFound
from commerce.customers.events import CustomerCreated, CustomerDeleted, CustomerUpdated
from commerce.customers.models import CustomerAccount, CustomerSource
from commerce.customers.people import repository
from commerce.customers.people.repository import CustomerQuery
from commerce.customers.people.schemas import (
    BulkTagsIn,
    ConsentOut,
    CustomerIn,
    CustomerRow,
    MerchantCustomerOut,
    MerchantCustomerPatch,
    SegmentName,
)
from commerce.customers.segments import repository as segments
from commerce.reads.customer_sales import sales_of
from commerce.stores.contexts import StoreContext
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.accounts.service import fold_email
from ecomm_core.api.schemas import Money
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.text import search_key, sort_key

EMAIL_KEY = "uq_customer_accounts_tenant_id_store_id_email"
BY_MERCHANT = "merchant-1"
"""The version of the words a merchant vouches for when they write a consent down."""


async def list_customers(
    session: AsyncSession, store: StoreFacts, query: CustomerQuery, *, offset: int, limit: int
) -> tuple[list[CustomerRow], int]:
    """(rows of the page, how many there are)."""
    rows, total = await repository.page(session, store.id, query, offset=offset, limit=limit)
    return [CustomerRow.model_validate(_row(row, store)) for row in rows], total


async def account_of(session: AsyncSession, store_id: UUID, customer_id: UUID) -> CustomerAccount:
    """A customer's row, to look at. Raises CustomerNotFound (404)."""
    return await _named(session, store_id, customer_id)


async def get(session: AsyncSession, store: StoreFacts, customer_id: UUID) -> MerchantCustomerOut:
    """A customer, whole. Raises CustomerNotFound (404)."""
    account = await _named(session, store.id, customer_id)
    inside = await segments.of_customer(session, store.id, customer_id, clock.now())
    named = [s for s in await segments.all_of(session, store.id) if s.id in inside]
    sales = await sales_of(session, store.id, customer_id, account.email)
    said = await kept.consents(session, store.id, account.email)
    return MerchantCustomerOut.model_validate(
        {
            **_row(account, store),
            "note": account.note,
            "addresses": await book.list_addresses(session, customer_id, "merchant"),
            "consents": [ConsentOut.model_validate(consent) for consent in said],
            "segments": [SegmentName(id=s.id, name=s.name) for s in named],
            "wishlist": await kept.count_wishes(session, customer_id),
            "test_orders": sales.test_orders,
            "updated_at": account.updated_at,
        }
    )


async def email_of(session: AsyncSession, store_id: UUID, customer_id: UUID) -> str:
    """The customer's address. Raises CustomerNotFound (404)."""
    return (await _named(session, store_id, customer_id)).email


async def create(context: StoreContext, body: CustomerIn) -> MerchantCustomerOut:
    """Write somebody down. Raises CustomerExists (409), Invalid (422)."""
    session, store, now = context.session, context.store, clock.now()
    account = CustomerAccount(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        email=fold_email(body.email),
        name=body.name,
        password_hash=None,
        email_verified_at=None,
        source=CustomerSource.MERCHANT,
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
    index(account)
    session.add(account)
    with refusing({EMAIL_KEY: CustomerExists.on_field("email")}):
        await session.flush()
    if body.marketing:
        await _agree(context, account, granted=True)
    if body.address is not None:
        await book.add_address(session, store, account.id, body.address, "merchant")
    await keep_sales(session, account)
    await context.kernel.outbox.emit(
        session,
        CustomerCreated(customer_id=account.id, email=account.email, name=account.name),
        tenant_id=store.tenant_id,
        store_id=store.id,
        resource_id=account.id,
    )
    await _audit(context, account.id, "create", after=_facts(account))
    return await get(session, store, account.id)


async def update(
    context: StoreContext, customer_id: UUID, body: MerchantCustomerPatch
) -> MerchantCustomerOut:
    """Change what is known of somebody. Another e-mail has to be proven anew, and ends the sessions
    of the old one.

    Raises CustomerNotFound (404), CustomerExists (409).
    """
    session, store, now = context.session, context.store, clock.now()
    account = await kept.lock(session, store.id, customer_id)
    if account is None:
        raise CustomerNotFound
    before, given = _facts(account), body.model_fields_set
    if body.email is not None and fold_email(body.email) != account.email:
        account.email, account.email_verified_at = fold_email(body.email), None
        said = await kept.latest_consent(session, store.id, account.email)
        account.marketing = said is not None and said.granted
        await accounts.end_sessions(session, customer_id, "email_changed", now)
    if body.name is not None:
        account.name = body.name
    if "phone" in given:
        account.phone = body.phone or None
    if body.note is not None:
        account.note = body.note
    if body.tags is not None:
        account.tags = tidy(body.tags)
    if body.disabled is not None and body.disabled is not (account.disabled_at is not None):
        account.disabled_at = now if body.disabled else None
        if body.disabled:
            await accounts.end_sessions(session, customer_id, "disabled", now)
    index(account)
    with refusing({EMAIL_KEY: CustomerExists.on_field("email")}):
        await session.flush()
    if body.marketing is not None:
        await _agree(context, account, granted=body.marketing)
        await session.refresh(account)
    if _facts(account) != before:
        account.updated_at = now
        await session.flush()
        await _tell(context, account)
        await _audit(context, customer_id, "update", before=before, after=_facts(account))
    return await get(session, store, customer_id)


async def change_tags(context: StoreContext, body: BulkTagsIn) -> int:
    """Give or take tags of many; how many customers changed.

    Raises CustomerNotFound (404) unless all of them are the store's.
    """
    wanted = set(body.customer_ids)
    found = await repository.locked(context.session, context.store_id, list(wanted))
    if len(found) != len(wanted):
        raise CustomerNotFound
    changed = 0
    for account in found:
        tags = tidy([*(t for t in account.tags if t not in body.remove), *body.add])
        if tags != account.tags:
            account.tags, account.updated_at = tags, clock.now()
            changed += 1
    if changed:
        after = {"add": body.add, "remove": body.remove, "customers": sorted(map(str, wanted))}
        await _audit(context, None, "bulk_tags", after=after)
    return changed


async def add_address(context: StoreContext, customer_id: UUID, body: AddressIn) -> AddressOut:
    """Put an address into somebody's book. Raises as `book.add_address`."""
    made = await book.add_address(context.session, context.store, customer_id, body, "merchant")
    await _audit(context, customer_id, "add_address", after={"address_id": str(made.id)})
    return made


async def replace_address(
    context: StoreContext, customer_id: UUID, address_id: UUID, body: AddressIn
) -> AddressOut:
    """Change an address of somebody's. Raises as `book.replace_address`."""
    await _named(context.session, context.store_id, customer_id)
    made = await book.replace_address(
        context.session, context.store, customer_id, address_id, body, "merchant"
    )
    await _audit(context, customer_id, "update_address", after={"address_id": str(address_id)})
    return made


async def remove_address(context: StoreContext, customer_id: UUID, address_id: UUID) -> None:
    """Take an address out of somebody's book. Raises as `book.remove_address`."""
    await _named(context.session, context.store_id, customer_id)
    await book.remove_address(context.session, context.store, customer_id, address_id, "merchant")
    await _audit(context, customer_id, "remove_address", before={"address_id": str(address_id)})


async def keep_sales(session: AsyncSession, account: CustomerAccount) -> None:
    """Count somebody's orders anew and keep the figures on their row: as often as you like."""
    sales = await sales_of(session, account.store_id, account.id, account.email)
    account.orders_count = sales.orders
    account.total_spent = max(sales.spent, 0)
    account.last_order_at = sales.last_at
    if account.country is None and sales.country is not None:
        account.country = sales.country
    await session.flush()


async def tags(session: AsyncSession, store_id: UUID) -> list[str]:
    """Every tag that customers of the store have."""
    return await repository.tags(session, store_id)


async def tell_deleted(
    kernel: Kernel,
    session: AsyncSession,
    tenant_id: UUID,
    store_id: UUID,
    customer_id: UUID,
    return_ids: list[UUID],
) -> None:
    """`customer.deleted`, whoever asked for it. `return_ids`: whose pictures go along."""
    await kernel.outbox.emit(
        session,
        CustomerDeleted(customer_id=customer_id, return_ids=return_ids),
        tenant_id=tenant_id,
        store_id=store_id,
        resource_id=customer_id,
    )


def tidy(tags: Sequence[str]) -> list[str]:
    """Each tag once, in their order."""
    return list(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))


def index(account: CustomerAccount) -> None:
    """Keep the keys by which an account is found and ordered."""
    found_by = keys(account.email, account.name, account.phone)
    account.search_text, account.sort_name = found_by["search_text"], found_by["sort_name"]


def keys(email: str, name: str, phone: str | None = None) -> dict[str, str]:
    """The keys of a new row."""
    return {"search_text": search_key(f"{email} {name} {phone or ''}"), "sort_name": sort_key(name)}


async def _agree(context: StoreContext, account: CustomerAccount, *, granted: bool) -> None:
    await consents.set_marketing(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        email=account.email,
        granted=granted,
        source="merchant",
        text_version=BY_MERCHANT,
        actor=context.actor,
    )


async def _named(session: AsyncSession, store_id: UUID, customer_id: UUID) -> CustomerAccount:
    found = await repository.one(session, store_id, customer_id)
    if found is None:
        raise CustomerNotFound
    return found


async def _tell(context: StoreContext, account: CustomerAccount) -> None:
    await context.kernel.outbox.emit(
        context.session,
        CustomerUpdated(customer_id=account.id, email=account.email, name=account.name),
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        resource_id=account.id,
    )


async def _audit(
    context: StoreContext, customer_id: UUID | None, action: str, **facts: Any
) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=f"customer.{action}",
        resource_type="customer",
        resource_id=customer_id,
        **facts,
    )


def _facts(account: CustomerAccount) -> dict[str, Any]:
    return {
        "email": account.email,
        "name": account.name,
        "phone": account.phone,
        "note": account.note,
        "tags": list(account.tags),
        "marketing": account.marketing,
        "disabled": account.disabled_at is not None,
    }


def _row(account: CustomerAccount, store: StoreFacts) -> dict[str, Any]:
    return {
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "phone": account.phone,
        "country": account.country,
        "source": account.source,
        "account": account.password_hash is not None,
        "verified": account.email_verified_at is not None,
        "disabled": account.disabled_at is not None,
        "marketing": account.marketing,
        "tags": account.tags,
        "orders_count": account.orders_count,
        "total_spent": Money(amount=account.total_spent, currency=store.currency),
        "last_order_at": account.last_order_at,
        "created_at": account.created_at,
    }
