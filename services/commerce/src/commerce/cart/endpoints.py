"""HTTP of carts."""

from uuid import UUID

from commerce.cart import service
from commerce.cart.contexts import CartContext, CartHolder
from commerce.cart.errors import (
    AmountTooLarge,
    CartCompleted,
    CartFull,
    CartNotFound,
    LineNotFound,
    VariantNotFound,
)
from commerce.cart.schemas import CartIn, CartLineIn, CartLinePatch, CartOut, NewCartOut
from commerce.cart.view import CartTaxes, cart_out, empty_cart, public_url
from commerce.reads.cart_lines import CartRows, free_shipping_from
from commerce.stores.contexts import PublicStore
from commerce.stores.directory import StoreFacts
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import Reply, ok

routes = router("carts", "/public/stores/{slug}/carts")


@routes.post(
    "", status_code=201, responses=errors(StoreNotFound, StorePaused), openapi_extra=SECRET_REPLY
)
async def create(context: PublicStore, body: CartIn) -> Reply[NewCartOut]:  # noqa: ARG001 - no fields yet
    """A new, empty cart with its token; send it as `X-Cart-Token` from then on."""
    cart_id, token = await service.create(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        currency=context.store.currency,
        now=clock.now(),
    )
    free_from = await free_shipping_from(context.session, context.store_id)
    return ok(empty_cart(cart_id, context.store.currency, token, free_from))


@routes.get("/{cart_id}", responses=errors(StoreNotFound, StorePaused, CartNotFound))
async def get(context: CartHolder, cart_id: UUID) -> Reply[CartOut]:
    """The cart at today's prices and stock. A changed price is flagged once, here."""
    rows = await service.view(
        context.session,
        cart_id=cart_id,
        token_hash=context.token_hash,
        country=context.store.country,
        now=clock.now(),
    )
    return await _shown(context, rows)


@routes.post(
    "/{cart_id}/lines",
    status_code=201,
    responses=errors(
        StoreNotFound,
        StorePaused,
        CartNotFound,
        VariantNotFound,
        CartCompleted,
        CartFull,
        AmountTooLarge,
    ),
)
async def add_line(context: CartHolder, cart_id: UUID, body: CartLineIn) -> Reply[CartOut]:
    """Add units of a variant. More than is left is flagged as `not_enough`, not refused."""
    rows = await service.add_line(
        context.session,
        cart_id=cart_id,
        token_hash=context.token_hash,
        variant_id=body.variant_id,
        quantity=body.quantity,
        country=context.store.country,
        now=clock.now(),
    )
    return await _shown(context, rows)


@routes.patch(
    "/{cart_id}/lines/{line_id}",
    responses=errors(
        StoreNotFound, StorePaused, CartNotFound, LineNotFound, CartCompleted, AmountTooLarge
    ),
)
async def update_line(
    context: CartHolder, cart_id: UUID, line_id: UUID, body: CartLinePatch
) -> Reply[CartOut]:
    """Set a line's quantity; 0 removes it."""
    return await _set(context, cart_id, line_id, body.quantity)


@routes.delete(
    "/{cart_id}/lines/{line_id}",
    responses=errors(StoreNotFound, StorePaused, CartNotFound, LineNotFound, CartCompleted),
)
async def remove_line(context: CartHolder, cart_id: UUID, line_id: UUID) -> Reply[CartOut]:
    """Remove a line."""
    return await _set(context, cart_id, line_id, 0)


async def _set(context: CartContext, cart_id: UUID, line_id: UUID, quantity: int) -> Reply[CartOut]:
    rows = await service.set_line(
        context.session,
        cart_id=cart_id,
        token_hash=context.token_hash,
        line_id=line_id,
        quantity=quantity,
        country=context.store.country,
        now=clock.now(),
    )
    return await _shown(context, rows)


async def _shown(context: CartContext, rows: CartRows) -> Reply[CartOut]:
    await service.reprice(context.session, rows)
    return ok(cart_out(rows, _taxes(context.store), public_url(context.kernel)))


def _taxes(store: StoreFacts) -> CartTaxes:
    return CartTaxes(store.prices_include_tax, store.shipping_taxable)
