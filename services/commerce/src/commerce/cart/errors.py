"""Refusals about carts."""

from ecomm_core.errors import Conflict, Invalid, NotFound


class CartNotFound(NotFound):
    """No such cart, or not the caller's: a missing or wrong token looks the same."""

    code = "cart_not_found"
    message = "This cart does not exist."


class LineNotFound(NotFound):
    """No such line in this cart."""

    code = "line_not_found"
    message = "This line is no longer in the cart."


class VariantNotFound(NotFound):
    """No such variant on sale in this store."""

    code = "variant_not_found"
    message = "This product is not for sale here."


class CartCompleted(Conflict):
    """The cart became an order; details name the checkout."""

    code = "cart_completed"
    message = "This cart has already become an order."


class CartFull(Conflict):
    """More lines than a cart holds."""

    code = "cart_full"
    message = "A cart holds at most 200 different products."


class AmountTooLarge(Invalid):
    """More money than a payment can carry."""

    code = "amount_too_large"
    message = "That is more than one order can cost."


class CurrencyUnavailable(Conflict):
    """No exchange rate young enough: no price is better than a guessed one (R9.1)."""

    code = "currency_unavailable"
    message = "Prices in this currency are not available right now. Choose another currency."


class CurrencyUnknown(Invalid):
    """The store does not sell in this currency."""

    code = "currency_unknown"
    message = "This store does not sell in this currency."


class CodeUnknown(Invalid):
    """Neither a discount nor a gift card of this store, or one that is over."""

    code = "code_unknown"
    message = "This code is not valid."


class CodeRefused(Conflict):
    """A code that exists and does not apply to this cart; details say why."""

    code = "code_refused"
    message = "This code does not apply to your cart."


class TooManyCodes(Conflict):
    """More codes than a cart keeps."""

    code = "too_many_codes"
    message = "A cart holds at most 10 codes and 10 gift cards."
