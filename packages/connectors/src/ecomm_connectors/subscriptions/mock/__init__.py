"""The mock subscription provider: same port, own hosted pages, own signed webhooks, no money."""
