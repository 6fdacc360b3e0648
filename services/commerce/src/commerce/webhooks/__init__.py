"""Webhooks: a store tells the merchant's own systems what happens in it."""
