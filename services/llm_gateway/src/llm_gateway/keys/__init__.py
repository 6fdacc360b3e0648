"""Virtual keys: what a service shows to call models for one of its tenants."""
