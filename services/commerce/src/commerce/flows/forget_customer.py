"""A merchant forgets a customer: credit is written off if they say so, the person goes, and a job
erases them wherever else they are named."""

from uuid import UUID

from commerce.customers.errors import CustomerHasCredit
from commerce.customers.people import removing
from commerce.customers.people.forgetting import own_address
from commerce.fraud import service as fraud
from commerce.privacy import service as privacy
from commerce.privacy.models import DataRequest
from commerce.promotions.credits import service as store_credit
from commerce.reviews import service as reviews
from commerce.stores.contexts import StoreContext


async def forget_customer(
    context: StoreContext, customer_id: UUID, *, forfeit: bool
) -> DataRequest | None:
    """Forget somebody; the request whose receipt says what came of it, None where they are nobody
    already. `forfeit` says that what is left of their store credit is lost; without it
    nothing happens while some is left.

    Raises CustomerNotFound (404), CustomerHasCredit (409) whose details are the balances.
    """
    account = await removing.locked(context, customer_id)
    held = await store_credit.locked_balances(context.session, context.store_id, customer_id)
    if held and not forfeit:
        raise CustomerHasCredit(
            details=[
                {
                    "field": "forfeit_credit",
                    "code": CustomerHasCredit.code,
                    "message": CustomerHasCredit.message,
                    "amount": balance,
                    "currency": currency,
                }
                for _, currency, balance in held
            ]
        )
    lost = await store_credit.forfeit(
        context.session, context.tenant_id, context.store_id, customer_id, context.actor
    )
    email = own_address(account)
    await fraud.forget(context.session, context.store_id, customer_id, email)
    await reviews.forget(
        context.kernel,
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        customer_id=customer_id,
        email=email,
    )
    request = await privacy.forget(
        context.kernel,
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        account=account,
        actor=context.actor,
    )
    await removing.remove(context, account, forfeited=lost)
    return request
