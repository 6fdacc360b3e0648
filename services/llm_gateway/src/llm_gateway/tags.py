"""What processes tell each other after a commit: which of the things they remember changed."""

from typing import Final
from uuid import UUID

EVERYTHING: Final = "*"
PRICES: Final = "gateway.prices"
ROUTES: Final = "gateway.routes"
PROVIDERS: Final = "gateway.providers"

_TENANT: Final = "gateway.tenant:"
_WANTED: Final = "gateway.wanted:"


def tenant(tenant_id: UUID) -> str:
    """Its keys, quotas, budgets or state changed."""
    return f"{_TENANT}{tenant_id}"


def wanted(budget_id: UUID) -> str:
    """Somebody needs what others hold of a budget and do not use."""
    return f"{_WANTED}{budget_id}"


def tenants_of(tags: frozenset[str]) -> frozenset[str]:
    """The ids of the tenants that changed."""
    return frozenset(tag[len(_TENANT) :] for tag in tags if tag.startswith(_TENANT))


def wanted_of(tags: frozenset[str]) -> frozenset[str]:
    """The ids of the budgets that are wanted."""
    return frozenset(tag[len(_WANTED) :] for tag in tags if tag.startswith(_WANTED))
