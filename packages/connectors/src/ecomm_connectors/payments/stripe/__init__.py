"""Stripe Checkout behind the payment port."""

from ecomm_connectors.payments.stripe.provider import StripeProvider

__all__ = ["StripeProvider"]
