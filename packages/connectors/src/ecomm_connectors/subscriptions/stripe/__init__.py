"""Stripe behind the subscription port: Billing with Checkout and the customer portal."""

from ecomm_connectors.subscriptions.stripe.provider import StripeSubscriptions

__all__ = ["StripeSubscriptions"]
