"""HTTP of carts."""

from typing import Annotated
from uuid import UUID

from fastapi import Path

from commerce.cart import service
from commerce.cart.contexts import CartContext, CartHolder
from commerce.cart.errors import (
    AmountTooLarge,
    CartCompleted,
    CartFull,
    CartNotFound,
    CodeUnknown,
    CurrencyUnavailable,
    CurrencyUnknown,
    LineNotFound,
    TooManyCodes,
    VariantNotFound,
)
from commerce.cart.schemas import (
    CartIn,
    CartLineIn,
    CartLinePatch,
    CartOut,
    CartPatch,
    CodeIn,
    NewCartOut,
)
from commerce.cart.sums import CartTaxes, prices_of, work_out
from commerce.cart.view import cart_out, empty_cart, public_url
from commerce.reads.cart_lines import CartRows, free_shipping_from
from commerce.stores.contexts import PublicStore, PublicStoreContext
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.rates import Rate

routes = router("carts", "/public/stores/{slug}/carts")


@routes.post(
    "",
    status_code=201,
    responses=errors(StoreNotFound, StorePaused, CurrencyUnknown, CurrencyUnavailable),
    openapi_extra=SECRET_REPLY,
)
async def create(context: PublicStore, body: CartIn) -> Reply[NewCartOut]:
    """A new, empty cart with its token; send it as `X-Cart-Token` from then on."""
    currency = context.store.currency
    cart_id, token = await service.create(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        currency=currency,
        now=clock.now(),
    )
    if body.currency is not None and body.currency != currency:
        await service.set_currency(
            context.session,
            cart_id=cart_id,
            token_hash=service.token_hash(token),
            currency=body.currency,
        )
        rows = await _rows(context, cart_id, service.token_hash(token))
        shown = await _shown(context, rows)
        return ok(NewCartOut.model_construct(**dict(shown.data), token=token))
    free_from = await free_shipping_from(context.session, context.store_id)
    return ok(empty_cart(cart_id, currency, token, free_from))


@routes.get(
    "/{cart_id}", responses=errors(StoreNotFound, StorePaused, CartNotFound, CurrencyUnavailable)
)
async def get(context: CartHolder, cart_id: UUID) -> Reply[CartOut]:
    """The cart at today's prices and stock. A changed price is flagged once, here."""
    return await _shown(context, await _rows(context, cart_id, context.token_hash))


@routes.patch(
    "/{cart_id}",
    responses=errors(
        StoreNotFound,
        StorePaused,
        CartNotFound,
        CartCompleted,
        CurrencyUnknown,
        CurrencyUnavailable,
    ),
)
async def update(context: CartHolder, cart_id: UUID, body: CartPatch) -> Reply[CartOut]:
    """Price the cart in another currency the store sells in. Prices that move are not flagged."""
    await _rows(context, cart_id, context.token_hash)
    await service.set_currency(
        context.session, cart_id=cart_id, token_hash=context.token_hash, currency=body.currency
    )
    rows = await _rows(context, cart_id, context.token_hash)
    await _shown(context, rows)
    return await _shown(context, await _rows(context, cart_id, context.token_hash))


@routes.post(
    "/{cart_id}/codes",
    status_code=201,
    responses=errors(
        StoreNotFound,
        StorePaused,
        CartNotFound,
        CodeUnknown,
        CartCompleted,
        TooManyCodes,
        CurrencyUnavailable,
    ),
)
@rated(Rate.SIGN_IN)
async def add_code(context: CartHolder, cart_id: UUID, body: CodeIn) -> Reply[CartOut]:
    """Enter a discount code or a gift card. A discount that does not apply yet stays on the cart
    and says why."""
    await service.add_code(
        context.kernel,
        context.session,
        store_id=context.store_id,
        cart_id=cart_id,
        token_hash=context.token_hash,
        code=body.code,
        now=clock.now(),
    )
    return await _shown(context, await _rows(context, cart_id, context.token_hash))


@routes.delete(
    "/{cart_id}/codes/{code}",
    responses=errors(StoreNotFound, StorePaused, CartNotFound, CartCompleted, CurrencyUnavailable),
)
async def remove_code(
    context: CartHolder, cart_id: UUID, code: Annotated[str, Path(max_length=60)]
) -> Reply[CartOut]:
    """Take off a discount code, or a gift card by its id."""
    await _rows(context, cart_id, context.token_hash)
    await service.remove_code(
        context.session,
        cart_id=cart_id,
        token_hash=context.token_hash,
        code=code,
        now=clock.now(),
    )
    return await _shown(context, await _rows(context, cart_id, context.token_hash))


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
        CurrencyUnavailable,
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
        upsell_id=body.upsell_id,
        country=context.store.country,
        now=clock.now(),
    )
    return await _shown(context, rows)


@routes.patch(
    "/{cart_id}/lines/{line_id}",
    responses=errors(
        StoreNotFound,
        StorePaused,
        CartNotFound,
        LineNotFound,
        CartCompleted,
        CurrencyUnavailable,
        AmountTooLarge,
    ),
)
async def update_line(
    context: CartHolder, cart_id: UUID, line_id: UUID, body: CartLinePatch
) -> Reply[CartOut]:
    """Set a line's quantity; 0 removes it."""
    return await _set(context, cart_id, line_id, body.quantity)


@routes.delete(
    "/{cart_id}/lines/{line_id}",
    responses=errors(
        StoreNotFound, StorePaused, CartNotFound, LineNotFound, CartCompleted, CurrencyUnavailable
    ),
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


async def _rows(context: PublicStoreContext, cart_id: UUID, token_hash: bytes) -> CartRows:
    return await service.view(
        context.session,
        cart_id=cart_id,
        token_hash=token_hash,
        country=context.store.country,
        now=clock.now(),
    )


async def _shown(context: PublicStoreContext, rows: CartRows) -> Reply[CartOut]:
    store, now = context.store, clock.now()
    taxes = CartTaxes(store.prices_include_tax, store.shipping_taxable)
    asked = await service.asked(
        context.session,
        context.store_id,
        rows,
        taxes.before_address(rows, store.country),
        at=now,
        test=store.test_mode or context.kernel.settings.local,
    )
    sums = work_out(prices_of(rows, now), asked)
    await service.remember(context.session, sums)
    return ok(cart_out(sums, public_url(context.kernel)))
