"""Shops that a merchant has elsewhere: connected, and taken over whole with all that links lead to.
The port is `ecomm_connectors.channels`."""
