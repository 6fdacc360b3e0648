"""What the kernel's own routes are to API keys and to people's permissions."""

from typing import Final

from ecomm_core.accounts.rights import Areas, Table
from ecomm_core.api.scopes import Resources
from ecomm_core.product.spec import ProductSpec

OWN: Final[Resources] = {
    "auth": None,
    "api_keys": None,
    "audit": None,
    "business": None,
    "plan": "plan",
    "settings": "settings",
    "connections": "connections",
}
"""None: for people alone."""

ALWAYS_OPEN: Final = frozenset({"auth", "business"})
"""Tags that answer a business whose bill stayed unpaid: people take along and erase what is
theirs."""


def resources_of(spec: ProductSpec) -> Resources:
    """Resources of API keys' scopes, by the tags of all routers."""
    return {**OWN, **spec.resources}


def areas_of(spec: ProductSpec) -> Areas:
    """Areas of people's permissions, by the same tags."""
    own = {tag: tag if area is None else area for tag, area in OWN.items()} | {"auth": None}
    return {**own, **(spec.areas or spec.resources)}


def permissions_of(spec: ProductSpec) -> Table:
    """Every permission there is."""
    named = {area for area in areas_of(spec).values() if area is not None}
    return Table(
        frozenset(f"{area}:{verb}" for area in named for verb in ("read", "write", "manage"))
    )
