"""The way back to a store: the platform's public API, with the key of the connection."""
