"""A merchant's deletion of a customer."""

from typing import Any
from uuid import UUID

from commerce.customers import repository as accounts
from commerce.customers.book import repository as kept
from commerce.customers.errors import CustomerNotFound
from commerce.customers.models import CustomerAccount
from commerce.customers.people.forgetting import erase, own_address
from commerce.customers.people.service import tell_deleted
from commerce.reads.customer_sales import pictured_returns
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock


async def locked(context: StoreContext, customer_id: UUID) -> CustomerAccount:
    """A customer's account, kept from others. Raises CustomerNotFound (404)."""
    account = await kept.lock(context.session, context.store_id, customer_id)
    if account is None:
        raise CustomerNotFound
    return account


async def remove(
    context: StoreContext, account: CustomerAccount, *, forfeited: list[tuple[str, int]]
) -> None:
    """Forget a locked customer: account, book, wishlist, sessions, pictures of their returns.
    Orders keep what they froze, ledgers their rows, which name nobody then. `forfeited` is what
    credit they had: (currency, amount) each."""
    session, customer_id, source = context.session, account.id, account.source
    await accounts.end_sessions(session, customer_id, "deleted", clock.now())
    pictured = await pictured_returns(session, context.store_id, customer_id, own_address(account))
    gone = await erase(session, account)
    await tell_deleted(
        context.kernel, session, context.tenant_id, context.store_id, customer_id, pictured
    )
    # No address in the log: whoever asked to be forgotten is.
    before: dict[str, Any] = {"source": source}
    if not gone:
        before |= {"ledger_kept": True, "credit_forfeited": forfeited}
    await audit.record(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="customer.delete",
        resource_type="customer",
        resource_id=customer_id,
        before=before,
    )
