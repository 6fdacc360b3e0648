"""Billing: what a business pays the platform for its plan, and what follows when it does not."""
