"""CJ Dropshipping, through its API v2. Serving several merchants from one place needs CJ's written
agreement, and CJ counts users per address: see `budget`."""

from ecomm_connectors.suppliers.cj.adapter import CjAdapter

__all__ = ["CjAdapter"]
