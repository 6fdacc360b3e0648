"""Who uses the gateway: a service and one of its tenants."""
