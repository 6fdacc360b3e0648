"""`ecomm`: the top layer. It starts, checks and stops everything the platform needs."""
