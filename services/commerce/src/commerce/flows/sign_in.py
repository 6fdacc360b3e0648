"""A shopper signs in: the account's session, and the cart they filled before becomes the account's.

Two transactions: the password is hashed with none open. A session without its cart is whole, and
asking for the cart again (`PUT me/cart`) merges it then.
"""

from uuid import UUID

from commerce.cart.merging import AccountCart, ensure, merge
from commerce.customers import service as customers
from commerce.customers.profile import verify
from commerce.customers.schemas import (
    AccountCartIn,
    AccountCartOut,
    AddressProvenOut,
    CartRef,
    CustomerLoginIn,
    CustomerRegisterIn,
    CustomerTokensOut,
)
from commerce.customers.service import SignedIn
from commerce.orders import service as orders
from commerce.stores.contexts import PublicStoreContext, ShopperContext
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.accounts.service import Client
from ecomm_core.kernel import Kernel


async def register(
    kernel: Kernel, store: StoreFacts, body: CustomerRegisterIn, client: Client
) -> CustomerTokensOut:
    """Open an account and sign in. Raises EmailTaken (409)."""
    signed = await customers.register(kernel, store, body, client)
    return await _with_cart(kernel, store, signed, body.cart)


async def login(
    kernel: Kernel, store: StoreFacts, body: CustomerLoginIn, client: Client
) -> CustomerTokensOut:
    """Sign in. Raises LoginThrottled (429), WrongCredentials (401)."""
    signed = await customers.login(
        kernel, store, email=body.email, password=body.password, client=client
    )
    return await _with_cart(kernel, store, signed, body.cart)


async def _with_cart(
    kernel: Kernel, store: StoreFacts, signed: SignedIn, cart: CartRef | None
) -> CustomerTokensOut:
    async with kernel.database.transaction(store.scope) as session:
        found = await merge(
            kernel,
            session,
            store,
            customer_id=signed.account.id,
            shown=_shown(cart),
            now=clock.now(),
        )
    return customers.tokens(kernel, store, signed, _out(found) if found else None)


async def my_cart(shopper: ShopperContext, body: AccountCartIn) -> AccountCartOut:
    """The account's open cart, with what the shown one held. Raises SessionEnded (401)."""
    found = await ensure(
        shopper.kernel,
        shopper.session,
        shopper.store,
        customer_id=shopper.customer_id,
        shown=_shown(body.cart),
        now=clock.now(),
    )
    return _out(found)


async def prove(context: PublicStoreContext, token: str) -> AddressProvenOut:
    """Prove an address by its link; the store's guest orders of it become the account's, in the
    same transaction. Raises LinkOver (410)."""
    account = await verify(context.kernel, context.session, token)
    attached = await orders.attach(
        context.session,
        store_id=context.store_id,
        customer_id=account.id,
        email=account.email,
        now=clock.now(),
    )
    await customers.keep_sales(context.session, account)
    return AddressProvenOut(email=account.email, orders=len(attached))


def _shown(cart: CartRef | None) -> tuple[UUID, str] | None:
    return (cart.id, cart.token) if cart is not None else None


def _out(cart: AccountCart) -> AccountCartOut:
    return AccountCartOut(id=cart.id, token=cart.token)
