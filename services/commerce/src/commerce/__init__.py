"""Commerce: the dropshipping platform. One folder per idea; see docs/architecture.md."""
