"""Refusals of payments."""

from ecomm_core.errors import Conflict, NotFound, Unauthenticated, Unavailable


class CheckoutClosed(Conflict):
    """The store cannot take payments: no provider is set up, and test mode is off."""

    code = "checkout_closed"
    message = "This store cannot take payments yet."


class PaymentProcessing(Conflict):
    """Money for this cart is on its way: paying again would pay twice."""

    code = "payment_processing"
    message = "A payment for this cart is still being processed."


class PaymentRefused(Conflict):
    """The provider will not take this payment at all."""

    code = "payment_refused"
    message = "The payment provider does not accept this payment."


class PaymentUnavailable(Unavailable):
    """The provider does not answer. Nothing was charged; the same request may be sent again."""

    code = "payment_unavailable"
    message = "The payment provider does not answer right now. Nothing was charged. Try again."


class SignatureRefused(Unauthenticated):
    """A webhook that its provider did not sign, or not now."""

    code = "invalid_signature"
    message = "The signature does not fit the body."


class PaymentUnknown(NotFound):
    """A webhook about a payment nobody here knows (yet): the provider tries again later."""

    code = "payment_not_found"
    message = "No such payment."


class ProviderUnknown(NotFound):
    """No such payment provider, or it is not set up here."""

    code = "provider_not_found"
    message = "This payment provider is not set up."
