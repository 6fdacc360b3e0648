"""HTTP of the flows that cross domains: checkout, and what merchants do with orders."""

from uuid import UUID

from commerce.cart.contexts import Caller
from commerce.cart.errors import (
    CartCompleted,
    CartNotFound,
    CodeRefused,
    CodeUnknown,
    CurrencyUnavailable,
    TooManyCodes,
)
from commerce.checkout.errors import (
    CartChanged,
    CartEmpty,
    CheckoutNotFound,
    CheckoutOver,
    CheckoutReplaced,
    CountryNotServed,
    RateUnavailable,
    TotalTooLarge,
)
from commerce.checkout.schemas import CheckoutIn, CheckoutOut, CheckoutStateOut
from commerce.flows.show_checkout import show_checkout
from commerce.flows.start_checkout import retry_checkout, start_checkout
from commerce.inventory.service import OutOfStock
from commerce.payments.errors import (
    CheckoutClosed,
    PaymentProcessing,
    PaymentRefused,
    PaymentUnavailable,
)
from commerce.promotions.errors import BalanceGone, DiscountGone
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok

checkout = router("checkout", "/public/stores/{slug}/checkout")


@checkout.post(
    "",
    status_code=201,
    responses=errors(
        StoreNotFound,
        StorePaused,
        CartNotFound,
        CartCompleted,
        CartEmpty,
        CartChanged,
        OutOfStock,
        CheckoutClosed,
        CheckoutReplaced,
        CodeRefused,
        TooManyCodes,
        DiscountGone,
        BalanceGone,
        CurrencyUnavailable,
        PaymentProcessing,
        PaymentRefused,
        CodeUnknown,
        CountryNotServed,
        RateUnavailable,
        TotalTooLarge,
        PaymentUnavailable,
    ),
)
async def start(caller: Caller, body: CheckoutIn) -> Reply[CheckoutOut]:
    """Hold the stock and open a payment page. Idempotent per cart: the same contents give the same
    open checkout, others replace it."""
    return ok(
        await start_checkout(
            caller.kernel, caller.store, caller.token_hash, body, ip=caller.client.ip
        )
    )


@checkout.get("/{checkout_id}", responses=errors(StoreNotFound, StorePaused, CheckoutNotFound))
async def get(caller: Caller, checkout_id: UUID) -> Reply[CheckoutStateOut]:
    """Where the checkout stands, after asking the provider; once paid, the order."""
    return ok(await show_checkout(caller.kernel, caller.store, caller.token_hash, checkout_id))


@checkout.post(
    "/{checkout_id}/retry",
    responses=errors(
        StoreNotFound,
        StorePaused,
        CheckoutNotFound,
        CartCompleted,
        CheckoutOver,
        CheckoutClosed,
        CheckoutReplaced,
        OutOfStock,
        PaymentProcessing,
        PaymentRefused,
        PaymentUnavailable,
    ),
)
async def retry(caller: Caller, checkout_id: UUID) -> Reply[CheckoutOut]:
    """After a decline: another payment attempt; the stock is still held."""
    return ok(await retry_checkout(caller.kernel, caller.store, caller.token_hash, checkout_id))
