"""Refusals around tenants."""

from ecomm_core.errors import Forbidden, NotFound


class TenantNotFound(NotFound):
    """The gateway knows no such tenant."""

    code = "tenant_not_found"
    message = "The gateway knows no such tenant."


class TenantSuspended(Forbidden):
    """The tenant's calls are stopped."""

    code = "tenant_suspended"
    message = "Model calls of this tenant are stopped. An operator of the gateway can resume them."
