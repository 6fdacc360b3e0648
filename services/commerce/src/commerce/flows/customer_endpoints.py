"""HTTP of what shoppers' accounts have to do with carts, orders and credit."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from commerce.customers.errors import CustomerHasCredit, CustomerNotFound, WrongPassword
from commerce.customers.schemas import (
    AccountCartIn,
    AccountCartOut,
    AddressProvenOut,
    CustomerLoginIn,
    CustomerRegisterIn,
    CustomerTokensOut,
    ProveAddressIn,
    ShopperCloseIn,
)
from commerce.flows import close_account, sign_in
from commerce.flows.forget_customer import forget_customer
from commerce.stores.contexts import PublicStore, Shop, Shopper, StoreAdmin
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.accounts.links import LinkOver
from ecomm_core.accounts.service import EmailTaken, WrongCredentials
from ecomm_core.accounts.throttle import LoginThrottled
from ecomm_core.api.auth import ClientDep
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.rates import Rate

customers = router("customers", "/public/stores/{slug}/customers")
kept = router("customers", "/stores/{store_id}/customers")


@customers.post(
    "/register",
    status_code=201,
    responses=errors(EmailTaken, StoreNotFound, StorePaused),
    openapi_extra=SECRET_REPLY,
)
@rated(Rate.SIGN_IN)
async def register(
    shop: Shop, client: ClientDep, body: CustomerRegisterIn
) -> Reply[CustomerTokensOut]:
    """Open a shopper's account in this store, signed in at once; the shown cart becomes the
    account's. A mail proves the address."""
    return ok(await sign_in.register(shop.kernel, shop.store, body, client))


@customers.post(
    "/login",
    responses=errors(WrongCredentials, LoginThrottled, StoreNotFound, StorePaused),
    openapi_extra=SECRET_REPLY,
)
@rated(Rate.SIGN_IN)
async def login(shop: Shop, client: ClientDep, body: CustomerLoginIn) -> Reply[CustomerTokensOut]:
    """Sign in to this store; the shown cart is merged into the account's. Five free attempts per
    account and address, then growing waits."""
    return ok(await sign_in.login(shop.kernel, shop.store, body, client))


@customers.put("/me/cart", responses=errors(StoreNotFound, StorePaused), openapi_extra=SECRET_REPLY)
async def my_cart(shopper: Shopper, body: AccountCartIn) -> Reply[AccountCartOut]:
    """The account's open cart, the same on every device; a shown guest's cart is merged into it."""
    return ok(await sign_in.my_cart(shopper, body))


@customers.post("/verify-email", responses=errors(LinkOver, StoreNotFound, StorePaused))
@rated(Rate.SIGN_IN)
async def verify_email(context: PublicStore, body: ProveAddressIn) -> Reply[AddressProvenOut]:
    """Prove an address by the link of a mail; guest orders of it in this store become the
    account's."""
    return ok(await sign_in.prove(context, body.token))


@customers.post(
    "/me/close", responses=errors(WrongPassword, LoginThrottled, StoreNotFound, StorePaused)
)
@rated(Rate.SIGN_IN)
async def close(shopper: Shopper, client: ClientDep, body: ShopperCloseIn) -> Reply[dict[str, Any]]:
    """Close one's account for good, showing the password. Name, addresses, wishlist, credit and
    log-ins go; orders and invoices stay with the shop, as the law asks. A mail says so."""
    await close_account.close(shopper, body, client)
    return ok({})


@kept.delete("/{customer_id}", responses=errors(StoreNotFound, CustomerNotFound, CustomerHasCredit))
async def delete(
    context: StoreAdmin,
    customer_id: UUID,
    forfeit_credit: Annotated[
        bool, Query(description="What is left of their store credit is lost.")
    ] = False,
) -> Reply[dict[str, Any]]:
    """Forget a customer: the account, its book, wishlist, sessions and pictures of returns at once;
    carts, mails and events, and the names on orders that are over, by a job whose receipt is among
    the privacy requests. Amounts, taxes and invoices stay. Where store credit is left, say that it
    is forfeited; its ledger stays in your books and names nobody."""
    await forget_customer(context, customer_id, forfeit=forfeit_credit)
    return ok({})
