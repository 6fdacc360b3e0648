"""What roles may do: permissions, `orders:write`, out of a service's closed table.

A permission is an area (the resource behind a route's tag) and a verb. Presets are levels over the
table: a viewer reads, staff write, an admin manages, and what only owners may is no permission at
all. A custom role is a set of permissions out of the same table. So one rule says what anybody may
give to others: no more than they hold themselves.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from ecomm_core.accounts.people import RANK, Role

Areas = Mapping[str, str | None]
"""Tag of a router -> area of its permissions; None is one's own, for everybody who is signed in."""

VERBS: Final[dict[Role, str]] = {Role.VIEWER: "read", Role.STAFF: "write", Role.ADMIN: "manage"}
"""What an operation takes that asks for at least this preset."""

OWNING: Final = "owner"
"""Held by owners beside the whole table, and by nobody else: no role can contain it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role as somebody holds it. `permissions` None: all that the preset allows; a custom role
    always has its own set."""

    role: Role
    permissions: frozenset[str] | None = None
    role_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Every permission of a service."""

    permissions: frozenset[str]

    def of(self, held: Held) -> frozenset[str]:
        """The permissions of a role. What is no longer in the table opens nothing."""
        if held.role is Role.OWNER:
            found = self.permissions | {OWNING}
        elif held.role is Role.CUSTOM:
            return self.permissions & (held.permissions or frozenset())
        else:
            verbs = {verb for least, verb in VERBS.items() if RANK[least] <= RANK[held.role]}
            found = frozenset(p for p in self.permissions if p.rpartition(":")[2] in verbs)
        return found if held.permissions is None else found & held.permissions

    def covers(self, own: Held, others: Collection[Held]) -> bool:
        """Whether somebody may give, change or take these roles: each within their own."""
        mine = self.of(own)
        return all(self.of(other) <= mine for other in others)


def allows(held: Held, area: str | None, minimum: Role) -> bool:
    """Whether a role opens an operation of an area that asks for at least a preset.

    A custom role never stands in for an owner, and one whose permissions are not known opens
    nothing. What is one's own (`area` None) asks for no more than being there.
    """
    if held.role is Role.CUSTOM:
        if minimum is Role.OWNER or held.permissions is None:
            return False
    elif RANK[held.role] < RANK[minimum]:
        return False
    if held.permissions is None:
        return True
    if area is None:
        return minimum is Role.VIEWER
    return minimum is not Role.OWNER and f"{area}:{VERBS[minimum]}" in held.permissions
