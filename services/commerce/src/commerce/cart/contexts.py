"""Capability contexts: the caller has shown a cart's token. Whether it is the right one is decided
by the statement that looks for the cart; a missing or wrong token is 404 either way."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header

from commerce.cart.errors import CartNotFound
from commerce.cart.service import token_hash
from commerce.stores.contexts import PublicStoreContext, ShopContext, public_store, shop
from commerce.stores.directory import StoreFacts
from ecomm_core.accounts.service import Client
from ecomm_core.api.auth import ClientDep
from ecomm_core.api.router import access
from ecomm_core.kernel import Kernel

MAX_TOKEN = 200

TokenHeader = Annotated[str | None, Header(alias="X-Cart-Token")]


@dataclass(frozen=True, slots=True)
class CartContext(PublicStoreContext):
    """The request's transaction in the store's scope, with the hash of the shown token."""

    token_hash: bytes


@dataclass(frozen=True, slots=True)
class CartCaller:
    """The same without a transaction, for flows that call outside and open their own."""

    kernel: Kernel
    store: StoreFacts
    token_hash: bytes
    client: Client


def _hash(token: str | None) -> bytes:
    if not token or len(token) > MAX_TOKEN:
        raise CartNotFound
    return token_hash(token)


@access("capability")
async def cart_holder(
    context: Annotated[PublicStoreContext, Depends(public_store, scope="function")],
    token: TokenHeader = None,
) -> CartContext:
    """For routes that work on one cart."""
    return CartContext(context.kernel, context.session, context.store, context.client, _hash(token))


@access("capability")
async def cart_caller(
    context: Annotated[ShopContext, Depends(shop)],
    client: ClientDep,
    token: TokenHeader = None,
) -> CartCaller:
    """For routes of checkout."""
    return CartCaller(context.kernel, context.store, _hash(token), client)


CartHolder = Annotated[CartContext, Depends(cart_holder)]
Caller = Annotated[CartCaller, Depends(cart_caller)]
