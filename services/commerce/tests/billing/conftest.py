"""Businesses that pay for their plan."""

from services.commerce.tests.payers import billing_webhooks, payer, server, stripe

__all__ = ["billing_webhooks", "payer", "server", "stripe"]
