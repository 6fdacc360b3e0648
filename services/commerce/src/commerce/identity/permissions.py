"""The closed table of permissions: what a role can consist of, and what each one needs.

`area:read` is what a viewer may in an area, `area:write` what staff may beside it, `area:manage`
what only admins may. Areas come from the routers' tags (`scopes.AREAS`); a test holds the table
against every route. What only owners may (the plan, deleting a store, handing the business over)
is in no permission.
"""

from collections.abc import Collection
from typing import Final

from ecomm_core.accounts.rights import Table

ALWAYS: Final = "stores:read"
"""Nobody works in a store whose name and settings they may not see."""

VERBS: Final[dict[str, tuple[str, ...]]] = {
    "products": ("read", "write", "manage"),
    "inventory": ("read", "write", "manage"),
    "pricing": ("read", "write", "manage"),
    "promotions": ("read", "write", "manage"),
    "sourcing": ("read", "write", "manage"),
    "orders": ("read", "write", "manage"),
    "customers": ("read", "write", "manage"),
    "analytics": ("read",),
    "marketing": ("read", "write", "manage"),
    "content": ("read", "write", "manage"),
    "stores": ("read", "write", "manage"),
    "backups": ("read", "manage"),
    "channels": ("read", "manage"),
    "webhooks": ("read", "manage"),
    "team": ("read", "manage"),
    "api_keys": ("read", "manage"),
    "audit": ("manage",),
    "billing": ("read", "manage"),
    "partners": ("read", "manage"),
}
"""In the order people see them."""

_LISTED: Final = ("inventory", "pricing", "promotions", "sourcing", "marketing", "channels")
"""Areas whose pages are about products: who sees them sees these, too."""

_ACROSS: Final[dict[str, tuple[str, ...]]] = {
    **{f"{area}:read": ("products:read",) for area in _LISTED},
    # An order is made of something.
    "orders:write": ("products:read",),
    # The figures come with the last orders and with what runs low.
    "analytics:read": ("products:read", "orders:read"),
    # A webhook's messages, and the log of them, hold what happened there.
    "webhooks:read": ("products:read", "inventory:read", "orders:read", "customers:read"),
    # What a shop elsewhere is compared with, and who bought there.
    "channels:read": ("products:read", "inventory:read", "orders:read", "customers:read"),
    # What is taken over is written here, and what is sold there is taken from the stock here.
    "channels:manage": ("products:write", "inventory:write", "customers:write"),
    # Comparing names products and pages; putting back writes them, and the settings.
    "backups:read": ("products:read", "content:read"),
    "backups:manage": ("products:write", "content:write", "stores:manage"),
}


def _needs(area: str, verb: str) -> tuple[str, ...]:
    verbs = VERBS[area]
    before = verbs[: verbs.index(verb)]
    found = [f"{area}:{before[-1]}"] if before else []
    name = f"{area}:{verb}"
    found += _ACROSS.get(name, ())
    if name != ALWAYS:
        found.append(ALWAYS)
    return tuple(dict.fromkeys(found))


NEEDS: Final[dict[str, tuple[str, ...]]] = {
    f"{area}:{verb}": _needs(area, verb) for area, verbs in VERBS.items() for verb in verbs
}
"""Every permission, in the order people see them, with those it is no use without."""

TABLE: Final = Table(frozenset(NEEDS))


def missing(chosen: Collection[str]) -> list[tuple[str, str]]:
    """(permission, what it needs and is not chosen), in the table's order."""
    return [
        (name, need)
        for name, needs in NEEDS.items()
        if name in chosen
        for need in needs
        if need not in chosen
    ]


def ordered(permissions: Collection[str]) -> list[str]:
    """Permissions in the table's order; what is not in it any more is left out."""
    return [name for name in NEEDS if name in permissions]


def of_scope(scope: str) -> str:
    """The permission that somebody needs to make a key with a scope: its namesake, or what stands
    for it where an area has no such verb."""
    if scope in NEEDS:
        return scope
    area = scope.partition(":")[0]
    return f"{area}:{VERBS[area][-1]}"
