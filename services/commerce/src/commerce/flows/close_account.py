"""A shopper closes their account: the cart lets go of them, what is left of their credit is written
off, and the shop forgets them."""

from commerce.cart.merging import let_go
from commerce.customers import closing
from commerce.customers import service as customers
from commerce.customers.people.forgetting import own_address
from commerce.customers.schemas import ShopperCloseIn
from commerce.fraud import service as fraud
from commerce.privacy import service as privacy
from commerce.promotions.credits import service as store_credit
from commerce.reviews import service as reviews
from commerce.stores.contexts import ShopperContext
from ecomm_core.accounts.service import Client


async def close(shopper: ShopperContext, body: ShopperCloseIn, client: Client) -> None:
    """Close the account of who asks; every session ends with it.

    Raises SessionEnded (401), WrongPassword (422), LoginThrottled (429).
    """
    kernel, store, claims = shopper.kernel, shopper.store, shopper.claims
    await closing.prove(kernel, store, claims, body, client)
    async with kernel.database.transaction(store.scope) as session:
        await let_go(session, claims.subject)
        # The page says that credit is lost, and asks for the password.
        await store_credit.forfeit(
            session, store.tenant_id, store.id, claims.subject, f"customer:{claims.subject}"
        )
        account = await customers.lock(session, store.id, claims.subject)
        if account is not None:
            email = own_address(account)
            await fraud.forget(session, store.id, account.id, email)
            await reviews.forget(
                kernel,
                session,
                tenant_id=store.tenant_id,
                store_id=store.id,
                customer_id=account.id,
                email=email,
            )
            await privacy.forget(
                kernel,
                session,
                tenant_id=store.tenant_id,
                store_id=store.id,
                account=account,
                actor=f"customer:{account.id}",
            )
        await closing.forget(kernel, session, store, claims)
